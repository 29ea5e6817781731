"""Refusals put into words, one by one or grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, cast

from attrs import evolve

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import record
from mobiflow.i18n import N_
from mobiflow.model import Company, Learner, Mobility, Ref
from mobiflow.text.sentences import SENTENCES
from mobiflow.verdict import Refusal

__all__ = ["Speaker"]

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "action": ("trigger", "action"),
    "change": ("change",),
    "evidence": ("evidence",),
    "accepted": ("evidence",),
    "fact": ("fact",),
    "limit": ("limit",),
    "party": ("party", "role"),
    "roles": ("role",),
    "scope": ("scope", "role"),
    "to": ("party", "role"),
    "trigger": ("trigger",),
}
"""Which labels a param's words are looked up under."""

_HEADING: Final = N_("Not possible yet. What is missing:")
_WHO: Final = N_("To be done by: {who}")
_OTHERS: Final = N_("What nobody can clear:")
_WRONG: Final = N_("What is wrong with it:")
_DUE: Final = N_("by {due}")
_AND: Final = N_("; ")


@record(eq=False)
class Speaker:
    """Speaks of a mobility in the words of its workflow."""

    blueprint: Blueprint
    mobility: Mobility

    def given_to(self, refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
        """The refusals, able to say themselves."""
        return tuple(evolve(refusal, voice=self) for refusal in refusals)

    def sentence(
        self, refusal: Refusal, locale: str, people: Mapping[str, str] | None = None
    ) -> str:
        """The subject, a colon, and what is the matter."""
        name = self.name(refusal.subject, people)
        return f"{name}{self._colon(locale)} {self._matter(refusal, locale, people)}."

    def summary(
        self,
        refusals: tuple[Refusal, ...],
        locale: str,
        people: Mapping[str, str] | None = None,
    ) -> str:
        """All refusals, grouped by who must act and what is the matter."""
        if not refusals:
            return ""
        lines = [self.say(_HEADING, locale)]
        for who in dict.fromkeys(refusal.who for refusal in refusals):
            roles = ", ".join(self.label("role", role, locale) for role in who)
            wrong = all(not refusal.guard for refusal in refusals if not refusal.who)
            others = self.say(_WRONG if wrong else _OTHERS, locale)
            heading = self.say(_WHO, locale).format(who=roles) if who else others
            lines.append(f"  {heading}")
            lines += self._groups([r for r in refusals if r.who == who], locale, people)
        return "\n".join(lines)

    def _groups(
        self, refusals: list[Refusal], locale: str, people: Mapping[str, str] | None
    ) -> Iterable[str]:
        groups: dict[tuple[str, date | None, tuple[str, ...]], list[str]] = {}
        for refusal in refusals:
            matter = self._matter(refusal, locale, people)
            names = groups.setdefault((matter, refusal.due, (*refusal.basis, *refusal.source)), [])
            names.append(self.name(refusal.subject, people))
        for (matter, due, source), names in groups.items():
            shown = ", ".join(dict.fromkeys(names))
            asides = [self.say(_DUE, locale).format(due=due.isoformat())] if due else []
            said = (self.say(text, locale) for text in source)
            aside = self.say(_AND, locale).join((*asides, ", ".join(said)))
            yield f"    - {shown}{self._colon(locale)} {matter} ({aside})"

    def _matter(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str:
        template = self._template(refusal)
        if template is None:
            details = ", ".join(f"{name}={value}" for name, value in refusal.params.items())
            return f"{refusal.code} ({details})" if details else refusal.code
        shown = {
            name: self._shown(name, value, locale, people) for name, value in refusal.params.items()
        }
        shown["subject"] = self.name(refusal.subject, people)
        return self.say(template, locale).format_map(shown)

    def _template(self, refusal: Refusal) -> str | None:
        guard = self.blueprint.rules.guards.get(refusal.guard)
        if guard is not None and refusal.code in guard.says:
            return guard.says[refusal.code]
        for param in refusal.params:
            if f"{refusal.code}:{param}" in SENTENCES:
                return SENTENCES[f"{refusal.code}:{param}"]
        return SENTENCES.get(refusal.code) or self.blueprint.sayings.get(refusal.code)

    def _shown(
        self, name: str, value: object, locale: str, people: Mapping[str, str] | None
    ) -> str:
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            return ", ".join(self._shown(name, item, locale, people) for item in items)
        if isinstance(value, date):
            return value.isoformat()
        word = str(value)
        if name in {"outcome", "unit"}:
            return self._aim(word)
        if name in {"company", "accompanist", "tutor"}:
            return self._person(word, people)
        if name == "known":
            return self._candidate(word, locale, people)
        return self._word(name, word, locale)

    def _candidate(self, text: str, locale: str, people: Mapping[str, str] | None) -> str:
        """What would have done instead: an outcome, a unit, a company or a party."""
        if "/" in text or text in self.mobility.units:
            return self._aim(text)
        word, _, company = text.partition(" ")
        party = self._word("party", word, locale)
        if company:
            return f"{party} ({self._person(company, people)})"
        return party if party != word else self._person(word, people)

    def _word(self, name: str, word: str, locale: str) -> str:
        """A word of the workflow: a document, a task, a state or another label."""
        rules = self.blueprint.rules
        if name in {"document", "any_of"} and word in rules.documents:
            return self.say(rules.documents[word].title, locale)
        if name == "prerequisite" and word in rules.prerequisites:
            return self.say(rules.prerequisites[word].title, locale)
        if name == "task" and word in rules.tasks:
            return self.say(rules.tasks[word][1].title, locale)
        if name in {"phase", "state", "wanted"}:
            path = f"mobility:{word}" if name == "phase" else word
            kind, _, state = path.partition(":")
            return self.state(kind, state, locale)
        for kind in _KINDS.get(name, ()):
            found = self.blueprint.workflow.labels.get(f"{kind}:{word}")
            if found is not None:
                return self.say(found, locale)
        return word

    # -- words

    def say(self, message: str, locale: str) -> str:
        """A text of the library or of a plugin in a language."""
        return self.blueprint.catalogs.translate(message, locale)

    def label(self, kind: str, word: str, locale: str) -> str:
        """What a word of the library is called: a role, a trigger, a state."""
        found = self.blueprint.workflow.labels.get(f"{kind}:{word}")
        return self.say(found, locale) if found is not None else word

    def state(self, kind: str, state: str, locale: str) -> str:
        """What a state is called."""
        lifecycle = self.blueprint.rules.lifecycles.get(kind)
        for known in lifecycle.states if lifecycle else ():
            if known.id == state and known.title:
                named = f"{kind}:{state}" in self.blueprint.workflow.labels
                if kind != "mobility" or not named:  # a phase is titled to stand alone
                    return self.say(known.title, locale)
        return self.label(kind, state, locale)

    def name(self, ref: Ref, people: Mapping[str, str] | None = None) -> str:
        """What a subject is called: its name if known, or else its id."""
        owner = ref.id.rpartition("/")[0] if ref.kind in {"contract", "document"} else ref.id
        if owner == self.mobility.id:
            return self.mobility.title
        incident = self.mobility.incidents.get(owner)
        if incident is not None:
            owner = incident.learner or incident.company or owner
        return self._person(owner, people)

    def _person(self, name: str, people: Mapping[str, str] | None) -> str:
        if people is not None and name in people:
            return people[name]
        known: Learner | Company | None = self.mobility.learners.get(
            name
        ) or self.mobility.companies.get(name)
        if known is not None:
            return known.name or name
        accompanist = self.mobility.accompanists.get(name)
        return (accompanist.name or name) if accompanist else name

    def _aim(self, path: str) -> str:
        unit_id, _, outcome_id = path.partition("/")
        unit = self.mobility.units.get(unit_id)
        if unit is None:
            return path
        titles = {outcome.id: outcome.title for outcome in unit.outcomes}
        return titles.get(outcome_id, path) if outcome_id else unit.title

    def _colon(self, locale: str) -> str:
        return "\N{NO-BREAK SPACE}:" if locale.partition("_")[0].partition("-")[0] == "fr" else ":"
