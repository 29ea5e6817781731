"""The guard of a prerequisite: what a country, or anybody, demands is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial
from typing import Final

from mobiflow._record import evolve
from mobiflow.actions import ChangeCompany, CollectDocument, Confirm, PlanWork
from mobiflow.definition import (
    Confirmation,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Prerequisite,
)
from mobiflow.guards.documents import PAPERS, TOO_OLD, document_refusals, redated
from mobiflow.guards.facts import UNKNOWN, fact_unknown
from mobiflow.i18n import N_
from mobiflow.model import Learner, Placement, Ref, WorkingHours
from mobiflow.rules.context import Context
from mobiflow.rules.prerequisites import asked_of, elsewhere, profile_of
from mobiflow.verdict import Ask, Guard, Reason, Remedy

__all__ = ["prerequisite"]

_DEMANDS: Final = {
    "confirmation-missing": N_("not confirmed yet: {prerequisite}"),
    "too-young": N_("too young: {years} years or more are needed on the first day of the stay"),
    "hours-unknown": N_("the working hours in {company} are not planned yet"),
    "hours-beyond": N_("working hours in {company}, {limit}: {planned} planned, {allowed} allowed"),
}
"""What is demanded besides documents and facts."""


def prerequisite(demanded: Prerequisite) -> Guard:
    """One prerequisite, asked about a learner's facts."""
    return Guard(
        "prerequisite",
        1,
        _prerequisite,
        {"id": demanded.id},
        excusable_by=demanded.excusable_by,
        basis=(demanded.law.text,),
        source=demanded.source,
        concerns=partial(_concerns, demanded),
        says={**PAPERS, **TOO_OLD, **UNKNOWN, **_DEMANDS},
    )


def _concerns(demanded: Prerequisite, context: Context) -> bool:
    """Whether the countries of a mobility are those of a prerequisite, as far as it names any."""
    return not elsewhere(demanded.applies, context.sending.country, context.host.country)


def _prerequisite(context: Context, learner: Learner, id: str) -> Iterator[Reason]:  # noqa: A002  # the param's name
    demanded = context.rules.prerequisites[id]
    profile = context.recall(profile_of, learner, profile_of)
    asked = asked_of(demanded, profile)
    if asked is False:
        return
    if asked is not True:
        for fact in asked:
            yield from _unknown(context, learner, fact)
        return
    match demanded.requires:
        case DocumentRequired():
            yield from _document(context, learner, demanded.requires)
        case Confirmation():
            yield from _confirmation(learner, demanded)
        case HoursLimit():
            yield from _hours(learner, demanded.requires)
        case MinimumAge():
            yield from _minimum_age(context, learner, demanded.requires)
        case _:
            pass  # a signature is asked for by the contract, whose party it adds


def _unknown(context: Context, learner: Learner, fact: str) -> Iterator[Reason]:
    """A fact about the work is asked of the placement, which has to be found first."""
    if fact not in {"sector", "contact_with_minors"}:
        yield fact_unknown(context, learner, fact)
    elif learner.placements:
        company = learner.placements[-1].company
        ref, key = Ref("learner", learner.id), "prepare-host-companies"
        params = {"fact": fact, "company": company}
        if fact == "sector":
            rules = [p.applies for p in context.rules.workflow.prerequisites]
            sectors = {word for to in rules for word in to.sector | to.except_sector}
            ask = Ask("sector", str, N_("Sector"), (*sorted(sectors), "other"))
            remedy = Remedy(ChangeCompany, {"company": company}, (ask,))
        else:
            ask = Ask(fact, bool, N_("Regular contact with children"))
            remedy = Remedy(PlanWork, {"learner": learner.id, "company": company}, (ask,))
        yield Reason("fact-unknown", ref, params, remedy, deadline_key=key)


def _document(context: Context, learner: Learner, required: DocumentRequired) -> Iterator[Reason]:
    found = tuple(document_refusals(context, learner, (required.kind.id,)))
    if required.not_older_than is None:
        yield from found
        return
    earliest = context.period_of(learner).start - timedelta(days=required.not_older_than)
    renewed = tuple(new for refusal in found if (new := _dated(refusal, earliest)) is not None)
    held = learner.documents.get(required.kind.id)
    if not renewed and held is not None and (held.dated is None or held.dated < earliest):
        yield redated(learner, held, earliest)  # verifying the one that is there would be in vain
    else:
        yield from renewed or found


