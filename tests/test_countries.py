"""The rules of the countries: each with its source, and saying what the law says."""

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Final, TypedDict, Unpack, get_args

import pytest
from attrs import evolve

from mobiflow.definition import (
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Prerequisite,
    Profile,
    SignatureRequired,
)
from mobiflow.definition.prerequisites import Required
from mobiflow.i18n import Catalogs
from mobiflow.model import words
from mobiflow.plugins import countries
from mobiflow.plugins.countries.eu import MEMBERS
from mobiflow.plugins.countries.words import CHECKED, SECTORS, UNCONFIRMED
from mobiflow.plugins.countries.young_people import OWN_LIMITS
from mobiflow.rules.prerequisites import EUROPEAN, applicable

ROOT: Final = Path(__file__).parents[1]
RULES: Final = tuple(countries.mobiflow_prerequisites())
BY_ID: Final = {rule.id: rule for rule in RULES}
START: Final = date(2027, 3, 1)
MONTH: Final = date(2027, 3, 28)

UNSURE: Final = {
    "eu-legal-route",
    "eu-social-security",
    "eu-training-agreement-hours",
    "fr-posted-worker",
    "it-age-in-practice",
    "it-hours",
    "pl-night-under-16",
}
"""What the research marks as unsure."""


class Facts(TypedDict, total=False):
    sending: str
    host: str
    start: date
    end: date
    nationality: str
    enrolment: words.Enrolment
    sector: str
    contact_with_minors: bool | None


def learner(age: int, **facts: Unpack[Facts]) -> Profile:
    """A French student in an office, without children around, born on New Year's Day."""
    known = Profile(
        sending="FR",
        host="DE",
        start=START,
        end=MONTH,
        nationality="FR",
        enrolment="student",
        sector="office",
        contact_with_minors=False,
    )
    profile = evolve(known, **facts)
    return evolve(profile, born=date(profile.start.year - age, 1, 1))


def asked(age: int, **facts: Unpack[Facts]) -> dict[str, Prerequisite]:
    """The rules for a learner, by id; nothing may hang on a fact not known."""
    found = list(applicable(learner(age, **facts), RULES))
    assert [demand for demand in found if demand.unknown] == []
    return {demand.prerequisite.id: demand.prerequisite for demand in found}


def limits(age: int, **facts: Unpack[Facts]) -> list[HoursLimit]:
    """The limits that nobody may excuse and that block."""
    rules = asked(age, **facts).values()
    return [
        rule.requires
        for rule in rules
        if isinstance(rule.requires, HoursLimit) and rule.blocking and not rule.excusable_by
    ]


def strictest(
    pick: Callable[[HoursLimit], float | None], best: Callable[..., float], found: list[HoursLimit]
) -> float | None:
    values = [value for limit in found if (value := pick(limit)) is not None]
    return best(values) if values else None


def hours(found: list[HoursLimit]) -> tuple[float | None, float | None]:
    """The hours a day and a week."""
    return (
        strictest(lambda limit: limit.per_day, min, found),
        strictest(lambda limit: limit.per_week, min, found),
    )


def nights(found: list[HoursLimit]) -> set[tuple[time | None, time | None]]:
    return {(limit.night_from, limit.night_to) for limit in found if limit.night_from is not None}


def required(name: str) -> Required:
    return BY_ID[name].requires


def document(name: str) -> DocumentRequired:
    requires = required(name)
    assert isinstance(requires, DocumentRequired)
    return requires


def kinds() -> Iterator[DocumentKind]:
    return (rule.requires.kind for rule in RULES if isinstance(rule.requires, DocumentRequired))


# -- what every rule has


def test_no_two_rules_have_one_id() -> None:
    assert len(BY_ID) == len(RULES)


def test_an_id_begins_with_the_country_whose_law_it_is() -> None:
    for country, rules in countries.RULES.items():
        assert {rule.id.partition("-")[0] for rule in rules} == {country}


def but(sound: Callable[[Prerequisite], bool]) -> list[str]:
    """The rules that are not so."""
    return [rule.id for rule in RULES if not sound(rule)]


