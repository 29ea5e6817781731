"""French certifiers: the optional mobility unit, and the titre professionnel."""

from __future__ import annotations

from datetime import date
from typing import Final

from mobiflow.definition import Certification, DocumentKind, LegalSource
from mobiflow.i18n import N_
from mobiflow.verdict import allow

__all__ = ["FRENCH"]

_CHECKED: Final = date(2026, 11, 23)

MOBILITY_UNIT: Final = Certification(
    "fr-mobility-unit",
    N_("Optional mobility unit (unité facultative de mobilité)"),
    # Part 1, in the host country at the end of the stay: the national grid, bilingual, filled
    # in by the host's assessor. Competences C1 and C3.
    evidence=("grid",),
    grid_signers=("tutor",),
    languages=("sending", "host"),
    # Part 2, in France at most three months after the return. Competences C2, C4, C5 and C6.
    documents=(
        DocumentKind(
            "fr-mobility-unit-part-two",
            N_("Record of part two of the optional mobility unit"),
            allow("educator", "certifier", deputies=("coordinator",)),
        ),
    ),
    months=3,
    # Only points above 10 of 20 count.
    counts_above="10",
    # One unit, obtained or not. Whoever fails the diploma may keep the result for five years.
    partial=False,
    years_kept=5,
    law=LegalSource(
        "Arrêtés du 30 août 2019 (JORFTEXT000039017192, JORFTEXT000039001883)",
        "legifrance.gouv.fr; langues-lp.ac-dijon.fr article191",
        _CHECKED,
    ),
)
"""Only points above 10 of 20 count in the average, and a mark of 10 or more brings the
attestation MobilitéPro when the diploma is obtained (arrêté of 30 August 2019; code de
l'éducation, art. D337-78)."""

TITRE_PROFESSIONNEL: Final = Certification(
    "fr-titre-professionnel",
    N_("French titre professionnel, or one of its blocks"),
    # The host's grid is evidence for the jury and never the decision; blocks (CCP) can be
    # obtained each on its own.
    evidence=("grid", "statement"),
    decided_by=("certifier",),
    documents=(
        DocumentKind(
            "fr-professional-file",
            N_("Professional file"),
            allow("learner", "educator", deputies=("coordinator",)),
        ),
        DocumentKind(
            "fr-evaluation-booklet",
            N_("Booklet of evaluations during training (ECF)"),
            allow("educator", deputies=("coordinator",)),
        ),
    ),
    partial=True,
    law=LegalSource(
        "Titres professionnels du ministère chargé du travail",
        "candidattitreprofessionnel.fr; ash.tm.fr/hebdo/2942",
        _CHECKED,
    ),
)

FRENCH: Final = (MOBILITY_UNIT, TITRE_PROFESSIONNEL)
