"""CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

import click

from mobiflow.cli.output.session import safe

__all__ = ["print_sheet"]

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")


def print_sheet(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table as CSV: comma-separated, UTF-8, with a row of headings."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    click.echo(text.getvalue(), nl=False)


def _cell(value: object) -> str:
    """A cell; a text that a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else safe(str(value))
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