def test_a_rule_names_its_law_and_where_and_when_it_was_read() -> None:
    assert but(lambda rule: bool(rule.law.text.strip() and rule.law.found.strip())) == []
    assert but(lambda rule: rule.law.checked == CHECKED) == []


def test_a_title_is_short_and_is_no_sentence_with_a_period() -> None:
    assert but(lambda rule: rule.title == " ".join(rule.title.split()) != "") == []
    assert but(lambda rule: not rule.title.endswith(".") and len(rule.title) <= 110) == []


def test_what_there_is_to_know_is_said_in_sentences() -> None:
    assert but(lambda rule: rule.text == rule.text.strip()) == []
    assert but(lambda rule: rule.text == "" or rule.text.endswith(".")) == []


def test_a_rule_is_said_in_french() -> None:
    catalogs = Catalogs()
    texts = [text for rule in RULES for text in (rule.title, rule.text)]
    kinds = [r.requires.kind for r in RULES if isinstance(r.requires, DocumentRequired)]
    texts += [kind.title for kind in kinds]
    assert [text for text in texts if text and catalogs.translate(text, "fr") == text] == []


def test_a_rule_begins_before_it_ends() -> None:
    assert but(lambda rule: (rule.since or date.min) <= (rule.until or date.max)) == []


def test_a_rule_says_whom_it_is_for() -> None:
    assert but(lambda rule: bool(rule.applies.sending or rule.applies.host)) == []


def test_what_is_unsure_never_blocks_and_says_so() -> None:
    assert {rule.id for rule in RULES if rule.title.endswith(UNCONFIRMED)} == UNSURE
    assert {rule.id for rule in RULES if rule.blocking} & UNSURE == set()


def test_rules_ask_about_known_sectors_and_footings_only() -> None:
    sectors = {word for rule in RULES for word in rule.applies.sector | rule.applies.except_sector}
    assert sectors == SECTORS.keys()
    enrolments = {word for rule in RULES for word in rule.applies.enrolment}
    assert enrolments <= set(get_args(words.Enrolment))


def test_every_sector_has_a_name_in_french() -> None:
    catalogs = Catalogs()
    same_in_both = {"agriculture", "police"}
    untranslated = {name for name in SECTORS.values() if catalogs.translate(name, "fr") == name}
    assert untranslated <= same_in_both


def test_one_kind_of_document_is_described_once() -> None:
    described: dict[str, set[DocumentKind]] = {}
    for kind in kinds():
        described.setdefault(kind.id, set()).add(kind)
    assert [name for name, all_kinds in described.items() if len(all_kinds) > 1] == []


def test_the_coordinator_may_hand_in_any_document() -> None:
    assert [kind.id for kind in kinds() if "coordinator" not in kind.who.everyone] == []


def test_papers_that_end_have_to_outlast_the_stay() -> None:
    expiring = {kind.id for kind in kinds() if kind.expires}
    assert expiring == {"travel-document", "sickness-insurance", "uk-visa"}


# -- the European floor


def test_the_union_has_27_members_and_europe_four_more() -> None:
    assert len(MEMBERS) == 27
    assert {"CH", "IS", "LI", "NO"} == EUROPEAN - MEMBERS


@pytest.mark.parametrize("host", sorted(MEMBERS))
@pytest.mark.parametrize("age", [14, 15, 16, 17])
def test_everybody_under_18_in_the_union_has_limits_of_every_kind(host: str, age: int) -> None:
    found = [rule.requires for rule in asked(age, host=host).values() if rule.blocking]
    said = [limit for limit in found if isinstance(limit, HoursLimit)]
    too_young = any(isinstance(requires, MinimumAge) for requires in found)
    assert hours(said)[0] is not None
    assert hours(said)[1] is not None or too_young
    assert nights(said)
    assert [limit for limit in said if limit.rest is not None]
    assert [limit for limit in said if limit.days == 5]
    assert [limit for limit in said if limit.break_minutes]


