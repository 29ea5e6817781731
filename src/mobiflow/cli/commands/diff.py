"""``mobiflow diff``: what the plugins in use change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click
from attrs import frozen
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mobiflow import Blueprint, Difference, Engine
from mobiflow.cli.files import engine, openable
from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE, REFUSED
from mobiflow.cli.output.pieces import by_kind, called, name_of, told
from mobiflow.cli.output.session import Session, safe
from mobiflow.errors import UnknownName
from mobiflow.formats import plain
from mobiflow.i18n import N_
from mobiflow.model.introspection import Plain

__all__ = ["GUIDE", "Contrast", "contrast_of", "diff"]

GUIDE: Final = "guide"
"""What stands for the built-in workflow without any plugin but the one that brings it."""


_LONG: Final = 60
"""Where the text of a value is cut."""

_NAME: Final = 30
"""How wide names may be that have something beside them."""

_HEADINGS: Final[Mapping[str, str]] = {
    "added": N_("Added"),
    "removed": N_("Removed"),
    "changed": N_("Changed"),
}


@command("diff")
@click.option("--workflow", metavar="ID", help="The workflow to look at.")
@click.option(
    "--against",
    default=GUIDE,
    metavar="guide|FILE.toml",
    help="What to compare with: the guide alone, or the workflow of a file.",
)
@click.option("--by", metavar="PLUGIN", help="Only what this plugin changes.")
@click.option("--exit-code", "as_code", is_flag=True, help="End with 1 when the meaning differs.")
def diff(
    session: Session, *, workflow: str | None, against: str, by: str | None, as_code: bool
) -> int:
    """Say what the plugins in use change, piece by piece, and which of them does.

    What changes the meaning of a workflow is told from what changes only wording, dates or help.
    A mobility that began under another meaning can be read, but not changed.
    """
    pair = contrast_of(session, workflow, against)
    found = pair.differences(by)
    meaning = pair.meaning if by is None else any(item.meaning for item in found)
    if session.as_json:
        session.emit(
            {
                "workflow": pair.other.workflow.id,
                "against": against,
                "meaning": meaning,
                "differences": [plain(item) for item in found],
            }
        )
    else:
        _Shown(session, pair).show(found, meaning=meaning)
    return REFUSED if meaning and as_code else DONE


@frozen
class _Shown:
    """Puts differences into words."""

    session: Session
    pair: Contrast

    def show(self, found: tuple[Difference, ...], *, meaning: bool) -> None:
        """Print differences: by plugin, by what happened to a piece, by kind."""
        say, known = self.session.say, {item.address: item for item in found}
        shown = [known[address] for address in told(known, known)]
        for source in sorted({item.source for item in shown}, key=lambda name: (not name, name)):
            by = N_("By {plugin}") if source else N_("By whom is not known")
            self.session.show(Text(say(by, plugin=safe(source)), style="bold"))
            for what, title in _HEADINGS.items():
                same = {i.address: i for i in shown if (i.source, i.what) == (source, what)}
                if same:
                    self.session.show(Text(f"  {say(title)}", style="cyan"))
                for kind, addresses in by_kind(same).items():
                    self.session.show(f"    {called(self.session, kind)}")
                    self.session.show(*self._listed([same[address] for address in addresses]))
            self.session.show("")
        self.session.show(*self._summary(shown, meaning=meaning))

    def _listed(self, items: list[Difference]) -> Iterator[Padding]:
        """The pieces of one kind: side by side with what there is to say, or above it."""
        names = [safe(name_of(item.address)) for item in items]
        texts = [Text(safe(self._said(item)), style="dim") for item in items]
        if max(map(len, names)) <= _NAME:
            grid = Table.grid(padding=(0, 2))
            grid.add_column(no_wrap=True)
            grid.add_column(ratio=1)
            for name, text in zip(names, texts, strict=True):
                grid.add_row(name, text)
            yield Padding(grid, (0, 0, 0, 6))
            return
        for name, text in zip(names, texts, strict=True):
            yield Padding(Text(name, no_wrap=True, overflow="ignore"), (0, 0, 0, 6))
            if text:
                yield Padding(text, (0, 0, 0, 10))

    def _said(self, item: Difference) -> str:
        """A piece's title, or its values that changed; and whether it means the same."""
        aside = "" if item.meaning else self.session.say(N_("(wording only)"))
        if item.what == "changed":
            return "\n".join(filter(None, (aside, *self._altered(item.before, item.after))))
        return f"{self._title(item)} {aside}".strip()

    def _title(self, item: Difference) -> str:
        """What people call a piece, in the language asked for; of a lead time, how long it is."""
        match item.before if item.after is None else item.after:
            case {"title": str(title)}:
                return self.pair.other.catalogs.translate(title, self.session.locale)
            case {"anchor": str(anchor), "days": int(days)}:
                return f"{anchor} {days:+d}"
            case str(text) if item.address.startswith("label:"):
                return self.pair.other.catalogs.translate(text, self.session.locale)
            case _:
                return ""

    def _altered(self, before: Plain, after: Plain, path: str = "") -> Iterator[str]:
        """The values in which two forms of a piece differ, with their paths."""
        if isinstance(before, dict) and isinstance(after, dict):
            for name in dict.fromkeys((*before, *after)):
                inside = f"{path}.{name}" if path else name
                yield from self._altered(before.get(name), after.get(name), inside)
        elif before != after:
            change = _change(before, after)
            yield self.session.after(path, change) if path else change

    def _summary(self, shown: list[Difference], *, meaning: bool) -> Iterator[Text]:
        say, deep = self.session.say, sum(item.meaning for item in shown)
        if not shown and not meaning:
            yield Text(say(N_("Nothing differs.")), style="green")
            return
        counted = N_("Differences in meaning: {deep}. Only in wording, dates or help: {rest}.")
        yield Text(say(counted, deep=deep, rest=len(shown) - deep))
        if meaning and not deep:
            order = N_("The meaning differs all the same: the same pieces are in another order.")
            yield Text(say(order))


