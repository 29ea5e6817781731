"""Spain as host of learners under age and of placements with children."""

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

_ES: Final = frozenset({"ES"})
_UNDER_18: Final = Applies(host=_ES, age_under=18)


def _estatuto(articles: str) -> LegalSource:
    return law(
        f"Estatuto de los Trabajadores, art. {articles}",
        "eures-andalucia-algarve.eu; salarabogados.com; larazon.es",
    )


_CHILD_PROTECTION: Final = law(
    "Ley Orgánica 8/2021, art. 57",
    "papelea.com; estudis.uib.cat; fcsh.unizar.es/administracion/antecedentes-extranjeros; uji.es",
)

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "es-minimum-age",
        N_("At least 16 years old"),
        Applies(host=_ES, age_under=16),
        MinimumAge(16),
        _estatuto("6"),
    ),
    Prerequisite(
        "es-hours",
        N_("Under 18: at most 8 hours a day"),
        _UNDER_18,
        HoursLimit(per_day=8),
        _estatuto("34"),
        text=N_("Training counts."),
    ),
    Prerequisite(
        "es-night",
        N_("Under 18: no work between 22:00 and 6:00"),
        _UNDER_18,
        HoursLimit(night_from=time(22), night_to=time(6)),
        law(
            "Estatuto de los Trabajadores, art. 6, 36",
            "sport.es; derecholaboral.org, articulo-36-del-estatuto-de-los-trabajadores",
        ),
    ),
    Prerequisite(
        "es-overtime",
        N_("Under 18: no overtime"),
        _UNDER_18,
        Confirmation(("host-company", "host")),
        _estatuto("6"),
    ),
    Prerequisite(
        "es-break",
        N_("Under 18: a break of 30 minutes when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=30),
        _estatuto("34"),
    ),
    Prerequisite(
        "es-weekly-rest",
        N_("Under 18: two days of rest a week"),
        _UNDER_18,
        HoursLimit(days=5),
        _estatuto("37"),
    ),
    Prerequisite(
        "es-rest",
        N_("Under 18: at least 12 hours between two days of work"),
        _UNDER_18,
        HoursLimit(rest=12),
        _estatuto("34"),
    ),
    Prerequisite(
        "es-social-security",
        N_("Learners of foreign schools are outside the social security rule for trainees"),
        Applies(host=_ES, abroad=True),
        Confirmation(("coordinator", "host")),
        law(
            "Ley General de la Seguridad Social, disposición adicional 52.ª",
            "seg-social.es, questions and answers on DA 52.ª",
        ),
        text=N_("Whether the placement is paid or not."),
        blocking=False,
    ),
    Prerequisite(
        "es-sexual-offences",
        N_("Regular contact with minors: a negative certificate of sexual offences"),
        Applies(host=_ES, contact_with_minors=True),
        DocumentRequired(
            DocumentKind(
                "es-sexual-offences",
                N_("Negative certificate of sexual offences"),
                allow("learner", deputies=("host", "coordinator")),
            )
        ),
        _CHILD_PROTECTION,
    ),
    Prerequisite(
        "es-sexual-offences-home",
        N_("Regular contact with minors, third-country nationals: a certificate from home too"),
        Applies(host=_ES, contact_with_minors=True, eu=False),
        DocumentRequired(
            DocumentKind(
                "es-sexual-offences-home",
                N_("Criminal record certificate of the home country"),
                allow("learner", deputies=("coordinator",)),
            )
        ),
        _CHILD_PROTECTION,
        text=N_("Translated and legalised."),
    ),
    Prerequisite(
        "es-sexual-offences-exchange",
        N_("Regular contact with minors, EU nationals: the home record is asked for in Spain"),
        Applies(host=_ES, contact_with_minors=True, eu=True),
        Confirmation(("coordinator", "host")),
        _CHILD_PROTECTION,
        text=N_("The criminal registers of the member states exchange their records."),
        blocking=False,
    ),
)
"""What Spain asks for."""
