"""Anything may be handed in: what is wrong is found at its path, and too early is said as such."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs import evolve, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from mobiflow import (
    Accompanist,
    Actor,
    Engine,
    Flow,
    InvalidValue,
    Learner,
    Objective,
    Organisation,
    Outcome,
    Period,
    Refusal,
    Refused,
    Scale,
    Stay,
    Tutor,
    Unit,
    UnknownName,
    actions,
)
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    AmendContract,
    AppointAccompanist,
    ChangeCompany,
    ChangeLearner,
    ChangePeriod,
    ChangeStay,
    ChooseAssessment,
    ChooseCertification,
    CollectDocument,
    CompleteTask,
    Confirm,
    DecideUnit,
    DraftContract,
    Excuse,
    Fire,
    GiveFeedback,
    IssueContract,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    Place,
    PlanAssessment,
    PlanWork,
    PrepareAccompanist,
    RecordAttendance,
    RefuseContract,
    RejectDocument,
    ReplacePlacement,
    SetFacts,
    SetUnits,
    SignContract,
    SignGrid,
    Start,
    TransmitResults,
    VerifyDocument,
    WaiveTask,
)
from mobiflow.actions._spec import is_action, spec_of
from mobiflow.definition import Profile
from mobiflow.model import Ref, WorkingHours
from mobiflow.testing import Clock, someone_who_may
from tests.support import (
    ASSESSMENT,
    COORDINATOR,
    STAY,
    TODAY,
    UNITS,
    abroad,
    adult,
    agreed,
    back,
    begin,
    copy,
    do,
    during,
    guide,
    host_company,
    minor,
)

HOURS: Final = WorkingHours(7, 35, 5, time(8), time(16), 60)
AIM: Final = (Objective("oven", ("heat",)),)
SCHOOL: Final = Organisation("CFA Lyon", country="FR", contact="by post")
REFUSAL: Final = Refusal("no-employer", Ref("learner", "lea"), {"company": "dupont"}, guard="x")
LATER: Final = date(2027, 9, 1)


@frozen
class Taste:
    """A plugin's own facts."""

    sweet: bool | None = None
    since: date | None = None


SOUND: Final[tuple[Action, ...]] = (
    AddCompany(host_company("moser"), on=TODAY),
    AddLearner(evolve(minor("ben"), stay=Stay(STAY)), on=TODAY),
    AmendContract("lea", ("dates",), reason="So agreed", objectives=AIM, on=TODAY),
    AppointAccompanist(Accompanist("eva", name="Eva", role="leader", prepared=TODAY), on=TODAY),
    ChangeCompany("krause", name="K.", country="DE", contact="by post", sector="food", on=TODAY),
    ChangeLearner(
        "lea",
        name="Lea",
        contact="by post",
        born=date(2005, 1, 1),
        nationality="FR",
        enrolment="student",
        employer="dupont",
        group="a",
        on=TODAY,
    ),
    ChangePeriod(STAY, reason="So agreed", on=TODAY),
    ChangeStay("lea", STAY, reason="So agreed", on=TODAY),
    ChooseAssessment(ASSESSMENT, on=TODAY),
    ChooseCertification("cap", "lea", on=TODAY),
    CollectDocument(
        ("lea", "tom"),
        "insurance",
        valid_until=LATER,
        dated=TODAY,
        reference="drawer 3",
        digest="ab12",
        on=TODAY,
    ),
    CompleteTask("debrief/hold-debrief", "lea", note="Held", on=TODAY),
    Confirm("lea", "visa", note="Seen", on=TODAY),
    DecideUnit("lea", "oven", "validated", reason="Appeal", on=TODAY),
    DraftContract("lea", objectives=AIM, on=TODAY),
    Excuse(REFUSAL, reason="Agreed", until=LATER, on=TODAY),
    Fire("interrupt", Ref("learner", "lea"), reason="Ill", force_majeure=True, on=TODAY),
    GiveFeedback("lea", 4, comment="Good bread", on=TODAY),
    IssueContract("lea", on=TODAY),
    MarkOutcome("lea", "oven/heat", "15", reason="Seen", on=TODAY),
    NameTutor("lea", "krause", Tutor("eva", name="Eva", contact="by post"), on=TODAY),
    OpenIncident("i", "other", learner="lea", company="krause", account="Lost", on=TODAY),
    Place("lea", "krause", period=STAY, on=TODAY),
    PlanAssessment("lea", STAY.end, "Eva", on=TODAY),
    PlanWork("lea", "krause", hours=HOURS, contact_with_minors=False, on=TODAY),
    PrepareAccompanist("eva", on=TODAY),
    RecordAttendance("lea", STAY.end, 1, on=TODAY),
    RefuseContract("lea", reason="No", on=TODAY),
    RejectDocument("lea", "cv", reason="Illegible", on=TODAY),
    ReplacePlacement("lea", "weber", STAY.start, reason="So agreed", on=TODAY),
    SetFacts("lea", Taste(sweet=True, since=TODAY), on=TODAY),
    SetUnits(UNITS, on=TODAY),
    SignContract("lea", "host", of="krause", version=1, channel="paper", on=TODAY),
    SignGrid("lea", "tutor", channel="paper", on=TODAY),
    Start("mobility", "other", "Another", SCHOOL, SCHOOL, STAY, on=TODAY),
    TransmitResults("lea", "sending", on=TODAY),
    VerifyDocument("lea", "cv", on=TODAY),
    WaiveTask("debrief/hold-debrief", "lea", reason="So agreed", on=TODAY),
)
"""One of every action, every field given a value of its type."""

