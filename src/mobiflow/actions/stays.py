"""Placements, tutors, dates and attendance: the life of a stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, learner_ref
from mobiflow.i18n import N_
from mobiflow.model import Attendance, Learner, Mobility, Period, Placement, Ref, Tutor
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Reason, allow

__all__ = [
    "ChangePeriod",
    "ChangeStay",
    "NameTutor",
    "Place",
    "RecordAttendance",
    "ReplacePlacement",
]


_SHARED: Final = {
    "already-placed": N_("already placed in {company}"),
    "company-not-selected": N_("the company {company} has not been chosen as a host"),
    "no-host-company": N_("there is no host company {company}"),
    "not-in-stay": N_("these dates are outside the stay, {start} to {end}"),
}
"""What several of these actions say."""


@action(
    allow("host", "coordinator"),
    categories=("applying", "engaged", "away"),
    subject="learner",
    title=N_("place the learner in a company"),
    says={
        **_SHARED,
        "placement-overlaps": N_("already placed in {company} at that time; replace the placement"),
    },
)
@record
class Place:
    """A learner is placed in a selected host company, for the whole stay or a part of it."""

    learner: str = field(metadata=ID)
    company: str = field(metadata=ID)
    period: Period | None = field(default=None, kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        yield from _can_host(context, ref, self.company)
        stay = context.period_of(learner)
        period = self.period or stay
        if period.start < stay.start or period.end > stay.end:
            yield Reason("not-in-stay", ref, {"start": stay.start, "end": stay.end})
        for placement in learner.placements:
            if placement.company == self.company and placement.period == self.period:
                yield Reason("already-placed", ref, {"company": self.company})
            elif _overlap(placement.period or stay, period):
                yield Reason("placement-overlaps", ref, {"company": placement.company})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        stay = learner.stay.period or mobility.period
        placements = (*learner.placements, Placement(self.company, self.period))
        in_order = tuple(sorted(placements, key=lambda p: (p.period or stay).start))
        return mobility.with_learner(evolve(learner, placements=in_order))


@action(
    allow("host", "coordinator"),
    categories=("applying", "engaged", "away"),
    subject="learner",
    title=N_("place the learner in another company"),
    says=_SHARED,
)
@record
class ReplacePlacement:
    """From a day on, a learner is in another host company; the contract must then follow.

    Before departure the new company simply takes the place of the old one.
    """

    learner: str = field(metadata=ID)
    company: str = field(metadata=ID)
    start: date
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        yield from _can_host(context, ref, self.company)
        stay = context.period_of(learner)
        if self.start not in stay:
            yield Reason("not-in-stay", ref, {"start": stay.start, "end": stay.end})
        if not learner.placements:
            yield Reason("not-placed", ref)
        elif learner.placements[-1].company == self.company and (
            learner.stay.departed or len(learner.placements) == 1
        ):
            yield Reason("already-placed", ref, {"company": self.company})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        stay = learner.stay.period or mobility.period
        kept = tuple(self._kept(learner, stay)) if learner.stay.departed else ()
        start = None if not kept and self.start == stay.start else self.start
        tutors = next((p.tutors for p in learner.placements if p.company == self.company), ())
        new = Placement(self.company, Period(start, stay.end) if start else None, tutors)
        return mobility.with_learner(evolve(learner, placements=(*kept, new)))

    def _kept(self, learner: Learner, stay: Period) -> Iterator[Placement]:
        for placement in learner.placements:
            period = placement.period or stay
            end = min(period.end, self.start - timedelta(days=1))
            if period.start <= end:
                yield evolve(placement, period=Period(period.start, end))


@action(
    allow("host", "host-company", deputies=("coordinator",)),
    company="company",
    subject="learner",
    title=N_("name a tutor"),
    says={"already-named": N_("the tutor {tutor} is already named")},
)
@record
class NameTutor:
    """A host company names the contact who accompanies a learner; there may be several."""

    learner: str = field(metadata=ID)
    company: str = field(metadata=ID)
    tutor: Tutor
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        there = [p for p in learner.placements if p.company == self.company]
        if not there:
            yield Reason("not-placed-there", ref, {"company": self.company})
        elif any(tutor.id == self.tutor.id for tutor in there[-1].tutors):
            yield Reason("already-named", ref, {"tutor": self.tutor.id})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        placements = tuple(
            evolve(placement, tutors=(*placement.tutors, self.tutor))
            if placement.company == self.company
            else placement
            for placement in learner.placements
        )
        return mobility.with_learner(evolve(learner, placements=placements))


@action(
    allow("coordinator", "host"),
    categories=("applying", "engaged", "away"),
    subject="learner",
    title=N_("change the dates of a stay"),
)
@record
class ChangeStay:
    """A learner's stay gets dates of its own: extended, shortened or moved.

    Placements are cut to the new dates; the one that ended with the stay goes on with it. The
    contract must then follow.
    """

    learner: str = field(metadata=ID)
    period: Period
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        if context.period_of(learner) == self.period:
            yield Reason("already-planned", ref)
        departed = learner.stay.departed
        if departed is not None and self.period.end < departed:
            yield Reason("before-departure", ref, {"day": self.period.end, "departed": departed})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        old = learner.stay.period or mobility.period
        stay = evolve(learner.stay, period=self.period, reason=self.reason)
        placements = tuple(_moved(learner.placements, old, self.period))
        return mobility.with_learner(evolve(learner, stay=stay, placements=placements))


@action(
    allow("coordinator", "host"), subject="mobility", title=N_("change the dates of the mobility")
)
@record
class ChangePeriod:
    """The mobility's own dates change, and with them every stay that has none of its own."""

    period: Period
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if context.period == self.period:
            yield Reason("already-planned", Ref("mobility", mobility.id))
        for learner in mobility.learners.values():
            left = learner.stay.departed
            if learner.stay.period is None and left is not None and self.period.end < left:
                params = {"day": self.period.end, "departed": left}
                yield Reason("before-departure", learner_ref(learner.id), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learners = {
            learner.id: learner
            if learner.stay.period is not None
            else evolve(
                learner,
                placements=tuple(_moved(learner.placements, mobility.period, self.period)),
            )
            for learner in mobility.learners.values()
        }
        return evolve(mobility, period=self.period, learners=learners)


@action(
    allow("host", "host-company", deputies=("coordinator",)),
    categories=("away", "back"),
    subject="learner",
    title=N_("record the attendance"),
    says={
        "already-recorded": N_("already recorded"),
        "days-impossible": N_("{days} days cannot be: the stay has {most}"),
    },
)
@record
class RecordAttendance:
    """The last day of presence, and how many planned days were missed."""

    learner: str = field(metadata=ID)
    last_day: date
    days_absent: int = 0
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        departed = learner.stay.departed
        if departed is not None and self.last_day < departed:
            yield Reason("before-departure", ref, {"day": self.last_day, "departed": departed})
        if not 0 <= self.days_absent <= context.period_of(learner).days:
            params = {"days": self.days_absent, "most": context.period_of(learner).days}
            yield Reason("days-impossible", ref, params)
        if learner.attendance == Attendance(self.last_day, self.days_absent):
            yield Reason("already-recorded", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        attendance = Attendance(self.last_day, self.days_absent)
        return mobility.with_learner(evolve(mobility.learners[self.learner], attendance=attendance))


def _can_host(context: Context, ref: Ref, company_id: str) -> Iterator[Reason]:
    company = context.companies.get(company_id)
    if company is None or company.kind != "host":
        yield Reason("no-host-company", ref, {"company": company_id})
    elif company.status != "selected":
        yield Reason("company-not-selected", ref, {"company": company_id})


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _moved(placements: tuple[Placement, ...], old: Period, new: Period) -> Iterator[Placement]:
    """Placements cut to new dates; those that touched an end of the stay still touch it."""
    for placement in placements:
        if placement.period is None:
            yield placement
            continue
        start, end = placement.period.start, placement.period.end
        start = new.start if start == old.start else max(start, new.start)
        end = new.end if end == old.end else min(end, new.end)
        if start <= end:
            yield evolve(placement, period=Period(start, end))
