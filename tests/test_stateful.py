"""Random people do random things to random mobilities, and what must hold always holds."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any, Final, get_args

import pytest
from hypothesis import HealthCheck, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mobiflow import (
    Accompanist,
    Actor,
    Assessment,
    Company,
    Engine,
    InvalidValue,
    Learner,
    Objective,
    Outcome,
    Period,
    Refusal,
    Refused,
    Scale,
    Stay,
    Tutor,
    Unit,
    UnknownName,
)
from mobiflow._assume import assume as answered
from mobiflow._case import Case
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
from mobiflow.actions._spec import stamped
from mobiflow.agenda import probe
from mobiflow.flow import Flow
from mobiflow.journal import broken_links
from mobiflow.model import Mobility, Ref
from mobiflow.model._checks import problems_of
from mobiflow.model.words import Change, Channel, Enrolment, Evidence, GuideDocument, Role, Verdict
from mobiflow.testing import Clock, at, drive, someone_who_may
from tests import support
from tests.oracle import permitted, undecidable, unfit_to_leave

LONG: Final = bool(os.environ.get("MOBIFLOW_LONG"))
START: Final = support.STAY.start

# -- whom and what actions may name: those of the mobility, and now and then somebody else

LEARNERS: Final = st.sampled_from(
    ["l-1", "l-1", "l-1", "l-1", "l-2", "l-2", "l-3", "learner-1", "ghost"]
)
HOSTS: Final = st.sampled_from(["c-1", "c-1", "c-1", "c-2", "c-2", "company-1", "s-1", "nowhere"])
COMPANIES: Final = st.sampled_from(["c-1", "c-2", "s-1", "s-2", "company-1", "nowhere"])
SENDERS: Final = st.sampled_from(["s-1", "s-2", "c-1", "nowhere"])
INCIDENTS: Final = st.sampled_from(["i-1", "i-2", "no-incident"])
TRIGGERS: Final = {
    "learner": "select reject withdraw reinstate depart mark-no-show interrupt come-back decide",
    "host-company": "inform choose-company decline",
    "incident": "mediate resolve give-up",
    "mobility": "advance cancel reopen",
    "contract": "issue sign refuse take-effect supersede",
    "document": "verify reject",
}
REASONS: Final = st.sampled_from([None, "They changed their mind.", "Illness"])
REASON: Final = st.sampled_from(["They changed their mind.", "Illness"])
DAYS: Final = st.integers(-40, 120).map(lambda days: START + timedelta(days=days))
ODD_DAYS: Final = st.one_of(DAYS, DAYS, st.dates(date(1900, 1, 1), date(2200, 12, 31)))
ON: Final = st.one_of(*[st.none()] * 7, ODD_DAYS)
PERIODS: Final = st.tuples(st.integers(-5, 15), st.integers(0, 40)).map(
    lambda drawn: Period(START + timedelta(drawn[0]), START + timedelta(sum(drawn)))
)
KINDS: Final = st.sampled_from([*get_args(GuideDocument), "insurance", "identity", "passport"])
OUTCOMES: Final = st.sampled_from(["u1/o1", "u1/o2", "u2/o1", "u9/o9"])
UNITS: Final = st.sampled_from(
    [
        (),
        (Unit("u1", "One", (Outcome("o1", "First"), Outcome("o2", "Second"))),),
        (Unit("u1", "One", (Outcome("o1", "First"),)), Unit("u2", "Two", (Outcome("o1", "Third"),))),
        (Unit("u2", "Two", (Outcome("o1", "Third"),)),),
        (Unit("u1", "One", ()),),
        (Unit("u1", "One", (Outcome("o1", "First"), Outcome("o1", "Again"))),),
    ]
)
OBJECTIVES: Final = st.sampled_from(
    [
        None,
        (Objective("u1", ("o1",)),),
        (Objective("u2", ("o1",)),),
        (Objective("u1", ()),),
        (Objective("u9", ("o9",)),),
        (),
    ]
)
SCALES: Final = st.sampled_from(
    [
        Scale(levels=("not yet", "guided", "alone")),
        Scale(minimum="0", maximum="20"),
        Scale(),
        Scale(minimum="5"),
        Scale(minimum="0", maximum="Infinity"),
        Scale(levels=("",)),
    ]
)
ASSESSMENTS: Final = st.builds(
    Assessment,
    SCALES,
    st.just("a jury"),
    st.lists(st.sampled_from(get_args(Evidence)), max_size=3).map(tuple),
    st.booleans(),
)
GUARDS: Final = ["documents_collected(gate=application)", "no_open_incident", "placed", "", "x"]
BORN: Final = st.sampled_from(
    [None, date(2000, 1, 1), date(2009, 2, 20), date(2009, 9, 1), date(2027, 3, 1)]
)


def learners(name: st.SearchStrategy[str]) -> st.SearchStrategy[Learner]:
    """Of age or not, apprentices or not, facts known or not."""
    return st.builds(
        Learner,
        name,
        born=BORN,
        nationality=st.sampled_from([None, "FR"]),
        enrolment=st.sampled_from([None, *get_args(Enrolment)]),
        employer=st.sampled_from([None, None, "s-1", "nowhere"]),
        stay=st.one_of(st.just(Stay()), st.just(Stay()), st.builds(Stay, PERIODS)),
        status=st.sampled_from(["", "", "", "", "abroad"]),
    )


def companies(name: st.SearchStrategy[str]) -> st.SearchStrategy[Company]:
    return st.builds(Company, name, kind=st.sampled_from(["host", "host", "sending"]))


def fires(kind: str, ids: st.SearchStrategy[str]) -> st.SearchStrategy[Fire]:
    return st.builds(
        Fire,
        st.sampled_from([*TRIGGERS[kind].split(), "dance"]),
        ids.map(lambda name: Ref(kind, name)),
        reason=REASONS,
        force_majeure=st.sampled_from([None, True, False]),
        on=ON,
    )


VERSIONS: Final = st.sampled_from([None, None, None, 1, 2, 9])
SUBJECTS: Final = st.one_of(st.none(), LEARNERS, COMPANIES)
REFUSALS: Final = st.builds(
    Refusal,
    st.sampled_from(["document-missing", "incident-open", "not-placed"]),
    st.builds(Ref, st.sampled_from(["learner", "mobility", "incident"]), LEARNERS | INCIDENTS),
    st.sampled_from([{}, {"document": "cv"}]),
    guard=st.sampled_from(GUARDS),
)

TASK_PATHS: Final = sorted(
    f"{step.id}/{task.id}"
    for phase in support.begin()._live.case.blueprint.workflow.phases
    for step in phase.steps
    for task in step.tasks
)
TASKS: Final = st.sampled_from([*TASK_PATHS, "prepare-participants/dance"])

ACTIONS: Final[list[st.SearchStrategy[Any]]] = [
    st.builds(AddLearner, learners(st.sampled_from(["l-1", "l-3", "l-4", "c-1"])), on=ON),
    st.builds(
        ChangeLearner,
        LEARNERS,
        born=BORN,
        enrolment=st.sampled_from([None, *get_args(Enrolment)]),
        employer=st.one_of(st.none(), SENDERS),
        on=ON,
    ),
    st.builds(AddCompany, companies(st.sampled_from(["c-2", "c-3", "s-2", "l-1"])), on=ON),
    st.builds(ChangeCompany, COMPANIES, name=st.sampled_from([None, "Krause"]), on=ON),
    st.builds(
        AppointAccompanist, st.builds(Accompanist, st.sampled_from(["a-1", "a-2", "l-1"])), on=ON
    ),
    st.builds(PrepareAccompanist, st.sampled_from(["a-1", "nobody"]), on=ON),
    st.builds(SetUnits, UNITS, on=ON),
    st.builds(ChooseAssessment, ASSESSMENTS, on=ON),
    st.builds(PlanAssessment, LEARNERS, ODD_DAYS, st.just("The tutor"), on=ON),
    st.builds(
        MarkOutcome,
        LEARNERS,
        OUTCOMES,
        st.sampled_from([None, "alone", "12", "21", ""]),
        reason=REASONS,
        on=ON,
    ),
    st.builds(
        SignGrid, LEARNERS, st.sampled_from(get_args(Role)), channel=st.sampled_from(get_args(Channel)), on=ON
    ),
    st.builds(TransmitResults, LEARNERS, st.sampled_from(["sending", "certifier"]), on=ON),
    st.builds(
        DecideUnit,
        LEARNERS,
        st.sampled_from(["u1", "u1", "u2", "u9"]),
        st.sampled_from(get_args(Verdict)),
        reason=REASONS,
        on=ON,
    ),
    st.builds(DraftContract, LEARNERS, objectives=OBJECTIVES, on=ON),
    st.builds(
        AmendContract,
        LEARNERS,
        st.lists(st.sampled_from(get_args(Change)), max_size=2, unique=True).map(tuple),
        reason=REASON,
        objectives=OBJECTIVES,
        on=ON,
    ),
    st.builds(IssueContract, LEARNERS, on=ON),
    st.builds(
        SignContract,
        LEARNERS,
        st.sampled_from(["sending", "host", "learner", "guardian", "sending-company", "host-company", "king"]),
        of=st.one_of(st.none(), st.none(), COMPANIES),
        version=VERSIONS,
        channel=st.sampled_from(get_args(Channel)),
        on=ON,
    ),
    st.builds(RefuseContract, LEARNERS, reason=REASON, on=ON),
    st.builds(
        CollectDocument,
        st.one_of(
            LEARNERS,
            LEARNERS,
            COMPANIES,
            st.just("walk"),
            st.lists(LEARNERS, max_size=3).map(tuple),
        ),
        KINDS,
        valid_until=st.one_of(st.none(), DAYS),
        dated=st.one_of(st.none(), DAYS),
        reference=st.sampled_from([None, "drawer 3", "drawer 4"]),
        on=ON,
    ),
    st.builds(VerifyDocument, LEARNERS | st.just("walk"), KINDS, on=ON),
    st.builds(RejectDocument, LEARNERS | st.just("walk"), KINDS, reason=REASON, on=ON),
    st.builds(CompleteTask, TASKS, SUBJECTS, on=ON),
    st.builds(WaiveTask, TASKS, SUBJECTS, reason=REASON, on=ON),
    st.builds(Place, LEARNERS, HOSTS, period=st.one_of(st.none(), PERIODS), on=ON),
    st.builds(ReplacePlacement, LEARNERS, HOSTS, ODD_DAYS, reason=REASON, on=ON),
    st.builds(NameTutor, LEARNERS, HOSTS, st.builds(Tutor, st.sampled_from(["t-1", "t-2"])), on=ON),
    st.builds(ChangeStay, LEARNERS, PERIODS, reason=REASON, on=ON),
    st.builds(ChangePeriod, PERIODS, reason=REASON, on=ON),
    st.builds(RecordAttendance, LEARNERS, ODD_DAYS, st.integers(-1, 40), on=ON),
    st.builds(
        OpenIncident,
        st.sampled_from(["i-1", "i-2", "l-1"]),
        st.sampled_from(["mediation", "other"]),
        learner=st.one_of(st.none(), LEARNERS),
        company=st.one_of(st.none(), COMPANIES),
        on=ON,
    ),
    st.builds(GiveFeedback, SUBJECTS.filter(bool), st.integers(0, 6), on=ON),
    st.builds(Excuse, REFUSALS, reason=REASON, until=ODD_DAYS, on=ON),
    fires("learner", LEARNERS),
    fires("learner", LEARNERS),
    fires("host-company", HOSTS),
    fires("incident", INCIDENTS),
    fires("mobility", st.sampled_from(["walk", "walk", "walk", "other"])),
    fires("contract", st.sampled_from(["l-1/1", "l-1/2", "l-2/1", "ghost/1"])),
    fires("document", st.sampled_from(["l-1/cv", "l-1/insurance", "l-2/identity", "walk/cv"])),
    st.just(
        Start(
            "mobility",
            "walk",
            "Again",
            support.begin().mobility.sending,
            support.begin().mobility.host,
            support.STAY,
        )
    ),
]
ANY_ACTION: Final = st.one_of(ACTIONS)
MOSTLY: Final = st.sampled_from([True, True, True, False])
ENGINE_CLOCK: Final = Clock(support.TODAY)
ENGINE: Final = Engine(clock=ENGINE_CLOCK)

ACTORS: Final = st.builds(
    Actor,
    st.lists(st.sampled_from(get_args(Role)), min_size=0, max_size=2),
    of=st.lists(
        st.sampled_from(["l-1", "l-2", "c-1", "c-2", "s-1", "company-1", "ghost"]), max_size=3
    ),
)


class Walk(RuleBasedStateMachine):
    """One mobility; every step is judged, tried, and compared with what was foretold."""

    begun: tuple[str, ...] = ("before", "during", "after", "completed")

    def __init__(self) -> None:
        super().__init__()
        self.clock = ENGINE_CLOCK
        self.clock.day = support.TODAY
        self.flow: Flow = support.begin(id="walk", engine=ENGINE)
        self.accepted = 0
        self.seen: object = None

    # -- beginnings

    @initialize(
        people=st.lists(learners(st.just("l-?")), max_size=5),
        hosts=st.sampled_from([2, 2, 1, 0]),
        share=st.booleans(),
        data=st.data(),
    )
    def a_mobility(
        self, people: list[Learner], hosts: int, share: bool, data: st.DataObject
    ) -> None:
        import attrs

        self.accept(AddCompany(Company("s-1", kind="sending")))
        for number in range(hosts):
            self.accept(AddCompany(Company(f"c-{number + 1}", kind="host")))
            self.accept(Fire("inform", Ref("host-company", f"c-{number + 1}")))
            if share:
                self.accept(Fire("choose-company", Ref("host-company", f"c-{number + 1}")))
        for number, learner in enumerate(people, start=1):
            employer = learner.employer and "s-1"
            known = attrs.evolve(learner, id=f"l-{number}", employer=employer, status="")
            self.accept(AddLearner(known))
        begun = data.draw(st.sampled_from(self.begun), label="phase")
        self.revised(lambda: drive(self.flow, to=begun))

    def accept(self, act: Action) -> None:
        self.revised(lambda: self.flow.acting_as(someone_who_may(self.flow, act)).do(act))

    def revised(self, act: Any) -> None:
        """Do something of many steps, and keep count."""
        act()
        self.accepted = self.flow.revision - 1

    # -- steps

    @rule(steps=st.lists(st.tuples(ANY_ACTION, ACTORS, MOSTLY), min_size=1, max_size=8))
    def anything(self, steps: list[tuple[Action, Actor, bool]]) -> None:
        """Anything at all, by anybody or by somebody who may."""
        for act, actor, right in steps:
            self.act(act, self.somebody(act, actor, right=right))

    @rule(act=ANY_ACTION, other=ANY_ACTION, actor=ACTORS)
    def two_at_once(self, act: Action, other: Action, actor: Actor) -> None:
        """Both or neither, and one entry."""
        before, revision = self.flow.mobility, self.flow.revision
        try:
            self.flow.acting_as(actor).do_all([act, other])
        except (Refused, UnknownName, InvalidValue):
            assert self.flow.mobility is before
            assert self.flow.revision == revision
        else:
            self.accepted += 1
            assert permitted(actor, act, before)

    @rule(index=st.integers(0, 400), actor=ACTORS, right=MOSTLY)
    def the_next_thing(self, index: int, actor: Actor, right: bool) -> None:
        """What the to-do list says, by whoever may, or by somebody else."""
        todo = self.flow.todo()
        assume(todo)
        case = self.flow._live.case
        act = answered(case, todo[index % len(todo)].remedy, self.clock.day)
        self.act(act, self.somebody(act, actor, right=right))

    @rule(index=st.integers(0, 400), until=DAYS)
    def an_excuse(self, index: int, until: date) -> None:
        """A refusal of the present is set aside, where somebody may."""
        found = self.flow.explain("advance").refusals
        assume(found)
        act = Excuse(found[index % len(found)], reason="Agreed by phone", until=until)
        self.act(act, support.COORDINATOR)

    @rule(days=st.integers(0, 40))
    def days_pass(self, days: int) -> None:
        if self.clock.day < date(2027, 6, 1):
            self.clock.forward(days=days)

    @rule(name=st.sampled_from(["l-1", "l-2"]), trigger=st.sampled_from(["depart", "decide"]))
    def hurry(self, name: str, trigger: str) -> None:
        """One learner is taken as far as a trigger, along the plan."""
        assume(name in self.flow.mobility.learners)
        act = Fire(trigger, Ref("learner", name))
        for step in self.flow.plan(act).steps[:60]:
            assert step.remedy is not None
            self.attempt(answered(self.flow._live.case, step.remedy, self.clock.day))
        self.attempt(act)

    def attempt(self, act: Action) -> None:
        """By somebody who may, if anybody may and it is possible."""
        try:
            actor = someone_who_may(self.flow, act)
        except UnknownName:
            return
        self.act(act, actor)

    def somebody(self, act: Action, actor: Actor, *, right: bool) -> Actor:
        if right:
            try:
                return someone_who_may(self.flow, act)
            except (UnknownName, InvalidValue):
                pass
        return actor

    # -- one step, judged from all sides

    def act(self, act: Action, actor: Actor) -> None:
        flow, before, revision = self.flow.acting_as(actor), self.flow.mobility, self.flow.revision
        try:
            why = flow.explain(act)
        except (UnknownName, InvalidValue) as error:
            with pytest.raises(type(error)):
                flow.do(act)
            assert self.flow.mobility is before
            return
        assert self.flow.mobility is before, "explaining changed something"
        assert self.flow.revision == revision
        keys = [refusal.key for refusal in why.refusals]
        assert len(set(keys)) == len(keys), "one reason was given twice"
        self.check_memory(act, actor, keys)
        assert all(refusal.text("fr") and refusal.text() for refusal in why.refusals)
        codes = {refusal.code for refusal in why.refusals}
        assert ("not-permitted" in codes) != permitted(actor, act, before), f"{actor} {act}"
        if why.allowed:
            flow.do(act)
            self.accepted += 1
            note(f"accepted: {act}")
            self.check_moves(before, self.flow.mobility)
        else:
            with pytest.raises(Refused) as error:
                flow.do(act)
            assert [refusal.key for refusal in error.value.refusals] == keys
            assert self.flow.mobility is before, "a refused action changed something"
            assert self.flow.revision == revision
            self.check_remedies(act, actor, why.refusals)

    def check_memory(self, act: Action, actor: Actor, keys: list[Any]) -> None:
        """What is remembered of guards is what they would say now."""
        fresh = support.copy(self.flow, actor)
        fresh._live.case = Case.of(fresh._live.case.blueprint, fresh.mobility)
        assert [refusal.key for refusal in fresh.explain(act).refusals] == keys

    def check_moves(self, before: Mobility, after: Mobility) -> None:
        for learner in after.learners.values():
            was = before.learners[learner.id].status if learner.id in before.learners else ""
            if learner.status == "abroad" != was:
                assert list(unfit_to_leave(before, before.learners[learner.id])) == []
            if learner.status.endswith("validated") and learner.status != was:
                assert list(undecidable(after, learner)) == []

    def check_remedies(
        self, act: Action, actor: Actor, refusals: tuple[Refusal, ...], most: int = 4
    ) -> None:
        """A remedy that can be taken clears its refusal."""
        today = self.clock.day
        for refusal in refusals[:most]:
            case = self.flow._live.case
            if refusal.remedy is None or probe(case, refusal.remedy, today):
                continue
            trial = support.copy(self.flow)
            remedy = answered(case, refusal.remedy, today)
            trial.acting_as(someone_who_may(trial, remedy)).do(remedy)
            left = trial.acting_as(actor).explain(act).refusals
            assert refusal.key not in {other.key for other in left}, f"{remedy} leaves {refusal}"

    # -- always

    @invariant()
    def what_always_holds(self) -> None:
        assert self.flow.revision == self.accepted + 1, "one entry per accepted call"
        if self.seen is not self.flow.mobility:
            self.seen = self.flow.mobility
            self.check_contracts()
            self.check_agenda()

    def check_contracts(self) -> None:
        """Versions stay in order, and one binds at most."""
        for learner in self.flow.mobility.learners.values():
            versions = [contract.version for contract in learner.contracts]
            assert versions == list(range(1, len(versions) + 1))
            assert sum(contract.status == "in-force" for contract in learner.contracts) <= 1

    def check_agenda(self) -> None:
        """Everybody can see what comes next, and how to do it."""
        for item in self.flow.todo():
            assert item.remedy is item.refusal.remedy
            assert item.who or item.refusal.code, item
        self.flow.steps()
        self.flow.available()
        self.flow.standing()

    def teardown(self) -> None:
        """From wherever the walk has ended, the mobility can be completed."""
        flow = self.flow
        entries = flow.journal
        assert len(entries) == self.accepted + 1
        assert list(broken_links(entries)) == []
        assert list(problems_of(flow.mobility, Mobility, "$")) == []
        if flow.status == "cancelled":
            return
        if flow.status != "completed":
            assert flow.plan("advance").complete, str(flow.plan("advance"))
        drive(flow, to="completed")
        assert flow.status == "completed"


class WalkBefore(Walk):
    """Walks that begin before the stay."""

    begun = ("before",)


class WalkDuring(Walk):
    """Walks that begin during the stay."""

    begun = ("during",)


class WalkAfter(Walk):
    """Walks that begin when everybody is back, or all is over."""

    begun = ("after", "after", "completed")


PACE: Final = settings(
    max_examples=2000 if LONG else 60,
    stateful_step_count=80 if LONG else 30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
)

for walk in (WalkBefore, WalkDuring, WalkAfter):
    walk.TestCase.settings = PACE

TestWalkBefore = WalkBefore.TestCase
TestWalkDuring = WalkDuring.TestCase
TestWalkAfter = WalkAfter.TestCase


def test_the_start_of_a_walk_is_as_the_kit_makes_it() -> None:
    """The random walks and the test kit play the same workflow."""
    assert at("during").digest == support.begin().digest
