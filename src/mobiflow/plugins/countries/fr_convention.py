"""The mobility convention (*convention de mobilité*) of French apprentices, and who signs it.

The parties sign the convention with its pedagogical annex. Here the annex is the pedagogical
contract, so they are asked to sign that, and the signed convention is a document of its own.
"""

from __future__ import annotations

from datetime import date
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
from mobiflow.verdict import allow

__all__ = ["RULES"]

_DECREE: Final = date(2024, 12, 6)
"""The day on which décret no 2024-1148 came into force."""

_FR: Final = frozenset({"FR"})
_APPRENTICE: Final = frozenset({"apprentice"})
_APPRENTICES: Final = Applies(sending=_FR, abroad=True, enrolment=_APPRENTICE)

_PARTIES: Final = law(
    "Code du travail, art. L6222-42 (II), R6222-66", "preventionbtp.fr; juriblio.fr"
)
_CONVENTION: Final = law("Code du travail, art. R6222-66", "preventionbtp.fr; juriblio.fr")
_WAIVER: Final = law(
    "Code du travail, art. R6222-66-1; décret n° 2024-1148 du 4 décembre 2024",
    "lexbase.fr (source 113636775); centre-inffo.fr/?p=485699; ccca-btp.fr",
)
_PRACTICE: Final = law(
    N_("Guidance of Euroguidance France"), "euroguidance-france.org/?p=25865 and ?p=25882"
)

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "fr-convention",
        N_("The mobility convention (convention de mobilité), signed by its parties"),
        _APPRENTICES,
        DocumentRequired(
            DocumentKind(
                "fr-mobility-convention",
                N_("Mobility convention (convention de mobilité)"),
                allow("coordinator"),
            )
        ),
        _PARTIES,
    ),
    Prerequisite(
        "fr-convention-contents",
        N_("The mobility convention states its ten contents"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _CONVENTION,
        text=N_(
            "1. Dates. 2. Object of the training and tasks, linked to the certification. "
            "3. Places. 4. Who monitors it in France and abroad, and how. 5. Equipment and "
            "products, and the prevention commitments of host companies outside the European "
            "Union and of training bodies. 6. Working rhythm and leave. 7. Costs and allowances. "
            "8. Assessment and validation of skills, if any. 9. Rules on health and safety at "
            "work. 10. Civil liability cover of the apprentice, the CFA and the host."
        ),
        since=_DECREE,
    ),
    Prerequisite(
        "fr-pedagogical-annex",
        N_("The pedagogical annex is agreed before departure"),
        _APPRENTICES,
        Confirmation(("coordinator", "educator")),
        _PRACTICE,
        text=N_("Objectives, main tasks, follow-up, assessment and recognition."),
    ),
    Prerequisite(
        "fr-signature-learner",
        N_("The apprentice signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("learner", "learner"),
        _PARTIES,
    ),
    Prerequisite(
        "fr-signature-guardian",
        N_("Under age: a legal representative signs the mobility convention"),
        Applies(sending=_FR, abroad=True, enrolment=_APPRENTICE, age_under=18, age_on="signing"),
        SignatureRequired("guardian", "guardian"),
        _PARTIES,
    ),
    Prerequisite(
        "fr-signature-employer",
        N_("The French employer signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("sending-company", "sending-company"),
        _PARTIES,
    ),
    Prerequisite(
        "fr-signature-cfa",
        N_("The CFA signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("sending", "coordinator"),
        _PARTIES,
    ),
    Prerequisite(
        "fr-signature-host-company",
        N_("The host company signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("host-company", "host-company"),
        _PARTIES,
        text=N_(
            "Since 2024-12-06 not needed in mise en veille when equivalent guarantees are "
            "established."
        ),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "fr-host-signature-waiver",
        N_("The host's signature on the convention can be waived in two cases"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _WAIVER,
        text=N_(
            "In mise en veille in a company, when equivalent guarantees are established; or when "
            "the CFA and the host training body already have a partnership convention."
        ),
        blocking=False,
        since=_DECREE,
    ),
)
"""What the law asks of the mobility convention, and who signs it."""