@pytest.mark.parametrize("age", [15, 16, 17])
def test_the_floor_gives_way_only_to_rules_of_the_country(age: int) -> None:
    fields = {
        "day": "per_day",
        "week": "per_week",
        "night": "night_from",
        "rest": "rest",
        "days": "days",
        "break": "break_minutes",
    }
    for topic, name in fields.items():
        for host in OWN_LIMITS[topic]:
            own = [
                rule.requires
                for rule in asked(age, host=host).values()
                if rule.id.startswith(host.lower()) and rule.blocking
            ]
            assert [limit for limit in own if getattr(limit, name, None) is not None], (topic, host)


def test_the_floor_for_adolescents_is_8_hours_a_day_and_40_a_week() -> None:
    assert required("eu-day-adolescents") == HoursLimit(per_day=8)
    assert required("eu-week-adolescents") == HoursLimit(per_week=40)
    assert required("eu-rest-adolescents") == HoursLimit(rest=12)


def test_children_rest_longer_and_end_earlier_than_adolescents() -> None:
    assert required("eu-rest-children") == HoursLimit(rest=14)
    assert required("eu-night-children") == HoursLimit(night_from=time(20), night_to=time(6))


def test_nobody_under_14_goes() -> None:
    assert "eu-minimum-age" in asked(13, host="SE")
    assert "eu-minimum-age" not in asked(14, host="SE")


def test_work_between_midnight_and_four_is_banned_but_in_few_sectors() -> None:
    assert (time(0), time(4)) in nights(limits(17, host="SE"))
    assert (time(0), time(4)) not in nights(limits(17, host="SE", sector="health"))


def test_an_adult_has_no_limits_of_hours() -> None:
    for host in EUROPEAN | {"GB"}:
        assert limits(18, host=host) == []


def test_third_country_nationals_need_insurance_for_the_whole_stay() -> None:
    rules = asked(20, host="IT", nationality="MA")
    assert document("eu-sickness-insurance").kind.expires
    assert {"eu-travel-document", "eu-sickness-insurance"} <= rules.keys()
    assert "eu-parental-authorisation" not in rules
    assert "eu-parental-authorisation" in asked(17, host="IT", nationality="MA")


@pytest.mark.parametrize("nationality", ["FR", "NO", "CH"])
def test_europeans_are_no_third_country_nationals(nationality: str) -> None:
    assert "eu-travel-document" not in asked(20, host="IT", nationality=nationality)


@pytest.mark.parametrize("host", ["DK", "IE"])
def test_denmark_and_ireland_take_no_part_in_the_directive_on_trainees(host: str) -> None:
    assert "eu-travel-document" not in asked(20, host=host, nationality="MA")


# -- France


def test_french_apprentices_sign_a_convention_with_employer_cfa_and_host() -> None:
    rules = asked(20, host="DE", enrolment="apprentice").values()
    signers = {r.requires.party for r in rules if isinstance(r.requires, SignatureRequired)}
    assert signers == {"learner", "sending-company", "sending", "host-company"}
    assert "fr-signature-guardian" in asked(17, host="DE", enrolment="apprentice")


def test_the_ten_contents_of_the_convention_are_listed() -> None:
    text = BY_ID["fr-convention-contents"].text
    assert [number for number in range(1, 12) if f"{number}. " in text] == list(range(1, 11))


def test_the_convention_is_for_apprentices_sent_abroad() -> None:
    assert "fr-convention" not in asked(20, host="DE", enrolment="student")
    assert "fr-convention" not in asked(20, host="FR", enrolment="apprentice")
    assert "fr-convention" not in asked(20, sending="IT", host="FR", enrolment="apprentice")


def test_mise_a_disposition_was_limited_to_four_weeks_until_the_law_of_2023() -> None:
    def rules(start: date) -> dict[str, Prerequisite]:
        return asked(20, enrolment="apprentice", start=start, end=date(2024, 3, 1))

    assert "fr-mise-a-disposition-before-2024" in rules(date(2023, 12, 28))
    assert "fr-mise-a-disposition" not in rules(date(2023, 12, 28))
    assert "fr-mise-a-disposition-before-2024" not in rules(date(2023, 12, 29))
    assert "fr-mise-a-disposition" in rules(date(2023, 12, 29))


