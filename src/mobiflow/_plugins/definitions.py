"""Whole workflows: those that plugins and applications define, in Python or in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeAlias

from mobiflow import builtins as named
from mobiflow._plugins.registry import Answer, Plugin, Registry
from mobiflow.definition import Workflow
from mobiflow.errors import DefinitionError, Problem
from mobiflow.verdict import Guard

__all__ = ["Own", "applications", "definitions", "named_guards"]

Own: TypeAlias = Workflow | Traversable | str
"""A workflow of an application's own: a definition, or the path of a file that holds one."""

_APPLICATION: Final = Plugin("", "", None)


def applications(own: Iterable[Own]) -> Iterator[Answer[Workflow | Traversable]]:
    """What an application brings itself, without a plugin."""
    for given in own:
        yield Answer(_APPLICATION, Path(given) if isinstance(given, str) else given)


def definitions(
    registry: Registry, answers: Iterable[Answer[Workflow | Traversable]], problems: list[Problem]
) -> Iterator[Answer[Workflow]]:
    """Every definition; those in files are read, and what is wrong with them is reported.

    What an application brings itself is attributed to the workflow, with its version.
    """
    makers: Mapping[str, Callable[..., Guard]] | None = None
    for answer in answers:
        given = answer.value
        if isinstance(given, Workflow):
            yield _attributed(answer.plugin, given, "")
            continue
        from mobiflow import formats

        try:
            makers = makers or named_guards(registry)
            workflow = formats.read_workflow(given, makers)
        except DefinitionError as error:
            where = f"{answer.plugin}: {given.name}" if answer.plugin.name else given.name
            problems += Answer(answer.plugin, given, where).located(error.problems)
        else:
            yield _attributed(answer.plugin, workflow, given.name)


def _attributed(plugin: Plugin, workflow: Workflow, file: str) -> Answer[Workflow]:
    if plugin is _APPLICATION:
        plugin = Plugin(workflow.id, workflow.version, None)
    return Answer(plugin, workflow, file)


def named_guards(registry: Registry) -> Mapping[str, Callable[..., Guard]]:
    """The guards a workflow file may name: the library's and those of the plugins.

    Raises:
        DefinitionError: when two have the same name, or one is not a function.
    """
    problems: list[Problem] = []
    makers = dict(named.GUARDS)
    owners = dict.fromkeys(makers, "mobiflow")
    for answer in registry.guards(problems):
        name, make = answer.value
        if name in owners:
            message = f"guard {name!r} is also in {owners[name]}; rename one of them."
            problems.append(Problem(str(answer.plugin), message))
        elif not callable(make):
            message = f"guard {name!r} is {make!r}, not a function that gives a guard."
            problems.append(Problem(str(answer.plugin), message))
        else:
            makers[name], owners[name] = make, str(answer.plugin)
    if problems:
        raise DefinitionError("These guards cannot be named in workflow files:", problems)
    return makers
