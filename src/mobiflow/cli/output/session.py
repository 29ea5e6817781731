"""What the global options ask for, and where output goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import IO, Any, Final

import click
from attrs import define, field
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from mobiflow.i18n import LOCALE, N_, Catalogs

__all__ = ["Session", "Track", "locales", "safe"]

Track = Callable[[int], None]
"""Told how many steps further long work is."""

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_WIDEST: Final = 120
"""Longer lines are hard to read, however wide the terminal."""
_UNSAFE: Final = dict.fromkeys(
    (
        *(n for n in range(0x20) if n != ord("\n")),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ),
    "\N{REPLACEMENT CHARACTER}",
)
"""What steers a terminal or turns a line around; a name in a file may hold it."""


def safe(text: str) -> str:
    """A text without what could steer a terminal."""
    return text.translate(_UNSAFE)


def locales() -> tuple[str, ...]:
    """The languages there is a catalog for."""
    return ("en", *sorted(path.name for path in LOCALE.iterdir() if path.is_dir()))


def _locale_of_environment() -> str:
    for variable in _VARIABLES:
        wanted = os.environ.get(variable, "").partition(".")[0].partition("_")[0]
        if wanted:
            return wanted if wanted in locales() else "en"
    return "en"


def _plugins_of_environment() -> tuple[str, ...]:
    named = os.environ.get("MOBIFLOW_PLUGINS", "").split(",")
    return tuple(name.strip() for name in named if name.strip())


_GLUED: Final = {0xA0: 0xE000, 0x202F: 0xE001}
"""Letters in private use that stand for the no-break spaces while lines are broken."""
_FREED: Final = {glued: space for space, glued in _GLUED.items()}


class _Console(Console):
    """Breaks no line at a no-break space, which French has before colons; rich itself does."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Put something into pieces of lines."""
        shown = self.render_str(renderable) if isinstance(renderable, str) else renderable
        if not isinstance(shown, Text):
            yield from super().render(shown, options)
            return
        glued = shown.copy()
        glued.plain = shown.plain.translate(_GLUED)
        for piece in super().render(glued, options):
            yield piece._replace(text=piece.text.translate(_FREED))


@define(slots=False)
class Session:
    """What the global options ask for. Not frozen: they are read one by one."""

    as_json: bool = False
    locale: str = field(factory=_locale_of_environment)
    acting_as: str = "coordinator"
    colour: bool = field(factory=lambda: not os.environ.get("NO_COLOR"))
    plugins: tuple[str, ...] = field(factory=_plugins_of_environment)
    catalogs: Catalogs = field(factory=Catalogs)

    def say(self, message: str, **values: object) -> str:
        """A text of the command line in the language asked for, filled in."""
        text = self.catalogs.translate(message, self.locale)
        return text.format(**values) if values else text

    def after(self, head: str, text: str) -> str:
        """A text that a word introduces, with the colon as the language writes it."""
        return self.say(N_("{head}: {text}"), head=head, text=text)

    def joined(self, parts: Iterable[str]) -> str:
        """Parts of a line, with the semicolon as the language writes it."""
        return self.say(N_("; ")).join(parts)

    @cached_property
    def out(self) -> Console:
        """The console for results."""
        return self._console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """The console for everything else."""
        return self._console(sys.stderr)

    def _console(self, file: IO[str]) -> Console:
        console = _Console(
            file=file,
            color_system="auto" if self.colour else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        console.width = min(console.width, _WIDEST)
        return console

    def show(self, *parts: RenderableType, to: Console | None = None) -> None:
        """Print for people."""
        console = to or self.out
        with console.capture() as captured:
            for part in parts:
                console.print(part)
        text = captured.get()
        if not console.is_terminal:
            text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        click.echo(text, file=console.file, nl=False, color=console.is_terminal)

    def line(self, text: str, to: Console | None = None) -> None:
        """Print a line that must not be wrapped: a command to copy, a row of a table."""
        click.echo(text, file=(to or self.out).file)

    def emit(self, data: Mapping[str, Any]) -> None:
        """Print for machines: one JSON document."""
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        ascii_only = not encoding.lower().replace("-", "").startswith("utf")
        click.echo(json.dumps(data, ensure_ascii=ascii_only, indent=2))

    @contextmanager
    def progress(self, label: str, total: int | None) -> Generator[Track]:
        """A bar on the terminal while long work lasts; nothing elsewhere.

        ``total`` is how many steps there are, ``None`` when nobody can tell.
        """
        if self.as_json or not self.err.is_terminal:
            yield lambda _steps: None
            return
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.err, transient=True) as progress:
            task = progress.add_task(label, total=total)
            yield lambda steps: progress.advance(task, steps)
