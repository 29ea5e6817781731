"""Learners, companies and accompanying persons: added and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, learner_ref
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Accompanist, Company, Learner, Mobility, Ref, Stay
from mobiflow.model.constraints import COUNTRY, ID, LINE, PERSONAL, PERSONAL_COUNTRY, PERSONAL_FACT
from mobiflow.model.introspection import changed, fields_of, shape_of
from mobiflow.model.words import Enrolment
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Reason, allow

__all__ = [
    "AddCompany",
    "AddLearner",
    "AppointAccompanist",
    "ChangeCompany",
    "ChangeLearner",
    "PrepareAccompanist",
]


_SHARED: Final = {
    "no-sending-company": N_("there is no sending company {company}; add it first"),
    "not-a-newcomer": N_("somebody new cannot bring “{field}”; actions set it later"),
}
"""What several of these actions say."""


@action(allow("coordinator"), subject="mobility", title=N_("add a learner"), says=_SHARED)
@record
class AddLearner:
    """A learner joins as a candidate; also after the first have left (a late joiner)."""

    learner: Learner
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        yield from _newcomer(mobility, learner_ref(self.learner.id), self.learner)
        stay = self.learner.stay
        if stay != Stay(stay.period):
            yield Reason("not-a-newcomer", learner_ref(self.learner.id), {"field": "stay"})
        yield from _employer_known(context, self.learner.id, self.learner.employer)
        yield from _born_by_now(self.learner.id, self.learner.born, day(self.on))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility.with_learner(evolve(self.learner, status=rules.initial("learner")))


@action(
    allow("coordinator"), subject="learner", title=N_("complete a learner's data"), says={**_SHARED}
)
@record
class ChangeLearner:
    """Facts about a learner became known or were wrong; what is left out stays as it is."""

    learner: str = field(metadata=ID)
    name: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    contact: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    born: date | None = field(default=None, kw_only=True, metadata=PERSONAL_FACT)
    nationality: str | None = field(default=None, kw_only=True, metadata=PERSONAL_COUNTRY)
    enrolment: Enrolment | None = field(default=None, kw_only=True)
    employer: str | None = field(default=None, kw_only=True, metadata=ID)
    group: str | None = field(default=None, kw_only=True, metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if _unchanged(mobility.learners[self.learner], _given(self)):
            yield Reason("already-known", learner_ref(self.learner))
        yield from _employer_known(context, self.learner, self.employer)
        yield from _born_by_now(self.learner, self.born, day(self.on))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility.with_learner(changed(mobility.learners[self.learner], _given(self)))


@action(
    allow("host", "coordinator"), subject="mobility", title=N_("add a company"), says={**_SHARED}
)
@record
class AddCompany:
    """A host company is identified, or a sending company named."""

    company: Company
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterable[Reason]:
        return _newcomer(
            mobility, Ref(f"{self.company.kind}-company", self.company.id), self.company
        )

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        initial = rules.initial(f"{self.company.kind}-company")
        return mobility.with_company(evolve(self.company, status=initial))


@action(allow("host", "coordinator"), title=N_("complete a company's data"))
@record
class ChangeCompany:
    """Facts about a company became known or were wrong; what is left out stays as it is."""

    company: str = field(metadata=ID)
    name: str | None = field(default=None, kw_only=True, metadata=LINE)
    country: str | None = field(default=None, kw_only=True, metadata=COUNTRY)
    contact: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    sector: str | None = field(default=None, kw_only=True, metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (company_ref(mobility, self.company),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if _unchanged(mobility.companies[self.company], _given(self)):
            yield Reason("already-known", company_ref(mobility, self.company))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility.with_company(changed(mobility.companies[self.company], _given(self)))


@action(
    allow("coordinator", "host"),
    subject="mobility",
    title=N_("appoint an accompanying person"),
    says={"already-appointed": N_("{accompanist} is already appointed")},
)
@record
class AppointAccompanist:
    """An accompanying person is appointed; the role is agreed between the partners."""

    accompanist: Accompanist
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if self.accompanist.id in mobility.accompanists:
            params = {"accompanist": self.accompanist.id}
            yield Reason("already-appointed", Ref("mobility", mobility.id), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        appointed = {**mobility.accompanists, self.accompanist.id: self.accompanist}
        return evolve(mobility, accompanists=appointed)


@action(
    allow("coordinator", "host"),
    subject="mobility",
    title=N_("prepare an accompanying person"),
    says={
        "already-prepared": N_("{accompanist} is already prepared"),
        "not-appointed": N_("{accompanist} has not been appointed"),
    },
)
@record
class PrepareAccompanist:
    """An accompanying person has been briefed and equipped."""

    accompanist: str = field(metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        appointed = mobility.accompanists.get(self.accompanist)
        params = {"accompanist": self.accompanist}
        if appointed is None:
            yield Reason("not-appointed", Ref("mobility", mobility.id), params)
        elif appointed.prepared is not None:
            yield Reason("already-prepared", Ref("mobility", mobility.id), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        prepared = evolve(mobility.accompanists[self.accompanist], prepared=self.on)
        return evolve(mobility, accompanists={**mobility.accompanists, prepared.id: prepared})


def company_ref(mobility: Mobility, company: str) -> Ref:
    """The reference of a company, host or sending.

    Raises:
        UnknownName: when there is no such company.
    """
    if company not in mobility.companies:
        raise UnknownName("company", company, mobility.companies)
    return Ref(f"{mobility.companies[company].kind}-company", company)


def _newcomer(mobility: Mobility, ref: Ref, arrival: Learner | Company) -> Iterator[Reason]:
    if ref.id in mobility.taken_ids():
        yield Reason("already-taken", ref, {"id": ref.id})
    for given in shape_of(type(arrival)).fields:
        if given.metadata.get("state") and getattr(arrival, given.name) != given.default:
            yield Reason("not-a-newcomer", ref, {"field": given.name})


def _given(change: object) -> dict[str, object]:
    """The facts a change states, without its subject and its date."""
    values = [(a.name, value) for a, value in fields_of(change)][1:-1]
    return {name: value for name, value in values if value is not None}


def _unchanged(subject: Learner | Company, given: dict[str, object]) -> bool:
    return all(getattr(subject, name) == value for name, value in given.items())


def _employer_known(context: Context, learner: str, employer: str | None) -> Iterator[Reason]:
    if employer is None:
        return
    company = context.companies.get(employer)
    if company is None or company.kind != "sending":
        yield Reason("no-sending-company", learner_ref(learner), {"company": employer})


def _born_by_now(learner: str, born: date | None, on: date) -> Iterator[Reason]:
    if born is not None and born > on:
        yield Reason("date-in-future", learner_ref(learner), {"day": born, "today": on})
