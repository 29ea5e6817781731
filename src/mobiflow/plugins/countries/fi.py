"""Finland as host of learners under age (young workers' act)."""

from __future__ import annotations

from datetime import time
from typing import Final

from mobiflow.definition import Applies, HoursLimit, Prerequisite
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import law

__all__ = ["RULES"]

_FI: Final = frozenset({"FI"})
_FROM_15: Final = Applies(host=_FI, age_from=15, age_under=18)
_ACT: Final = law("Laki nuorista työntekijöistä", "insights.fondia.com; tyosuojelu.fi")

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "fi-hours",
        N_("From 15 to 17: regularly at most 8 hours a day and 40 a week"),
        _FROM_15,
        HoursLimit(per_day=8, per_week=40),
        _ACT,
        text=N_("Excused for overtime, up to 9 hours a day and 48 a week."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "fi-hours-with-overtime",
        N_("From 15 to 17: at most 9 hours a day and 48 a week, overtime included"),
        _FROM_15,
        HoursLimit(per_day=9, per_week=48),
        _ACT,
    ),
    Prerequisite(
        "fi-hours-under-15",
        N_("Under 15: at most 7 hours a day and 35 a week, in holidays"),
        Applies(host=_FI, age_under=15),
        HoursLimit(per_day=7, per_week=35),
        _ACT,
    ),
    Prerequisite(
        "fi-night",
        N_("From 15 to 17: work only between 6:00 and 22:00"),
        _FROM_15,
        HoursLimit(night_from=time(22), night_to=time(6)),
        _ACT,
        text=N_("Excused for vocational training in two shifts, until midnight."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "fi-midnight",
        N_("From 15 to 17: in any case no work between midnight and 6:00"),
        _FROM_15,
        HoursLimit(night_from=time(0), night_to=time(6)),
        _ACT,
    ),
    Prerequisite(
        "fi-rest",
        N_("From 15 to 17: at least 12 hours of rest a day"),
        _FROM_15,
        HoursLimit(rest=12),
        _ACT,
    ),
    Prerequisite(
        "fi-break",
        N_("From 15 to 17: a break of 30 minutes when working more than 4.5 hours"),
        _FROM_15,
        HoursLimit(break_after=4.5, break_minutes=30),
        _ACT,
    ),
)
"""What Finland asks for."""
