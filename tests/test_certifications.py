"""What certifiers ask for: ambition, evidence, signers, deadlines, who decides."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from mobiflow import Actor, Assessment, Engine, Flow, Refused, Scale, UnknownName, allow
from mobiflow.actions import (
    ChooseAssessment,
    ChooseCertification,
    DecideUnit,
    MarkOutcome,
    SignGrid,
)
from mobiflow.definition import Certification, DocumentKind
from mobiflow.rules.contracts import later
from mobiflow.testing import Clock, at, drive
from tests.plugins import Plugin, engine

CERTIFIER = Actor("certifier")
NUMBERS = Assessment(Scale(minimum="0", maximum="20"), "a jury", languages=("fr", "de"))


def flow_with(rules: Certification | str, status: str = "before") -> Flow:
    """A mobility of one learner that has chosen these rules, at a state."""
    plugins = [Plugin(certifications=[rules])] if isinstance(rules, Certification) else []
    flow = at("before", engine=engine(*plugins))
    flow.do(ChooseCertification(rules if isinstance(rules, str) else rules.id))
    flow.do(ChooseAssessment(NUMBERS))
    return drive(flow, to=status)


def codes(flow: Flow) -> set[str]:
    found = flow.acting_as(CERTIFIER).explain("decide", learner="learner-1").refusals
    return {refusal.code for refusal in found}


@pytest.mark.parametrize(
    ("chosen", "end"),
    [
        ("internal-validation", "validated"),
        ("jury", "validated"),
        ("fr-mobility-unit", "validated"),
        ("fr-titre-professionnel", "validated"),
        ("evaluation", "evaluated"),
        ("europass", "documented"),
    ],
)
def test_the_level_of_ambition_decides_how_a_stay_ends(chosen: str, end: str) -> None:
    flow = drive(flow_with(chosen))
    assert flow.mobility.learners["learner-1"].status == end


def test_documentation_alone_needs_neither_marks_nor_a_decision() -> None:
    flow = flow_with("europass", "after")
    learner = flow.mobility.learners["learner-1"]
    assert not learner.grid.marks
    assert learner.documents["europass-mobility"].status == "verified"


def test_a_learner_may_have_a_certifier_of_their_own() -> None:
    flow = at("before", learners=2, engine=engine())
    flow.do(ChooseCertification("europass"))
    flow.do(ChooseCertification("jury", "learner-2"))
    drive(flow)
    states = {x.id: x.status for x in flow.mobility.learners.values()}
    assert states == {"learner-1": "documented", "learner-2": "validated"}


def test_an_unknown_certification_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="'jury'"):
        at("before").do(ChooseCertification("jurry"))


def test_the_optional_mobility_unit_asks_for_a_bilingual_grid() -> None:
    flow = flow_with("fr-mobility-unit", "during")
    drive_to_return(flow)
    assert "languages-missing" not in codes(flow)
    flow.do(ChooseAssessment(evolve(NUMBERS, languages=("fr",))))
    assert "languages-missing" in codes(flow)


def drive_to_return(flow: Flow) -> None:
    flow.do("depart", learner="learner-1")
    flow.do("come-back", learner="learner-1")


def test_the_optional_mobility_unit_asks_for_its_second_part() -> None:
    flow = flow_with("fr-mobility-unit", "during")
    drive_to_return(flow)
    found = flow.acting_as(CERTIFIER).explain("decide", learner="learner-1").refusals
    assert "fr-mobility-unit-part-two" in {refusal.params.get("document") for refusal in found}


def test_a_decision_is_due_when_the_certifier_says() -> None:
    flow = flow_with("fr-mobility-unit", "during")
    drive_to_return(flow)
    found = flow.acting_as(CERTIFIER).explain("decide", learner="learner-1").refusals
    (undecided,) = [r for r in found if r.code == "unit-undecided"]
    assert undecided.due == date(2027, 4, 4)


def test_a_decision_after_the_deadline_needs_a_reason() -> None:
    clock = Clock(date(2027, 1, 4))
    flow = at("before", engine=Engine(clock=clock))
    flow.do(ChooseCertification("fr-mobility-unit"))
    drive(flow, to="during")
    drive_to_return(flow)
    clock.day = date(2027, 4, 5)
    late = flow.acting_as(CERTIFIER)
    with pytest.raises(Refused, match="reason"):
        late.do(DecideUnit("learner-1", "u1", "validated"))
    late.do(DecideUnit("learner-1", "u1", "validated", reason="The jury met late."))


STRICT = Certification(
    "strict",
    "Strict",
    minimum_mark="10",
    grid_signers=("tutor",),
    partial=False,
    decided_by=("educator",),
    documents=(DocumentKind("file", "File", allow("learner", deputies=("coordinator",))),),
)


def marked(mark: str) -> Flow:
    flow = flow_with(STRICT, "during")
    drive_to_return(flow)
    tutor = flow.acting_as(Actor("tutor", of="company-1"))
    for outcome in ("u1/o1", "u1/o2"):
        tutor.do(MarkOutcome("learner-1", outcome, mark))
    tutor.do(SignGrid("learner-1", "tutor"))
    return flow


def test_a_unit_below_the_minimum_mark_cannot_be_validated() -> None:
    educator = marked("9.5").acting_as(Actor("educator"))
    with pytest.raises(Refused, match="at least 10"):
        educator.do(DecideUnit("learner-1", "u1", "validated"))
    educator.do(DecideUnit("learner-1", "u1", "not-validated"))


def test_who_decides_is_the_certifiers_rule() -> None:
    flow = marked("12")
    with pytest.raises(Refused, match="only these may do this"):
        flow.acting_as(CERTIFIER).do(DecideUnit("learner-1", "u1", "validated"))
    flow.acting_as(Actor("educator")).do(DecideUnit("learner-1", "u1", "validated"))


def test_documents_of_the_certifier_stand_before_the_decision() -> None:
    flow = marked("12")
    flow.acting_as(Actor("educator")).do(DecideUnit("learner-1", "u1", "validated"))
    assert codes(flow) == {"document-missing"}


def test_the_grid_of_the_host_is_never_the_decision() -> None:
    flow = flow_with("fr-titre-professionnel", "during")
    drive_to_return(flow)
    assert "unit-undecided" in codes(flow)


def test_two_plugins_with_one_certification_are_named_both() -> None:
    one, two = Plugin("one", certifications=[STRICT]), Plugin("two", certifications=[STRICT])
    with pytest.raises(Exception, match=r"two 1.0: .*certification 'strict' is also in one 1.0"):
        engine(one, two)


def test_every_rule_of_a_certifier_says_where_it_stands() -> None:
    for rules in engine().workflows["mobility"].certifications:
        assert rules.law is not None
        assert rules.law.text
        assert rules.law.found
        assert rules.law.checked >= date(2026, 11, 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 15), 3, date(2027, 4, 15)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 10, 30), 16, date(2029, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 3, 31), 8, date(2027, 11, 30)),
        (date(2027, 10, 31), 2, date(2027, 12, 31)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month(
    start: date, months: int, end: date
) -> None:
    assert later(start, months) == end
