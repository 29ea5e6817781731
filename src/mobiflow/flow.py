"""A handle on one mobility in one engine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Unpack

from attrs import evolve

from mobiflow._compiler.bound_guards import step_status
from mobiflow._runtime import agenda
from mobiflow._runtime.agenda import Available, Plan, Todo
from mobiflow._runtime.evaluation import advice, judge, standing
from mobiflow._runtime.execution import carry_out
from mobiflow._runtime.instance import Live
from mobiflow._runtime.journal import Entry, Happened
from mobiflow._runtime.requests import About, checked, fired, known_actor, known_role
from mobiflow._runtime.snapshot import Case, Fired
from mobiflow.actions._spec import Action, spec_of, stamped
from mobiflow.errors import InvalidValue, OtherWorkflow, Problem
from mobiflow.model import Actor, Mobility
from mobiflow.model._checks import problems_of
from mobiflow.model.words import Role, StepStatus
from mobiflow.text.messages import Speaker
from mobiflow.verdict import Explanation, Refusal, Refused

__all__ = ["Flow", "live_of"]


class Flow:
    """A handle on one mobility, for one actor.

    ``do``, ``explain`` and ``plan`` take the same arguments: an action, or a trigger and its
    subject (``flow.do("depart", learner="l-1")``). Handles made by :meth:`acting_as` share the
    mobility. A flow is not for several threads.
    """

    __slots__ = ("_actor", "_live")

    def __init__(self, live: Live, actor: Actor) -> None:
        self._live = live
        self._actor = actor

    def acting_as(self, actor: Actor) -> Flow:
        """The same mobility, for another actor.

        Raises:
            UnknownName: when the actor has a role nobody knows.
        """
        return Flow(self._live, known_actor(actor))

    # -- where things stand

    @property
    def actor(self) -> Actor:
        """For whom this handle acts."""
        return self._actor

    @property
    def mobility(self) -> Mobility:
        """The present state, which is frozen and replaced by every accepted action."""
        return self._live.case.mobility

    @property
    def status(self) -> str:
        """Where the mobility is, one of its phases or ``completed`` or ``cancelled``."""
        return self.mobility.status

    @property
    def journal(self) -> tuple[Entry, ...]:
        """What was done, by whom, when; one entry per accepted call."""
        return self._live.seal()

    @property
    def revision(self) -> int:
        """How many entries the journal has."""
        return len(self._live.entries) + len(self._live.pending)

    @property
    def digest(self) -> str:
        """The identity of what this workflow means."""
        return self._live.case.blueprint.digest

    def steps(self) -> dict[str, StepStatus]:
        """Every step of the guide with its status: pending, active, done or waived."""
        case = self._live.case
        return {
            step.id: step_status(case.setting, case.mobility, phase, step)
            for phase in case.blueprint.workflow.phases
            for step in phase.steps
        }

    def standing(self) -> tuple[Refusal, ...]:
        """The standing conditions that are broken at present."""
        return standing(self._live.case, self._today())

    def advice(self) -> tuple[Refusal, ...]:
        """What prerequisites advise without insisting; it never stands in the way."""
        return self._speak(advice(self._live.case, self._today()))

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
            OtherWorkflow: when the mobility was stored under a workflow of another meaning.
        """
        today = self._today()
        self._same_meaning()
        acts = tuple(stamped(checked(act), today) for act in actions)
        case = self._live.case  # only now: where the actions come from may have acted, too
        fired: list[Fired] = []
        for act in acts:
            refusals = judge(case, act, self._actor, today)
            if refusals:
                raise Refused(self._explanation(refusals, case))
            mobility, moves = carry_out(case, act)
            fired += moves
            case = Case.of(case.blueprint, mobility, case)
        if acts:
            self._commit(case, acts, tuple(fired))
        return tuple(fired)

    def explain(self, what: Action | str, /, **about: Unpack[About]) -> Explanation:
        """What :meth:`do` would answer. Nothing is changed.

        Raises:
            InvalidValue, UnknownName: as :meth:`do`.
        """
        case, today = self._live.case, self._today()
        act = stamped(checked(self._action(what, about)), today)
        return self._explanation(judge(case, act, self._actor, today), case)

    def plan(self, what: Action | str, /, **about: Unpack[About]) -> Plan:
        """The way to an action: what to clear, in which order, rehearsed on a copy.

        Raises:
            InvalidValue, UnknownName: as :meth:`do`.
        """
        act = checked(self._action(what, about))
        found = agenda.plan(self._live.case, act, self._today())
        return Plan(self._speak(found.steps), self._speak(found.stuck))

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
            self._live.case,
            today or self._today(),
            role=role,
            actor=actor,
            deputising=deputising,
        )

    def available(self) -> tuple[Available, ...]:
        """What this actor may ask for, each with its explanation."""
        case = self._live.case
        return tuple(
            evolve(item, explanation=self._explanation(item.explanation.refusals, case))
            for item in agenda.available(case, self._actor, self._today())
        )

    def dumps(self) -> bytes:
        """Everything, as JSON in UTF-8; :meth:`Engine.loads` gives an equal flow."""
        from mobiflow import formats

        return formats.dumps(self._live.case, self.journal)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Flow):
            return NotImplemented
        return (
            self.mobility == other.mobility
            and self.digest == other.digest
            and self.journal == other.journal
        )

    def __hash__(self) -> int:
        return id(self._live)

    def __repr__(self) -> str:
        return f"<Flow {self.mobility.id!r} {self.status}, revision {self.revision}>"

    # -- inside

    def _same_meaning(self) -> None:
        """Reading is always possible; acting needs the workflow the mobility was made under."""
        stored = self._live.stored_digest
        if stored and stored != self.digest:
            raise OtherWorkflow(self.mobility.id, stored, self.digest)

    def _today(self) -> date:
        return self._live.now().date()

    def _action(self, what: Action | str, about: About) -> Action:
        if isinstance(what, str):
            return fired(self._live.case, what, about)
        if about:
            problems = [Problem(f"$.{name}", "belongs inside the action.") for name in about]
            raise InvalidValue("An action brings its own values:", problems)
        spec_of(type(what))
        return what

    def _commit(self, case: Case, acts: tuple[Action, ...], fired: tuple[Fired, ...]) -> None:
        live, blueprint = self._live, case.blueprint
        happened = Happened(
            live.now(), self._actor, acts, fired, blueprint.digest, blueprint.plugins
        )
        live.pending.append(happened)
        live.case = case
        live.tell()

    def _explanation(self, refusals: tuple[Refusal, ...], case: Case) -> Explanation:
        return Explanation(refusals, Speaker(case.blueprint, case.mobility))

    def _speak(self, refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
        return Speaker(self._live.case.blueprint, self.mobility).given_to(refusals)


def live_of(flow: Flow) -> Live:
    """What lives behind a handle; for the rooms of the library that look inside."""
    return flow._live  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # same module
