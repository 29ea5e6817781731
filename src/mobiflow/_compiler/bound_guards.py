"""Guards put to work: on one subject, on every engaged learner, on the tasks of a phase.

Whatever is found keeps the guard that found it, and with it the plugin that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, TypeAlias

from mobiflow.definition import Phase, Step, Task
from mobiflow.guards.progress import open_task
from mobiflow.model import Company, Learner, Mobility
from mobiflow.model.words import StepStatus
from mobiflow.rules.context import Context, Found
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Guard, met

__all__ = ["Gate", "each_engaged", "of_guard", "of_learner", "step_status", "tasks_of_phase"]

Gate: TypeAlias = Callable[..., Iterable[Found]]
"""A guard as the machine asks it."""

TASKS: Final = Guard("tasks", 1, met)
"""Stands for the plain tasks of the guide, which somebody has to report done."""


def of_guard(guard: Guard) -> Gate:
    """One guard asked about its subject."""

    def gate(context: Context, subject: object) -> Iterator[Found]:
        try:
            for refusal in guard.func(context, subject, **guard.params):
                yield refusal, guard
        except Exception as problem:
            problem.add_note(f"Raised in guard {guard}, contributed by {guard.source or '?'}.")
            raise

    return gate


def each_engaged(guards: tuple[Guard, ...]) -> Gate:
    """Guards about learners, asked of everybody who is engaged."""
    ask = of_learner(guards)

    def gate(context: Context, mobility: Mobility) -> Iterator[Found]:
        for learner in mobility.learners.values():
            if context.rules.category(learner) == "engaged":
                yield from ask(context, learner)

    return gate


def of_learner(guards: tuple[Guard, ...]) -> Gate:
    """Guards asked about a learner; the answer is remembered until learner or context change."""
    gates = tuple(of_guard(guard) for guard in guards)

    def gate(context: Context, learner: Learner) -> tuple[Found, ...]:
        return context.about(learner, gate, partial(_all, gates, context, learner))

    return gate


def _all(gates: Iterable[Gate], context: Context, subject: object) -> tuple[Found, ...]:
    return tuple(found for gate in gates for found in gate(context, subject))


def tasks_of_phase(phase: Phase) -> Gate:
    """Every task of a phase, for everybody it exists for."""

    def gate(context: Context, mobility: Mobility) -> Iterator[Found]:
        for step in phase.steps:
            for task in step.tasks:
                if task.scope != "learner":
                    for subject in _instances(context.rules, mobility, task):
                        yield from _open(context, step, task, subject)
        for learner in mobility.learners.values():
            yield from context.about(
                learner, phase.id, partial(_of_learner, context, phase, learner)
            )

    return gate


def _of_learner(context: Context, phase: Phase, learner: Learner) -> tuple[Found, ...]:
    return tuple(_tasks_of(context, phase, learner))


def _tasks_of(context: Context, phase: Phase, learner: Learner) -> Iterator[Found]:
    category = context.rules.category(learner)
    for step in phase.steps:
        for task in step.tasks:
            if task.scope == "learner" and category in task.population:
                yield from _open(context, step, task, learner)


def _open(
    context: Context, step: Step, task: Task, subject: Mobility | Learner | Company
) -> Iterator[Found]:
    path = f"{step.id}/{task.id}"
    if path in subject.tasks:
        return
    for guard in task.guards:
        yield from of_guard(guard)(context, subject)
    if not task.guards:
        for refusal in open_task(path, task, subject, task.scope):
            yield refusal, TASKS


def _instances(
    rules: WorkflowIndex, mobility: Mobility, task: Task
) -> Iterator[Mobility | Learner | Company]:
    """The subjects for which a task exists."""
    if task.scope == "mobility":
        yield mobility
        return
    concerned = [
        learner
        for learner in mobility.learners.values()
        if rules.category(learner) in task.population
    ]
    if task.scope == "learner":
        yield from concerned
    else:
        # A company has nothing to answer for somebody who ended without leaving.
        left = (x for x in concerned if x.stay.departed or rules.category(x) != "ended")
        companies = dict.fromkeys(_companies(left, task.scope))
        yield from (mobility.companies[c] for c in companies if c in mobility.companies)


def _companies(learners: Iterable[Learner], scope: str) -> Iterator[str]:
    for learner in learners:
        if scope == "sending-company":
            if learner.employer is not None:
                yield learner.employer
        else:
            yield from (placement.company for placement in learner.placements)


def step_status(context: Context, mobility: Mobility, phase: Phase, step: Step) -> StepStatus:
    """Where a step stands: computed, unless its phase is closed and the status latched.

    A step is not done as long as somebody may still come to whom its tasks will apply.
    """
    latched = mobility.closed.get(step.id)
    if latched is not None:
        return latched
    begun = any(_recorded(mobility, step))
    met: list[bool] = []  # for every task that is settled, whether it was met rather than waived
    for task in step.tasks:
        for subject in _instances(context.rules, mobility, task):
            if any(True for _ in _open(context, step, task, subject)):
                return "active" if begun or mobility.status == phase.id else "pending"
            record = subject.tasks.get(f"{step.id}/{task.id}")
            met.append(record is None or record.status == "done")
    if any(_awaits(context.rules, mobility, task) for task in step.tasks):
        return "active" if begun else "pending"
    if mobility.status != phase.id and not begun:
        return "pending"
    return "done" if any(met) or not met else "waived"


def _recorded(mobility: Mobility, step: Step) -> Iterator[bool]:
    """Whether anything is recorded of a step's tasks, wherever everybody is now."""
    paths = {f"{step.id}/{task.id}" for task in step.tasks}
    subjects: tuple[Mobility | Learner | Company, ...] = (
        mobility,
        *mobility.learners.values(),
        *mobility.companies.values(),
    )
    for subject in subjects:
        yield not paths.isdisjoint(subject.tasks)


_WAY: Final = ("applying", "engaged", "away", "back", "ended")
"""The categories in the order in which a learner comes through them."""


def _awaits(rules: WorkflowIndex, mobility: Mobility, task: Task) -> bool:
    """Whether some learner may still come into a task's population."""
    if not task.population:
        return False
    first = min(_WAY.index(category) for category in task.population)
    categories = (rules.category(learner) for learner in mobility.learners.values())
    return any(category in _WAY[:first] for category in categories)
