"""The evaluation grid: marked on the scale chosen, signed as it stands, or other evidence."""

from __future__ import annotations

import pytest

from mobiflow import Actor, Assessment, Scale
from mobiflow.actions import (
    AmendContract,
    ChooseAssessment,
    CollectDocument,
    IssueContract,
    MarkOutcome,
    PlanAssessment,
    SetUnits,
    SignContract,
    SignGrid,
    VerifyDocument,
)
from mobiflow.model import Objective
from tests.support import (
    ASSESSMENT,
    CERTIFIER,
    OUTCOMES,
    STAY,
    UNITS,
    abroad,
    adult,
    assessed,
    back,
    begin,
    codes,
    do,
    during,
    learner_of,
    refused,
)

TUTOR = Actor("tutor", of="krause")
GRID = {"outcome-unmarked", "grid-unsigned"}


def test_every_outcome_of_the_contract_is_marked() -> None:
    flow = back(adult())
    asked = [
        r.params["outcome"]
        for r in flow.explain("advance").refusals
        if r.code == "outcome-unmarked"
    ]
    assert asked == [*OUTCOMES]


def test_outcomes_outside_the_contract_are_not_marked() -> None:
    flow = abroad(adult())
    (refusal,) = flow.acting_as(TUTOR).explain(MarkOutcome("lea", "shop/sell", "12")).refusals
    assert (refusal.code, refusal.params["choices"]) == ("not-an-objective", OUTCOMES)


def test_only_the_objectives_of_the_contract_count() -> None:
    flow = abroad(adult())
    oven = (Objective("oven", ("heat",)),)
    flow.do(AmendContract("lea", ("objectives",), reason="No dough there", objectives=oven))
    flow.do(IssueContract("lea"))
    for party in ("sending", "host", "learner", "host-company"):
        do(flow, SignContract("lea", party))
    do(flow, MarkOutcome("lea", "oven/heat", "15"), SignGrid("lea", "tutor"))
    do(flow, SignGrid("lea", "learner"))
    flow.do("come-back", learner="lea")
    assert GRID.isdisjoint(codes(flow, "advance"))


@pytest.mark.parametrize("mark", ["0", "20", "12.5", "20.0"])
def test_a_mark_lies_on_the_scale(mark: str) -> None:
    do(abroad(adult()), MarkOutcome("lea", "oven/heat", mark))


@pytest.mark.parametrize("mark", ["-1", "20.5", "21", "", "good", "NaN", "Infinity", "1e9", "٢١"])
def test_a_mark_outside_the_scale_is_refused(mark: str) -> None:
    flow = abroad(adult()).acting_as(TUTOR)
    (refusal,) = flow.explain(MarkOutcome("lea", "oven/heat", mark)).refusals
    assert refusal.code == "mark-off-scale"
    assert refusal.params == {"mark": mark, "scale": "0 – 20"}


def test_levels_are_words_and_only_those() -> None:
    words = Assessment(Scale(levels=("not yet", "alone")), "a jury")
    flow = abroad(adult())
    flow.do(ChooseAssessment(words))
    tutor = flow.acting_as(TUTOR)
    assert refused(tutor, MarkOutcome("lea", "oven/heat", "Alone")) == ["mark-off-scale"]
    tutor.do(MarkOutcome("lea", "oven/heat", "alone"))


@pytest.mark.parametrize(
    "scale",
    [
        Scale(),
        Scale(minimum="0"),
        Scale(maximum="20"),
        Scale(minimum="20", maximum="0"),
        Scale(minimum="0", maximum="Infinity"),
        Scale(minimum="low", maximum="high"),
        Scale(levels=("",)),
        Scale(levels=("good", " ")),
    ],
)
def test_a_scale_has_two_ends_or_levels(scale: Scale) -> None:
    flow = begin(adult())
    found = refused(flow, ChooseAssessment(Assessment(scale, "a jury")))
    assert found == ["assessment-incomplete"]


def test_an_assessment_has_some_evidence() -> None:
    flow = begin(adult())
    none = Assessment(Scale(minimum="0", maximum="20"), "a jury", ())
    assert refused(flow, ChooseAssessment(none)) == ["assessment-incomplete"]


def test_not_assessed_is_a_mark_with_a_reason() -> None:
    flow = abroad(adult()).acting_as(TUTOR)
    assert refused(flow, MarkOutcome("lea", "oven/heat", None)) == ["reason-missing"]
    flow.do(MarkOutcome("lea", "oven/heat", None, reason="The oven was broken"))
    mark = learner_of(flow).grid.marks["oven/heat"]
    assert (mark.value, mark.reason) == (None, "The oven was broken")


def test_the_same_mark_again_changes_nothing() -> None:
    flow = abroad(adult()).acting_as(TUTOR)
    flow.do(MarkOutcome("lea", "oven/heat", "12"))
    assert refused(flow, MarkOutcome("lea", "oven/heat", "12")) == ["already-marked"]


