"""Results transmitted, and what the certifier decides of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, learner_ref
from mobiflow.i18n import N_
from mobiflow.model import Learner, Mobility, Transmission, UnitDecision
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.model.contracts import unit_of
from mobiflow.model.words import Verdict
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import later, objectives_of
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, allow

__all__ = ["DecideUnit", "TransmitResults"]


def _transmitter(
    rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]
) -> Permission:
    if values["to"] == "sending":
        return allow("host", deputies=("coordinator",))
    return allow("coordinator")


@action(
    _transmitter,
    categories=("away", "back"),
    subject="learner",
    title=N_("transmit the results"),
    says={"already-transmitted": N_("already transmitted to the {to:party}")},
)
@record
class TransmitResults:
    """The results of the evaluation go to the sending organisation, or on to the certifier."""

    learner: str = field(metadata=ID)
    to: Literal["sending", "certifier"]
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        done = {transmission.to for transmission in mobility.learners[self.learner].transmissions}
        if self.to in done:
            yield Reason("already-transmitted", learner_ref(self.learner), {"to": self.to})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        transmission = Transmission(self.to, day(self.on))
        return mobility.with_learner(
            evolve(learner, transmissions=(*learner.transmissions, transmission))
        )


def _decider(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    learner = mobility.learners.get(str(values["learner"]))
    chosen = learner.certification if learner else None
    found = rules.certifications.get(chosen or mobility.certification or "")
    return Permission((found or rules.default_certification).decided_by)


@action(
    _decider,
    categories=("back", "ended"),
    subject="learner",
    title=N_("decide on a unit"),
    says={
        "already-decided": N_("the unit “{unit}” is already decided like this"),
        "mark-too-low": N_("“{outcome}” is marked {mark}; a unit needs at least {minimum}"),
        "never-left": N_("this learner has not been abroad, so there is nothing to decide"),
    },
)
@record
class DecideUnit:
    """The certifier, or the internal jury, decides whether a unit is validated.

    Decided units become the learner's result with the trigger ``decide``. Deciding anew (an
    appeal) asks for a reason, and so does deciding after the certifier's deadline.
    """

    learner: str = field(metadata=ID)
    unit: str = field(metadata=ID)
    verdict: Verdict
    reason: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        units = tuple(objective.unit for objective in objectives_of(context, learner))
        if self.unit not in units:
            yield Reason("not-an-objective", ref, {"outcome": self.unit, "choices": units})
        if learner.stay.departed is None:
            yield Reason("never-left", ref)
        decided = learner.decisions.get(self.unit)
        if decided is not None and decided.verdict == self.verdict:
            yield Reason("already-decided", ref, {"unit": self.unit})
        elif self.reason is None and (decided is not None or self._late(context, learner)):
            yield Reason("reason-missing", ref)
        if self.verdict == "validated":
            yield from self._marks_too_low(context, learner)

    def _late(self, context: Context, learner: Learner) -> bool:
        months, returned = context.certification_of(learner).months, learner.stay.returned
        return (
            months is not None and returned is not None and day(self.on) > later(returned, months)
        )

    def _marks_too_low(self, context: Context, learner: Learner) -> Iterator[Reason]:
        minimum, chosen = context.certification_of(learner).minimum_mark, context.assessment
        if minimum is None or chosen is None or not chosen.scale.accepts(minimum):
            return
        for path, mark in learner.grid.marks.items():
            low = mark.value is None or chosen.scale.below(mark.value, minimum)
            if unit_of(path) == self.unit and low:
                params = {"outcome": path, "mark": mark.value or "-", "minimum": minimum}
                yield Reason("mark-too-low", learner_ref(self.learner), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        decision = UnitDecision(self.verdict, day(self.on), self.reason)
        return mobility.with_learner(
            evolve(learner, decisions={**learner.decisions, self.unit: decision})
        )
