"""Ireland as host of learners under age (act of 1996)."""

from __future__ import annotations

from datetime import time
from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_IE: Final = frozenset({"IE"})
_UNDER_16: Final = Applies(host=_IE, age_under=16)
_FROM_16: Final = Applies(host=_IE, age_from=16, age_under=18)
_ACT: Final = "Protection of Young Persons (Employment) Act 1996"
_YOUNG_PERSONS: Final = law(
    f"{_ACT}, s. 6", "irishstatutebook.ie, 1996/16, s. 6; citizensinformation.ie; solicitor.net"
)
_WORK_EXPERIENCE: Final = law(
    f"{_ACT}, s. 3", "irishstatutebook.ie/1996/en/act/pub/0016/sec0003.html"
)
_GENERAL: Final = law(_ACT, "citizensinformation.ie; solicitor.net")

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "ie-work-experience",
        N_("Under 16: the placement belongs to an approved programme"),
        _UNDER_16,
        Confirmation(("host", "coordinator")),
        _WORK_EXPERIENCE,
        text=N_("Work experience or an educational programme approved by the minister or SOLAS."),
    ),
    Prerequisite(
        "ie-hours-under-16",
        N_("Under 16: at most 8 hours a day and 40 a week"),
        _UNDER_16,
        HoursLimit(per_day=8, per_week=40),
        _WORK_EXPERIENCE,
    ),
    Prerequisite(
        "ie-night-under-16",
        N_("Under 16: no work between 20:00 and 8:00"),
        _UNDER_16,
        HoursLimit(night_from=time(20), night_to=time(8)),
        _GENERAL,
    ),
    Prerequisite(
        "ie-rest-under-16",
        N_("Under 16: at least 14 hours of rest a day and two days a week"),
        _UNDER_16,
        HoursLimit(rest=14, days=5),
        _GENERAL,
    ),
    Prerequisite(
        "ie-break-under-16",
        N_("Under 16: a break of 30 minutes when working more than 4 hours"),
        _UNDER_16,
        HoursLimit(break_after=4, break_minutes=30),
        _GENERAL,
    ),
    Prerequisite(
        "ie-parental-permission",
        N_("Under 16: written permission of a parent"),
        _UNDER_16,
        DocumentRequired(
            DocumentKind(
                "ie-parental-permission",
                N_("Written permission of a parent for work in Ireland"),
                allow("guardian", deputies=("coordinator",)),
            )
        ),
        _GENERAL,
    ),
    Prerequisite(
        "ie-hours",
        N_("From 16 to 17: at most 8 hours a day and 40 a week"),
        _FROM_16,
        HoursLimit(per_day=8, per_week=40),
        _YOUNG_PERSONS,
    ),
    Prerequisite(
        "ie-night",
        N_("From 16 to 17: no work between 22:00 and 6:00"),
        _FROM_16,
        HoursLimit(night_from=time(22), night_to=time(6)),
        _YOUNG_PERSONS,
    ),
    Prerequisite(
        "ie-rest",
        N_("From 16 to 17: at least 12 hours of rest a day and two days a week"),
        _FROM_16,
        HoursLimit(rest=12, days=5),
        _YOUNG_PERSONS,
    ),
    Prerequisite(
        "ie-break",
        N_("From 16 to 17: a break of 30 minutes when working more than 4.5 hours"),
        _FROM_16,
        HoursLimit(break_after=4.5, break_minutes=30),
        _YOUNG_PERSONS,
    ),
    Prerequisite(
        "ie-register",
        N_("Under 18: the host company keeps a register of its young workers"),
        Applies(host=_IE, age_under=18),
        Confirmation(("host-company", "host")),
        _GENERAL,
    ),
)
"""What Ireland asks for."""
