"""``mobiflow plugins``: who takes part, and what each brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from typing import Any

from attrs import frozen
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mobiflow import Engine
from mobiflow.cli.files import engine
from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.layout import some
from mobiflow.cli.output.pieces import by_kind, called, name_of, told
from mobiflow.cli.output.session import Session, safe
from mobiflow.i18n import N_

__all__ = ["plugins"]


@command("plugins")
def plugins(session: Session) -> int:
    """List the plugins in use, with what each brings to the workflows.

    Those that are installed but not in use are listed apart, without being imported.
    """
    parts = tuple(_parts(engine(session)))
    others = tuple(_others({part.name for part in parts}))
    if session.as_json:
        session.emit({"plugins": [_data(part) for part in parts], "installed": others})
        return DONE
    for number, part in enumerate(parts):
        _show(session, part, *([""] if number else []))
    if others:
        session.show("", Text(session.say(N_("Installed, but not in use:")), style="bold"))
        for other in others:
            session.show(safe(f"  {other['name']} {other['version']} ({other['distribution']})"))
        hint = session.say(N_("Use one with --plugin NAME, or name it in MOBIFLOW_PLUGINS."))
        session.show(Text(hint, style="dim"))
    return DONE


@frozen
class _Part:
    """What a plugin has to do with the workflows: ``brings`` and ``removes`` are by workflow."""

    plugin: str
    hooks: tuple[str, ...]
    workflows: tuple[str, ...]
    brings: Mapping[str, tuple[str, ...]]
    removes: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """Its name, without its version."""
        return self.plugin.partition(" ")[0]

    @property
    def built_in(self) -> bool:
        """Whether it comes with the library."""
        return self.name in Engine.built_in


def _parts(made: Engine) -> Iterator[_Part]:
    workflows = made.workflows
    brought = {name: made.brought(name) for name in workflows}
    for plugin, hooks in made.hooks.items():
        yield _Part(
            plugin,
            hooks,
            tuple(name for name, found in workflows.items() if found.source == plugin),
            {name: found.get(plugin, ()) for name, found in brought.items()},
            {
                name: tuple(address for address, gone in found.removed.items() if gone.by == plugin)
                for name, found in workflows.items()
            },
        )


def _others(used: set[str]) -> Iterator[dict[str, str | None]]:
    """The entry points of plugins that are not in use; none of them is loaded."""
    for point in sorted(entry_points(group="mobiflow"), key=lambda point: point.name):
        if point.name not in used:
            dist = point.dist
            yield {
                "name": point.name,
                "version": dist.version if dist else None,
                "distribution": dist.name if dist else None,
            }


def _data(part: _Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "version": part.plugin.partition(" ")[2],
        "built_in": part.built_in,
        "hooks": list(part.hooks),
        "workflows": list(part.workflows),
        "brings": {name: by_kind(found) for name, found in part.brings.items() if found},
        "removes": {name: list(found) for name, found in part.removes.items() if found},
    }


def _show(session: Session, part: _Part, *gap: str) -> None:
    name = Text(safe(part.plugin), style="bold")
    if part.built_in:
        built_in = session.say(N_("built in"))
        name.append(f" ({built_in})", style="not bold dim")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for heading, names in _lines(session, part):
        grid.add_row(heading, str(len(names)), safe(", ".join(some(session, names))))
    grid.add_row(session.say(N_("Hooks")), str(len(part.hooks)), ", ".join(part.hooks))
    session.show(*gap, name, Padding(grid, (0, 0, 0, 2)))


def _lines(session: Session, part: _Part) -> Iterator[tuple[str, list[str]]]:
    """Each kind of piece with the names of those brought, whatever the workflow."""
    if part.workflows:
        yield called(session, "workflow"), list(part.workflows)
    brings = _together(part.brings.values())
    for kind, addresses in by_kind(told(brings, set(brings))).items():
        yield called(session, kind), [name_of(address) for address in addresses]
    removes = _together(part.removes.values())
    if removes:
        yield session.say(N_("Removed")), removes


def _together(found: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(address for addresses in found for address in addresses))
