"""From a CSV text to its records, whatever separates the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from mobiflow.errors import TableError
from mobiflow.imports.cells import MAX_LETTERS, clean
from mobiflow.imports.headings import Columns
from mobiflow.imports.problems import refused

__all__ = ["MAX_COLUMNS", "records_of"]

MAX_COLUMNS: Final = 100

_DELIMITERS: Final = (";", "\t", ",")
_BLANK: Final = ";\t, \xa0"
"""A line of these alone is empty, whichever the delimiter."""
_DIRECTIVE: Final = re.compile(r'"?sep=([;,\t])"?(?:\r\n|\n|\r|\Z)', re.IGNORECASE)


def records_of(text: str, file: str, known: Columns) -> Iterator[tuple[int, list[str]]]:
    """The records that hold something, each with its row number, without empty cells at the end.

    A first line ``sep=;``, which tells a spreadsheet the delimiter and is not shown there, is
    obeyed and not counted.

    Raises:
        TableError: when the quotes do not match.
    """
    if directive := _DIRECTIVE.match(text):
        return _split(text[directive.end() :], directive[1], file)
    return _split(text, _delimiter(text, known), file)


def _split(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error:
            raise refused(
                file,
                f"cells of at most {MAX_LETTERS:,} characters and quotes that match: one is opened "
                "and never closed, or a text goes on after its closing quote. Write a quote "
                'inside a text as "".',
                row=number,
            ) from None
        if record is None:
            return
        while record and _empty(record[-1]):
            record.pop()
        if record and any(cell.strip(_BLANK) for cell in record):
            yield number, record


def _empty(cell: str) -> bool:
    return not cell or not clean(cell)


def _delimiter(text: str, known: Columns) -> str:
    """The delimiter under which most headings are known, then under which there are most."""
    return max(_DELIMITERS, key=lambda delimiter: _likelihood(text, delimiter, known))


def _likelihood(text: str, delimiter: str, known: Columns) -> tuple[int, int]:
    try:
        _, headings = next(_split(text, delimiter, ""), (0, list[str]()))
    except TableError:
        return (-1, 0)
    recognised = known.recognise([clean(heading) for heading in headings[:MAX_COLUMNS]])
    return (len(set(recognised) - {None}), len(headings))
