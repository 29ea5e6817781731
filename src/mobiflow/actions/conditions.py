"""What prerequisites and certifiers ask for: confirmations, planned work, facts of plugins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, learner_ref, ref_of
from mobiflow.definition import Confirmation
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Confirmed, Facts, Learner, Mobility, Ref, WorkingHours
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.model.introspection import fields_of
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, allow

__all__ = ["ChooseCertification", "Confirm", "PlanWork", "SetFacts"]


def _confirmer(
    rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]
) -> Permission:
    known = rules.prerequisite(str(values["prerequisite"]))
    roles = known.requires.by if isinstance(known.requires, Confirmation) else ()
    return Permission(roles, () if "coordinator" in roles else ("coordinator",))


@action(
    _confirmer,
    categories=("applying", "engaged", "away"),
    subject="learner",
    title=N_("confirm a demand"),
    says={
        "already-confirmed": N_("already confirmed: {prerequisite}"),
        "not-to-be-confirmed": N_("this is proven otherwise, not by confirming it: {prerequisite}"),
    },
)
@record
class Confirm:
    """Somebody entitled confirms that a prerequisite is met for a learner."""

    learner: str = field(metadata=ID)
    prerequisite: str = field(metadata=ID)
    note: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        known = context.rules.prerequisite(self.prerequisite)
        params = {"prerequisite": self.prerequisite}
        if not isinstance(known.requires, Confirmation):
            yield Reason("not-to-be-confirmed", learner_ref(self.learner), params)
        if self.prerequisite in mobility.learners[self.learner].confirmations:
            yield Reason("already-confirmed", learner_ref(self.learner), params)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        learner = mobility.learners[self.learner]
        confirmed = Confirmed(day(self.on), self.note)
        confirmations = {**learner.confirmations, self.prerequisite: confirmed}
        return mobility.with_learner(evolve(learner, confirmations=confirmations))


@action(
    allow("host", "host-company", "tutor", deputies=("coordinator",)),
    categories=("applying", "engaged", "away"),
    company="company",
    subject="learner",
    title=N_("plan the work"),
    says={"hours-impossible": N_("these working hours do not add up")},
)
@record
class PlanWork:
    """The work in a host company is planned: hours, and whether it brings contact with children.

    What is left out stays as it is.
    """

    learner: str = field(metadata=ID)
    company: str = field(metadata=ID)
    hours: WorkingHours | None = field(default=None, kw_only=True)
    contact_with_minors: bool | None = field(default=None, kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref, learner = learner_ref(self.learner), mobility.learners[self.learner]
        if all(placement.company != self.company for placement in learner.placements):
            yield Reason("not-placed-there", ref, {"company": self.company})
        elif self._planned(learner) == learner:
            yield Reason("already-planned", ref)
        if self.hours is not None and not _possible(self.hours):
            yield Reason("hours-impossible", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility.with_learner(self._planned(mobility.learners[self.learner]))

    def _planned(self, learner: Learner) -> Learner:
        contact = self.contact_with_minors
        placements = tuple(
            evolve(
                placement,
                hours=self.hours or placement.hours,
                contact_with_minors=placement.contact_with_minors if contact is None else contact,
            )
            if placement.company == self.company
            else placement
            for placement in learner.placements
        )
        return evolve(learner, placements=placements)


def _possible(hours: WorkingHours) -> bool:
    return (
        0 < hours.per_day <= 24  # noqa: PLR2004  # hours of a day
        and hours.per_day <= hours.per_week <= hours.per_day * hours.days
        and 1 <= hours.days <= 7  # noqa: PLR2004  # days of a week
        and 0 <= hours.break_minutes < 60 * 24
    )


@action(allow("coordinator", "educator"), title=N_("choose the certification"))
@record
class ChooseCertification:
    """Which certifier's rules hold, for the mobility or for one learner."""

    certification: str = field(metadata=ID)
    learner: str | None = field(default=None, metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (ref_of(mobility, self.learner or mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = ref_of(mobility, self.learner or mobility.id)
        if self.certification not in context.rules.certifications:
            known = context.rules.certifications
            raise UnknownName("certification", self.certification, known)
        holder = mobility if self.learner is None else mobility.learners[self.learner]
        if holder.certification == self.certification:
            yield Reason("already-chosen", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        if self.learner is None:
            return evolve(mobility, certification=self.certification)
        learner = mobility.learners[self.learner]
        return mobility.with_learner(evolve(learner, certification=self.certification))


def _fact_setter(
    rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]
) -> Permission:
    """The plugin says who; a remedy may know the subject before it knows the facts."""
    facts, subject = values.get("facts"), values["subject"]
    if facts is not None:
        known = rules.facts_of(type(facts))
        return known.who if known is not None else Permission(())
    kind = "mobility" if subject == mobility.id else "learner"
    if subject in mobility.companies:
        kind = f"{mobility.companies[str(subject)].kind}-company"
    for found in rules.workflow.facts:
        if found.kind == kind:
            return found.who
    return Permission(())


@action(
    _fact_setter,
    title=N_("state facts"),
    says={"facts-not-for": N_("these facts belong to another kind of subject: {scope:kind}")},
)
@record
class SetFacts:
    """A plugin's own facts about a learner, a company or the mobility are stated.

    ``facts`` is an instance of the class that the plugin registered; ``subject`` the id. All
    facts of the plugin about this subject are replaced.
    """

    subject: str = field(metadata=ID)
    facts: object
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (ref_of(mobility, self.subject),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = ref_of(mobility, self.subject)
        known = context.rules.facts_of(type(self.facts))
        if known is None:
            names = [kind.facts.__name__ for kind in context.rules.workflow.facts]
            raise UnknownName("class of facts", type(self.facts).__name__, names)
        if ref.kind != known.kind:
            yield Reason("facts-not-for", ref, {"scope": known.kind})
        elif self._extra(mobility).get(known.plugin) == plain_facts(self.facts):
            yield Reason("already-known", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        known = rules.facts_of(type(self.facts))
        plugin = known.plugin if known else ""
        extra = {**self._extra(mobility), plugin: plain_facts(self.facts)}
        if self.subject == mobility.id:
            return evolve(mobility, extra=extra)
        if self.subject in mobility.companies:
            return mobility.with_company(evolve(mobility.companies[self.subject], extra=extra))
        return mobility.with_learner(evolve(mobility.learners[self.subject], extra=extra))

    def _extra(self, mobility: Mobility) -> Mapping[str, Facts]:
        if self.subject == mobility.id:
            return mobility.extra
        if self.subject in mobility.companies:
            return mobility.companies[self.subject].extra
        return mobility.learners[self.subject].extra


def plain_facts(facts: object) -> Facts:
    """A plugin's facts as they are kept: plain, dates as ISO 8601 texts."""
    return {
        attribute.name: value
        if value is None or isinstance(value, bool | int | str)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
        for attribute, value in fields_of(facts)
    }
