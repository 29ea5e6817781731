"""Refusals put into words: what is the matter, and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from string import Formatter
from typing import cast

from mobiflow._record import record
from mobiflow.errors import UnknownName
from mobiflow.i18n import Catalogs
from mobiflow.rules.index import WorkflowIndex
from mobiflow.text.labels import addresses, labels_of
from mobiflow.text.names import Names
from mobiflow.verdict import Guard, Refusal

__all__ = ["Messages", "colon"]


@record(eq=False)
class Messages:
    """What a workflow says: the words of its pieces, and a sentence for each refusal.

    A guard says what it refuses itself; ``says`` has the sentences of actions and of the road, by
    code. A code may have a second sentence for when one more param is there, under ``code:param``.
    A field of a sentence is one of the refusal's params; what kind of word it is decides how it is
    shown, and is its name unless the sentence says otherwise: ``{company}`` is the name of a
    company, ``{until}`` a day, and ``{any_of:document}`` has titles of documents.
    """

    index: WorkflowIndex
    catalogs: Catalogs
    says: Mapping[str, str]
    actions: Mapping[type[object], str]
    titles: Mapping[str, str]

    # -- words

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Every English label by its address."""
        return {**self.titles, **labels_of(self.index.workflow)}

    def say(self, message: str, locale: str) -> str:
        """A text of the workflow in a language."""
        return self.catalogs.translate(message, locale)

    def label(self, address: str, locale: str = "en") -> str:
        """What a word is called, by its address: ``role:tutor``, ``state:learner/abroad``.

        Raises:
            UnknownName: when nothing is there; the nearest addresses are named.
        """
        try:
            return self.say(self.labels[address], locale)
        except KeyError:
            raise UnknownName("label", address, self.labels) from None

    def word(self, kind: str, word: str, locale: str) -> str:
        """A word as people read it; the word itself where it has no label."""
        found = next((self.labels[a] for a in addresses(kind, word) if a in self.labels), None)
        return self.say(found, locale) if found is not None else word

    def guard(self, guard: Guard, locale: str) -> str:
        """What a guard sees to: *the contract is signed*; its id where it has no label."""
        known = self.labels.get(f"guard:{guard.id}")
        return self.say(known, locale) if known is not None else str(guard)

    def state(self, kind: str, state: str, locale: str) -> str:
        """A state of a kind of subject as people read it; the state where it has no label."""
        found = self.labels.get(f"state:{kind}/{state}")
        return self.say(found, locale) if found is not None else state

    def field(self, name: str, label: str | None, locale: str) -> str:
        """What a field is called at the head of an answer, by its own label or the library's."""
        known = label or self.labels.get(f"field:{name}") or self.labels.get(f"fact:{name}")
        said = self.say(known, locale) if known is not None else name.replace("_", " ")
        return said[:1].upper() + said[1:]

    def words_of(self, name: str) -> Iterable[str]:
        """The words that a text in a field of this name can be, as far as the workflow says so."""
        known: Mapping[str, Iterable[str]] = {
            "certification": self.index.certifications,
            "prerequisite": self.index.prerequisites,
            "task": self.index.tasks,
        }
        return known.get(name, ())

    # -- refusals

    def matter(self, refusal: Refusal, locale: str, names: Names) -> str:
        """What is the matter: the sentence without the subject in front and the stop behind."""
        template = self._template(refusal)
        if template is not None:
            with suppress(KeyError, ValueError):  # a param that is not there, braces left open
                return self._filled_in(self.say(template, locale), refusal, locale, names)
        details = ", ".join(f"{name}={value}" for name, value in refusal.params.items())
        return f"{refusal.code} ({details})" if details else refusal.code

    def _filled_in(self, sentence: str, refusal: Refusal, locale: str, names: Names) -> str:
        said: list[str] = []
        for literal, name, kind, _ in Formatter().parse(sentence):
            said.append(literal)
            if name == "subject":
                said.append(names.subject(refusal.subject))
            elif name is not None:
                said.append(self._shown(kind or name, refusal.params[name], locale, names))
        return "".join(said)

    def sentence(self, refusal: Refusal, locale: str, names: Names) -> str:
        """The subject, a colon, and what is the matter."""
        matter = self.matter(refusal, locale, names)
        return f"{names.subject(refusal.subject)}{colon(locale)} {matter}."

    def names_its_subject(self, refusal: Refusal) -> bool:
        """Whether what is the matter cannot be said of several subjects at once."""
        return "{subject}" in (self._template(refusal) or "")

    def _template(self, refusal: Refusal) -> str | None:
        guard = self.index.guards.get(refusal.guard)
        own = _sentence(guard.says, refusal) if guard is not None else None
        return own or _sentence(self.says, refusal)

    def _shown(self, kind: str, value: object, locale: str, names: Names) -> str:
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            return ", ".join(self._shown(kind, item, locale, names) for item in items)
        if isinstance(value, date):
            return value.isoformat()
        word = str(value)
        return names.word(kind, word) or self._called(kind, word, locale, names)

    def _called(self, kind: str, word: str, locale: str, names: Names) -> str:
        if kind == "state":  # "learner:abroad"; a state alone is one of the mobility
            subject, _, state = word.rpartition(":")
            return self.state(subject or "mobility", state, locale)
        party, _, company = word.partition(" ")
        if kind == "party" and company:  # one that signs for a company
            return f"{self.word(kind, party, locale)} ({names.person(company)})"
        return self.word(kind, word, locale)


def _sentence(says: Mapping[str, str], refusal: Refusal) -> str | None:
    """The sentence of a refusal, or the second one, ``code:param``, that it has for a param."""
    for param in refusal.params:
        if f"{refusal.code}:{param}" in says:
            return says[f"{refusal.code}:{param}"]
    return says.get(refusal.code)


def colon(locale: str) -> str:
    """A colon as the language sets it."""
    return "\N{NO-BREAK SPACE}:" if locale.partition("_")[0].partition("-")[0] == "fr" else ":"
