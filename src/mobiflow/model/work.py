"""Planned work in a host company."""

from __future__ import annotations

from datetime import time

from mobiflow._record import record

__all__ = ["WorkingHours"]


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
