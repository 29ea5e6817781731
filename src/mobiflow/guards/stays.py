"""Guards about companies, placements, tutors, accompanying persons and incidents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from mobiflow.actions import (
    AddCompany,
    AppointAccompanist,
    Fire,
    NameTutor,
    Place,
    PrepareAccompanist,
    ReplacePlacement,
)
from mobiflow.actions._spec import COMMON
from mobiflow.i18n import N_
from mobiflow.model import Accompanist, Company, Incident, Learner, Mobility, Ref, Tutor
from mobiflow.rules.context import Context
from mobiflow.verdict import Ask, Guard, Reason, Remedy, maker

__all__ = [
    "accompanists_prepared",
    "host_companies_identified",
    "incidents_settled",
    "next_company",
    "no_open_incident",
    "placed",
    "tutor_named",
]

_FIND: Final = {
    "company-to-find": N_("a host company has yet to be found"),
}

NEXT_COMPANY: Final = {
    "company-to-choose": N_("the company has not been chosen as a host"),
    "company-to-inform": N_("the company has not been informed"),
    **_FIND,
}
"""What brings a host company closer."""

_INCIDENTS: Final = {
    "incident-open": N_("the incident is open"),
    "incident-in-mediation": N_("the mediation is not settled"),
}


@maker
def accompanists_prepared() -> Guard:
    """Accompanying persons are appointed, and every one of them is prepared."""
    return Guard(
        "accompanists_prepared",
        1,
        _accompanists_prepared,
        scope="mobility",
        says={
            "accompanist-missing": N_("no accompanying person has been appointed"),
            "accompanist-unprepared": N_("{accompanist} has not been prepared to accompany"),
        },
    )


@maker
def host_companies_identified() -> Guard:
    """At least one host company has been found."""
    return Guard(
        "host_companies_identified",
        1,
        _host_companies_identified,
        scope="mobility",
        needs="host-company",
        says=_FIND,
    )


@maker
def placed() -> Guard:
    """The learner is placed, in companies that are selected and still there."""
    return Guard(
        "placed",
        1,
        _placed,
        needs="host-company",
        says={
            **COMMON,
            **NEXT_COMPANY,
            "placement-lost": N_("the host company {company} is no longer available"),
        },
    )


@maker
def tutor_named() -> Guard:
    """Every host company of the learner has named a tutor."""
    return Guard(
        "tutor_named",
        1,
        _tutor_named,
        says={"tutor-missing": N_("no tutor has been named in {company}")},
    )


@maker
def incidents_settled() -> Guard:
    """No incident is open or in mediation."""
    return Guard("incidents_settled", 1, _incidents_settled, scope="mobility", says=_INCIDENTS)


@maker
def no_open_incident() -> Guard:
    """No incident that concerns the learner is open or in mediation."""
    return Guard(
        "no_open_incident", 1, _no_open_incident, excusable_by=("coordinator",), says=_INCIDENTS
    )


def _accompanists_prepared(context: Context, mobility: Mobility) -> Iterator[Reason]:
    ref = Ref("mobility", mobility.id)
    key = "prepare-reception/appoint-accompanying-persons"
    if not context.accompanists:
        ask = Ask("accompanist", Accompanist, N_("Accompanying person"))
        remedy = Remedy(AppointAccompanist, {}, (ask,))
        yield Reason("accompanist-missing", ref, {}, remedy, deadline_key=key)
    for accompanist in context.accompanists.values():
        if accompanist.prepared is None:
            params = {"accompanist": accompanist.id}
            remedy = Remedy(PrepareAccompanist, params)
            yield Reason("accompanist-unprepared", ref, params, remedy, deadline_key=key)


def _host_companies_identified(context: Context, mobility: Mobility) -> Iterator[Reason]:
    del mobility
    if not any(_hosts(company) for company in context.companies.values()):
        yield _company_to_find(context)


def _placed(context: Context, learner: Learner) -> Iterator[Reason]:
    selected = tuple(c.id for c in context.companies.values() if c.status == "selected")
    if not learner.placements:
        if selected:
            company = Ask("company", str, N_("Host company"), selected)
            remedy = Remedy(Place, {"learner": learner.id}, (company,))
            yield Reason("not-placed", Ref("learner", learner.id), {}, remedy, deadline_key=_SELECT)
        else:
            yield next_company(context)
        return
    # Whoever has left has placements behind them: what became of those does not matter.
    counting = learner.placements[-1:] if learner.stay.departed else learner.placements
    for placement in counting:
        company_now = context.companies[placement.company]
        if company_now.status in _TOWARDS:
            yield _towards(company_now)
        elif company_now.status == "declined" and selected:
            yield _lost(context, learner, placement.company, selected)
        elif company_now.status == "declined":
            yield next_company(context)


def _lost(context: Context, learner: Learner, company: str, selected: tuple[str, ...]) -> Reason:
    stay = context.period_of(learner)
    asks = (
        Ask("company", str, N_("Host company"), selected),
        Ask("start", type(stay.start), N_("First day there"), (), stay.start, stay.end),
        Ask("reason", str, N_("Reason")),
    )
    remedy = Remedy(ReplacePlacement, {"learner": learner.id}, asks)
    ref = Ref("learner", learner.id)
    return Reason("placement-lost", ref, {"company": company}, remedy, deadline_key=_SELECT)


def next_company(context: Context, *, besides: Collection[str] = ()) -> Reason:
    """What brings a host company closer: choose one informed, inform one found, or find one.

    ``besides`` are companies that will not do. For guards that need a company to place in.
    """
    for status in _TOWARDS:
        for company in context.companies.values():
            if company.status == status and company.id not in besides:
                return _towards(company)
    return _company_to_find(context)


_SELECT: Final = "prepare-host-companies/select-host-companies"
_TOWARDS: Final = ("informed", "identified")
"""The states of a company that is not a host yet, the nearest to one first."""


def _towards(company: Company) -> Reason:
    """What a company waits for that is not a host yet."""
    ref = Ref("host-company", company.id)
    if company.status == "informed":
        choose = Remedy(Fire, {"trigger": "choose-company", "subject": ref})
        return Reason("company-to-choose", ref, {}, choose, deadline_key=_SELECT)
    inform = Remedy(Fire, {"trigger": "inform", "subject": ref})
    return Reason("company-to-inform", ref, {}, inform, deadline_key=_SELECT)


def _company_to_find(context: Context) -> Reason:
    ask = Ask("company", Company, N_("Host company"), must={"kind": "host"})
    key = "prepare-host-companies/identify-host-companies"
    ref = Ref("mobility", context.id)
    return Reason("company-to-find", ref, {}, Remedy(AddCompany, {}, (ask,)), deadline_key=key)


def _hosts(company: Company) -> bool:
    return company.kind == "host" and company.status != "declined"


def _tutor_named(context: Context, learner: Learner) -> Iterator[Reason]:
    for placement in learner.placements:
        if not placement.tutors and context.companies[placement.company].status != "declined":
            known = {"learner": learner.id, "company": placement.company}
            remedy = Remedy(NameTutor, known, (Ask("tutor", Tutor, N_("Tutor")),))
            key = "prepare-host-companies/name-tutor"
            ref = Ref("learner", learner.id)
            params = {"company": placement.company}
            yield Reason("tutor-missing", ref, params, remedy, deadline_key=key)


def _incidents_settled(context: Context, mobility: Mobility) -> Iterator[Reason]:
    del mobility
    return _open(incident for incident in context.incidents.values())


def _no_open_incident(context: Context, learner: Learner) -> Iterator[Reason]:
    return _open(i for i in context.incidents.values() if i.learner == learner.id)


def _open(incidents: Iterator[Incident]) -> Iterator[Reason]:
    for incident in incidents:
        ref = Ref("incident", incident.id)
        if incident.status == "open":
            remedy = Remedy(Fire, {"trigger": "mediate", "subject": ref})
            yield Reason("incident-open", ref, {}, remedy, deadline_key="incident")
        elif incident.status == "mediation":
            ask = Ask("reason", str, N_("How it was settled"))
            remedy = Remedy(Fire, {"trigger": "resolve", "subject": ref}, (ask,))
            yield Reason("incident-in-mediation", ref, {}, remedy, deadline_key="incident")
