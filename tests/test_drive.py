"""The test kit takes any mobility anywhere, and says why when it cannot."""

from __future__ import annotations

from datetime import date

import pytest

from mobiflow import Actor, Engine, Flow, Learner, Refusal, Remedy, UnknownName
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    CollectDocument,
    DecideUnit,
    WaiveTask,
)
from mobiflow.testing import Clock, Stuck, at, drive
from tests.support import (
    STAY,
    TODAY,
    adult,
    begin,
    do,
    guide,
    learner_of,
    linked,
    minor,
    sending_company,
)


@pytest.mark.parametrize("learners", [1, 8, 200])
def test_so_many_learners_reach_the_end(learners: int) -> None:
    flow = at("completed", learners=learners)
    assert flow.status == "completed"
    assert {x.status for x in flow.mobility.learners.values()} == {"validated"}
    assert len(flow.mobility.learners) == learners


@pytest.mark.parametrize("status", ["before", "during", "after", "completed", "cancelled"])
def test_every_state_of_the_mobility_can_be_reached(status: str) -> None:
    assert at(status, engine=guide()).status == status


def test_minors_apprentices_and_the_unknown_reach_the_end_too() -> None:
    flow = begin(minor("tom"), Learner("who"))
    flow.do(AddCompany(sending_company()))
    flow.do(AddLearner(adult("ida", enrolment="apprentice", employer="dupont")))
    drive(flow)
    assert {x.status for x in flow.mobility.learners.values()} == {"validated"}


def test_a_mobility_without_learners_gets_one() -> None:
    assert [*drive(begin(), to="during").mobility.learners] == ["learner-1"]


def test_every_step_is_in_the_journal_and_done_by_somebody_who_may() -> None:
    flow = at("completed", engine=guide())
    assert linked(flow.journal)
    roles = {role for entry in flow.journal for role in entry.actor.roles}
    assert roles >= {"coordinator", "host", "learner", "tutor", "host-company", "certifier"}


def test_the_parties_sign_themselves() -> None:
    flow = drive(begin(minor("tom")), to="during")
    (contract,) = learner_of(flow, "tom").contracts
    assert {s.channel for s in contract.signatures} == {"electronic"}


def test_driving_to_where_one_is_does_nothing() -> None:
    flow = begin(adult())
    assert drive(flow, to="before") is flow
    assert flow.revision == 2


def test_driving_back_takes_the_exceptional_way() -> None:
    flow = at("completed", engine=guide())
    assert drive(flow, to="after").status == "after"


def test_there_may_be_no_way() -> None:
    flow = at("cancelled", engine=guide())
    with pytest.raises(Stuck) as error:
        drive(flow, to="during")
    assert (error.value.status, error.value.to, error.value.refusals) == ("cancelled", "during", ())


def test_a_state_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownName) as error:
        at("durring")
    assert error.value.nearest == ("during",)


def test_an_answer_of_ones_own_is_taken() -> None:
    def strict(refusal: Refusal, remedy: Remedy) -> Action | None:
        if refusal.code == "unit-undecided":
            decided: Action = remedy.fill(verdict="not-validated")
            return decided
        return None

    flow = drive(at("after", engine=guide()), answer=strict)
    assert learner_of(flow, "learner-1").status == "not-validated"


def test_another_action_may_clear_a_refusal() -> None:
    def waive(refusal: Refusal, remedy: Remedy) -> Action | None:
        if refusal.code == "accompanist-missing":
            path = "prepare-reception/appoint-accompanying-persons"
            return WaiveTask(path, reason="They travel alone")
        return None

    flow = drive(begin(adult()), to="during", answer=waive)
    assert flow.mobility.accompanists == {}


def test_stuck_says_what_stands_in_the_way() -> None:
    """As sentences, one a line, with what somebody would have to do."""

    def no_insurance(refusal: Refusal, remedy: Remedy) -> Action | None:
        if refusal.params.get("document") == "insurance":
            return CollectDocument("lea", "insurance")  # always refused: no last day
        return None

    with pytest.raises(Stuck) as error:
        drive(begin(adult()), to="during", answer=no_insurance)
    lines = str(error.value).splitlines()
    assert lines[0] == "Stuck at 'before' on the way to 'during':"
    assert lines[1:] == ["  - Lea: the document “Insurance certificate” is missing."]
    assert isinstance(error.value, AssertionError)


def test_the_kit_starts_on_the_day_it_is_given() -> None:
    flow = at("during", today=date(2027, 2, 1))
    assert flow.journal[0].recorded.date() == date(2027, 2, 1)


def test_the_kit_uses_the_engine_it_is_given() -> None:
    clock = Clock(TODAY)
    engine = Engine(disabled=["countries", "certifiers"], clock=clock)
    flow = at("during", engine=engine)
    assert flow.journal[-1].plugins == engine.plugins
    assert flow.mobility.period == STAY


def test_the_clock_stands_still_until_it_is_moved() -> None:
    clock = Clock(TODAY)
    assert clock() == clock()
    clock.forward(days=3)
    assert (clock().date() - TODAY).days == 3


def test_the_kit_acts_for_its_coordinator_afterwards() -> None:
    flow: Flow = at("during", engine=guide())
    assert flow.actor == Actor("coordinator", id="coordinator")


def test_decisions_already_taken_are_kept() -> None:
    flow = at("after", engine=guide())
    do(flow, DecideUnit("learner-1", "u1", "not-validated"))
    drive(flow)
    assert learner_of(flow, "learner-1").status == "not-validated"
