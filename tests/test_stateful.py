"""Random people do random things to random mobilities, and what must hold always holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mobiflow import Actor, Company, Engine, Flow, InvalidValue, Refusal, Refused, UnknownName
from mobiflow._assume import assume as answered
from mobiflow._case import Case
from mobiflow.actions import Action, AddCompany, AddLearner, Excuse, Fire
from mobiflow.agenda import probe
from mobiflow.journal import broken_links
from mobiflow.model import Mobility, Ref
from mobiflow.model._checks import problems_of
from mobiflow.testing import Clock, drive, someone_who_may
from tests import people_at_random as anybody
from tests import support
from tests.oracle import permitted, undecidable, unfit_to_leave

LONG: Final = bool(os.environ.get("MOBIFLOW_LONG"))
CLOCK: Final = Clock(support.TODAY)
ENGINE: Final = Engine(clock=CLOCK)

NUMBER: Final = st.integers(0, 2**40)
MOSTLY: Final = st.sampled_from([True, True, True, False])


class Walk(RuleBasedStateMachine):
    """One mobility; every step is judged, tried, and compared with what was foretold."""

    begun: tuple[str, ...]

    def __init__(self) -> None:
        super().__init__()
        CLOCK.day = support.TODAY
        self.flow: Flow = support.begin(id="walk", engine=ENGINE)
        self.accepted = 0
        self.seen: Mobility | None = None

    # -- beginnings

    @initialize(
        people=st.lists(NUMBER, max_size=5),
        hosts=st.sampled_from([2, 2, 1, 0]),
        chosen=st.booleans(),
        number=st.integers(0, 2),
    )
    def a_mobility(self, people: list[int], hosts: int, number: int, *, chosen: bool) -> None:
        self.accept(AddCompany(Company("s-1", kind="sending")))
        for name in ("c-1", "c-2")[:hosts]:
            self.accept(AddCompany(Company(name, kind="host")))
            self.accept(Fire("inform", Ref("host-company", name)))
            if chosen:
                self.accept(Fire("choose-company", Ref("host-company", name)))
        for index, number in enumerate(people, start=1):
            somebody = anybody.learner(Random(number), f"l-{index}")
            employer = somebody.employer and "s-1"
            self.accept(AddLearner(evolve(somebody, employer=employer, status="")))
        phase = self.begun[number % len(self.begun)]
        self.counted(lambda: drive(self.flow, to=phase))

    def accept(self, act: Action) -> None:
        self.counted(lambda: self.flow.acting_as(someone_who_may(self.flow, act)).do(act))

    def counted(self, do: Callable[[], object]) -> None:
        """Do something of many steps, and keep count."""
        do()
        self.accepted = self.flow.revision - 1

    # -- steps

    @rule(numbers=st.lists(NUMBER, min_size=1, max_size=12), right=MOSTLY)
    def anything(self, numbers: list[int], *, right: bool) -> None:
        """Anything at all, by somebody who may, or by anybody."""
        for number in numbers:
            act = anybody.action(number)
            self.act(act, self.somebody(act, anybody.actor(number + 1), right=right))

    @rule(number=NUMBER, right=MOSTLY)
    def two_at_once(self, number: int, *, right: bool) -> None:
        """Both or neither, and one entry."""
        acts = [anybody.action(number), anybody.action(number + 1)]
        actor = self.somebody(acts[0], anybody.actor(number), right=right)
        before, revision = self.flow.mobility, self.flow.revision
        try:
            self.flow.acting_as(actor).do_all(acts)
        except (Refused, UnknownName, InvalidValue):
            assert self.flow.mobility is before
            assert self.flow.revision == revision
        else:
            self.accepted += 1
            assert permitted(actor, acts[0], before)

    @rule(numbers=st.lists(NUMBER, min_size=1, max_size=6), right=MOSTLY)
    def the_next_things(self, numbers: list[int], *, right: bool) -> None:
        """What the to-do list says, by whoever may, or by anybody."""
        for number in numbers:
            todo = self.flow.todo()
            assume(todo)
            act = answered(self.flow._live.case, todo[number % len(todo)].remedy, CLOCK.day)
            self.act(act, self.somebody(act, anybody.actor(number), right=right))

    @rule(number=NUMBER)
    def an_excuse(self, number: int) -> None:
        """A refusal of the present is set aside, where somebody may."""
        found = self.flow.explain("advance").refusals
        excusable = [refusal for refusal in found if refusal.excusable_by] or found
        assume(found)
        refusal = excusable[number % len(excusable)]
        self.act(Excuse(refusal, reason="Agreed", until=date(2027, 2, 1)), support.COORDINATOR)

    @rule(days=st.integers(0, 40))
    def days_pass(self, days: int) -> None:
        if CLOCK.day < date(2027, 6, 1):
            CLOCK.forward(days=days)

    @rule(name=st.sampled_from(["l-1", "l-2"]), trigger=st.sampled_from(["depart", "decide"]))
    def hurry(self, name: str, trigger: str) -> None:
        """One learner is taken as far as a trigger, along the plan."""
        assume(name in self.flow.mobility.learners)
        act = Fire(trigger, Ref("learner", name))
        for step in self.flow.plan(act).steps[:60]:
            assert step.remedy is not None
            self.attempt(answered(self.flow._live.case, step.remedy, CLOCK.day))
        self.attempt(act)

    @rule(share=st.integers(1, 9))
    def go_on(self, share: int) -> None:
        """A part of what stands between the mobility and its next phase is done."""
        steps = self.flow.plan("advance").steps
        for step in steps[: len(steps) * share // 9]:
            assert step.remedy is not None
            self.attempt(answered(self.flow._live.case, step.remedy, CLOCK.day))
        if share == 9:
            self.attempt(Fire("advance", Ref("mobility", "walk")))

    def attempt(self, act: Action) -> None:
        """By somebody who may, if anybody may."""
        try:
            actor = someone_who_may(self.flow, act)
        except UnknownName:
            return
        self.act(act, actor)

    def somebody(self, act: Action, actor: Actor, *, right: bool) -> Actor:
        if right:
            try:
                return someone_who_may(self.flow, act)
            except (UnknownName, InvalidValue):
                pass
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
        not_permitted = any(refusal.code == "not-permitted" for refusal in why.refusals)
        assert not_permitted != permitted(actor, act, before), f"{actor} {act}"
        if why.allowed:
            flow.do(act)
            self.accepted += 1
            note(f"{actor} did {act}")
            self.check_moves(before, self.flow.mobility)
            self.what_always_holds()
        else:
            with pytest.raises(Refused) as error:
                flow.do(act)
            assert [refusal.key for refusal in error.value.refusals] == keys
            assert self.flow.mobility is before, "a refused action changed something"
            assert self.flow.revision == revision
            self.check_remedies(act, actor, why.refusals)

    def forgetful(self, actor: Actor, act: Action) -> list[object]:
        """The same question where nothing is remembered of earlier answers."""
        fresh = support.copy(self.flow, actor)
        fresh._live.case = Case.of(fresh._live.case.blueprint, fresh.mobility)
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
            case = self.flow._live.case
            if refusal.remedy is None or probe(case, refusal.remedy, CLOCK.day):
                continue
            trial = support.copy(self.flow)
            remedy = answered(case, refusal.remedy, CLOCK.day)
            trial.acting_as(someone_who_may(trial, remedy)).do(remedy)
            left = trial.acting_as(actor).explain(act).refusals
            assert refusal.key not in {other.key for other in left}, f"{remedy} leaves {refusal!r}"

    # -- always

    @invariant()
    def what_always_holds(self) -> None:
        assert self.flow.revision == self.accepted + 1, "one entry per accepted call"
        if self.seen is not self.flow.mobility:
            self.seen = self.flow.mobility
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
        self.flow.steps()
        self.flow.available()
        self.flow.standing()

    def teardown(self) -> None:
        """From wherever the walk has ended, the mobility can be completed."""
        flow = self.flow
        entries = flow.journal
        assert len(entries) == self.accepted + 1
        assert list(broken_links(entries)) == []
        assert list(problems_of(flow.mobility, Mobility, "$")) == []
        if flow.status == "cancelled":
            return
        if flow.status != "completed":
            plan = flow.plan("advance")
            assert plan.complete, str(plan)
        drive(flow, to="completed")
        assert flow.status == "completed"


class WalkBefore(Walk):
    """Walks that begin before the stay."""

    begun = ("before",)


class WalkDuring(Walk):
    """Walks that begin during the stay."""

    begun = ("during",)


class WalkAfter(Walk):
    """Walks that begin when everybody is back, or all is over."""

    begun = ("after", "after", "completed")


PACE: Final = settings(
    max_examples=3000 if LONG else 40,
    stateful_step_count=40 if LONG else 12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
)

for walk in (WalkBefore, WalkDuring, WalkAfter):
    walk.TestCase.settings = PACE

TestWalkBefore = WalkBefore.TestCase
TestWalkDuring = WalkDuring.TestCase
TestWalkAfter = WalkAfter.TestCase
