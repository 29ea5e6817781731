"""What comes next: for whom, by when, how; and the whole way to an action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mobiflow import (
    Actor,
    Context,
    Flow,
    Guard,
    Learner,
    Reason,
    Remedy,
    UnknownName,
)
from mobiflow.actions import (
    AddLearner,
    ChangeLearner,
    CollectDocument,
    CompleteTask,
    Fire,
    GiveFeedback,
    OpenIncident,
    RejectDocument,
    VerifyDocument,
)
from mobiflow.contributions import AddGuard
from mobiflow.model import Ref
from mobiflow.testing import Stuck, drive
from tests.plugins import Plugin
from tests.support import (
    HOST,
    STAY,
    TODAY,
    abroad,
    adult,
    answered,
    assessed,
    begin,
    do,
    during,
    guide,
    learner_of,
    minor,
)


def follow(flow: Flow, what: str, **about: str) -> Flow:
    """Take every step of a plan, in its order, with plausible answers."""
    for step in flow.plan(what, **about).steps:  # type: ignore[arg-type]
        assert step.remedy is not None
        do(flow, answered(flow, step.remedy))
    return flow


# -- to-dos


def test_every_todo_can_be_done_now_by_somebody() -> None:
    flow = begin(adult("lea"), minor("tom"))
    for item in flow.todo():
        act = answered(flow, item.remedy)
        assert flow.acting_as(flow.actor_for(act)).explain(act).allowed


def test_the_soonest_due_comes_first() -> None:
    due = [item.due for item in begin(adult("lea"), adult("max")).todo() if item.due]
    assert due == sorted(due)
    assert len(due) > 10


def test_what_is_past_due_is_overdue() -> None:
    flow = begin(adult())
    late = {item.due: item.overdue for item in flow.todo() if item.due is not None}
    assert all(overdue == (day < TODAY) for day, overdue in late.items())
    assert set(late.values()) == {True, False}
    early = STAY.start - timedelta(days=365)
    assert not any(item.overdue for item in flow.todo(today=early))


def test_a_role_sees_its_own_turn() -> None:
    flow = begin(adult())
    assert {item.refusal.code for item in flow.todo(role="learner")} == {"document-missing"}
    assert all("host" in item.who for item in flow.todo(role="host"))


def test_a_deputy_also_sees_what_may_be_done_for_others() -> None:
    flow = begin(adult())
    own = {item.refusal.key for item in flow.todo(role="coordinator")}
    all_ = {item.refusal.key for item in flow.todo(role="coordinator", deputising=True)}
    assert own < all_


def test_an_actor_sees_what_this_very_actor_may_do() -> None:
    flow = begin(adult("lea"), adult("max"))
    lea = flow.todo(actor=Actor("learner", of="lea"))
    assert {item.refusal.subject for item in lea} == {Ref("learner", "lea")}
    assert flow.todo(actor=Actor(())) == ()
    assert flow.todo(actor=Actor("tutor", of="krause")) == ()


def test_a_role_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownName):
        begin().todo(role="coordinater")  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        begin().todo(actor=Actor("coordinater"))


def test_a_todo_says_what_waits_for_it() -> None:
    flow = abroad(adult())
    do(flow, OpenIncident("i-1", "other", learner="lea"))
    flow.do(RejectDocument("lea", "insurance", reason="Not paid"))
    blocks = {(item.refusal.code, item.blocks) for item in flow.todo()}
    assert ("document-rejected", "invariants") in blocks
    assert ("task-open", "advance") in blocks
    assert ("incident-open", "advance") in blocks


def test_when_everything_is_done_the_next_transition_is_the_todo() -> None:
    flow = assessed(adult())
    follow(flow, "advance")
    (ready,) = (item for item in flow.todo() if item.refusal.code == "ready")
    assert (ready.blocks, ready.who) == ("advance", ("coordinator",))
    flow.do(ready.remedy.fill())
    assert flow.status == "after"


def test_a_todo_disappears_once_it_is_done() -> None:
    flow = begin(adult())
    (item,) = (t for t in flow.todo() if t.refusal.params.get("document") == "cv")
    do(flow, item.remedy.fill())
    assert item.refusal.key not in {t.refusal.key for t in flow.todo()}


def test_what_stands_behind_a_blocked_remedy_is_the_todo() -> None:
    """Selecting waits for the papers, so the papers are what is to be done."""
    found = {item.refusal.code for item in begin(adult()).todo()}
    assert "undecided" not in found
    assert "document-missing" in found


def test_a_todo_speaks() -> None:
    (item,) = (t for t in begin(adult()).todo() if t.refusal.params.get("document") == "cv")
    assert str(item) == item.text() == "Lea: the document “CV” is missing."
    assert item.text("fr") != item.text()


def test_a_completed_mobility_has_nothing_left_to_do() -> None:
    assert drive(begin(adult())).todo() == ()


def test_a_cancelled_mobility_has_nothing_left_to_do() -> None:
    flow = begin(adult())
    flow.do("cancel", reason="No funding")
    assert flow.todo() == ()


# -- plans


def test_a_plan_is_the_whole_way() -> None:
    flow = begin(adult("lea"), minor("tom"))
    plan = flow.plan("advance")
    assert plan.complete
    follow(flow, "advance").do("advance")
    assert flow.status == "during"


def test_a_plan_to_depart_leads_to_the_departure() -> None:
    flow = begin(adult())
    plan = flow.plan("depart", learner="lea")
    assert plan.complete
    assert plan.steps[-1].remedy is not None
    assert plan.steps[-1].remedy.known["trigger"] == "advance"
    follow(flow, "depart", learner="lea").do("depart", learner="lea")
    assert learner_of(flow).status == "abroad"


def test_a_plan_is_a_rehearsal() -> None:
    flow = begin(adult())
    before = flow.mobility
    flow.plan("depart", learner="lea")
    assert flow.mobility is before
    assert flow.revision == 2


def test_a_plan_for_what_is_allowed_is_empty() -> None:
    plan = begin(adult()).plan("reject", learner="lea")
    assert plan.steps == ()
    assert str(plan) == "Nothing is in the way."


def test_a_plan_takes_an_action_as_well() -> None:
    flow = during(adult())
    plan = flow.plan(Fire("come-back", Ref("learner", "lea")))
    assert [step.code for step in plan.steps] == ["wrong-state"]


def test_a_plan_that_leads_nowhere_says_why() -> None:
    flow = begin(adult())
    flow.do("cancel", reason="No funding")
    plan = flow.plan("advance")
    assert not plan.complete
    assert "Nobody can clear" in str(plan)


def test_a_plan_says_what_nobody_can_clear_behind_what_somebody_could() -> None:
    """Not only that somebody has not left, but why they never will."""
    flow = abroad(adult())
    nothing = flow.plan(CompleteTask("assess-outcomes/complete-grid", "lea"))
    assert [refusal.code for refusal in nothing.stuck] == ["task-proven-by-facts"]


def test_a_plan_clears_what_comes_back() -> None:
    """A paper verified, found to be dated too early, collected again: verified again."""
    flow = abroad(adult())
    do(flow, CollectDocument("lea", "contract-complement"))
    do(flow, VerifyDocument("lea", "contract-complement"))
    assert flow.plan("advance").complete


# -- what may be asked for


def test_what_is_available_is_what_the_actor_may_ask_for() -> None:
    flow = during(adult())
    for_host = {
        item.trigger for item in flow.acting_as(HOST).available() if item.subject.id == "lea"
    }
    assert for_host == {"depart", "mark-no-show"}
    assert flow.acting_as(Actor(())).available() == ()


def test_what_is_available_is_explained() -> None:
    flow = begin(adult())
    by_trigger = {
        item.trigger: item.explanation
        for item in flow.available()
        if item.subject == Ref("learner", "lea")
    }
    assert not by_trigger["select"].allowed
    assert by_trigger["reject"].allowed
    assert "“CV” is missing" in str(by_trigger["select"])


def test_what_is_available_can_be_done() -> None:
    flow = abroad(adult())
    item = next(i for i in flow.available() if i.trigger == "interrupt")
    flow.do(item.remedy.fill(reason="Illness", force_majeure=False))
    assert learner_of(flow).status == "interrupted"


def test_a_late_joiner_makes_work_in_a_later_phase() -> None:
    flow = abroad(adult("lea"))
    assert not any(item.refusal.subject.id == "max" for item in flow.todo())
    flow.do(AddLearner(adult("max")))
    found = {item.refusal.code for item in flow.todo() if item.refusal.subject.id == "max"}
    assert found == {"document-missing"}


def test_a_score_is_asked_of_learner_and_company_each() -> None:
    flow = abroad(adult())
    asked = [t for t in flow.todo() if t.refusal.code == "feedback-missing"]
    assert {t.refusal.subject for t in asked} == {
        Ref("learner", "lea"),
        Ref("host-company", "krause"),
    }
    do(flow, GiveFeedback("lea", 5))
    assert len([t for t in flow.todo() if t.refusal.code == "feedback-missing"]) == 1


def test_every_learner_of_many_is_on_the_list() -> None:
    flow = begin(*(adult(f"l-{number}") for number in range(50)))
    missing = [item for item in flow.todo() if item.refusal.params.get("document") == "cv"]
    assert len(missing) == 50


def never_enough(context: Context, learner: Learner) -> Iterator[Reason]:
    """Every answer brings the next question."""
    asked = int(learner.group or 0)
    remedy = Remedy(ChangeLearner, {"learner": learner.id, "group": str(asked + 1)})
    yield Reason("more", Ref("learner", learner.id), {"asked": str(asked)}, remedy)


def test_a_guard_that_never_lets_go_ends_a_plan_and_a_drive() -> None:
    guard = Guard("never_enough", 1, never_enough, says={"more": "{asked} is not enough"})
    engine = guide(TODAY, Plugin(changes=[AddGuard(guard, "learner/select")]))
    flow = begin(adult(), engine=engine)
    assert not flow.plan("select", learner="lea").complete
    with pytest.raises(Stuck, match="still a candidate"):
        drive(flow, to="during")
