"""From the rows of a sheet to the values they stand for, and every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from attrs import define, field

from mobiflow._record import record
from mobiflow.imports.cells import Cell, Rule, read_id
from mobiflow.imports.problems import CellProblem, cannot_read, problem_at
from mobiflow.imports.sheet import Row, Sheet
from mobiflow.model import Company, Learner

__all__ = ["Findings", "Table", "table_of"]

_Model = TypeVar("_Model", Learner, Company)
_T = TypeVar("_T")

_FIELDS: Final = {"last": "name", "first": "name", "start": "stay", "end": "stay"}
"""The columns that are only part of a field of the model."""


@record
class Table(Generic[_Model]):
    """What a file says: the rows as model values, and the fields it has columns for.

    ``columns`` names fields of the model; a field of a row is ``None`` when its cell is empty,
    which means "not stated". ``name`` is the file's name.
    """

    rows: tuple[_Model, ...]
    columns: frozenset[str]
    name: str


@define
class Findings:
    """What is found wrong while a sheet is read; it grows from row to row, and lives no longer."""

    sheet: Sheet
    problems: list[CellProblem]
    _rows: dict[str, int] = field(factory=dict[str, int])

    def read(self, row: Row, column: str, reader: Callable[[Cell], _T | CellProblem]) -> _T | None:
        """What a cell stands for; ``None`` when it is empty, or wrong, which is noted."""
        cell = row.cells.get(column)
        if cell is None:
            return None
        found = cell.spoilt or reader(cell)
        if isinstance(found, CellProblem):
            self.problems.append(found)
            return None
        return found

    def read_id(self, row: Row, rule: Rule) -> str | None:
        """The id of a row, which must be there, and only once in a file."""
        self.demand(row, "id", "an id")
        found = self.read(row, "id", lambda cell: read_id(cell, rule))
        if found is not None:
            first = self._rows.setdefault(found, row.number)
            if first != row.number:
                expected = f"an id used once, but row {first} has it too. Correct or remove one."
                self.problems.append(row.cells["id"].wrong(expected))
        return found

    def demand(self, row: Row, column: str, what: str) -> None:
        """Note when a cell of a known column is empty that must not be."""
        heading = self.sheet.columns.get(column)
        if heading is not None and column not in row.cells:
            expected = f"{what}, but the cell is empty."
            file = self.sheet.file
            self.problems.append(problem_at(file, row.number, heading, None, expected))


def table_of(sheet: Sheet, build: Callable[[Row, Findings], _Model | None]) -> Table[_Model]:
    """The table of what ``build`` makes of each row.

    Raises:
        TableError: when anything in the sheet is wrong.
    """
    findings = Findings(sheet, list(sheet.problems))
    built = [build(row, findings) for row in sheet.rows]
    if findings.problems:
        raise cannot_read(
            sheet.file, sorted(findings.problems, key=lambda problem: problem.row or 0)
        )
    columns = frozenset(_FIELDS.get(column, column) for column in sheet.columns)
    return Table(tuple(value for value in built if value is not None), columns, sheet.file)
