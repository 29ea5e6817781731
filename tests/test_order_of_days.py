"""What follows from something else did not happen before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobiflow import Actor, Assessment, Flow, Outcome, Refused, Scale, Unit
from mobiflow.actions import (
    Action,
    ChooseAssessment,
    CollectDocument,
    DraftContract,
    IssueContract,
    MarkOutcome,
    OpenIncident,
    RejectDocument,
    SetUnits,
    VerifyDocument,
)
from mobiflow.testing import at

TODAY = date(2027, 1, 4)
YESTERDAY = TODAY - timedelta(days=1)


def refused(flow: Flow, act: Action, code: str) -> None:
    with pytest.raises(Refused) as caught:
        flow.do(act)
    assert code in {refusal.code for refusal in caught.value.refusals}


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
    refused(flow, act, "before-collected")


def test_an_incident_is_settled_once_it_is_open() -> None:
    flow = at("during")
    flow.do(OpenIncident("i-1", "other"))
    with pytest.raises(Refused) as caught:
        flow.do("mediate", incident="i-1", on=YESTERDAY)
    assert [refusal.code for refusal in caught.value.refusals] == ["before-opened"]


def test_nobody_is_marked_before_leaving() -> None:
    flow = at("during")
    flow.do("depart", learner="learner-1")
    tutor = flow.acting_as(
        Actor("tutor", of=flow.mobility.learners["learner-1"].placements[0].company)
    )
    refused(tutor, MarkOutcome("learner-1", "u1/o1", "alone", on=YESTERDAY), "before-departure")


def test_a_version_is_issued_on_the_day_it_is_drafted_or_later() -> None:
    flow = at("before")
    flow.do(SetUnits((Unit("u1", "Unit", (Outcome("o1", "Outcome"),)),)))
    flow.do(ChooseAssessment(Assessment(Scale(levels=("no", "yes")), "a jury")))
    flow.do(DraftContract("learner-1"))
    refused(flow, IssueContract("learner-1", on=YESTERDAY), "before-drafted")
    flow.do(IssueContract("learner-1"))
