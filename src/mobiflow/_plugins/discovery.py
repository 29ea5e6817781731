"""Which plugins there are: built in, installed, given; and whether their hooks can be used."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, cast

import pluggy
from attrs import define, field

from mobiflow import hookspecs
from mobiflow._plugins.hooks import HOOKS, Hook
from mobiflow._plugins.registry import Implementation, Plugin, Registry
from mobiflow._version import VERSION
from mobiflow.errors import PluginError, Problem, UnknownName, shown

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

__all__ = ["BUILT_IN", "GROUP", "installed_names", "registry_of"]

GROUP: Final = "mobiflow"
"""The group of entry points under which installed plugins are found."""

BUILT_IN: Final[Mapping[str, str]] = {
    "certifiers": "mobiflow.plugins.certifiers",
    "countries": "mobiflow.plugins.countries",
    "guide": "mobiflow.plugins.guide",
}
"""The built-in plugins by name; the core imports none of them unless asked to."""


def registry_of(plugins: Iterable[object] = (), disabled: Iterable[str] = ()) -> Registry:
    """The built-in plugins but the disabled ones, and those given, by name or as objects.

    Raises:
        PluginError: listing every plugin that cannot be used, and why.
    """
    gathering = _Gathering(frozenset(disabled))
    for name, module in BUILT_IN.items():
        gathering.built_in(name, module)
    for plugin in plugins:
        if isinstance(plugin, str):
            gathering.installed(plugin)
        else:
            gathering.given(plugin)
    gathering.check_disabled()
    return gathering.registered()


def _installed() -> EntryPoints:
    from importlib.metadata import entry_points  # heavy: only who names an installed plugin pays

    return entry_points(group=GROUP)


def installed_names(disabled: Iterable[str] = ()) -> list[str]:
    """The names of all installed plugins but the disabled ones, sorted."""
    return sorted({point.name for point in _installed()} - set(disabled))


@define(eq=False, repr=False)
class _Gathering:
    """Plugins on their way into a registry; it lives while one is made."""

    disabled: frozenset[str]
    found: dict[str, Plugin] = field(factory=dict[str, Plugin])
    problems: list[Problem] = field(factory=list[Problem])
    met: set[str] = field(factory=set[str])

    def built_in(self, name: str, module: str) -> None:
        """One of ours, unless it is switched off."""
        if name not in self.disabled:
            self._take(Plugin(name, VERSION, importlib.import_module(module)))

    def given(self, implementation: object) -> None:
        """A module or object, named after itself."""
        name = getattr(implementation, "__name__", None) or type(implementation).__name__
        version = getattr(implementation, "__version__", "0")
        self._take(Plugin(str(name).rpartition(".")[2], str(version), implementation))

    def installed(self, name: str) -> None:
        """A plugin found by the name of its entry point."""
        if name in self.found or name in self.disabled:
            return
        points = [point for point in _installed() if point.name == name]
        if not points:
            known = {*BUILT_IN, *(point.name for point in _installed())}
            self._problem(name, str(UnknownName("installed plugin", name, known)))
        elif len({_distribution(point) for point in points}) > 1:
            both = " and ".join(sorted(_distribution(point) for point in points))
            self._problem(name, f"is the name of plugins of {both}; uninstall one of them.")
        else:
            self._load(points[0])

    def _load(self, point: EntryPoint) -> None:
        try:
            implementation = point.load()
        except Exception as error:  # noqa: BLE001  # whatever importing somebody's code raises
            self._problem(
                f"{point.name} ({_distribution(point)})",
                f"cannot be imported: {shown(error, 300)}.",
            )
            return
        version = point.dist.version if point.dist else "0"
        self._take(Plugin(point.name, version, implementation))

    def _take(self, plugin: Plugin) -> None:
        self.met.add(plugin.name)
        if plugin.name in self.disabled:
            return
        other = self.found.get(plugin.name)
        if other is not None:
            message = f"is also the name of {other}; give one of them another __name__."
            self._problem(str(plugin), message)
        else:
            self.found[plugin.name] = plugin

    def check_disabled(self) -> None:
        """A name that switches nothing off is a slip."""
        for name in sorted(self.disabled - self.met):
            if name not in (known := {*BUILT_IN, *self.met, *installed_names()}):
                self._problem(name, str(UnknownName("plugin to disable", name, known)))

    def registered(self) -> Registry:
        """All of them, with what they have for each hook; pluggy's own manager is not kept."""
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        plugins = tuple(self.found[name] for name in sorted(self.found))
        for plugin in plugins:
            try:
                self._check(plugin, _marked(manager, plugin.implementation))
                manager.register(plugin.implementation, plugin.name)
            except Exception as error:  # noqa: BLE001  # even looking at a plugin runs its code
                reason = str(error).strip().replace("\n", " ") or repr(error)
                self._problem(str(plugin), f"has a hook that does not fit: {reason}.")
        if self.problems:
            raise PluginError("These plugins cannot be used:", self.problems)
        found = {asked.name: _implementations(manager, asked, plugins) for asked in HOOKS}
        return Registry(plugins, found)

    def _check(self, plugin: Plugin, marked: Mapping[str, Mapping[str, object]]) -> None:
        """Hooks that there are not, and options that mean nothing here."""
        if not marked:
            hint = "mark its functions with @mobiflow.hookimpl."
            self._problem(str(plugin), f"has no hook at all; {hint}")
        for name, options in marked.items():
            hook = str(options.get("specname") or name)
            known = {found.name for found in HOOKS}
            if hook not in known and not options.get("optionalhook"):
                self._problem(str(plugin), str(UnknownName("hook", hook, known)))
            for option, why in _MEANINGLESS.items():
                if options.get(option):
                    self._problem(str(plugin), f"{name} has the option {option}: {why}")

    def _problem(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


_ORDER: Final = "the order of plugins never changes the result; leave it out."
_AROUND: Final = "a hook answers for itself alone, so there is nothing to wrap; leave it out."

_MEANINGLESS: Final = {
    "wrapper": _AROUND,
    "hookwrapper": _AROUND,
    "tryfirst": _ORDER,
    "trylast": _ORDER,
}
"""The options of pluggy's marker that would be accepted and do nothing, and what to do."""


def _marked(
    manager: pluggy.PluginManager, implementation: object
) -> Mapping[str, Mapping[str, object]]:
    """The functions that are marked as hooks, with the options of their marks."""
    marked: dict[str, Mapping[str, object]] = {}
    for name in dir(implementation):
        options = manager.parse_hookimpl_opts(implementation, name)
        if options is not None:
            marked[name] = cast("Mapping[str, object]", options)
    return marked


def _implementations(
    manager: pluggy.PluginManager, asked: Hook, plugins: tuple[Plugin, ...]
) -> tuple[Implementation, ...]:
    found = getattr(manager.hook, asked.name).get_hookimpls()
    return tuple(
        Implementation(plugin, implementation.function, implementation.argnames)
        for plugin in plugins
        for implementation in found
        if implementation.plugin_name == plugin.name
    )
