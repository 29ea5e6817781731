"""Tables and stepped-in lines, drawn alike by every command."""

from __future__ import annotations

from collections.abc import Iterable

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mobiflow.cli.output.session import safe

__all__ = ["described", "indented", "listing", "numbered"]


def listing() -> Table:
    """A table of columns under headings, without lines."""
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")


def described(lines: Iterable[tuple[str, str]]) -> Table:
    """Names with what there is to say of each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", max_width=30)
    grid.add_column(ratio=1)
    for name, value in lines:
        grid.add_row(f"  {name}", safe(value))
    return grid


def numbered(number: int, text: Text) -> Table:
    """A line of a list with its number, broken below its own beginning."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, justify="right", style="cyan")
    grid.add_column(ratio=1)
    grid.add_row(f"{number}.", text)
    return grid


def indented(columns: int, text: Text) -> Padding:
    """A text so many columns further in."""
    return Padding(text, (0, 0, 0, columns))
