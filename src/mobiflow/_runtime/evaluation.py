"""One verdict for ``do`` and ``explain``: everything that stands in the way of an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import evolve

from mobiflow._runtime.deadlines import due, notes
from mobiflow._runtime.snapshot import Snapshot, company_of, permission_of, status_of
from mobiflow.actions import Fire, IssueContract, SignContract, VerifyDocument
from mobiflow.actions._spec import Action, Spec, values_of
from mobiflow.actions.daily import excused_params
from mobiflow.actions.moves import asks_of
from mobiflow.errors import InvalidValue, Problem, UnknownName
from mobiflow.model import Actor, Ref
from mobiflow.rules.context import Found
from mobiflow.rules.paths import best_way
from mobiflow.rules.permissions import may
from mobiflow.verdict import Guard, Param, Refusal, Remedy, Voice, met

__all__ = ["advice", "asks_of", "evaluate", "finalize", "invariants"]

NOBODY: Final = Guard("", 1, met)
"""Stands for the permissions and the checks of the action itself, which no guard asks for."""


def evaluate(
    snapshot: Snapshot, act: Action, actor: Actor | None, today: date
) -> tuple[Refusal, ...]:
    """Everything that stands in the way of an action, each reason once.

    ``actor`` is ``None`` to leave permissions out. ``act.on`` must be filled in.
    """
    refs = act.subjects(snapshot.mobility) or (Ref("mobility", snapshot.mobility.id),)
    spec = snapshot.blueprint.spec(type(act))
    found = list(_found(snapshot, act, spec, refs, today))
    if actor is not None:
        found[:0] = _unpermitted(snapshot, act, spec, refs, actor)
    return finalize(snapshot, found, act.on or today) if found else ()


def finalize(snapshot: Snapshot, found: Iterable[Found], on: date) -> tuple[Refusal, ...]:
    """Findings made final: excused ones dropped, equal ones merged, the rest filled in."""
    excused = {excusal.key for excusal in snapshot.mobility.excuses if on <= excusal.until}
    merged: dict[tuple[object, ...], Refusal] = {}
    voice = snapshot.blueprint.messages.of(snapshot.mobility)
    for refusal, guard in found:
        if excused and _key(refusal, guard) in excused:
            continue
        full = _filled(snapshot, refusal, guard, voice)
        key = full.key
        known = merged.get(key)
        merged[key] = full if known is None else _together(known, full)
    return tuple(merged.values())


def _key(refusal: Refusal, guard: Guard) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    params = excused_params(refusal)
    return (str(guard), refusal.code, str(refusal.subject), tuple(sorted(params.items())))


def _filled(snapshot: Snapshot, refusal: Refusal, guard: Guard, voice: Voice) -> Refusal:
    who = refusal.who
    if refusal.remedy is not None and not who:
        who = permission_of(snapshot, refusal.remedy.action_type, refusal.remedy.known).roles
    return Refusal(  # not evolve(): a long explanation spends most of its time here
        refusal.code,
        refusal.subject,
        refusal.params,
        refusal.remedy,
        deadline_key=refusal.deadline_key,
        who=who,
        source=refusal.source or (guard.source or snapshot.blueprint.workflow.source,),
        due=due(snapshot, refusal),
        notes=notes(snapshot.blueprint.rules, refusal.deadline_key),
        guard=str(guard),
        excusable_by=guard.excusable_by,
        basis=guard.basis,
        voice=voice,
    )


def _together(one: Refusal, other: Refusal) -> Refusal:
    """Two equal refusals as one: asked by all who asked, due first, excused by who may both."""
    source = tuple(dict.fromkeys((*one.source, *other.source)))
    basis = tuple(dict.fromkeys((*one.basis, *other.basis)))
    soonest = min((day for day in (one.due, other.due) if day is not None), default=None)
    excusable_by = tuple(role for role in one.excusable_by if role in other.excusable_by)
    if (source, basis, soonest, excusable_by) == (
        one.source,
        one.basis,
        one.due,
        one.excusable_by,
    ):
        return one
    return evolve(one, source=source, basis=basis, due=soonest, excusable_by=excusable_by)


def _unpermitted(
    snapshot: Snapshot, act: Action, spec: Spec, refs: tuple[Ref, ...], actor: Actor
) -> Iterator[Found]:
    values = values_of(act)
    permission = permission_of(snapshot, type(act), values)
    of = company_of(snapshot, type(act), values)
    if isinstance(act, SignContract) and of is None:
        signing = act.signing(snapshot.context, snapshot.mobility)
        of = signing[0].of if len(signing) == 1 else None
    for ref in refs:
        if not may(actor, permission, snapshot.mobility, ref, of):
            params: Mapping[str, Param] = {
                "action": _named(act, spec),
                "roles": permission.everyone,
            }
            code = "not-permitted" if permission.everyone else "nobody-may"
            yield Refusal(code, ref, params, who=permission.roles), NOBODY


def _named(act: Action, spec: Spec) -> str:
    return act.trigger if isinstance(act, Fire) else spec.name


def _found(
    snapshot: Snapshot, act: Action, spec: Spec, refs: tuple[Ref, ...], today: date
) -> Iterator[Found]:
    if isinstance(act, Fire):
        _bare(snapshot, act)
    for ref in refs:
        snapshot.mobility.subject(ref)  # one that stands for nothing is an error, not a refusal
    on = act.on or today
    if on > today + timedelta(days=1):  # tomorrow is already today somewhere
        own = {"day": on, "today": today}
        yield Refusal("date-in-future", refs[0], own), NOBODY
    if not _in_reach(snapshot, act):
        yield _closed(snapshot), NOBODY
        return
    misplaced = False
    for ref in refs:
        trigger = act.trigger if isinstance(act, Fire) else spec.trigger
        if trigger is not None:
            answer = _asked(snapshot, ref, trigger)
        else:
            answer = _categorised(snapshot, ref, spec)
        if answer is None:
            misplaced = True
            yield _wrong_state(snapshot, ref, trigger, spec), NOBODY
        else:
            yield from answer
    if not misplaced:
        itself = evolve(NOBODY, source=spec.source) if spec.source else NOBODY
        yield from ((refusal, itself) for refusal in act.check(snapshot.context, snapshot.mobility))


def _in_reach(snapshot: Snapshot, act: Action) -> bool:
    """Whether the mobility is open, or the action is about its being closed."""
    if isinstance(act, Fire) and act.subject.kind == "mobility":
        return True
    return snapshot.blueprint.rules.is_open(snapshot.mobility)


def _closed(snapshot: Snapshot) -> Refusal:
    ref = Ref("mobility", snapshot.mobility.id)
    remedy = None
    if ("mobility", "reopen", snapshot.mobility.status) in snapshot.blueprint.transitions:
        remedy = _fire(snapshot, ref, "reopen")
    params = {"state": f"mobility:{snapshot.mobility.status}"}
    return Refusal("mobility-closed", ref, params, remedy)


def _bare(snapshot: Snapshot, act: Fire) -> None:
    """A trigger with an action of its own is not fired bare: that would do half of it."""
    spec = snapshot.blueprint.reserved.get((act.subject.kind, act.trigger))
    if spec is not None:
        problem = Problem("$.trigger", f"belongs to the action {spec.name}; do that instead.")
        raise InvalidValue(f"Trigger {act.trigger!r} cannot be fired like this:", (problem,))


def _asked(snapshot: Snapshot, ref: Ref, trigger: str) -> Iterable[Found] | None:
    """What the machine's guards find, ``None`` in a state without the trigger."""
    machine = snapshot.blueprint.machines.get(ref.kind)
    if machine is None or not machine.sources(trigger):
        known = machine.rows if machine else ()
        raise UnknownName(f"trigger of a {ref.kind}", trigger, {row.trigger for row in known})
    subject = snapshot.seen(ref)
    status = status_of(snapshot.mobility.subject(ref))
    found = machine.ask(trigger, status, snapshot.context, subject)
    if found == [] and _goes_nowhere(snapshot, ref, trigger, status, subject):
        return [(Refusal("already-so", ref, {"state": f"{ref.kind}:{status}"}), NOBODY)]
    return found


