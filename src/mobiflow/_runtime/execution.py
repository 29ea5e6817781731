"""Carrying out an action that nothing stands in the way of: a new state, and what was fired."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from mobiflow._compiler.bound_guards import step_status
from mobiflow._runtime.snapshot import Fired, Snapshot, status_of
from mobiflow.actions import Fire
from mobiflow.actions._spec import Action
from mobiflow.model import Company, Contract, Document, Incident, Learner, Mobility, Ref
from mobiflow.rules.contracts import Held

__all__ = ["execute"]

_OF_LEARNERS: Final = frozenset({"learner", "contract", "document"})
"""The kinds of subject that belong to a learner."""


def execute(snapshot: Snapshot, act: Action) -> tuple[Mobility, tuple[Fired, ...]]:
    """The mobility after an action that nothing stands in the way of, and what was fired."""
    spec, rules = snapshot.blueprint.spec(type(act)), snapshot.blueprint.rules
    refs = act.subjects(snapshot.mobility)
    trigger = act.trigger if isinstance(act, Fire) else spec.trigger
    moves = [_move(snapshot, ref, trigger) for ref in refs] if trigger else []
    mobility = act.apply(snapshot.mobility, rules)
    for fired in moves:
        mobility = _moved(snapshot, mobility, fired, act)
    followed: list[Fired] = []
    for learner in _touched(snapshot, mobility, refs):
        mobility = _follow_up(snapshot, mobility, learner, act, followed)
    return mobility, (*moves, *followed)


def _move(snapshot: Snapshot, ref: Ref, trigger: str) -> Fired:
    status = status_of(snapshot.mobility.subject(ref))
    machine = snapshot.blueprint.machines[ref.kind]
    dest = machine.fire(trigger, status, snapshot.context, snapshot.seen(ref))
    return Fired(ref, trigger, status, dest)


def _moved(snapshot: Snapshot, mobility: Mobility, fired: Fired, act: Action) -> Mobility:
    """A subject put into its new state, with what the transition leaves on it."""
    transition = snapshot.blueprint.transitions[fired.subject.kind, fired.trigger, fired.source]
    subject = mobility.subject(fired.subject)
    if transition.effect is not None:
        seen = Snapshot(snapshot.blueprint, mobility, snapshot.context).seen(fired.subject)
        subject = transition.effect.func(seen, act)
    subject = evolve(subject, status=fired.dest)
    if isinstance(subject, Mobility):
        return _latched(snapshot, subject, fired.source)
    return _put(mobility, fired.subject, subject)


def _put(
    mobility: Mobility, ref: Ref, subject: Learner | Company | Contract | Document | Incident
) -> Mobility:
    owner = ref.id.rpartition("/")[0]
    match subject:
        case Learner():
            return mobility.with_learner(subject)
        case Company():
            return mobility.with_company(subject)
        case Incident():
            return mobility.with_incident(subject)
        case Contract():
            return mobility.with_contract(mobility.learners[owner], subject)
        case Document():
            return mobility.with_document(owner, subject)


def _touched(snapshot: Snapshot, mobility: Mobility, refs: tuple[Ref, ...]) -> tuple[str, ...]:
    """The learners whose contracts an action may have made effective.

    Those it was about; or those it changed, and all if it changed what they share.
    """
    before, learners = snapshot.mobility.learners, mobility.learners
    if all(ref.kind in _OF_LEARNERS for ref in refs):
        owners = (ref.id if ref.kind == "learner" else ref.id.rpartition("/")[0] for ref in refs)
        touched = [learners[owner] for owner in dict.fromkeys(owners) if owner in learners]
    elif Snapshot.of(snapshot.blueprint, mobility, snapshot).context is snapshot.context:
        touched = [learners[name] for name in learners if learners[name] is not before.get(name)]
    else:
        touched = list(learners.values())
    return tuple(learner.id for learner in touched if learner.contracts)


def _follow_up(
    snapshot: Snapshot, mobility: Mobility, learner: str, act: Action, fired: list[Fired]
) -> Mobility:
    """Automatic transitions of a learner's contracts, until none is left to take."""
    now = Snapshot.of(snapshot.blueprint, mobility, snapshot)
    while (move := _automatic(now, now.mobility.learners[learner])) is not None:
        fired.append(move)
        now = Snapshot.of(now.blueprint, _moved(now, now.mobility, move, act), now)
    return now.mobility


def _automatic(snapshot: Snapshot, learner: Learner) -> Fired | None:
    """The first automatic transition of a learner's contracts that nothing stands in the way of."""
    for contract in learner.contracts:
        for trigger in snapshot.blueprint.automatic.get(("contract", contract.status), ()):
            machine, seen = snapshot.blueprint.machines["contract"], Held(learner, contract)
            if machine.ask(trigger, contract.status, snapshot.context, seen) == []:
                return _move(snapshot, Ref("contract", f"{learner.id}/{contract.version}"), trigger)
    return None


def _latched(snapshot: Snapshot, mobility: Mobility, left: str) -> Mobility:
    """The status of every step kept as it was when its phase closed."""
    phases = {phase.id: phase for phase in snapshot.blueprint.workflow.phases}
    if mobility.status == left:
        return mobility
    closed = dict(mobility.closed)
    if left in phases:
        before, phase = evolve(mobility, status=left), phases[left]
        for step in phase.steps:
            closed[step.id] = step_status(snapshot.context, before, phase, step)
    for step in phases[mobility.status].steps if mobility.status in phases else ():
        closed.pop(step.id, None)  # a phase entered again is open again
    return evolve(mobility, closed=closed)
