"""What is wrong with a table, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mobiflow._record import record
from mobiflow.errors import Problem, TableError

__all__ = ["CellProblem", "cannot_read", "problem_at", "quoted", "refused"]

_SHOWN: Final = 60
"""How many characters of a cell an error shows."""


@record
class CellProblem(Problem):
    """One thing that is wrong in a table, and where; a :class:`mobiflow.errors.Problem`.

    ``row`` is the spreadsheet's row number (1 is the first), ``column`` the heading as written;
    both are ``None`` for what concerns the whole file. ``value`` is what was found, if anything,
    and ``expected`` completes the sentence "expected …".
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str


def problem_at(
    file: str, row: int | None, column: str | None, value: str | None, expected: str
) -> CellProblem:
    """The problem of a place, with the path and the message that this makes."""
    in_row = "" if row is None else f", row {row}"
    in_column = "" if column is None else f", column {_short(column)}"
    found = "" if value is None else f"{quoted(value)}: "
    path, message = f"{file}{in_row}{in_column}", f"{found}expected {expected}"
    return CellProblem(path, message, file, row, column, value, expected)


def cannot_read(file: str, problems: Iterable[CellProblem]) -> TableError:
    """The error that reports all problems of a table."""
    return TableError(f"{file} cannot be read:", problems)


def refused(file: str, expected: str, *, row: int | None = None) -> TableError:
    """The error for what stops the reading of a whole file."""
    return cannot_read(file, [problem_at(file, row, None, None, expected)])


def quoted(text: str) -> str:
    """A text as an error shows it: in quotes, cut when long."""
    return repr(_short(text))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
