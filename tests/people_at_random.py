"""Random actions by random people, plausible and implausible, from one number each.

A number per action, rather than a choice per field, keeps long walks varied and quick.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random
from typing import Final, TypeVar, get_args

from mobiflow import (
    Accompanist,
    Actor,
    Assessment,
    Company,
    Learner,
    Objective,
    Organisation,
    Outcome,
    Period,
    Ref,
    Refusal,
    Scale,
    Stay,
    Tutor,
    Unit,
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
    CollectDocument,
    CompleteTask,
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
    SetUnits,
    SignContract,
    SignGrid,
    Start,
    TransmitResults,
    VerifyDocument,
    WaiveTask,
)
from mobiflow.model import WorkingHours
from mobiflow.model.words import (
    AmendmentScope,
    Channel,
    Enrolment,
    Evidence,
    Role,
    Verdict,
)
from mobiflow.plugins.guide.documents import GuideDocument
from tests.oracle import TASKS
from tests.support import STAY

_T = TypeVar("_T")

LEARNERS: Final = ["l-1", "l-1", "l-1", "l-1", "l-2", "l-2", "l-3", "learner-1", "ghost"]
HOSTS: Final = ["c-1", "c-1", "c-1", "c-2", "c-2", "company-1", "s-1", "nowhere"]
COMPANIES: Final = ["c-1", "c-1", "c-2", "s-1", "s-1", "company-1", "nowhere"]
INCIDENTS: Final = ["i-1", "i-1", "i-2", "no-incident"]
PARTIES: Final = [
    "sending",
    "host",
    "learner",
    "guardian",
    "sending-company",
    "host-company",
    "king",
]
TRIGGERS: Final = {
    "learner": "select reject withdraw reinstate depart mark-no-show interrupt come-back decide",
    "host-company": "inform choose-company decline",
    "incident": "mediate resolve give-up",
    "mobility": "advance advance cancel reopen",
    "contract": "issue sign refuse take-effect supersede",
    "document": "verify reject",
}
OF_KIND: Final = {
    "learner": LEARNERS,
    "host-company": HOSTS,
    "incident": INCIDENTS,
    "mobility": ["walk", "walk", "walk", "walk", "other"],
    "contract": ["l-1/1", "l-1/2", "l-2/1", "ghost/1"],
    "document": ["l-1/cv", "l-1/insurance", "l-2/identity", "walk/cv"],
}
DOUGH, OVEN = (
    Unit("u1", "Dough", (Outcome("o1", "Mixes"), Outcome("o2", "Rests"))),
    Unit("u2", "Oven", (Outcome("o1", "Heats"),)),
)
UNITS: Final = [
    (DOUGH,),
    (DOUGH, OVEN),
    (OVEN,),
    (Unit("u1", "Dough", (Outcome("o1", "Mixes"),)),),
    (),
    (Unit("u1", "Dough", ()),),
    (Unit("u1", "Dough", (Outcome("o1", "Mixes"), Outcome("o1", "Mixes"))),),
]
OBJECTIVES: Final = [
    None,
    None,
    (Objective("u1", ("o1",)),),
    (Objective("u2", ("o1",)),),
    (Objective("u1", ()),),
    (Objective("u9", ("o9",)),),
    (),
]
SCALES: Final = [
    Scale(levels=("not yet", "guided", "alone")),
    Scale(minimum="0", maximum="20"),
    Scale(),
    Scale(minimum="5"),
    Scale(minimum="0", maximum="Infinity"),
    Scale(levels=("",)),
]
BORN: Final = [None, date(2000, 1, 1), date(2009, 2, 20), date(2009, 9, 1), date(2020, 3, 1)]
NIGHTS: Final = WorkingHours(9, 54, 6, time(18), time(3), 10)
ABSURD: Final = WorkingHours(25, 1, 9, time(8), time(8), -1)
REASON: Final = "They changed their mind."


def _often(r: Random, usual: _T, odd: Callable[[], _T]) -> _T:
    return odd() if r.random() < 0.15 else usual


def _day(r: Random) -> date:
    return STAY.start + timedelta(days=r.randint(-40, 120))


def _odd_day(r: Random) -> date:
    return _often(r, _day(r), lambda: date(r.randint(1900, 2200), 1, 1))


def _on(r: Random) -> date | None:
    return _often(r, None, lambda: _odd_day(r))


def _period(r: Random) -> Period:
    start = STAY.start + timedelta(days=r.choice([0, 0, r.randint(-5, 15)]))
    return Period(start, start + timedelta(days=r.choice([25, r.randint(0, 45)])))


def _maybe(r: Random, value: _T) -> _T | None:
    return r.choice([None, value])


def learner(r: Random, name: str) -> Learner:
    """Of age or not, an apprentice or not, facts known or not."""
    return Learner(
        name,
        born=r.choice(BORN),
        nationality=r.choice([None, "FR"]),
        enrolment=r.choice([None, *get_args(Enrolment)]),
        employer=_often(r, r.choice([None, "s-1"]), lambda: "nowhere"),
        stay=Stay(_often(r, None, lambda: _period(r))),
        status=_often(r, "", lambda: r.choice(["", "abroad"])),
    )


def _fire(r: Random, kind: str) -> Fire:
    trigger = _often(r, r.choice(TRIGGERS[kind].split()), lambda: "dance")
    return Fire(
        trigger,
        Ref(kind, r.choice(OF_KIND[kind])),
        reason=_maybe(r, REASON),
        force_majeure=r.choice([None, True, False]),
        on=_on(r),
    )


def _subject(r: Random) -> str | None:
    return r.choice([None, *LEARNERS, *COMPANIES, "walk"])


def _collect(r: Random) -> CollectDocument:
    owners = tuple(r.choice(LEARNERS) for _ in range(r.randint(0, 3)))
    owner: str | tuple[str, ...] = r.choice([*LEARNERS, "walk", "c-1"])
    return CollectDocument(
        _often(r, owner, lambda: owners),
        _often(r, r.choice(get_args(GuideDocument)), lambda: "passport"),
        valid_until=_maybe(r, _day(r)),
        dated=_maybe(r, _day(r)),
        reference=r.choice([None, "drawer 3", "drawer 4"]),
        on=_on(r),
    )


def _change_learner(r: Random) -> ChangeLearner:
    return ChangeLearner(
        r.choice(LEARNERS),
        born=_often(r, r.choice(BORN), lambda: date(2030, 1, 1)),
        enrolment=r.choice([None, *get_args(Enrolment)]),
        employer=r.choice([None, None, "s-1", "c-1", "nowhere"]),
        on=_on(r),
    )


def _amend(r: Random) -> AmendContract:
    changes = tuple(r.sample(get_args(AmendmentScope), r.randint(0, 2)))
    objectives = r.choice(OBJECTIVES) if "objectives" in changes else None
    return AmendContract(
        r.choice(LEARNERS), changes, reason=REASON, objectives=objectives, on=_on(r)
    )


def _sign(r: Random) -> SignContract:
    return SignContract(
        r.choice(LEARNERS),
        r.choice(PARTIES),
        of=_often(r, None, lambda: r.choice(COMPANIES)),
        version=_often(r, None, lambda: r.choice([1, 2, 9])),
        channel=r.choice(get_args(Channel)),
        on=_on(r),
    )


def _excuse(r: Random) -> Excuse:
    guard = r.choice(["documents_collected(gate=application)", "no_open_incident", "placed", "x"])
    code = r.choice(["document-missing", "incident-open", "not-placed"])
    kind = r.choice(["learner", "incident", "mobility"])
    params = r.choice([{}, {"document": "cv"}])
    refusal = Refusal(code, Ref(kind, r.choice(OF_KIND[kind])), params, guard=guard)
    return Excuse(refusal, reason=REASON, until=_odd_day(r), on=_on(r))


def _start(r: Random) -> Start:
    ours, theirs = Organisation("CFA Lyon", country="FR"), Organisation("BSZ", country="DE")
    return Start("mobility", r.choice(["walk", "other"]), "Again", ours, theirs, STAY)


MAKERS: Final[list[Callable[[Random], Action]]] = [
    lambda r: AddLearner(learner(r, r.choice(["l-1", "l-3", "l-4", "l-5", "c-1"])), on=_on(r)),
    _change_learner,
    lambda r: AddCompany(
        Company(r.choice(["c-2", "c-3", "s-2", "l-1"]), kind=r.choice(["host", "sending"])),
        on=_on(r),
    ),
    lambda r: ChangeCompany(r.choice(COMPANIES), name=_maybe(r, "Krause"), on=_on(r)),
    lambda r: AppointAccompanist(Accompanist(r.choice(["a-1", "a-2", "l-1"])), on=_on(r)),
    lambda r: PrepareAccompanist(r.choice(["a-1", "a-2", "nobody"]), on=_on(r)),
    lambda r: SetUnits(r.choice(UNITS), on=_on(r)),
    lambda r: ChooseAssessment(
        Assessment(
            r.choice(SCALES),
            "a jury",
            tuple(r.sample(get_args(Evidence), r.randint(0, 3))),
            r.choice([True, False]),
        ),
        on=_on(r),
    ),
    lambda r: PlanAssessment(r.choice(LEARNERS), _odd_day(r), "The tutor", on=_on(r)),
    lambda r: MarkOutcome(
        r.choice(LEARNERS),
        r.choice(["u1/o1", "u1/o2", "u2/o1", "u9/o9"]),
        r.choice([None, "not yet", "alone", "12", "21", ""]),
        reason=_maybe(r, REASON),
        on=_on(r),
    ),
    lambda r: SignGrid(
        r.choice(LEARNERS),
        _often(r, r.choice(["tutor", "learner"]), lambda: r.choice(get_args(Role))),
        channel=r.choice(get_args(Channel)),
        on=_on(r),
    ),
    lambda r: TransmitResults(r.choice(LEARNERS), r.choice(["sending", "certifier"]), on=_on(r)),
    lambda r: DecideUnit(
        r.choice(LEARNERS),
        r.choice(["u1", "u1", "u2", "u9"]),
        r.choice(get_args(Verdict)),
        reason=_maybe(r, REASON),
        on=_on(r),
    ),
    lambda r: DraftContract(r.choice(LEARNERS), objectives=r.choice(OBJECTIVES), on=_on(r)),
    _amend,
    lambda r: IssueContract(r.choice(LEARNERS), on=_on(r)),
    _sign,
    _sign,
    lambda r: RefuseContract(r.choice(LEARNERS), reason=REASON, on=_on(r)),
    _collect,
    _collect,
    lambda r: VerifyDocument(
        r.choice([*LEARNERS, "walk"]), r.choice(get_args(GuideDocument)), on=_on(r)
    ),
    lambda r: RejectDocument(
        r.choice([*LEARNERS, "walk"]), r.choice(get_args(GuideDocument)), reason=REASON, on=_on(r)
    ),
    lambda r: CompleteTask(_often(r, r.choice([*TASKS]), lambda: "a/b"), _subject(r), on=_on(r)),
    lambda r: WaiveTask(r.choice([*TASKS]), _subject(r), reason=REASON, on=_on(r)),
    lambda r: Place(
        r.choice(LEARNERS),
        r.choice(HOSTS),
        period=r.choice([None, STAY, _period(r), _period(r)]),
        on=_on(r),
    ),
    lambda r: ReplacePlacement(
        r.choice(LEARNERS),
        r.choice(HOSTS),
        r.choice([STAY.start, _day(r)]),
        reason=REASON,
        on=_on(r),
    ),
    lambda r: NameTutor(
        r.choice(LEARNERS), r.choice(HOSTS), Tutor(r.choice(["t-1", "t-2"])), on=_on(r)
    ),
    lambda r: PlanWork(
        r.choice(LEARNERS),
        r.choice(HOSTS),
        hours=r.choice([None, WorkingHours(7, 35, 5, time(8), time(16), 60), NIGHTS, ABSURD]),
        contact_with_minors=r.choice([None, True, False]),
        on=_on(r),
    ),
    lambda r: ChangeStay(r.choice(LEARNERS), _period(r), reason=REASON, on=_on(r)),
    lambda r: ChangePeriod(_period(r), reason=REASON, on=_on(r)),
    lambda r: RecordAttendance(r.choice(LEARNERS), _odd_day(r), r.randint(-1, 30), on=_on(r)),
    lambda r: OpenIncident(
        r.choice(["i-1", "i-2", "l-1"]),
        r.choice(["mediation", "other"]),
        learner=r.choice([None, *LEARNERS]),
        company=r.choice([None, *COMPANIES]),
        on=_on(r),
    ),
    lambda r: GiveFeedback(r.choice([*LEARNERS, *COMPANIES]), r.randint(0, 6), on=_on(r)),
    _excuse,
    _start,
    *[lambda r: _fire(r, "learner")] * 4,
    *[lambda r: _fire(r, "host-company")] * 2,
    *[lambda r: _fire(r, "mobility")] * 2,
    lambda r: _fire(r, "incident"),
    lambda r: _fire(r, "contract"),
    lambda r: _fire(r, "document"),
]


def action(r: Random) -> Action:
    """Any action."""
    return r.choice(MAKERS)(r)


def actor(r: Random) -> Actor:
    """Anybody."""
    roles = [r.choice(get_args(Role)) for _ in range(r.choice([0, 1, 1, 1, 2]))]
    known = ["l-1", "l-2", "c-1", "c-2", "s-1", "company-1", "ghost"]
    return Actor(roles, of=r.sample(known, r.randint(0, 3)))
