"""When: the days of a stay, and the hours of work in a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem
from mobiflow.model.checks import problems_of

__all__ = ["Period", "WorkingHours"]


@record
class Period:
    """A stretch of days, both ends included (ISO 8601 dates).

    Raises:
        InvalidValue: when an end is not a plain date, or the period ends before it starts.
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        problems = tuple(self._problems())
        if problems:
            raise InvalidValue("A period cannot be like this:", problems)

    def _problems(self) -> Iterator[Problem]:
        yield from problems_of(self, Period, "$")
        if type(self.start) is date and type(self.end) is date and self.end < self.start:
            yield Problem(
                "$.end",
                f"a period cannot end ({self.end}) before it starts ({self.start}). "
                "Exchange the two dates or correct one.",
            )

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


@record
class WorkingHours:
    """A planned working week.

    ``per_day`` are the hours of the longest day and ``per_week`` those of the week, training
    included, breaks not; ``days`` are days of work per week. ``begins`` and ``ends`` are the
    earliest and latest times on any day (an end before the beginning is on the next day).
    ``break_minutes`` are those of the longest day.
    """

    per_day: float
    per_week: float
    days: int
    begins: time
    ends: time
    break_minutes: int
