"""What a country demands: to whom it applies, what it refuses, and what it only advises."""

from __future__ import annotations

from datetime import date, time

import pytest
from attrs import evolve

from mobiflow import Company, Flow, Learner, Refusal, Refused, allow
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    ChangeCompany,
    ChangeLearner,
    CollectDocument,
    Confirm,
    Excuse,
    Fire,
    Place,
    PlanWork,
    VerifyDocument,
)
from mobiflow.definition import (
    Applies,
    Confirmation,
    DocumentKind,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Prerequisite,
    Profile,
    SignatureRequired,
)
from mobiflow.model import Ref, WorkingHours
from mobiflow.model.introspection import changed
from mobiflow.rules.prerequisites import applicable, applies
from mobiflow.testing import at, drive
from tests.plugins import LAW, Plugin, engine

STAY = Profile("FR", "DE", date(2027, 3, 1), date(2027, 3, 26))
PAPER = DocumentKind("paper", "Paper", allow("learner", deputies=("coordinator",)))
TOLD = Prerequisite("told", "Everybody is told", Applies(), Confirmation(("host",)), LAW)


def flow_with(*prerequisites: Prerequisite, status: str = "before") -> Flow:
    return at(status, engine=engine(Plugin(prerequisites=prerequisites)))


def refusals(flow: Flow, trigger: str = "advance", **about: str) -> dict[str, Refusal]:
    explanation = flow.explain(trigger, **about)  # type: ignore[arg-type]
    return {refusal.code: refusal for refusal in explanation.refusals}


# -- to whom


@pytest.mark.parametrize(
    ("to", "facts", "answer"),
    [
        (Applies(), {}, True),
        (Applies(host=frozenset({"DE"})), {}, True),
        (Applies(host=frozenset({"ES"})), {}, False),
        (Applies(sending=frozenset({"FR"}), host=frozenset({"DE"})), {}, True),
        (Applies(age_under=18), {"born": date(2009, 3, 2)}, True),
        (Applies(age_under=18), {"born": date(2009, 3, 1)}, False),
        (Applies(age_from=16, age_under=18), {"born": date(2010, 3, 1)}, True),
        (Applies(age_under=18), {}, ("born",)),
        (Applies(age_under=18, host=frozenset({"ES"})), {}, False),
        (Applies(eu=False), {"nationality": "MA"}, True),
        (Applies(eu=False), {"nationality": "NO"}, False),
        (Applies(eu=False), {}, ("nationality",)),
        (Applies(enrolment=frozenset({"apprentice"})), {"enrolment": "student"}, False),
        (Applies(sector=frozenset({"food"})), {"sector": "food"}, True),
        (Applies(except_sector=frozenset({"food"})), {"sector": "food"}, False),
        (Applies(contact_with_minors=True), {"contact_with_minors": False}, False),
        (Applies(longer_than=26), {}, False),
        (Applies(longer_than=25, at_most=26), {}, True),
        (Applies(sector=frozenset({"food"}), age_under=18), {}, ("sector", "born")),
    ],
)
def test_a_rule_applies_when_all_its_conditions_hold(
    to: Applies, facts: dict[str, object], answer: object
) -> None:
    found = applies(to, changed(STAY, facts))
    assert (set(found) if isinstance(found, tuple) else found) == (
        set(answer) if isinstance(answer, tuple) else answer
    )


def test_an_age_on_the_day_of_signing_is_taken_on_that_day() -> None:
    to, facts = Applies(age_under=18, age_on="signing"), evolve(STAY, born=date(2009, 2, 1))
    assert applies(to, evolve(facts, signed=date(2027, 1, 31))) is True
    assert applies(to, evolve(facts, signed=date(2027, 2, 1))) is False


def test_a_rule_holds_from_its_first_to_its_last_day_only() -> None:
    rule = evolve(TOLD, since=date(2027, 3, 1), until=date(2027, 3, 1))
    assert list(applicable(STAY, [rule]))
    for start in (date(2027, 2, 28), date(2027, 3, 2)):
        assert not list(applicable(evolve(STAY, start=start), [rule]))


def test_requirements_are_listed_from_facts_alone_with_law_and_date() -> None:
    minors = evolve(TOLD, id="minors", applies=Applies(age_under=18))
    found = engine(Plugin(prerequisites=[TOLD, minors]), disabled=["countries"]).requirements(STAY)
    assert [(d.prerequisite.id, d.unknown) for d in found] == [("told", ()), ("minors", ("born",))]
    assert found[0].prerequisite.law.checked == date(2026, 11, 1)


# -- what is refused