FLOW: Final = agreed(begin(adult(), minor()))
"""Only asked, and only what cannot be: it stays as it is."""

Step = str | int
Place_ = tuple[tuple[Step, ...], Any, Mapping[Any, Any]]


def test_there_is_a_sound_example_of_every_action() -> None:
    known = {found for found in vars(actions).values() if is_action(found)}
    assert {type(act) for act in SOUND} == known


# -- where values are, inside an action


def places(value: Any, hint: Any, path: tuple[Step, ...] = ()) -> Iterator[Place_]:
    """The path of every value inside an attrs instance, its annotation and its metadata."""
    if attrs.has(type(value)) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        for attribute in attrs.fields(type(value)):
            if attribute.eq:
                inner, where = hints[attribute.name], (*path, attribute.name)
                yield where, inner, attribute.metadata
                yield from places(getattr(value, attribute.name), inner, where)
    elif isinstance(value, tuple):
        inner = next(get_args(o)[0] for o in options(hint) if get_origin(o) is tuple)
        for index, item in enumerate(value):
            yield (*path, index), inner, {}
            yield from places(item, inner, (*path, index))


def put(value: Any, path: tuple[Step, ...], new: object) -> Any:
    """The same value with something else at a path."""
    if not path:
        return new
    head, *tail = path
    if isinstance(head, int):
        return (*value[:head], put(value[head], tuple(tail), new), *value[head + 1 :])
    return evolve(value, **{head: put(getattr(value, head), tuple(tail), new)})


