"""One verdict for ``do`` and ``explain``: everything that stands in the way of an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import evolve

from mobiflow._runtime.deadlines import due, notes
from mobiflow._runtime.snapshot import Case, company_of, permission_of, status_of
from mobiflow.actions import Fire, IssueContract, SignContract, VerifyDocument
from mobiflow.actions._spec import Action, Spec, values_of
from mobiflow.actions.daily import excused_params
from mobiflow.actions.moves import asks_of
from mobiflow.errors import InvalidValue, Problem, UnknownName
from mobiflow.model import Actor, Ref
from mobiflow.rules.context import Found
from mobiflow.rules.permissions import may
from mobiflow.text.messages import Speaker
from mobiflow.verdict import Guard, Param, Refusal, Remedy, Voice, met

__all__ = ["advice", "asks_of", "judge", "settle", "standing"]

NOBODY: Final = Guard("", 1, met)
"""Stands for the permissions and the checks of the action itself, which no guard asks for."""


def judge(case: Case, act: Action, actor: Actor | None, today: date) -> tuple[Refusal, ...]:
    """Everything that stands in the way of an action, each reason once.

    ``actor`` is ``None`` to leave permissions out. ``act.on`` must be filled in.
    """
    refs = act.subjects(case.mobility) or (Ref("mobility", case.mobility.id),)
    spec = case.blueprint.spec(type(act))
    found = list(_found(case, act, spec, refs, today))
    if actor is not None:
        found[:0] = _unpermitted(case, act, spec, refs, actor)
    return settle(case, found, act.on or today) if found else ()


def settle(case: Case, found: Iterable[Found], on: date) -> tuple[Refusal, ...]:
    """Findings made final: excused ones dropped, equal ones merged, the rest filled in."""
    excused = {excusal.key for excusal in case.mobility.excuses if on <= excusal.until}
    merged: dict[tuple[object, ...], Refusal] = {}
    voice = Speaker(case.blueprint, case.mobility)
    for refusal, guard in found:
        if excused and _key(refusal, guard) in excused:
            continue
        full = _filled(case, refusal, guard, voice)
        key = full.key
        known = merged.get(key)
        merged[key] = full if known is None else _together(known, full)
    return tuple(merged.values())


def _key(refusal: Refusal, guard: Guard) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    params = excused_params(refusal)
    return (str(guard), refusal.code, str(refusal.subject), tuple(sorted(params.items())))


def _filled(case: Case, refusal: Refusal, guard: Guard, voice: Voice) -> Refusal:
    who = refusal.who
    if refusal.remedy is not None and not who:
        who = permission_of(case, refusal.remedy.action_type, refusal.remedy.known).roles
    return Refusal(  # not evolve(): a long explanation spends most of its time here
        refusal.code,
        refusal.subject,
        refusal.params,
        refusal.remedy,
        lead=refusal.lead,
        who=who,
        source=refusal.source or (guard.source or case.blueprint.workflow.source,),
        due=due(case, refusal),
        notes=notes(case.blueprint.rules, refusal.lead),
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
    case: Case, act: Action, spec: Spec, refs: tuple[Ref, ...], actor: Actor
) -> Iterator[Found]:
    values = values_of(act)
    permission = permission_of(case, type(act), values)
    of = company_of(case, type(act), values)
    if isinstance(act, SignContract) and of is None:
        signing = act.signing(case.setting, case.mobility)
        of = signing[0].of if len(signing) == 1 else None
    for ref in refs:
        if not may(actor, permission, case.mobility, ref, of):
            params: Mapping[str, Param] = {
                "action": _named(act, spec),
                "roles": permission.everyone,
            }
            code = "not-permitted" if permission.everyone else "nobody-may"
            yield Refusal(code, ref, params, who=permission.roles), NOBODY


def _named(act: Action, spec: Spec) -> str:
    return act.trigger if isinstance(act, Fire) else spec.name


def _found(
    case: Case, act: Action, spec: Spec, refs: tuple[Ref, ...], today: date
) -> Iterator[Found]:
    if isinstance(act, Fire):
        _bare(case, act)
    for ref in refs:
        case.mobility.subject(ref)  # one that stands for nothing is an error, not a refusal
    on = act.on or today
    if on > today + timedelta(days=1):  # tomorrow is already today somewhere
        own = {"day": on, "today": today}
        yield Refusal("date-in-future", refs[0], own), NOBODY
    if not _in_reach(case, act):
        yield _closed(case), NOBODY
        return
    misplaced = False
    for ref in refs:
        trigger = act.trigger if isinstance(act, Fire) else spec.trigger
        if trigger is not None:
            answer = _asked(case, ref, trigger)
        else:
            answer = _categorised(case, ref, spec)
        if answer is None:
            misplaced = True
            yield _wrong_state(case, ref, trigger, spec), NOBODY
        else:
            yield from answer
    if not misplaced:
        itself = evolve(NOBODY, source=spec.source) if spec.source else NOBODY
        yield from ((refusal, itself) for refusal in act.check(case.setting, case.mobility))


def _in_reach(case: Case, act: Action) -> bool:
    """Whether the mobility is open, or the action is about its being closed."""
    if isinstance(act, Fire) and act.subject.kind == "mobility":
        return True
    return case.blueprint.rules.is_open(case.mobility)


def _closed(case: Case) -> Refusal:
    ref = Ref("mobility", case.mobility.id)
    remedy = None
    if ("mobility", "reopen", case.mobility.status) in case.blueprint.transitions:
        remedy = _fire(case, ref, "reopen")
    params = {"state": f"mobility:{case.mobility.status}"}
    return Refusal("mobility-closed", ref, params, remedy)


def _bare(case: Case, act: Fire) -> None:
    """A trigger with an action of its own is not fired bare: that would do half of it."""
    spec = case.blueprint.reserved.get((act.subject.kind, act.trigger))
    if spec is not None:
        problem = Problem("$.trigger", f"belongs to the action {spec.name}; do that instead.")
        raise InvalidValue(f"Trigger {act.trigger!r} cannot be fired like this:", (problem,))


def _asked(case: Case, ref: Ref, trigger: str) -> Iterable[Found] | None:
    """What the machine's guards find, ``None`` in a state without the trigger."""
    machine = case.blueprint.machines.get(ref.kind)
    if machine is None or not machine.sources(trigger):
        known = machine.rows if machine else ()
        raise UnknownName(f"trigger of a {ref.kind}", trigger, {row.trigger for row in known})
    subject = case.seen(ref)
    status = status_of(case.mobility.subject(ref))
    found = machine.ask(trigger, status, case.setting, subject)
    if found == [] and _goes_nowhere(case, ref, trigger, status, subject):
        return [(Refusal("already-so", ref, {"state": f"{ref.kind}:{status}"}), NOBODY)]
    return found


