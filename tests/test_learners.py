"""The ways of a learner: joining, leaving, coming back, being decided on, and the exceptions."""

from __future__ import annotations

from datetime import date, timedelta

from mobiflow import Actor, Flow, Period, Tutor
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    AmendContract,
    ChangePeriod,
    ChangeStay,
    CollectDocument,
    DecideUnit,
    GiveFeedback,
    IssueContract,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    Place,
    RecordAttendance,
    ReplacePlacement,
    SignContract,
    SignGrid,
    VerifyDocument,
)
from mobiflow.model import Placement
from mobiflow.testing import drive
from tests.support import (
    CERTIFIER,
    OUTCOMES,
    STAY,
    TODAY,
    abroad,
    adult,
    agreed,
    assessed,
    back,
    begin,
    codes,
    context_of,
    do,
    during,
    host_company,
    learner_of,
    refused,
)

LONGER = Period(STAY.start, STAY.end + timedelta(days=7))


def status(flow: Flow, name: str = "lea") -> str:
    return learner_of(flow, name).status


def decide(flow: Flow, *verdicts: str, name: str = "lea", reason: str | None = None) -> Flow:
    for unit, verdict in zip(("dough", "oven"), verdicts, strict=False):
        flow.acting_as(CERTIFIER).do(DecideUnit(name, unit, verdict, reason=reason))  # type: ignore[arg-type]
    return flow


# -- joining and being selected


def test_a_learner_begins_as_a_candidate() -> None:
    assert status(begin(adult())) == "candidate"


def test_nobody_joins_in_the_middle_of_the_road() -> None:
    flow = begin()
    assert refused(flow, AddLearner(adult(status="selected"))) == ["not-a-newcomer"]
    placed = adult(placements=(Placement("krause"),))
    assert refused(flow, AddLearner(placed)) == ["not-a-newcomer"]


def test_an_id_is_given_once() -> None:
    flow = begin(adult())
    flow.do(AddCompany(host_company("krause")))
    assert refused(flow, AddLearner(adult("lea"))) == ["already-taken"]
    assert refused(flow, AddLearner(adult("krause"))) == ["already-taken"]
    assert refused(flow, AddLearner(adult("leipzig"))) == ["already-taken"]


def test_a_candidate_who_is_turned_down_can_be_taken_back() -> None:
    flow = begin(adult())
    flow.do("reject", learner="lea")
    assert status(flow) == "rejected"
    assert codes(flow, "reinstate", learner="lea") == ["reason-missing"]
    flow.do("reinstate", learner="lea", reason="A place is free again")
    assert status(flow) == "candidate"


def test_whoever_has_withdrawn_can_be_reinstated() -> None:
    flow = during(adult())
    flow.acting_as(Actor("learner", of="lea")).do("withdraw", learner="lea")
    assert status(flow) == "withdrawn"
    flow.do("reinstate", learner="lea", reason="The family has agreed")
    assert status(flow) == "candidate"


def test_what_was_collected_is_still_there_after_a_reinstatement() -> None:
    flow = during(adult())
    flow.do("withdraw", learner="lea")
    flow.do("reinstate", learner="lea", reason="The family has agreed")
    flow.do("select", learner="lea")
    flow.do("depart", learner="lea")
    assert status(flow) == "abroad"


# -- leaving


def test_nobody_departs_before_the_stay_has_begun() -> None:
    flow = drive(agreed(begin(adult())), to="before")
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    flow.do("select", learner="lea")
    assert "not-in-phase" in codes(flow, "depart", learner="lea")


def test_departure_is_remembered() -> None:
    assert learner_of(abroad(adult())).stay.departed == TODAY


