"""Germany, as sending country (BBiG) and as host of learners under age (JArbSchG)."""

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
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import FOOD_HANDLING, law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_DE: Final = frozenset({"DE"})
_UNDER_18: Final = Applies(host=_DE, age_under=18)
_APPRENTICES: Final = Applies(sending=_DE, abroad=True, enrolment=frozenset({"apprentice"}))
_LATE_SECTORS: Final = frozenset({"agriculture", "bakery", "catering", "hotel"})


def _jarbschg(section: str) -> LegalSource:
    return law(f"Jugendarbeitsschutzgesetz § {section}", "bundestag/gesetze, j/jarbschg/index.md")


def _bbig(section: str) -> LegalSource:
    found = "bundestag/gesetze, b/bbig_2005/index.md (2022); ihk.de, Magdeburg"
    return law(f"Berufsbildungsgesetz § {section}", found)


_MEDICAL_CERTIFICATE: Final = DocumentRequired(
    DocumentKind(
        "de-medical-certificate",
        N_("Certificate of the first medical examination (JArbSchG § 32)"),
        allow("learner", "guardian", deputies=("coordinator",)),
    ),
    not_older_than=424,  # fourteen months have at least so many days
)
_EXAMINATION: Final = law(
    "Jugendarbeitsschutzgesetz § 32", "bundestag/gesetze, j/jarbschg/index.md; bgw-online.de"
)

