"""France as sending country: apprentices abroad, minors who leave; and France as host.

Law no 2023-1267 is of 2023-12-27; the labour code has its wording from 2023-12-29.
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
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries import fr_convention
from mobiflow.plugins.countries.eu import MEMBERS
from mobiflow.plugins.countries.words import law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_REFORM: Final = date(2023, 12, 29)

_FR: Final = frozenset({"FR"})
_APPRENTICE: Final = frozenset({"apprentice"})
_APPRENTICES: Final = Applies(sending=_FR, abroad=True, enrolment=_APPRENTICE)
_MINOR_LEAVES: Final = Applies(sending=_FR, abroad=True, age_under=18)

_CONTRACT: Final = law(
    "Code du travail, art. L6222-42",
    "doctrine.fr (version of 2023-12-29); git.tricoteuses.fr, code_du_travail, commit 7ccfc0f",
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
    N_("Guidance of Euroguidance France"), "euroguidance-france.org/?p=25865 and ?p=25882"
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

_INSURANCE_RULES: Final = (
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
        N_("The learner tells the CPAM and asks for a European Health Insurance Card"),
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
        law(N_("Letter of the CNAM"), "ash.tm.fr/hebdo/2161 (old)"),
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

RULES: Final[tuple[Prerequisite, ...]] = (
    *_CONTRACT_RULES,
    *fr_convention.RULES,
    *_INSURANCE_RULES,
    *_OTHER_RULES,
)
"""What France asks for."""
