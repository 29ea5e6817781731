"""What follows a yes, written down a second time and by hand, to hold the engine to.

Given a mobility before, an action that was accepted, and the mobility after: everything that had
to change is what it had to become, and nothing else has changed. Nothing here asks the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any, Final

import attrs
from attrs import evolve

from mobiflow import Learner, Mobility
from mobiflow import actions as do
from mobiflow.actions import Action
from mobiflow.definition import Workflow
from mobiflow.model import (
    Attendance,
    Company,
    Confirmed,
    Contract,
    Document,
    Feedback,
    Grid,
    Incident,
    Mark,
    Objective,
    Period,
    Placement,
    PlannedAssessment,
    Signature,
    Stay,
    TaskRecord,
    Transmission,
    UnitDecision,
)
from tests.aftermath import (
    GONE,
    Claims,
    Path,
    at,
    copies,
    everything,
    follow_ups,
    latched,
    left_behind,
    moving,
    place_of,
    signers,
    version,
)

Holds = Callable[[Any], bool]


def unforetold(
    before: Mobility, act: Action, after: Mobility, workflow: Workflow, fired: Iterable[Any]
) -> Iterator[str]:
    """Whatever is not as it had to become; empty when all is. ``act.on`` must be filled in."""
    moves = [*moving(before, act, workflow)]
    claims: Claims = _of(act, before, workflow)
    for move in moves:
        claims |= left_behind(move, act)
    followed = [*follow_ups(before, after, moves)]
    for move in followed:
        claims |= left_behind(move, act, after)
    if before.status != after.status:
        claims |= latched(before, after, workflow)
    changed = {path: (was, now) for path, was, now in differences(before, after)}
    for path, claim in claims.items():
        now = changed[path][1] if path in changed else at(after, path)
        if not (claim(now) if callable(claim) else claim == now):
            yield f"{path} is {now!r}, not {getattr(claim, '__name__', claim)!r}"
    for path, (was, now) in changed.items():
        if path not in claims:
            yield f"{path} was {was!r} and is {now!r}, which nothing asked for"
    told = Counter((f.subject.kind, f.trigger, f.source, f.dest) for f in fired)
    wanted = Counter((move.kind, move.trigger, move.source, move.dest) for move in moves + followed)
    if told != wanted:
        yield f"{dict(told)} is told, not {dict(wanted)}"


# -- where two mobilities differ

_WHOLE: Final = (Mobility, Learner, Company, Contract, Incident, Stay, Grid)
"""What is looked into; everything else is one value."""


def differences(was: Any, now: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Every place with another value, and both; what was or is not there counts as one place."""
    if was is now:
        return
    if type(was) is type(now) and isinstance(was, _WHOLE):
        for field in attrs.fields(type(was)):
            one, two = getattr(was, field.name), getattr(now, field.name)
            if field.name == "contracts":
                one, two = ({c.version: c for c in versions} for versions in (one, two))
            yield from differences(one, two, (*path, field.name))
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        for name in {**was, **now}:
            yield from differences(was.get(name, GONE), now.get(name, GONE), (*path, name))
    elif was != now:
        yield path, was, now


# -- action by action


@singledispatch
def _of(act: Any, before: Mobility, workflow: Workflow) -> Claims:
    raise NotImplementedError(f"what follows {type(act).__name__} is not written down")


def _learner(name: str, **values: object) -> Claims:
    return {("learners", name, field): value for field, value in values.items()}


@_of.register
def _(act: do.Fire, before: Mobility, workflow: Workflow) -> Claims:
    return {}


@_of.register
def _(act: do.AddLearner, before: Mobility, workflow: Workflow) -> Claims:
    return {("learners", act.learner.id): evolve(act.learner, status="candidate")}


@_of.register
def _(act: do.AddCompany, before: Mobility, workflow: Workflow) -> Claims:
    status = "identified" if act.company.kind == "host" else ""
    return {("companies", act.company.id): evolve(act.company, status=status)}


def _facts(act: Any, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(act, name)) is not None}