def _goes_nowhere(snapshot: Snapshot, ref: Ref, trigger: str, status: str, subject: object) -> bool:
    """Whether a trigger that chooses its way would lead back to where the subject is."""
    transition = snapshot.blueprint.transitions[ref.kind, trigger, status]
    if transition.choice is None:
        return False
    return (
        snapshot.blueprint.machines[ref.kind].fire(trigger, status, snapshot.context, subject)
        == status
    )


def _categorised(snapshot: Snapshot, ref: Ref, spec: Spec) -> Iterable[Found] | None:
    if not spec.categories or ref.kind != "learner":
        return ()
    learner = snapshot.mobility.learners[ref.id]
    return () if snapshot.blueprint.rules.category(learner) in spec.categories else None


def _wrong_state(snapshot: Snapshot, ref: Ref, trigger: str | None, spec: Spec) -> Refusal:
    """The one refusal of a wrong state; its remedy is the next trigger on the shortest path."""
    machine = snapshot.blueprint.machines[ref.kind]
    status = status_of(snapshot.mobility.subject(ref))
    if trigger is not None:
        wanted = machine.sources(trigger)
    else:
        categories = snapshot.blueprint.rules.categories[ref.kind]
        wanted = tuple(s for s in machine.states if categories[s] in spec.categories)
    path = best_way(snapshot.blueprint.rules.lifecycles[ref.kind], status, wanted)
    remedy = _next(snapshot, ref, path[0]) if path else None
    params: Mapping[str, Param] = {
        "state": f"{ref.kind}:{status}",
        "action": trigger or spec.name,
        "wanted": tuple(f"{ref.kind}:{state}" for state in wanted),
    }
    return Refusal("wrong-state", ref, params, remedy)


