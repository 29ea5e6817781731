"""What follows a yes is what is written down, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import pytest
from attrs import evolve

from mobiflow import Action, Engine, Flow, Learner, Objective, Period, Ref, Tutor
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    AmendContract,
    ChangeCompany,
    ChangeLearner,
    ChangePeriod,
    ChangeStay,
    CollectDocument,
    DecideUnit,
    DraftContract,
    Fire,
    GiveFeedback,
    IssueContract,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    Place,
    PlanWork,
    RecordAttendance,
    RejectDocument,
    ReplacePlacement,
    SignContract,
    VerifyDocument,
)
from mobiflow.model.words import Verdict
from mobiflow.testing import Clock, drive
from tests.consequences import unforetold
from tests.sound import HOURS
from tests.support import (
    STAY,
    TODAY,
    abroad,
    adult,
    agreed,
    assessed,
    begin,
    blueprint_of,
    done_in,
    guide,
    learner_of,
    minor,
    sending_company,
)

OVEN = Objective("oven", ("heat",))
ENGINES = {"guide": guide(), "everything": Engine(clock=Clock(TODAY))}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize(
    "learner",
    [adult(), minor(), minor(employer="dupont", enrolment="apprentice")],
    ids=["adult", "minor", "apprentice"],
)
def test_on_the_whole_way_all_that_follows_is_foretold(engine: Engine, learner: Learner) -> None:
    flow = begin(engine=engine)
    with done_in(flow) as done:
        flow.do(AddCompany(sending_company()))
        flow.do(AddLearner(learner))
        drive(flow)
    flow = begin(engine=engine)
    workflow = engine.workflows["mobility"]
    for actor, acts in done:
        for act in acts:
            before = flow.mobility
            fired = flow.acting_as(actor).do(act)
            assert [*unforetold(before, act, flow.mobility, workflow, fired)] == []
    assert flow.status == "completed"


# -- what is off the usual way


def follow(flow: Flow, *acts: Action | str, **about: Any) -> Flow:
    """Do each as somebody who may; everything that follows is foretold."""
    workflow = blueprint_of(flow).workflow
    for what in acts:
        act = Fire(what, *_subject(flow, about)) if isinstance(what, str) else what
        dated: Any = evolve(cast("Any", act), on=TODAY)
        before = flow.mobility
        fired = flow.acting_as(flow.actor_for(dated)).do(dated)
        assert [*unforetold(before, dated, flow.mobility, workflow, fired)] == []
    return flow


def _subject(flow: Flow, about: dict[str, str]) -> tuple[Ref]:
    ((kind, name),) = about.items() or (("mobility", flow.mobility.id),)
    return (Ref(kind.replace("company", "host-company"), name),)


def half() -> tuple[Period, Period]:
    middle = STAY.start + timedelta(days=12)
    return Period(STAY.start, middle), Period(middle + timedelta(days=1), STAY.end)


def signed_but_by_weber() -> Flow:
    """Lea is half of the time at Krause's, half at Weber's, who has not signed."""
    flow = agreed(begin(adult()))
    for company, days in zip(("krause", "weber"), half(), strict=True):
        follow(flow, Place("lea", company, period=days))
    follow(flow, DraftContract("lea"), IssueContract("lea"))
    follow(flow, *(SignContract("lea", party) for party in ("sending", "host", "learner")))
    return follow(flow, SignContract("lea", "host-company", of="krause"))


def test_a_company_that_declines_may_be_the_last_that_was_waited_for() -> None:
    flow = follow(signed_but_by_weber(), "decline", company="weber")
    assert learner_of(flow).contracts[0].status == "in-force"


def test_a_placement_given_up_may_be_the_last_that_was_waited_for() -> None:
    flow = follow(signed_but_by_weber(), ReplacePlacement("lea", "krause", STAY.start, reason="?"))
    assert learner_of(flow).contracts[0].status == "in-force"


def test_a_date_of_birth_put_right_may_be_the_last_that_was_waited_for() -> None:
    flow = agreed(begin(minor("lea")))
    follow(flow, Place("lea", "krause"), DraftContract("lea"), IssueContract("lea"))
    parties = ("sending", "host", "learner", "host-company")
    follow(flow, *(SignContract("lea", party) for party in parties))
    follow(flow, ChangeLearner("lea", born=date(2005, 8, 1)))
    assert learner_of(flow).contracts[0].status == "in-force"


def test_an_amendment_takes_the_place_of_what_was_in_force() -> None:
    flow = abroad(adult())
    follow(flow, ChangeStay("lea", Period(STAY.start, STAY.end + timedelta(7)), reason="Exams"))
    follow(flow, AmendContract("lea", ("dates",), reason="Exams"))
    follow(flow, AmendContract("lea", ("dates", "objectives"), reason="More", objectives=(OVEN,)))
    parties = ("sending", "host", "learner", "host-company")
    follow(flow, IssueContract("lea"), *(SignContract("lea", party) for party in parties))
    assert [c.status for c in learner_of(flow).contracts] == ["superseded"] * 2 + ["in-force"]


def test_a_common_paper_is_verified_and_rejected_for_everybody_it_covers() -> None:
    flow = begin(adult("lea"), adult("max"), minor("tom"))
    follow(
        flow,
        CollectDocument(("lea", "max", "tom"), "cv"),
        CollectDocument("tom", "cv", reference="B"),
    )
    follow(flow, VerifyDocument("max", "cv"), RejectDocument("lea", "cv", reason="Another CV"))
    found = {name: one.documents["cv"].status for name, one in flow.mobility.learners.items()}
    assert found == {"lea": "rejected", "max": "rejected", "tom": "collected"}


def test_whoever_comes_home_early_may_leave_again() -> None:
    flow = abroad(adult("lea"), adult("max"))
    home = Fire("interrupt", Ref("learner", "lea"), reason="Flood", force_majeure=True)
    again = Fire("reinstate", Ref("learner", "lea"), reason="It is dry")
    follow(flow, home, again)
    follow(flow, "depart", "come-back", learner="lea")
    assert learner_of(flow).stay.force_majeure is None


def test_dates_that_change_move_the_placements_with_them() -> None:
    flow = signed_but_by_weber()
    later = Period(STAY.start + timedelta(2), STAY.end + timedelta(9))
    follow(flow, ChangePeriod(later, reason="Strike"))
    follow(flow, ChangeStay("lea", Period(STAY.start + timedelta(20), later.end), reason="Ill"))
    assert [placement.company for placement in learner_of(flow).placements] == ["weber"]


def test_what_is_cancelled_keeps_how_its_steps_stood_and_what_is_reopened_is_open() -> None:
    follow(begin(adult()), Fire("cancel", Ref("mobility", "leipzig"), reason="Nobody applied"))
    flow = drive(begin(adult()))
    follow(flow, Fire("reopen", Ref("mobility", "leipzig"), reason="An appeal"))
    follow(flow, Fire("advance", Ref("mobility", "leipzig")))


def test_the_rest_of_daily_life() -> None:
    flow = abroad(adult())
    follow(flow, OpenIncident("i-1", "other", learner="lea"))
    follow(flow, "mediate", incident="i-1")
    follow(flow, Fire("resolve", Ref("incident", "i-1"), reason="They talked"))
    follow(flow, GiveFeedback("krause", 4), ChangeCompany("krause", name="K.", sector="food"))
    follow(flow, RecordAttendance("lea", STAY.start, 1), MarkOutcome("lea", "oven/heat", "12"))
    follow(flow, NameTutor("lea", "krause", Tutor("eva")), PlanWork("lea", "krause", hours=HOURS))


@pytest.mark.parametrize("oven", ["validated", "not-validated"])
def test_a_result_is_what_was_decided_of_the_units(oven: Verdict) -> None:
    flow = assessed(adult())
    follow(flow, DecideUnit("lea", "dough", "validated"), DecideUnit("lea", "oven", oven))
    follow(flow, "decide", learner="lea")
    follow(flow, DecideUnit("lea", "dough", "not-validated", reason="Appeal"))
    follow(flow, Fire("decide", Ref("learner", "lea"), reason="Appeal"))
