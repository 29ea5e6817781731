"""What is recorded is enough: whatever an action needs is looked up before it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from mobiflow import Engine, Learner, Mobility
from mobiflow.actions import Action, AddCompany, AddLearner, ChangeLearner, SignContract, WaiveTask
from mobiflow.testing import Clock, drive
from tests.sound import SOUND
from tests.support import TODAY, adult, begin, blueprint_of, done_in, minor, sending_company

EVERYTHING = Engine(clock=Clock(TODAY))


def impersonal(value: Any) -> Any:
    """A value with nothing in its personal fields."""
    if attrs.has(type(value)) and not isinstance(value, type):
        kept = {
            a.alias: None if a.metadata.get("personal") else impersonal(getattr(value, a.name))
            for a in attrs.fields(type(value))
            if a.init
        }
        return type(value)(**kept)
    if isinstance(value, Mapping):
        return {key: impersonal(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(impersonal(item) for item in value)
    return value


def whole_way(learner: Learner) -> list[tuple[Mobility, Action]]:
    """Everything that is done in a mobility, as it is recorded, with the state before."""
    flow = begin(engine=EVERYTHING)
    with done_in(flow) as done:
        flow.do(AddCompany(sending_company()))
        flow.do(AddLearner(learner))
        drive(flow)
    flow, way = begin(engine=EVERYTHING), list[tuple[Mobility, Action]]()
    for actor, acts in done:
        for act in acts:
            way.append((flow.mobility, act))
            flow.acting_as(actor).do(act)
    return way


@pytest.mark.parametrize(
    "learner",
    [adult(), minor(), minor(employer="dupont", enrolment="apprentice")],
    ids=["adult", "minor", "apprentice"],
)
def test_nothing_personal_is_read_when_an_action_is_applied(learner: Learner) -> None:
    rules = blueprint_of(begin(engine=EVERYTHING)).rules
    for before, act in whole_way(learner):
        known = act.apply(before, rules)
        unknown = impersonal(act).apply(impersonal(before), rules)
        assert impersonal(unknown) == impersonal(known), act


def test_a_signature_is_recorded_with_the_company_it_was_given_for() -> None:
    signed = [
        act
        for _, act in whole_way(minor(employer="dupont", enrolment="apprentice"))
        if isinstance(act, SignContract) and act.party == "sending-company"
    ]
    assert [act.of for act in signed] == ["dupont"]


def test_what_is_tried_here_is_told_apart_from_what_is_not_personal() -> None:
    emptied = {type(act) for act in SOUND if impersonal(act) != act}
    assert {AddLearner, ChangeLearner, WaiveTask} <= emptied
    assert SignContract not in emptied
