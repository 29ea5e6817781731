"""What comes after what: every reference stands for something, and nothing waits for itself."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import groupby, pairwise
from typing import Final, TypeAlias

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import each, steps, task_paths
from mobiflow.definition.checks.wording import problem, unknown
from mobiflow.errors import Problem, shown

__all__ = ["problems_of_order"]

_Node: TypeAlias = "tuple[str, str]"
"""A task, or one of the two ends of a step: all its tasks lie between them."""

_BEGIN, _END = "begin", "end"


def problems_of_order(workflow: Workflow) -> Iterator[Problem]:
    """References of ``after`` to nothing, and circles of them."""
    known = frozenset(task_paths(workflow)) | {step.id for _, step in steps(workflow)}
    wanted: dict[tuple[_Node, _Node], tuple[str, str]] = {}
    for path, owner, after, source in _afters(workflow):
        for index, name in enumerate(after):
            where = f"{path}.after[{index}]"
            if name not in known:
                yield _nowhere(where, name, known, source)
            elif name == owner[0]:
                message = f"{shown(name)} comes after itself: remove this."
                yield problem(where, message, source)
            else:
                wanted.setdefault((owner, (name, _END)), (where, source))
    yield from _circles(workflow, wanted)


def _afters(workflow: Workflow) -> Iterator[tuple[str, _Node, tuple[str, ...], str]]:
    for path, step in steps(workflow):
        yield path, (step.id, _BEGIN), step.after, step.source
        for where, task in each(f"{path}.tasks", step.tasks):
            yield where, (f"{step.id}/{task.id}", _END), task.after, task.source


def _nowhere(path: str, name: str, known: frozenset[str], source: str) -> Problem:
    """Often a task without its step, which no likeness of letters would find."""
    tails = sorted(path for path in known if path.endswith(f"/{name}"))
    if tails:
        advice = "Write " + " or ".join(shown(tail) for tail in tails[:3]) + "."
        return problem(path, f"A task is named step/task, not {shown(name)}. {advice}", source)
    hint = "A task is named step/task."
    return unknown(path, "step or task", name, known, source=source, hint=hint)


def _circles(
    workflow: Workflow, wanted: dict[tuple[_Node, _Node], tuple[str, str]]
) -> Iterator[Problem]:
    """Every circle but those that share a link with one already told."""
    left = dict(wanted)
    while circle := _circle(workflow, left):
        links = [link for link in pairwise(circle) if link in left]
        path, source = left[links[0]]
        start = circle.index(links[0][0])
        circle = [*circle[start:-1], *circle[: start + 1]]
        names = [shown(name) for name, _ in groupby(name for name, _ in circle)]
        if len(names) > _TOLD:
            names = [*names[: _TOLD - 2], "…", names[-1]]
        message = " comes after ".join(names)
        yield problem(path, f"{message}: this goes round in a circle. Remove one link.", source)
        for link in links:
            del left[link]


_TOLD: Final = 12
"""As many names of a circle are told."""


def _circle(workflow: Workflow, wanted: dict[tuple[_Node, _Node], tuple[str, str]]) -> list[_Node]:
    """Some circle of nodes, each after the next one; empty when there is none."""
    graph = TopologicalSorter[_Node]()
    for _, step in steps(workflow):
        begin, end = (step.id, _BEGIN), (step.id, _END)
        graph.add(end, begin)
        for task in step.tasks:
            graph.add((f"{step.id}/{task.id}", _END), begin)
            graph.add(end, (f"{step.id}/{task.id}", _END))
    for owner, after in wanted:
        graph.add(owner, after)
    try:
        graph.prepare()
    except CycleError as error:
        nodes: list[_Node] = error.args[1]
        return nodes[::-1]
    return []
