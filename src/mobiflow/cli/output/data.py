"""What commands print for machines: what a mobility is as JSON, and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

from mobiflow.cli.output.session import safe
from mobiflow.formats import plain
from mobiflow.model import Mobility

__all__ = ["mobility_data", "print_sheet"]


def mobility_data(mobility: Mobility, revision: int) -> Mapping[str, Any]:
    """What a mobility is, without those who take part."""
    known = ("id", "title", "status", "sending", "host", "period")
    return {**{name: plain(getattr(mobility, name)) for name in known}, "revision": revision}


# -- CSV for spreadsheets

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
