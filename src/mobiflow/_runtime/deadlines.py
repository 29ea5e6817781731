"""When something is due, and which help notes go with it."""

from __future__ import annotations

from datetime import date, timedelta

from mobiflow._runtime.snapshot import Snapshot
from mobiflow.model import Learner, Period, Ref
from mobiflow.rules.contracts import later
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Refusal

__all__ = ["due", "notes"]


def due(snapshot: Snapshot, refusal: Refusal) -> date | None:
    """The day by which a refusal should be cleared, by the workflow's lead times."""
    if refusal.code == "unit-undecided":
        deadline = _deadline(snapshot, refusal.subject)
        if deadline is not None:
            return deadline
    times, path = snapshot.blueprint.workflow.lead_times, refusal.deadline_key
    while path and path not in times:
        path = path.rpartition("/")[0]
    if not path:
        return None
    lead, period = times[path], _period(snapshot, refusal.subject)
    anchor = period.start if lead.anchor == "start" else period.end
    day, arose = anchor + timedelta(days=lead.days), _arose(snapshot, refusal.subject)
    return day if arose is None else max(day, arose)


def _arose(snapshot: Snapshot, ref: Ref) -> date | None:
    """The day before which nothing about a subject can have been due.

    What turns up abroad was not due before the departure, nor a signature before the version.
    """
    learner = snapshot.mobility.learners.get(_owner(ref))
    if learner is None:
        return None
    if ref.kind == "contract":
        version = ref.id.rpartition("/")[2]
        contract = next((c for c in learner.contracts if str(c.version) == version), None)
        if contract is not None:
            return contract.issued or contract.drafted
    return learner.stay.departed


def _deadline(snapshot: Snapshot, ref: Ref) -> date | None:
    """By when the certifier has to decide, counted from the return."""
    learner = snapshot.mobility.learners[ref.id]
    months = snapshot.context.certification_of(learner).months
    returned = learner.stay.returned
    return later(returned, months) if months is not None and returned is not None else None


def notes(rules: WorkflowIndex, lead: str) -> tuple[str, ...]:
    """The ids of the notes of the step a refusal belongs to."""
    step = rules.steps_of.get(lead) or lead.partition("/")[0]
    return rules.notes.get(step, ())


def _owner(ref: Ref) -> str:
    return ref.id if ref.kind == "learner" else ref.id.rpartition("/")[0]


def _period(snapshot: Snapshot, ref: Ref) -> Period:
    """The stay of the learner concerned, or the mobility's own dates."""
    learner = snapshot.mobility.learners.get(_owner(ref))
    return (
        snapshot.context.period_of(learner)
        if isinstance(learner, Learner)
        else snapshot.context.period
    )
