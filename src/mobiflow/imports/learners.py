"""Reading a list of learners."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from mobiflow._record import record
from mobiflow.imports.cells import (
    Cell,
    read_contact,
    read_country,
    read_id,
    read_text,
    read_word,
    rule_of,
)
from mobiflow.imports.dates import ColumnOrder, DateOrder, orders_of, read_date
from mobiflow.imports.headings import LEARNERS
from mobiflow.imports.problems import CellProblem
from mobiflow.imports.rows import Findings, Table, table_of
from mobiflow.imports.sheet import Row, read_sheet
from mobiflow.imports.words import ENROLMENTS
from mobiflow.model import Learner, Period, Stay
from mobiflow.model.words import Enrolment

__all__ = ["read_learners"]

_DATES: Final = ("born", "start", "end")

_ID: Final = rule_of(Learner, "id")
_NAME: Final = rule_of(Learner, "name")
_CONTACT: Final = rule_of(Learner, "contact")
_EMPLOYER: Final = rule_of(Learner, "employer")
_GROUP: Final = rule_of(Learner, "group")


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
        learner_id = findings.read_id(row, _ID)
        learner = Learner(
            learner_id or "",
            name=_name(row, findings),
            born=self._date(row, "born", findings),
            nationality=findings.read(row, "nationality", read_country),
            enrolment=findings.read(row, "enrolment", _enrolment),
            employer=findings.read(row, "employer", partial(read_id, rule=_EMPLOYER)),
            group=findings.read(row, "group", partial(read_id, rule=_GROUP)),
            stay=Stay(self._period(row, findings)),
            contact=findings.read(row, "contact", partial(read_contact, rule=_CONTACT)),
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
    read = partial(read_text, rule=_NAME)
    parts = [findings.read(row, column, read) for column in ("name", "first", "last")]
    name = " ".join(part for part in parts if part is not None)
    expected = _NAME(name) if name else None
    if expected is not None:
        findings.problems.append(row.cells["last"].wrong(f"with the first name, {expected}."))
    return name or None


def _enrolment(cell: Cell) -> Enrolment | CellProblem:
    examples = "apprentice, student, employee, jobseeker or graduate (in English or French)"
    return read_word(cell, ENROLMENTS, examples)
