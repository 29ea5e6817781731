"""Executing an action that nothing stands in the way of: a new state, and what was fired."""

from __future__ import annotations

from typing import Final

from mobiflow._record import evolve
from mobiflow._runtime.snapshot import Fired, Request, Snapshot, applied
from mobiflow.actions._spec import Action
from mobiflow.model import Contract, Document, Learner, Mobility, Ref, Target

__all__ = ["execute"]


def execute(snapshot: Snapshot, request: Request) -> tuple[Mobility, tuple[Fired, ...]]:
    """The mobility after an action that nothing stands in the way of, and what was fired."""
    act, trigger = request.act, request.trigger
    moves = [_move(snapshot, target, trigger) for target in request.targets] if trigger else []
    mobility = applied(snapshot, request)
    for fired in moves:
        mobility = _moved(snapshot, mobility, fired, act)
    followed: list[Fired] = []
    for learner in _touched(snapshot, mobility, request.targets):
        mobility = _follow_up(snapshot, mobility, learner, act, followed)
    return mobility, (*moves, *followed)


def _move(snapshot: Snapshot, target: Target, trigger: str) -> Fired:
    machine = snapshot.blueprint.machines[target.ref.kind]
    dest = machine.fire(trigger, target.status, snapshot.context, target.seen)
    return Fired(target.ref, trigger, target.status, dest)


def _moved(snapshot: Snapshot, mobility: Mobility, fired: Fired, act: Action) -> Mobility:
    """A subject put into its new state, with what the transition leaves on it."""
    blueprint, ref = snapshot.blueprint, fired.subject
    transition = blueprint.rules.transitions[ref.kind, fired.trigger, fired.source]
    target = mobility.target(ref)
    item = target.item
    if transition.effect is not None:
        item = transition.effect.func(target.seen, act)
    changed = mobility.replacing(target.owner, evolve(item, status=fired.dest))
    return _latched(snapshot, changed, fired.source) if ref.kind == "mobility" else changed


_OF_A_LEARNER: Final = (Learner, Contract, Document)


def _touched(
    snapshot: Snapshot, mobility: Mobility, targets: tuple[Target, ...]
) -> tuple[str, ...]:
    """The learners whose contracts an action may have made effective.

    Those it was about; or those it changed, and all if it changed what they share and rules read.
    """
    before, learners = snapshot.mobility.learners, mobility.learners
    if all(isinstance(target.item, _OF_A_LEARNER) for target in targets):
        owners = dict.fromkeys(target.owner.id for target in targets)
        touched = [learners[owner] for owner in owners if owner in learners]
    elif snapshot.then(mobility).context.reads_like(snapshot.context):
        touched = [learners[name] for name in learners if learners[name] is not before.get(name)]
    else:
        touched = list(learners.values())
    return tuple(learner.id for learner in touched if learner.contracts)


def _follow_up(
    snapshot: Snapshot, mobility: Mobility, learner: str, act: Action, fired: list[Fired]
) -> Mobility:
    """Automatic transitions of a learner's contracts, until none is left to take."""
    now = snapshot.then(mobility)
    while (move := _automatic(now, now.mobility.learners[learner])) is not None:
        fired.append(move)
        now = now.then(_moved(now, now.mobility, move, act))
    return now.mobility


def _automatic(snapshot: Snapshot, learner: Learner) -> Fired | None:
    """The first automatic transition of a learner's contracts that nothing stands in the way of."""
    machine = snapshot.blueprint.machines["contract"]
    for contract in learner.contracts:
        for trigger in snapshot.blueprint.automatic.get(("contract", contract.status), ()):
            target = Target(Ref("contract", str(contract.version), learner.id), learner, contract)
            if machine.ask(trigger, contract.status, snapshot.context, target) == []:
                return _move(snapshot, target, trigger)
    return None


def _latched(snapshot: Snapshot, mobility: Mobility, left: str) -> Mobility:
    """The status of every step kept as it was when its phase closed."""
    phases = snapshot.blueprint.phases
    if mobility.status == left:
        return mobility
    closed = dict(mobility.closed)
    if left in phases:
        closed |= phases[left].status(snapshot.context, evolve(mobility, status=left))
    if mobility.status in phases:  # a phase entered again is open again
        for step in phases[mobility.status].phase.steps:
            closed.pop(step.id, None)
    return evolve(mobility, closed=closed)
