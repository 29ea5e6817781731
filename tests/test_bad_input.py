"""What cannot be is refused with an error of ours: what, where, what to do. Nothing changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from mobiflow import (
    Actor,
    Engine,
    Flow,
    InvalidValue,
    Learner,
    MobiflowError,
    Organisation,
    Outcome,
    Period,
    Refused,
    Scale,
    Tutor,
    Unit,
    UnknownName,
)
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    ChangeCompany,
    ChangeLearner,
    ChangeStay,
    CollectDocument,
    CompleteTask,
    Excuse,
    Fire,
    GiveFeedback,
    IssueContract,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    PlanAssessment,
    RecordAttendance,
    ReplacePlacement,
    SetUnits,
    SignContract,
    VerifyDocument,
    WaiveTask,
)
from mobiflow.model import Ref
from tests.support import (
    COORDINATOR,
    STAY,
    TODAY,
    abroad,
    adult,
    begin,
    codes,
    do,
    during,
    guide,
    learner_of,
    refused,
    sending_company,
)


def wrong(flow: Flow, act: object, **about: object) -> list[str]:
    """The paths of what is wrong; neither `do` nor `explain` changes anything."""
    before, revision = flow.mobility, flow.revision
    call: Any = flow
    with pytest.raises(InvalidValue) as error:
        call.do(act, **about)
    with pytest.raises(InvalidValue):
        call.explain(act, **about)
    assert flow.mobility is before
    assert flow.revision == revision
    assert str(error.value).count("\n") == len(error.value.problems)
    return [problem.path for problem in error.value.problems]


# -- names that stand for nothing


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (VerifyDocument("leo", "cv"), "There is no learner 'leo'. Did you mean 'lea'?"),
        (ChangeLearner("leo", name="Leo"), "There is no learner 'leo'. Did you mean 'lea'?"),
        (NameTutor("leo", "krause", Tutor("eva")), "no learner 'leo'. Did you mean 'lea'?"),
        (GiveFeedback("leo", 3), "There is no learner 'leo'. Did you mean 'lea'?"),
        (IssueContract("leo"), "There is no learner 'leo'. Did you mean 'lea'?"),
        (IssueContract("lea"), "There is no contract of lea, version '1'."),
        (ChangeCompany("krouse", name="Krause"), "There is no company 'krouse'."),
        (OpenIncident("i", "other", company="krouse"), "There is no company 'krouse'."),
        (CompleteTask("debrief/hold-debreif"), "Did you mean 'debrief/hold-debrief' or"),
        (CompleteTask("hold-debrief"), "A task is named step/task."),
        (WaiveTask("debrief/hold-debrief", "leo", reason="?"), "no learner or company 'leo'"),
        (Fire("mediate", Ref("incident", "i-9")), "There is no incident 'i-9'."),
        (Fire("depart", Ref("learner", "leo")), "There is no learner 'leo'."),
        (Fire("dance", Ref("learner", "lea")), "There is no trigger of a learner 'dance'."),
        (Fire("advance", Ref("mobility", "other")), "There is no mobility 'other'."),
        (Fire("advance", Ref("planet", "earth")), "'planet'"),
        (CollectDocument("lea", "passeport"), "There is no document kind 'passeport'."),
        (SignContract("lea", "mother"), "There is no contract of lea, version '1'."),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(act: Action, message: str) -> None:
    flow = begin(adult("lea"))
    before = flow.mobility
    with pytest.raises(UnknownName) as error:
        flow.do(act)
    with pytest.raises(UnknownName):
        flow.explain(act)
    assert message in str(error.value)
    assert flow.mobility is before


def test_a_sending_company_is_no_host_company() -> None:
    flow = begin(adult())
    flow.do(AddCompany(sending_company()))
    with pytest.raises(UnknownName, match="There is no host company 'dupont'"):
        flow.do("inform", company="dupont")


def test_a_workflow_nobody_brings_is_an_error() -> None:
    with pytest.raises(UnknownName) as error:
        guide().blueprint("mobilty")
    assert error.value.nearest == ("mobility",)


def test_an_excuse_for_nobody_is_an_error() -> None:
    flow = begin(adult())
    refusal = flow.explain("select", learner="lea").refusals[0]
    ghost = evolve(refusal, subject=Ref("learner", "ghost"))
    with pytest.raises(UnknownName, match="There is no learner 'ghost'"):
        flow.do(Excuse(ghost, reason="?", until=STAY.end))


# -- triggers given as text


def test_a_trigger_nobody_knows_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as error:
        begin(adult()).do("selekt", learner="lea")
    assert error.value.nearest[0] == "select"


def test_a_trigger_of_another_kind_says_how_to_give_it() -> None:
    assert wrong(begin(adult()), "select") == ["$"]
    with pytest.raises(InvalidValue, match="give learner=…"):
        begin(adult()).do("select")
    with pytest.raises(InvalidValue, match="is a trigger of a mobility"):
        begin(adult()).do("advance", learner="lea")


def test_a_trigger_has_one_subject_and_no_other_values() -> None:
    flow = begin(adult())
    assert wrong(flow, "select", learner="lea", company="krause") == ["$.company"]
    assert wrong(flow, "select", learner="lea", why="so") == ["$.why"]


def test_a_document_has_no_bare_triggers() -> None:
    with pytest.raises(UnknownName, match="typed actions"):
        begin(adult()).do("verify", learner="lea")


def test_an_action_brings_its_own_values() -> None:
    assert wrong(begin(adult()), ChangeLearner("lea", name="Léa"), learner="lea") == ["$.learner"]


# -- what is not an action


@pytest.mark.parametrize("what", [None, 3, object(), adult(), Actor("host"), ["advance"]])
def test_what_is_no_action_is_an_error(what: object) -> None:
    flow: Any = begin(adult())
    for call in (flow.do, flow.explain, flow.plan):
        with pytest.raises(UnknownName, match="There is no action"):
            call(what)
    with pytest.raises(UnknownName, match="There is no action"):
        flow.do_all([what])


# -- values that are not what they claim to be


@pytest.mark.parametrize(
    ("act", "paths"),
    [
        (CollectDocument("lea", "cv", valid_until="2027-03-01"), ["$.valid_until"]),  # type: ignore[arg-type]
        (CollectDocument(3, "cv"), ["$.owner"]),  # type: ignore[arg-type]
        (CollectDocument(["lea"], "cv"), ["$.owner"]),  # type: ignore[arg-type]
        (CollectDocument(("lea", 3), "cv"), ["$.owner[1]"]),  # type: ignore[arg-type]
        (GiveFeedback("lea", "5"), ["$.score"]),  # type: ignore[arg-type]
        (GiveFeedback("lea", True), ["$.score"]),
        (GiveFeedback("lea", 4.5), ["$.score"]),  # type: ignore[arg-type]
        (MarkOutcome("lea", "oven/heat", 12), ["$.mark"]),  # type: ignore[arg-type]
        (SignContract("lea", "host", channel="fax"), ["$.channel"]),  # type: ignore[arg-type]
        (AddLearner("lea"), ["$.learner"]),  # type: ignore[arg-type]
        (AddLearner(Learner("lea", born="2009-05-02")), ["$.learner.born"]),  # type: ignore[arg-type]
        (AddLearner(Learner("l 1")), ["$.learner.id"]),
        (AddLearner(Learner("")), ["$.learner.id"]),
        (AddLearner(Learner("l/1")), ["$.learner.id"]),
        (AddLearner(Learner("x" * 101)), ["$.learner.id"]),
        (AddLearner(Learner("x", name="n" * 10_000)), ["$.learner.name"]),
        (AddLearner(Learner("x", name="  ")), ["$.learner.name"]),
        (AddLearner(Learner("x", nationality="France")), ["$.learner.nationality"]),
        (AddLearner(Learner("x", nationality="fr")), ["$.learner.nationality"]),
        (AddLearner(Learner("x", enrolment="pupil")), ["$.learner.enrolment"]),  # type: ignore[arg-type]
        (ChangeStay("lea", "March", reason="?"), ["$.period"]),  # type: ignore[arg-type]
        (ChangeStay("lea", STAY, reason=""), ["$.reason"]),
        (ChangeStay("lea", STAY, reason="r" * 4001), ["$.reason"]),
        (PlanAssessment("lea", datetime(2027, 3, 2, tzinfo=UTC)), ["$.day"]),
        (SetUnits([]), ["$.units"]),  # type: ignore[arg-type]
        (SetUnits((Unit("u", "", (Outcome("o", "O"),)),)), ["$.units[0].title"]),
        (SetUnits((Unit("u", "U", ({"id": "o"},)),)), ["$.units[0].outcomes[0]"]),  # type: ignore[arg-type]
        (Fire("advance", "leipzig"), ["$.subject"]),  # type: ignore[arg-type]
        (Fire(3, Ref("mobility", "leipzig")), ["$.trigger"]),  # type: ignore[arg-type]
        (ChangeLearner("lea", born=date(1, 1, 1)), ["$.born"]),
        (ChangeLearner("lea", born=date(9999, 12, 31)), ["$.born"]),
    ],
)
def test_a_value_is_what_its_annotation_says(act: Action, paths: list[str]) -> None:
    assert wrong(begin(adult()), act) == paths


def test_everything_wrong_is_said_at_once() -> None:
    bad = Learner("l 1", name="", nationality="xx", born="?", enrolment="x")  # type: ignore[arg-type]
    assert wrong(begin(), AddLearner(bad, on="today")) == [  # type: ignore[arg-type]
        "$.learner.id",
        "$.learner.name",
        "$.learner.born",
        "$.learner.nationality",
        "$.learner.enrolment",
        "$.on",
    ]


def test_an_error_says_what_was_expected_and_what_was_found() -> None:
    with pytest.raises(InvalidValue) as error:
        begin(adult()).do(GiveFeedback("lea", "5"))  # type: ignore[arg-type]
    assert str(error.value) == (
        "GiveFeedback cannot be accepted:\n  $.score: expected a whole number, got '5'."
    )


def test_a_long_value_is_not_repeated_in_full() -> None:
    with pytest.raises(InvalidValue) as error:
        begin().do(AddLearner(Learner("x" * 10_000)))
    assert len(str(error.value)) < 300


# -- days and times


def test_a_period_ends_after_it_starts() -> None:
    with pytest.raises(InvalidValue, match="cannot end"):
        Period(STAY.end, STAY.start)


def test_a_period_is_made_of_days() -> None:
    with pytest.raises(InvalidValue, match=r"\$\.start: expected a datetime\.date"):
        Period(datetime(2027, 3, 1, tzinfo=UTC), STAY.end)
    with pytest.raises(InvalidValue, match=r"\$\.end"):
        Period(STAY.start, "2027-03-26")  # type: ignore[arg-type]


def test_a_day_is_a_date_without_a_time() -> None:
    noon = datetime(2027, 1, 4, 12, tzinfo=UTC)
    assert wrong(begin(adult()), ChangeLearner("lea", name="Léa", on=noon)) == ["$.on"]
    assert wrong(begin(adult()), "reject", learner="lea", on=noon) == ["$.on"]


def test_nothing_has_happened_in_the_future() -> None:
    flow = begin(adult())
    late = ChangeLearner("lea", name="Léa", on=TODAY + timedelta(days=2))
    (refusal,) = flow.explain(late).refusals
    assert refusal.code == "date-in-future"
    assert refusal.params == {"day": TODAY + timedelta(days=2), "today": TODAY}


def test_nobody_is_born_in_the_future() -> None:
    unborn = TODAY + timedelta(days=1)
    assert refused(begin(), AddLearner(adult("x", born=unborn))) == ["date-in-future"]
    assert refused(begin(adult()), ChangeLearner("lea", born=unborn)) == ["date-in-future"]


def test_tomorrow_is_already_today_somewhere() -> None:
    flow = begin(adult())
    flow.do(ChangeLearner("lea", name="Léa", on=TODAY + timedelta(days=1)))


@pytest.mark.parametrize("act", [CollectDocument((), "cv"), CollectDocument("lea", "cv")])
def test_the_future_is_refused_whoever_it_is_about(act: CollectDocument) -> None:
    late = evolve(act, on=TODAY + timedelta(days=9))
    assert "date-in-future" in codes(begin(adult()), late)


def test_a_replacement_begins_within_the_stay() -> None:
    flow = abroad(adult())
    late = ReplacePlacement("lea", "weber", STAY.end + timedelta(days=1), reason="?")
    assert refused(flow, late) == ["not-in-stay"]


def test_a_clock_without_a_zone_is_an_error() -> None:
    engine = Engine(disabled=["countries", "certifiers"], clock=lambda: datetime(2027, 1, 4))  # noqa: DTZ001
    with pytest.raises(InvalidValue, match="a time without a zone"):
        begin(engine=engine)


def test_a_clock_in_another_zone_is_understood() -> None:
    late = datetime(2027, 1, 4, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    engine = Engine(disabled=["countries", "certifiers"], clock=lambda: late)
    entry = begin(engine=engine).journal[0]
    assert entry.recorded == late
    assert entry.recorded.tzinfo is UTC


# -- beginnings


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ({"id": "leipzig 2027"}, "$.id"),
        ({"id": ""}, "$.id"),
        ({"title": ""}, "$.title"),
        ({"title": "t" * 301}, "$.title"),
        ({"sending": Organisation("CFA", country="France")}, "$.sending.country"),
        ({"host": "BSZ"}, "$.host"),
        ({"period": None}, "$.period"),
    ],
)
def test_a_mobility_begins_with_sound_facts(about: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidValue) as error:
        begin(**about)
    assert [problem.path for problem in error.value.problems] == [path]


# -- actors


@pytest.mark.parametrize("roles", [None, 3, ["host", 4], {"host": 1, 2: 3}])
def test_roles_are_words(roles: Any) -> None:
    with pytest.raises(MobiflowError):
        begin().acting_as(Actor(roles))


@pytest.mark.parametrize("of", [3, ["lea", 4]])
def test_subjects_acted_for_are_ids(of: Any) -> None:
    with pytest.raises(MobiflowError):
        begin().acting_as(Actor("learner", of=of))


# -- sizes


def test_texts_may_be_long_and_strange_within_their_limits() -> None:
    name = "Zoë-Нина 🥖 {x} %s \\ \"'<b>" + "é" * 200
    flow = begin(evolve(adult("zoe"), name=name))
    flow.do("withdraw", learner="zoe")
    assert learner_of(flow, "zoe").name == name
    assert name in str(flow.acting_as(Actor("host")).explain("reinstate", learner="zoe"))


def test_thousands_of_learners_are_a_big_mobility_not_an_error() -> None:
    flow = begin()
    flow.do_all([AddLearner(Learner(f"l-{number}")) for number in range(2_000)])
    assert len(flow.mobility.learners) == 2_000
    assert flow.revision == 2
    assert not flow.explain("select", learner="l-1999").allowed


def test_a_thousand_outcomes_can_be_agreed() -> None:
    outcomes = tuple(Outcome(f"o{number}", "An outcome") for number in range(1_000))
    flow = begin()
    flow.do(SetUnits((Unit("u", "A unit", outcomes),)))
    assert refused(flow, SetUnits((Unit("u", "A unit", outcomes * 2),)))[:1] == ["id-twice"]


def test_a_number_too_large_to_be_true_is_off_the_scale() -> None:
    assert not Scale(minimum="0", maximum="20").accepts("9" * 5_000)
    assert not Scale(minimum="0", maximum="20").accepts("1e999999999999999999")


# -- nothing to do, or not all of it


def test_doing_nothing_makes_no_entry() -> None:
    flow = begin()
    assert flow.do_all([]) == ()
    assert flow.revision == 1


def test_several_actions_are_done_all_or_none() -> None:
    flow = begin(adult())
    before = flow.mobility
    with pytest.raises(Refused) as error:
        flow.do_all([CollectDocument("lea", "cv"), CollectDocument("lea", "identity")])
    assert [r.code for r in error.value.refusals] == ["expiry-missing"]
    assert flow.mobility is before


def test_each_of_several_actions_sees_what_the_ones_before_did() -> None:
    flow = begin(adult())
    flow.do_all([CollectDocument("lea", "cv"), VerifyDocument("lea", "cv")])
    assert flow.revision == 3
    assert flow.actor == COORDINATOR
    assert [recorded.action for recorded in flow.journal[-1].actions] == [
        "CollectDocument",
        "VerifyDocument",
    ]


def test_the_last_day_of_presence_is_not_before_the_departure() -> None:
    flow = abroad(adult())
    assert refused(flow, RecordAttendance("lea", date(1999, 1, 1))) == ["before-departure"]


def test_a_tutor_of_nobody_is_refused() -> None:
    flow = during(adult())
    with pytest.raises(UnknownName):
        do(flow, NameTutor("ghost", "krause", Tutor("eva")))
