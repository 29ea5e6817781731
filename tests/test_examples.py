"""The workflows shown in the docs run to their end, and ask for what they say they do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from docs.examples import job_shadowing, two_companies
from mobiflow import Company, Engine, Flow, Learner, Period, Refused
from mobiflow.actions import AddCompany, AddLearner, ChangeStay, Place, SetFacts
from mobiflow.testing import Clock, at, drive

EXCHANGE: Final = Path(__file__).parents[1] / "docs/examples/workflows/pupil-exchange.toml"


def engine() -> Engine:
    """All three at once: none is in the way of the others."""
    return Engine(
        [job_shadowing, two_companies], workflows=[EXCHANGE], clock=Clock(date(2027, 1, 4))
    )


def begun(workflow: str, learners: int = 1) -> Flow:
    first = engine().workflows[workflow].phases[0].id
    return at(first, workflow=workflow, learners=learners, engine=engine())


def statuses(flow: Flow) -> set[str]:
    return {learner.status for learner in flow.mobility.learners.values()}


def steps_of(flow: Flow, trigger: str, name: str = "learner-1") -> set[str]:
    """The codes of everything on the way to a trigger."""
    return {step.code for step in flow.plan(trigger, learner=name).steps}


ENDS: Final = {
    "job-shadowing": "reported",
    "pupil-exchange": "finished",
    "mobility": "validated",
}


@pytest.mark.parametrize("learners", [1, 3])
@pytest.mark.parametrize("workflow", ENDS)
def test_each_runs_to_its_end_by_remedies(workflow: str, learners: int) -> None:
    flow = begun(workflow, learners)
    assert len(flow.mobility.learners) == learners
    drive(flow)
    assert flow.status == "completed"
    assert statuses(flow) == {ENDS[workflow]}
    assert {*flow.steps().values()} <= {"done"}
    assert flow.todo() == ()


@pytest.mark.parametrize("workflow", ENDS)
def test_each_can_be_stored_and_read_in_the_middle(workflow: str) -> None:
    flow = begun(workflow)
    drive(flow, to=engine().workflows[workflow].phases[1].id)
    again = engine().loads(flow.dumps(), by=flow.actor)
    assert again == flow
    assert drive(again).status == "completed"


@pytest.mark.parametrize("workflow", ["job-shadowing", "pupil-exchange"])
def test_what_a_workflow_has_no_lifecycle_for_is_no_trouble(workflow: str) -> None:
    flow = begun(workflow)
    flow.do(AddCompany(Company("c", kind="host", country="DE")))
    assert {item.subject.kind for item in flow.available()} == {"mobility", "learner"}
    with pytest.raises(LookupError, match="no trigger of a host-company"):
        flow.do("inform", company="c")
    with pytest.raises(LookupError, match="no trigger of a learner"):
        flow.do("selct", learner="learner-1")


@pytest.mark.parametrize("workflow", ["job-shadowing", "pupil-exchange"])
def test_laws_about_work_abroad_do_not_touch_what_has_no_such_departure(workflow: str) -> None:
    without = Engine([job_shadowing], disabled=["countries"], workflows=[EXCHANGE])
    assert engine().blueprint(workflow).digest == without.blueprint(workflow).digest


# -- job shadowing


def test_nobody_leaves_before_it_is_agreed_whom_to_shadow() -> None:
    flow = begun("job-shadowing")
    assert "nobody-to-shadow" in steps_of(flow, "leave")
    flow.do(SetFacts("learner-1", job_shadowing.Shadowing("Ms Krause", "sourdough")))
    assert "nobody-to-shadow" not in steps_of(flow, "leave")


def test_a_report_is_what_ends_job_shadowing() -> None:
    flow = drive(begun("job-shadowing"), to="follow-up")
    assert statuses(flow) == {"back-at-work"}
    refusals = flow.explain("accept-report", learner="learner-1").refusals
    assert [str(refusal.params["document"]) for refusal in refusals] == ["report"]


# -- pupil exchange


def test_parents_consent_is_asked_for_minors_alone() -> None:
    flow = begun("pupil-exchange")
    flow.do(AddLearner(Learner("tom", born=date(2012, 5, 2))))
    papers = {(step.subject.id, step.params.get("document")) for step in flow.plan("advance").steps}
    assert ("tom", "parental-consent") in papers
    assert ("learner-1", "identity") in papers
    assert ("learner-1", "parental-consent") not in papers


def test_a_pupil_sent_home_early_is_finished_too() -> None:
    flow = drive(begun("pupil-exchange", 2), to="visit")
    for name in ("learner-1", "learner-2"):
        flow.do("set-off", learner=name)
    flow.do("send-home", learner="learner-1", reason="Ill", force_majeure=True)
    drive(flow)
    assert statuses(flow) == {"finished"}
    stays = [learner.stay for learner in flow.mobility.learners.values()]
    assert [stay.force_majeure for stay in stays] == [True, None]


def test_who_stays_at_home_says_why() -> None:
    flow = begun("pupil-exchange", 2)
    with pytest.raises(Refused, match="reason"):
        flow.do("leave-out", learner="learner-1")
    flow.do("leave-out", learner="learner-1", reason="Changed school")
    assert statuses(drive(flow)) == {"staying-home", "finished"}


def test_the_words_are_those_of_a_school() -> None:
    flow = begun("pupil-exchange")
    text = flow.explain("advance").text()
    assert "To be done by: teacher" in text
    assert "pupil-exchange 1" in text


# -- two companies in turn


def placed(flow: Flow) -> list[tuple[str, Period | None]]:
    (learner,) = flow.mobility.learners.values()
    return [(placement.company, placement.period) for placement in learner.placements]


def test_the_halves_of_the_stay_are_spent_in_different_companies() -> None:
    flow = drive(begun("mobility"), to="during")
    assert placed(flow) == [
        ("company-1", Period(date(2027, 3, 1), date(2027, 3, 13))),
        ("company-2", Period(date(2027, 3, 14), date(2027, 3, 26))),
    ]
    contract = flow.mobility.learners["learner-1"].contract
    assert contract is not None
    assert contract.companies == ("company-1", "company-2")


def test_who_comes_home_has_been_in_both() -> None:
    flow = drive(begun("mobility"), to="during")
    flow.do("depart", learner="learner-1")
    assert not flow.explain("come-back", learner="learner-1").allowed
    flow.do("move-on", learner="learner-1")
    assert statuses(flow) == {two_companies.SECOND}
    flow.do("come-back", learner="learner-1")
    assert statuses(flow) == {"returned"}


def test_a_placement_for_the_whole_stay_is_no_dead_end() -> None:
    flow = begun("mobility")
    flow.do(AddCompany(Company("k", kind="host", country="DE")))
    for trigger in ("inform", "choose-company"):
        flow.do(trigger, company="k")
    flow.do(Place("learner-1", "k"))
    drive(flow, to="during")
    assert [company for company, _ in placed(flow)] == ["k", "company-1"]


def test_a_stay_that_becomes_longer_needs_no_third_company() -> None:
    flow = drive(begun("mobility"), to="during")
    longer = Period(date(2027, 3, 1), date(2027, 4, 2))
    flow.do(ChangeStay("learner-1", longer, reason="More to learn"))
    drive(flow)
    assert placed(flow)[-1] == ("company-2", Period(date(2027, 3, 14), date(2027, 4, 2)))
