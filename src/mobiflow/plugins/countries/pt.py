"""Portugal as host of learners under age (labour code)."""

from __future__ import annotations

from datetime import time
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

_PT: Final = frozenset({"PT"})
_UNDER_16: Final = Applies(host=_PT, age_under=16)
_FROM_16: Final = Applies(host=_PT, age_from=16, age_under=18)
_UNDER_18: Final = Applies(host=_PT, age_under=18)


def _codigo(articles: str) -> LegalSource:
    found = "debates.parlamento.pt (art. 73); cgtp.pt; meusalario.pt"
    return law(f"Código do Trabalho, art. {articles}", found)


RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "pt-minimum-age",
        N_("At least 16 years old"),
        _UNDER_16,
        MinimumAge(16),
        _codigo("68"),
        text=N_("Younger learners may do light work only."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "pt-schooling",
        N_("Under 18: compulsory schooling is done, or upper secondary school attended"),
        _UNDER_18,
        Confirmation(("coordinator",)),
        _codigo("68"),
    ),
    Prerequisite(
        "pt-hours",
        N_("From 16 to 17: at most 8 hours a day and 40 a week"),
        _FROM_16,
        HoursLimit(per_day=8, per_week=40),
        _codigo("73"),
    ),
    Prerequisite(
        "pt-hours-under-16",
        N_("Under 16: light work only, at most 7 hours a day and 35 a week"),
        _UNDER_16,
        HoursLimit(per_day=7, per_week=35),
        _codigo("73"),
    ),
    Prerequisite(
        "pt-night-under-16",
        N_("Under 16: no work between 20:00 and 7:00"),
        _UNDER_16,
        HoursLimit(night_from=time(20), night_to=time(7)),
        _codigo("76"),
    ),
    Prerequisite(
        "pt-health-examination",
        N_("Under 18: a health examination before the start"),
        _UNDER_18,
        DocumentRequired(
            DocumentKind(
                "pt-health-examination",
                N_("Certificate of the health examination (Portugal)"),
                allow("host-company", deputies=("host", "coordinator")),
            )
        ),
        _codigo("72"),
    ),
)
"""What Portugal asks for."""