def test_a_confirmation_is_asked_of_who_may_give_it_with_the_law() -> None:
    flow = flow_with(TOLD)
    flow = drive_to_selected(flow)
    found = refusals(flow)["confirmation-missing"]
    assert found.who == ("host",)
    assert found.basis == (LAW.text,)
    assert found.asked_by == ("acme 1.0",)
    flow.do(Confirm("learner-1", "told"))
    assert "confirmation-missing" not in refusals(flow)
    with pytest.raises(Refused, match="already confirmed"):
        flow.do(Confirm("learner-1", "told"))


def drive_to_selected(flow: Flow) -> Flow:
    for kind in ("cv", "cover-letter"):
        flow.do(CollectDocument("learner-1", kind))
        flow.do(VerifyDocument("learner-1", kind))
    flow.do("select", learner="learner-1")
    return flow


def test_a_document_is_collected_verified_and_young_enough() -> None:
    required = DocumentRequired(PAPER, not_older_than=30)
    flow = drive_to_selected(flow_with(Prerequisite("p", "A paper", Applies(), required, LAW)))
    assert "document-missing" in refusals(flow)
    flow.do(CollectDocument("learner-1", "paper", dated=date(2027, 1, 1)))
    flow.do(VerifyDocument("learner-1", "paper"))
    found = refusals(flow)["document-too-old"]
    assert found.params["earliest"] == date(2027, 1, 30)
    remedy = found.remedy
    assert remedy is not None
    flow.do(remedy.fill(dated=date(2027, 2, 1)))
    flow.do(VerifyDocument("learner-1", "paper"))
    assert "document-too-old" not in refusals(flow)


def test_a_document_that_must_be_young_is_asked_for_with_its_date() -> None:
    required = DocumentRequired(PAPER, not_older_than=30)
    flow = drive_to_selected(flow_with(Prerequisite("p", "A paper", Applies(), required, LAW)))
    (missing,) = of_paper(flow)
    assert missing.remedy is not None
    assert [ask.name for ask in missing.remedy.ask] == ["dated"]
    flow.do(CollectDocument("learner-1", "paper"))
    assert [refusal.code for refusal in of_paper(flow)] == ["document-too-old"]
    flow.do(missing.remedy.fill(dated=date(2027, 2, 1)))
    assert [refusal.code for refusal in of_paper(flow)] == ["document-unverified"]
    flow.do(VerifyDocument("learner-1", "paper"))
    assert of_paper(flow) == []


def of_paper(flow: Flow) -> list[Refusal]:
    found = flow.explain("advance").refusals
    return [refusal for refusal in found if refusal.params.get("document") == "paper"]


def test_a_signature_adds_a_party_to_the_contract_of_those_it_concerns() -> None:
    required = SignatureRequired("chamber", "certifier")
    rule = Prerequisite("p", "The chamber signs", Applies(age_under=30), required, LAW)
    flow = drive(flow_with(rule), to="during")
    contract = flow.mobility.learners["learner-1"].contract
    assert contract is not None
    assert contract.signed_by("chamber", None) is not None


def test_an_unknown_fact_refuses_and_never_passes() -> None:
    rule = evolve(TOLD, applies=Applies(eu=False))
    flow = flow_with(rule)
    flow.do(AddLearner(Learner("nn", born=date(2000, 1, 1), enrolment="student")))
    flow.do("select", learner="nn") if flow.explain("select", learner="nn").allowed else None
    for kind in ("cv", "cover-letter"):
        flow.do(CollectDocument("nn", kind))
        flow.do(VerifyDocument("nn", kind))
    flow.do("select", learner="nn")
    found = refusals(flow)["fact-unknown"]
    assert found.params["fact"] == "nationality"
    flow.do(ChangeLearner("nn", nationality="FR"))
    assert "fact-unknown" not in refusals(flow)


def test_a_fact_about_the_work_is_asked_of_the_placement() -> None:
    rule = evolve(TOLD, applies=Applies(sector=frozenset({"food"}), contact_with_minors=True))
    flow = placed(flow_with(rule))
    facts = {r.params["fact"] for r in flow.explain("advance").refusals if r.code == "fact-unknown"}
    assert facts == {"sector", "contact_with_minors"}
    flow.do(ChangeCompany("k", sector="food"))
    flow.do(PlanWork("learner-1", "k", contact_with_minors=True))
    assert "confirmation-missing" in refusals(flow)


def placed(flow: Flow) -> Flow:
    drive_to_selected(flow)
    flow.do(AddCompany(Company("k", kind="host", country="DE")))
    flow.do(Fire("inform", Ref("host-company", "k")))
    flow.do(Fire("choose-company", Ref("host-company", "k")))
    flow.do(Place("learner-1", "k"))
    return flow


DAY = WorkingHours(8, 40, 5, time(8), time(17), 60)
YOUNG = HoursLimit(
    per_day=8,
    per_week=40,
    days=5,
    night_from=time(22),
    night_to=time(6),
    rest=12,
    break_after=4.5,
    break_minutes=30,
)