def _dated(refusal: Reason, earliest: date) -> Reason | None:
    """What another document would clear, asking for its date too, lest that be refused next."""
    remedy = refusal.remedy
    if remedy is None or remedy.action_type is not CollectDocument:
        return None
    ask = Ask("dated", date, N_("Date of the document"), at_least=earliest)
    return evolve(refusal, remedy=evolve(remedy, ask=(*remedy.ask, ask)))


def _confirmation(learner: Learner, demanded: Prerequisite) -> Iterator[Reason]:
    if demanded.id not in learner.confirmations:
        params = {"prerequisite": demanded.id}
        remedy = Remedy(Confirm, {"learner": learner.id, **params})
        ref, key = Ref("learner", learner.id), "prepare-participants"
        yield Reason("confirmation-missing", ref, params, remedy, deadline_key=key)


def _minimum_age(context: Context, learner: Learner, minimum: MinimumAge) -> Iterator[Reason]:
    age = learner.age_on(context.period_of(learner).start)
    if age is None:
        yield fact_unknown(context, learner, "born")
    elif age < minimum.years:
        ref, key = Ref("learner", learner.id), "select-learners"
        yield Reason("too-young", ref, {"years": minimum.years}, deadline_key=key)


def _hours(learner: Learner, limit: HoursLimit) -> Iterator[Reason]:
    ref, key = Ref("learner", learner.id), "prepare-host-companies"
    for placement in learner.placements:
        known = {"learner": learner.id, "company": placement.company}
        remedy = Remedy(PlanWork, known, (_ASK,))
        company = {"company": placement.company}
        if placement.hours is None:
            yield Reason("hours-unknown", ref, company, remedy, deadline_key=key)
        else:
            for what, planned, allowed in _beyond(placement, placement.hours, limit):
                params = {**company, "limit": what, "planned": planned, "allowed": allowed}
                yield Reason("hours-beyond", ref, params, remedy, deadline_key=key)


_ASK: Final = Ask("hours", WorkingHours, N_("Planned working hours"))


def _beyond(
    placement: Placement, hours: WorkingHours, limit: HoursLimit
) -> Iterator[tuple[str, str, str]]:
    """Which limits the planned hours pass: what, planned, allowed."""
    del placement
    for what, planned, allowed in (
        ("per-day", hours.per_day, limit.per_day),
        ("per-week", hours.per_week, limit.per_week),
        ("days", hours.days, limit.days),
    ):
        if allowed is not None and planned > allowed:
            yield what, f"{planned:g}", f"{allowed:g}"
    night = limit.night_from, limit.night_to
    if night[0] is not None and night[1] is not None and _overlap(hours, night[0], night[1]):
        span = f"{hours.begins:%H:%M}-{hours.ends:%H:%M}"
        yield "night", span, f"{night[1]:%H:%M}-{night[0]:%H:%M}"
    rest = 24 - _length(hours.begins, hours.ends) / 60
    if limit.rest is not None and rest < limit.rest:
        yield "rest", f"{rest:g}", f"{limit.rest:g}"
    long = limit.break_after is not None and hours.per_day > limit.break_after
    if long and hours.break_minutes < (limit.break_minutes or 0):
        yield "break", str(hours.break_minutes), str(limit.break_minutes)


_DAY: Final = 24 * 60


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _length(begins: time, ends: time) -> int:
    """Minutes from one time to the next time it is the other."""
    return (_minutes(ends) - _minutes(begins)) % _DAY or _DAY


def _overlap(hours: WorkingHours, begins: time, ends: time) -> bool:
    """Whether the span of work and a night share a minute; either may cross midnight."""
    work, work_end = (
        _minutes(hours.begins),
        _minutes(hours.begins) + _length(hours.begins, hours.ends),
    )
    night, night_end = _minutes(begins), _minutes(begins) + _length(begins, ends)
    return any(work < night_end + shift and night + shift < work_end for shift in (-_DAY, 0, _DAY))
