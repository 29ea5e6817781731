"""Poland as host of young workers, *młodociani* (labour code)."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    LegalSource,
    MinimumAge,
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_PL: Final = frozenset({"PL"})
_UNDER_16: Final = Applies(host=_PL, age_under=16)
_FROM_16: Final = Applies(host=_PL, age_from=16, age_under=18)
_UNDER_18: Final = Applies(host=_PL, age_under=18)


def _kodeks(articles: str) -> LegalSource:
    found = "asystentbhp.pl (art. 190–191); rp.pl (art. 201); zanotowane.pl (art. 202)"
    return law(f"Kodeks pracy, art. {articles}", found)


RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "pl-minimum-age",
        N_("At least 15 years old"),
        Applies(host=_PL, age_under=15),
        MinimumAge(15),
        _kodeks("190"),
        since=date(2018, 9, 1),
    ),
    Prerequisite(
        "pl-schooling",
        N_("Under 18: primary school is done"),
        _UNDER_18,
        Confirmation(("coordinator",)),
        _kodeks("191"),
    ),
    Prerequisite(
        "pl-medical-certificate",
        N_("Under 18: a medical certificate for the very work"),
        _UNDER_18,
        DocumentRequired(
            DocumentKind(
                "pl-medical-certificate",
                N_("Medical certificate for the work (Poland)"),
                allow("host-company", deputies=("host", "coordinator")),
            )
        ),
        _kodeks("191, 201"),
        text=N_("There are initial, periodic and control examinations."),
    ),
    Prerequisite(
        "pl-hours-under-16",
        N_("Under 16: at most 6 hours a day"),
        _UNDER_16,
        HoursLimit(per_day=6),
        _kodeks("202"),
        text=N_("Time at school counts."),
    ),
    Prerequisite(
        "pl-hours",
        N_("From 16 to 17: at most 8 hours a day"),
        _FROM_16,
        HoursLimit(per_day=8),
        _kodeks("202"),
        text=N_("Time at school counts."),
    ),
    Prerequisite(
        "pl-break",
        N_("Under 18: a break of 30 minutes when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=30),
        _kodeks("202"),
    ),
    Prerequisite(
        "pl-overtime",
        N_("Under 18: no overtime"),
        _UNDER_18,
        Confirmation(("host-company", "host")),
        law("Kodeks pracy", "zanotowane.pl"),
    ),
    Prerequisite(
        "pl-night",
        N_("From 16 to 17: no work between 22:00 and 6:00"),
        _FROM_16,
        HoursLimit(night_from=time(22), night_to=time(6)),
        law("Kodeks pracy", "zanotowane.pl"),
    ),
    Prerequisite(
        "pl-night-under-16",
        N_("Under 16: no work between 22:00 and 6:00 (reported, not confirmed)"),
        _UNDER_16,
        HoursLimit(night_from=time(22), night_to=time(6)),
        law("Kodeks pracy", "zanotowane.pl"),
        text=N_("When the night ends for them has not been confirmed."),
        blocking=False,
    ),
    Prerequisite(
        "pl-risks",
        N_("Under 18: the guardian is informed of the risks of the work"),
        _UNDER_18,
        Confirmation(("host-company", "host")),
        _kodeks("201"),
    ),
)
"""What Poland asks for."""
