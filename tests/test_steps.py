"""Where each step of the guide stands: computed from its tasks, kept when its phase closes."""

from __future__ import annotations

import pytest

from mobiflow import Flow, InvalidValue
from mobiflow.actions import (
    AddLearner,
    AppointAccompanist,
    ChooseAssessment,
    CompleteTask,
    GiveFeedback,
    OpenIncident,
    PrepareAccompanist,
    SetUnits,
    WaiveTask,
)
from mobiflow.model import Accompanist
from mobiflow.testing import drive
from tests.support import (
    ASSESSMENT,
    UNITS,
    abroad,
    adult,
    begin,
    blueprint_of,
    codes,
    do,
    during,
    learner_of,
    refused,
)

INFORM = "inform-candidates"


def statuses(flow: Flow, *, of: str) -> set[str]:
    """The statuses of the steps of a phase."""
    workflow = blueprint_of(flow).workflow
    (phase,) = (phase for phase in workflow.phases if phase.id == of)
    found = flow.steps()
    return {found[step.id] for step in phase.steps}


def test_every_step_of_the_guide_has_a_status() -> None:
    assert len(begin(adult()).steps()) == 11


def test_steps_of_the_present_phase_are_active() -> None:
    assert begin(adult()).steps()[INFORM] == "active"


def test_steps_of_phases_to_come_are_pending() -> None:
    flow = begin(adult())
    assert statuses(flow, of="during") == {"pending"}
    assert statuses(flow, of="after") == {"pending"}


def test_a_step_is_done_with_its_last_task() -> None:
    flow = begin(adult())
    flow.do(CompleteTask(f"{INFORM}/inform-learners"))
    assert flow.steps()[INFORM] == "active"
    flow.do(CompleteTask(f"{INFORM}/inform-sending-companies"))
    assert flow.steps()[INFORM] == "done"


def test_a_step_with_a_task_done_and_one_waived_is_done() -> None:
    flow = begin(adult())
    flow.do(CompleteTask(f"{INFORM}/inform-learners"))
    flow.do(WaiveTask(f"{INFORM}/inform-sending-companies", reason="No apprentices"))
    assert flow.steps()[INFORM] == "done"


def test_a_step_of_waived_tasks_is_waived() -> None:
    flow = drive(begin(adult()), to="after")
    for task in ("thank-companies", "review-mobility", "communicate-results"):
        flow.do(WaiveTask(f"review-and-disseminate/{task}", reason="The school is closing"))
    assert flow.steps()["review-and-disseminate"] == "waived"


def test_a_waived_step_stays_waived_when_its_phase_closes() -> None:
    flow = drive(begin(adult()), to="after")
    for task in ("thank-companies", "review-mobility", "communicate-results"):
        flow.do(WaiveTask(f"review-and-disseminate/{task}", reason="The school is closing"))
    drive(flow)
    assert flow.mobility.closed["review-and-disseminate"] == "waived"
    assert flow.steps()["review-and-disseminate"] == "waived"
    assert flow.steps()["validate-outcomes"] == "done"


def test_a_step_left_open_stays_open_when_its_phase_closes() -> None:
    flow = begin(adult())
    flow.do(CompleteTask(f"{INFORM}/inform-learners"))
    before = flow.steps()
    flow.do("cancel", reason="Nobody applied")
    assert flow.steps() == before
    assert before[INFORM] == "active"


def test_a_task_proven_by_facts_needs_no_tick() -> None:
    flow = begin(adult())
    for task in ("tailor-presentation", "brief-host-partner"):
        flow.do(CompleteTask(f"present-project/{task}"))
    assert flow.steps()["present-project"] == "active"
    flow.do_all([SetUnits(UNITS), ChooseAssessment(ASSESSMENT)])
    assert flow.steps()["present-project"] == "done"


def test_a_tick_does_not_prove_a_fact() -> None:
    flow = begin(adult())
    assert refused(flow, CompleteTask("present-project/agree-learning-outcomes")) == [
        "task-proven-by-facts"
    ]


def test_a_task_of_the_learners_is_done_learner_by_learner() -> None:
    flow = begin(adult("lea"), adult("max"))
    drive(flow, to="during")
    flow.do(AddLearner(adult("ida")))
    path = "prepare-participants/practical-information"
    assert path in learner_of(flow, "lea").tasks
    assert path not in learner_of(flow, "ida").tasks


