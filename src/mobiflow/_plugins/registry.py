"""The plugins of an engine, asked one at a time, each in its own name.

Their hooks are not called through pluggy, which marks, checks and keeps them: it would neither say
who gave which answer nor go on after one plugin that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from mobiflow._plugins.hooks import HOOKS, Hook
from mobiflow._record import record
from mobiflow._runtime.journal import Entry
from mobiflow.errors import Problem, shown
from mobiflow.model import Mobility

__all__ = ["Answer", "Implementation", "Plugin", "Registry"]

_T = TypeVar("_T")


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


@record
class Implementation:
    """One function of a plugin, for one hook."""

    plugin: Plugin
    function: Callable[..., object]
    arguments: tuple[str, ...]

    def __call__(self, arguments: Mapping[str, object]) -> object:
        """Give it those of the arguments that it takes."""
        return self.function(**{name: arguments[name] for name in self.arguments})


@record(eq=False)
class Registry:
    """The plugins of one engine, in order of name, with what they have for each hook."""

    plugins: tuple[Plugin, ...]
    implementations: Mapping[str, tuple[Implementation, ...]]

    def ask(
        self, asked: Hook, problems: list[Problem], **arguments: object
    ) -> tuple[Answer[object], ...]:
        """What each plugin answers to a hook; what cannot be used goes to the problems."""
        answers: list[Answer[object]] = []
        owners = dict.fromkeys(asked.taken, "mobiflow")
        for implementation in self.implementations[asked.name]:
            plugin = implementation.plugin
            try:
                found = implementation(arguments)
                values = () if found is None else tuple(asked.values(found))
            except Exception as error:  # noqa: BLE001  # anything a plugin raises is its own
                problems.append(Problem(str(plugin), f"{asked.name} failed: {shown(error, 300)}."))
                continue
            for number, value in enumerate(values):
                path = f"{asked.name}[{number}]"
                try:
                    wrong = tuple(_problems(asked, value, path, owners, plugin))
                except Exception as error:  # noqa: BLE001  # as above
                    wrong = (Problem(path, f"{shown(value)} cannot be used: {shown(error, 300)}."),)
                problems += (Problem(f"{plugin}: {p.path}", p.message) for p in wrong)
                if not wrong:
                    answers.append(Answer(plugin, value))
        return tuple(answers)

    def pieces(self) -> Mapping[str, tuple[str, ...]]:
        """The addresses of what the hooks give that have pieces, by plugin."""
        found: dict[str, tuple[str, ...]] = {}
        for asked in HOOKS:
            if asked.key is not None:
                for answer in self.ask(asked, []):
                    address = f"{asked.piece}:{asked.key(answer.plugin.name, answer.value)}"
                    plugin = str(answer.plugin)
                    found[plugin] = (*found.get(plugin, ()), address)
        return found

    def hooks_of(self, plugin: Plugin) -> tuple[str, ...]:
        """The names of the hooks that a plugin has."""
        return tuple(
            sorted(
                name
                for name, found in self.implementations.items()
                if any(implementation.plugin is plugin for implementation in found)
            )
        )

    def listener(self) -> Callable[[Entry, Mobility], None] | None:
        """How to tell every plugin that wants to know what was committed.

        One that fails keeps no other from being told.
        """
        told = self.implementations["mobiflow_committed"]
        if not told:
            return None

        def committed(entry: Entry, mobility: Mobility) -> None:
            errors: list[Exception] = []
            for implementation in told:
                try:
                    implementation({"entry": entry, "mobility": mobility})
                except Exception as error:  # noqa: BLE001  # anything a plugin raises is its own
                    plugin = implementation.plugin
                    error.add_note(f"Raised in mobiflow_committed of {plugin}, after the fact.")
                    errors.append(error)
            if len(errors) > 1:
                raise ExceptionGroup("Plugins failed when they were told:", errors)
            if errors:
                raise errors[0]

        return committed


def _problems(
    asked: Hook, value: object, path: str, owners: dict[str, str], plugin: Plugin
) -> Iterator[Problem]:
    """What keeps a value from being used; one that can be owns its key from now on."""
    if not isinstance(value, asked.gives):
        kinds = " or ".join(kind.__name__ for kind in asked.gives)
        yield Problem(path, f"expected {kinds}, got {shown(value)}.")
        return
    wrong = tuple(asked.problems(value, path))
    yield from wrong
    if not wrong and asked.key is not None:
        key = asked.key(plugin.name, value)
        if key in owners:
            word = asked.word or asked.piece
            yield Problem(
                path, f"{word} {shown(key)} is also in {owners[key]}; rename or disable one."
            )
        else:
            owners[key] = str(plugin)
