"""One verdict for ``do`` and ``explain``: everything that stands in the way of an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Final

from mobiflow._compiler.bound_guards import Finding, reasons_of
from mobiflow._runtime.refusals import finalize
from mobiflow._runtime.snapshot import Request, Snapshot, contributed, permission_of, requested
from mobiflow.actions._spec import Action, values_of
from mobiflow.actions.moves import firing
from mobiflow.errors import InvalidValue, Problem, UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Actor, Learner, Ref, Target
from mobiflow.rules.paths import best_way
from mobiflow.rules.permissions import may
from mobiflow.verdict import Param, Reason, Refusal, Remedy

__all__ = ["SAYS", "advice", "evaluate", "evaluated", "violations"]

SAYS: Final = {
    "wrong-state": N_("not possible now: {state}. It is possible when: {wanted:state}"),
    "mobility-closed": N_("the mobility is {state}; nothing more can be changed"),
    "not-permitted": N_("only these may do this: {roles:role}"),
    "nobody-may": N_("nobody may do this"),
    "already-so": N_("already {state}; nothing would change"),
}
"""What the road itself says."""


def evaluated(
    snapshot: Snapshot, act: Action, actor: Actor | None, today: date
) -> tuple[Refusal, ...]:
    """Everything that stands in the way of an action whose day is filled in."""
    return evaluate(snapshot, requested(snapshot, act), actor, today)


def evaluate(
    snapshot: Snapshot, request: Request, actor: Actor | None, today: date
) -> tuple[Refusal, ...]:
    """Everything that stands in the way of a request, each reason once.

    ``actor`` is ``None`` to leave permissions out.
    """
    found = list(_unpermitted(snapshot, request, actor)) if actor is not None else []
    found += _found(snapshot, request, today)
    return finalize(snapshot, found, request.act.on or today) if found else ()


def _unpermitted(snapshot: Snapshot, request: Request, actor: Actor) -> Iterator[Finding]:
    permission = permission_of(snapshot, request.spec, partial(values_of, request.act))
    of = request.spec.acts_for(request.act)
    for target in request.targets:
        if not may(actor, permission, snapshot.mobility, target, of):
            params: Mapping[str, Param] = {"action": request.name, "roles": permission.everyone}
            if permission.everyone:
                reason = Reason("not-permitted", target.ref, params, who=permission.roles)
            else:
                reason = Reason("nobody-may", target.ref, params)
            yield Finding(reason, snapshot.blueprint.road)


def _found(snapshot: Snapshot, request: Request, today: date) -> Iterator[Finding]:
    blueprint, targets = snapshot.blueprint, request.targets
    for target in targets:
        _refuse_bare(snapshot, request, target)
    on = request.act.on or today
    if on > today + timedelta(days=1):  # tomorrow is already today somewhere
        own: Mapping[str, Param] = {"day": on, "today": today}
        yield Finding(Reason("date-in-future", targets[0].ref, own), blueprint.road)
    if not _in_reach(snapshot, request):
        yield Finding(_closed(snapshot), blueprint.road)
        return
    misplaced = False
    for target in targets:
        answer = (
            _in_category(snapshot, request, target)
            if request.trigger is None
            else _asked(snapshot, target, request.trigger)
        )
        if answer is None:
            misplaced = True
            yield Finding(_wrong_state(snapshot, request, target), blueprint.road)
        else:
            yield from answer
    if not misplaced:
        yield from _objections(snapshot, request)


def _objections(snapshot: Snapshot, request: Request) -> Iterable[Finding]:
    """What the action itself objects to; a plugin's is not taken on trust."""
    spec, act = request.spec, request.act
    asker = snapshot.blueprint.asker(spec)

    def ask() -> Iterable[Reason]:
        return spec.check(act, snapshot.context, snapshot.mobility)

    if not spec.source:
        return (Finding(reason, asker) for reason in ask())
    found = contributed(spec, lambda: list(reasons_of(ask(), f"Action {spec.name}")))
    return [Finding(reason, asker) for reason in found]


def _in_reach(snapshot: Snapshot, request: Request) -> bool:
    """Whether the mobility is open, or the action is about its being closed."""
    moves_it = request.trigger is not None and request.targets[0].ref.kind == "mobility"
    return moves_it or snapshot.blueprint.rules.is_open(snapshot.mobility)


def _closed(snapshot: Snapshot) -> Reason:
    mobility = snapshot.mobility
    ref = Ref("mobility", mobility.id)
    remedy = None
    if ("mobility", "reopen", mobility.status) in snapshot.blueprint.rules.transitions:
        remedy = firing(snapshot.blueprint.rules, ref, mobility.status, "reopen")
    return Reason("mobility-closed", ref, {"state": f"mobility:{mobility.status}"}, remedy)


