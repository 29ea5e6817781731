"""The European floor for young people at work: Directive 94/33/EC.

The directive is about people under 18 with an employment contract or relationship (art. 2). It
binds states, which write their own law and may derogate from its hours and rests. So a limit of
the floor is asked where no rule of the host country in this package says the same thing for
everybody under 18, and it can be excused, with the reason, where national law goes another way.
A *child* is under 15 or still in compulsory full-time schooling, an *adolescent* is 15 to 17 and
out of it (art. 3); schooling cannot be told from a date of birth, so it is to be confirmed.
"""

from __future__ import annotations

from datetime import time
from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    HoursLimit,
    LegalSource,
    MinimumAge,
    Prerequisite,
)
from mobiflow.i18n import N_
from mobiflow.plugins.countries.eu import MEMBERS
from mobiflow.plugins.countries.words import NEVER_CLOSED, law

__all__ = ["OWN_LIMITS", "RULES"]

OWN_LIMITS: Final = {
    "day": frozenset({"DE", "ES", "FI", "IE", "PL", "PT"}),
    "week": frozenset({"DE", "FI", "IE", "PT"}),
    "night": frozenset({"DE", "ES", "FI", "IE"}),
    "rest": frozenset({"DE", "ES", "FI", "IE"}),
    "days": frozenset({"DE", "ES", "IE"}),
    "break": frozenset({"DE", "ES", "IE", "IT", "PL"}),
    "age": frozenset({"ES", "IT", "PL", "PT"}),
}
"""The countries whose own rules in this package say it for everybody the floor is about."""

_CHILD_HOURS: Final = MEMBERS - {"DE", "FI", "IE", "PT"}
_CHILD_NIGHT: Final = MEMBERS - {"DE", "IE", "PT"}
_CHILD_REST: Final = MEMBERS - {"IE"}
_AGE: Final = MEMBERS - OWN_LIMITS["age"]


def _article(number: str) -> LegalSource:
    return law(
        f"Directive 94/33/EC, art. {number}",
        "eur-lex.europa.eu/eli/dir/1994/33; legalize-dev/legalize-eu, eu/ce/31994L0033.md",
    )


def _adolescents(topic: str) -> Applies:
    return Applies(host=MEMBERS - OWN_LIMITS[topic], age_from=15, age_under=18)


def _young_people(topic: str) -> Applies:
    return Applies(host=MEMBERS - OWN_LIMITS[topic], age_under=18)


