"""Random people do random things to random mobilities, and what must hold always holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any, Final, cast, get_args

import pytest
from attrs import evolve
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mobiflow import (
    Actor,
    Company,
    Engine,
    Flow,
    InvalidValue,
    Organisation,
    Refusal,
    Refused,
    Remedy,
    UnknownName,
)
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    DecideUnit,
    Excuse,
    Fire,
    MarkOutcome,
    RejectDocument,
    SetUnits,
)
from mobiflow.model import Mobility, Ref
from mobiflow.model.checks import problems_of
from mobiflow.model.words import Verdict
from mobiflow.testing import Clock, Stuck, drive
from tests import people_at_random as anybody
from tests import support
from tests.aftermath import standings
from tests.amounts import LONG, examples
from tests.consequences import unforetold
from tests.oracle import permitted, undecidable, unfit_to_leave
from tests.support import COORDINATOR

CLOCK: Final = Clock(support.TODAY)
GUIDE: Final = Engine(disabled=["countries", "certifiers"], clock=CLOCK)
EVERYTHING: Final = Engine(clock=CLOCK)

BARRED: Final = {"too-young"}
"""What nobody can clear: whoever is concerned has to stay at home."""

VERDICTS: Final = get_args(Verdict)
NUMBER: Final = st.integers(0, 2**40)


class Walk(RuleBasedStateMachine):
    """One mobility; every step is judged, tried, and compared with what was foretold."""

    begun: tuple[str, ...]
    engine = GUIDE

    def __init__(self) -> None:
        super().__init__()
        CLOCK.day = support.TODAY
        self.flow: Flow = support.begin(id="walk", engine=self.engine)
        self.accepted = 0

    # -- beginnings

    @initialize(
        people=st.lists(NUMBER, max_size=5),
        hosts=st.sampled_from([2, 2, 1, 0]),
        chosen=st.booleans(),
        phase=st.integers(0, 2),
        country=st.sampled_from(["DE", "DE", "ES", "FI", "FR", "IE", "IT", "PL", "PT", "GB", "NL"]),
    )
    def a_mobility(
        self, people: list[int], hosts: int, phase: int, country: str, *, chosen: bool
    ) -> None:
        there = Organisation("A host partner", country=country)
        self.flow = support.begin(id="walk", engine=self.engine, host=there)
        self.accept(AddCompany(Company("s-1", kind="sending")))
        self.accept(SetUnits((anybody.DOUGH, anybody.OVEN)))
        for name in ("c-1", "c-2")[:hosts]:
            self.accept(AddCompany(Company(name, kind="host")))
            self.accept(Fire("inform", Ref("host-company", name)))
            if chosen:
                self.accept(Fire("choose-company", Ref("host-company", name)))
        for index, number in enumerate(people, start=1):
            somebody = anybody.learner(Random(number), f"l-{index}")
            employer = somebody.employer and "s-1"
            self.accept(AddLearner(evolve(somebody, employer=employer, status="")))
        self.finish(self.begun[phase % len(self.begun)])
        self.accepted = self.flow.revision - 1

    def accept(self, act: Action) -> None:
        self.flow.acting_as(self.flow.actor_for(act)).do(act)
        self.accepted += 1

    def finish(self, to: str) -> None:
        """On to a state; those whom a law keeps from leaving withdraw."""
        while self.flow.status != to:
            try:
                drive(self.flow, to=to)
            except Stuck as stuck:
                for name in {r.subject.id for r in stuck.refusals if r.code in BARRED}:
                    self.flow.do("withdraw", learner=name)
                if not any(r.code in BARRED for r in stuck.refusals):
                    raise

    # -- steps

    @rule(numbers=st.lists(NUMBER, min_size=4, max_size=12))
    def a_while(self, numbers: list[int]) -> None:
        """Things happen; each number stands for one, as a rule for an action of some kind."""
        for number in numbers:
            r = Random(number)
            (happening,) = r.choices([*HAPPENINGS], [*HAPPENINGS.values()])
            happening(self, r)

    def anything(self, r: Random) -> None:
        """Anything at all, mostly by somebody who may."""
        act = anybody.action(r)
        self.act(act, self.somebody(r, act))

    def second_thoughts(self, r: Random) -> None:
        """What is done already is done otherwise: a mark, a document, a decision."""
        learners = [*self.flow.mobility.learners.values()]
        if not learners:
            return
        learner = r.choice(learners)
        again: list[Action] = [
            *(MarkOutcome(learner.id, path, None, reason="Ill") for path in learner.grid.marks),
            *(RejectDocument(learner.id, kind, reason="Lost") for kind in learner.documents),
            *(
                DecideUnit(learner.id, unit, r.choice(VERDICTS), reason="Appeal")
                for unit in learner.decisions
            ),
        ]
        if again:
            self.attempt(r.choice(again))

    def two_at_once(self, r: Random) -> None:
        """Both or neither, and one entry."""
        acts = [anybody.action(r), anybody.action(r)]
        actor = self.somebody(r, acts[0])
        before, revision = self.flow.mobility, self.flow.revision
        one_by_one = support.copy(self.flow, actor)
        try:
            self.flow.acting_as(actor).do_all(acts)
        except (Refused, UnknownName, InvalidValue):
            assert self.flow.mobility is before
            assert self.flow.revision == revision
        else:
            self.accepted += 1
            assert permitted(actor, acts[0], before, self.engine.workflows["mobility"])
            for act in acts:
                one_by_one.do(act)
            assert one_by_one.mobility == self.flow.mobility

    def the_next_thing(self, r: Random) -> None:
        """What the to-do list says, mostly by whoever may."""
        if todo := self.flow.todo():
            act = self.answered(r, r.choice(todo).remedy)
            self.act(act, self.somebody(r, act))

    def an_excuse(self, r: Random) -> None:
        """A refusal of the present is set aside, where somebody may."""
        found = self.flow.explain("advance").refusals
        excusable = [refusal for refusal in found if refusal.excusable_by] or found
        if excusable:
            until = CLOCK.day + timedelta(days=r.randint(-1, 60))
            self.act(Excuse(r.choice(excusable), reason="Agreed", until=until), COORDINATOR)

    def days_pass(self, r: Random) -> None:
        if CLOCK.day < date(2027, 6, 1):
            CLOCK.forward(days=r.randint(0, 30))

    def hurry(self, r: Random) -> None:
        """One learner is taken as far as a trigger, along the plan."""
        if self.flow.mobility.learners:
            name = r.choice([*self.flow.mobility.learners])
            act = Fire(r.choice(["depart", "come-back", "decide"]), Ref("learner", name))
            for step in self.flow.plan(act).steps[:80]:
                self.attempt(self.answered(r, step.remedy))
            self.attempt(act)

    def go_on(self, r: Random) -> None:
        """A part of what stands between the mobility and its next phase is done, or all."""
        steps = self.flow.plan("advance").steps
        for step in steps[: len(steps) * r.randint(1, 4) // 4]:
            self.attempt(self.answered(r, step.remedy))
        self.attempt(Fire("advance", Ref("mobility", "walk")))

    def answered(self, r: Random, remedy: Remedy | None) -> Action:
        """A remedy with plausible answers; where there is a choice, any of it."""
        assert remedy is not None
        chosen = {ask.name: r.choice(ask.choices) for ask in remedy.ask if ask.choices}
        asked = tuple(ask for ask in remedy.ask if not ask.choices)
        known = {**remedy.known, **chosen}
        return support.answered(self.flow, evolve(remedy, known=known, ask=asked))

    def attempt(self, act: Action) -> None:
        """By somebody who may, if anybody may."""
        try:
            actor = self.flow.actor_for(act)
        except UnknownName:
            return
        self.act(act, actor)

    def somebody(self, r: Random, act: Action) -> Actor:
        """Mostly somebody who may; sometimes anybody, or the right role for somebody else."""
        actor = anybody.actor(r)
        if r.random() < 0.1:
            return COORDINATOR
        if r.random() < 0.8:
            with suppress(UnknownName, InvalidValue):
                right = self.flow.actor_for(act)
                return right if r.random() < 0.8 else evolve(right, of=actor.of)
        return actor

    # -- one step, judged from all sides

    def act(self, act: Action, actor: Actor) -> None:
        flow, before, revision = self.flow.acting_as(actor), self.flow.mobility, self.flow.revision
        try:
            why = flow.explain(act)
        except (UnknownName, InvalidValue) as error:
            with pytest.raises(type(error)):
                flow.do(act)
            assert self.flow.mobility is before
            return
        assert self.flow.mobility is before, "explaining changed something"
        assert self.flow.revision == revision
        keys = [refusal.key for refusal in why.refusals]
        assert len(set(keys)) == len(keys), "one reason was given twice"
        assert keys == self.forgetful(actor, act), "what is remembered is not what is"
        assert all(refusal.text("fr") for refusal in why.refusals)
        denied = {"not-permitted", "nobody-may"}
        not_permitted = any(refusal.code in denied for refusal in why.refusals)
        workflow = self.engine.workflows["mobility"]
        assert not_permitted != permitted(actor, act, before, workflow), f"{actor} {act}"
        if why.allowed:
            fired = flow.do(act)
            self.accepted += 1
            note(f"{actor} did {act}")
            dated: Any = act if act.on else evolve(cast("Any", act), on=CLOCK.day)
            assert [*unforetold(before, dated, flow.mobility, workflow, fired)] == []
            self.check_moves(before, flow.mobility)
        else:
            with pytest.raises(Refused) as refused:
                flow.do(act)
            assert [refusal.key for refusal in refused.value.refusals] == keys
            assert self.flow.mobility is before, "a refused action changed something"
            assert self.flow.revision == revision
            self.check_remedies(act, actor, why.refusals)

    def forgetful(self, actor: Actor, act: Action) -> list[object]:
        """The same question where nothing is remembered of earlier answers."""
        fresh = support.forgetful(self.flow, actor)
        return [refusal.key for refusal in fresh.explain(act).refusals]

    def check_moves(self, before: Mobility, after: Mobility) -> None:
        for learner in after.learners.values():
            was = before.learners[learner.id].status if learner.id in before.learners else ""
            if learner.status == "abroad" != was:
                assert list(unfit_to_leave(before, before.learners[learner.id])) == []
            if learner.status.endswith("validated") and learner.status != was:
                assert list(undecidable(after, learner)) == []

    def check_remedies(
        self, act: Action, actor: Actor, refusals: tuple[Refusal, ...], most: int = 4
    ) -> None:
        """A remedy that can be taken clears its refusal."""
        for refusal in refusals[:most]:
            if refusal.remedy is None or support.taken_up(self.flow, refusal.remedy):
                continue
            trial = support.copy(self.flow)
            remedy = support.answered(trial, refusal.remedy)
            trial.acting_as(trial.actor_for(remedy)).do(remedy)
            left = trial.acting_as(actor).explain(act).refusals
            assert refusal.key not in {other.key for other in left}, f"{remedy} leaves {refusal!r}"

    # -- always

    @invariant()
    def what_always_holds(self) -> None:
        assert self.flow.revision == self.accepted + 1, "one entry per accepted call"
        self.check_contracts()
        self.check_agenda()

    def check_contracts(self) -> None:
        """Versions stay in order, and one binds at most."""
        for learner in self.flow.mobility.learners.values():
            versions = [contract.version for contract in learner.contracts]
            assert versions == list(range(1, len(versions) + 1))
            assert sum(contract.status == "in-force" for contract in learner.contracts) <= 1

    def check_agenda(self) -> None:
        """Everybody can see what comes next, and how to do it."""
        for item in self.flow.todo():
            assert item.remedy is item.refusal.remedy
        found = self.flow.steps()
        for phase in self.engine.workflows["mobility"].phases:
            for step in phase.steps:
                assert found[step.id] in standings(self.flow.mobility, phase, step)
        self.flow.available()
        self.flow.violations()

    def teardown(self) -> None:
        """From wherever the walk has ended, the mobility can be completed."""
        flow = self.flow
        entries = flow.journal
        assert len(entries) == self.accepted + 1
        assert support.linked(entries)
        assert list(problems_of(flow.mobility, Mobility, "$")) == []
        if flow.status == "cancelled":
            return
        if flow.status != "completed":
            plan = flow.plan("advance")
            stuck = {refusal.code for refusal in plan.stuck}
            assert plan.complete or stuck & BARRED, str(plan)
        self.finish("completed")
        assert flow.status == "completed"


HAPPENINGS: Final[dict[Callable[[Walk, Random], None], int]] = {
    Walk.anything: 60,
    Walk.the_next_thing: 15,
    Walk.second_thoughts: 6,
    Walk.two_at_once: 6,
    Walk.an_excuse: 3,
    Walk.days_pass: 5,
    Walk.hurry: 6,
    Walk.go_on: 5,
}
"""What may happen, and how often."""


class WalkBefore(Walk):
    """Walks that begin before the stay."""

    begun = ("before",)


class WalkDuring(Walk):
    """Walks that begin during the stay."""

    begun = ("during",)


class WalkAfter(Walk):
    """Walks that begin when everybody is back, or all is over."""

    begun = ("after", "after", "completed")


class WalkAbroad(Walk):
    """Walks under the laws of many countries, too."""

    begun = ("before", "during", "after")
    engine = EVERYTHING


PACE: Final = settings(
    examples(3000 if LONG else 90, 20),
    stateful_step_count=25 if LONG else 6,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

for walk in (WalkBefore, WalkDuring, WalkAfter, WalkAbroad):
    walk.TestCase.settings = PACE

TestWalkBefore = WalkBefore.TestCase
TestWalkDuring = WalkDuring.TestCase
TestWalkAfter = WalkAfter.TestCase
TestWalkAbroad = WalkAbroad.TestCase
