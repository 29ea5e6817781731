"""A sheet: its header, and its rows of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mobiflow._record import record
from mobiflow.imports.cells import Cell, CellProblem, clean, damage, problem_at, quoted, refused
from mobiflow.imports.headings import Columns, ignored
from mobiflow.imports.records import MAX_COLUMNS, records_of, text_of

__all__ = ["MAX_ROWS", "Header", "Row", "Sheet", "header_of", "read_sheet"]


_PARTS: Final = ("last", "first")
_ENDS: Final = ("start", "end")


@record
class Header:
    """The headings as written, and for each the column it stands for, if any."""

    file: str
    number: int
    headings: tuple[str, ...]
    columns: tuple[str | None, ...]
    known: Columns

    @property
    def places(self) -> Mapping[str, int]:
        """Where each known column stands: the first place, when there are several."""
        places: dict[str, int] = {}
        for index, column in enumerate(self.columns):
            if column is not None:
                places.setdefault(column, index)
        return places

    def problems(self) -> Iterator[CellProblem]:
        """Headings that are unknown, repeated, in each other's way, or missing."""
        places = self.places
        for index, column in enumerate(self.columns):
            if column is None:
                yield from self._unknown(index)
            elif places[column] != index:
                yield self._again(index, places[column])
            elif column in _PARTS and "name" in places:
                yield self._again(index, places["name"])
        yield from self._missing(places)

    def _unknown(self, index: int) -> Iterator[CellProblem]:
        heading = self.headings[index]
        if ignored(heading):
            return
        expected = damage(heading)
        if expected is None:
            word = self.known.vocabulary.nearest(heading)
            advice = f"Did you mean '{word}'?" if word else f"Known are {self._all()}."
            expected = (
                f"a heading known for {self.known.what}. {advice} To have the column left out, "
                "put # before its heading."
            )
        yield self._problem(heading, expected)

    def _again(self, index: int, first: int) -> CellProblem:
        other = f"{quoted(self.headings[first])} (column {first + 1})"
        return self._problem(
            self.headings[index],
            f"a heading with a meaning of its own, but {other} says the same. Keep one of the two "
            "columns, or put # before a heading to have its column left out.",
        )

    def _missing(self, places: Mapping[str, int]) -> Iterator[CellProblem]:
        for column in self.known.mandatory:
            if column not in places:
                yield self._problem(
                    None,
                    f"a column headed {self.known.proposed(column)} in the first row that is not "
                    "empty. Columns are separated by semicolons, commas or tabs.",
                )
        ends = [end for end in _ENDS if end in places]
        if len(ends) == 1:
            (other,) = set(_ENDS) - set(ends)
            yield self._problem(
                self.headings[places[ends[0]]],
                f"both ends of the stay. Add a column headed {self.known.proposed(other)}.",
            )

    def _all(self) -> str:
        return ", ".join(f"'{words[0]}'" for words in self.known.spellings.values())

    def _problem(self, heading: str | None, expected: str) -> CellProblem:
        return problem_at(self.file, self.number, heading, heading, expected)


def header_of(file: str, number: int, record: list[str], known: Columns) -> Header:
    """The headings in a record."""
    headings = tuple(clean(text) for text in record)
    return Header(file, number, headings, known.recognise(headings), known)


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