def shown(path: tuple[Step, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


@cache
def all_places() -> tuple[tuple[Action, Place_], ...]:
    return tuple((act, place) for act in SOUND for place in places(act, type(act)))


# -- what fits an annotation, said a second time


def options(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(option for part in get_args(hint) for option in options(part))
    return (hint,)


def fits(value: object, hint: Any) -> bool:
    return any(fits_one(value, option) for option in options(hint))


def fits_one(value: Any, option: Any) -> bool:
    origin, arguments = get_origin(option), get_args(option)
    if origin is Literal:
        return type(value) is str and value in arguments
    if origin is tuple:
        return type(value) is tuple and all(fits(item, arguments[0]) for item in value)
    if origin is not None:
        return isinstance(value, origin)
    if type(value) is int and value > 10**300:
        return False
    if option is float:
        return type(value) in (int, float)
    return option in (Any, object) or type(value) is option


ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 3, 10**5_000, 2.5, float("nan"), float("inf"), 1j, Decimal(3)),
    *("something", b"bytes", bytearray(b"x"), [], ["lea"], (), (3,), (None,), ("lea", 3)),
    *({}, {"a": 1}, {3: 4}, set(), {"lea"}, frozenset({"lea"}), range(3), iter(())),
    *(object(), object, Learner, len, lambda: None, ..., NotImplemented, ValueError("x")),
    *(TODAY, datetime(2027, 1, 4, tzinfo=UTC), time(8), timedelta(1), UTC),
    *(adult("max"), STAY, Ref("learner", "lea"), UNITS, UNITS[0], AIM, HOURS, ASSESSMENT, Taste()),
)


def objections(flow: Flow, act: Any) -> list[str]:
    """The paths of what is wrong, the same however it is asked; nothing changes."""
    before, revision = flow.mobility, flow.revision
    found: list[list[str]] = []
    for ask in (flow.do, flow.explain, flow.plan, lambda act: flow.do_all([act])):
        with pytest.raises(InvalidValue) as error:
            ask(act)
        assert str(error.value).startswith(f"{type(act).__name__} cannot be accepted:\n  $.")
        found.append([problem.path for problem in error.value.problems])
    assert flow.mobility is before
    assert flow.revision == revision
    assert all(paths == found[0] for paths in found)
    return found[0]


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(all_places()), value=st.sampled_from(ODD))
def test_a_value_of_a_wrong_type_is_found_wherever_it_is(
    place: tuple[Action, Place_], value: Any
) -> None:
    act, (path, hint, _) = place
    if fits(value, hint):
        return
    try:
        changed = put(act, path, value)
    except InvalidValue as error:  # a period is never made of anything but days
        assert {problem.path for problem in error.problems} == {f"$.{path[-1]}"}  # noqa: PT017
        return
    found = objections(FLOW, changed)
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
def test_no_text_is_empty_or_endless(act: Action, path: tuple[Step, ...]) -> None:
    for text in ("", " \t", "x" * 10_000, "\ud800"):
        assert objections(FLOW, put(act, path, text)) == [shown(path)]


NEVER: Final = (
    *(date(1800, 1, 1), date(2300, 1, 1), date.min, date.max),
    datetime(2027, 1, 4, tzinfo=UTC),
)


@pytest.mark.parametrize(("act", "path"), DAYS)
def test_every_day_is_one_of_this_age(act: Action, path: tuple[Step, ...]) -> None:
    for day in NEVER:
        try:
            changed = put(act, path, day)
        except InvalidValue as error:  # a period is never made of anything else
            assert f"$.{path[-1]}" in {problem.path for problem in error.problems}  # noqa: PT017
        else:
            assert objections(FLOW, changed) == [shown(path)]


@pytest.mark.parametrize(
    "name", ["l 1", "l/1", "l\n1", "l\t1", "l\x001", "l\u2028", " l", "x" * 101]
)
def test_an_id_has_no_spaces_slashes_or_line_ends(name: str) -> None:
    assert objections(FLOW, AddLearner(Learner(name))) == ["$.learner.id"]
    assert objections(FLOW, IssueContract(name)) == ["$.learner"]


@settings(max_examples=100, deadline=None)
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
    stored = guide().loads(flow.dumps())
    assert stored.mobility == flow.mobility


@pytest.mark.parametrize("digits", [302, 5_000])
def test_a_number_that_could_not_be_written_out_is_not_taken(digits: int) -> None:
    number = -(10**digits)
    unit = Unit("u", "U", (Outcome("o", "O"),), eqf_level=number)
    assert objections(FLOW, SetUnits((unit,))) == ["$.units[0].eqf_level"]
    assert objections(FLOW, GiveFeedback("lea", number)) == ["$.score"]
    assert objections(FLOW, SignContract("lea", "host", version=number)) == ["$.version"]


