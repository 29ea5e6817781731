"""Rules that belong to no country: the guide's own ways to validate, or not to."""

from __future__ import annotations

from datetime import date
from typing import Final

from mobiflow.definition import Certification, LegalSource
from mobiflow.i18n import N_

__all__ = ["GENERAL"]

_GUIDE: Final = LegalSource(
    N_("Guide of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445"),
    "https://mobility-certification.eu/en/advice/",
    date(2026, 11, 23),
)
_TOOLBOX: Final = LegalSource(
    N_("Decision aid of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445"),
    "https://mobility-certification.eu/en/toolbox/",
    date(2026, 11, 23),
)

GENERAL: Final = (
    Certification(
        "internal-validation",
        N_("Validation by the sending organisation itself"),
        evidence=("grid", "statement", "europass"),
        decided_by=("certifier", "educator"),
        law=_GUIDE,
    ),
    Certification(
        "jury",
        N_("Validation by a jury"),
        evidence=("grid", "statement"),
        decided_by=("certifier",),
        law=_GUIDE,
    ),
    Certification(
        "evaluation",
        N_("Outcomes evaluated, nothing certified"),
        ambition="evaluate",
        evidence=("grid", "statement"),
        law=_TOOLBOX,
    ),
    Certification(
        "europass",
        N_("Europass documentation, nothing certified"),
        ambition="document",
        evidence=("europass",),
        law=_TOOLBOX,
    ),
)