def test_the_hosts_signature_can_be_waived_since_december_2024() -> None:
    def rules(start: date) -> dict[str, Prerequisite]:
        return asked(20, enrolment="apprentice", start=start, end=date(2025, 1, 1))

    assert "fr-host-signature-waiver" not in rules(date(2024, 12, 5))
    assert "fr-host-signature-waiver" in rules(date(2024, 12, 6))


def test_a_minor_leaving_france_without_a_parent_needs_the_exit_authorisation() -> None:
    papers = {"fr-exit-authorisation", "fr-exit-identity", "fr-exit-parent-identity"}
    assert papers <= asked(17, host="ES").keys()
    assert papers.isdisjoint(asked(18, host="ES"))
    assert papers.isdisjoint(asked(17, sending="IT", host="ES"))


def test_the_age_limit_of_french_apprenticeships_is_lifted_for_europeans() -> None:
    rules = asked(30, sending="IT", host="FR", enrolment="apprentice")
    assert not rules["fr-hosting-age-limit"].blocking


# -- Germany


def test_a_sixteen_year_old_in_germany_works_at_most_forty_hours() -> None:
    assert hours(limits(16, host="DE")) == (8.5, 40)
    assert strictest(lambda limit: limit.days, min, limits(16, host="DE")) == 5


def test_in_germany_breaks_grow_to_an_hour_beyond_six_hours() -> None:
    breaks = {(rule.break_after, rule.break_minutes) for rule in limits(16, host="DE")}
    assert {(4.5, 30), (6, 60)} <= breaks


@pytest.mark.parametrize(
    ("age", "sector", "begins", "ends"),
    [
        (15, "bakery", 6, 20),
        (16, "bakery", 5, 20),
        (17, "bakery", 4, 20),
        (16, "catering", 6, 22),
        (17, "hotel", 6, 22),
        (16, "agriculture", 5, 21),
        (16, "office", 6, 20),
    ],
)
def test_in_germany_the_working_day_depends_on_age_and_sector(
    age: int, sector: str, begins: int, ends: int
) -> None:
    rules = asked(age, host="DE", sector=sector)
    german = [r.requires for r in rules.values() if r.id.startswith("de-night")]
    assert [(r.night_to, r.night_from) for r in german if isinstance(r, HoursLimit)] == [
        (time(begins), time(ends))
    ]


def test_light_work_in_germany_up_to_two_months_may_go_without_the_examination() -> None:
    assert asked(17, host="DE")["de-medical-examination-short"].excusable_by
    longer = asked(17, host="DE", end=date(2027, 5, 31))
    assert longer["de-medical-examination"].excusable_by == ()
    assert "de-medical-examination-short" not in longer


def test_the_german_examination_is_at_most_fourteen_months_old() -> None:
    oldest = document("de-medical-examination").not_older_than
    fourteen_months = [date(y + 1, m + 2, 1) - date(y, m, 1) for y in (2026, 2027) for m in (1, 9)]
    assert oldest == min(fourteen_months).days


@pytest.mark.parametrize("sector", ["bakery", "catering", "food"])
def test_whoever_handles_food_in_germany_is_instructed_before(sector: str) -> None:
    assert "de-food-instruction" in asked(25, host="DE", sector=sector)


def test_german_apprentices_need_a_plan_beyond_eight_weeks_abroad() -> None:
    def rules(end: date) -> dict[str, Prerequisite]:
        return asked(20, sending="DE", host="FR", nationality="DE", enrolment="apprentice", end=end)

    assert "de-plan" not in rules(date(2027, 4, 25))
    assert "de-plan" in rules(date(2027, 4, 26))


# -- the others


