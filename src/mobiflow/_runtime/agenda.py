"""What comes next: the to-do list, the plan, what may be asked for, and where everybody stands.

All of it is the refusals of the next transitions, followed down to those that somebody can
clear now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field

from mobiflow._compiler.bound_guards import Finding
from mobiflow._record import record
from mobiflow._runtime.evaluation import evaluated, violations
from mobiflow._runtime.refusals import finalize
from mobiflow._runtime.rehearsal import Rehearsal, follow, probe
from mobiflow._runtime.samples import sample
from mobiflow._runtime.snapshot import Snapshot, permitted, requested
from mobiflow.actions import Fire
from mobiflow.actions._spec import Action, stamped
from mobiflow.actions.moves import firing
from mobiflow.i18n import N_
from mobiflow.model import Actor, Ref
from mobiflow.model.words import Role
from mobiflow.rules.permissions import may
from mobiflow.text import Explanation
from mobiflow.text.bound import voice_of
from mobiflow.text.summary import ordered
from mobiflow.verdict import Reason, Refusal, Remedy
from mobiflow.verdict.shapes import AvailableJson, PlanJson, TodoJson

__all__ = ["SAYS", "Available", "Plan", "Todo", "available", "plan", "todo"]

SAYS: Final = {
    "ready": N_("everything is ready to {trigger}"),
}
"""What the to-do list itself says."""


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

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> TodoJson:
        """The to-do as JSON values, in a language."""
        return {
            "refusal": self.refusal.to_json(locale, people),
            "blocks": self.blocks,
            "overdue": self.overdue,
        }

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        due = f", due {self.due}" if self.due else ""
        return f"<Todo {repr(self.refusal).removeprefix('<Refusal ').removesuffix('>')}{due}>"


@record
class Available:
    """A trigger that may be asked for, with the answer one would get.

    ``remedy`` is the action to take, with what it asks for (a reason, say).
    """

    trigger: str
    subject: Ref
    explanation: Explanation
    remedy: Remedy

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> AvailableJson:
        """The button as JSON values, in a language."""
        answers = voice_of(self.explanation.voice).answers(locale, people)
        return {
            "trigger": answers.trigger(self.subject.kind, self.trigger),
            "subject": answers.subject(self.subject),
            "explanation": self.explanation.to_json(locale, people),
            "remedy": answers.remedy(self.remedy),
        }

    def __repr__(self) -> str:
        answer = repr(self.explanation).removeprefix("<Explanation: ").removesuffix(">")
        return f"<Available {self.trigger} {self.subject}: {answer}>"


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

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> PlanJson:
        """The plan as JSON values, in a language."""
        return {
            "complete": self.complete,
            "steps": [step.to_json(locale, people) for step in self.steps],
            "stuck": [refusal.to_json(locale, people) for refusal in self.stuck],
        }

    def __repr__(self) -> str:
        stuck = "" if self.complete else f", stuck: {len(self.stuck)} that nobody can clear"
        return f"<Plan of {len(self.steps)} steps{stuck}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        stuck = [f"Nobody can clear: {refusal.text()}" for refusal in self.stuck]
        return ordered([*(step.text() for step in self.steps), *stuck])


def remedy_of(refusal: Refusal) -> Remedy:
    """The remedy of a refusal that is known to have one."""
    if refusal.remedy is None:
        raise ValueError(f"{refusal.code} has no remedy")
    return refusal.remedy


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
    found: dict[str, Todo] = {}

    def attempt(_: Refusal, remedy: Remedy) -> tuple[Refusal, ...]:
        return probe(snapshot, remedy, today)

    for blocks, refusals in _ahead(snapshot, today):
        for refusal in follow(refusals, attempt).cleared:
            if refusal.key not in found and _concerns(
                snapshot, refusal, role, actor, deputising=deputising
            ):
                late = refusal.due is not None and refusal.due < today
                found[refusal.key] = Todo(refusal, blocks, late)
    return tuple(sorted(found.values(), key=lambda item: item.due or date.max))


def _ahead(snapshot: Snapshot, today: date) -> Iterator[tuple[str, tuple[Refusal, ...]]]:
    """The next transitions and the broken invariants, with what they refuse."""
    yield "invariants", violations(snapshot, today)
    ref = Ref("mobility", snapshot.mobility.id)
    status = snapshot.mobility.status
    avoid = snapshot.blueprint.exceptional["mobility"]
    for trigger in snapshot.blueprint.machines["mobility"].triggers(status):
        if trigger not in avoid:
            act = stamped(Fire(trigger, ref), today)
            yield (
                trigger,
                evaluated(snapshot, act, None, today) or (_ready(snapshot, ref, trigger, today),),
            )
    if snapshot.blueprint.rules.is_open(snapshot.mobility):
        found = snapshot.blueprint.watched["incident"](snapshot.context, snapshot.mobility)
        yield "incident", finalize(snapshot, found, today)
        yield "amendment", finalize(snapshot, _amendments(snapshot), today)


def _amendments(snapshot: Snapshot) -> Iterator[Finding]:
    """What amendments wait for, of those who have not reached an end."""
    for learner in snapshot.mobility.learners.values():
        under_way = learner.contract is not None and learner.proposal is not None
        if under_way and snapshot.blueprint.rules.category(learner) != "ended":
            yield from snapshot.blueprint.watched["amendment"](snapshot.context, learner)


def _ready(snapshot: Snapshot, ref: Ref, trigger: str, today: date) -> Refusal:
    """Not a refusal at all: a transition that only waits for somebody to fire it."""
    status = snapshot.mobility.status
    remedy = firing(snapshot.blueprint.rules, ref, status, trigger)
    key = f"exit/{status}"
    ready = Reason("ready", ref, {"trigger": trigger}, remedy, deadline_key=key)
    return finalize(snapshot, [Finding(ready, snapshot.blueprint.road)], today)[0]


def _concerns(
    snapshot: Snapshot,
    refusal: Refusal,
    role: Role | None,
    actor: Actor | None,
    *,
    deputising: bool,
) -> bool:
    remedy = remedy_of(refusal)
    permission = permitted(snapshot, remedy)
    if role is not None:
        return role in (permission.everyone if deputising else permission.roles)
    if actor is not None:
        some_day = snapshot.context.period.start  # which one makes no difference to the subjects
        act = sample(snapshot, remedy, some_day)
        request = requested(snapshot, act)
        of = request.spec.acts_for(request.act)
        return all(
            may(actor, permission, snapshot.mobility, target, of) for target in request.targets
        )
    return True


def plan(snapshot: Snapshot, act: Action, today: date) -> Plan:
    """The way to an action, rehearsed on a copy with assumed answers."""
    rehearsal = Rehearsal(snapshot, today)
    stuck = rehearsal.pursue(stamped(act, today))
    return Plan(tuple(rehearsal.steps), stuck)


def available(snapshot: Snapshot, actor: Actor, today: date) -> Iterator[Available]:
    """Every trigger the actor may fire on a subject as it stands, with its explanation."""
    mobility, rules = snapshot.mobility, snapshot.blueprint.rules
    refs = [
        Ref("mobility", mobility.id),
        *(Ref("learner", learner) for learner in mobility.learners),
        *(Ref("host-company", c.id) for c in mobility.companies.values() if c.kind == "host"),
        *(Ref("incident", incident) for incident in mobility.incidents),
    ]
    machines = snapshot.blueprint.machines  # a workflow need not have every lifecycle
    for target in (mobility.target(ref) for ref in refs if ref.kind in machines):
        ref, status = target.ref, target.status
        for trigger in machines[ref.kind].triggers(status):
            if may(
                actor, rules.transitions[ref.kind, trigger, status].permission, mobility, target
            ):
                remedy = firing(rules, ref, status, trigger)
                act = sample(snapshot, remedy, today)
                refusals = evaluated(snapshot, act, actor, today)
                yield Available(trigger, ref, Explanation(refusals), remedy)
