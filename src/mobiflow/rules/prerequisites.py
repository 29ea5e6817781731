"""What is demanded of somebody: prerequisites asked about a profile of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from mobiflow._record import record
from mobiflow.definition import Applies, Prerequisite, Profile
from mobiflow.model import Learner
from mobiflow.rules.context import Context

__all__ = [
    "EUROPEAN",
    "ApplicablePrerequisite",
    "applicable",
    "applies",
    "asked_of",
    "elsewhere",
    "profile_of",
]

EUROPEAN: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "IS",
        "LI",
        "NO",
        "CH",
    ]
)
"""The member states of the European Union, the EEA and Switzerland (ISO 3166-1 alpha-2): their
nationals need no permit of a third-country national under Directive (EU) 2016/801, art. 2."""


@record
class ApplicablePrerequisite:
    """A prerequisite that applies, or whose applying hangs on facts not known yet."""

    prerequisite: Prerequisite
    unknown: tuple[str, ...] = ()


def applicable(
    profile: Profile, prerequisites: Iterable[Prerequisite]
) -> Iterator[ApplicablePrerequisite]:
    """The prerequisites that apply to a profile, and those that may, for want of a fact."""
    for prerequisite in prerequisites:
        answer = asked_of(prerequisite, profile)
        if answer is True:
            yield ApplicablePrerequisite(prerequisite)
        elif answer is not False:
            yield ApplicablePrerequisite(prerequisite, answer)


def asked_of(prerequisite: Prerequisite, profile: Profile) -> bool | tuple[str, ...]:
    """Whether a prerequisite is in force and applies; or the facts that would tell."""
    since, until, day = prerequisite.since, prerequisite.until, profile.start
    if (since is not None and day < since) or (until is not None and until < day):
        return False
    return applies(prerequisite.applies, profile)


def elsewhere(to: Applies, sending: str, host: str) -> bool:
    """Whether a rule is that of other countries: of most rules this is quickly told."""
    return bool((to.host and host not in to.host) or (to.sending and sending not in to.sending))


def applies(to: Applies, profile: Profile) -> bool | tuple[str, ...]:
    """Whether a rule applies; or the facts that would have to be known to tell."""
    of_age = _age_fits(to, profile)  # first, as most rules are about the young
    if of_age is False or not _stay_fits(to, profile):
        return False
    unknown = [] if of_age else ["born"]
    for answers in (_of_learner(to, profile), _of_work(to, profile)):
        for fact, answer in answers:
            if answer is False:
                return False
            if answer is None and fact not in unknown:
                unknown.append(fact)
    return tuple(unknown) or True


def _stay_fits(to: Applies, profile: Profile) -> bool:
    """Whether the stay is one that a rule is for; of a stay everything is known."""
    return (
        not elsewhere(to, profile.sending, profile.host)
        and (to.abroad is None or (profile.sending != profile.host) is to.abroad)
        and (to.longer_than is None or profile.days > to.longer_than)
        and (to.at_most is None or profile.days <= to.at_most)
    )


_Answers: TypeAlias = Iterator[tuple[str, bool | None]]
"""Conditions of a rule, each with its answer: ``None`` where the fact is not known."""


def _of_learner(to: Applies, profile: Profile) -> _Answers:
    nationality = profile.nationality
    if to.nationality:
        yield "nationality", _among(nationality, to.nationality)
    if to.except_nationality:
        yield "nationality", _none_of(nationality, to.except_nationality)
    if to.eu is not None:
        yield "nationality", (_among if to.eu else _none_of)(nationality, EUROPEAN)
    if to.enrolment:
        yield "enrolment", _among(profile.enrolment, to.enrolment)


def _of_work(to: Applies, profile: Profile) -> _Answers:
    if to.sector:
        yield "sector", _among(profile.sector, to.sector)
    if to.except_sector:
        yield "sector", _none_of(profile.sector, to.except_sector)
    if to.contact_with_minors is not None:
        contact = profile.contact_with_minors
        yield "contact_with_minors", None if contact is None else contact is to.contact_with_minors


def _among(fact: str | None, words: frozenset[str]) -> bool | None:
    return None if fact is None else fact in words


def _none_of(fact: str | None, words: frozenset[str]) -> bool | None:
    return None if fact is None else fact not in words


def _age_fits(to: Applies, profile: Profile) -> bool | None:
    if to.age_under is None and to.age_from is None:
        return True
    if profile.born is None:
        return None
    day = profile.start if to.age_on == "start" else profile.signed or profile.start
    age = (
        day.year
        - profile.born.year
        - ((day.month, day.day) < (profile.born.month, profile.born.day))
    )
    return (to.age_under is None or age < to.age_under) and (
        to.age_from is None or age >= to.age_from
    )


def profile_of(context: Context, learner: Learner) -> Profile:
    """What is known of a learner of a mobility."""
    period = context.period_of(learner)
    placement = learner.placements[-1] if learner.placements else None
    company = context.companies.get(placement.company) if placement else None
    contract = learner.contract or learner.proposal
    signature = contract.signed_by("learner", None) if contract else None
    return Profile(
        sending=context.sending.country,
        host=context.host.country,
        start=period.start,
        end=period.end,
        born=learner.born,
        nationality=learner.nationality,
        enrolment=learner.enrolment,
        sector=company.sector if company else None,
        contact_with_minors=placement.contact_with_minors if placement else None,
        signed=signature.on if signature else None,
    )
