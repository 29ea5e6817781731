"""Roles: whoever may do, sign or excuse something is somebody there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import each, guards, lifecycles, tasks, transitions
from mobiflow.definition.checks.wording import problem, unless_known
from mobiflow.errors import Problem
from mobiflow.model.words import Role
from mobiflow.verdict import Permission

__all__ = ["problems_of_roles"]


def problems_of_roles(workflow: Workflow) -> Iterator[Problem]:
    """Permissions that permit nobody, and roles that do not exist."""
    for path, permission, source in _permissions(workflow):
        if not permission.roles:
            message = "Nobody may do this: name at least one role."
            yield problem(f"{path}.roles", message, source)
        yield from _known(f"{path}.roles", permission.roles, source)
        yield from _known(f"{path}.deputies", permission.deputies, source)
    for path, party in each("$.parties", workflow.parties):
        yield from _known(f"{path}.role", party.role, party.source)
    yield from _known("$.grid_signers", workflow.grid_signers, workflow.source)
    for path, guard in guards(workflow):
        yield from _known(f"{path}.excusable_by", guard.excusable_by, guard.source)


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


def _known(path: str, roles: str | Iterable[str], source: str) -> Iterator[Problem]:
    return unless_known(path, "role", roles, get_args(Role), source)
