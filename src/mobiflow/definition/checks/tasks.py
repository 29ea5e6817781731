"""Tasks exist for somebody: what they are about, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from mobiflow.definition import Task, Workflow
from mobiflow.definition.checks.places import tasks
from mobiflow.definition.checks.wording import problem, unless_known
from mobiflow.errors import Problem
from mobiflow.model.words import Category, Scope

__all__ = ["problems_of_tasks"]

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
