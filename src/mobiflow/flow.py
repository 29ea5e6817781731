"""A handle on one mobility in one engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import TypeAlias, Unpack

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import evolve
from mobiflow._runtime import agenda
from mobiflow._runtime.agenda import Available, Plan, Todo
from mobiflow._runtime.evaluation import advice, evaluate, evaluated, violations
from mobiflow._runtime.execution import execute
from mobiflow._runtime.instance import Instance
from mobiflow._runtime.journal import Entry
from mobiflow._runtime.rehearsal import pursue, someone_who_may
from mobiflow._runtime.requests import About, action_of, all_of, checked, known_actor, known_role
from mobiflow._runtime.samples import sample
from mobiflow._runtime.snapshot import Fired, Snapshot, permitted, requested, spoken
from mobiflow.actions._spec import Action, stamped
from mobiflow.actions.moves import firing
from mobiflow.errors import InvalidValue, UnknownName
from mobiflow.model import Actor, Mobility, Ref
from mobiflow.model.checks import problems_of
from mobiflow.model.words import Role, StepStatus
from mobiflow.rules.paths import best_way
from mobiflow.text import Explanation, Refused
from mobiflow.verdict import Refusal, Remedy

__all__ = ["Answer", "Flow"]


Answer: TypeAlias = Callable[[Refusal, Remedy], "Action | None"]
"""Fills in the remedy of a refusal; ``None`` for plausible values."""


class Flow:
    """A handle on one mobility, for one actor.

    ``do``, ``explain`` and ``plan`` take the same arguments: an action, or a trigger and its
    subject (``flow.do("depart", learner="l-1")``). Handles made by :meth:`acting_as` share the
    mobility. A flow is not for several threads.
    """

    __slots__ = ("_actor", "_instance")

    def __init__(self, instance: Instance, actor: Actor) -> None:
        self._instance = instance
        self._actor = actor

    def acting_as(self, actor: Actor) -> Flow:
        """The same mobility, for another actor.

        Raises:
            UnknownName: when the actor has a role nobody knows.
        """
        return Flow(self._instance, known_actor(actor))

    # -- where things stand

    @property
    def actor(self) -> Actor:
        """For whom this handle acts."""
        return self._actor

    @property
    def mobility(self) -> Mobility:
        """The present state, which is frozen and replaced by every accepted action."""
        return self._instance.snapshot.mobility

    @property
    def status(self) -> str:
        """Where the mobility is, one of its phases or ``completed`` or ``cancelled``."""
        return self.mobility.status

    @property
    def journal(self) -> tuple[Entry, ...]:
        """What was done, by whom, when; one entry per accepted call."""
        return self._instance.entries()

    @property
    def revision(self) -> int:
        """How many entries the journal has."""
        return len(self._instance.journal)

    @property
    def blueprint(self) -> Blueprint:
        """The workflow that is followed, compiled with all that the plugins contribute."""
        return self._instance.snapshot.blueprint

    @property
    def digest(self) -> str:
        """The identity of what this workflow means."""
        return self.blueprint.digest

    def steps(self) -> dict[str, StepStatus]:
        """Every step of the guide with its status: pending, active, done or waived."""
        now = self._instance.snapshot
        return {
            step: status
            for phase in now.blueprint.phases.values()
            for step, status in phase.status(now.context, now.mobility)
        }

    def name(self, ref: Ref, people: Mapping[str, str] | None = None) -> str:
        """What a subject is called: by ``people`` (names by id), by the mobility, or by its id."""
        return self._instance.snapshot.blueprint.messages_of(self.mobility).name(ref, people)

    def violations(self) -> tuple[Refusal, ...]:
        """The invariants that are broken at present."""
        return violations(self._instance.snapshot, self._today())

    def advice(self) -> tuple[Refusal, ...]:
        """What prerequisites advise without insisting; it never stands in the way."""
        return advice(self._instance.snapshot, self._today())

    # -- the road

    def do(self, what: Action | str, /, **about: Unpack[About]) -> tuple[Fired, ...]:
        """Act. Returns the transitions taken; nothing is changed unless all of it is.

        Raises:
            Refused: with every reason why not.
            InvalidValue: when a value is not what it claims to be.
            UnknownName: when a name stands for nothing here.
        """
        return self.do_all([self._action(what, about)])

    def do_all(self, actions: Iterable[Action]) -> tuple[Fired, ...]:
        """Act several times, all or nothing, as one entry of the journal.

        Raises:
            Refused: with the reasons of the first action that is refused.
            InvalidValue, UnknownName: as :meth:`do`.
            OtherWorkflow: when the mobility was stored under a workflow of another meaning.
        """
        now = self._instance.now()
        today = now.date()
        self._instance.same_meaning()
        acts = tuple(stamped(checked(act), today) for act in all_of(actions))
        snapshot = self._instance.snapshot  # only now: where the actions come from may have acted
        recorded: list[Action] = []
        fired: list[Fired] = []
        for act in acts:
            request = requested(snapshot, act)
            refusals = evaluate(snapshot, request, self._actor, today)
            if refusals:
                raise Refused(self._explanation(refusals, snapshot))
            mobility, moves = execute(snapshot, request)
            fired += moves
            recorded.append(request.act)
            snapshot = snapshot.then(mobility)
        if acts:
            self._instance.commit(snapshot, now, self._actor, tuple(recorded), tuple(fired))
        return spoken(snapshot, fired)

    def explain(self, what: Action | str, /, **about: Unpack[About]) -> Explanation:
        """What :meth:`do` would answer. Nothing is changed.

        Raises:
            InvalidValue, UnknownName: as :meth:`do`.
        """
        snapshot, today = self._instance.snapshot, self._today()
        act = stamped(checked(self._action(what, about)), today)
        return self._explanation(evaluated(snapshot, act, self._actor, today), snapshot)

    def plan(self, what: Action | str, /, **about: Unpack[About]) -> Plan:
        """The way to an action: what to clear, in which order, rehearsed on a copy.

        Raises:
            InvalidValue, UnknownName: as :meth:`do`.
        """
        act = checked(self._action(what, about))
        return agenda.plan(self._instance.snapshot, act, self._today())

    # -- rehearsals: what only people know is assumed

    def sample(self, remedy: Remedy) -> Action:
        """The action of a remedy, with a plausible value for each thing it asks.

        For rehearsals, demonstrations and tests: the values are invented.
        """
        return sample(self._instance.snapshot, remedy, self._today())

    def roles_for(self, remedy: Remedy) -> tuple[Role, ...]:
        """The roles that may take a remedy, those whose turn it is first."""
        return permitted(self._instance.snapshot, remedy).everyone

    def actor_for(self, action: Action) -> Actor:
        """Somebody with the role, and the relation, that an action needs.

        Raises:
            UnknownName: when nobody may do it.
        """
        return someone_who_may(self._instance.snapshot, checked(action))

    def way_to(self, status: str) -> tuple[str, ...] | None:
        """The triggers that lead the mobility to a state, ``None`` without a way.

        The usual way, wherever there is one; what is exceptional only where nothing else leads
        there: ``("cancel",)`` to ``cancelled``.

        Raises:
            UnknownName: when the mobility has no such state.
        """
        lifecycle = self._instance.snapshot.blueprint.rules.lifecycles["mobility"]
        states = [state.id for state in lifecycle.states]
        if status not in states:
            raise UnknownName("state of the mobility", status, states)
        return best_way(lifecycle, self.status, (status,))

    def pursue(self, trigger: str, /, answer: Answer | None = None) -> tuple[Refusal, ...]:
        """Take remedies, as whoever may, until a trigger of the mobility is allowed, and fire it.

        Values nobody gives are plausible ones; ``answer`` may fill remedies its own way. What
        still stands in the way is given back, nothing when the trigger was fired. For rehearsals,
        demonstrations and tests.
        """
        take, goal = partial(self._take, answer), partial(self._firing, trigger)
        left = pursue(lambda: self._instance.snapshot, goal, take, self._today())
        if not left:
            act = goal(self._instance.snapshot)
            self.acting_as(self.actor_for(act)).do(act)
        return left

    # -- what comes next

    def todo(
        self,
        *,
        role: Role | None = None,
        actor: Actor | None = None,
        today: date | None = None,
        deputising: bool = False,
    ) -> tuple[Todo, ...]:
        """What can and must be done next, the soonest due first.

        ``role`` keeps what is that role's own turn, with ``deputising`` also what it may do for
        others; ``actor`` what this very actor may do. Without either: everything.

        Raises:
            UnknownName: when nobody knows the role.
            InvalidValue: when the day or the actor is not what it claims to be.
        """
        problems = tuple(problems_of(today, date | None, "$.today"))
        if problems:
            raise InvalidValue("There are no to-dos for this day:", problems)
        if role is not None:
            known_role(role)
        if actor is not None:
            known_actor(actor)
        return agenda.todo(
            self._instance.snapshot,
            today or self._today(),
            role=role,
            actor=actor,
            deputising=deputising,
        )

    def available(self) -> tuple[Available, ...]:
        """What this actor may ask for, each with its explanation."""
        snapshot = self._instance.snapshot
        return tuple(
            evolve(item, explanation=self._explanation(item.explanation.refusals, snapshot))
            for item in agenda.available(snapshot, self._actor, self._today())
        )

    def dumps(self) -> bytes:
        """Everything, as JSON in UTF-8; :meth:`Engine.loads` gives an equal flow.

        Raises:
            FormatError: when that would be more than can be read again.
        """
        from mobiflow import formats

        return formats.dumps(self._instance.snapshot, self._instance.journal)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Flow):
            return NotImplemented
        return (
            self.mobility == other.mobility
            and self.digest == other.digest
            and self._instance.journal.seal() == other._instance.journal.seal()
        )

    def __hash__(self) -> int:
        return id(self._instance)

    def __repr__(self) -> str:
        return f"<Flow {self.mobility.id!r} {self.status}, revision {self.revision}>"

    # -- inside

    def _today(self) -> date:
        return self._instance.now().date()

    def _action(self, what: Action | str, about: About) -> Action:
        return action_of(self._instance.snapshot, what, about)

    def _firing(self, trigger: str, now: Snapshot) -> Action:
        ref, status = Ref("mobility", now.mobility.id), now.mobility.status
        remedy = firing(now.blueprint.rules, ref, status, trigger)
        return sample(now, remedy, self._today())

    def _take(self, answer: Answer | None, refusal: Refusal, remedy: Remedy) -> bool:
        given = answer(refusal, remedy) if answer is not None else None
        act = given if given is not None else self.sample(remedy)
        try:
            self.acting_as(self.actor_for(act)).do(act)
        except Refused:  # it is what was answered that is refused
            return False
        return True

    def _explanation(self, refusals: tuple[Refusal, ...], snapshot: Snapshot) -> Explanation:
        return Explanation(refusals, snapshot.blueprint.messages_of(snapshot.mobility))
