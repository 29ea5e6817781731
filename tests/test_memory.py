"""What a flow remembers of earlier answers: enough not to ask twice, and never too much."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Iterator

from mobiflow import Context, Engine, Flow, Guard, Learner, Mobility, Reason
from mobiflow.actions import ChangeCompany, ChangeLearner, CollectDocument
from mobiflow.contributions import AddGuard
from mobiflow.testing import Clock
from tests.plugins import Plugin
from tests.support import TODAY, abroad, adult, during

NAMES = ("ada", "ben", "eva", "lea", "max")


class Counts:
    """Brings a guard that departure asks, and counts of whom it was asked."""

    def __init__(self) -> None:
        self.asked = Counter[str]()
        guard = Guard("counting", 1, self._count)
        self.plugin = Plugin(changes=[AddGuard(guard, "ready-to-depart")])

    def _count(self, context: Context, learner: Learner) -> Iterator[Reason]:
        self.asked[learner.id] += 1
        return iter(())

    def flow(self) -> Flow:
        """Everybody is ready to leave, and has been asked about."""
        off = ["countries", "certifiers"]
        engine = Engine([self.plugin], disabled=off, clock=Clock(TODAY))
        flow = during(*map(adult, NAMES), engine=engine)
        look(flow)
        assert {*NAMES} <= {*self.asked}
        self.asked.clear()
        return flow


def look(flow: Flow) -> None:
    """Every question that a board asks."""
    flow.available()
    flow.todo()
    flow.steps()
    flow.violations()
    for name in flow.mobility.learners:
        flow.explain("depart", learner=name)


def test_who_was_asked_about_once_is_not_asked_about_again() -> None:
    counts = Counts()
    flow = counts.flow()
    look(flow)
    assert counts.asked == {}


def test_what_is_done_to_one_learner_asks_about_this_one_alone() -> None:
    counts = Counts()
    flow = counts.flow()
    flow.do(CollectDocument("lea", "receipts"))
    look(flow)
    assert {*counts.asked} == {"lea"}


def test_a_telephone_number_of_a_company_asks_about_nobody() -> None:
    counts = Counts()
    flow = counts.flow()
    flow.do(ChangeCompany("krause", contact="+49 341 1234567"))
    assert counts.asked == {}


def test_what_rules_do_read_of_a_company_asks_about_everybody() -> None:
    counts = Counts()
    flow = counts.flow()
    flow.do("decline", company="krause")
    look(flow)
    assert {*counts.asked} == {*NAMES}


def test_no_mobility_of_the_past_is_kept_alive() -> None:
    flow = abroad(*map(adult, NAMES))
    past: list[weakref.ref[Mobility | Learner]] = []
    for number in range(40):
        look(flow)
        past += [weakref.ref(flow.mobility), weakref.ref(flow.mobility.learners["lea"])]
        flow.do(ChangeLearner("lea", contact=f"+49 341 {number}"))
        flow.do(ChangeCompany("krause", contact=f"+49 342 {number}"))
    look(flow)
    gc.collect()
    assert [kept for ref in past if (kept := ref()) is not None] == []


def test_what_is_remembered_does_not_grow_with_what_is_done() -> None:
    def objects(rounds: int) -> int:
        """How many objects there are more after so many rounds of the same."""
        flow = abroad(*map(adult, NAMES))
        for number in range(rounds):
            look(flow)
            flow.do(ChangeLearner("lea", contact=f"+49 341 {number % 2}"))
        entries = flow.journal
        gc.collect()
        found = Counter(type(one) for one in gc.get_objects())
        del entries, flow
        return found[Reason] + found[Learner] + found[Context]

    assert objects(30) == objects(3)
