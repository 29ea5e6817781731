"""Tables of learners and of companies: every row as a model value, or all that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Generic, TypeVar

from attrs import define, field

from mobiflow._record import record
from mobiflow.imports.cells import (
    Cell,
    CellProblem,
    Rule,
    cannot_read,
    problem_at,
    read_contact,
    read_country,
    read_id,
    read_text,
    read_word,
    rule_of,
)
from mobiflow.imports.dates import ColumnOrder, DateOrder, orders_of, read_date
from mobiflow.imports.headings import COMPANIES, LEARNERS
from mobiflow.imports.sheet import Row, Sheet, read_sheet
from mobiflow.imports.vocabulary import ENROLMENTS, KINDS
from mobiflow.model import Company, Learner, Period, Stay
from mobiflow.model.words import CompanyKind, Enrolment

__all__ = ["Findings", "Table", "read_companies", "read_learners", "table_of"]


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


_DATES: Final = ("born", "start", "end")

_LEARNER: Final = {
    name: rule_of(Learner, name) for name in ("id", "name", "contact", "employer", "group")
}
"""What a value must keep to, by field."""


def read_learners(
    source: Path | bytes, *, name: str | None = None, date_order: DateOrder | None = None
) -> Table[Learner]:
    r"""The learners a CSV file lists, as people really send such files.

    Args:
        source: the file, or what is in it.
        name: how errors call the file; its own name when left out.
        date_order: how to read 02/05/2009. When left out, the order is the one that the other
            dates of the column, else of the file, can only have; if none shows it, a date that
            could be two days is a problem.

    Raises:
        TableError: with every problem of the file; each is a :class:`CellProblem`.
        OSError: when the file cannot be opened.

    >>> text = b"Id,Full name,Nationality,Status\nl-1,Tom Reed,Irish,apprentice"
    >>> table = read_learners(text)
    >>> table.rows[0].nationality, table.rows[0].enrolment, sorted(table.columns)
    ('IE', 'apprentice', ['enrolment', 'id', 'name', 'nationality'])
    """
    sheet = read_sheet(source, name, LEARNERS)
    orders = orders_of({column: sheet.texts(column) for column in _DATES}, date_order)
    return table_of(sheet, _Reader(orders).learner)


@record
class _Reader:
    """Makes learners of rows, reading dates in the order found for each column."""

    orders: dict[str, ColumnOrder]

    def learner(self, row: Row, findings: Findings) -> Learner | None:
        """The learner in a row, ``None`` without an id."""
        learner_id = findings.read_id(row, _LEARNER["id"])
        learner = Learner(
            learner_id or "",
            name=_name(row, findings),
            born=self._date(row, "born", findings),
            nationality=findings.read(row, "nationality", read_country),
            enrolment=findings.read(row, "enrolment", _enrolment),
            employer=findings.read(row, "employer", partial(read_id, rule=_LEARNER["employer"])),
            group=findings.read(row, "group", partial(read_id, rule=_LEARNER["group"])),
            stay=Stay(self._period(row, findings)),
            contact=findings.read(row, "contact", partial(read_contact, rule=_LEARNER["contact"])),
        )
        return None if learner_id is None else learner

    def _date(self, row: Row, column: str, findings: Findings) -> date | None:
        return findings.read(row, column, partial(read_date, column=self.orders[column]))

    def _period(self, row: Row, findings: Findings) -> Period | None:
        if "start" in row.cells or "end" in row.cells:
            findings.demand(row, "start", "both ends of the stay or neither")
            findings.demand(row, "end", "both ends of the stay or neither")
        start = self._date(row, "start", findings)
        end = self._date(row, "end", findings)
        if start is None or end is None:
            return None
        if end < start:
            expected = f"an end that is not before the start of the stay, {start}."
            findings.problems.append(row.cells["end"].wrong(expected))
            return None
        return Period(start, end)


def _name(row: Row, findings: Findings) -> str | None:
    read = partial(read_text, rule=_LEARNER["name"])
    parts = [findings.read(row, column, read) for column in ("name", "first", "last")]
    name = " ".join(part for part in parts if part is not None)
    expected = _LEARNER["name"](name) if name else None
    if expected is not None:
        findings.problems.append(row.cells["last"].wrong(f"with the first name, {expected}."))
    return name or None


def _enrolment(cell: Cell) -> Enrolment | CellProblem:
    examples = "apprentice, student, employee, jobseeker or graduate (in English or French)"
    return read_word(cell, ENROLMENTS, examples)


_COMPANY: Final = {name: rule_of(Company, name) for name in ("id", "name", "contact")}
"""What a value must keep to, by field."""


def read_companies(source: Path | bytes, *, name: str | None = None) -> Table[Company]:
    r"""The companies a CSV file lists, host and sending ones alike.

    Args:
        source: the file, or what is in it.
        name: how errors call the file; its own name when left out.

    Raises:
        TableError: with every problem of the file; each is a :class:`CellProblem`.
        OSError: when the file cannot be opened.

    >>> text = b"Id;Type;Nom;Pays\nc-1;accueil;Krause;Allemagne"
    >>> table = read_companies(text)
    >>> table.rows[0].kind, table.rows[0].country
    ('host', 'DE')
    """
    return table_of(read_sheet(source, name, COMPANIES), _company)


def _company(row: Row, findings: Findings) -> Company | None:
    company_id = findings.read_id(row, _COMPANY["id"])
    findings.demand(row, "kind", "host or sending (accueil or envoi)")
    kind: CompanyKind | None = findings.read(row, "kind", _kind)
    company = Company(
        company_id or "",
        kind=kind or "host",
        name=findings.read(row, "name", partial(read_text, rule=_COMPANY["name"])),
        country=findings.read(row, "country", read_country),
        contact=findings.read(row, "contact", partial(read_contact, rule=_COMPANY["contact"])),
    )
    return None if company_id is None or kind is None else company


def _kind(cell: Cell) -> CompanyKind | CellProblem:
    return read_word(cell, KINDS, "host or sending (accueil or envoi)")
