"""Ids and words: each id is one word and stands for one thing; words of closed lists exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, TypeAlias, cast, get_args

from mobiflow.definition import Certification, Prerequisite, Workflow
from mobiflow.definition.checks.places import (
    each,
    guards,
    lifecycles,
    phases,
    problem,
    steps,
    tasks,
    transitions,
    unless_known,
)
from mobiflow.errors import Problem, shown
from mobiflow.model.checks import right
from mobiflow.model.constraints import ID
from mobiflow.model.introspection import fields_of, is_record, shape_of
from mobiflow.model.words import Role
from mobiflow.verdict import Permission

__all__ = ["problems_of_ids", "problems_of_roles", "problems_of_words"]

# -- ids


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


# -- roles


def problems_of_roles(workflow: Workflow) -> Iterator[Problem]:
    """Permissions that permit nobody, and roles that do not exist."""
    for path, permission, source in _permissions(workflow):
        if not permission.roles:
            message = "Nobody may do this: name at least one role."
            yield problem(f"{path}.roles", message, source)
        yield from _known_roles(f"{path}.roles", permission.roles, source)
        yield from _known_roles(f"{path}.deputies", permission.deputies, source)
    for path, party in each("$.parties", workflow.parties):
        yield from _known_roles(f"{path}.role", party.role, party.source)
    yield from _known_roles("$.grid_signers", workflow.grid_signers, workflow.source)
    for path, guard in guards(workflow):
        yield from _known_roles(f"{path}.excusable_by", guard.excusable_by, guard.source)


def _permissions(workflow: Workflow) -> Iterator[tuple[str, Permission, str]]:
    for path, task in tasks(workflow):
        yield f"{path}.who", task.who, task.source
    for path, lifecycle in lifecycles(workflow):
        for where, transition in transitions(path, lifecycle):
            yield f"{where}.permission", transition.permission, transition.source
    for path, document in each("$.documents", workflow.documents):
        yield f"{path}.who", document.who, document.source
    for name, permission in workflow.permissions.items():
        yield f"$.permissions[{name}]", permission, workflow.source


def _known_roles(path: str, roles: str | Iterable[str], source: str) -> Iterator[Problem]:
    return unless_known(path, "role", roles, get_args(Role), source)


# -- words of closed lists, where no other check looks


_ASKS: Final = ("reason", "force_majeure")


def problems_of_words(workflow: Workflow) -> Iterator[Problem]:
    """Words that do not exist."""
    for path, lifecycle in lifecycles(workflow):
        for where, transition in transitions(path, lifecycle):
            source = transition.source
            yield from unless_known(f"{where}.asks", "fact", transition.asks, _ASKS, source)
    for path, certification in each("$.certifications", workflow.certifications):
        if not right(Certification)(certification):
            yield from _words(certification, path, certification.source)
    for path, prerequisite in each("$.prerequisites", workflow.prerequisites):
        if not right(Prerequisite)(prerequisite):
            yield from _words(prerequisite, path, prerequisite.source)


def _words(value: object, path: str, source: str) -> Iterator[Problem]:
    words = _known(type(value))
    for attribute, item in fields_of(value):
        where = f"{path}.{attribute.name}"
        known = words.get(attribute.name)
        if known is not None:
            kind = "role" if known == get_args(Role) else attribute.name.replace("_", " ")
            yield from unless_known(where, kind, cast("tuple[str, ...]", item), known, source)
        elif is_record(item):
            yield from _words(item, where, source)
        elif isinstance(item, tuple):
            for index, part in enumerate(cast("tuple[object, ...]", item)):
                yield from _words(part, f"{where}[{getattr(part, 'id', index)}]", source)


def _known(record: type[object]) -> Mapping[str, tuple[str, ...]]:
    """The words of each field that has some, alone or in a list."""
    inner = {
        field.name: field.shape.parts[0] if field.shape.form == "list" else field.shape
        for field in shape_of(record).fields
    }
    return {name: shape.words for name, shape in inner.items() if shape.form == "words"}
