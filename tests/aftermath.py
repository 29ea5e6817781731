"""What moves and what that leaves behind, written down a second time: states, contracts, steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from attrs import evolve

from mobiflow import Learner, Mobility
from mobiflow.actions import (
    Action,
    Fire,
    IssueContract,
    RefuseContract,
    RejectDocument,
    SignContract,
    VerifyDocument,
)
from mobiflow.definition import Phase, Step, Task, Workflow
from mobiflow.model import Company, Contract, Objective

Path = tuple[object, ...]
Claims = dict[Path, object]
"""What every place must hold afterwards: a value, or something that a value must satisfy."""


class _Gone:
    def __repr__(self) -> str:
        return "nothing"


GONE: Final = _Gone()
"""What is at a place where nothing is."""

DECLINED: Final[dict[str, str]] = dict.fromkeys(("identified", "informed", "selected"), "declined")
SETTLED: Final[dict[str, dict[str, str]]] = {
    "resolve": {"open": "resolved", "mediation": "resolved"},
    "give-up": {"open": "unresolved", "mediation": "unresolved"},
}
BACK_TO: Final[dict[str, str]] = {
    "rejected": "candidate",
    "withdrawn": "candidate",
    "no-show": "candidate",
    "interrupted": "selected",
}

MOVES: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("mobility", "advance"): {"before": "during", "during": "after", "after": "completed"},
    ("mobility", "cancel"): dict.fromkeys(("before", "during", "after"), "cancelled"),
    ("mobility", "reopen"): {"completed": "after"},
    ("learner", "select"): {"candidate": "selected"},
    ("learner", "reject"): {"candidate": "rejected"},
    ("learner", "withdraw"): {"candidate": "withdrawn", "selected": "withdrawn"},
    ("learner", "reinstate"): BACK_TO,
    ("learner", "depart"): {"selected": "abroad"},
    ("learner", "mark-no-show"): {"selected": "no-show"},
    ("learner", "interrupt"): {"abroad": "interrupted"},
    ("learner", "come-back"): {"abroad": "returned"},
    ("host-company", "inform"): {"identified": "informed", "declined": "informed"},
    ("host-company", "choose-company"): {"informed": "selected"},
    ("host-company", "decline"): DECLINED,
    ("incident", "mediate"): {"open": "mediation"},
    ("incident", "resolve"): SETTLED["resolve"],
    ("incident", "give-up"): SETTLED["give-up"],
    ("contract", "issue"): {"draft": "issued"},
    ("contract", "sign"): {"issued": "issued"},
    ("contract", "refuse"): {"draft": "refused", "issued": "refused"},
    ("contract", "take-effect"): {"issued": "in-force"},
    ("contract", "supersede"): dict.fromkeys(("draft", "issued", "in-force"), "superseded"),
    ("document", "verify"): {"collected": "verified"},
    ("document", "reject"): {"collected": "rejected", "verified": "rejected"},
}
"""Where a trigger leads from a state; where ``decide`` leads is told by the units decided."""


class Move(NamedTuple):
    """A subject, at its place in the mobility, goes from one state to another."""

    kind: str
    path: Path
    trigger: str
    source: str
    dest: str


# -- places


def at(mobility: Mobility, path: Path) -> Any:
    """What is at a place."""
    found: Any = mobility
    for part in path:
        if isinstance(found, tuple):
            found = next((c for c in found if c.version == part), GONE)
        elif isinstance(found, Mapping):
            found = found.get(part, GONE)
        else:
            found = getattr(found, str(part))
    return found


def place_of(mobility: Mobility, name: str | None) -> Path:
    """Where a learner or a company is; the mobility itself for its own name, or for none."""
    if name is None or name == mobility.id:
        return ()
    return ("companies", name) if name in mobility.companies else ("learners", name)


def version(mobility: Mobility, act: IssueContract | RefuseContract | SignContract) -> Path:
    """Where the version of a contract is that an action is about: the proposal, or the last."""
    contracts = mobility.learners[act.learner].contracts
    proposed = [c for c in contracts if c.status in {"draft", "issued"}]
    named = act.version if isinstance(act, SignContract) else None
    number = named or (proposed or list(contracts))[-1].version
    return ("learners", act.learner, "contracts", number)


def copies(mobility: Mobility, owner: str, kind: str) -> list[Path]:
    """Every place where the very document is that somebody holds."""
    here = (*place_of(mobility, owner), "documents", kind)
    known = at(mobility, here).id
    places: list[Path] = [
        ("learners", name, "documents", kind)
        for name, learner in mobility.learners.items()
        if kind in learner.documents and learner.documents[kind].id == known
    ]
    return places if here in places else [*places, here]


# -- what an action moves


def moving(before: Mobility, act: Action, workflow: Workflow) -> Iterator[Move]:
    """The moves that somebody asked for."""
    for kind, path, trigger in _asked(before, act):
        status = at(before, path).status
        if (kind, trigger) == ("learner", "decide"):
            dest = decided(before, at(before, path), workflow)
        else:
            dest = MOVES[kind, trigger][status]
        yield Move(kind, path, trigger, status, dest)


def _asked(before: Mobility, act: Action) -> Iterator[tuple[str, Path, str]]:
    match act:
        case Fire():
            name, kind = act.subject.id, act.subject.kind
            path = ("incidents", name) if kind == "incident" else place_of(before, name)
            yield kind, path, act.trigger
        case IssueContract():
            yield "contract", version(before, act), "issue"
        case SignContract():
            yield "contract", version(before, act), "sign"
        case RefuseContract():
            yield "contract", version(before, act), "refuse"
        case VerifyDocument() | RejectDocument():
            trigger = "verify" if isinstance(act, VerifyDocument) else "reject"
            for path in copies(before, act.owner, act.kind):
                yield "document", path, trigger
        case _:
            return


def decided(mobility: Mobility, learner: Learner, workflow: Workflow) -> str:
    """The result that the decisions on the units aimed at come to."""
    binding = [c.objectives for c in learner.contracts if c.status == "in-force"]
    units = {aim.unit for aim in (*binding, everything(mobility))[0]}
    verdicts = {learner.decisions[unit].verdict for unit in units if unit in learner.decisions}
    chosen = learner.certification or mobility.certification
    partial = {rule.id: rule.partial for rule in workflow.certifications}
    if verdicts == {"validated"}:
        return "validated"
    some = "validated" in verdicts and (chosen is None or partial[chosen])
    return "partly-validated" if some else "not-validated"


def everything(mobility: Mobility) -> tuple[Objective, ...]:
    """All that was agreed upon."""
    return tuple(
        Objective(unit.id, tuple(outcome.id for outcome in unit.outcomes))
        for unit in mobility.units.values()
    )


def left_behind(move: Move, act: Any, after: Mobility | None = None) -> Claims:
    """The new state, and what is noted with it."""
    path = move.path
    found: Claims = {} if move.kind == "document" else {(*path, "status"): move.dest}
    match move.kind, move.trigger:
        case "learner", "depart":
            blank = dict.fromkeys(("returned", "force_majeure", "reason"))
            found |= _stay(path, departed=act.on, **blank)
        case "learner", "come-back":
            found |= _stay(path, returned=act.on)
        case "learner", "interrupt":
            why = {"force_majeure": act.force_majeure, "reason": act.reason}
            found |= _stay(path, returned=act.on, **why)
        case "incident", "resolve" | "give-up":
            found |= {(*path, "closed"): act.on, (*path, "outcome"): act.reason}
        case "contract", "take-effect":
            assert after
            placements = at(after, path[:2]).placements
            found[(*path, "companies")] = tuple(dict.fromkeys(p.company for p in placements))
        case _:
            pass
    return found


def _stay(path: Path, **values: object) -> Claims:
    return {(*path, "stay", name): value for name, value in values.items()}


# -- what moves by itself


def follow_ups(before: Mobility, after: Mobility, asked: list[Move]) -> Iterator[Move]:
    """What the contracts of everybody do by themselves, once an action has changed something."""
    moved = {move.path: move.dest for move in asked}
    for name, learner in after.learners.items():
        contracts = [
            _untouched(before, moved, ("learners", name, "contracts", c.version), c)
            for c in learner.contracts
        ]
        while (found := _next(after, evolve(learner, contracts=tuple(contracts)))) is not None:
            index, move = found
            companies = tuple(dict.fromkeys(p.company for p in learner.placements))
            if move.trigger == "supersede":
                companies = contracts[index].companies
            contracts[index] = evolve(contracts[index], status=move.dest, companies=companies)
            yield move


def _untouched(
    before: Mobility, moved: dict[Path, str], path: Path, contract: Contract
) -> Contract:
    """A version as the action itself has left it, before anything moved by itself."""
    was: Any = at(before, path) if path[1] in before.learners else GONE
    status = "draft" if was is GONE else was.status
    companies = () if was is GONE else was.companies
    return evolve(contract, status=moved.get(path, status), companies=companies)


def _next(mobility: Mobility, learner: Learner) -> tuple[int, Move] | None:
    for index, contract in enumerate(learner.contracts):
        trigger = ""
        if contract.status == "issued" and not unsigned(mobility, learner, contract):
            trigger = "take-effect"
        elif _replaced(learner, contract):
            trigger = "supersede"
        if trigger:
            path: Path = ("learners", learner.id, "contracts", contract.version)
            dest = MOVES["contract", trigger][contract.status]
            return index, Move("contract", path, trigger, contract.status, dest)
    return None


def _replaced(learner: Learner, contract: Contract) -> bool:
    """What binds is replaced by what binds later, a proposal by a later one too."""
    later = {c.status for c in learner.contracts if c.version > contract.version}
    if contract.status == "in-force":
        return "in-force" in later
    return contract.status in {"draft", "issued"} and bool(later & {"draft", "issued", "in-force"})


UNKNOWN: Final = "?"
"""Stands for a company nobody knows yet, or for whether somebody has to sign at all."""


def unsigned(mobility: Mobility, learner: Learner, contract: Contract) -> bool:
    """Whether somebody who must sign a version has not, or it is not known who must."""
    given = {(signature.party, signature.of) for signature in contract.signatures}
    return not set(signers(mobility, learner, contract)) <= given


def signers(
    mobility: Mobility, learner: Learner, contract: Contract
) -> Iterator[tuple[str, str | None]]:
    """The parties that sign a version, with the company signed for."""
    yield from (("sending", None), ("host", None), ("learner", None))
    signed = next((s.on for s in contract.signatures if s.party == "learner"), None)
    day = signed or contract.issued or contract.drafted or contract.period.start
    if learner.born is None:
        yield "guardian", UNKNOWN
    elif _age(learner.born, day) < 18:
        yield "guardian", None
    if contract.changes == () or set(contract.changes) != {"placement"}:
        if learner.employer is not None:
            yield "sending-company", learner.employer
        elif learner.enrolment in {None, "apprentice", "employee"}:
            yield "sending-company", UNKNOWN
    hosts = [p.company for p in learner.placements]
    hosts = [name for name in hosts if mobility.companies[name].status != "declined"]
    binding = next((c for c in learner.contracts if c.status == "in-force"), None)
    if contract.changes and binding is not None:  # those who are new, or who is there at last
        hosts = [name for name in hosts if name not in binding.companies] or hosts[-1:]
    yield from (("host-company", name) for name in dict.fromkeys(hosts) or [UNKNOWN])


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# -- steps


WAY: Final = ("applying", "engaged", "away", "back", "ended")
CATEGORY: Final[dict[str, str]] = {
    "candidate": "applying",
    "selected": "engaged",
    "abroad": "away",
    "interrupted": "back",
    "returned": "back",
}
"""The states of a learner that are not an end."""


def latched(before: Mobility, after: Mobility, workflow: Workflow) -> Claims:
    """A phase that closes keeps how its steps stood; one that is entered again is open again."""
    found: Claims = {}
    for phase in workflow.phases:
        for step in phase.steps:
            if phase.id == before.status:
                found[("closed", step.id)] = standings(before, phase, step).__contains__
            if phase.id == after.status:
                found[("closed", step.id)] = GONE
    return found


def standings(mobility: Mobility, phase: Phase, step: Step) -> set[str]:
    """How a step stands; more than one way where a task is proven by what is not retold here."""
    if step.id in mobility.closed:
        return {mobility.closed[step.id]}
    records, proven = [], False
    everybody: list[Mobility | Learner | Company] = [mobility]
    everybody += [*mobility.learners.values(), *mobility.companies.values()]
    paths = {f"{step.id}/{task.id}" for task in step.tasks}
    begun = any(paths & one.tasks.keys() for one in everybody)
    still_open = {"active"} if begun or mobility.status == phase.id else {"pending"}
    for task in step.tasks:
        for one in _concerned(mobility, task):
            record = one.tasks.get(f"{step.id}/{task.id}")
            if record is None and not task.guards:
                return still_open
            proven = proven or record is None
            records.append("done" if record is None else record.status)
    maybe = still_open if proven else set()
    if any(_awaits(mobility, task) for task in step.tasks):
        return maybe | {"active" if begun else "pending"}
    if mobility.status != phase.id and not begun:
        return maybe | {"pending"}
    return maybe | {"done" if "done" in records or not records else "waived"}


def _concerned(mobility: Mobility, task: Task) -> Iterator[Mobility | Learner | Company]:
    """Those for whom a task is there."""
    if task.scope == "mobility":
        yield mobility
        return
    people = [x for x in mobility.learners.values() if _category(x) in task.population]
    if task.scope == "learner":
        yield from people
        return
    people = [x for x in people if x.stay.departed or _category(x) != "ended"]
    if task.scope == "sending-company":
        names = [learner.employer for learner in people]
    else:
        names = [placement.company for learner in people for placement in learner.placements]
    yield from (mobility.companies[name] for name in dict.fromkeys(names) if name)


def _awaits(mobility: Mobility, task: Task) -> bool:
    """Whether somebody may still come to whom a task will apply."""
    first = min((WAY.index(category) for category in task.population), default=0)
    return any(WAY.index(_category(x)) < first for x in mobility.learners.values())


def _category(learner: Learner) -> str:
    return CATEGORY.get(learner.status, "ended")
