"""The United Kingdom as host: immigration, and learners under age.

Visitors may do no placement there, even unpaid. Irish nationals are left out with the British
ones: the Common Travel Area gives them access to work.
"""

from __future__ import annotations

from datetime import time
from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.words import UK_NIGHT_SECTORS, law
from mobiflow.verdict import allow

__all__ = ["RULES"]

_GB: Final = frozenset({"GB"})
_IMMIGRANTS: Final = Applies(host=_GB, abroad=True, except_nationality=frozenset({"GB", "IE"}))
_UNDER_18: Final = Applies(host=_GB, age_under=18)
_EXCHANGE: Final = law(
    "Immigration WorkflowIndex, Temporary Work – Government Authorised Exchange",
    "davidsonmorris.com/?p=37229; employernews.co.uk; espauk.com; nuigalway.ie/brexit/staff",
)
_WORKING_TIME: Final = law(
    "Working Time Regulations 1998", "beaglehr.com; connexions-tw.co.uk; tuc.org.uk"
)

RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "uk-visa",
        N_("A visa for Temporary Work – Government Authorised Exchange"),
        _IMMIGRANTS,
        DocumentRequired(
            DocumentKind(
                "uk-visa",
                N_("Visa for Temporary Work – Government Authorised Exchange"),
                allow("learner", deputies=("coordinator",)),
                expires=True,
            )
        ),
        _EXCHANGE,
        text=N_(
            "Visitors may do no placement, even unpaid. Excused for learners who have another "
            "right to work in the United Kingdom."
        ),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "uk-sponsorship",
        N_("A certificate of sponsorship from an approved overarching body"),
        _IMMIGRANTS,
        DocumentRequired(
            DocumentKind(
                "uk-sponsorship",
                N_("Certificate of sponsorship"),
                allow("host", deputies=("coordinator",)),
            )
        ),
        _EXCHANGE,
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "uk-role",
        N_("The work is supernumerary and at RQF level 3 or above"),
        _IMMIGRANTS,
        Confirmation(("host-company", "host")),
        _EXCHANGE,
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "uk-sponsorship-in-time",
        N_("Sponsorship is asked for up to three months ahead and takes some four weeks"),
        _IMMIGRANTS,
        Confirmation(("host", "coordinator")),
        _EXCHANGE,
        text=N_("As one scheme for higher education had it at the time; ask your own."),
        blocking=False,
    ),
    Prerequisite(
        "uk-hours",
        N_("Under 18: at most 8 hours a day and 40 a week"),
        _UNDER_18,
        HoursLimit(per_day=8, per_week=40),
        _WORKING_TIME,
        text=N_("Nobody can opt out."),
    ),
    Prerequisite(
        "uk-rest",
        N_("Under 18: at least 12 hours of rest a day and 48 a week"),
        _UNDER_18,
        HoursLimit(rest=12, days=5),
        _WORKING_TIME,
    ),
    Prerequisite(
        "uk-break",
        N_("Under 18: a break of 30 minutes when working more than 4.5 hours"),
        _UNDER_18,
        HoursLimit(break_after=4.5, break_minutes=30),
        _WORKING_TIME,
    ),
    Prerequisite(
        "uk-night",
        N_("Under 18: no work between 23:00 and 6:00"),
        Applies(host=_GB, age_under=18, except_sector=UK_NIGHT_SECTORS),
        HoursLimit(night_from=time(23), night_to=time(6)),
        _WORKING_TIME,
        text=N_("And none from 22:00, or none before 7:00, as the contract says."),
    ),
    Prerequisite(
        "uk-midnight",
        N_("Under 18: never any work between midnight and 4:00"),
        Applies(host=_GB, age_under=18, sector=UK_NIGHT_SECTORS),
        HoursLimit(night_from=time(0), night_to=time(4)),
        _WORKING_TIME,
        text=N_("In these sectors, work before and after is allowed where it is necessary."),
    ),
)
"""What the United Kingdom asks for."""