def test_departure_waits_for_the_host_signature() -> None:
    flow = during(adult())
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    flow.do(AmendContract("lea", ("dates",), reason="Going well"))
    flow.do(IssueContract("lea"))
    for kind in ("insurance", "identity"):
        do(flow, CollectDocument("lea", kind, valid_until=LONGER.end))
        do(flow, VerifyDocument("lea", kind))
    for party in ("sending", "learner", "host-company"):
        do(flow, SignContract("lea", party))
    (refusal,) = flow.explain("depart", learner="lea").refusals
    assert (refusal.code, refusal.params["party"], refusal.who) == (
        "signature-missing",
        "host",
        ("host",),
    )


def test_departure_waits_for_the_preparation() -> None:
    flow = during(adult())
    flow.do(AddLearner(adult("max")))
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("max", kind), VerifyDocument("max", kind))
    flow.do("select", learner="max")
    tasks = [
        r.params["task"]
        for r in flow.explain("depart", learner="max").refusals
        if r.code == "task-open"
    ]
    assert tasks == [
        "prepare-participants/practical-information",
        "prepare-participants/language-culture",
        "prepare-participants/present-objectives",
    ]


def test_a_late_joiner_catches_up_and_departs() -> None:
    """Tasks of the first phase can be done when that phase is long over."""
    flow = abroad(adult("lea"))
    flow.do(AddLearner(adult("max")))
    plan = flow.plan("depart", learner="max")
    assert plan.complete
    assert not any(step.subject.id == "lea" for step in plan.steps)
    for step in plan.steps:
        assert step.remedy is not None
        asked = {"valid_until": STAY.end, "channel": "electronic", "company": "krause"}
        values = {a.name: asked.get(a.name, Tutor("eva")) for a in step.remedy.ask}
        do(flow, step.remedy.fill(**values))
    flow.do("depart", learner="max")
    assert status(flow, "max") == "abroad"


def test_a_no_show_is_an_end() -> None:
    flow = during(adult("lea"), adult("max"))
    flow.do("depart", learner="lea")
    flow.do("mark-no-show", learner="max")
    assert status(flow, "max") == "no-show"
    assert "not-departed" not in codes(flow, "advance")


def test_nobody_is_a_no_show_before_the_day() -> None:
    flow = begin(adult())
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    flow.do("select", learner="lea")
    assert codes(flow, "mark-no-show", learner="lea") == ["not-in-phase"]


# -- away


def test_an_open_incident_keeps_a_learner_from_coming_back() -> None:
    flow = abroad(adult())
    do(flow, OpenIncident("i-1", "mediation", learner="lea"))
    assert codes(flow, "come-back", learner="lea") == ["incident-open"]
    flow.do("mediate", incident="i-1")
    assert codes(flow, "come-back", learner="lea") == ["incident-in-mediation"]
    flow.do("resolve", incident="i-1", reason="Everybody has apologised")
    flow.do("come-back", learner="lea")
    assert status(flow) == "returned"


def test_an_interruption_is_always_possible() -> None:
    flow = abroad(adult())
    do(flow, OpenIncident("i-1", "well-being", learner="lea"))
    flow.do("interrupt", learner="lea", reason="Homesick", force_majeure=False)
    assert status(flow) == "interrupted"


def test_an_interruption_says_why_and_whether_it_was_force_majeure() -> None:
    flow = abroad(adult())
    assert codes(flow, "interrupt", learner="lea") == ["reason-missing", "force-majeure-missing"]
    flow.do("interrupt", learner="lea", reason="The border closes", force_majeure=True)
    stay = learner_of(flow).stay
    assert (stay.force_majeure, stay.reason, stay.returned) == (True, "The border closes", TODAY)


def test_an_interrupted_stay_can_be_taken_up_again() -> None:
    flow = abroad(adult())
    flow.do("interrupt", learner="lea", reason="Illness", force_majeure=False)
    flow.do("reinstate", learner="lea", reason="Well again")
    flow.do("depart", learner="lea")
    stay = learner_of(flow).stay
    assert (status(flow), stay.returned, stay.force_majeure, stay.reason) == (
        "abroad",
        None,
        None,
        None,
    )


