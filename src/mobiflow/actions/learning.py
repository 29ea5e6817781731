"""What is to be learnt, how it is assessed, what came out and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, learner_ref
from mobiflow.i18n import N_
from mobiflow.model import (
    Assessment,
    Mark,
    Mobility,
    PlannedAssessment,
    Ref,
    Signature,
    Unit,
)
from mobiflow.model.constraints import ID, PERSONAL, PERSONAL_PROSE
from mobiflow.model.words import Channel, Role
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import objectives_of, unmarked
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, allow

__all__ = [
    "ChooseAssessment",
    "MarkOutcome",
    "PlanAssessment",
    "SetUnits",
    "SignGrid",
]


@action(
    allow("coordinator", "host", "educator"),
    subject="mobility",
    title=N_("agree on the units"),
    says={
        "already-agreed": N_("these units are already agreed"),
        "id-twice": N_("{id} is used twice"),
    },
)
@record
class SetUnits:
    """The learning outcomes to be reached are agreed, grouped into units."""

    units: tuple[Unit, ...]
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = Ref("mobility", mobility.id)
        if self.units and {unit.id: unit for unit in self.units} == context.units:
            yield Reason("already-agreed", ref)
        if not self.units or any(not unit.outcomes for unit in self.units):
            yield Reason("unit-empty", ref)
        yield from (Reason("id-twice", ref, {"id": twice}) for twice in self._twice())

    def _twice(self) -> Iterator[str]:
        seen: set[str] = set()
        for unit in self.units:
            for name in (unit.id, *unit.paths):
                if name in seen:
                    yield name
                seen.add(name)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return evolve(mobility, units={unit.id: unit for unit in self.units})


@action(
    allow("educator", "coordinator", "certifier"),
    subject="mobility",
    title=N_("choose the assessment"),
    says={
        "assessment-incomplete": N_("the assessment needs a scale of marks and a kind of evidence"),
        "evidence-not-accepted": N_(
            "{evidence} is not accepted as evidence; accepted: {accepted:evidence}"
        ),
    },
)
@record
class ChooseAssessment:
    """How the mobility is assessed and validated is decided, with the educational team."""

    assessment: Assessment
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = Ref("mobility", mobility.id)
        if self.assessment == context.assessment:
            yield Reason("already-chosen", ref)
        accepted = context.rules.workflow.evidence
        for evidence in self.assessment.evidence:
            if evidence not in accepted:
                params = {"evidence": evidence, "accepted": accepted}
                yield Reason("evidence-not-accepted", ref, params)
        scale = self.assessment.scale
        ends = scale.levels or (scale.minimum or "", scale.maximum or "")
        usable = all(mark.strip() and scale.accepts(mark) for mark in ends)
        if not usable or not self.assessment.evidence:
            yield Reason("assessment-incomplete", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return evolve(mobility, assessment=self.assessment)


@action(
    allow("host", "tutor", deputies=("coordinator",)),
    categories=("engaged", "away", "back"),
    subject="learner",
    title=N_("plan the assessment"),
    says={"before-stay": N_("{day} is before the stay begins, {start}")},
)
@record
class PlanAssessment:
    """The individual assessment in the company is planned: the day, and who assesses."""

    learner: str = field(metadata=ID)
    day: date
    assessor: str | None = field(default=None, metadata=PERSONAL)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        learner = mobility.learners[self.learner]
        period = context.period_of(learner)
        if learner.assessment == PlannedAssessment(self.day, self.assessor):
            yield Reason("already-planned", learner_ref(self.learner))
        if self.day < period.start:
            params = {"day": self.day, "start": period.start}
            yield Reason("before-stay", learner_ref(self.learner), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        planned = PlannedAssessment(self.day, self.assessor)
        return mobility.with_learner(evolve(mobility.learners[self.learner], assessment=planned))


@action(
    allow("tutor", "host", deputies=("coordinator",)),
    categories=("away", "back"),
    subject="learner",
    title=N_("mark an outcome"),
    says={
        "already-marked": N_("“{outcome}” already has this mark"),
        "mark-off-scale": N_("the mark {mark} is not on the scale: {scale}"),
        "no-scale": N_("no scale of marks has been chosen"),
    },
)
@record
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

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        departed = learner.stay.departed
        if departed is not None and day(self.on) < departed:
            yield Reason("before-departure", ref, {"day": day(self.on), "departed": departed})
        aims = [path for objective in objectives_of(context, learner) for path in objective.paths]
        if self.outcome not in aims:
            yield Reason("not-an-objective", ref, {"outcome": self.outcome, "choices": tuple(aims)})
        current = learner.grid.marks.get(self.outcome)
        if current is not None and (current.value, current.reason) == (self.mark, self.reason):
            yield Reason("already-marked", ref, {"outcome": self.outcome})
        if self.mark is None:
            if self.reason is None:
                yield Reason("reason-missing", ref)
        elif context.assessment is None:
            yield Reason("no-scale", ref)
        elif not context.assessment.scale.accepts(self.mark):
            params = {"mark": self.mark, "scale": str(context.assessment.scale)}
            yield Reason("mark-off-scale", ref, params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        mark = Mark(self.mark, day(self.on), self.reason)
        grid = evolve(
            learner.grid,
            marks={**learner.grid.marks, self.outcome: mark},
            revision=learner.grid.revision + 1,
        )
        return mobility.with_learner(evolve(learner, grid=grid))


def _grid_signer(
    rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]
) -> Permission:
    role = cast("Role", values["party"])
    by_hand = values.get("channel", "paper") != "electronic"
    return allow(role, deputies=("coordinator",) if by_hand else ())


@action(
    _grid_signer,
    categories=("away", "back"),
    subject="learner",
    title=N_("sign the evaluation grid"),
)
@record
class SignGrid:
    """A party signs the grid as it stands; a mark changed later asks for a new signature."""

    learner: str = field(metadata=ID)
    party: Role
    channel: Channel = field(default="electronic", kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        wanted = context.certification_of(learner).grid_signers
        if self.party not in wanted:
            yield Reason("not-a-signer", ref, {"party": self.party, "choices": wanted})
        signed = {s.party for s in learner.grid.signatures if s.version == learner.grid.revision}
        if self.party in signed:
            yield Reason("already-signed", ref, {"party": self.party})
        for params in unmarked(context, learner):
            yield Reason("outcome-unmarked", ref, params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        signature = Signature(self.party, day(self.on), learner.grid.revision, self.channel)
        grid = evolve(learner.grid, signatures=(*learner.grid.signatures, signature))
        return mobility.with_learner(evolve(learner, grid=grid))
