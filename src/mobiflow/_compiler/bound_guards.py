"""Guards bound to the workflow that asks them: about one subject, every engaged learner, tasks.

What they find keeps who asks for it and, once it is made, the refusal; so asking again about a
learner who did not change costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, cast

from mobiflow._record import record
from mobiflow.actions.tasks import open_task
from mobiflow.definition import Phase, Step, Task
from mobiflow.model import Company, Learner, Mobility
from mobiflow.model.checks import problems_of, right
from mobiflow.model.words import Role, StepStatus
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Guard, Reason, Refusal
from mobiflow.verdict.refusals import key_of

__all__ = [
    "Asker",
    "BoundGuard",
    "Finding",
    "PhaseTasks",
    "Question",
    "about_learner",
    "each_engaged",
    "reasons_of",
]


@record(eq=False)
class Asker:
    """Who asks for what a reason misses: a guard, a task or an action, for some plugins."""

    plugins: tuple[str, ...]
    guard: str = ""
    basis: tuple[str, ...] = ()
    excusable_by: tuple[Role, ...] = ()


class Finding:
    """A reason, who asks, and, once somebody needed it, the refusal made of the two.

    Not frozen: the refusal is made when first needed, and lives as long as what was found is
    remembered.
    """

    __slots__ = ("asker", "key", "reason", "refusal")

    def __init__(self, reason: Reason, asker: Asker) -> None:
        self.reason = reason
        self.asker = asker
        self.key: Final = key_of(reason.code, reason.subject, reason.params)
        self.refusal: Refusal | None = None


Question: TypeAlias = Callable[..., Iterable[Finding]]
"""One or more guards as a machine asks them: of a context and a subject."""


_SOUND: Final = right(Reason)


def reasons_of(given: object, what: str) -> Iterator[Reason]:
    """What a guard or an action gave, once it is certain that it is reasons and what is in them.

    Raises:
        TypeError: naming what gave something else.
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise _no_reason(given, what)  # a text is a series too, and an empty one would count as met
    for one in cast("Iterable[object]", given):
        if not isinstance(one, Reason):
            raise _no_reason(one, what)
        if not _SOUND(one):
            wrong = " ".join(map(str, problems_of(one, Reason, "$")))
            raise TypeError(f"{what} gave a Reason that cannot be used: {wrong}")
        yield one


def _no_reason(given: object, what: str) -> TypeError:
    kind = "None" if given is None else f"a {type(given).__name__}"
    return TypeError(f"{what} gave {kind}: it must give reasons, or nothing.")


class BoundGuard:
    """One guard, asked about its subject on behalf of its plugin."""

    __slots__ = ("_func", "_ours", "_params", "asker", "guard")

    def __init__(self, guard: Guard, workflow: str) -> None:
        """Bind a guard; ``workflow`` is asked for where no plugin brought the guard."""
        self.guard: Final = guard
        self.asker: Final = Asker(
            (guard.source or workflow,), str(guard), guard.basis, guard.excusable_by
        )
        self._func = guard.func
        self._ours = str(getattr(guard.func, "__module__", "")).startswith("mobiflow.")
        self._params = {**guard.params}

    def __call__(self, context: Context, subject: object) -> list[Finding]:
        """What the guard finds.

        Raises:
            TypeError: when it gives something else than reasons.
        """
        try:
            given = self._func(context, subject, **self._params)
            if not self._ours:  # those of the library are tested, and asked all the time
                given = reasons_of(given, f"Guard {self.guard}")
            asker = self.asker
            return [Finding(one, asker) for one in given]
        except Exception as problem:
            by = ", ".join(self.asker.plugins) or "?"
            problem.add_note(f"Raised in guard {self.guard}, contributed by {by}.")
            raise


class _AboutLearner:
    """Guards about a learner, asked together; what they say is remembered.

    A guard that cannot concern anybody in a context (the law of another country) is left out.
    """

    __slots__ = ("_guards",)

    def __init__(self, guards: Iterable[BoundGuard]) -> None:
        self._guards = tuple(guards)

    def __call__(self, context: Context, learner: Learner) -> tuple[Finding, ...]:
        return context.recall(self, learner, self._answer)

    def _answer(self, context: Context, learner: Learner) -> tuple[Finding, ...]:
        concerned = context.once(self, self._concerned)
        return tuple(found for guard in concerned for found in guard(context, learner))

    def _concerned(self, context: Context) -> tuple[BoundGuard, ...]:
        return tuple(
            bound
            for bound in self._guards
            if bound.guard.concerns is None or bound.guard.concerns(context)
        )


def about_learner(guards: Iterable[BoundGuard]) -> Question:
    """Guards asked about a learner; the answer is remembered until learner or context change."""
    return _AboutLearner(guards)


def each_engaged(guards: Iterable[BoundGuard]) -> Question:
    """Guards about learners, asked of everybody who is engaged."""
    ask = about_learner(guards)

    def question(context: Context, mobility: Mobility) -> Iterator[Finding]:
        for learner in mobility.learners.values():
            if context.rules.category(learner) == "engaged":
                yield from ask(context, learner)

    return question