def test_an_interrupted_stay_can_be_decided_on_with_what_there_is() -> None:
    flow = abroad(adult())
    do(flow, MarkOutcome("lea", "dough/mix", "12"))
    flow.do("interrupt", learner="lea", reason="Illness", force_majeure=False)
    for path in OUTCOMES[1:]:
        do(flow, MarkOutcome("lea", path, None, reason="Was not there any more"))
    do(flow, SignGrid("lea", "tutor"), SignGrid("lea", "learner"))
    decide(flow, "not-validated", "not-validated")
    do(flow, "decide", learner="lea")
    assert status(flow) == "not-validated"


def test_nobody_comes_back_before_leaving() -> None:
    flow = abroad(adult())
    early = TODAY - timedelta(days=1)
    assert codes(flow, "come-back", learner="lea", on=early) == ["before-departure"]
    assert codes(flow, "interrupt", learner="lea", reason="?", force_majeure=False, on=early) == [
        "before-departure"
    ]


def test_an_extended_stay_asks_for_contract_and_insurance() -> None:
    flow = abroad(adult())
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    broken = [(r.code, r.params.get("document", r.params.get("change"))) for r in flow.violations()]
    assert broken == [
        ("document-expires", "insurance"),
        ("document-expires", "identity"),
        ("contract-outdated", "dates"),
    ]
    assert status(flow) == "abroad"


def test_a_stay_does_not_end_before_the_departure() -> None:
    flow = abroad(adult())
    past = Period(TODAY - timedelta(days=20), TODAY - timedelta(days=10))
    assert refused(flow, ChangeStay("lea", past, reason="?")) == ["before-departure"]
    assert refused(flow, ChangePeriod(past, reason="?")) == ["before-departure"]


def test_a_stay_of_ones_own_is_spared_when_the_period_changes() -> None:
    flow = begin(adult("lea"), adult("max"))
    flow.do(ChangeStay("lea", LONGER, reason="Two weeks more"))
    later = Period(date(2027, 4, 5), date(2027, 4, 30))
    flow.do(ChangePeriod(later, reason="The school is closed in March"))
    assert learner_of(flow, "lea").stay.period == LONGER
    assert context_of(flow).period_of(learner_of(flow, "max")) == later


def test_a_host_company_that_closes_is_replaced() -> None:
    """It shows at once; the new company then signs for the placement."""
    flow = abroad(adult())
    do(flow, "decline", company="krause")
    (lost,) = flow.violations()
    assert (lost.code, lost.params["company"], lost.who) == (
        "placement-lost",
        "krause",
        ("host", "coordinator"),
    )
    flow.do(ReplacePlacement("lea", "weber", date(2027, 3, 10), reason="Krause has closed"))
    assert [p.company for p in learner_of(flow).placements] == ["krause", "weber"]
    assert learner_of(flow).placements[0].period == Period(STAY.start, date(2027, 3, 9))
    assert {r.code for r in flow.violations()} == {"contract-outdated", "tutor-missing"}
    do(flow, NameTutor("lea", "weber", Tutor("uli")))
    flow.do(AmendContract("lea", ("placement",), reason="Krause has closed"))
    flow.do(IssueContract("lea"))
    for party in ("sending", "host", "learner", "host-company"):
        do(flow, SignContract("lea", party))
    assert flow.violations() == ()


def test_before_departure_the_new_company_takes_the_place_of_the_old_one() -> None:
    flow = during(adult())
    flow.do(ReplacePlacement("lea", "weber", STAY.start, reason="Nearer"))
    assert [p.company for p in learner_of(flow).placements] == ["weber"]


