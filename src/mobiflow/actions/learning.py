"""What is to be learnt, how it is assessed, what came out and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, cast

from attrs import evolve, field, frozen

from mobiflow.actions._spec import action, already, day, learner_ref
from mobiflow.model import (
    Assessment,
    Learner,
    Mark,
    Mobility,
    PlannedAssessment,
    Ref,
    Signature,
    Transmission,
    Unit,
    UnitDecision,
)
from mobiflow.model._checks import ID, PERSONAL, PERSONAL_PROSE
from mobiflow.model.words import Channel, Role, Verdict
from mobiflow.setting import Rules, Setting
from mobiflow.terms import later, objectives_of
from mobiflow.verdict import Permission, Refusal, allow

__all__ = [
    "ChooseAssessment",
    "DecideUnit",
    "MarkOutcome",
    "PlanAssessment",
    "SetUnits",
    "SignGrid",
    "TransmitResults",
]


@action(allow("coordinator", "host", "educator"))
@frozen
class SetUnits:
    """The learning outcomes to be reached are agreed, grouped into units."""

    units: tuple[Unit, ...]
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (Ref("mobility", mobility.id),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        ref = Ref("mobility", mobility.id)
        if {unit.id: unit for unit in self.units} == setting.units:
            yield already("agreed", ref)
        if not self.units or any(not unit.outcomes for unit in self.units):
            yield Refusal("unit-empty", ref)
        yield from (Refusal("id-twice", ref, {"id": twice}) for twice in self._twice())

    def _twice(self) -> Iterator[str]:
        seen: set[str] = set()
        for unit in self.units:
            for name in (unit.id, *(f"{unit.id}/{outcome.id}" for outcome in unit.outcomes)):
                if name in seen:
                    yield name
                seen.add(name)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        return evolve(mobility, units={unit.id: unit for unit in self.units})


@action(allow("educator", "coordinator", "certifier"))
@frozen
class ChooseAssessment:
    """How the mobility is assessed and validated is decided, with the educational team."""

    assessment: Assessment
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (Ref("mobility", mobility.id),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        ref = Ref("mobility", mobility.id)
        if self.assessment == setting.assessment:
            yield already("chosen", ref)
        accepted = setting.rules.workflow.evidence
        for evidence in self.assessment.evidence:
            if evidence not in accepted:
                params = {"evidence": evidence, "accepted": accepted}
                yield Refusal("evidence-not-accepted", ref, params)
        scale = self.assessment.scale
        ends = scale.levels or (scale.minimum or "", scale.maximum or "")
        usable = all(mark.strip() and scale.accepts(mark) for mark in ends)
        if not usable or not self.assessment.evidence:
            yield Refusal("assessment-incomplete", ref)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        return evolve(mobility, assessment=self.assessment)


@action(allow("host", "tutor", deputies=("coordinator",)), categories=("engaged", "away", "back"))
@frozen
class PlanAssessment:
    """The individual assessment in the company is planned: the day, and who assesses."""

    learner: str = field(metadata=ID)
    day: date
    assessor: str | None = field(default=None, metadata=PERSONAL)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (learner_ref(self.learner),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        learner = mobility.learners[self.learner]
        period = setting.period_of(learner)
        if learner.assessment == PlannedAssessment(self.day, self.assessor):
            yield already("planned", learner_ref(self.learner))
        if self.day < period.start:
            params = {"day": self.day, "start": period.start}
            yield Refusal("before-stay", learner_ref(self.learner), params)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        planned = PlannedAssessment(self.day, self.assessor)
        return mobility.with_learner(evolve(mobility.learners[self.learner], assessment=planned))


@action(allow("tutor", "host", deputies=("coordinator",)), categories=("away", "back"))
@frozen
class MarkOutcome:
    """An outcome is marked on the scale chosen, or not assessed, with the reason.

    ``outcome`` is written ``unit/outcome``. A ``mark`` of ``None`` says *not assessed*. Marking
    again replaces the mark, and asks for the signatures anew.
    """

    learner: str = field(metadata=ID)
    outcome: str
    mark: str | None
    reason: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (learner_ref(self.learner),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        aims = [
            f"{objective.unit}/{outcome}"
            for objective in objectives_of(setting, learner)
            for outcome in objective.outcomes
        ]
        if self.outcome not in aims:
            yield Refusal("not-an-objective", ref, {"outcome": self.outcome, "known": tuple(aims)})
        current = learner.grid.marks.get(self.outcome)
        if current is not None and (current.value, current.reason) == (self.mark, self.reason):
            yield already("marked", ref, outcome=self.outcome)
        if self.mark is None:
            if self.reason is None:
                yield Refusal("reason-missing", ref)
        elif setting.assessment is None:
            yield Refusal("no-scale", ref)
        elif not setting.assessment.scale.accepts(self.mark):
            params = {"mark": self.mark, "scale": str(setting.assessment.scale)}
            yield Refusal("mark-off-scale", ref, params)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        learner = mobility.learners[self.learner]
        mark = Mark(self.mark, day(self.on), self.reason)
        grid = evolve(
            learner.grid,
            marks={**learner.grid.marks, self.outcome: mark},
            revision=learner.grid.revision + 1,
        )
        return mobility.with_learner(evolve(learner, grid=grid))


def _grid_signer(rules: Rules, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    role = cast("Role", values["party"])
    by_hand = values.get("channel", "paper") != "electronic"
    return allow(role, deputies=("coordinator",) if by_hand else ())


@action(_grid_signer, categories=("away", "back"))
@frozen
class SignGrid:
    """A party signs the grid as it stands; a mark changed later asks for a new signature."""

    learner: str = field(metadata=ID)
    party: Role
    channel: Channel = field(default="electronic", kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (learner_ref(self.learner),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        wanted = setting.certification_of(learner).grid_signers
        if self.party not in wanted:
            yield Refusal("not-a-signer", ref, {"party": self.party, "known": wanted})
        signed = {s.party for s in learner.grid.signatures if s.version == learner.grid.revision}
        if self.party in signed:
            yield already("signed", ref, party=self.party)
        for objective in objectives_of(setting, learner):
            for outcome in objective.outcomes:
                path = f"{objective.unit}/{outcome}"
                if path not in learner.grid.marks:
                    yield Refusal("outcome-unmarked", ref, {"outcome": path})

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        learner = mobility.learners[self.learner]
        signature = Signature(self.party, day(self.on), learner.grid.revision, self.channel)
        grid = evolve(learner.grid, signatures=(*learner.grid.signatures, signature))
        return mobility.with_learner(evolve(learner, grid=grid))


def _transmitter(rules: Rules, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    if values["to"] == "sending":
        return allow("host", deputies=("coordinator",))
    return allow("coordinator")


@action(_transmitter, categories=("away", "back"))
@frozen
class TransmitResults:
    """The results of the evaluation go to the sending organisation, or on to the certifier."""

    learner: str = field(metadata=ID)
    to: Literal["sending", "certifier"]
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (learner_ref(self.learner),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        done = {transmission.to for transmission in mobility.learners[self.learner].transmissions}
        if self.to in done:
            yield already("transmitted", learner_ref(self.learner), to=self.to)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        learner = mobility.learners[self.learner]
        transmission = Transmission(self.to, day(self.on))
        return mobility.with_learner(
            evolve(learner, transmissions=(*learner.transmissions, transmission))
        )


def _decider(rules: Rules, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    learner = mobility.learners.get(str(values["learner"]))
    chosen = learner.certification if learner else None
    found = rules.certifications.get(chosen or mobility.certification or "")
    return Permission((found or rules.default_certification).decided_by)


@action(_decider, categories=("back", "ended"))
@frozen
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

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (learner_ref(self.learner),)

    def check(self, setting: Setting, mobility: Mobility) -> Iterator[Refusal]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        units = tuple(objective.unit for objective in objectives_of(setting, learner))
        if self.unit not in units:
            yield Refusal("not-an-objective", ref, {"outcome": self.unit, "known": units})
        if learner.stay.departed is None:
            yield Refusal("never-left", ref)
        decided = learner.decisions.get(self.unit)
        if decided is not None and decided.verdict == self.verdict:
            yield already("decided", ref, unit=self.unit)
        elif self.reason is None and (decided is not None or self._late(setting, learner)):
            yield Refusal("reason-missing", ref)
        if self.verdict == "validated":
            yield from self._marks_too_low(setting, learner)

    def _late(self, setting: Setting, learner: Learner) -> bool:
        months, returned = setting.certification_of(learner).months, learner.stay.returned
        return (
            months is not None and returned is not None and day(self.on) > later(returned, months)
        )

    def _marks_too_low(self, setting: Setting, learner: Learner) -> Iterator[Refusal]:
        minimum, chosen = setting.certification_of(learner).minimum_mark, setting.assessment
        if minimum is None or chosen is None or not chosen.scale.accepts(minimum):
            return
        for path, mark in learner.grid.marks.items():
            low = mark.value is None or chosen.scale.below(mark.value, minimum)
            if path.partition("/")[0] == self.unit and low:
                params = {"outcome": path, "mark": mark.value or "-", "minimum": minimum}
                yield Refusal("mark-too-low", learner_ref(self.learner), params)

    def apply(self, mobility: Mobility, rules: Rules) -> Mobility:
        learner = mobility.learners[self.learner]
        decision = UnitDecision(self.verdict, day(self.on), self.reason)
        return mobility.with_learner(
            evolve(learner, decisions={**learner.decisions, self.unit: decision})
        )
