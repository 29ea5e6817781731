"""The one road of an action, in its order; and nothing of it happens to what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import pytest
from attrs import evolve, field, frozen

from mobiflow import (
    Actor,
    Context,
    Engine,
    Entry,
    Flow,
    Guard,
    InvalidValue,
    Learner,
    Mobility,
    Permission,
    Reason,
    Ref,
    Refused,
    UnknownName,
    WorkflowIndex,
    action,
    allow,
    hookimpl,
)
from mobiflow.contributions import AddTransition
from mobiflow.definition import Effect, Transition
from mobiflow.testing import Clock
from tests.plugins import Plugin
from tests.support import TODAY, adult, begin

SEEN: Final[list[str]] = []
"""What of ours was called, in order; a place that is called again at once counts once."""


def seen(place: str) -> None:
    if SEEN[-1:] != [place]:
        SEEN.append(place)


def who(rules: WorkflowIndex, mobility: Mobility, values: Any) -> Permission:
    seen("permission")
    return allow("coordinator")


@action(who, trigger="rename", kind="learner", says={"too-long": "the name is too long"})
@frozen
class Rename:
    """Somebody is called otherwise from now on."""

    learner: str
    name: str
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (Ref("learner", self.learner),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        seen("check")
        if len(self.name) > 10:
            yield Reason("too-long", Ref("learner", self.learner))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        seen("apply")
        return mobility.with_learner(evolve(mobility.learners[self.learner], name=self.name))


def unwilling(context: Context, learner: Learner) -> Iterator[Reason]:
    seen("guard")
    if learner.group == "unwilling":
        yield Reason("unwilling", Ref("learner", learner.id))


def renamed(learner: Learner, act: object) -> Learner:
    seen("effect")
    return learner


MOVE: Final = Transition(
    "rename",
    ("candidate",),
    ("candidate",),
    allow("coordinator"),
    guards=(Guard("willing", 1, unwilling, says={"unwilling": "does not want to"}),),
    effect=Effect("renamed", 1, renamed),
)


class Told(Plugin):
    """Brings the action, and is told what was done."""

    @hookimpl
    def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
        """Say so."""
        seen("told")


def clock() -> datetime:
    seen("clock")
    return Clock(TODAY)()


ENGINE: Final = Engine(
    [Told("told", actions=[Rename], changes=[AddTransition(MOVE, "learner")])],
    disabled=["countries", "certifiers"],
    clock=clock,
)


def a_flow(**facts: Any) -> Flow:
    flow = begin(adult(**facts), engine=ENGINE)
    SEEN.clear()
    return flow


def test_an_accepted_action_is_judged_then_done_then_told() -> None:
    flow = a_flow()
    flow.do(Rename("lea", "Lea M."))
    judged = {"permission", "guard", "check"}
    assert SEEN[0] == "clock"
    assert {*SEEN[1:4]} == judged
    assert SEEN[4:] == ["apply", "effect", "told"]


def test_explaining_takes_the_same_road_up_to_the_deed() -> None:
    assert a_flow().explain(Rename("lea", "Lea M.")).allowed
    explained = [*SEEN]
    a_flow().do(Rename("lea", "Lea M."))
    assert SEEN[: len(explained)] == explained
    assert {*explained} == {"clock", "permission", "guard", "check"}


def test_all_reasons_are_asked_for_and_nothing_is_done() -> None:
    flow = a_flow(group="unwilling")
    before, journal = flow.mobility, flow.journal
    with pytest.raises(Refused) as refused:
        flow.acting_as(Actor("host")).do(Rename("lea", "Lea Margarethe"))
    found = {refusal.code for refusal in refused.value.refusals}
    assert found == {"not-permitted", "unwilling", "too-long"}
    assert {*SEEN} == {"clock", "permission", "guard", "check"}
    assert flow.mobility is before
    assert flow.journal == journal


@pytest.mark.parametrize(
    ("act", "error"),
    [(Rename("lea", 3), InvalidValue), (Rename("leo", "Leo"), UnknownName)],  # type: ignore[arg-type]
    ids=["value", "name"],
)
def test_what_cannot_be_is_not_even_judged(act: Any, error: type[Exception]) -> None:
    flow = a_flow()
    with pytest.raises(error):
        flow.do(act)
    assert {*SEEN} <= {"clock"}


def test_of_several_each_is_judged_where_the_one_before_has_led() -> None:
    flow = a_flow()
    flow.do_all([Rename("lea", "Lea M."), Rename("lea", "Lea N.")])
    deeds = [place for place in SEEN if place in {"guard", "apply", "told"}]
    assert deeds == ["guard", "apply", "guard", "apply", "told"]
    assert flow.mobility.learners["lea"].name == "Lea N."