def _next(snapshot: Snapshot, ref: Ref, trigger: str) -> Remedy | None:
    """The action that fires a trigger on a subject, if one action alone can."""
    owner, _, kind = ref.id.rpartition("/")
    if ref.kind == "contract":
        return Remedy(IssueContract, {"learner": owner}) if trigger == "issue" else None
    if ref.kind == "document":
        known = {"owner": owner, "kind": kind}
        return Remedy(VerifyDocument, known) if trigger == "verify" else None
    return _fire(snapshot, ref, trigger)


def _fire(snapshot: Snapshot, ref: Ref, trigger: str) -> Remedy:
    status = status_of(snapshot.mobility.subject(ref))
    transition = snapshot.blueprint.transitions.get((ref.kind, trigger, status))
    return Remedy(Fire, {"trigger": trigger, "subject": ref}, asks_of(transition))


def invariants(snapshot: Snapshot, on: date) -> tuple[Refusal, ...]:
    """The invariants that are broken now."""
    return finalize(snapshot, _broken(snapshot), on)


def advice(snapshot: Snapshot, on: date) -> tuple[Refusal, ...]:
    """What prerequisites advise for those who are about to leave, or have left."""
    found: list[Found] = []
    for learner in snapshot.mobility.learners.values():
        if snapshot.blueprint.rules.category(learner) in {"applying", "engaged", "away"}:
            found += snapshot.blueprint.advice(snapshot.context, learner)
    return finalize(snapshot, found, on)


def _broken(snapshot: Snapshot) -> Iterator[Found]:
    for learner in snapshot.mobility.learners.values():
        for gate in snapshot.blueprint.invariants("learner", learner.status):
            yield from gate(snapshot.context, learner)
    for gate in snapshot.blueprint.invariants("mobility", snapshot.mobility.status):
        yield from gate(snapshot.context, snapshot.mobility)