# -- calls


NUMBERS: Final[Any] = (3, 4)


def a_flow() -> Flow:
    return begin(adult())


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
        a_flow().do("select", **about)
    assert [problem.path for problem in error.value.problems] == [path]


def test_nobody_stands_for_everybody() -> None:
    with pytest.raises(UnknownName, match="There is no learner ''"):
        a_flow().do("select", learner="")


@pytest.mark.parametrize("actor", [None, "coordinator", 3, Actor, Actor(NUMBERS), ["host"]])
def test_an_actor_is_an_actor(actor: Any) -> None:
    flow, engine = a_flow(), guide()
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
        a_flow().todo(role=role)


@pytest.mark.parametrize("today", ["2027-01-04", datetime(2027, 1, 4, tzinfo=UTC), 3, date.max])
def test_to_dos_are_those_of_a_day(today: Any) -> None:
    with pytest.raises(InvalidValue, match=r"\$\.today"):
        a_flow().todo(today=today)


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


def test_a_prerequisite_nobody_brings_is_an_error_that_names_the_nearest() -> None:
    flow = begin(adult(), engine=Engine(clock=Clock(TODAY)))
    known = sorted(p.id for p in flow._instance.snapshot.blueprint.workflow.prerequisites)
    with pytest.raises(UnknownName) as error:
        flow.do(Confirm("lea", known[0] + "x"))
    assert known[0] in error.value.nearest


def test_a_certification_nobody_brings_is_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no certification 'fame'"):
        a_flow().do(ChooseCertification("fame"))


def test_facts_of_no_plugin_are_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no class of facts 'Taste'"):
        a_flow().do(SetFacts("lea", Taste()))


def test_a_class_that_is_not_marked_is_no_action() -> None:
    @frozen
    class Wave:
        on: date | None = field(default=None)

        def subjects(self, mobility: object) -> tuple[Ref, ...]:
            raise AssertionError("never asked")

    flow: Any = a_flow()
    for what in (Wave(), Wave, ChangeLearner):
        with pytest.raises(UnknownName, match="marked with @action"):
            flow.do(what)


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
    flow = a_flow().acting_as(Actor(()))
    assert flow.available() == ()
    (refusal,) = flow.explain("advance").refusals[:1]
    assert refusal.code == "not-permitted"


# -- too early


def one_of_each_that_comes_later() -> Iterator[Action]:
    """The actions, and triggers, that a candidate is not ready for."""
    for act in SOUND:
        categories = spec_of(type(act)).categories
        if categories and "applying" not in categories:
            yield act
    for trigger in ("depart", "mark-no-show", "interrupt", "come-back", "decide"):
        asked = Ref("learner", "lea")
        yield Fire(trigger, asked, reason="So agreed", force_majeure=False, on=TODAY)


@pytest.mark.parametrize("act", [*one_of_each_that_comes_later()], ids=repr)
def test_too_early_is_one_refusal_whose_remedy_is_the_next_trigger(act: Action) -> None:
    flow = copy(FLOW)
    flow = flow.acting_as(someone_who_may(flow, act))
    (refusal,) = flow.explain(act).refusals
    assert refusal.code == "wrong-state"
    assert refusal.subject == Ref("learner", "lea")
    assert refusal.params["state"] == "learner:candidate"
    assert refusal.remedy is not None
    assert refusal.remedy.fill() == Fire("select", Ref("learner", "lea"))
    with pytest.raises(Refused):
        flow.do(act)
    assert flow.mobility is FLOW.mobility


@pytest.mark.parametrize("act", [SignContract("lea", "learner", channel="paper")], ids=repr)
def test_a_draft_is_issued_before_it_is_signed(act: Action) -> None:
    flow = do(copy(FLOW), DraftContract("lea"))
    (refusal,) = flow.explain(act).refusals
    assert refusal.code == "wrong-state"
    assert refusal.remedy is not None
    assert refusal.remedy.fill() == IssueContract("lea")


