"""What comes next: the to-do list, the plan, what may be asked for, and where everybody stands.

All of it is the refusals of the next transitions, followed down to those that somebody can
clear now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field

from mobiflow._record import record
from mobiflow._runtime.evaluation import NOBODY, asks_of, evaluate, finalize, invariants
from mobiflow._runtime.execution import execute
from mobiflow._runtime.samples import sample
from mobiflow._runtime.snapshot import Snapshot, company_of, permission_of, status_of
from mobiflow.actions import Fire
from mobiflow.actions._spec import Action, stamped
from mobiflow.model import Actor, Ref, Subject
from mobiflow.model.words import Role
from mobiflow.rules.context import Found
from mobiflow.rules.permissions import may
from mobiflow.text import Explanation
from mobiflow.verdict import Refusal, Remedy

__all__ = ["Available", "Plan", "Todo", "available", "plan", "todo"]


@record
class Todo:
    """One thing somebody can and must do now.

    ``refusal`` says what, about whom, by when and how; ``blocks`` is what waits for it.
    """

    refusal: Refusal
    blocks: str
    overdue: bool = False

    @property
    def who(self) -> tuple[Role, ...]:
        """The roles whose turn it is."""
        return self.refusal.who

    @property
    def due(self) -> date | None:
        """The day by which it should be done."""
        return self.refusal.due

    @property
    def remedy(self) -> Remedy:
        """The action to take; every to-do has one."""
        return remedy_of(self.refusal)

    def text(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """One sentence for people, with names by id as in :meth:`Refusal.text`."""
        return self.refusal.text(locale, people=people)

    def __str__(self) -> str:
        return self.text()


@record
class Available:
    """A trigger that may be asked for, with the answer one would get.

    ``remedy`` is the action to take, with what it asks for (a reason, say).
    """

    trigger: str
    subject: Ref
    explanation: Explanation
    remedy: Remedy


@record
class Plan:
    """The way to an action: what to do, in order, and whether that is enough.

    ``steps`` are refusals in the order in which to clear them, each with its remedy. What they
    ask for was assumed, on a copy. ``stuck`` says what nobody can clear; empty when the action
    would then be allowed.
    """

    steps: tuple[Refusal, ...]
    stuck: tuple[Refusal, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether the steps lead to the action."""
        return not self.stuck

    def __str__(self) -> str:
        lines = [f"{number}. {step.text()}" for number, step in enumerate(self.steps, start=1)]
        lines += [f"Nobody can clear: {refusal.text()}" for refusal in self.stuck]
        return "\n".join(lines) or "Nothing is in the way."


def actionable(snapshot: Snapshot, refusals: Iterable[Refusal], today: date) -> Iterator[Refusal]:
    """The refusals that somebody can clear now, and those that stand behind the others."""
    return (
        refusal for refusal in _followed(snapshot, refusals, today) if refusal.remedy is not None
    )


def blocking(snapshot: Snapshot, refusals: tuple[Refusal, ...], today: date) -> tuple[Refusal, ...]:
    """The refusals that stay, and those behind them that nobody can clear."""
    behind = (r for r in _followed(snapshot, refusals, today) if r.remedy is None)
    return tuple({refusal.key: refusal for refusal in (*refusals, *behind)}.values())


def _followed(snapshot: Snapshot, refusals: Iterable[Refusal], today: date) -> Iterator[Refusal]:
    """Refusals followed down to those that somebody can clear now, and those that nobody can."""
    seen: set[tuple[object, ...]] = set()
    waiting = list(refusals)[::-1]
    while waiting:
        refusal = waiting.pop()
        if refusal.key in seen:
            continue
        seen.add(refusal.key)
        behind = probe(snapshot, refusal.remedy, today) if refusal.remedy is not None else ()
        if behind:
            waiting += reversed(behind)
        else:
            yield refusal


def remedy_of(refusal: Refusal) -> Remedy:
    """The remedy of a refusal that is known to have one."""
    if refusal.remedy is None:
        raise ValueError(f"{refusal.code} has no remedy")
    return refusal.remedy


def probe(snapshot: Snapshot, remedy: Remedy, today: date) -> tuple[Refusal, ...]:
    """What stands in the way of a remedy, whoever takes it and whatever is answered."""
    return evaluate(snapshot, stamped(sample(snapshot, remedy, today), today), None, today)


def todo(
    snapshot: Snapshot,
    today: date,
    *,
    role: Role | None = None,
    actor: Actor | None = None,
    deputising: bool = False,
) -> tuple[Todo, ...]:
    """What can and must be done next, the soonest due first.

    ``role`` keeps what is a role's own turn (``deputising``: and what it may do for others);
    ``actor`` what this very actor may do.
    """
    found: dict[tuple[object, ...], Todo] = {}
    for blocks, refusals in _ahead(snapshot, today):
        for refusal in actionable(snapshot, refusals, today):
            if refusal.key not in found and _concerns(
                snapshot, refusal, role, actor, deputising=deputising
            ):
                late = refusal.due is not None and refusal.due < today
                found[refusal.key] = Todo(refusal, blocks, late)
    return tuple(sorted(found.values(), key=lambda item: item.due or date.max))