_SENDING: Final = (
    Prerequisite(
        "de-purpose",
        N_("The part of the training abroad serves the goal of the training"),
        _APPRENTICES,
        Confirmation(("coordinator", "educator")),
        _bbig("2(3)"),
    ),
    Prerequisite(
        "de-quarter",
        N_("Time abroad should not exceed a quarter of the training"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _bbig("2(3)"),
        blocking=False,
    ),
    Prerequisite(
        "de-plan",
        N_("More than eight weeks abroad: a plan agreed with the competent body"),
        Applies(sending=_DE, abroad=True, enrolment=frozenset({"apprentice"}), longer_than=56),
        DocumentRequired(
            DocumentKind(
                "de-plan",
                N_("Plan of the stay agreed with the competent body (BBiG § 76)"),
                allow("coordinator", "sending-company"),
            )
        ),
        _bbig("76(3)"),
        text=N_("Pages that give four weeks are from before 2020."),
    ),
    Prerequisite(
        "de-recognition",
        N_("The stay is part of the training: no recognition procedure is needed"),
        _APPRENTICES,
        Confirmation(("coordinator",)),
        _bbig("2(3), 76(3)"),
        text=N_("The contract is not interrupted; the contents must essentially match."),
        blocking=False,
    ),
)

_HOURS: Final = (
    Prerequisite(
        "de-hours",
        N_("Under 18: at most 8 hours a day and 40 a week"),
        _UNDER_18,
        HoursLimit(per_day=8.5, per_week=40),
        _jarbschg("8"),
        text=N_("8.5 hours on some days to balance shorter ones of the same week."),
    ),
    Prerequisite(
        "de-five-days",
        N_("Under 18: at most five days a week"),
        _UNDER_18,
        HoursLimit(days=5),
        _jarbschg("15"),
    ),
    Prerequisite(
        "de-saturday",
        N_("Under 18: Saturdays are free, unless the law makes an exception for the sector"),
        _UNDER_18,
        Confirmation(("host-company", "host")),
        _jarbschg("16"),
        text=N_(
            "Exceptions are made among others for hospitals, shops, bakeries, hairdressers, "
            "agriculture, hotels and restaurants, and car repair shops."
        ),
    ),
    Prerequisite(
        "de-short-break",
        N_("Under 18: a break of 30 minutes when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=30),
        _jarbschg("11"),
    ),
    Prerequisite(
        "de-long-break",
        N_("Under 18: a break of 60 minutes when working more than 6 hours"),
        _UNDER_18,
        HoursLimit(break_after=6, break_minutes=60),
        _jarbschg("11"),
    ),
    Prerequisite(
        "de-rest",
        N_("Under 18: at least 12 hours off between two days of work"),
        _UNDER_18,
        HoursLimit(rest=12),
        _jarbschg("13"),
    ),
    Prerequisite(
        "de-night-under-16",
        N_("Under 16: work only between 6:00 and 20:00"),
        Applies(host=_DE, age_under=16),
        HoursLimit(night_from=time(20), night_to=time(6)),
        _jarbschg("14(1)"),
    ),
    Prerequisite(
        "de-night",
        N_("From 16 to 17: work only between 6:00 and 20:00"),
        Applies(host=_DE, age_from=16, age_under=18, except_sector=_LATE_SECTORS),
        HoursLimit(night_from=time(20), night_to=time(6)),
        _jarbschg("14"),
        text=N_("Companies with several shifts may work until 23:00."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "de-night-hotels-and-restaurants",
        N_("From 16 to 17 in hotels and restaurants: work only between 6:00 and 22:00"),
        Applies(host=_DE, age_from=16, age_under=18, sector=frozenset({"catering", "hotel"})),
        HoursLimit(night_from=time(22), night_to=time(6)),
        _jarbschg("14(2)"),
    ),
    Prerequisite(
        "de-night-bakery",
        N_("At 16 in bakeries: work only between 5:00 and 20:00"),
        Applies(host=_DE, age_from=16, age_under=17, sector=frozenset({"bakery"})),
        HoursLimit(night_from=time(20), night_to=time(5)),
        _jarbschg("14(2)"),
    ),
    Prerequisite(
        "de-night-bakery-at-17",
        N_("At 17 in bakeries: work only between 4:00 and 20:00"),
        Applies(host=_DE, age_from=17, age_under=18, sector=frozenset({"bakery"})),
        HoursLimit(night_from=time(20), night_to=time(4)),
        _jarbschg("14(3)"),
        text=N_("In pastry shops that are not bakeries, from 5:00."),
    ),
    Prerequisite(
        "de-night-agriculture",
        N_("From 16 to 17 in agriculture: work only from 5:00, or until 21:00"),
        Applies(host=_DE, age_from=16, age_under=18, sector=frozenset({"agriculture"})),
        HoursLimit(night_from=time(21), night_to=time(5)),
        _jarbschg("14(2)"),
        text=N_("Early or late, not both: from 5:00 to 20:00, or from 6:00 to 21:00."),
    ),
)

_HEALTH: Final = (
    Prerequisite(
        "de-medical-examination",
        N_("Under 18: first medical examination within the last 14 months"),
        Applies(host=_DE, age_under=18, longer_than=62),
        _MEDICAL_CERTIFICATE,
        _EXAMINATION,
        text=N_("On entering working life."),
    ),
    Prerequisite(
        "de-medical-examination-short",
        N_("Under 18: first medical examination within the last 14 months"),
        Applies(host=_DE, age_under=18, at_most=62),
        _MEDICAL_CERTIFICATE,
        _EXAMINATION,
        text=N_("Excused for light work of at most two months."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "de-food-instruction",
        N_("Work with food: instruction certificate (IfSG § 43)"),
        Applies(host=_DE, sector=FOOD_HANDLING),
        DocumentRequired(
            DocumentKind(
                "de-food-instruction",
                N_("Instruction certificate for work with food (IfSG § 43)"),
                allow("learner", deputies=("host", "coordinator")),
            )
        ),
        law(
            "Infektionsschutzgesetz § 43",
            "kommunale-koordinierung.com; herder-schule.de; page of dr-bluml",
        ),
        text=N_(
            "Before the work begins, and issued recently when it is the first such work; short "
            "taster placements may be exempt."
        ),
        excusable_by=("coordinator",),
    ),
)

RULES: Final[tuple[Prerequisite, ...]] = (*_SENDING, *_HOURS, *_HEALTH)
"""What Germany asks for."""