@pytest.mark.parametrize(
    ("hours", "beyond"),
    [
        (DAY, set[str]()),
        (evolve(DAY, per_day=8.5), {"per-day"}),
        (evolve(DAY, per_week=42, days=6), {"per-week", "days"}),
        (evolve(DAY, days=6), {"days"}),
        (evolve(DAY, begins=time(5), ends=time(14)), {"night"}),
        (evolve(DAY, begins=time(6), ends=time(15)), set[str]()),
        (evolve(DAY, begins=time(14), ends=time(22)), set[str]()),
        (evolve(DAY, begins=time(14), ends=time(22, 1)), {"night"}),
        (evolve(DAY, begins=time(20), ends=time(4)), {"night"}),
        (evolve(DAY, begins=time(7), ends=time(19)), set[str]()),
        (evolve(DAY, begins=time(7), ends=time(19, 1)), {"rest"}),
        (evolve(DAY, begins=time(7), ends=time(20)), {"rest"}),
        (evolve(DAY, break_minutes=29), {"break"}),
        (evolve(DAY, break_minutes=0, per_day=4.5, per_week=22.5), set[str]()),
    ],
)
def test_planned_hours_are_checked_against_every_limit(
    hours: WorkingHours, beyond: set[str]
) -> None:
    flow = placed(flow_with(Prerequisite("h", "Hours", Applies(), YOUNG, LAW)))
    assert "hours-unknown" in refusals(flow)
    flow.do(PlanWork("learner-1", "k", hours=hours))
    found = flow.explain("advance").refusals
    assert {r.params["limit"] for r in found if r.code == "hours-beyond"} == beyond


def test_hours_that_do_not_add_up_are_refused() -> None:
    flow = placed(flow_with())
    with pytest.raises(Refused, match="add up"):
        flow.do(PlanWork("learner-1", "k", hours=evolve(DAY, per_week=60)))


def test_whoever_is_too_young_on_the_first_day_does_not_go() -> None:
    flow = drive_to_selected(flow_with(Prerequisite("a", "Age", Applies(), MinimumAge(16), LAW)))
    assert "too-young" not in refusals(flow)
    flow.do(ChangeLearner("learner-1", born=date(2011, 3, 2)))
    assert refusals(flow)["too-young"].params == {"years": 16}
    flow.do(ChangeLearner("learner-1", born=date(2011, 3, 1)))
    assert "too-young" not in refusals(flow)


# -- blocking and advice


def test_advice_is_shown_and_never_stands_in_the_way() -> None:
    flow = drive_to_selected(flow_with(evolve(TOLD, blocking=False)))
    assert "confirmation-missing" not in refusals(flow)
    assert [r.code for r in flow.advice() if r.asked_by == ("acme 1.0",)] == [
        "confirmation-missing"
    ]
    flow.do(Confirm("learner-1", "told"))
    assert not [r for r in flow.advice() if r.asked_by == ("acme 1.0",)]


def test_who_applies_is_advised_already_and_who_has_ended_no_more() -> None:
    flow = flow_with(evolve(TOLD, blocking=False))
    assert flow.mobility.learners["learner-1"].status == "candidate"
    assert [r.code for r in flow.advice() if r.asked_by == ("acme 1.0",)] == [
        "confirmation-missing"
    ]
    flow.do("withdraw", learner="learner-1")
    assert flow.advice() == ()


def test_law_is_excused_by_nobody_and_a_house_rule_by_whom_it_names() -> None:
    house = evolve(TOLD, id="house", excusable_by=("coordinator",))
    flow = drive_to_selected(flow_with(TOLD, house))
    found = {
        r.params["prerequisite"]: r
        for r in flow.explain("advance").refusals
        if "prerequisite" in r.params
    }
    flow.do(Excuse(found["house"], reason="Done by post.", until=date(2027, 6, 1)))
    with pytest.raises(Refused):
        flow.do(Excuse(found["told"], reason="No time.", until=date(2027, 6, 1)))
    left = {r.params.get("prerequisite") for r in flow.explain("advance").refusals}
    assert "told" in left
    assert "house" not in left


def test_what_can_be_proven_otherwise_is_not_confirmed() -> None:
    flow = flow_with(Prerequisite("p", "A paper", Applies(), DocumentRequired(PAPER), LAW))
    with pytest.raises(Refused, match="proven otherwise"):
        flow.do(Confirm("learner-1", "p"))


def test_two_plugins_with_one_prerequisite_are_named_both() -> None:
    one, two = Plugin("one", prerequisites=[TOLD]), Plugin("two", prerequisites=[TOLD])
    with pytest.raises(Exception, match=r"two 1.0: .*prerequisite 'told' is also in one 1.0"):
        engine(one, two)
