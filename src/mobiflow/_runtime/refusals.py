"""What was found made into refusals: by when, by whom, asked by whom, and each only once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mobiflow._compiler.bound_guards import Asker, Finding
from mobiflow._record import evolve
from mobiflow._runtime.snapshot import Snapshot, permitted
from mobiflow.actions._spec import Action
from mobiflow.actions.daily import excused_params
from mobiflow.definition import LeadTime
from mobiflow.model import Learner, Period, Ref
from mobiflow.model.words import Role
from mobiflow.rules.index import Deadline
from mobiflow.text.bound import BoundMessages
from mobiflow.text.names import Around
from mobiflow.verdict import Permission, Refusal, Remedy

__all__ = ["finalize"]


def finalize(snapshot: Snapshot, findings: Iterable[Finding], on: date) -> tuple[Refusal, ...]:
    """What was found as refusals: excused ones dropped, equal ones merged.

    A refusal is made once, and kept with what was found for as long as that is remembered.
    """
    excused = {excusal.key for excusal in snapshot.mobility.excuses if on <= excusal.until}
    merged: dict[str, Refusal] = {}
    completion = _Completion(snapshot)
    for finding in findings:
        if excused and _excusal_key(finding) in excused:
            continue
        key = finding.key
        known = merged.get(key)
        if known is None:
            merged[key] = finding.refusal or completion.of(finding)
        elif not _adds_nothing(finding, known):
            merged[key] = _together(known, finding.refusal or completion.of(finding))
    return tuple(merged.values())


def _adds_nothing(finding: Finding, known: Refusal) -> bool:
    """Whether who asks, why and by when is what is known already."""
    reason, asker = finding.reason, finding.asker
    return (
        (reason.asked_by or asker.plugins) == known.asked_by
        and asker.basis == known.basis
        and asker.excusable_by == known.excusable_by
        and reason.deadline_key == known.deadline_key
        and reason.due is None
    )


def _excusal_key(finding: Finding) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    reason = finding.reason
    params = tuple(sorted(excused_params(reason).items()))
    return (finding.asker.guard, reason.code, str(reason.subject), params)


class _Completion:
    """Reasons with all that the workflow adds to them; what several share is looked up once."""

    __slots__ = ("_deadlines", "_roles", "_snapshot", "_whose")

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._deadlines: dict[str, Deadline] = {}
        self._roles: dict[type[Action], tuple[Role, ...]] = {}
        self._whose: dict[str, _Whose] = {}

    def of(self, finding: Finding) -> Refusal:
        """The refusal that a finding comes to, kept with it."""
        reason, asker, remedy = finding.reason, finding.asker, finding.reason.remedy
        subject, key = reason.subject, reason.deadline_key
        holder = subject.owner or subject.id
        whose = self._whose.get(holder) or self._looked_up(holder)
        deadline = self._deadlines.get(key) or self._deadline(key)
        who = reason.who
        if remedy is not None:
            who = who or self._roles.get(remedy.action_type) or self._who(remedy, asker)
            remedy = whose.voice.remedy(remedy)
        due = reason.due
        if due is None and deadline.lead_time is not None:
            due = _due(deadline.lead_time, whose, subject)
        finding.refusal = Refusal(
            reason.code,
            subject,
            reason.params,
            remedy,
            deadline_key=key,
            who=who,
            asked_by=reason.asked_by or asker.plugins,
            due=due,
            notes=deadline.notes,
            guard=asker.guard,
            excusable_by=asker.excusable_by,
            basis=asker.basis,
            voice=whose.voice,
            key=finding.key,
        )
        return finding.refusal

    def _who(self, remedy: Remedy, asker: Asker) -> tuple[Role, ...]:
        try:
            roles = permitted(self._snapshot, remedy).roles
        except Exception as problem:
            by, guard = ", ".join(asker.plugins), f" of guard {asker.guard}" if asker.guard else ""
            problem.add_note(f"Raised for the remedy {remedy!r}{guard}, contributed by {by}.")
            raise
        if isinstance(self._snapshot.blueprint.spec(remedy.action_type).permission, Permission):
            self._roles[remedy.action_type] = roles  # whatever its values
        return roles

    def _deadline(self, key: str) -> Deadline:
        found = self._deadlines[key] = self._snapshot.blueprint.rules.deadline(key)
        return found

    def _looked_up(self, holder: str) -> _Whose:
        snapshot, context = self._snapshot, self._snapshot.context
        learner = snapshot.mobility.learners.get(holder)
        period = context.period if learner is None else context.period_of(learner)
        voice = snapshot.blueprint.messages_of(Around(context, learner))
        found = self._whose[holder] = _Whose(learner, period, voice)
        return found


class _Whose(NamedTuple):
    """Whom refusals are about: a learner or nobody in particular, when abroad, and what speaks.

    What speaks keeps no mobility alive.
    """

    learner: Learner | None
    period: Period
    voice: BoundMessages


def _due(lead: LeadTime, whose: _Whose, ref: Ref) -> date:
    """The day by which something should be done, by the workflow's lead times."""
    anchor = whose.period.start if lead.anchor == "start" else whose.period.end
    day = anchor + timedelta(days=lead.days)
    arose = _arose(ref, whose.learner) if whose.learner is not None else None
    return day if arose is None or arose < day else arose


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
