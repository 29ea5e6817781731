"""Dates as people write them, read only when they can be read in one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, get_args

from mobiflow._record import record
from mobiflow.errors import UnknownName
from mobiflow.imports.cells import Cell, CellProblem

__all__ = ["ColumnOrder", "DateOrder", "orders_of", "read_date"]

DateOrder = Literal["day-first", "month-first"]
"""How to read 02/05/2009: as the 2nd of May, or as the 5th of February."""

_YEARS: Final = range(1900, 2201)
_MONTHS: Final = 12
_MIDNIGHT: Final = r"(?:[ T]00?:00(?::00(?:[.,]0+)?)?)?"
_ISO: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _MIDNIGHT)
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})" + _MIDNIGHT)
_EITHER: Final = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})" + _MIDNIGHT)
_SHORT_YEAR: Final = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}" + _MIDNIGHT)
_DAY_NUMBER: Final = re.compile(r"[1-9][0-9]{4}(?:[.,]0+)?")


@record
class ColumnOrder:
    """The order of day and month in one column, as far as its dates show it.

    ``mixed`` when some of them can only be day-first and others only month-first; ``order`` is
    then that of the greater number, ``None`` when neither is.
    """

    order: DateOrder | None
    mixed: bool = False


def orders_of(
    columns: Mapping[str, Iterable[str]], given: DateOrder | None = None
) -> dict[str, ColumnOrder]:
    """The order in each column of dates: as given, as shown by it, else by the other columns.

    Raises:
        UnknownName: when ``given`` is no order.
    """
    if given is not None:
        if given not in get_args(DateOrder):
            raise UnknownName("date order", given, get_args(DateOrder))
        return {name: ColumnOrder(given) for name in columns}
    found = {name: _shown(texts) for name, texts in columns.items()}
    certain: set[DateOrder] = {
        column.order for column in found.values() if column.order and not column.mixed
    }
    common = next(iter(certain)) if len(certain) == 1 else None
    return {
        name: column if column.order or column.mixed else ColumnOrder(common)
        for name, column in found.items()
    }


def _shown(texts: Iterable[str]) -> ColumnOrder:
    shown = [_only_order(text) for text in texts]
    by_day = shown.count("day-first")
    by_month = shown.count("month-first")
    if by_day == by_month:
        return ColumnOrder(None, mixed=by_day > 0)
    order: DateOrder = "day-first" if by_day > by_month else "month-first"
    return ColumnOrder(order, mixed=by_day > 0 and by_month > 0)


def _only_order(text: str) -> DateOrder | None:
    match = _EITHER.fullmatch(_bare(text))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first > _MONTHS >= second:
        return "day-first"
    if second > _MONTHS >= first:
        return "month-first"
    return None


def read_date(cell: Cell, column: ColumnOrder) -> date | CellProblem:
    """The date in a cell: ISO 8601, or day, month and year.

    With points, the day comes first; with strokes, it is for the column to show. A time of day
    is dropped when it is midnight.
    """
    text = _bare(cell.text)
    if match := _ISO.fullmatch(text):
        return _day(cell, match[1], match[3], match[4])
    if match := _DOTTED.fullmatch(text):
        return _day(cell, match[3], match[2], match[1])
    if match := _EITHER.fullmatch(text):
        return _stroked(cell, text, column, (match[1], match[3], match[4]))
    if _SHORT_YEAR.fullmatch(text):
        return cell.wrong("a year of four digits, as in 2009-05-02.")
    if _DAY_NUMBER.fullmatch(text):
        return cell.wrong(
            "a date like 2009-05-02, not a spreadsheet's number for a day. "
            "Format the column as dates and save again."
        )
    return cell.wrong("a date like 2009-05-02 or 02/05/2009.")


def _bare(text: str) -> str:
    return text.removeprefix("'").lstrip()


def _stroked(
    cell: Cell, text: str, column: ColumnOrder, parts: tuple[str, str, str]
) -> date | CellProblem:
    first, second, year = parts
    only = _only_order(text)
    if column.mixed and only is not None and only != column.order:
        return cell.wrong(
            f"one order of day and month in the whole column, but this is {only} and others are "
            "not. Check every date of the column and write them like 2009-05-02."
        )
    order = column.order or only
    if order is None and int(first) != int(second) and max(int(first), int(second)) <= _MONTHS:
        readings = f"{year}-{second:0>2}-{first:0>2} or {year}-{first:0>2}-{second:0>2}"
        return cell.wrong(
            f"a date that can be read in one way only. Write it as {readings}, or pass "
            'date_order="day-first" or "month-first" for the whole table.'
        )
    day, month = (second, first) if order == "month-first" else (first, second)
    return _day(cell, year, month, day, "" if order is None else f" when read {order}")


def _day(cell: Cell, year: str, month: str, day: str, how: str = "") -> date | CellProblem:
    if int(year) not in _YEARS:
        return cell.wrong(f"a year from {_YEARS[0]} to {_YEARS[-1]}.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return cell.wrong(f"a day of the calendar, but there is no such day{how}.")
