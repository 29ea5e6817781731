"""Whole workflows: those that plugins and applications define, in Python or in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from mobiflow._plugins.hooks import NamedGuard, hook
from mobiflow._plugins.registry import Answer, Plugin, Registry
from mobiflow.definition import Workflow
from mobiflow.errors import DefinitionError, Problem
from mobiflow.lifecycles.library import GUARDS
from mobiflow.model.introspection import changed, fields_of, is_record
from mobiflow.verdict import Guard

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # heavy, and only named here

__all__ = ["Own", "applications", "attributed", "definitions", "makers", "named_guards"]

_T = TypeVar("_T")

Own: TypeAlias = "Workflow | Traversable | str"
"""A workflow of an application's own: a definition, or the path of a file that holds one."""

_APPLICATION: Final = Plugin("", "", None)


def applications(own: Iterable[Own]) -> Iterator[Answer[Workflow | Traversable]]:
    """What an application brings itself, without a plugin."""
    for given in own:
        yield Answer(_APPLICATION, Path(given) if isinstance(given, str) else given)


def definitions(
    named: Mapping[str, Callable[..., Guard]],
    answers: Iterable[Answer[Workflow | Traversable]],
    problems: list[Problem],
) -> Iterator[Answer[Workflow]]:
    """Every definition; those in files are read, and what is wrong with them is reported.

    What an application brings itself is attributed to the workflow, with its version.
    """
    for answer in answers:
        given = answer.value
        if isinstance(given, Workflow):
            yield _owned(answer.plugin, given, "")
            continue
        from mobiflow import formats

        try:
            workflow = formats.read_workflow(given, named)
        except DefinitionError as error:
            where = f"{answer.plugin}: {given.name}" if answer.plugin.name else given.name
            problems += Answer(answer.plugin, given, where).located(error.problems)
        else:
            yield _owned(answer.plugin, workflow, given.name)


def _owned(plugin: Plugin, workflow: Workflow, file: str) -> Answer[Workflow]:
    if plugin is _APPLICATION:
        plugin = Plugin(workflow.id, workflow.version, None)
    return Answer(plugin, workflow, file)


def named_guards(registry: Registry) -> Mapping[str, Callable[..., Guard]]:
    """The guards a workflow file may name: the library's and those of the plugins.

    Raises:
        DefinitionError: when two have the same name, or one is not a function.
    """
    problems: list[Problem] = []
    found = makers(registry.ask(hook("mobiflow_guards"), problems))
    if problems:
        raise DefinitionError("These guards cannot be named in workflow files:", problems)
    return found


def makers(answers: Iterable[Answer[object]]) -> Mapping[str, Callable[..., Guard]]:
    """What makes each guard that a workflow file may name."""
    named = (answer.value for answer in answers)
    return {**GUARDS, **{n.name: n.make for n in named if isinstance(n, NamedGuard)}}


def attributed(value: _T, source: str) -> _T:
    """A definition in which every piece without a source says whose it is."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return cast("_T", tuple(attributed(item, source) for item in items))
    if not is_record(value):
        return value
    changes: dict[str, object] = {}
    for attribute, item in fields_of(value):
        if type(item) is not str and (type(item) is tuple or is_record(item)):
            changes[attribute.name] = attributed(item, source)  # pyright: ignore[reportUnknownArgumentType]  # any tuple
    if getattr(value, "source", None) == "":
        changes["source"] = source
    return changed(value, changes) if changes else value