@pytest.mark.parametrize(("host", "years"), [("ES", 16), ("IT", 15), ("PT", 16), ("PL", 15)])
def test_the_minimum_age(host: str, years: int) -> None:
    def minimum(age: int) -> list[int]:
        rules = asked(age, host=host).values()
        return [
            r.requires.years for r in rules if isinstance(r.requires, MinimumAge) and r.blocking
        ]

    assert minimum(years - 1) == [years]
    assert minimum(years) == []


def test_in_spain_a_minor_works_neither_at_night_nor_overtime() -> None:
    rules = asked(17, host="ES")
    assert hours(limits(17, host="ES"))[0] == 8
    assert rules["es-night"].requires == HoursLimit(night_from=time(22), night_to=time(6))
    assert isinstance(rules["es-overtime"].requires, Confirmation)


def test_work_with_children_in_spain_needs_a_negative_certificate() -> None:
    certificates = {"es-sexual-offences", "es-sexual-offences-home"}
    assert certificates.isdisjoint(asked(20, host="ES"))
    french = asked(20, host="ES", contact_with_minors=True)
    assert french.keys() & certificates == {"es-sexual-offences"}
    moroccan = asked(20, host="ES", contact_with_minors=True, nationality="MA")
    assert certificates <= moroccan.keys()


def test_whether_the_work_is_with_children_has_to_be_known_in_spain() -> None:
    profile = learner(20, host="ES", contact_with_minors=None)
    unknown = {d.prerequisite.id: d.unknown for d in applicable(profile, RULES)}
    assert unknown["es-sexual-offences"] == ("contact_with_minors",)


def test_a_minor_in_italy_has_a_medical_visit_every_year() -> None:
    visit = document("it-medical-fitness")
    assert visit.not_older_than == 365
    assert visit.kind.who.roles == ("host-company",)


def test_in_ireland_children_stop_at_eight_in_the_evening_and_young_persons_at_ten() -> None:
    assert (time(20), time(8)) in nights(limits(15, host="IE"))
    assert nights(limits(16, host="IE")) == {(time(22), time(6))}
    assert hours(limits(15, host="IE")) == hours(limits(16, host="IE")) == (8, 40)


def test_a_parent_permits_work_under_16_in_ireland() -> None:
    assert "ie-parental-permission" in asked(15, host="IE")
    assert "ie-parental-permission" not in asked(16, host="IE")


def test_in_portugal_hours_are_fewer_under_16() -> None:
    assert hours(limits(15, host="PT")) == (7, 35)
    assert hours(limits(16, host="PT")) == (8, 40)


def test_in_poland_a_day_has_six_hours_under_16() -> None:
    assert hours(limits(15, host="PL"))[0] == 6
    assert hours(limits(16, host="PL"))[0] == 8


def test_in_finland_overtime_has_a_limit_of_its_own() -> None:
    assert required("fi-hours") == HoursLimit(per_day=8, per_week=40)
    assert BY_ID["fi-hours"].excusable_by
    assert hours(limits(16, host="FI")) == (9, 48)


def test_a_placement_in_the_united_kingdom_needs_a_visa() -> None:
    assert {"uk-visa", "uk-sponsorship", "uk-role"} <= asked(20, host="GB").keys()
    assert document("uk-visa").kind.expires


@pytest.mark.parametrize("nationality", ["GB", "IE"])
def test_british_and_irish_nationals_need_no_visa_for_it(nationality: str) -> None:
    assert "uk-visa" not in asked(20, host="GB", nationality=nationality)


def test_in_the_united_kingdom_some_sectors_may_go_on_until_midnight() -> None:
    assert nights(limits(17, host="GB")) == {(time(23), time(6))}
    assert nights(limits(17, host="GB", sector="hotel")) == {(time(0), time(4))}


# -- the page


def test_the_reference_lists_every_rule_with_its_source() -> None:
    page = (ROOT / "docs" / "reference" / "countries.md").read_text("utf-8").replace("\\", "")
    for rule in RULES:
        assert f"- **{rule.title}** (`{rule.id}`)" in page
        assert rule.law.text in page
        assert f"read {rule.law.checked} at {rule.law.found}" in page