@_of.register
def _(act: do.ChangeLearner, before: Mobility, workflow: Workflow) -> Claims:
    names = ("name", "contact", "born", "nationality", "enrolment", "employer", "group")
    return _learner(act.learner, **_facts(act, *names))


@_of.register
def _(act: do.ChangeCompany, before: Mobility, workflow: Workflow) -> Claims:
    facts = _facts(act, "name", "country", "contact", "sector")
    return {("companies", act.company, name): value for name, value in facts.items()}


@_of.register
def _(act: do.AppointAccompanist, before: Mobility, workflow: Workflow) -> Claims:
    return {("accompanists", act.accompanist.id): act.accompanist}


@_of.register
def _(act: do.PrepareAccompanist, before: Mobility, workflow: Workflow) -> Claims:
    known = before.accompanists[act.accompanist]
    return {("accompanists", act.accompanist): evolve(known, prepared=act.on)}


@_of.register
def _(act: do.SetUnits, before: Mobility, workflow: Workflow) -> Claims:
    agreed = {unit.id: unit for unit in act.units}
    return {("units", name): agreed.get(name, GONE) for name in {**before.units, **agreed}}


@_of.register
def _(act: do.ChooseAssessment, before: Mobility, workflow: Workflow) -> Claims:
    return {("assessment",): act.assessment}


@_of.register
def _(act: do.ChooseCertification, before: Mobility, workflow: Workflow) -> Claims:
    return {(*place_of(before, act.learner), "certification"): act.certification}


@_of.register
def _(act: do.PlanAssessment, before: Mobility, workflow: Workflow) -> Claims:
    return _learner(act.learner, assessment=PlannedAssessment(act.day, act.assessor))


@_of.register
def _(act: do.MarkOutcome, before: Mobility, workflow: Workflow) -> Claims:
    grid: Path = ("learners", act.learner, "grid")
    assert act.on
    return {
        (*grid, "marks", act.outcome): Mark(act.mark, act.on, act.reason),
        (*grid, "revision"): before.learners[act.learner].grid.revision + 1,
    }


@_of.register
def _(act: do.SignGrid, before: Mobility, workflow: Workflow) -> Claims:
    grid = before.learners[act.learner].grid
    assert act.on
    signed = Signature(act.party, act.on, grid.revision, act.channel)
    return {("learners", act.learner, "grid", "signatures"): (*grid.signatures, signed)}


@_of.register
def _(act: do.RecordAttendance, before: Mobility, workflow: Workflow) -> Claims:
    return _learner(act.learner, attendance=Attendance(act.last_day, act.days_absent))


