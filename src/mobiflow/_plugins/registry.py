"""Plugins: which ones, in whose name, asked one at a time."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

import pluggy
from attrs import define, field

from mobiflow import hookspecs
from mobiflow._record import record
from mobiflow._runtime.journal import Entry
from mobiflow._version import VERSION
from mobiflow.errors import PluginError, Problem, UnknownName
from mobiflow.model import Mobility
from mobiflow.model.introspection import changed, fields_of, is_record
from mobiflow.verdict import Guard

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

__all__ = ["Answer", "Plugin", "Registry", "attributed", "installed_names"]

_T = TypeVar("_T")

GROUP: Final = "mobiflow"
"""The group of entry points under which installed plugins are found."""

BUILT_IN: Final[Mapping[str, str]] = {
    "certifiers": "mobiflow.plugins.certifiers",
    "countries": "mobiflow.plugins.countries",
    "guide": "mobiflow.plugins.guide",
}
"""The built-in plugins by name; the core imports none of them unless asked to."""


@record
class Plugin:
    """A plugin that takes part: its name, its version, and the object with its hooks."""

    name: str
    version: str
    implementation: object

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@record
class Answer(Generic[_T]):
    """What one plugin gave to one hook: one value of the many it may have given.

    ``file`` is the name of the file it was read from, if it was.
    """

    plugin: Plugin
    value: _T
    file: str = ""

    def located(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Problems with the file in front of their paths."""
        prefix = f"{self.file}: " if self.file else ""
        return (Problem(f"{prefix}{p.path}", p.message) for p in problems)


@record(eq=False)
class Registry:
    """The plugins of one engine, in order of name."""

    plugins: tuple[Plugin, ...]
    _manager: pluggy.PluginManager

    @classmethod
    def of(cls, plugins: Iterable[object] = (), disabled: Iterable[str] = ()) -> Registry:
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
        return cls(*gathering.registered())

    def ask(
        self, hook: str, kinds: tuple[type[_T], ...], problems: list[Problem], **arguments: object
    ) -> list[Answer[_T]]:
        """What each plugin answers to a hook; what cannot be used goes to the problems.

        Every single value must be of one of the ``kinds``; ``type`` for classes.
        """
        answers: list[Answer[_T]] = []
        for plugin in self.plugins:
            for implementation in getattr(self._manager.hook, hook).get_hookimpls():
                if implementation.plugin_name != plugin.name:
                    continue
                given = {name: arguments[name] for name in implementation.argnames}
                try:
                    found = implementation.function(**given)
                    values = [] if found is None else list(found)
                except Exception as error:  # noqa: BLE001  # anything a plugin raises is its own
                    problems.append(Problem(str(plugin), f"{hook} failed: {error!r}."))
                    continue
                for value in values:
                    if isinstance(value, kinds):
                        answers.append(Answer(plugin, value))
                    else:
                        message = f"{hook} gave {value!r}, which is not {_named(kinds)}."
                        problems.append(Problem(str(plugin), message))
        return answers

    def guards(self, problems: list[Problem]) -> list[Answer[tuple[str, Callable[..., Guard]]]]:
        """The guards plugins name for data files, as pairs of name and function."""
        answers: list[Answer[tuple[str, Callable[..., Guard]]]] = []
        for plugin in self.plugins:
            for implementation in self._manager.hook.mobiflow_guards.get_hookimpls():
                if implementation.plugin_name == plugin.name:
                    try:
                        given = cast(
                            "Mapping[str, Callable[..., Guard]]", implementation.function()
                        )
                        pairs = dict(given).items()
                    except Exception as error:  # noqa: BLE001  # as above
                        problems.append(Problem(str(plugin), f"mobiflow_guards failed: {error!r}."))
                        continue
                    answers += [Answer(plugin, pair) for pair in pairs]
        return answers

    def hooks_of(self, plugin: Plugin) -> tuple[str, ...]:
        """The names of the hooks that a plugin has."""
        callers = self._manager.get_hookcallers(plugin.implementation) or ()
        return tuple(sorted(caller.name for caller in callers))

    def listener(self) -> Callable[[Entry, Mobility], None] | None:
        """How to tell every plugin that wants to know what was committed.

        One that fails keeps no other from being told.
        """
        told = self._manager.hook.mobiflow_committed.get_hookimpls()
        if not told:
            return None

        def committed(entry: Entry, mobility: Mobility) -> None:
            arguments = {"entry": entry, "mobility": mobility}
            errors: list[Exception] = []
            for implementation in told:
                try:
                    implementation.function(*(arguments[n] for n in implementation.argnames))
                except Exception as error:  # noqa: BLE001  # anything a plugin raises is its own
                    plugin = implementation.plugin_name
                    error.add_note(f"Raised in mobiflow_committed of {plugin}, after the fact.")
                    errors.append(error)
            if len(errors) > 1:
                raise ExceptionGroup("Plugins failed when they were told:", errors)
            if errors:
                raise errors[0]

        return committed


def _installed() -> EntryPoints:
    from importlib.metadata import entry_points  # heavy: only who names an installed plugin pays

    return entry_points(group=GROUP)


def installed_names(disabled: Iterable[str] = ()) -> list[str]:
    """The names of all installed plugins but the disabled ones, sorted."""
    return sorted({point.name for point in _installed()} - set(disabled))


@define
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
                f"{point.name} ({_distribution(point)})", f"cannot be imported: {error!r}."
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

    def registered(self) -> tuple[tuple[Plugin, ...], pluggy.PluginManager]:
        """All of them registered; a new manager each time, so nothing stays half-registered."""
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        plugins = tuple(self.found[name] for name in sorted(self.found))
        for plugin in plugins:
            single = pluggy.PluginManager(hookspecs.PROJECT)
            single.add_hookspecs(hookspecs)
            try:
                single.register(plugin.implementation, plugin.name)
                single.check_pending()
                manager.register(plugin.implementation, plugin.name)
            except (ValueError, pluggy.PluginValidationError) as error:
                reason = str(error).strip().replace("\n", " ")
                self._problem(str(plugin), f"has a hook that does not fit: {reason}.")
            else:
                if not single.get_hookcallers(plugin.implementation):
                    hint = "mark its functions with @mobiflow.hookimpl."
                    self._problem(str(plugin), f"has no hook at all; {hint}")
        if self.problems:
            raise PluginError("These plugins cannot be used:", self.problems)
        return plugins, manager

    def _problem(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _named(kinds: tuple[type[object], ...]) -> str:
    return " or ".join(kind.__name__ for kind in kinds)


def attributed(value: _T, source: str) -> _T:
    """A definition in which every piece without a source says whose it is."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return cast("_T", tuple(attributed(item, source) for item in items))
    if not is_record(value):
        return value
    changes: dict[str, object] = {}
    for attribute, item in fields_of(value):
        if type(item) is tuple or is_record(item):
            changes[attribute.name] = attributed(item, source)  # pyright: ignore[reportUnknownArgumentType]  # any tuple
    if getattr(value, "source", None) == "":
        changes["source"] = source
    return changed(value, changes) if changes else value