def _refuse_bare(snapshot: Snapshot, request: Request, target: Target) -> None:
    """A trigger with an action of its own is not fired bare: that would do half of it."""
    if request.trigger is None:
        return
    own = snapshot.blueprint.reserved.get((target.ref.kind, request.trigger))
    if own is not None and own.name != request.spec.name:
        problem = Problem("$.trigger", f"belongs to the action {own.name}; do that instead.")
        raise InvalidValue(f"Trigger {request.trigger!r} cannot be fired like this:", (problem,))


def _asked(snapshot: Snapshot, target: Target, trigger: str) -> Iterable[Finding] | None:
    """What the machine's guards find, ``None`` in a state without the trigger."""
    kind, status = target.ref.kind, target.status
    machine = snapshot.blueprint.machines.get(kind)
    if machine is None or not machine.sources(trigger):
        known = machine.rows if machine else ()
        raise UnknownName(f"trigger of a {kind}", trigger, {row.trigger for row in known})
    found = machine.ask(trigger, status, snapshot.context, target.seen)
    if found == [] and _goes_nowhere(snapshot, target, trigger):
        reason = Reason("already-so", target.ref, {"state": f"{kind}:{status}"})
        return [Finding(reason, snapshot.blueprint.road)]
    return found


def _goes_nowhere(snapshot: Snapshot, target: Target, trigger: str) -> bool:
    """Whether a trigger that chooses its way would lead back to where the subject is."""
    kind, status = target.ref.kind, target.status
    if snapshot.blueprint.rules.transitions[kind, trigger, status].choice is None:
        return False
    machine = snapshot.blueprint.machines[kind]
    return machine.fire(trigger, status, snapshot.context, target.seen) == status


def _in_category(snapshot: Snapshot, request: Request, target: Target) -> Iterable[Finding] | None:
    categories = request.spec.categories
    if not categories or not isinstance(target.item, Learner):
        return ()
    return () if snapshot.blueprint.rules.category(target.item) in categories else None


def _wrong_state(snapshot: Snapshot, request: Request, target: Target) -> Reason:
    """The one reason of a wrong state; its remedy is the next trigger on the shortest path."""
    kind, status = target.ref.kind, target.status
    rules, machine = snapshot.blueprint.rules, snapshot.blueprint.machines[kind]
    if request.trigger is not None:
        wanted = machine.sources(request.trigger)
    else:
        categories = rules.categories[kind]
        wanted = tuple(s for s in machine.states if categories[s] in request.spec.categories)
    way = best_way(rules.lifecycles[kind], status, wanted)
    params: Mapping[str, Param] = {
        "state": f"{kind}:{status}",
        "action": request.trigger or request.spec.name,
        "wanted": tuple(f"{kind}:{state}" for state in wanted),
    }
    remedy = _next(snapshot, target, way[0]) if way else None
    return Reason("wrong-state", target.ref, params, remedy)


def _next(snapshot: Snapshot, target: Target, trigger: str) -> Remedy | None:
    """The action that fires a trigger on a subject, if one action alone can."""
    own = snapshot.blueprint.reserved.get((target.ref.kind, trigger))
    if own is None:
        return firing(snapshot.blueprint.rules, target.ref, target.status, trigger)
    if own.names is None:
        return None
    return Remedy(snapshot.blueprint.actions[own.name], own.names(target.ref))


# -- what holds as long as a state lasts, and what is only advised


def violations(snapshot: Snapshot, on: date) -> tuple[Refusal, ...]:
    """The invariants that are broken now."""
    return finalize(snapshot, _violated(snapshot), on)


def advice(snapshot: Snapshot, on: date) -> tuple[Refusal, ...]:
    """What prerequisites advise for those who are about to leave, or have left."""
    found: list[Finding] = []
    for learner in snapshot.mobility.learners.values():
        if snapshot.blueprint.rules.category(learner) in {"applying", "engaged", "away"}:
            found += snapshot.blueprint.watched["advice"](snapshot.context, learner)
    return finalize(snapshot, found, on)


def _violated(snapshot: Snapshot) -> Iterator[Finding]:
    invariants, mobility = snapshot.blueprint.invariants, snapshot.mobility
    for learner in mobility.learners.values():
        for question in invariants.get(("learner", learner.status), ()):
            yield from question(snapshot.context, learner)
    for question in invariants.get(("mobility", mobility.status), ()):
        yield from question(snapshot.context, mobility)
