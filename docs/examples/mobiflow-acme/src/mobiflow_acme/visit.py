"""The preparatory visit: a phase, planned by an action, both Acme's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import field, frozen

import mobiflow
from mobiflow import (
    Ask,
    Context,
    Guard,
    Mobility,
    Reason,
    Ref,
    Remedy,
    WorkflowIndex,
    allow,
)
from mobiflow.actions import SetFacts
from mobiflow.definition import Note, Phase, Step, Task
from mobiflow_acme.words import N_


@frozen
class Visit:
    """What is known of the visit; a fact of the mobility."""

    day: date | None = field(
        default=None, metadata={"label": N_("Day of the visit")}
    )


@mobiflow.action(
    allow("coordinator", deputies=("educator",)),
    subject="mobility",
    says={
        "visit-too-late": N_(
            "a visit on {day} comes too late: the stay begins on {start}"
        )
    },
)
@frozen
class PlanVisit:
    """Somebody of Acme goes and sees the host partner before anybody leaves."""

    day: date
    visitor: str | None = field(
        default=None, kw_only=True, metadata={"personal": True}
    )
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        """Not twice the same, and in time to learn something from it."""
        ref = Ref("mobility", mobility.id)
        if context.facts(None, Visit).day == self.day:
            # mobiflow has a sentence for this one
            yield Reason("already-planned", ref)
        if self.day >= context.period.start:
            yield Reason(
                "visit-too-late",
                ref,
                {"day": self.day, "start": context.period.start},
            )

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        """The day is kept as a fact; who goes is personal, and not kept."""
        return SetFacts(mobility.id, Visit(self.day), on=self.on).apply(
            mobility, rules
        )


def visit_planned() -> Guard:
    """The day of the visit is known."""
    says = {"visit-unplanned": N_("the preparatory visit has not been planned")}
    return Guard(
        "acme.visit_planned", 1, _visit_planned, scope="mobility", says=says
    )


def _visit_planned(context: Context, mobility: Mobility) -> Iterator[Reason]:
    if context.facts(None, Visit).day is None:
        eve = context.period.start - timedelta(days=1)
        remedy = Remedy(
            PlanVisit,
            {},
            (Ask("day", date, N_("Day of the visit"), at_most=eve),),
        )
        ref = Ref("mobility", mobility.id)
        yield Reason(
            "visit-unplanned", ref, {}, remedy, deadline_key="visit-partner"
        )


PHASE = Phase(
    "visit",
    N_("Preparatory visit"),
    N_("Somebody goes and sees where the learners will live and work."),
    steps=(
        Step(
            "visit-partner",
            N_("Visit the host partner"),
            tasks=(
                Task(
                    "see-workplaces",
                    N_("See the workplaces"),
                    allow("coordinator", deputies=("educator",)),
                    N_("Walk the way to work, and meet the tutors."),
                ),
                Task(
                    "report",
                    N_("Report to the team"),
                    allow("coordinator", deputies=("educator",)),
                    waivable=True,
                    after=("visit-partner/see-workplaces",),
                ),
            ),
            notes=(
                Note(
                    "take-pictures",
                    N_("Take pictures"),
                    N_(
                        "Learners ask about the room, the kitchen and the bus. "
                        "Show them."
                    ),
                ),
            ),
        ),
    ),
    exit=(visit_planned(),),
)
