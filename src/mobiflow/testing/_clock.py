"""A clock the test controls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from attrs import define

__all__ = ["Clock"]


@define
class Clock:
    """Stands still until told otherwise; gives noon UTC of its day. Not frozen: it is set.

    >>> clock = Clock(date(2027, 1, 4))
    >>> clock.forward(days=2)
    >>> clock().isoformat()
    '2027-01-06T12:00:00+00:00'
    """

    day: date

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    def forward(self, *, days: int) -> None:
        """Let days pass."""
        self.day += timedelta(days=days)
