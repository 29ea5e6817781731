"""France as sending country: apprentices abroad, minors who leave; and France as host.

The mobility convention (*convention de mobilité*) with its pedagogical annex is what the parties
sign: here the annex is the pedagogical contract, so the parties to the convention are asked to
sign it, and the signed convention is a document of its own.

Law no 2023-1267 is of 2023-12-27; the labour code has its wording from 2023-12-29.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from mobiflow._i18n import N_
from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    Prerequisite,
    SignatureRequired,
)
from mobiflow.plugins.countries.eu import MEMBERS
from mobiflow.plugins.countries.words import law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_REFORM: Final = date(2023, 12, 29)
_DECREE: Final = date(2024, 12, 6)
"""The day on which décret no 2024-1148 came into force."""

_FR: Final = frozenset({"FR"})
_APPRENTICE: Final = frozenset({"apprentice"})
_APPRENTICES: Final = Applies(sending=_FR, abroad=True, enrolment=_APPRENTICE)
_MINOR_LEAVES: Final = Applies(sending=_FR, abroad=True, age_under=18)

_CONTRACT: Final = law(
    "Code du travail, art. L6222-42",
    "doctrine.fr (version of 2023-12-29); git.tricoteuses.fr, codes/code_du_travail, commit 7ccfc0f",
)
_PARTIES: Final = law(
    "Code du travail, art. L6222-42 (II) and R6222-66", "preventionbtp.fr; juriblio.fr"
)
_CONVENTION: Final = law("Code du travail, art. R6222-66", "preventionbtp.fr; juriblio.fr")
_WAIVER: Final = law(
    "Code du travail, art. R6222-66-1; décret n° 2024-1148 du 4 décembre 2024",
    "lexbase.fr (source 113636775); centre-inffo.fr/?p=485699; ccca-btp.fr",
)
_MISE_EN_VEILLE: Final = law(
    "Code du travail, art. L6222-42",
    "doctrine.fr; centre-inffo.fr, questions and answers on the mobility of apprentices",
)
_MISE_A_DISPOSITION: Final = law(
    "Loi n° 2023-1267 du 27 décembre 2023",
    "euroappmobility.eu; midisup.com, 2024-02-08; veille.artisanat.fr",
)
_WORK_ACCIDENTS: Final = law(
    "Code de la sécurité sociale, art. D412-3; décret n° 2019-1086", "lexbase.fr; centre-inffo.fr"
)
_PRACTICE: Final = law(
    "Guidance of Euroguidance France", "euroguidance-france.org/?p=25865 and ?p=25882"
)
_EXIT: Final = law(
    "Autorisation de sortie du territoire, cerfa 15646*01",
    "service-public.fr/simulateur/calcul/15646-01",
)

_CONTRACT_RULES: Final = (
    Prerequisite(
        "fr-time-abroad",
        N_("At most one year abroad, and at most half of the apprenticeship contract"),
        _APPRENTICES,
        Confirmation(("coordinator", "sending-company")),
        _CONTRACT,
        text=N_("The six months in France that used to be the minimum are no longer asked for."),
        since=_REFORM,
    ),
    Prerequisite(
        "fr-route",
        N_("The legal route is chosen: mise en veille or mise à disposition"),
        _APPRENTICES,
        Confirmation(("coordinator", "sending-company")),
        _CONTRACT,
        text=N_(
            "Mise en veille: the contract is suspended, and the host alone answers for the "
            "working conditions. Mise à disposition: contract and pay go on, and the French "
            "employer stays responsible. The employer chooses; say in the note which one it is."
        ),
        since=_REFORM,
    ),
    Prerequisite(
        "fr-mise-en-veille",
        N_("In mise en veille, the host alone answers for the working conditions"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _MISE_EN_VEILLE,
        text=N_(
            "Health and safety, pay, hours and rest follow the law of the host country. The "
            "learner is under the social security of the host country, unless not treated there "
            "like an employee: then under the French one."
        ),
        blocking=False,
    ),
    Prerequisite(
        "fr-work-accidents",
        N_("In mise en veille, the CFA pays the contribution for work accidents"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _WORK_ACCIDENTS,
        text=N_(
            "Only where the host country does not treat the learner like an employee; the cover "
            "is that of students."
        ),
        blocking=False,
    ),
    Prerequisite(
        "fr-mise-a-disposition",
        N_("In mise à disposition, the French employer stays responsible, for any length of stay"),
        _APPRENTICES,
        Confirmation(("coordinator", "sending-company")),
        _MISE_A_DISPOSITION,
        text=N_("Contract and pay go on; some pages still give the former limit of four weeks."),
        blocking=False,
        since=_REFORM,
    ),
    Prerequisite(
        "fr-mise-a-disposition-before-2024",
        N_("No mise à disposition for more than four weeks"),
        Applies(sending=_FR, abroad=True, enrolment=_APPRENTICE, longer_than=28),
        Confirmation(("coordinator", "sending-company")),
        _MISE_A_DISPOSITION,
        until=date(2023, 12, 28),
    ),
)

_CONVENTION_RULES: Final = (
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
        "fr-signature-host-before-2024-12-06",
        N_("The host company signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("host-company", "host-company"),
        _PARTIES,
        until=date(2024, 12, 5),
    ),
    Prerequisite(
        "fr-signature-host-company",
        N_("The host company signs the mobility convention"),
        _APPRENTICES,
        SignatureRequired("host-company", "host-company"),
        _PARTIES,
        text=N_("Not needed in mise en veille when equivalent guarantees are established."),
        excusable_by=("coordinator",),
        since=_DECREE,
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
    Prerequisite(
        "fr-dsn",
        N_("The employer notes the suspension of the contract in its DSN"),
        _APPRENTICES,
        Confirmation(("sending-company",)),
        _PRACTICE,
        blocking=False,
    ),
    Prerequisite(
        "fr-cpam",
        N_("The learner tells the CPAM about the stay and asks for a European Health Card"),
        _APPRENTICES,
        Confirmation(("learner", "guardian")),
        _PRACTICE,
        blocking=False,
    ),
    Prerequisite(
        "fr-posted-worker",
        N_(
            "Apprentices who stay with the French employer count as posted workers "
            "(reported, not confirmed)"
        ),
        _APPRENTICES,
        Confirmation(("coordinator", "sending-company")),
        law("Letter of the CNAM", "ash.tm.fr/hebdo/2161 (old)"),
        text=N_("They would then need a certificate of posting like form A1."),
        blocking=False,
    ),
)

_OTHER_RULES: Final = (
    Prerequisite(
        "fr-exit-authorisation",
        N_("Under age and without a parent: an authorisation to leave the country (AST)"),
        _MINOR_LEAVES,
        DocumentRequired(
            DocumentKind(
                "fr-exit-authorisation",
                N_("Authorisation to leave the country (AST, form cerfa 15646*01)"),
                allow("guardian", deputies=("coordinator",)),
            )
        ),
        _EXIT,
        excusable_by=("coordinator",),
        text=N_("Excused when a parent travels along."),
    ),
    Prerequisite(
        "fr-exit-identity",
        N_("Under age and without a parent: the child carries an identity document"),
        _MINOR_LEAVES,
        Confirmation(("coordinator", "guardian")),
        _EXIT,
        excusable_by=("coordinator",),
        text=N_("Excused when a parent travels along."),
    ),
    Prerequisite(
        "fr-exit-parent-identity",
        N_("Under age and without a parent: a copy of the signing parent's identity document"),
        _MINOR_LEAVES,
        DocumentRequired(
            DocumentKind(
                "fr-parent-identity",
                N_("Copy of the signing parent's identity document"),
                allow("guardian", deputies=("coordinator",)),
            )
        ),
        _EXIT,
        excusable_by=("coordinator",),
        text=N_("Excused when a parent travels along."),
    ),
    Prerequisite(
        "fr-hosting-age-limit",
        N_("The age limit of 29 does not bind apprentices from the European Union"),
        Applies(sending=MEMBERS - _FR, host=_FR, abroad=True, enrolment=_APPRENTICE, age_from=30),
        Confirmation(("coordinator", "host")),
        law("Loi n° 2023-1267 du 27 décembre 2023", "via-competences.fr/node/506"),
        blocking=False,
        since=_REFORM,
    ),
)

RULES: Final[tuple[Prerequisite, ...]] = (*_CONTRACT_RULES, *_CONVENTION_RULES, *_OTHER_RULES)
"""What France asks for."""
