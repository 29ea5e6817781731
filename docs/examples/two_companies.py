"""An internship in two companies in turn: half of the stay here, half there.

A plugin of one module that extends the built-in workflow. Every learner is
placed twice before leaving, changes companies half-way, and comes home from the
second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from attrs import evolve

from mobiflow import (
    Ask,
    Context,
    Guard,
    Learner,
    Period,
    Reason,
    Ref,
    Remedy,
    allow,
    hookimpl,
)
from mobiflow.actions import Place, ReplacePlacement
from mobiflow.contributions import (
    AddGuard,
    AddLeadTime,
    AddState,
    AddStep,
    AddTransition,
    Contribution,
    Remove,
    Replace,
)
from mobiflow.definition import (
    LeadTime,
    Note,
    State,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.guards.stays import next_company
from mobiflow.lifecycles import READY_TO_DEPART
from mobiflow.model import Placement

__version__ = "1.0"


def placed_in_turn() -> Guard:
    """The learner is placed in one company and, after that time, in another."""
    return Guard(
        "placed_in_turn",
        1,
        _placed_in_turn,
        says={
            "company-for-days": "no company from {start} to {end}",
            "one-company-only": "one company from the first to the last day",
        },
    )


def _placed_in_turn(context: Context, learner: Learner) -> Iterator[Reason]:
    taken = {placement.company for placement in learner.placements}
    if len(taken) > 1:
        return
    selected = tuple(
        company.id
        for company in context.companies.values()
        if company.status == "selected" and company.id not in taken
    )
    if not selected:
        yield next_company(context, besides=taken)
        return
    stay = context.period_of(learner)
    middle = stay.start + timedelta(days=stay.days // 2)
    where = Ask("company", str, "Host company", selected)
    ref, known = Ref("learner", learner.id), {"learner": learner.id}
    free = _free(stay, learner.placements, middle)
    if free is None:
        asks = (where, Ask("reason", str, "Reason"))
        change = Remedy(ReplacePlacement, {**known, "start": middle}, asks)
        yield Reason("one-company-only", ref, {}, change, deadline_key=SELECT)
    else:
        place = Remedy(Place, {**known, "period": free}, (where,))
        days = {"start": free.start, "end": free.end}
        yield Reason("company-for-days", ref, days, place, deadline_key=SELECT)


def _free(
    stay: Period, placements: tuple[Placement, ...], middle: date
) -> Period | None:
    """The days still without a company; the first half while all are."""
    taken = next((placement.period or stay for placement in placements), None)
    if taken is None:
        return Period(stay.start, middle - ONE_DAY)
    if taken.start > stay.start:
        return Period(stay.start, taken.start - ONE_DAY)
    return (
        Period(taken.end + ONE_DAY, stay.end) if taken.end < stay.end else None
    )


ONE_DAY: Final = timedelta(days=1)
SELECT: Final = "prepare-host-companies/select-host-companies"

CHANGE_COMPANY: Final = Step(
    "change-company",
    "Change from one company to the other",
    "Half-way, every learner takes leave of the first company and starts again "
    "in the second.",
    tasks=(
        Task(
            "hand-over",
            "Hand over from tutor to tutor",
            allow("host", "tutor", deputies=("coordinator",)),
            "The first tutor tells the second what the learner can do already.",
            scope="learner",
            population=("away", "back"),
        ),
    ),
    notes=(
        Note(
            "both-at-one-table",
            "Both companies at one table",
            "Invite both tutors to the debriefing: they have seen the same "
            "learner.",
        ),
    ),
)


@hookimpl
def mobiflow_extend(workflow: Workflow) -> Iterable[Contribution]:
    if workflow.id != "mobility":
        return
    yield from _placing(workflow)
    yield from _moving_on(workflow)
    yield AddStep(CHANGE_COMPANY, "during", after="welcome-and-follow-up")
    yield AddLeadTime("change-company", LeadTime("end", -10))


def _placing(workflow: Workflow) -> Iterator[Contribution]:
    """Two places instead of one before departure."""
    yield Remove(f"guard:{READY_TO_DEPART}#placed")
    yield AddGuard(placed_in_turn(), READY_TO_DEPART)
    for phase in workflow.phases:
        for step in phase.steps:
            for task in step.tasks:
                if f"{step.id}/{task.id}" == SELECT:
                    yield Replace(
                        f"task:{SELECT}",
                        evolve(task, guards=(placed_in_turn(),)),
                    )


def _moving_on(workflow: Workflow) -> Iterator[Contribution]:
    """A state for the second half, and the way through it."""
    (learner,) = (
        each for each in workflow.lifecycles if each.kind == "learner"
    )
    (abroad,) = (state for state in learner.states if state.id == "abroad")
    second = State(
        SECOND, "away", "in the second company", invariants=abroad.invariants
    )
    yield AddState(second, "learner")
    by = allow("host", "coordinator", "accompanist")
    yield AddTransition(
        Transition("move-on", ("abroad",), (SECOND,), by), "learner"
    )
    for transition in learner.transitions:
        if transition.trigger == "come-back":
            home = evolve(transition, sources=(SECOND,))
            yield Replace("transition:learner/come-back", home)
        elif transition.trigger == "interrupt":
            anywhere = evolve(transition, sources=("abroad", SECOND))
            yield Replace("transition:learner/interrupt", anywhere)


SECOND: Final = "in-second-company"