def test_the_first_of_two_companies_may_be_lost_before_departure() -> None:
    flow = agreed(begin(adult()))
    middle = date(2027, 3, 12)
    flow.do(Place("lea", "krause", period=Period(STAY.start, middle)))
    flow.do(Place("lea", "weber", period=Period(middle + timedelta(days=1), STAY.end)))
    flow = drive(flow, to="during")
    do(flow, "decline", company="krause")
    (lost,) = (r for r in flow.explain("depart", learner="lea").refusals)
    assert (lost.code, lost.params["company"]) == ("placement-lost", "krause")
    flow.do(ReplacePlacement("lea", "weber", STAY.start, reason="Krause has closed"))
    (weber,) = learner_of(flow).placements
    assert (weber.company, weber.period) == ("weber", None)
    assert weber.tutors  # who was named there is still named


def test_a_company_that_declined_and_is_only_informed_again_is_no_host() -> None:
    flow = during(adult())
    do(flow, "decline", company="krause")
    flow.do("inform", company="krause")
    assert codes(flow, "depart", learner="lea") == ["company-to-choose"]
    flow.do("choose-company", company="krause")
    assert codes(flow, "depart", learner="lea") == []


def test_placements_do_not_overlap() -> None:
    flow = during(adult())
    assert refused(flow, Place("lea", "weber")) == ["placement-overlaps"]


def test_a_placement_lies_within_the_stay() -> None:
    flow = agreed(begin(adult()))
    outside = Period(STAY.start - timedelta(days=1), STAY.end)
    assert refused(flow, Place("lea", "krause", period=outside)) == ["not-in-stay"]


def test_a_learner_is_placed_in_a_company_that_was_chosen() -> None:
    flow = agreed(begin(adult()))
    flow.do(AddCompany(host_company("huber")))
    assert refused(flow, Place("lea", "huber")) == ["company-not-selected"]
    assert refused(flow, Place("lea", "nowhere")) == ["no-host-company"]


def test_a_tutor_is_named_where_the_learner_is() -> None:
    flow = agreed(begin(adult()))
    assert refused(flow, NameTutor("lea", "krause", Tutor("eva"))) == ["not-placed-there"]
    flow.do(Place("lea", "krause"))
    flow.do(NameTutor("lea", "krause", Tutor("eva")))
    assert refused(flow, NameTutor("lea", "krause", Tutor("eva"))) == ["already-named"]
    flow.do(NameTutor("lea", "krause", Tutor("uli")))
    assert [tutor.id for tutor in learner_of(flow).placements[0].tutors] == ["eva", "uli"]


def test_presence_ends_after_it_began() -> None:
    flow = abroad(adult())
    early = RecordAttendance("lea", TODAY - timedelta(days=1))
    assert refused(flow, early) == ["before-departure"]
    assert refused(flow, RecordAttendance("lea", STAY.end, 27)) == ["days-impossible"]
    assert refused(flow, RecordAttendance("lea", STAY.end, -1)) == ["days-impossible"]


# -- being decided on


def test_every_unit_validated_is_validated() -> None:
    flow = decide(assessed(adult()), "validated", "validated")
    do(flow, "decide", learner="lea")
    assert status(flow) == "validated"


def test_some_units_validated_is_partly_validated() -> None:
    flow = decide(assessed(adult()), "validated", "not-validated")
    do(flow, "decide", learner="lea")
    assert status(flow) == "partly-validated"


def test_no_unit_validated_is_not_validated() -> None:
    flow = decide(assessed(adult()), "not-validated", "not-validated")
    do(flow, "decide", learner="lea")
    assert status(flow) == "not-validated"


def test_a_result_waits_for_every_unit() -> None:
    flow = decide(assessed(adult()), "validated")
    (refusal,) = flow.acting_as(CERTIFIER).explain("decide", learner="lea").refusals
    assert (refusal.code, refusal.params["unit"]) == ("unit-undecided", "oven")


def test_a_result_waits_for_the_evidence() -> None:
    flow = decide(back(adult()), "validated", "validated")
    found = codes(flow.acting_as(CERTIFIER), "decide", learner="lea")
    assert set(found) == {"outcome-unmarked", "grid-unsigned"}


