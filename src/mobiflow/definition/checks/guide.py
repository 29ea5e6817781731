"""The steps and tasks of the guide: their order, whom they are for, and when they are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import groupby, pairwise
from typing import Final, TypeAlias, get_args

from mobiflow.definition import Task, Workflow
from mobiflow.definition.checks.places import (
    each,
    phases,
    problem,
    steps,
    task_paths,
    tasks,
    unknown,
    unless_known,
)
from mobiflow.errors import Problem, shown
from mobiflow.model.words import Category, Scope

__all__ = ["problems_of_lead_times", "problems_of_order", "problems_of_tasks"]

# -- order: nothing comes after itself, or after what is not there


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


# -- tasks: whom they are for


_PERSONAL: Final = ("learner", "host-company", "sending-company")
"""Scopes with an instance for each learner or company concerned."""


def problems_of_tasks(workflow: Workflow) -> Iterator[Problem]:
    """Scopes and populations that are unknown, missing or of no use."""
    for path, task in tasks(workflow):
        yield from _population(path, task)
        yield from unless_known(
            f"{path}.population", "category", task.population, get_args(Category), task.source
        )


def _population(path: str, task: Task) -> Iterator[Problem]:
    yield from unless_known(f"{path}.scope", "scope", task.scope, get_args(Scope), task.source)
    if task.scope == "mobility" and task.population:
        message = "A task of the mobility exists once, whoever takes part: give it the scope "
        advice = "'learner', or no population."
        yield problem(f"{path}.population", message + advice, task.source)
    elif task.scope in _PERSONAL and not task.population:
        message = f"A task about {task.scope!r} without a population exists for nobody: name the "
        advice = "categories of learner states, such as 'engaged'."
        yield problem(f"{path}.population", message + advice, task.source)


# -- lead times


_FREE: Final = ("exit", "fact", "incident", "trigger")
"""What may stand before any word: triggers and phases, whatever incidents are about."""

_ANCHORS: Final = ("start", "end")
_MOST_DAYS: Final = 1000
"""Some three years; more is a slip."""


def problems_of_lead_times(workflow: Workflow) -> Iterator[Problem]:
    """Lead times of things there are not, or of days out of all proportion."""
    closed = {
        "document": tuple(f"document/{document.id}" for document in workflow.documents),
        "signature": tuple(f"signature/{party.id}" for party in workflow.parties),
    }
    others = (
        *(phase.id for _, phase in phases(workflow)),
        *(step.id for _, step in steps(workflow)),
        *task_paths(workflow),
    )
    known = frozenset((*others, *_FREE, *closed, *closed["document"], *closed["signature"]))
    for name, lead in workflow.lead_times.items():
        path = f"$.lead_times[{name}]"
        if name not in known:
            yield from _unknown(path, name, closed, known, workflow.source)
        yield from unless_known(
            f"{path}.anchor", "end of the stay", lead.anchor, _ANCHORS, workflow.source
        )
        if abs(lead.days) > _MOST_DAYS:
            message = f"{lead.days} days are too many: stay within {_MOST_DAYS}, either way."
            yield problem(f"{path}.days", message, workflow.source)


def _unknown(
    path: str,
    name: str,
    closed: Mapping[str, tuple[str, ...]],
    known: frozenset[str],
    source: str,
) -> Iterator[Problem]:
    head, _, rest = name.partition("/")
    if head in _FREE and rest:
        return
    hint = (
        "A lead time is for a phase, a step, a task (step/task), document/…, signature/…, "
        "trigger/…, exit/… (of a phase), fact/… or incident."
    )
    yield unknown(path, "due thing", name, closed.get(head, known), source=source, hint=hint)