def begin_with_a_company() -> Flow:
    return do(begin(), AddCompany(host_company("moser")))


@pytest.mark.parametrize(
    ("before", "trigger", "about", "remedy"),
    [
        (lambda: FLOW, "reopen", {}, "advance"),
        (begin_with_a_company, "choose-company", {"company": "moser"}, "inform"),
        (lambda: during(adult()), "come-back", {"learner": "lea"}, "depart"),
        (lambda: during(adult()), "interrupt", {"learner": "lea"}, "depart"),
        (lambda: during(adult()), "decide", {"learner": "lea"}, "depart"),
        (lambda: abroad(adult()), "decide", {"learner": "lea"}, "come-back"),
    ],
)
def test_a_trigger_that_comes_later_names_the_next_one(
    before: Callable[[], Flow], trigger: str, about: Any, remedy: str
) -> None:
    flow = before()
    act = flow._action(trigger, about)
    (refusal,) = flow.acting_as(someone_who_may(flow, act)).explain(trigger, **about).refusals
    assert refusal.code == "wrong-state"
    assert refusal.remedy is not None
    assert refusal.remedy.known["trigger"] == remedy


# -- out of order


LONG_AGO: Final = date(1990, 1, 1)


@pytest.mark.parametrize(
    ("flow", "act", "code"),
    [
        (abroad, Fire("come-back", Ref("learner", "lea"), on=LONG_AGO), "before-departure"),
        (
            abroad,
            Fire("interrupt", Ref("learner", "lea"), reason="?", force_majeure=True, on=LONG_AGO),
            "before-departure",
        ),
        (abroad, RecordAttendance("lea", LONG_AGO), "before-departure"),
        (
            abroad,
            ChangeStay("lea", Period(LONG_AGO, LONG_AGO + timedelta(9)), reason="?"),
            "before-departure",
        ),
        (
            abroad,
            ChangePeriod(Period(LONG_AGO, LONG_AGO + timedelta(9)), reason="?"),
            "before-departure",
        ),
        (back, RecordAttendance("lea", STAY.start, -1), "days-impossible"),
        (back, RecordAttendance("lea", STAY.start, 1_000), "days-impossible"),
        (abroad, PlanAssessment("lea", LONG_AGO), "before-stay"),
        (abroad, GiveFeedback("lea", 10**9), "score-off-scale"),
        (back, MarkOutcome("lea", "oven/heat", "20.5"), "mark-off-scale"),
        (back, MarkOutcome("lea", "oven/heat", "NaN"), "mark-off-scale"),
        (back, MarkOutcome("lea", "oven/heat", "-1"), "mark-off-scale"),
        (back, MarkOutcome("lea", "oven/heat", "good"), "mark-off-scale"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value),
)
def test_what_cannot_have_been_is_refused(
    flow: Callable[[Learner], Flow], act: Action, code: str
) -> None:
    asked = flow(adult())
    asked = asked.acting_as(someone_who_may(asked, act))
    assert [refusal.code for refusal in asked.explain(act).refusals] == [code]


def test_nobody_signs_before_a_version_is_issued() -> None:
    flow = do(copy(FLOW), DraftContract("lea"), IssueContract("lea"))
    act = SignContract("lea", "sending", on=TODAY - timedelta(1))
    assert [refusal.code for refusal in flow.explain(act).refusals] == ["signed-before-issue"]


def test_nobody_signs_a_version_that_was_replaced() -> None:
    flow = do(copy(FLOW), DraftContract("lea"), IssueContract("lea"))
    do(flow, AmendContract("lea", ("dates",), reason="A new draft"))
    (refusal,) = flow.explain(SignContract("lea", "sending", version=1)).refusals
    assert refusal.code == "wrong-state"
    assert refusal.subject == Ref("contract", "lea/1")
    assert refusal.params["state"] == "contract:superseded"
