"""The country rules as a page tells them: one definition each, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Prerequisite,
    SignatureRequired,
)
from mobiflow.plugins.countries import RULES
from mobiflow.plugins.countries.eu import EUROPE, MEMBERS
from mobiflow.plugins.countries.words import SECTORS


def country(name: str) -> Iterator[str]:
    """Every rule of a country, with whom it is for, what it asks for and where it stands."""
    for rule in RULES[name]:
        told = (plain(rule.text), meaning(rule), source(rule))
        yield f"- **{plain(rule.title)}** (`{rule.id}`)"
        yield from (f"\n  {paragraph}" for paragraph in told if paragraph)
        yield ""


def sectors() -> Iterator[str]:
    """The sectors rules ask about."""
    return (f"- `{word}`: {label}" for word, label in SECTORS.items())


def plain(text: str) -> str:
    """A text in which Markdown sees no marks."""
    return text.replace("*", r"\*")


def meaning(rule: Prerequisite) -> str:
    """In a line: for whom, what, and whether it blocks."""
    sentences = [f"For {whom(rule.applies)}: {required(rule)}."]
    sentences.append("Blocks departure." if rule.blocking else "Advice.")
    if rule.excusable_by:
        sentences.append(f"Excusable by: {', '.join(rule.excusable_by)}.")
    if rule.since is not None:
        sentences.append(f"In force from {rule.since}.")
    if rule.until is not None:
        sentences.append(f"In force until {rule.until}.")
    return " ".join(sentences)


def whom(to: Applies) -> str:
    """Those a rule applies to."""
    return ", ".join((" ".join(("learners", *ages(to))), *status(to), *stay(to), *work(to)))


def ages(to: Applies) -> Iterator[str]:
    if to.age_from is not None:
        yield f"from {to.age_from}"
    if to.age_under is not None:
        yield f"under {to.age_under}"
    if to.age_on == "signing":
        yield "on signing"


def status(to: Applies) -> Iterator[str]:
    if to.enrolment:
        yield either(to.enrolment)
    if to.eu is not None:
        yield f"{'' if to.eu else 'not '}nationals of {EUROPEAN}"
    if to.except_nationality:
        yield f"not nationals of {either(to.except_nationality)}"


def stay(to: Applies) -> Iterator[str]:
    if to.sending:
        yield f"sent from {places(to.sending)}"
    if to.host:
        yield f"hosted in {places(to.host)}"
    if to.abroad:
        yield "abroad"
    if to.longer_than is not None:
        yield f"for more than {to.longer_than} days"
    if to.at_most is not None:
        yield f"for {to.at_most} days or less"


def work(to: Applies) -> Iterator[str]:
    if to.sector:
        yield f"in {either(to.sector)}"
    if to.except_sector:
        yield f"not in {either(to.except_sector)}"
    if to.contact_with_minors:
        yield "with regular contact with minors"


EUROPEAN: Final = "the EU, the EEA or Switzerland"
ALL: Final = (("the EU", MEMBERS), (EUROPEAN, EUROPE))


def places(countries: frozenset[str]) -> str:
    for name, everywhere in ALL:
        if countries == everywhere:
            return name
        left_out = everywhere - countries
        if countries < everywhere and len(left_out) < len(countries):
            return f"{name} except {', '.join(sorted(left_out))}"
    return either(countries)


def either(words: frozenset[str]) -> str:
    return " or ".join(sorted(words))


def required(rule: Prerequisite) -> str:
    """What a rule asks for."""
    match rule.requires:
        case DocumentRequired(kind, not_older_than):
            outlasts = ", valid for the whole stay" if kind.expires else ""
            age = f", at most {not_older_than} days old" if not_older_than is not None else ""
            return f"the document `{kind.id}`{outlasts}{age}"
        case Confirmation(by):
            return f"a confirmation by {' or '.join(by)}"
        case SignatureRequired(party):
            return f"the signature of `{party}`"
        case MinimumAge(years):
            return f"{years} years of age"
        case HoursLimit() as limit:
            return ", ".join(hours(limit))


def hours(limit: HoursLimit) -> Iterator[str]:
    for value, unit in (
        (limit.per_day, "hours a day at most"),
        (limit.per_week, "hours a week at most"),
        (limit.days, "days a week at most"),
        (limit.rest, "hours of rest a day at least"),
    ):
        if value is not None:
            yield f"{value:g} {unit}"
    if limit.night_from is not None and limit.night_to is not None:
        yield f"no work from {limit.night_from:%H:%M} to {limit.night_to:%H:%M}"
    if limit.break_after is not None:
        yield f"a break of {limit.break_minutes} minutes beyond {limit.break_after:g} hours"


def source(rule: Prerequisite) -> str:
    return f"*{plain(rule.law.text)}*; read {rule.law.checked} at {plain(rule.law.found)}."