def test_a_grid_is_not_signed_while_outcomes_are_unmarked() -> None:
    flow = abroad(adult()).acting_as(TUTOR)
    flow.do(MarkOutcome("lea", "oven/heat", "12"))
    open_ = flow.explain(SignGrid("lea", "tutor")).refusals
    assert [(r.code, r.params["outcome"]) for r in open_] == [
        ("outcome-unmarked", "dough/mix"),
        ("outcome-unmarked", "dough/rest"),
    ]


def test_tutor_and_learner_sign_the_grid() -> None:
    flow = assessed(adult())
    assert [s.party for s in learner_of(flow).grid.signatures] == ["tutor", "learner"]
    assert GRID.isdisjoint(codes(flow, "advance"))


def test_nobody_else_signs_the_grid() -> None:
    flow = assessed(adult())
    (refusal,) = flow.acting_as(CERTIFIER).explain(SignGrid("lea", "certifier")).refusals
    assert (refusal.code, refusal.params["choices"]) == ("not-a-signer", ("tutor", "learner"))


def test_a_mark_changed_later_asks_for_new_signatures() -> None:
    flow = assessed(adult())
    do(flow, MarkOutcome("lea", "oven/heat", "9"))
    asked = [r.params["party"] for r in flow.explain("advance").refusals if r.code in GRID]
    assert asked == ["tutor", "learner"]
    do(flow, SignGrid("lea", "tutor"), SignGrid("lea", "learner"))
    assert GRID.isdisjoint(codes(flow, "advance"))


def test_another_scale_asks_for_other_marks() -> None:
    """What was fifteen of twenty says nothing on a scale of words."""
    flow = assessed(adult())
    flow.do(ChooseAssessment(Assessment(Scale(levels=("not yet", "alone")), "a jury")))
    asked = [r for r in flow.explain("advance").refusals if r.code == "outcome-unmarked"]
    assert [r.params["outcome"] for r in asked] == [*OUTCOMES]
    assert asked[0].text() == "Lea: the mark 15 of “Mixes” is not on the scale: not yet, alone."
    assert set(codes(flow.acting_as(TUTOR), SignGrid("lea", "tutor"))) == {
        "already-signed",
        "outcome-unmarked",
    }
    for path in OUTCOMES:
        do(flow, MarkOutcome("lea", path, "alone"))
    do(flow, SignGrid("lea", "tutor"), SignGrid("lea", "learner"))
    assert GRID.isdisjoint(codes(flow, "advance"))


def test_nobody_signs_the_same_grid_twice() -> None:
    flow = assessed(adult())
    assert refused(flow.acting_as(TUTOR), SignGrid("lea", "tutor")) == ["already-signed"]


def test_a_verified_statement_does_instead_of_a_grid() -> None:
    flow = back(adult())
    either = Assessment(ASSESSMENT.scale, "a jury", ("grid", "statement"))
    flow.do(ChooseAssessment(either))
    assert set(codes(flow, "advance")) >= GRID
    do(flow, CollectDocument("lea", "individual-statement"))
    assert set(codes(flow, "advance")) >= GRID
    do(flow, VerifyDocument("lea", "individual-statement"))
    assert GRID.isdisjoint(codes(flow, "advance"))


def test_only_evidence_that_was_chosen_counts() -> None:
    flow = back(adult())
    for kind in ("individual-statement", "europass-mobility"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    assert set(codes(flow, "advance")) >= GRID


def test_nobody_is_marked_before_leaving() -> None:
    flow = during(adult())
    (refusal,) = (
        flow.acting_as(Actor("host")).explain(MarkOutcome("lea", "oven/heat", "12")).refusals
    )
    assert refusal.code == "wrong-state"
    assert refusal.remedy is not None
    assert refusal.remedy.known["trigger"] == "depart"


def test_an_assessment_is_planned_for_the_stay() -> None:
    flow = during(adult()).acting_as(Actor("host"))
    assert refused(flow, PlanAssessment("lea", STAY.start.replace(day=1, month=2))) == [
        "before-stay"
    ]
    flow.do(PlanAssessment("lea", STAY.end, "The tutor"))
    assert refused(flow, PlanAssessment("lea", STAY.end, "The tutor")) == ["already-planned"]


def test_units_have_outcomes_and_names_of_their_own() -> None:
    flow = begin(adult())
    assert refused(flow, SetUnits(())) == ["unit-empty"]
    twice = (UNITS[0], UNITS[0])
    found = flow.explain(SetUnits(twice)).refusals
    assert [(r.code, r.params["id"]) for r in found] == [
        ("id-twice", "dough"),
        ("id-twice", "dough/mix"),
        ("id-twice", "dough/rest"),
    ]
    flow.do(SetUnits(UNITS))
    assert refused(flow, SetUnits(UNITS)) == ["already-agreed"]