def _goes_nowhere(case: Case, ref: Ref, trigger: str, status: str, subject: object) -> bool:
    """Whether a trigger that chooses its way would lead back to where the subject is."""
    transition = case.blueprint.transitions[ref.kind, trigger, status]
    if transition.choice is None:
        return False
    return case.blueprint.machines[ref.kind].fire(trigger, status, case.setting, subject) == status


def _categorised(case: Case, ref: Ref, spec: Spec) -> Iterable[Found] | None:
    if not spec.categories or ref.kind != "learner":
        return ()
    learner = case.mobility.learners[ref.id]
    return () if case.blueprint.rules.category(learner) in spec.categories else None


def _wrong_state(case: Case, ref: Ref, trigger: str | None, spec: Spec) -> Refusal:
    """The one refusal of a wrong state; its remedy is the next trigger on the shortest path."""
    machine = case.blueprint.machines[ref.kind]
    status = status_of(case.mobility.subject(ref))
    if trigger is not None:
        wanted = machine.sources(trigger)
    else:
        categories = case.blueprint.rules.categories[ref.kind]
        wanted = tuple(s for s in machine.states if categories[s] in spec.categories)
    avoid = case.blueprint.exceptional[ref.kind]
    path = machine.path(status, wanted, avoid=avoid)
    remedy = _next(case, ref, path[0]) if path else None
    params: Mapping[str, Param] = {
        "state": f"{ref.kind}:{status}",
        "action": trigger or spec.name,
        "wanted": tuple(f"{ref.kind}:{state}" for state in wanted),
    }
    return Refusal("wrong-state", ref, params, remedy)


def _next(case: Case, ref: Ref, trigger: str) -> Remedy | None:
    """The action that fires a trigger on a subject, if one action alone can."""
    owner, _, kind = ref.id.rpartition("/")
    if ref.kind == "contract":
        return Remedy(IssueContract, {"learner": owner}) if trigger == "issue" else None
    if ref.kind == "document":
        known = {"owner": owner, "kind": kind}
        return Remedy(VerifyDocument, known) if trigger == "verify" else None
    return _fire(case, ref, trigger)


def _fire(case: Case, ref: Ref, trigger: str) -> Remedy:
    status = status_of(case.mobility.subject(ref))
    transition = case.blueprint.transitions.get((ref.kind, trigger, status))
    return Remedy(Fire, {"trigger": trigger, "subject": ref}, asks_of(transition))


def standing(case: Case, on: date) -> tuple[Refusal, ...]:
    """The standing conditions that are broken now."""
    return settle(case, _broken(case), on)


def advice(case: Case, on: date) -> tuple[Refusal, ...]:
    """What prerequisites advise for those who are about to leave, or have left."""
    found: list[Found] = []
    for learner in case.mobility.learners.values():
        if case.blueprint.rules.category(learner) in {"applying", "engaged", "away"}:
            found += case.blueprint.advice(case.setting, learner)
    return settle(case, found, on)


def _broken(case: Case) -> Iterator[Found]:
    for learner in case.mobility.learners.values():
        for gate in case.blueprint.standing("learner", learner.status):
            yield from gate(case.setting, learner)
    for gate in case.blueprint.standing("mobility", case.mobility.status):
        yield from gate(case.setting, case.mobility)
