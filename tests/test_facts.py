"""A plugin's own facts: set, typed, stored, and kept out of the journal where personal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from attrs import field, frozen

from mobiflow import (
    Actor,
    Company,
    Context,
    Guard,
    InvalidValue,
    Learner,
    Reason,
    Refused,
    Remedy,
    UnknownName,
    allow,
)
from mobiflow.actions import AddCompany, SetFacts
from mobiflow.contributions import AddGuard
from mobiflow.definition import FactsKind
from mobiflow.model import Ref
from mobiflow.testing import at
from mobiflow.verdict import Ask
from tests.plugins import Plugin, engine
from tests.support import context_of


@frozen
class Lodging:
    """Where a learner lives during the stay."""

    dormitory: str | None = None
    room: str | None = field(default=None, metadata={"personal": True, "label": "Room"})
    since: date | None = None
    meals: bool | None = None


@frozen
class Fleet:
    """What a company drives."""

    vans: int | None = None


def _lodged(context: Context, learner: Learner) -> Iterator[Reason]:
    if context.facts(learner, Lodging).dormitory is None:
        ask = Ask("facts", Lodging, "Lodging")
        remedy = Remedy(SetFacts, {"subject": learner.id}, (ask,))
        yield Reason("not-lodged", Ref("learner", learner.id), {}, remedy)


LODGED = Guard("lodged", 1, _lodged, says={"not-lodged": "nobody knows where they will live"})
PLUGIN = Plugin(
    facts=[
        FactsKind("learner", Lodging, allow("host", deputies=("coordinator",))),
        FactsKind("host-company", Fleet, allow("coordinator")),
    ],
    changes=[AddGuard(LODGED, "learner/select")],
)


def test_facts_are_set_and_read_back_typed() -> None:
    flow = at("before", engine=engine(PLUGIN))
    facts = Lodging("Haus 3", since=date(2027, 3, 1), meals=True)
    flow.do(SetFacts("learner-1", facts))
    learner = flow.mobility.learners["learner-1"]
    assert context_of(flow).facts(learner, Lodging) == facts
    assert learner.extra == {
        "acme": {"dormitory": "Haus 3", "room": None, "since": "2027-03-01", "meals": True}
    }


def test_facts_never_set_have_the_defaults_of_their_class() -> None:
    flow = at("before", engine=engine(PLUGIN))
    learner = flow.mobility.learners["learner-1"]
    assert context_of(flow).facts(learner, Lodging) == Lodging()


def test_a_guard_can_read_them_and_its_remedy_set_them() -> None:
    flow = at("before", engine=engine(PLUGIN))
    (found,) = [
        r for r in flow.explain("select", learner="learner-1").refusals if r.code == "not-lodged"
    ]
    assert found.text() == "Learner 1: nobody knows where they will live."
    assert found.who == ("host",)
    assert found.asked_by == ("acme 1.0",)
    assert found.remedy is not None
    flow.do(found.remedy.fill(facts=Lodging("Haus 3")))
    assert "not-lodged" not in {
        r.code for r in flow.explain("select", learner="learner-1").refusals
    }


def test_who_may_set_them_is_the_plugins_to_say() -> None:
    flow = at("before", engine=engine(PLUGIN)).acting_as(Actor("educator"))
    with pytest.raises(Refused, match="host partner"):
        flow.do(SetFacts("learner-1", Lodging("Haus 3")))


def test_facts_of_another_kind_of_subject_are_refused() -> None:
    flow = at("before", engine=engine(PLUGIN))
    flow.do(AddCompany(Company("k", kind="host")))
    flow.do(SetFacts("k", Fleet(3)))
    with pytest.raises(Refused, match="another kind"):
        flow.do(SetFacts("learner-1", Fleet(3)))


def test_a_class_no_plugin_registered_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="Lodging"):
        at("before", engine=engine(PLUGIN)).do(SetFacts("learner-1", Ref("a", "b")))


def test_a_fact_of_the_wrong_type_is_refused_with_its_path() -> None:
    flow = at("before", engine=engine(PLUGIN))
    with pytest.raises(InvalidValue, match=r"\$\.facts\.meals"):
        flow.do(SetFacts("learner-1", Lodging(meals="yes")))  # type: ignore[arg-type]


def test_setting_the_same_facts_again_is_refused() -> None:
    flow = at("before", engine=engine(PLUGIN))
    flow.do(SetFacts("learner-1", Lodging("Haus 3")))
    with pytest.raises(Refused, match="nothing in this is new"):
        flow.do(SetFacts("learner-1", Lodging("Haus 3")))


def test_facts_are_stored_and_personal_ones_stay_out_of_the_journal() -> None:
    built = engine(PLUGIN)
    flow = at("before", engine=built)
    flow.do(SetFacts("learner-1", Lodging("Haus 3", room="12b")))
    data = flow.dumps()
    assert built.loads(data) == flow
    journal = json.dumps(json.loads(data)["journal"])
    assert "Haus 3" in journal
    assert "12b" not in journal
