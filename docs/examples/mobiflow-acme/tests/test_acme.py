"""The rules of Acme, each tested on a mobility that gets as far as the rule."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mobiflow import Actor, Engine, Flow, Refusal, Refused
from mobiflow.actions import ChooseCertification, SetFacts
from mobiflow.testing import Clock, at, drive
from mobiflow_acme.lodging import Lodging
from mobiflow_acme.visit import PlanVisit

TODAY = date(2027, 1, 4)
DAY = date(2027, 2, 8)


@pytest.fixture
def engine() -> Engine:
    """Acme as it is installed, and a clock that stands still."""
    return Engine(plugins=["acme"], clock=Clock(TODAY))


def found(
    flow: Flow, trigger: str, learner: str | None = None
) -> dict[str, Refusal]:
    """What stands in the way, by code."""
    why = (
        flow.explain(trigger, learner=learner)
        if learner
        else flow.explain(trigger)
    )
    return {refusal.code: refusal for refusal in why.refusals}


def test_the_whole_way_is_open(engine: Engine) -> None:
    flow = at("completed", learners=3, engine=engine)
    assert flow.mobility.closed["visit-partner"] == "done"
    assert {learner.status for learner in flow.mobility.learners.values()} == {
        "validated"
    }


def test_what_acme_changes_is_no_surprise(engine: Engine) -> None:
    changes = engine.differences(Engine().blueprint("mobility"))
    assert {change.what for change in changes} == {"added"}
    assert {change.source for change in changes if change.meaning} == {
        "acme 1.0"
    }


# -- the visit


def test_nobody_leaves_before_the_visit_is_planned(engine: Engine) -> None:
    flow = at("visit", engine=engine)
    unplanned = found(flow, "advance")["visit-unplanned"]
    assert unplanned.who == ("coordinator",)
    assert unplanned.asked_by == ("acme 1.0",)
    assert unplanned.due == date(2027, 2, 1)
    assert unplanned.notes == ("take-pictures",)
    assert unplanned.remedy is not None
    flow.do(unplanned.remedy.fill(day=DAY))
    assert "visit-unplanned" not in found(flow, "advance")


def test_a_visit_comes_before_the_stay(engine: Engine) -> None:
    flow = at("visit", engine=engine)
    with pytest.raises(Refused) as refused:
        flow.do(PlanVisit(date(2027, 3, 1)))
    (late,) = refused.value.refusals
    assert late.asked_by == ("acme 1.0",)
    assert str(late).endswith(
        "a visit on 2027-03-01 comes too late: the stay begins on 2027-03-01."
    )


def test_a_visit_is_planned_once_but_can_be_moved(engine: Engine) -> None:
    flow = at("visit", engine=engine)
    flow.do(PlanVisit(DAY))
    assert [r.code for r in flow.explain(PlanVisit(DAY)).refusals] == [
        "already-planned"
    ]
    assert flow.explain(PlanVisit(date(2027, 2, 15))).allowed


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("coordinator", True), ("educator", True), ("host", False)],
)
def test_who_plans_a_visit(engine: Engine, role: str, *, allowed: bool) -> None:
    flow = at("visit", engine=engine).acting_as(Actor(role))
    assert flow.explain(PlanVisit(DAY)).allowed is allowed


def test_who_goes_is_in_no_journal(engine: Engine) -> None:
    flow = at("visit", engine=engine)
    flow.do(PlanVisit(DAY, visitor="Ada Blom"))
    (done,) = flow.journal[-1].actions
    assert done.action == "acme.PlanVisit"
    assert done.values == {"day": "2027-02-08", "on": "2027-01-04"}


# -- the lodging


def test_nobody_departs_without_a_place_to_sleep(engine: Engine) -> None:
    flow = at("before", engine=engine)
    steps = {
        step.code: step
        for step in flow.plan("depart", learner="learner-1").steps
    }
    assert steps["not-lodged"].who == ("host",)
    assert steps["not-lodged"].due == date(2027, 2, 15)


def test_the_room_stays_with_the_learner(engine: Engine) -> None:
    flow = at("before", engine=engine)
    flow.do(SetFacts("learner-1", Lodging("Haus 3", room="12b")))
    stored = json.loads(flow.dumps())
    assert "Haus 3" in json.dumps(stored["journal"])
    assert "12b" not in json.dumps(stored["journal"])
    assert flow.mobility.learners["learner-1"].extra["acme"]["room"] == "12b"
    assert engine.loads(flow.dumps()) == flow


# -- the law of Arcadia


def test_arcadia_asks_for_its_certificate(engine: Engine) -> None:
    flow = at("before", engine=engine, host="XA")
    steps = flow.plan("depart", learner="learner-1").steps
    papers = {
        step.params["document"]: step
        for step in steps
        if step.code == "document-missing"
    }
    certificate = papers["xa-protection-certificate"]
    assert certificate.asked_by == ("acme 1.0",)
    assert certificate.basis == (
        "Arcadian Decree 7 on visiting learners, art. 3 (fictitious)",
    )
    drive(flow, to="during")
    assert (
        "xa-protection-certificate"
        in flow.mobility.learners["learner-1"].documents
    )


def test_other_countries_do_not(engine: Engine) -> None:
    flow = at("during", engine=engine, host="DE")
    assert (
        "xa-protection-certificate"
        not in flow.mobility.learners["learner-1"].documents
    )


# -- the chamber


def test_the_chamber_wants_the_workbook_and_decides_within_two_months(
    engine: Engine,
) -> None:
    flow = at("during", engine=engine)
    flow.do(ChooseCertification("acme-journeyman"))
    flow.do("depart", learner="learner-1")
    flow.do("come-back", learner="learner-1")
    refusals = (
        flow.acting_as(Actor("certifier"))
        .explain("decide", learner="learner-1")
        .refusals
    )
    assert "acme-workbook" in {
        refusal.params.get("document") for refusal in refusals
    }
    assert {r.due for r in refusals if r.code == "unit-undecided"} == {
        date(2027, 3, 4)
    }


# -- in French


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fr", "la visite préparatoire n’a pas été planifiée"),
        ("fr-CA", "la visite préparatoire n’a pas été planifiée"),
        ("de", "the preparatory visit has not been planned"),
    ],
)
def test_acme_speaks_french_and_falls_back_to_english(
    engine: Engine, locale: str, said: str
) -> None:
    unplanned = found(at("visit", engine=engine), "advance")["visit-unplanned"]
    assert said in unplanned.text(locale)


def test_the_phase_has_a_name_that_fits_into_a_sentence(engine: Engine) -> None:
    waiting = found(at("visit", engine=engine), "depart", learner="learner-1")[
        "not-in-phase"
    ]
    assert "the mobility is at the preparatory visit;" in str(waiting)
    assert "à l’étape de la visite préparatoire" in waiting.text("fr")