RULES: Final[tuple[Prerequisite, ...]] = (
    Prerequisite(
        "eu-minimum-age",
        N_("At least 14 years old"),
        Applies(host=_AGE, age_under=14),
        MinimumAge(14),
        _article("4(2)(b)"),
    ),
    Prerequisite(
        "eu-training-scheme-at-14",
        N_("Under 15: the host country admits them to training schemes in companies"),
        Applies(host=_AGE, age_from=14, age_under=15),
        Confirmation(("host", "coordinator")),
        _article("4(2)(b)"),
        text=N_("States may admit 14 year olds to combined work and training; it is their choice."),
    ),
    Prerequisite(
        "eu-compulsory-schooling",
        N_("From 15: out of compulsory full-time schooling, or treated as children"),
        Applies(host=_AGE, age_from=15, age_under=18),
        Confirmation(("coordinator",)),
        _article("3"),
        text=N_(
            "Whoever still has to go to school full-time has the limits of children: no work "
            "between 20:00 and 6:00, and 14 hours of rest a day."
        ),
    ),
    Prerequisite(
        "eu-risk-assessment",
        N_("Under 18: risks of the work assessed before it begins"),
        Applies(host=MEMBERS, age_under=18),
        Confirmation(("host-company", "host")),
        _article("6"),
        text=N_("Again at any major change; where there is a risk, health is monitored free."),
    ),
    Prerequisite(
        "eu-parents-informed",
        N_("Under 15: parents informed of the risks"),
        Applies(host=MEMBERS, age_under=15),
        Confirmation(("host-company", "host")),
        _article("6(3)"),
    ),
    Prerequisite(
        "eu-banned-work",
        N_("Under 18: no banned work, or only where training needs it and under supervision"),
        Applies(host=MEMBERS, age_under=18),
        Confirmation(("host-company", "host")),
        _article("7"),
        text=N_(
            "Banned is work beyond their strength, with toxic or carcinogenic substances or "
            "radiation, with risks of accident they cannot see, in extreme cold, heat, noise or "
            "vibration. For adolescents, a state may allow what is indispensable to training, "
            "under the supervision of a competent person."
        ),
    ),
    Prerequisite(
        "eu-hours-children",
        N_("Under 15: at most 8 hours a day and 40 a week"),
        Applies(host=_CHILD_HOURS, age_under=15),
        HoursLimit(per_day=8, per_week=40),
        _article("8(1)(a)"),
        text=N_("In a training scheme; training counts, and so does work for other companies."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-day-adolescents",
        N_("From 15 to 17: at most 8 hours a day"),
        _adolescents("day"),
        HoursLimit(per_day=8),
        _article("8(2)"),
        text=N_("Training counts, and so does work for other companies."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-week-adolescents",
        N_("From 15 to 17: at most 40 hours a week"),
        _adolescents("week"),
        HoursLimit(per_week=40),
        _article("8(2)"),
        text=N_("Training counts, and so does work for other companies."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-night-children",
        N_("Under 15: no work between 20:00 and 6:00"),
        Applies(host=_CHILD_NIGHT, age_under=15),
        HoursLimit(night_from=time(20), night_to=time(6)),
        _article("9(1)(a)"),
    ),
    Prerequisite(
        "eu-night-adolescents",
        N_("From 15 to 17: no work between 23:00 and 6:00"),
        _adolescents("night"),
        HoursLimit(night_from=time(23), night_to=time(6)),
        _article("9(1)(b)"),
        text=N_(
            "The host country bans work from 22:00 to 6:00 or from 23:00 to 7:00, and may make "
            "exceptions for some sectors."
        ),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-national-night",
        N_("From 15 to 17: the host country's choice of night is kept, 22:00–6:00 or 23:00–7:00"),
        _adolescents("night"),
        Confirmation(("host-company", "host")),
        _article("9(1)(b)"),
        blocking=False,
    ),
    Prerequisite(
        "eu-midnight",
        N_("From 15 to 17: never any work between midnight and 4:00"),
        Applies(
            host=MEMBERS - {"ES", "FI", "IE"},
            age_from=15,
            age_under=18,
            except_sector=NEVER_CLOSED,
        ),
        HoursLimit(night_from=time(0), night_to=time(4)),
        _article("9(2)(b)"),
    ),
    Prerequisite(
        "eu-night-health-check",
        N_("From 15 to 17: a free health check before any night work"),
        Applies(host=MEMBERS, age_from=15, age_under=18),
        Confirmation(("host-company", "host")),
        _article("9(3)"),
        blocking=False,
    ),
    Prerequisite(
        "eu-rest-children",
        N_("Under 15: at least 14 hours of rest a day"),
        Applies(host=_CHILD_REST, age_under=15),
        HoursLimit(rest=14),
        _article("10(1)(a)"),
    ),
    Prerequisite(
        "eu-rest-adolescents",
        N_("From 15 to 17: at least 12 hours of rest a day"),
        _adolescents("rest"),
        HoursLimit(rest=12),
        _article("10(1)(b)"),
        text=N_("States may derogate for some sectors, with compensation."),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-weekly-rest",
        N_("Under 18: two days of rest a week"),
        _young_people("days"),
        HoursLimit(days=5),
        _article("10(2)"),
        text=N_(
            "Consecutive if possible, in principle with the Sunday; at least 36 hours where "
            "technical or organisational reasons justify it."
        ),
        excusable_by=("coordinator",),
    ),
    Prerequisite(
        "eu-break",
        N_("Under 18: a break of 30 minutes when working more than 4.5 hours"),
        _young_people("break"),
        HoursLimit(break_after=4.5, break_minutes=30),
        _article("12"),
    ),
)
"""What holds for everybody under 18, as far as the host country's own rules do not say it."""
