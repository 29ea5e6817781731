"""What guards see: the rules of the workflow and everything of a mobility but its learners.

Leaving the learners out is what makes asking again cheap: while a context stands, what a guard
said of an unchanged learner still holds, and is remembered in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter, is_
from typing import Final, TypeAlias, TypeVar, cast

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
from mobiflow.verdict import Guard, Refusal

__all__ = ["Context", "Found"]

_T = TypeVar("_T")

Found: TypeAlias = "tuple[Refusal, Guard]"
"""A refusal with the guard that found it."""


@record(eq=False)
class Context:
    """The period, the partners, the companies, the units and the rules; never a clock.

    The fields are those of :class:`mobiflow.Mobility`.
    """

    rules: WorkflowIndex
    id: str
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
    _memo: dict[tuple[object, str], tuple[Learner, object]] = field(
        factory=dict[tuple[object, str], tuple[Learner, object]], init=False, repr=False
    )

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

    def about(self, learner: Learner, key: object, ask: Callable[[], _T]) -> _T:
        """What ``ask`` answers about a learner, remembered until learner or context change."""
        known = self._memo.get((key, learner.id))
        if known is not None and known[0] is learner:
            return cast("_T", known[1])
        answer = ask()
        self._memo[key, learner.id] = (learner, answer)
        return answer


_SHARED: Final = attrgetter(
    *(attribute.name for attribute in fields(Context) if attribute.name not in {"rules", "_memo"})
)
