"""Ids: each is one word, and stands for one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import each, lifecycles, phases, steps, transitions
from mobiflow.definition.checks.wording import problem
from mobiflow.errors import Problem, shown
from mobiflow.model.constraints import ID

__all__ = ["problems_of_ids"]

_Named: TypeAlias = "tuple[str, str, str]"
"""A path, the id of what is there, and the plugin that contributed it."""

_GENERATED = ("completed", "cancelled")


def problems_of_ids(workflow: Workflow) -> Iterator[Problem]:
    """Ids that are not one word, and ids given twice where they must differ."""
    yield from _one_word("workflow", "$.id", workflow.id, workflow.source)
    for kind, group in _groups(workflow):
        yield from _of_group(kind, group)
    for path, lifecycle in lifecycles(workflow):
        for where, transition in transitions(path, lifecycle):
            yield from _one_word(
                "trigger", f"{where}.trigger", transition.trigger, transition.source
            )
    if not workflow.phases:
        yield problem("$.phases", "There is no phase: add at least one.", workflow.source)
    for path, phase in phases(workflow):
        if phase.id in _GENERATED:
            message = f"{shown(phase.id)} is how a mobility ends, not a phase: choose another id."
            yield problem(path, message, phase.source)


def _groups(workflow: Workflow) -> Iterator[tuple[str, Iterable[_Named]]]:
    """Everything with an id, grouped by where an id must be unique."""
    yield "phase", ((path, x.id, x.source) for path, x in phases(workflow))
    yield "step", ((path, x.id, x.source) for path, x in steps(workflow))
    for path, step in steps(workflow):
        yield "task", ((p, x.id, x.source) for p, x in each(f"{path}.tasks", step.tasks))
    notes = chain.from_iterable(each(f"{p}.notes", step.notes) for p, step in steps(workflow))
    yield "note", ((path, x.id, x.source) for path, x in notes)
    yield "lifecycle", ((path, x.kind, "") for path, x in lifecycles(workflow))
    for path, cycle in lifecycles(workflow):
        yield "state", ((p, x.id, x.source) for p, x in each(f"{path}.states", cycle.states))
    sets = each("$.guard_sets", workflow.guard_sets)
    yield "guard set", ((path, x.id, x.source) for path, x in sets)
    documents = each("$.documents", workflow.documents)
    yield "document kind", ((path, x.id, x.source) for path, x in documents)
    requirements = each("$.requirements", workflow.requirements)
    yield "requirement", ((path, x.id, x.source) for path, x in requirements)
    parties = each("$.parties", workflow.parties)
    yield "contract party", ((path, x.id, x.source) for path, x in parties)
    prerequisites = each("$.prerequisites", workflow.prerequisites)
    yield "prerequisite", ((path, x.id, x.source) for path, x in prerequisites)
    certifications = each("$.certifications", workflow.certifications)
    yield "certification", ((path, x.id, x.source) for path, x in certifications)


def _of_group(kind: str, group: Iterable[_Named]) -> Iterator[Problem]:
    first: dict[str, _Named] = {}
    for path, name, source in group:
        yield from _one_word(kind, path, name, source)
        if name and name in first:
            yield _twice(kind, (path, name, source), first[name])
        first.setdefault(name, (path, name, source))


def _one_word(kind: str, path: str, name: str, source: str) -> Iterator[Problem]:
    expected = ID["check"](name)
    if expected:
        yield problem(
            path, f"{shown(name)} cannot be the id of a {kind}: expected {expected}.", source
        )


def _twice(kind: str, later: _Named, earlier: _Named) -> Problem:
    """The clash of two ids, naming both sides when both are known."""
    path, name, source = later
    message = f"Two things are the {kind} {shown(name)}"
    if path != earlier[0]:
        message += f", here and at {earlier[0]}"
    if source and earlier[2]:
        message += f": one from {earlier[2]}, one from {source}"
    return Problem(path, f"{message}. Rename one, or replace the first instead of adding another.")