def _change(before: Plain, after: Plain) -> str:
    """From one value to another; of a list, what came and what went."""
    if isinstance(before, list) and isinstance(after, list):
        came = [_value(item) for item in after if item not in before]
        went = [_value(item) for item in before if item not in after]
        parts = [f"+ {', '.join(came)}"] if came else []
        parts += [f"\N{MINUS SIGN} {', '.join(went)}"] if went else []
        if parts:
            return " ".join(parts)
    return f"{_value(before)} \N{RIGHTWARDS ARROW} {_value(after)}"


def _value(value: Plain) -> str:
    if value is None or value in ("", [], {}):
        return "\N{EM DASH}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}\N{HORIZONTAL ELLIPSIS}"


@frozen
class Contrast:
    """A workflow, and what it is held against."""

    base: Blueprint
    engine: Engine
    workflow: str

    @property
    def other(self) -> Blueprint:
        """The workflow itself."""
        return self.engine.blueprint(self.workflow)

    def differences(self, by: str | None = None) -> tuple[Difference, ...]:
        """Every difference, or those that one plugin makes.

        Raises:
            UnknownName: when no plugin in use has this name.
        """
        plugins = [plugin.partition(" ")[0] for plugin in self.engine.plugins]
        if by is not None and by not in plugins:
            raise UnknownName("plugin in use", by, plugins)
        found = self.engine.differences(self.base, workflow=self.workflow)
        return tuple(d for d in found if by is None or d.source.partition(" ")[0] == by)

    @property
    def meaning(self) -> bool:
        """Whether the two mean something else."""
        return self.base.digest != self.other.digest


def contrast_of(session: Session, workflow: str | None, against: str) -> Contrast:
    """A workflow of the plugins in use against the guide alone, or against the one of a file.

    Without a workflow named, it is that of the same id. If no plugin brings one, it is the file's
    own, with all that the plugins change in it.

    Raises:
        Wrong: when there is no such file.
        UnknownName: when no plugin brings the workflow.
        DefinitionError: when the file does not hold together.
    """
    made = engine(session)
    if against == GUIDE:
        alone = Engine(disabled={*Engine.built_in} - {GUIDE})
        return Contrast(alone.blueprint("mobility"), made, workflow or "mobility")
    path = Path(against)
    if not path.suffix and not path.exists():
        raise UnknownName("workflow to compare with", against, (GUIDE,), "Or name a TOML file.")
    openable(path)
    own = made.read_workflow(path)
    alone = Engine(disabled=Engine.built_in, workflows=[own])
    if workflow is None and own.id not in made.workflows:
        made = Engine(session.plugins, workflows=[own])
    return Contrast(alone.blueprint(own.id), made, workflow or own.id)
