"""What European law and guidance ask of a stay, whatever the country.

The floor for young people at work is in :mod:`~mobiflow.plugins.countries.young_people`.

Directive (EU) 2016/801 is about third-country nationals who are admitted as trainees. Whether it
is also the route of a learner who already lives in another member state is for national law, so
its demands can be excused, with the reason, where another route is taken.
"""

from __future__ import annotations

from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    Prerequisite,
    SignatureRequired,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import law
from mobiflow.rules.prerequisites import EUROPEAN
from mobiflow.verdict import allow

__all__ = ["EUROPE", "MEMBERS", "RULES"]

EUROPE: Final = EUROPEAN
"""The states of the European Union and of the EEA, and Switzerland, which has a free movement
agreement with them (efta.int, EEA, free movement of persons; uemigrate.com/european-economic-area;
read 2026-11-23)."""

MEMBERS: Final = EUROPE - {"CH", "IS", "LI", "NO"}
"""The 27 member states of the European Union."""

_TRAINEES: Final = MEMBERS - {"DK", "IE"}  # these two take no part in Directive (EU) 2016/801

_GENERAL: Final = law(
    "Directive (EU) 2016/801, art. 7", "legislation.gov.uk/eudr/2016/801/article/7"
)
_TRAINING: Final = law(
    "Directive (EU) 2016/801, art. 13", "legislation.gov.uk/eudr/2016/801/article/13"
)
_GUIDANCE: Final = law(
    N_("European guidance for sending organisations"),
    "european-gateway.eu/toolkits/sending-organisation",
)
_THIRD_COUNTRY: Final = Applies(host=_TRAINEES, abroad=True, eu=False)

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "eu-travel-document",
        N_("Third-country nationals: a valid travel document"),
        _THIRD_COUNTRY,
        DocumentRequired(
            DocumentKind(
                "travel-document",
                N_("Travel document"),
                allow("learner", "guardian", deputies=("coordinator",)),
                expires=True,
            )
        ),
        _GENERAL,
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-parental-authorisation",
        N_("Third-country nationals under age: a parental authorisation for the stay"),
        Applies(host=_TRAINEES, abroad=True, eu=False, age_under=18),
        DocumentRequired(
            DocumentKind(
                "parental-authorisation",
                N_("Parental authorisation for the stay"),
                allow("guardian", deputies=("coordinator",)),
            )
        ),
        _GENERAL,
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-sickness-insurance",
        N_("Third-country nationals: sickness insurance for the whole stay"),
        _THIRD_COUNTRY,
        DocumentRequired(
            DocumentKind(
                "sickness-insurance",
                N_("Proof of sickness insurance"),
                allow("learner", "guardian", deputies=("coordinator",)),
                expires=True,
            )
        ),
        _GENERAL,
        text=N_("It covers the risks normally covered for nationals of the host country."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-training-agreement",
        N_("Third-country nationals: a training agreement with the host"),
        _THIRD_COUNTRY,
        SignatureRequired("host", "host"),
        _TRAINING,
        text=N_("The pedagogical contract is that agreement."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-training-agreement-contents",
        N_(
            "Third-country nationals: the training agreement states programme, duration and "
            "supervision"
        ),
        _THIRD_COUNTRY,
        Confirmation(("coordinator",)),
        _TRAINING,
        text=N_(
            "It describes the training programme with its educational objective, the duration, "
            "and the conditions of placement and supervision. The host country may require that "
            "an authority approves the agreement."
        ),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-training-agreement-hours",
        N_(
            "Third-country nationals: the training agreement states hours and legal relation "
            "(reported, not confirmed)"
        ),
        _THIRD_COUNTRY,
        Confirmation(("coordinator",)),
        _TRAINING,
        blocking=False,
    ),
    Prerequisite(
        "eu-legal-route",
        N_(
            "Third-country nationals living in another member state: the legal route is national "
            "(reported, not confirmed)"
        ),
        Applies(sending=MEMBERS, host=MEMBERS, abroad=True, eu=False),
        Confirmation(("coordinator",)),
        law(N_("Directive (EU) 2016/801 and national law"), "legislation.gov.uk/eudr/2016/801"),
        text=N_("Ask the authorities of the host country which permit such a learner needs."),
        blocking=False,
    ),
    Prerequisite(
        "eu-accident-and-liability",
        N_("Accident and civil liability insurance for the whole stay"),
        Applies(sending=EUROPE, abroad=True),
        Confirmation(("coordinator",)),
        _GUIDANCE,
        blocking=False,
    ),
    Prerequisite(
        "eu-health-insurance-card",
        N_("European Health Insurance Card for health care during the stay"),
        Applies(sending=EUROPE, host=EUROPE, abroad=True),
        Confirmation(("learner", "guardian", "coordinator")),
        _GUIDANCE,
        blocking=False,
    ),
    Prerequisite(
        "eu-social-security",
        N_(
            "Form A1 or affiliation in the host country, depending on status "
            "(reported, not confirmed)"
        ),
        Applies(sending=EUROPE, host=EUROPE, abroad=True),
        Confirmation(("coordinator",)),
        law(
            N_("Coordination of social security in the European Union"),
            "ash.tm.fr/hebdo/2161 (for French apprentices; old)",
        ),
        text=N_("Nobody has confirmed that placements in vocational training need a form A1."),
        blocking=False,
    ),
)
"""The demands of European law and guidance that do not depend on being young."""
