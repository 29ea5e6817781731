"""The guard *grid_completed*, and the other guards about learning and its assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, get_args

from mobiflow.actions import (
    ChooseAssessment,
    DecideUnit,
    GiveFeedback,
    MarkOutcome,
    PlanAssessment,
    SetUnits,
    SignGrid,
    TransmitResults,
)
from mobiflow.actions._spec import COMMON
from mobiflow.guards.documents import PAPERS, document_refusals
from mobiflow.i18n import N_
from mobiflow.model import Assessment, Company, Learner, Mobility, Ref, Unit
from mobiflow.model.words import Channel, Evidence, Verdict
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import later, objectives_of, unmarked
from mobiflow.verdict import Ask, Guard, Reason, Remedy, maker

__all__ = [
    "assessment_chosen",
    "assessment_planned",
    "feedback_given",
    "grid_completed",
    "results_transmitted",
    "units_agreed",
    "units_decided",
]

NO_ASSESSMENT: Final = {
    "assessment-missing": N_("how the mobility is assessed and validated has not been decided"),
}
"""What is said before it is decided how outcomes are assessed."""


_DOCUMENT: Final = {"statement": "individual-statement", "europass": "europass-mobility"}


_ASSESSMENT: Final = Ask(
    "assessment", Assessment, N_("How is the mobility assessed and validated?")
)

_ASKED: Final = {
    "learner": "debrief/learner-satisfaction",
    "host-company": "debrief/host-company-satisfaction",
    "sending-company": "review-and-disseminate/ask-sending-companies",
}


@maker
def grid_completed() -> Guard:
    """The assessment is documented: one of the kinds of evidence chosen is complete."""
    return Guard(
        "grid_completed",
        1,
        _grid_completed,
        says={
            **PAPERS,
            **NO_ASSESSMENT,
            "grid-unsigned": N_("the evaluation grid lacks the signature of: {party}"),
            "languages-missing": N_("the certifier asks for papers in {count} languages"),
        },
    )


@maker
def units_agreed() -> Guard:
    """At least one unit of learning outcomes is agreed with the host partner."""
    return Guard("units_agreed", 1, _units_agreed, scope="mobility", says=COMMON)


@maker
def assessment_chosen() -> Guard:
    """How the mobility is assessed and validated is decided."""
    return Guard("assessment_chosen", 1, _assessment_chosen, scope="mobility", says=NO_ASSESSMENT)


@maker
def assessment_planned() -> Guard:
    """A day for the individual assessment in the company is set."""
    return Guard(
        "assessment_planned",
        1,
        _assessment_planned,
        says={"assessment-unplanned": N_("the assessment in the company has not been planned")},
    )


@maker
def feedback_given() -> Guard:
    """The learner or the company has answered the satisfaction questionnaire."""
    return Guard(
        "feedback_given",
        1,
        _feedback_given,
        scope="",
        says={"feedback-missing": N_("the satisfaction questionnaire has not been answered")},
    )


@maker
def results_transmitted(to: str) -> Guard:
    """The results have gone to the sending organisation, or on to the certifier."""
    return Guard(
        "results_transmitted",
        1,
        _results_transmitted,
        {"to": to},
        says={
            "results-not-transmitted": N_("the results have not been transmitted to the {to:party}")
        },
    )


@maker
def units_decided() -> Guard:
    """Every unit the learner aimed at is decided."""
    return Guard(
        "units_decided",
        1,
        _units_decided,
        says={"unit-undecided": N_("the unit “{unit}” has not been decided")},
    )


def units_refusals(context: Context) -> Iterator[Reason]:
    """No unit is agreed."""
    if not context.units:
        ask = Ask("units", tuple[Unit, ...], N_("Units of learning outcomes"))
        ref = Ref("mobility", context.id)
        key = "present-project/agree-learning-outcomes"
        yield Reason("units-missing", ref, {}, Remedy(SetUnits, {}, (ask,)), deadline_key=key)


def assessment_refusals(context: Context) -> Iterator[Reason]:
    """No assessment is chosen."""
    if context.assessment is None:
        ref = Ref("mobility", context.id)
        key = "present-project/choose-assessment-tools"
        remedy = Remedy(ChooseAssessment, {}, (_ASSESSMENT,))
        yield Reason("assessment-missing", ref, {}, remedy, deadline_key=key)


def _units_agreed(context: Context, mobility: Mobility) -> Iterator[Reason]:
    del mobility
    return units_refusals(context)


def _assessment_chosen(context: Context, mobility: Mobility) -> Iterator[Reason]:
    del mobility
    return assessment_refusals(context)


def _assessment_planned(context: Context, learner: Learner) -> Iterator[Reason]:
    if learner.assessment is None:
        period = context.period_of(learner)
        day = Ask("day", date, N_("Day of the assessment"), (), period.start, period.end)
        remedy = Remedy(PlanAssessment, {"learner": learner.id}, (day,))
        key = "assess-outcomes/plan-assessment"
        yield Reason(
            "assessment-unplanned", Ref("learner", learner.id), {}, remedy, deadline_key=key
        )


def _grid_completed(context: Context, learner: Learner) -> Iterator[Reason]:
    rules = context.certification_of(learner)
    for kind in rules.documents:
        yield from document_refusals(context, learner, (kind.id,))
    if rules.ambition == "document":
        kinds = tuple(_DOCUMENT[e] for e in rules.evidence if e in _DOCUMENT)
        yield from document_refusals(context, learner, kinds)
        return
    if context.assessment is None:
        yield from assessment_refusals(context)
        return
    if len(context.assessment.languages) < len(rules.languages):
        ref, count = Ref("mobility", context.id), {"count": len(rules.languages)}
        remedy = Remedy(ChooseAssessment, {}, (_ASSESSMENT,))
        key = "present-project/choose-assessment-tools"
        yield Reason("languages-missing", ref, count, remedy, deadline_key=key)
    chosen: tuple[Evidence, ...] = tuple(
        evidence for evidence in rules.evidence if evidence in context.assessment.evidence
    )
    accepted = chosen or rules.evidence
    missing = [
        tuple(_missing(context, learner, context.assessment, evidence)) for evidence in accepted
    ]
    if all(missing):
        yield from missing[0]


def _missing(
    context: Context, learner: Learner, assessment: Assessment, evidence: Evidence
) -> Iterator[Reason]:
    if evidence == "grid":
        yield from _grid_refusals(context, learner, assessment)
    else:
        yield from document_refusals(context, learner, (_DOCUMENT[evidence],))


def _grid_refusals(context: Context, learner: Learner, assessment: Assessment) -> Iterator[Reason]:
    ref, grid = Ref("learner", learner.id), learner.grid
    key = "assess-outcomes/complete-grid"
    mark = Ask("mark", str, N_("Mark"), assessment.scale.levels)
    for params in unmarked(context, learner):
        known = {"learner": learner.id, "outcome": params["outcome"]}
        yield Reason(
            "outcome-unmarked", ref, params, Remedy(MarkOutcome, known, (mark,)), deadline_key=key
        )
    signed = {s.party for s in grid.signatures if s.version == grid.revision}
    channel = Ask("channel", str, N_("How it was signed"), get_args(Channel))
    for party in context.certification_of(learner).grid_signers:
        if party not in signed:
            remedy = Remedy(SignGrid, {"learner": learner.id, "party": party}, (channel,))
            yield Reason("grid-unsigned", ref, {"party": party}, remedy, deadline_key=key)


def _feedback_given(context: Context, subject: Learner | Company) -> Iterator[Reason]:
    del context
    if subject.feedback is None:
        kind = "learner" if isinstance(subject, Learner) else f"{subject.kind}-company"
        score = Ask("score", int, N_("Satisfaction, from 1 (poor) to 5 (excellent)"))
        remedy = Remedy(GiveFeedback, {"subject": subject.id}, (score,))
        yield Reason(
            "feedback-missing", Ref(kind, subject.id), {}, remedy, deadline_key=_ASKED[kind]
        )


def _results_transmitted(context: Context, learner: Learner, to: str) -> Iterator[Reason]:
    certifies = context.certification_of(learner).ambition == "certify"
    chosen = context.assessment is None or context.assessment.to_certifier
    asked = to == "sending" or (certifies and chosen)
    if asked and all(transmission.to != to for transmission in learner.transmissions):
        remedy = Remedy(TransmitResults, {"learner": learner.id, "to": to})
        task = "transmit-results" if to == "sending" else "transmit-to-certifier"
        key = f"validate-outcomes/{task}"
        ref = Ref("learner", learner.id)
        yield Reason("results-not-transmitted", ref, {"to": to}, remedy, deadline_key=key)


def _units_decided(context: Context, learner: Learner) -> Iterator[Reason]:
    if context.certification_of(learner).ambition != "certify":
        return
    verdict = Ask("verdict", str, N_("Decision"), get_args(Verdict))
    months, returned = context.certification_of(learner).months, learner.stay.returned
    due = later(returned, months) if months is not None and returned is not None else None
    for objective in objectives_of(context, learner):
        if objective.unit not in learner.decisions:
            known = {"learner": learner.id, "unit": objective.unit}
            remedy = Remedy(DecideUnit, known, (verdict,))
            ref = Ref("learner", learner.id)
            key = "validate-outcomes/decide"
            yield Reason(
                "unit-undecided", ref, {"unit": objective.unit}, remedy, due=due, deadline_key=key
            )