@_of.register
def _(act: do.TransmitResults, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    sent = (*before.learners[act.learner].transmissions, Transmission(act.to, act.on))
    return _learner(act.learner, transmissions=sent)


@_of.register
def _(act: do.DecideUnit, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    decision = UnitDecision(act.verdict, act.on, act.reason)
    return {("learners", act.learner, "decisions", act.unit): decision}


@_of.register
def _(act: do.Confirm, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    confirmed = Confirmed(act.on, act.note)
    return {("learners", act.learner, "confirmations", act.prerequisite): confirmed}


@_of.register
def _(act: do.GiveFeedback, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    given = Feedback(act.on, act.score, act.comment)
    return {(*place_of(before, act.subject), "feedback"): given}


@_of.register
def _(act: do.CompleteTask, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    done = TaskRecord("done", act.on, act.note)
    return {(*place_of(before, act.subject), "tasks", act.task): done}


@_of.register
def _(act: do.WaiveTask, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    waived = TaskRecord("waived", act.on, act.reason)
    return {(*place_of(before, act.subject), "tasks", act.task): waived}


@_of.register
def _(act: do.OpenIncident, before: Mobility, workflow: Workflow) -> Claims:
    assert act.on
    opened = Incident(
        act.id,
        act.kind,
        opened=act.on,
        learner=act.learner,
        company=act.company,
        status="open",
        account=act.account,
    )
    return {("incidents", act.id): opened}


@_of.register
def _(act: do.Excuse, before: Mobility, workflow: Workflow) -> Claims:
    about = str(act.refusal.subject)

    def excused(now: Any) -> bool:
        old = [one for one in before.excuses if one in now]
        (new,) = (one for one in now if one not in before.excuses)
        replaced = [one for one in before.excuses if one not in now]
        said = (new.guard, new.code, new.subject, new.until, new.reason)
        refusal = act.refusal
        return (
            (*old, new) == now
            and all(one.key == new.key for one in replaced)
            and said == (refusal.guard, refusal.code, about, act.until, act.reason)
        )

    return {("excuses",): excused}


# -- documents


@_of.register
def _(act: do.CollectDocument, before: Mobility, workflow: Workflow) -> Claims:
    ids: set[str] = set()
    taken = {document.id for document in _all_documents(before)}

    def handed_in(now: Any) -> bool:
        ids.add(now.id)
        return (
            len(ids) == 1
            and now.id not in taken
            and (now.kind, now.status, now.collected) == (act.kind, "collected", act.on)
            and (now.valid_until, now.dated) == (act.valid_until, act.dated)
            and (now.reference, now.digest) == (act.reference, act.digest)
            and (now.verified, now.rejection) == (None, None)
            and now.learners == tuple(name for name in act.owners if name in before.learners)
        )

    return {(*place_of(before, name), "documents", act.kind): handed_in for name in act.owners}


def _all_documents(mobility: Mobility) -> Iterator[Document]:
    yield from mobility.documents.values()
    for learner in mobility.learners.values():
        yield from learner.documents.values()
    for company in mobility.companies.values():
        yield from company.documents.values()


@_of.register
def _(act: do.VerifyDocument, before: Mobility, workflow: Workflow) -> Claims:
    held = at(before, (*place_of(before, act.owner), "documents", act.kind))
    verified: object = evolve(held, status="verified", verified=act.on, rejection=None)
    return dict.fromkeys(copies(before, act.owner, act.kind), verified)


@_of.register
def _(act: do.RejectDocument, before: Mobility, workflow: Workflow) -> Claims:
    held = at(before, (*place_of(before, act.owner), "documents", act.kind))
    rejected: object = evolve(held, status="rejected", verified=None, rejection=act.reason)
    return dict.fromkeys(copies(before, act.owner, act.kind), rejected)


# -- contracts


@_of.register
def _(act: do.DraftContract, before: Mobility, workflow: Workflow) -> Claims:
    learner = before.learners[act.learner]
    objectives = act.objectives or everything(before)
    return _version(before, learner, objectives, drafted=act.on)


@_of.register
def _(act: do.AmendContract, before: Mobility, workflow: Workflow) -> Claims:
    learner = before.learners[act.learner]
    proposed = [c for c in learner.contracts if c.status in {"draft", "issued"}][-1:]
    binding = [c for c in learner.contracts if c.status == "in-force"]
    (base,) = proposed or binding
    taught = {(unit.id, o.id) for unit in before.units.values() for o in unit.outcomes}
    kept = [
        Objective(aim.unit, tuple(name for name in aim.outcomes if (aim.unit, name) in taught))
        for aim in act.objectives or base.objectives
    ]
    objectives = tuple(aim for aim in kept if aim.outcomes) or everything(before)
    pending = proposed[0].changes if proposed else ()
    changes = tuple(dict.fromkeys((*pending, *act.changes))) if binding else ()
    more = {"changes": changes, "drafted": act.on, "reason": act.reason}
    return _version(before, learner, objectives, **more)


def _version(
    before: Mobility, learner: Learner, objectives: tuple[Objective, ...], **more: Any
) -> Claims:
    number = len(learner.contracts) + 1
    dates = learner.stay.period or before.period
    new = Contract(version=number, status="draft", objectives=objectives, period=dates, **more)
    return {("learners", learner.id, "contracts", number): new}


@_of.register
def _(act: do.IssueContract, before: Mobility, workflow: Workflow) -> Claims:
    return {(*version(before, act), "issued"): act.on}


@_of.register
def _(act: do.RefuseContract, before: Mobility, workflow: Workflow) -> Claims:
    return {(*version(before, act), "reason"): act.reason}


@_of.register
def _(act: do.SignContract, before: Mobility, workflow: Workflow) -> Claims:
    path = version(before, act)
    contract = at(before, path)
    wanted = signers(before, before.learners[act.learner], contract)
    (of,) = {of for party, of in wanted if party == act.party and act.of in (None, of)}
    assert act.on
    signed = Signature(act.party, act.on, contract.version, act.channel, of)
    return {(*path, "signatures"): (*contract.signatures, signed)}


# -- placements and stays


@_of.register
def _(act: do.Place, before: Mobility, workflow: Workflow) -> Claims:
    learner = before.learners[act.learner]
    stay = learner.stay.period or before.period

    def placed(now: Any) -> bool:
        starts = [(placement.period or stay).start for placement in now]
        new = Placement(act.company, act.period)
        return starts == sorted(starts) and _same([*learner.placements, new], now)

    return _learner(act.learner, placements=placed)


def _same(wanted: Iterable[Placement], found: Iterable[Placement]) -> bool:
    return sorted(wanted, key=repr) == sorted(found, key=repr)


@_of.register
def _(act: do.ReplacePlacement, before: Mobility, workflow: Workflow) -> Claims:
    learner = before.learners[act.learner]
    stay = learner.stay.period or before.period

    def replaced(now: Any) -> bool:
        *kept, new = now
        days = new.period or stay
        known = [p.tutors for p in learner.placements if p.company == act.company]
        ends = [(placement.period or stay).end for placement in kept]
        return (
            new.company == act.company
            and (days.start, days.end) == (act.start, stay.end)
            and new.tutors == (known or [()])[0]
            and all(end < act.start for end in ends)
            and (bool(learner.stay.departed) or not kept)
            and all(_was(learner, placement) for placement in kept)
        )

    return _learner(act.learner, placements=replaced)


def _was(learner: Learner, placement: Placement) -> bool:
    """Whether there was such a placement, whatever its days."""
    return any(evolve(old, period=placement.period) == placement for old in learner.placements)


@_of.register
def _(act: do.NameTutor, before: Mobility, workflow: Workflow) -> Claims:
    named = tuple(
        evolve(p, tutors=(*p.tutors, act.tutor)) if p.company == act.company else p
        for p in before.learners[act.learner].placements
    )
    return _learner(act.learner, placements=named)


@_of.register
def _(act: do.PlanWork, before: Mobility, workflow: Workflow) -> Claims:
    known = _facts(act, "hours", "contact_with_minors")
    planned = tuple(
        evolve(p, **known) if p.company == act.company else p
        for p in before.learners[act.learner].placements
    )
    return _learner(act.learner, placements=planned)


@_of.register
def _(act: do.ChangeStay, before: Mobility, workflow: Workflow) -> Claims:
    learner = before.learners[act.learner]
    stay: Path = ("learners", act.learner, "stay")
    return {
        (*stay, "period"): act.period,
        (*stay, "reason"): act.reason,
        ("learners", act.learner, "placements"): _cut(
            learner, learner.stay.period or before.period, act.period
        ),
    }


@_of.register
def _(act: do.ChangePeriod, before: Mobility, workflow: Workflow) -> Claims:
    found: Claims = {("period",): act.period}
    for name, learner in before.learners.items():
        if learner.stay.period is None:
            found |= _learner(name, placements=_cut(learner, before.period, act.period))
    return found


def _cut(learner: Learner, old: Period, new: Period) -> Holds:
    """Placements keep their days within the stay; those that touched an end of it still do."""

    def cut(now: tuple[Placement, ...]) -> bool:
        wanted = (_moved(placement, old, new) for placement in learner.placements)
        return tuple(placement for placement in wanted if placement) == now

    return cut


def _moved(placement: Placement, old: Period, new: Period) -> Placement | None:
    days = placement.period
    if days is None:
        return placement
    start = new.start if days.start == old.start else max(days.start, new.start)
    end = new.end if days.end == old.end else min(days.end, new.end)
    return evolve(placement, period=Period(start, end)) if start <= end else None
