"""Guards about where the mobility and its learners stand, and about open tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mobiflow._record import evolve
from mobiflow.actions import AddLearner, Fire
from mobiflow.actions._spec import COMMON
from mobiflow.actions.moves import asks_of
from mobiflow.actions.tasks import open_task
from mobiflow.i18n import N_
from mobiflow.model import Learner, Mobility, Ref
from mobiflow.rules.context import Context
from mobiflow.verdict import Ask, Guard, Reason, Remedy, maker

__all__ = [
    "all_ended",
    "nobody_away",
    "nobody_undecided",
    "nobody_waiting",
    "somebody_selected",
    "status_is",
    "tasks_done",
]

_UNDECIDED: Final = {
    "undecided": N_("still a candidate, neither selected nor turned down"),
}


@maker
def status_is(phase: str) -> Guard:
    """The mobility is in a phase."""
    return Guard(
        "status_is",
        1,
        _status_is,
        {"phase": phase},
        refers={"phase": "phase"},
        says={"not-in-phase": N_("the mobility is {state}; this belongs to: {phase:state}")},
    )


@maker
def tasks_done(step: str) -> Guard:
    """Every task of a step that is done learner by learner is done, or waived, for this one."""
    return Guard("tasks_done", 1, _tasks_done, {"step": step}, refers={"step": "step"}, says=COMMON)


@maker
def somebody_selected() -> Guard:
    """At least one learner is selected, or further."""
    return Guard(
        "somebody_selected",
        1,
        _somebody_selected,
        scope="mobility",
        says={
            "nobody-selected": N_("nobody has been selected"),
            "nobody-applied": N_("nobody has been selected, and nobody is a candidate"),
        },
    )


@maker
def nobody_undecided() -> Guard:
    """No candidate waits for a decision."""
    return Guard("nobody_undecided", 1, _nobody_undecided, scope="mobility", says=_UNDECIDED)


@maker
def nobody_waiting() -> Guard:
    """No selected learner is still here."""
    return Guard(
        "nobody_waiting",
        1,
        _nobody_waiting,
        scope="mobility",
        says={**_UNDECIDED, "not-departed": N_("selected, but has not departed")},
    )


@maker
def nobody_away() -> Guard:
    """Nobody is abroad any more."""
    return Guard(
        "nobody_away", 1, _nobody_away, scope="mobility", says={"still-away": N_("still abroad")}
    )


@maker
def all_ended() -> Guard:
    """Every learner has reached an end."""
    return Guard(
        "all_ended",
        1,
        _all_ended,
        scope="mobility",
        says={"not-ended": N_("not yet at an end: {state}")},
    )


def _status_is(context: Context, subject: object, phase: str) -> Iterator[Reason]:
    del subject
    if context.status != phase:
        phases = [p.id for p in context.rules.workflow.phases]
        ahead = context.status in phases and phases.index(context.status) < phases.index(phase)
        ref = Ref("mobility", context.id)
        remedy = Remedy(Fire, {"trigger": "advance", "subject": ref}) if ahead else None
        params = {"phase": phase, "state": f"mobility:{context.status}"}
        yield Reason("not-in-phase", ref, params, remedy, deadline_key=f"exit/{context.status}")


def _tasks_done(context: Context, learner: Learner, step: str) -> Iterator[Reason]:
    for path, (found, task) in context.rules.tasks.items():
        mine = found.id == step and task.scope == "learner" and not task.guards
        if mine and path not in learner.tasks:
            yield open_task(path, "learner", learner, asked_by=task.source)


def _somebody_selected(context: Context, mobility: Mobility) -> Iterator[Reason]:
    categories = {context.rules.category(learner) for learner in mobility.learners.values()}
    if categories.isdisjoint({"engaged", "away", "back"}):
        ref = Ref("mobility", mobility.id)
        candidates = [
            x for x in mobility.learners.values() if context.rules.category(x) == "applying"
        ]
        if candidates:
            remedy = _fire(context, candidates[0], _way(context, candidates[0], "engaged"))
            yield Reason("nobody-selected", ref, {}, remedy, deadline_key="trigger/select")
        else:
            remedy = Remedy(AddLearner, {}, (Ask("learner", Learner, N_("Learner")),))
            yield Reason("nobody-applied", ref, {}, remedy, deadline_key="trigger/select")


def _nobody_undecided(context: Context, mobility: Mobility) -> Iterator[Reason]:
    for learner in mobility.learners.values():
        if context.rules.category(learner) == "applying":
            yield _standing("undecided", context, learner, _way(context, learner, "engaged"))


def _nobody_waiting(context: Context, mobility: Mobility) -> Iterator[Reason]:
    for learner in mobility.learners.values():
        category = context.rules.category(learner)
        if category == "applying":
            yield _standing("undecided", context, learner, _way(context, learner, "engaged"))
        elif category == "engaged":
            yield _standing("not-departed", context, learner, _way(context, learner, "away"))


def _nobody_away(context: Context, mobility: Mobility) -> Iterator[Reason]:
    for learner in mobility.learners.values():
        if context.rules.category(learner) == "away":
            yield _standing("still-away", context, learner, _way(context, learner, "ended"))


def _all_ended(context: Context, mobility: Mobility) -> Iterator[Reason]:
    for learner in mobility.learners.values():
        if context.rules.category(learner) != "ended":
            way = _way(context, learner, "ended")
            out = context.rules.ways_out.get(learner.status, way)
            refusal = _standing("not-ended", context, learner, out)
            yield evolve(refusal, deadline_key=f"trigger/{way[-1]}" if way else "")


def _way(context: Context, learner: Learner, category: str) -> tuple[str, ...]:
    """The usual triggers to a category; to an end where the lifecycle has no such states."""
    ways = context.rules.ways
    return ways.get((learner.status, category)) or ways.get((learner.status, "ended"), ())


def _fire(context: Context, learner: Learner, way: tuple[str, ...]) -> Remedy | None:
    """The first trigger of a way, if there is one, with the facts it asks for."""
    for transition in context.rules.lifecycles["learner"].transitions:
        there = learner.status in transition.sources and not transition.automatic
        if there and transition.trigger in way[:1]:
            known = {"trigger": transition.trigger, "subject": Ref("learner", learner.id)}
            return Remedy(Fire, known, asks_of(transition))
    return None


def _standing(code: str, context: Context, learner: Learner, way: tuple[str, ...]) -> Reason:
    params = {"state": f"learner:{learner.status}"}
    remedy, key = _fire(context, learner, way), f"trigger/{way[0]}" if way else ""
    return Reason(code, Ref("learner", learner.id), params, remedy, deadline_key=key)