def test_a_result_waits_while_an_amendment_is_open() -> None:
    flow = assessed(adult())
    flow.do(AmendContract("lea", ("dates",), reason="Came back earlier"))
    decide(flow, "validated", "validated")
    found = codes(flow.acting_as(CERTIFIER), "decide", learner="lea")
    assert found == ["contract-not-issued"]


def test_a_decision_is_revised_on_appeal_with_a_reason() -> None:
    flow = decide(assessed(adult()), "validated", "not-validated")
    do(flow, "decide", learner="lea")
    again = flow.acting_as(CERTIFIER)
    assert refused(again, DecideUnit("lea", "oven", "validated")) == ["reason-missing"]
    again.do(DecideUnit("lea", "oven", "validated", reason="The jury had misread the grid"))
    assert status(flow) == "partly-validated"  # until it is decided
    assert codes(again, "decide", learner="lea") == ["reason-missing"]
    again.do("decide", learner="lea", reason="Appeal of 3 May")
    assert status(flow) == "validated"


def test_an_appeal_that_changes_nothing_is_not_a_new_result() -> None:
    flow = decide(assessed(adult()), "validated", "validated")
    do(flow, "decide", learner="lea")
    found = codes(flow.acting_as(CERTIFIER), "decide", learner="lea", reason="Just to be sure")
    assert found == ["already-so"]


def test_nothing_is_decided_about_somebody_who_never_left() -> None:
    flow = during(adult())
    flow.do("mark-no-show", learner="lea")
    found = refused(flow.acting_as(CERTIFIER), DecideUnit("lea", "dough", "validated"))
    assert found == ["never-left"]


def test_only_units_of_the_contract_are_decided() -> None:
    flow = assessed(adult())
    (refusal,) = flow.acting_as(CERTIFIER).explain(DecideUnit("lea", "shop", "validated")).refusals
    assert (refusal.code, refusal.params["choices"]) == ("not-an-objective", ("dough", "oven"))


# -- the mobility itself


def test_a_mobility_with_nobody_selected_does_not_begin() -> None:
    flow = begin()
    (nobody,) = (r for r in flow.explain("advance").refusals if "nobody" in r.code)
    assert (nobody.code, nobody.who) == ("nobody-applied", ("coordinator",))
    flow.do(AddLearner(adult()))
    assert [code for code in codes(flow, "advance") if "nobody" in code] == ["nobody-selected"]


def test_an_undecided_candidate_holds_the_mobility_up() -> None:
    flow = during(adult("lea"))
    flow.do(AddLearner(adult("max")))
    assert "undecided" in codes(flow, "advance")


def test_a_completed_mobility_is_reopened_with_a_reason() -> None:
    flow = drive(begin(adult()))
    assert codes(flow, "reopen") == ["reason-missing"]
    flow.do("reopen", reason="An appeal")
    assert flow.status == "after"
    flow.do("advance")
    assert flow.status == "completed"


def test_what_is_closed_stays_closed_until_it_is_reopened() -> None:
    flow = drive(begin(adult()))
    (refusal,) = flow.explain(GiveFeedback("lea", 3)).refusals
    assert refusal.code == "mobility-closed"
    assert refusal.remedy is not None
    flow.do(refusal.remedy.fill(reason="One more answer"))
    flow.do(GiveFeedback("lea", 3))


def test_a_cancelled_mobility_stays_cancelled() -> None:
    flow = begin(adult())
    assert codes(flow, "cancel") == ["reason-missing"]
    flow.do("cancel", reason="No funding")
    assert flow.status == "cancelled"
    assert refused(flow, "reopen", reason="?") == ["wrong-state"]
    (refusal,) = flow.explain(AddLearner(adult("max"))).refusals
    assert (refusal.code, refusal.remedy) == ("mobility-closed", None)


def test_a_mobility_is_not_cancelled_while_somebody_is_away() -> None:
    flow = abroad(adult())
    assert codes(flow, "cancel", reason="No funding") == ["still-away"]
