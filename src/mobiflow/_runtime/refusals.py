"""What was found made into refusals: by when, by whom, asked by whom, and each only once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from attrs import evolve

from mobiflow._compiler.bound_guards import Finding
from mobiflow._runtime.snapshot import Snapshot, permission_of
from mobiflow.actions.daily import excused_params
from mobiflow.definition import LeadTime
from mobiflow.model import Learner, Ref
from mobiflow.text.names import Around
from mobiflow.verdict import Refusal

__all__ = ["finalize"]


def finalize(snapshot: Snapshot, findings: Iterable[Finding], on: date) -> tuple[Refusal, ...]:
    """What was found as refusals: excused ones dropped, equal ones merged.

    A refusal is made once, and kept with what was found for as long as that is remembered.
    """
    excused = {excusal.key for excusal in snapshot.mobility.excuses if on <= excusal.until}
    merged: dict[str, Refusal] = {}
    for finding in findings:
        if excused and _excusal_key(finding) in excused:
            continue
        refusal = finding.refusal
        if refusal is None:
            refusal = finding.refusal = _complete(snapshot, finding)
        known = merged.get(refusal.key)
        merged[refusal.key] = refusal if known is None else _together(known, refusal)
    return tuple(merged.values())


def _excusal_key(finding: Finding) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    reason = finding.reason
    params = tuple(sorted(excused_params(reason).items()))
    return (finding.asker.guard, reason.code, str(reason.subject), params)


def _complete(snapshot: Snapshot, finding: Finding) -> Refusal:
    """A reason with all that the workflow adds to it."""
    reason, asker = finding.reason, finding.asker
    learner = snapshot.mobility.learners.get(reason.subject.holder)
    remedy, who = reason.remedy, reason.who
    if remedy is not None and not who:
        who = permission_of(snapshot, remedy.action_type, remedy.known).roles
    voice = snapshot.blueprint.messages_of(Around(snapshot.context, learner))
    deadline = snapshot.blueprint.rules.deadline(reason.deadline_key)
    return Refusal(
        reason.code,
        reason.subject,
        reason.params,
        voice.remedy(remedy) if remedy is not None else None,
        deadline_key=reason.deadline_key,
        who=who,
        asked_by=reason.asked_by or asker.plugins,
        due=reason.due or _due(snapshot, reason.subject, learner, deadline.lead_time),
        notes=deadline.notes,
        guard=asker.guard,
        excusable_by=asker.excusable_by,
        basis=asker.basis,
        voice=voice,
    )


def _due(
    snapshot: Snapshot, ref: Ref, learner: Learner | None, lead: LeadTime | None
) -> date | None:
    """The day by which something should be done, by the workflow's lead times."""
    if lead is None:
        return None
    context = snapshot.context
    period = context.period if learner is None else context.period_of(learner)
    anchor = period.start if lead.anchor == "start" else period.end
    day = anchor + timedelta(days=lead.days)
    arose = _arose(ref, learner) if learner is not None else None
    return day if arose is None else max(day, arose)


def _arose(ref: Ref, learner: Learner) -> date | None:
    """The day before which nothing about a subject can have been due.

    What turns up abroad was not due before the departure, nor a signature before the version.
    """
    if ref.kind == "contract":
        for contract in learner.contracts:
            if str(contract.version) == ref.id:
                return contract.issued or contract.drafted
    return learner.stay.departed


def _together(one: Refusal, other: Refusal) -> Refusal:
    """Two equal refusals as one: asked by all who asked, due first, excused by who may both."""
    if one is other:
        return one
    asked_by = tuple(dict.fromkeys((*one.asked_by, *other.asked_by)))
    basis = tuple(dict.fromkeys((*one.basis, *other.basis)))
    soonest = min((day for day in (one.due, other.due) if day is not None), default=None)
    excusable_by = tuple(role for role in one.excusable_by if role in other.excusable_by)
    both = (asked_by, basis, soonest, excusable_by)
    if both == (one.asked_by, one.basis, one.due, one.excusable_by):
        return one
    return evolve(one, asked_by=asked_by, basis=basis, due=soonest, excusable_by=excusable_by)
