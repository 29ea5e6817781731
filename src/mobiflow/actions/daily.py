"""What daily life brings: incidents, feedback, excuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, learner_ref, ref_of
from mobiflow.actions.people import company_ref
from mobiflow.i18n import N_
from mobiflow.model import Excusal, Feedback, Incident, Mobility, Ref
from mobiflow.model.constraints import ID, PERSONAL_PROSE, SCORE
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, Refusal, allow

__all__ = ["Excuse", "GiveFeedback", "OpenIncident"]


@action(
    allow(
        "host",
        "accompanist",
        "tutor",
        "host-company",
        "learner",
        "guardian",
        "educator",
        deputies=("coordinator",),
    ),
    title=N_("report an incident"),
)
@record
class OpenIncident:
    """Something went wrong, or a mediation is asked for.

    ``learner`` and ``company`` say whom it concerns; a learner's return waits until it is
    settled.
    """

    id: str = field(metadata=ID)
    kind: Literal["mediation", "non-conformity", "well-being", "other"]
    learner: str | None = field(default=None, kw_only=True, metadata=ID)
    company: str | None = field(default=None, kw_only=True, metadata=ID)
    account: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        company = company_ref(mobility, self.company) if self.company is not None else None
        if self.learner is not None:
            return (learner_ref(self.learner),)
        return (company or Ref("mobility", mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if self.id in mobility.taken_ids():
            yield Reason("already-taken", Ref("incident", self.id), {"id": self.id})
        if self.learner is not None and self.company is not None:
            learner = mobility.learners[self.learner]
            theirs = {learner.employer, *(placement.company for placement in learner.placements)}
            if self.company not in theirs:
                yield Reason(
                    "not-placed-there", learner_ref(self.learner), {"company": self.company}
                )

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        incident = Incident(
            self.id,
            self.kind,
            opened=day(self.on),
            learner=self.learner,
            company=self.company,
            status=rules.initial("incident"),
            account=self.account,
        )
        return mobility.with_incident(incident)


@action(
    allow(
        "learner", "guardian", "host-company", "sending-company", deputies=("coordinator", "host")
    ),
    company="subject",
    title=N_("answer the questionnaire"),
    says={
        "already-answered": N_("this answer is already recorded"),
    },
)
@record
class GiveFeedback:
    """A learner or a company answers the satisfaction questionnaire: 1 (poor) to 5 (excellent).

    ``subject`` is the learner or the company whose answer it is.
    """

    subject: str = field(metadata=ID)
    score: int = field(metadata=SCORE)
    comment: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (ref_of(mobility, self.subject),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        ref = ref_of(mobility, self.subject)
        given = mobility.companies.get(self.subject) or mobility.learners[self.subject]
        if given.feedback is not None:
            same = (given.feedback.score, given.feedback.comment)
            if same == (self.score, self.comment):
                yield Reason("already-answered", ref)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        feedback = Feedback(day(self.on), self.score, self.comment)
        if self.subject in mobility.companies:
            company = evolve(mobility.companies[self.subject], feedback=feedback)
            return mobility.with_company(company)
        return mobility.with_learner(evolve(mobility.learners[self.subject], feedback=feedback))


def _excuser(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    refusal = values["refusal"]
    guard = rules.guards.get(refusal.guard) if isinstance(refusal, Refusal) else None
    return Permission(guard.excusable_by if guard else ())


@action(
    _excuser,
    title=N_("excuse"),
    says={
        "already-excused": N_("this is already excused"),
        "excuse-over": N_("an excuse until {until} is already over"),
    },
)
@record
class Excuse:
    """A refusal is set aside, for a reason and until a day, by somebody the rule entitles.

    ``refusal`` is one that an explanation gave. What nobody may excuse stays refused.
    """

    refusal: Refusal
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    until: date = field(kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (self.refusal.subject,)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        if self.until < day(self.on):
            yield Reason("excuse-over", self.refusal.subject, {"until": self.until})
        if any(excusal == self._excusal() for excusal in mobility.excuses):
            yield Reason("already-excused", self.refusal.subject)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        excusal = self._excusal()
        kept = tuple(other for other in mobility.excuses if other.key != excusal.key)
        return evolve(mobility, excuses=(*kept, excusal))

    def _excusal(self) -> Excusal:
        refusal = self.refusal
        return Excusal(
            refusal.guard,
            refusal.code,
            str(refusal.subject),
            excused_params(refusal),
            self.until,
            self.reason,
        )


def excused_params(refusal: Reason | Refusal) -> dict[str, str]:
    """The params of a refusal as an excusal keeps them: as texts."""
    return {name: str(value) for name, value in refusal.params.items()}
