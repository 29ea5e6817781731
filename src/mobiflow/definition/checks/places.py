"""Where things are in a definition, and how problems are put: what, where, and whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeAlias, TypeVar, get_args

from mobiflow._record import record
from mobiflow.definition import GuardSet, Lifecycle, Phase, Step, Task, Transition, Workflow
from mobiflow.errors import Problem, UnknownName, shown
from mobiflow.model.words import Kind, Scope
from mobiflow.verdict import Guard

__all__ = [
    "GuardSite",
    "each",
    "guard_sites",
    "guards",
    "lifecycles",
    "listed",
    "members",
    "phases",
    "problem",
    "referred",
    "steps",
    "task_paths",
    "tasks",
    "transitions",
    "unknown",
    "unless_known",
]


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_OF_PHASES: Final = ("mobility", "learner")
_I = TypeVar("_I", bound=_Identified)
Located: TypeAlias = "Iterator[tuple[str, _I]]"


def each(path: str, items: Iterable[_I]) -> Located[_I]:
    """Every item of a collection, with its path."""
    for index, item in enumerate(items):
        yield f"{path}[{item.id or index}]", item


def phases(workflow: Workflow) -> Located[Phase]:
    """Every phase."""
    return each("$.phases", workflow.phases)


def steps(workflow: Workflow) -> Located[Step]:
    """Every step of every phase."""
    for path, phase in phases(workflow):
        yield from each(f"{path}.steps", phase.steps)


def tasks(workflow: Workflow) -> Located[Task]:
    """Every task of every step."""
    for path, step in steps(workflow):
        yield from each(f"{path}.tasks", step.tasks)


def task_paths(workflow: Workflow) -> Iterator[str]:
    """What tasks are referred to by, ``step/task``."""
    for _, step in steps(workflow):
        yield from (f"{step.id}/{task.id}" for task in step.tasks)


def lifecycles(workflow: Workflow) -> Iterator[tuple[str, Lifecycle]]:
    """Every lifecycle."""
    for index, lifecycle in enumerate(workflow.lifecycles):
        yield f"$.lifecycles[{lifecycle.kind or index}]", lifecycle


def transitions(path: str, lifecycle: Lifecycle) -> Iterator[tuple[str, Transition]]:
    """Every transition: by its trigger, and by its first source where that is not enough."""
    times = Counter(transition.trigger for transition in lifecycle.transitions)
    for index, transition in enumerate(lifecycle.transitions):
        name = transition.trigger or str(index)
        if times[transition.trigger] > 1 and transition.sources:
            name = f"{name} from {transition.sources[0]}"
        yield f"{path}.transitions[{name}]", transition


@record
class GuardSite:
    """A guard, or the name of a guard set, where it is asked.

    ``scopes`` are what a guard may be about there, empty for anything; ``source`` is the plugin
    that asks.
    """

    path: str
    guard: Guard | str
    scopes: tuple[str, ...]
    source: str


def guard_sites(workflow: Workflow) -> Iterator[GuardSite]:
    """Every place where a guard is asked, and the members of the guard sets."""
    for path, phase in phases(workflow):
        yield from _sites(f"{path}.entry", phase.entry, _OF_PHASES, phase.source)
        yield from _sites(f"{path}.exit", phase.exit, _OF_PHASES, phase.source)
    for path, task in tasks(workflow):
        about = _or_anything(task.scope, get_args(Scope))
        yield from _sites(f"{path}.guards", task.guards, about, task.source)
    for path, lifecycle in lifecycles(workflow):
        about = _or_anything(lifecycle.kind, get_args(Kind))
        for where, state in each(f"{path}.states", lifecycle.states):
            yield from _sites(f"{where}.invariants", state.invariants, about, state.source)
        for where, transition in transitions(path, lifecycle):
            yield from _sites(f"{where}.guards", transition.guards, about, transition.source)
    for path, guard_set in each("$.guard_sets", workflow.guard_sets):
        yield from _sites(f"{path}.guards", guard_set.guards, (), guard_set.source)


def _or_anything(scope: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """What guards may be about; where the scope itself is unknown, that is problem enough."""
    return (scope, "") if scope in known else ()


def _sites(
    path: str, guards_there: Iterable[Guard | str], scopes: tuple[str, ...], source: str
) -> Iterator[GuardSite]:
    for index, guard in enumerate(guards_there):
        name = index if isinstance(guard, str) else guard.id or index
        yield GuardSite(f"{path}[{name}]", guard, scopes, source)


def guards(workflow: Workflow) -> Located[Guard]:
    """Every guard, wherever it is asked."""
    for place in guard_sites(workflow):
        if isinstance(place.guard, Guard):
            yield place.path, place.guard


def referred(guard: Guard, sort: str) -> tuple[str, ...]:
    """The names of pieces of one sort that stand in a guard's params."""
    return tuple(
        guard.params[param]
        for param, what in guard.refers.items()
        if what == sort and param in guard.params
    )


def members(guard: Guard | str, sets: Iterable[GuardSet]) -> tuple[Guard, ...]:
    """A guard itself, or those of the set it names; none when there is no such set."""
    if isinstance(guard, Guard):
        return (guard,)
    return tuple(member for found in sets if found.id == guard for member in found.guards)


# -- how problems are put


def problem(path: str, message: str, source: str = "") -> Problem:
    """A problem, with the plugin that contributed what is at its path, when it is known."""
    return Problem(path, f"{message} Contributed by {source}." if source else message)


def unknown(
    path: str, kind: str, name: str, known: Iterable[str], *, source: str = "", hint: str = ""
) -> Problem:
    """A name that stands for nothing, with what may have been meant."""
    return problem(path, str(UnknownName(kind, name, known, hint)), source)


def unless_known(
    path: str, kind: str, names: str | Iterable[str], known: Iterable[str], source: str = ""
) -> Iterator[Problem]:
    """A problem for a name that is not known, or for each of several by its number."""
    known = tuple(known)
    if isinstance(names, str):
        if names not in known:
            yield unknown(path, kind, names, known, source=source)
        return
    for index, name in enumerate(names):
        yield from unless_known(f"{path}[{index}]", kind, name, known, source)


def listed(words: Iterable[str]) -> str:
    """Words as a reader expects them: quoted, with commas."""
    return ", ".join(shown(word) for word in words)