# -- tasks


@record(eq=False)
class _BoundTask:
    """A task of the guide: done when its guards are met, or when somebody says so."""

    path: str
    task: Task
    guards: tuple[BoundGuard, ...]
    asker: Asker

    def open(self, context: Context, subject: Mobility | Learner | Company) -> Iterable[Finding]:
        """What keeps the task open for a subject."""
        if self.path in subject.tasks:
            return ()
        if self.guards:
            return [found for guard in self.guards for found in guard(context, subject)]
        return [Finding(open_task(self.path, self.task.scope, subject), self.asker)]

    def subjects(
        self, rules: WorkflowIndex, mobility: Mobility
    ) -> Iterator[Mobility | Learner | Company]:
        """The subjects for which the task exists."""
        scope = self.task.scope
        if scope == "mobility":
            yield mobility
            return
        concerned = [
            learner
            for learner in mobility.learners.values()
            if rules.category(learner) in self.task.population
        ]
        if scope == "learner":
            yield from concerned
        else:
            # A company has nothing to answer for somebody who ended without leaving.
            left = (x for x in concerned if x.stay.departed or rules.category(x) != "ended")
            companies = dict.fromkeys(_companies(left, scope))
            yield from (mobility.companies[c] for c in companies if c in mobility.companies)

    def awaits(self, rules: WorkflowIndex, mobility: Mobility) -> bool:
        """Whether some learner may still come into the task's population."""
        if not self.task.population:
            return False
        first = min(_WAY.index(category) for category in self.task.population)
        categories = (rules.category(learner) for learner in mobility.learners.values())
        return any(category in _WAY[:first] for category in categories)


_WAY: Final = ("applying", "engaged", "away", "back", "ended")
"""The categories in the order in which a learner comes through them."""


def _companies(learners: Iterable[Learner], scope: str) -> Iterator[str]:
    for learner in learners:
        if scope == "sending-company":
            if learner.employer is not None:
                yield learner.employer
        else:
            yield from (placement.company for placement in learner.placements)


class PhaseTasks:
    """The tasks of a phase: what keeps them open, and where their steps stand."""

    __slots__ = ("_of_learners", "_of_others", "_steps", "phase")

    def __init__(self, phase: Phase, workflow: str) -> None:
        self.phase: Final = phase
        self._steps: Final = tuple(
            (s, tuple(_bound(s, t, workflow) for t in s.tasks)) for s in phase.steps
        )
        tasks = [task for _, bound in self._steps for task in bound]
        self._of_learners: Final = tuple(t for t in tasks if t.task.scope == "learner")
        self._of_others: Final = tuple(t for t in tasks if t.task.scope != "learner")

    def __call__(self, context: Context, mobility: Mobility) -> Iterator[Finding]:
        """Every task that is open, for everybody it exists for."""
        for task in self._of_others:
            for subject in task.subjects(context.rules, mobility):
                yield from task.open(context, subject)
        for learner in mobility.learners.values():
            yield from context.recall(self, learner, self._of_learner)

    def _of_learner(self, context: Context, learner: Learner) -> tuple[Finding, ...]:
        category = context.rules.category(learner)
        return tuple(
            found
            for task in self._of_learners
            if category in task.task.population
            for found in task.open(context, learner)
        )

    def status(self, context: Context, mobility: Mobility) -> Iterator[tuple[str, StepStatus]]:
        """Where every step stands: computed, unless the phase is closed and the status latched."""
        for step, tasks in self._steps:
            latched = mobility.closed.get(step.id)
            yield step.id, latched or self._computed(context, mobility, tasks)

    def _computed(
        self, context: Context, mobility: Mobility, tasks: tuple[_BoundTask, ...]
    ) -> StepStatus:
        """A step is not done as long as somebody may still come to whom its tasks will apply."""
        begun = _recorded(mobility, tasks)
        here = mobility.status == self.phase.id
        met: list[bool] = []  # for every task that is settled, whether it was met or waived
        for task in tasks:
            for subject in task.subjects(context.rules, mobility):
                if any(True for _ in task.open(context, subject)):
                    return "active" if begun or here else "pending"
                record = subject.tasks.get(task.path)
                met.append(record is None or record.status == "done")
        if any(task.awaits(context.rules, mobility) for task in tasks):
            return "active" if begun else "pending"
        if not here and not begun:
            return "pending"
        return "done" if any(met) or not met else "waived"


def _bound(step: Step, task: Task, workflow: str) -> _BoundTask:
    guards = tuple(BoundGuard(guard, workflow) for guard in task.guards)
    return _BoundTask(f"{step.id}/{task.id}", task, guards, Asker((task.source or workflow,)))


def _recorded(mobility: Mobility, tasks: tuple[_BoundTask, ...]) -> bool:
    """Whether anything is recorded of these tasks, wherever everybody is now."""
    paths = {task.path for task in tasks}
    subjects: tuple[Mobility | Learner | Company, ...] = (
        mobility,
        *mobility.learners.values(),
        *mobility.companies.values(),
    )
    return any(not paths.isdisjoint(subject.tasks) for subject in subjects)
