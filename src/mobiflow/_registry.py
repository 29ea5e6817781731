"""Plugins: which ones, in whose name, asked one at a time."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar, cast

import pluggy
from attrs import frozen

from mobiflow import hookspecs
from mobiflow._version import VERSION
from mobiflow.actions import Action
from mobiflow.definition import Workflow
from mobiflow.errors import PluginError, Problem, UnknownName
from mobiflow.journal import Entry
from mobiflow.model import Mobility
from mobiflow.model._shape import changed, fields_of, is_record

__all__ = ["Plugin", "Registry"]

_T = TypeVar("_T")

BUILT_IN: Final[Mapping[str, str]] = {"guide": "mobiflow.plugins.guide"}
"""The built-in plugins by name; the core imports none of them unless asked to."""


@frozen
class Plugin:
    """A plugin that takes part: its name, its version, and the object with its hooks."""

    name: str
    version: str
    implementation: object

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@frozen(eq=False)
class Registry:
    """The plugins of one engine, in order of name."""

    plugins: tuple[Plugin, ...]
    _manager: pluggy.PluginManager

    @classmethod
    def of(cls, plugins: Iterable[object] = (), disabled: Iterable[str] = ()) -> Registry:
        """The built-in plugins but the disabled ones, and those given.

        Raises:
            PluginError: listing every plugin that cannot be used, and why.
            UnknownName: when a disabled plugin is not a built-in one.
        """
        off = set(disabled)
        for name in sorted(off - BUILT_IN.keys()):
            raise UnknownName("built-in plugin", name, BUILT_IN)
        found = [_built_in(name) for name in BUILT_IN if name not in off]
        found += [_given(plugin) for plugin in plugins]
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        problems: list[Problem] = []
        for plugin in sorted(found, key=lambda p: p.name):
            try:
                manager.register(plugin.implementation, plugin.name)
            except (ValueError, pluggy.PluginValidationError) as error:
                problems.append(Problem(str(plugin), f"cannot be registered: {error}."))
        try:
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            problems.append(Problem("plugins", f"{error}."))
        if problems:
            raise PluginError("These plugins cannot be used:", problems)
        return cls(tuple(sorted(found, key=lambda p: p.name)), manager)

    def workflows(self) -> Iterable[tuple[Plugin, Workflow]]:
        """Every workflow contributed, with whose it is."""
        for plugin in self.plugins:
            for workflow in self._ask(plugin, "mobiflow_workflows"):
                yield plugin, attributed(workflow, str(plugin))

    def actions(self) -> Iterable[tuple[Plugin, type[Action]]]:
        """Every action type contributed, with whose it is."""
        for plugin in self.plugins:
            for action_type in self._ask(plugin, "mobiflow_actions"):
                yield plugin, action_type

    def listens(self) -> bool:
        """Whether any plugin wants to be told what was committed."""
        return bool(self._manager.hook.mobiflow_committed.get_hookimpls())

    def committed(self, entry: Entry, mobility: Mobility) -> None:
        """Tell every plugin that wants to know."""
        self._manager.hook.mobiflow_committed(entry=entry, mobility=mobility)

    def _ask(self, plugin: Plugin, hook: str) -> Iterable[Any]:
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            if implementation.plugin_name == plugin.name:
                try:
                    yield from implementation.function()
                except Exception as error:
                    problem = Problem(str(plugin), f"{hook} failed: {error!r}.")
                    raise PluginError("A plugin failed:", (problem,)) from error


def attributed(value: _T, source: str) -> _T:
    """A definition in which every piece without a source says whose it is."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return cast("_T", tuple(attributed(item, source) for item in items))
    if not is_record(value):
        return value
    changes: dict[str, object] = {}
    for attribute, item in fields_of(value):
        if isinstance(item, tuple) or is_record(item):
            changes[attribute.name] = attributed(cast("object", item), source)
    if getattr(value, "source", None) == "":
        changes["source"] = source
    return changed(value, changes) if changes else value


def _built_in(name: str) -> Plugin:
    return Plugin(name, VERSION, importlib.import_module(BUILT_IN[name]))


def _given(plugin: object) -> Plugin:
    name = getattr(plugin, "__name__", None) or type(plugin).__name__
    version = getattr(plugin, "__version__", "0")
    if isinstance(plugin, str):
        raise UnknownName("plugin", plugin, BUILT_IN, "Give the module or object itself.")
    return Plugin(str(name).rpartition(".")[2], str(version), plugin)
