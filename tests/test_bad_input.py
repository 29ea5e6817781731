"""What cannot be is refused with an error of ours: what, where, what to do. Nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from mobiflow import (
    Action,
    Actor,
    Engine,
    InvalidValue,
    Learner,
    Objective,
    Organisation,
    Outcome,
    Period,
    Ref,
    Refused,
    Scale,
    Tutor,
    Unit,
    UnknownName,
)
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    AmendContract,
    ChangeCompany,
    ChangeLearner,
    ChangeStay,
    ChooseAssessment,
    ChooseCertification,
    CollectDocument,
    CompleteTask,
    Confirm,
    DraftContract,
    Excuse,
    Fire,
    GiveFeedback,
    IssueContract,
    NameTutor,
    OpenIncident,
    PlanAssessment,
    PlanWork,
    SetFacts,
    SetUnits,
    SignContract,
    VerifyDocument,
    WaiveTask,
)
from mobiflow.definition import Profile
from mobiflow.testing import Clock
from tests.amounts import examples
from tests.sound import AIM, ODD, SOUND, Part, Spot, Taste, all_places, fits, options, put, shown
from tests.support import (
    ASSESSMENT,
    COORDINATOR,
    STAY,
    TODAY,
    abroad,
    adult,
    agreed,
    all_actions,
    begin,
    blueprint_of,
    codes,
    copy,
    guide,
    minor,
    refused,
    sending_company,
)

ENGINE: Final = guide()
FLOW: Final = agreed(begin(adult(), minor(), engine=ENGINE))
"""Only asked, and only what cannot be: it stays as it is."""


def objections(act: Any, **about: object) -> list[str]:
    """The paths of what is wrong, the same however it is asked; nothing changes."""
    flow: Any = FLOW
    before, revision = FLOW.mobility, FLOW.revision
    found: list[list[str]] = []
    for ask in (flow.do, flow.explain, flow.plan):
        with pytest.raises(InvalidValue) as error:
            ask(act, **about)
        text, problems = str(error.value), error.value.problems
        assert text.count("\n") == len(problems)
        if not isinstance(act, str) and not about:
            assert text.startswith(f"{type(act).__name__} cannot be accepted:\n  $.")
        found.append([problem.path for problem in problems])
    assert FLOW.mobility is before
    assert FLOW.revision == revision
    assert found[0] == found[1] == found[2]
    return found[0]


# -- names that stand for nothing


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (VerifyDocument("leo", "cv"), "There is no learner 'leo'. Did you mean 'lea'?"),
        (ChangeLearner("leo", name="Leo"), "There is no learner 'leo'. Did you mean 'lea'?"),
        (NameTutor("leo", "krause", Tutor("eva")), "no learner 'leo'. Did you mean 'lea'?"),
        (GiveFeedback("leo", 3), "There is no learner or company 'leo'. Did you mean 'lea'?"),
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
    before = FLOW.mobility
    with pytest.raises(UnknownName) as error:
        FLOW.do(act)
    with pytest.raises(UnknownName):
        FLOW.explain(act)
    assert message in str(error.value)
    assert FLOW.mobility is before


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
    assert objections("select") == ["$"]
    with pytest.raises(InvalidValue, match="give learner=…"):
        begin(adult()).do("select")
    with pytest.raises(InvalidValue, match="is a trigger of a mobility"):
        begin(adult()).do("advance", learner="lea")


def test_a_trigger_has_one_subject_and_no_other_values() -> None:
    assert objections("select", learner="lea", company="krause") == ["$.company"]
    assert objections("select", learner="lea", why="so") == ["$.why"]


def test_a_document_has_no_bare_triggers() -> None:
    with pytest.raises(UnknownName, match="typed actions"):
        begin(adult()).do("verify", learner="lea")


def test_an_action_brings_its_own_values() -> None:
    assert objections(ChangeLearner("lea", name="Léa"), learner="lea") == ["$.learner"]


# -- what is not an action


@frozen
class Wave:
    """Looks like an action, and is not marked as one."""

    on: date | None = None

    def subjects(self, mobility: object) -> tuple[Ref, ...]:
        """Nobody."""
        raise AssertionError("never asked")


@pytest.mark.parametrize(
    "what", [None, 3, object(), adult(), Actor("host"), ["advance"], Wave(), Wave, ChangeLearner]
)
def test_what_is_no_action_is_an_error(what: object) -> None:
    flow: Any = FLOW
    for call in (flow.do, flow.explain, flow.plan, lambda act: flow.do_all([act])):
        with pytest.raises(UnknownName, match=r"There is no action|marked with @action"):
            call(what)


# -- values that are not what they claim to be


def test_there_is_a_sound_example_of_every_action() -> None:
    assert {type(act) for act in SOUND} == {*all_actions()}


@examples(400)
@given(place=st.sampled_from(all_places()), value=st.sampled_from(ODD))
def test_a_value_of_a_wrong_type_is_found_wherever_it_is(
    place: tuple[Action, Spot], value: Any
) -> None:
    act, (path, hint, _) = place
    if fits(value, hint):
        return
    try:
        changed = put(act, path, value)
    except InvalidValue as error:  # a period is never made of anything but days
        assert {problem.path for problem in error.problems} == {f"$.{path[-1]}"}  # noqa: PT017
        return
    found = objections(changed)
    assert found, path
    assert all(where.startswith(shown(path)) for where in found)


TEXTS: Final = [
    pytest.param(act, path, id=f"{type(act).__name__}{shown(path)}")
    for act, (path, _, metadata) in all_places()
    if metadata.get("check") is not None
]
DAYS: Final = [
    pytest.param(act, path, id=f"{type(act).__name__}{shown(path)}")
    for act, (path, hint, _) in all_places()
    if date in options(hint)
]


@pytest.mark.parametrize(("act", "path"), TEXTS)
def test_no_text_is_empty_or_endless(act: Action, path: tuple[Part, ...]) -> None:
    for text in ("", " \t", "x" * 10_000, "\ud800"):
        assert objections(put(act, path, text)) == [shown(path)]


NEVER: Final = (
    *(date(1800, 1, 1), date(2300, 1, 1), date.min, date.max),
    datetime(2027, 1, 4, tzinfo=UTC),
)


@pytest.mark.parametrize(("act", "path"), DAYS)
def test_every_day_is_one_of_this_age(act: Action, path: tuple[Part, ...]) -> None:
    for day in NEVER:
        try:
            changed = put(act, path, day)
        except InvalidValue as error:  # a period is never made of anything else
            assert f"$.{path[-1]}" in {problem.path for problem in error.problems}  # noqa: PT017
        else:
            assert objections(changed) == [shown(path)]


@pytest.mark.parametrize(
    "name", ["l 1", "l/1", "l\n1", "l\t1", "l\x001", "l\u2028", " l", "x" * 101]
)
def test_an_id_has_no_spaces_slashes_or_line_ends(name: str) -> None:
    assert objections(AddLearner(Learner(name))) == ["$.learner.id"]
    assert objections(IssueContract(name)) == ["$.learner"]


@examples(100)
@given(name=st.text(max_size=120), line=st.text(max_size=320))
def test_whatever_text_is_accepted_can_be_told_and_stored(name: str, line: str) -> None:
    flow = copy(FLOW)
    try:
        flow.do(AddLearner(Learner(name, name=line)))
    except (InvalidValue, Refused):
        assert flow.mobility is FLOW.mobility
        return
    assert str(flow.explain("depart", learner=name))
    assert all(item.refusal.text("fr") for item in flow.todo())
    stored = ENGINE.loads(flow.dumps())
    assert stored.mobility == flow.mobility


@pytest.mark.parametrize("digits", [302, 5_000])
def test_a_number_that_could_not_be_written_out_is_not_taken(digits: int) -> None:
    number = -(10**digits)
    unit = Unit("u", "U", (Outcome("o", "O"),), eqf_level=number)
    assert objections(SetUnits((unit,))) == ["$.units[0].eqf_level"]
    assert objections(GiveFeedback("lea", number)) == ["$.score"]
    assert objections(SignContract("lea", "host", version=number)) == ["$.version"]


@pytest.mark.parametrize(
    ("act", "paths"),
    [
        (CollectDocument(["lea"], "cv"), ["$.owner"]),  # type: ignore[arg-type]
        (CollectDocument(("lea", 3), "cv"), ["$.owner[1]"]),  # type: ignore[arg-type]
        (GiveFeedback("lea", True), ["$.score"]),
        (SignContract("lea", "host", channel="fax"), ["$.channel"]),  # type: ignore[arg-type]
        (AddLearner("lea"), ["$.learner"]),  # type: ignore[arg-type]
        (AddLearner(Learner("lea", born="2009-05-02")), ["$.learner.born"]),  # type: ignore[arg-type]
        (AddLearner(Learner("x", nationality="France")), ["$.learner.nationality"]),
        (AddLearner(Learner("x", nationality="fr")), ["$.learner.nationality"]),
        (AddLearner(Learner("x", enrolment="pupil")), ["$.learner.enrolment"]),  # type: ignore[arg-type]
        (ChangeStay("lea", STAY, reason="r" * 4001), ["$.reason"]),
        (PlanAssessment("lea", datetime(2027, 3, 2, tzinfo=UTC)), ["$.day"]),
        (SetUnits([]), ["$.units"]),  # type: ignore[arg-type]
        (SetUnits((Unit("u", "U", ({"id": "o"},)),)), ["$.units[0].outcomes[0]"]),  # type: ignore[arg-type]
    ],
)
def test_a_value_is_what_its_annotation_says(act: Action, paths: list[str]) -> None:
    assert objections(act) == paths


def test_everything_wrong_is_said_at_once() -> None:
    bad = Learner("l 1", name="", nationality="xx", born="?", enrolment="x")  # type: ignore[arg-type]
    assert objections(AddLearner(bad, on="today")) == [  # type: ignore[arg-type]
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
    assert objections(ChangeLearner("lea", name="Léa", on=noon)) == ["$.on"]
    assert objections("reject", learner="lea", on=noon) == ["$.on"]


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


# -- calls


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ({"learner": None}, "$.subject.id"),
        ({"learner": ["lea"]}, "$.subject.id"),
        ({"learner": "lea", "reason": 3}, "$.reason"),
        ({"learner": "lea", "force_majeure": "yes"}, "$.force_majeure"),
        ({"learner": "lea", "on": "2027-01-04"}, "$.on"),
        ({"learner": "lea", "colour": "blue"}, "$.colour"),
    ],
)
def test_what_a_trigger_is_about_is_what_it_claims_to_be(about: Any, path: str) -> None:
    with pytest.raises(InvalidValue) as error:
        FLOW.do("select", **about)
    assert [problem.path for problem in error.value.problems] == [path]


def test_nobody_stands_for_everybody() -> None:
    with pytest.raises(UnknownName, match="There is no learner ''"):
        FLOW.do("select", learner="")


ODD_ACTORS: Final[Any] = (None, "coordinator", 3, Actor, ["host"])
ODD_ROLES: Final[Any] = (3, 4)
ODD_PEOPLE: Final[Any] = ["lea", 4]


@pytest.mark.parametrize("actor", [*ODD_ACTORS, Actor(ODD_ROLES), Actor("host", of=ODD_PEOPLE)])
def test_an_actor_is_an_actor(actor: Any) -> None:
    flow, engine = FLOW, ENGINE
    calls: list[Callable[[], object]] = [
        lambda: flow.acting_as(actor),
        lambda: begin(by=actor, engine=engine),
    ]
    if actor is not None:
        calls += [
            lambda: flow.todo(actor=actor),
            lambda: engine.loads(flow.dumps(), by=actor),
        ]
    for call in calls:
        with pytest.raises(InvalidValue, match="This actor cannot be accepted"):
            call()


@pytest.mark.parametrize("role", ["king", "Coordinator", "", 3, ["host"]])
def test_a_role_nobody_knows_is_an_error(role: Any) -> None:
    with pytest.raises(UnknownName, match="There is no role"):
        FLOW.todo(role=role)


@pytest.mark.parametrize("today", ["2027-01-04", datetime(2027, 1, 4, tzinfo=UTC), 3, date.max])
def test_to_dos_are_those_of_a_day(today: Any) -> None:
    with pytest.raises(InvalidValue, match=r"\$\.today"):
        FLOW.todo(today=today)


@pytest.mark.parametrize("workflow", [None, 3, []])
def test_a_workflow_is_named_by_a_text(workflow: Any) -> None:
    known = begin().mobility
    with pytest.raises(InvalidValue, match=r"\$\.workflow"):
        guide().start(
            workflow,
            id="x",
            title="X",
            by=COORDINATOR,
            sending=known.sending,
            host=known.host,
            period=STAY,
        )


@pytest.mark.parametrize("profile", [None, "student", Learner("lea"), Profile])
def test_what_is_demanded_is_asked_for_a_profile(profile: Any) -> None:
    with pytest.raises(InvalidValue, match="expected Profile"):
        Engine(clock=Clock(TODAY)).requirements(profile)


@pytest.mark.parametrize("data", [None, "{}", 3, {}])
def test_what_is_read_is_bytes(data: Any) -> None:
    with pytest.raises(ValueError, match="This is not a mobility") as error:
        guide().loads(data)
    assert [problem.path for problem in error.value.problems] == ["$"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "now",
    [None, TODAY, "2027-01-04T12:00Z", datetime(2027, 1, 4), datetime(1, 1, 1, tzinfo=UTC)],  # noqa: DTZ001
)
def test_a_clock_gives_an_aware_time_of_this_age(now: Any) -> None:
    with pytest.raises(InvalidValue, match="The clock cannot be used"):
        begin(engine=Engine(disabled=["countries", "certifiers"], clock=lambda: now))


@pytest.mark.parametrize("values", [None, "abc", [], [("learner", "l-1")], 3], ids=str)
def test_the_values_of_an_action_are_an_object(values: Any) -> None:
    with pytest.raises(InvalidValue, match=r"\$: expected an object, got"):
        ENGINE.action("Fire", values)


def test_a_value_of_an_action_has_a_name() -> None:
    values: Any = {1: 2}
    with pytest.raises(InvalidValue):
        ENGINE.action("Fire", values)


@pytest.mark.parametrize("text", [None, 3, b"learner:l-1"])
def test_a_subject_is_named_by_a_text(text: Any) -> None:
    with pytest.raises(InvalidValue, match="expected a subject like 'learner:l-1', got"):
        Ref.parse(text)


@pytest.mark.parametrize("actions", [None, 5])
def test_several_actions_are_a_series(actions: Any) -> None:
    with pytest.raises(InvalidValue, match="expected a series of actions, got"):
        FLOW.do_all(actions)


@pytest.mark.parametrize(
    "about",
    [
        {"plugins": "guide"},
        {"plugins": 5},
        {"disabled": "countries"},
        {"workflows": "outing.toml"},
        {"labels": [1]},
        {"lead_times": "soon"},
        {"clock": 3},
    ],
    ids=str,
)
def test_an_engine_is_made_of_what_it_asks_for(about: dict[str, Any]) -> None:
    (name,) = about
    with pytest.raises(InvalidValue, match=f"{name}: expected a .*, got"):
        Engine(**about)


def test_each_known_name_is_told_once() -> None:
    error = UnknownName("colour", "42", ["red", "green", "red"])
    assert str(error) == "There is no colour '42'. Known: green, red."


def test_a_prerequisite_nobody_brings_is_an_error_that_names_the_nearest() -> None:
    flow = begin(adult(), engine=Engine(clock=Clock(TODAY)))
    known = sorted(p.id for p in blueprint_of(flow).workflow.prerequisites)
    with pytest.raises(UnknownName) as error:
        flow.do(Confirm("lea", known[0] + "x"))
    assert known[0] in error.value.nearest


def test_a_certification_nobody_brings_is_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no certification 'fame'"):
        FLOW.do(ChooseCertification("fame"))


def test_facts_of_no_plugin_are_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no class of facts 'Taste'"):
        FLOW.do(SetFacts("lea", Taste()))


# -- nothing where there should be something


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (SetUnits(()), "unit-empty"),
        (SetUnits((Unit("u", "U", ()),)), "unit-empty"),
        (CollectDocument((), "cv"), "owners-unclear"),
        (CollectDocument(("lea", "lea"), "cv"), "owners-unclear"),
        (ChooseAssessment(evolve(ASSESSMENT, evidence=())), "assessment-incomplete"),
        (
            ChooseAssessment(evolve(ASSESSMENT, scale=Scale())),
            "assessment-incomplete",
        ),
        (DraftContract("lea", objectives=(Objective("oven", ()),)), "unit-empty"),
        (ChangeLearner("lea"), "already-known"),
        (ChangeCompany("krause"), "already-known"),
        (PlanWork("lea", "krause"), "not-placed-there"),
    ],
    ids=repr,
)
def test_nothing_is_not_something(act: Action, code: str) -> None:
    assert code in [refusal.code for refusal in FLOW.explain(act).refusals]


@pytest.mark.parametrize(
    ("changes", "objectives", "code"),
    [
        ((), None, "changes-missing"),
        (("objectives",), (), "objectives-missing"),
        (("objectives",), None, "objectives-missing"),
        (("dates",), AIM, "changes-missing"),
    ],
)
def test_an_amendment_amends(changes: Any, objectives: Any, code: str) -> None:
    flow = abroad(adult())
    act = AmendContract("lea", changes, reason="So agreed", objectives=objectives)
    assert [refusal.code for refusal in flow.explain(act).refusals] == [code]


def test_nobody_may_do_nothing() -> None:
    flow = FLOW.acting_as(Actor(()))
    assert flow.available() == ()
    (refusal,) = flow.explain("advance").refusals[:1]
    assert refusal.code == "not-permitted"


def test_doing_nothing_makes_no_entry() -> None:
    flow = begin()
    assert flow.do_all([]) == ()
    assert flow.revision == 1


def test_each_of_several_actions_sees_what_the_ones_before_did() -> None:
    flow = begin(adult())
    flow.do_all([CollectDocument("lea", "cv"), VerifyDocument("lea", "cv")])
    assert flow.revision == 3
    assert flow.actor == COORDINATOR
    assert [recorded.action for recorded in flow.journal[-1].actions] == [
        "CollectDocument",
        "VerifyDocument",
    ]
