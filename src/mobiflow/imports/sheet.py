"""The rows of a table by its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mobiflow._record import record
from mobiflow.imports.cells import Cell, clean, damage
from mobiflow.imports.decoding import text_of
from mobiflow.imports.header import Header, header_of
from mobiflow.imports.headings import Columns
from mobiflow.imports.problems import CellProblem, problem_at, refused
from mobiflow.imports.records import MAX_COLUMNS, records_of

__all__ = ["MAX_ROWS", "Row", "Sheet", "read_sheet"]

MAX_ROWS: Final = 10_000


@record
class Row:
    """One row: its number in the spreadsheet, and those of its cells that hold something."""

    number: int
    cells: Mapping[str, Cell]


@record
class Sheet:
    """The rows of a table by the columns known, and what was wrong so far.

    ``columns`` gives for each known column its heading as written.
    """

    file: str
    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    problems: tuple[CellProblem, ...]

    def texts(self, column: str) -> list[str]:
        """What a column holds."""
        return [row.cells[column].text for row in self.rows if column in row.cells]


def read_sheet(source: Path | bytes, name: str | None, known: Columns) -> Sheet:
    """The sheet a file holds.

    The first row with something in it holds the headings. Rows are numbered as in the
    spreadsheet; empty ones are left out.

    Raises:
        TableError: when the file is no table, is far too large, or is empty.
    """
    file = name or (known.what if isinstance(source, bytes) else Path(source).name)
    records = records_of(text_of(source, file), file, known)
    first, record = next(records, (0, list[str]()))
    if not record:
        raise refused(file, f"a list of {known.what}, but the file is empty.")
    if len(record) > MAX_COLUMNS:
        raise refused(file, f"at most {MAX_COLUMNS} columns.", row=first)
    header = header_of(file, first, record, known)
    problems = list(header.problems())
    rows: list[Row] = []
    for number, record in records:
        if len(rows) == MAX_ROWS:
            raise refused(file, f"at most {MAX_ROWS:,} rows. Split the table.", row=number)
        rows.append(Row(number, dict(_cells(header, number, record))))
        problems.extend(_beyond(header, number, record))
    if not rows:
        expected = f"{known.what} in the rows below the headings; there are no {known.what}."
        problems.append(problem_at(file, None, None, None, expected))
    columns = {column: header.headings[index] for column, index in header.places.items()}
    return Sheet(file, columns, tuple(rows), tuple(problems))


def _cells(header: Header, number: int, record: list[str]) -> Iterator[tuple[str, Cell]]:
    for column, index in header.places.items():
        if index < len(record) and (text := clean(record[index])):
            heading = header.headings[index]
            expected = damage(record[index])
            spoilt = expected and problem_at(header.file, number, heading, text, expected)
            yield column, Cell(header.file, number, heading, text, spoilt or None)


def _beyond(header: Header, number: int, record: list[str]) -> Iterator[CellProblem]:
    """The first cell that stands under no heading: a sign of a shifted row."""
    for text in map(clean, record[len(header.headings) :]):
        if text:
            yield problem_at(
                header.file,
                number,
                None,
                text,
                "nothing to the right of the last heading. Give the column a heading, or put "
                "quotes around the text that holds the delimiter.",
            )
            return