def test_a_task_exists_for_its_population() -> None:
    """A candidate needs no practical information yet."""
    flow = begin(adult())
    path = "prepare-participants/practical-information"
    assert refused(flow, CompleteTask(path, "lea")) == ["not-in-population"]


def test_a_task_is_done_for_its_kind_of_subject() -> None:
    flow = begin(adult())
    learners_own = CompleteTask("prepare-participants/practical-information")
    assert refused(flow, learners_own) == ["task-not-for"]
    everybodys = CompleteTask(f"{INFORM}/inform-learners", "lea")
    assert refused(flow, everybodys) == ["task-not-for"]


def test_a_task_that_cannot_be_left_out_is_not_waived() -> None:
    flow = begin(adult())
    waived = WaiveTask(f"{INFORM}/inform-learners", reason="They know")
    assert refused(flow, waived) == ["not-waivable"]


def test_a_task_is_waived_once_and_may_be_done_after_all() -> None:
    flow = begin(adult())
    path = f"{INFORM}/inform-sending-companies"
    flow.do(WaiveTask(path, reason="None so far"))
    assert refused(flow, WaiveTask(path, reason="None so far")) == ["already-waived"]
    flow.do(CompleteTask(path))
    assert flow.mobility.tasks[path].status == "done"
    assert refused(flow, WaiveTask(path, reason="?")) == ["already-done"]


def test_a_waiver_keeps_its_reason() -> None:
    flow = begin(adult())
    path = f"{INFORM}/inform-sending-companies"
    flow.do(WaiveTask(path, reason="No apprentices this year"))
    record = flow.mobility.tasks[path]
    assert (record.status, record.note) == ("waived", "No apprentices this year")


def test_accompanying_persons_are_appointed_and_prepared() -> None:
    flow = begin(adult())
    flow.do(AppointAccompanist(Accompanist("ana")))
    assert "accompanist-unprepared" in codes(flow, "advance")
    flow.do(PrepareAccompanist("ana"))
    assert refused(flow, PrepareAccompanist("ana")) == ["already-prepared"]
    assert refused(flow, PrepareAccompanist("bob")) == ["not-appointed"]
    assert not {"accompanist-missing", "accompanist-unprepared"} & set(codes(flow, "advance"))


def test_a_status_is_kept_when_its_phase_closes() -> None:
    flow = during(adult())
    assert statuses(flow, of="before") == {"done"}
    flow.do(AddLearner(adult("max")))
    assert statuses(flow, of="before") == {"done"}  # though Max has everything before him
    assert flow.mobility.closed[INFORM] == "done"


def test_nothing_is_kept_of_a_phase_that_is_open() -> None:
    flow = during(adult())
    assert "welcome-and-follow-up" not in flow.mobility.closed


def test_a_phase_entered_again_is_open_again() -> None:
    flow = drive(begin(adult()))
    assert "done" in statuses(flow, of="after")
    flow.do("reopen", reason="A company joins in")
    assert not any(step in flow.mobility.closed for step in ("validate-outcomes",))
    flow.do("advance")
    assert statuses(flow, of="after") <= {"done", "waived"}


def test_an_incident_makes_mediation_a_task() -> None:
    flow = abroad(adult())
    assert not any(r.code.startswith("incident") for r in flow.explain("advance").refusals)
    do(flow, OpenIncident("i-1", "mediation"))
    assert "incident-open" in codes(flow, "advance")
    flow.do("give-up", incident="i-1", reason="They do not speak to each other")
    assert "incident-open" not in codes(flow, "advance")
    assert flow.mobility.incidents["i-1"].status == "unresolved"


def test_a_questionnaire_is_for_those_who_were_there() -> None:
    """Weber has hosted nobody."""
    flow = abroad(adult())
    asked = {r.subject.id for r in flow.explain("advance").refusals if r.code == "feedback-missing"}
    assert asked == {"lea", "krause"}


def test_a_score_is_from_one_to_five() -> None:
    flow = abroad(adult())
    for score in (0, 6):
        with pytest.raises(InvalidValue, match="expected a whole number from 1 to 5"):
            flow.do(GiveFeedback("lea", score))
    flow.do(GiveFeedback("lea", 5, comment="Great bread"))
    assert refused(flow, GiveFeedback("lea", 5, comment="Great bread")) == ["already-answered"]
    flow.do(GiveFeedback("lea", 4))