def _ahead(snapshot: Snapshot, today: date) -> Iterator[tuple[str, tuple[Refusal, ...]]]:
    """The next transitions and the broken invariants, with what they refuse."""
    yield "invariants", invariants(snapshot, today)
    ref = Ref("mobility", snapshot.mobility.id)
    status = snapshot.mobility.status
    avoid = snapshot.blueprint.exceptional["mobility"]
    for trigger in snapshot.blueprint.machines["mobility"].triggers(status):
        if trigger not in avoid:
            act = stamped(Fire(trigger, ref), today)
            yield (
                trigger,
                evaluate(snapshot, act, None, today) or (_ready(snapshot, ref, trigger, today),),
            )
    if snapshot.blueprint.rules.is_open(snapshot.mobility):
        found = snapshot.blueprint.incidents(snapshot.context, snapshot.mobility)
        yield "incident", finalize(snapshot, found, today)
        yield "amendment", finalize(snapshot, _amendments(snapshot), today)


def _amendments(snapshot: Snapshot) -> Iterator[Found]:
    """What amendments wait for, of those who have not reached an end."""
    for learner in snapshot.mobility.learners.values():
        under_way = learner.contract is not None and learner.proposal is not None
        if under_way and snapshot.blueprint.rules.category(learner) != "ended":
            yield from snapshot.blueprint.proposals(snapshot.context, learner)


def _ready(snapshot: Snapshot, ref: Ref, trigger: str, today: date) -> Refusal:
    """Not a refusal at all: a transition that only waits for somebody to fire it."""
    transition = snapshot.blueprint.transitions[ref.kind, trigger, snapshot.mobility.status]
    remedy = Remedy(Fire, {"trigger": trigger, "subject": ref}, asks_of(transition))
    lead = f"gate/{snapshot.mobility.status}"
    ready = Refusal("ready", ref, {"trigger": trigger}, remedy, deadline_key=lead)
    return finalize(snapshot, [(ready, NOBODY)], today)[0]


def _concerns(
    snapshot: Snapshot,
    refusal: Refusal,
    role: Role | None,
    actor: Actor | None,
    *,
    deputising: bool,
) -> bool:
    remedy = remedy_of(refusal)
    permission = permission_of(snapshot, remedy.action_type, remedy.known)
    if role is not None:
        return role in (permission.everyone if deputising else permission.roles)
    if actor is not None:
        some_day = snapshot.context.period.start  # which one makes no difference to the subjects
        refs = sample(snapshot, remedy, some_day).subjects(snapshot.mobility)
        of = company_of(snapshot, remedy.action_type, remedy.known)
        return all(may(actor, permission, snapshot.mobility, ref, of) for ref in refs)
    return True


ENOUGH: Final = 3
"""How often something is cleared that does not last, before it counts as not to be cleared."""


def plan(snapshot: Snapshot, act: Action, today: date) -> Plan:
    """The way to an action, rehearsed on a copy with assumed answers."""
    steps: list[Refusal] = []
    cleared = Counter[object]()
    act = stamped(act, today)
    while refusals := evaluate(snapshot, act, None, today):
        done, after = _cleared(snapshot, refusals, today)
        if all(cleared[refusal.key] >= ENOUGH for refusal in done):
            return Plan(tuple(steps), blocking(snapshot, refusals, today))
        cleared.update(refusal.key for refusal in done)
        steps += done
        snapshot = after
    return Plan(tuple(steps))


def _cleared(
    snapshot: Snapshot, refusals: tuple[Refusal, ...], today: date
) -> tuple[list[Refusal], Snapshot]:
    """One round: everything that can be cleared now, cleared."""
    done: list[Refusal] = []
    for refusal in tuple(actionable(snapshot, refusals, today)):
        remedy = stamped(sample(snapshot, remedy_of(refusal), today), today)
        if not evaluate(snapshot, remedy, None, today):
            mobility, _ = execute(snapshot, remedy)
            snapshot = Snapshot.of(snapshot.blueprint, mobility, snapshot)
            done.append(refusal)
    return done, snapshot


def available(snapshot: Snapshot, actor: Actor, today: date) -> Iterator[Available]:
    """Every trigger the actor may fire on a subject as it stands, with its explanation."""
    subjects: list[tuple[Ref, Subject]] = [
        (Ref("mobility", snapshot.mobility.id), snapshot.mobility)
    ]
    subjects += [(Ref("learner", x.id), x) for x in snapshot.mobility.learners.values()]
    subjects += [
        (Ref("host-company", c.id), c)
        for c in snapshot.mobility.companies.values()
        if c.kind == "host"
    ]
    subjects += [(Ref("incident", i.id), i) for i in snapshot.mobility.incidents.values()]
    machines = snapshot.blueprint.machines  # a workflow need not have every lifecycle
    for ref, subject in (known for known in subjects if known[0].kind in machines):
        for trigger in machines[ref.kind].triggers(status_of(subject)):
            transition = snapshot.blueprint.transitions[ref.kind, trigger, status_of(subject)]
            if may(actor, transition.permission, snapshot.mobility, ref):
                remedy = Remedy(Fire, {"trigger": trigger, "subject": ref}, asks_of(transition))
                refusals = evaluate(
                    snapshot, stamped(sample(snapshot, remedy, today), today), actor, today
                )
                yield Available(trigger, ref, Explanation(refusals), remedy)
