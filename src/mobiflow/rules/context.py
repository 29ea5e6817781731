"""What guards see: the rules of the workflow and everything of a mobility but its learners.

Leaving the learners out is what makes asking again cheap: while a context stands, what a guard
said of an unchanged learner still holds, and is remembered in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter, is_
from typing import Final, TypeVar, cast

from attrs import field, fields

from mobiflow._record import record
from mobiflow.definition import Certification
from mobiflow.model import (
    Accompanist,
    Assessment,
    Company,
    Document,
    Facts,
    Incident,
    Learner,
    Mobility,
    Organisation,
    Period,
    Unit,
)
from mobiflow.model.records import typed_facts
from mobiflow.rules.index import WorkflowIndex

__all__ = ["Context"]

_T = TypeVar("_T")


@record(eq=False)
class Context:
    """The period, the partners, the companies, the units and the rules; never a clock.

    The fields are those of :class:`mobiflow.Mobility`.
    """

    rules: WorkflowIndex
    id: str
    title: str
    status: str
    sending: Organisation
    host: Organisation
    period: Period
    units: Mapping[str, Unit]
    assessment: Assessment | None
    accompanists: Mapping[str, Accompanist]
    companies: Mapping[str, Company]
    incidents: Mapping[str, Incident]
    documents: Mapping[str, Document]
    certification: str | None
    extra: Mapping[str, Facts]
    _memory: dict[object, object] = field(factory=dict[object, object], init=False, repr=False)

    @classmethod
    def of(
        cls, rules: WorkflowIndex, mobility: Mobility, previous: Context | None = None
    ) -> Context:
        """The context of a mobility: the previous one, if nothing in it has changed."""
        shared = _SHARED(mobility)
        if previous is not None and all(map(is_, shared, _SHARED(previous))):
            return previous
        return cls(rules, *shared)

    def facts(self, subject: Learner | Company | None, facts: type[_T]) -> _T:
        """A plugin's own facts about a learner, a company or (``None``) the mobility.

        What was never set has the defaults of the class.
        """
        kind = self.rules.facts_of(facts)
        extra = self.extra if subject is None else subject.extra
        return typed_facts(facts, extra.get(kind.plugin, {}) if kind else {})

    def certification_of(self, learner: Learner) -> Certification:
        """The certifier's rules for a learner: their own, the mobility's, or the workflow's."""
        chosen = learner.certification or self.certification
        found = self.rules.certifications.get(chosen) if chosen else None
        return found or self.rules.default_certification

    def period_of(self, learner: Learner) -> Period:
        """When a learner is abroad, as planned: the stay's own period, or the mobility's."""
        return learner.stay.period or self.period

    def recall(self, key: object, learner: Learner, ask: Callable[[Context, Learner], _T]) -> _T:
        """What ``ask`` answers about a learner, remembered until learner or context change.

        ``key`` tells what is asked from what anybody else asks: an object of one's own.
        """
        place = (key, learner.id)
        known = cast("tuple[Learner, _T] | None", self._memory.get(place))
        if known is not None and known[0] is learner:
            return known[1]
        answer = ask(self, learner)
        self._memory[place] = (learner, answer)
        return answer

    def once(self, key: object, ask: Callable[[Context], _T]) -> _T:
        """What ``ask`` answers about what all share, remembered until the context changes."""
        found = cast("_T | None", self._memory.get(key))
        if found is None:
            found = self._memory[key] = ask(self)
        return found

    def reads_like(self, other: Context) -> bool:
        """Whether nothing differs but names and contacts, which are only shown."""
        return all(
            mine is theirs or (_read(mine) == _read(theirs))
            for mine, theirs in zip(_SHARED(self), _SHARED(other), strict=True)
        )


_SHARED: Final = attrgetter(
    *(attribute.name for attribute in fields(Context) if attribute.name not in {"rules", "_memory"})
)


def _read(value: object) -> object:
    """A shared value without what is only shown."""
    if isinstance(value, Organisation | Company | Accompanist):
        read = (a.name for a in fields(type(value)) if not a.metadata.get("shown"))
        return tuple(getattr(value, name) for name in read)
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value).items()
        return {name: _read(item) for name, item in items}
    return value
