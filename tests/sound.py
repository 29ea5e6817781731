"""One of every action with every field given, for tests of whatever may be handed in."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import evolve, frozen

from mobiflow import (
    Accompanist,
    Learner,
    Objective,
    Organisation,
    Refusal,
    Stay,
    Tutor,
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
from mobiflow.model import Ref, WorkingHours
from tests.support import ASSESSMENT, STAY, TODAY, UNITS, adult, host_company, minor

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


# -- where values are, inside an action


Part = str | int
Spot = tuple[tuple[Part, ...], Any, Mapping[Any, Any]]


def places(value: Any, hint: Any, path: tuple[Part, ...] = ()) -> Iterator[Spot]:
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


def put(value: Any, path: tuple[Part, ...], new: object) -> Any:
    """The same value with something else at a path."""
    if not path:
        return new
    head, *tail = path
    if isinstance(head, int):
        return (*value[:head], put(value[head], tuple(tail), new), *value[head + 1 :])
    return evolve(value, **{head: put(getattr(value, head), tuple(tail), new)})


def shown(path: tuple[Part, ...]) -> str:
    """A path as an error shows it."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


@cache
def all_places() -> tuple[tuple[Action, Spot], ...]:
    """Every place in every sound action."""
    return tuple((act, place) for act in SOUND for place in places(act, type(act)))


# -- what fits an annotation, said a second time


def options(hint: Any) -> tuple[Any, ...]:
    """What an annotation leaves the choice between."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(option for part in get_args(hint) for option in options(part))
    return (hint,)


def fits(value: object, hint: Any) -> bool:
    """Whether a value is what an annotation says."""
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
"""Values of every kind; whatever the annotation, most of them do not fit it."""
