"""Italy as host of learners under age (law 977/1967)."""

from __future__ import annotations

from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_IT: Final = frozenset({"IT"})
_UNDER_18: Final = Applies(host=_IT, age_under=18)
_LAW: Final = law(
    "Legge 17 ottobre 1967, n. 977",
    "olympus.uniurb.it (id=555); provincia.tn.it; gazzettadellavoro.com",
)

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "it-minimum-age",
        N_("At least 15 years old"),
        Applies(host=_IT, age_under=15),
        MinimumAge(15),
        _LAW,
    ),
    Prerequisite(
        "it-schooling",
        N_("Under 18: compulsory schooling is done"),
        _UNDER_18,
        Confirmation(("coordinator",)),
        _LAW,
    ),
    Prerequisite(
        "it-age-in-practice",
        N_("At least 16 years old, after ten years of schooling (reported, not confirmed)"),
        Applies(host=_IT, age_under=16),
        MinimumAge(16),
        _LAW,
        blocking=False,
    ),
    Prerequisite(
        "it-medical-fitness",
        N_("Under 18: a medical visit for fitness before work, and every year"),
        _UNDER_18,
        DocumentRequired(
            DocumentKind(
                "it-medical-fitness",
                N_("Medical certificate of fitness for work (Italy)"),
                allow("host-company", deputies=("host", "coordinator")),
            ),
            not_older_than=365,
        ),
        _LAW,
        text=N_("At the cost of the employer."),
    ),
    Prerequisite(
        "it-break",
        N_("Under 18: a break of an hour when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=60),
        _LAW,
        text=N_("Half an hour where a collective agreement says so."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "it-shortest-break",
        N_("Under 18: in any case a break of 30 minutes when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=30),
        _LAW,
    ),
    Prerequisite(
        "it-risks",
        N_("Under 18: the employer assesses the risks and informs about them"),
        _UNDER_18,
        Confirmation(("host-company", "host")),
        _LAW,
    ),
    Prerequisite(
        "it-hours",
        N_("Under 18: at most 8 hours a day and 40 a week (reported, not confirmed)"),
        _UNDER_18,
        HoursLimit(per_day=8, per_week=40),
        _LAW,
        blocking=False,
    ),
)
"""What Italy asks for."""
