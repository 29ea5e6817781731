"""What follows from something else did not happen before it, and is not done before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

import pytest

from mobiflow import Actor, Assessment, Flow, Learner, Outcome, Period, Ref, Refused, Scale, Unit
from mobiflow.actions import (
    Action,
    AddCompany,
    AmendContract,
    ChangePeriod,
    ChangeStay,
    ChooseAssessment,
    CollectDocument,
    DraftContract,
    Fire,
    IssueContract,
    MarkOutcome,
    OpenIncident,
    PlanAssessment,
    RecordAttendance,
    RejectDocument,
    ReplacePlacement,
    SetUnits,
    SignContract,
    VerifyDocument,
)
from mobiflow.testing import at
from tests.sound import SOUND
from tests.support import (
    STAY,
    TODAY,
    abroad,
    adult,
    agreed,
    back,
    begin,
    categories_of,
    copy,
    do,
    during,
    host_company,
    minor,
    refused,
)

YESTERDAY: Final = TODAY - timedelta(days=1)
LONG_AGO: Final = date(1990, 1, 1)
FLOW: Final = agreed(begin(adult(), minor()))
"""Only asked: it stays as it is."""


@pytest.mark.parametrize(
    "act",
    [
        VerifyDocument("learner-1", "receipts", on=YESTERDAY),
        RejectDocument("learner-1", "receipts", reason="Illegible.", on=YESTERDAY),
    ],
)
def test_a_document_is_checked_once_it_is_there(act: Action) -> None:
    flow = at("before")
    flow.do(CollectDocument("learner-1", "receipts"))
    assert refused(flow, act) == ["before-collected"]


def test_an_incident_is_settled_once_it_is_open() -> None:
    flow = at("during")
    flow.do(OpenIncident("i-1", "other"))
    assert refused(flow, "mediate", incident="i-1", on=YESTERDAY) == ["before-opened"]


def test_nobody_is_marked_before_leaving() -> None:
    flow = at("during")
    flow.do("depart", learner="learner-1")
    tutor = flow.acting_as(
        Actor("tutor", of=flow.mobility.learners["learner-1"].placements[0].company)
    )
    early = MarkOutcome("learner-1", "u1/o1", "alone", on=YESTERDAY)
    assert refused(tutor, early) == ["before-departure"]


def test_a_version_is_issued_on_the_day_it_is_drafted_or_later() -> None:
    flow = at("before")
    flow.do(SetUnits((Unit("u1", "Unit", (Outcome("o1", "Outcome"),)),)))
    flow.do(ChooseAssessment(Assessment(Scale(levels=("no", "yes")), "a jury")))
    flow.do(DraftContract("learner-1"))
    assert refused(flow, IssueContract("learner-1", on=YESTERDAY)) == ["before-drafted"]
    flow.do(IssueContract("learner-1"))


# -- too early


def one_of_each_that_comes_later() -> Iterator[Action]:
    """The actions, and triggers, that a candidate is not ready for."""
    for act in SOUND:
        categories = categories_of(act)
        if categories and "applying" not in categories:
            yield act
    for trigger in ("depart", "mark-no-show", "interrupt", "come-back", "decide"):
        asked = Ref("learner", "lea")
        yield Fire(trigger, asked, reason="So agreed", force_majeure=False, on=TODAY)


@pytest.mark.parametrize("act", [*one_of_each_that_comes_later()], ids=repr)
def test_too_early_is_one_refusal_whose_remedy_is_the_next_trigger(act: Action) -> None:
    flow = copy(FLOW, FLOW.actor_for(act))
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
        (lambda: copy(FLOW), "reopen", {}, "advance"),
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
    (refusal,) = (r for r in flow.explain(trigger, **about).refusals if r.code != "not-permitted")
    assert refusal.code == "wrong-state"
    assert refusal.remedy is not None
    assert refusal.remedy.known["trigger"] == remedy


# -- out of order


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
    asked = asked.acting_as(asked.actor_for(act))
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
    assert refusal.subject == Ref("contract", "1", "lea")
    assert refusal.params["state"] == "contract:superseded"


def test_a_replacement_begins_within_the_stay() -> None:
    flow = abroad(adult())
    late = ReplacePlacement("lea", "weber", STAY.end + timedelta(days=1), reason="?")
    assert refused(flow, late) == ["not-in-stay"]
