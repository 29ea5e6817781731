"""Who signs the pedagogical contract, when it binds, and how it is amended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobiflow import Actor, Flow, InvalidValue, Objective, Period, Refusal, UnknownName
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    AmendContract,
    ChangeLearner,
    ChangeStay,
    ChooseAssessment,
    CollectDocument,
    DraftContract,
    Fire,
    IssueContract,
    Place,
    RefuseContract,
    ReplacePlacement,
    SetUnits,
    SignContract,
    VerifyDocument,
)
from mobiflow.model import Contract, Learner, Ref
from tests.support import (
    ASSESSMENT,
    COORDINATOR,
    HOST,
    STAY,
    TODAY,
    UNITS,
    abroad,
    adult,
    agreed,
    begin,
    codes,
    do,
    during,
    guide,
    learner_of,
    minor,
    refused,
    sending_company,
    set_day,
)

LONGER = Period(STAY.start, STAY.end + timedelta(days=7))


def issued(*learners: Learner, placed: bool = True, today: date = TODAY) -> Flow:
    """Everybody has a contract to sign, and a place at Krause."""
    flow = agreed(begin(*learners, engine=guide(today)))
    for learner in learners:
        if placed:
            flow.do(Place(learner.id, "krause"))
        flow.do_all([DraftContract(learner.id), IssueContract(learner.id)])
    return flow


def contract_of(flow: Flow, name: str = "lea") -> Contract:
    return learner_of(flow, name).contracts[-1]


def parties(flow: Flow, name: str = "lea") -> list[str]:
    """Who still has to sign, found by asking somebody who does not."""
    nobody = flow.explain(SignContract(name, "host", of="nobody"))
    (refusal,) = (r for r in nobody.refusals if r.code == "not-a-signer")
    known = refusal.params["choices"]
    assert isinstance(known, tuple)
    return list(known)


def sign(flow: Flow, *wanted: str, name: str = "lea") -> None:
    for party in wanted:
        do(flow, SignContract(name, party))


def test_a_contract_aims_at_units_that_are_agreed() -> None:
    flow = begin(adult())
    assert refused(flow, DraftContract("lea")) == ["units-missing"]
    flow.do(SetUnits(UNITS))
    flow.do(DraftContract("lea"))
    assert contract_of(flow).objectives == (
        Objective("dough", ("mix", "rest")),
        Objective("oven", ("heat",)),
    )


def test_a_version_is_issued_once_its_annexes_are_there() -> None:
    flow = begin(adult())
    flow.do_all([SetUnits(UNITS), DraftContract("lea")])
    assert refused(flow, IssueContract("lea")) == ["assessment-missing"]
    flow.do_all([ChooseAssessment(ASSESSMENT), IssueContract("lea")])
    assert contract_of(flow).status == "issued"


def test_an_adult_student_signs_with_partners_and_host_company() -> None:
    assert parties(issued(adult())) == ["sending", "host", "learner", "host-company krause"]


def test_a_guardian_signs_for_a_minor() -> None:
    assert "guardian" in parties(issued(minor()), "tom")


def test_the_sending_company_signs_for_an_apprentice() -> None:
    flow = agreed(begin())
    flow.do(AddCompany(sending_company()))
    flow.do(AddLearner(adult(enrolment="apprentice", employer="dupont")))
    flow.do_all([Place("lea", "krause"), DraftContract("lea"), IssueContract("lea")])
    assert "sending-company dupont" in parties(flow)


def test_it_takes_effect_with_the_last_signature() -> None:
    flow = issued(adult())
    sign(flow, "host-company", "learner", "sending")
    assert contract_of(flow).status == "issued"
    fired = flow.acting_as(HOST).do(SignContract("lea", "host"))
    assert [move.trigger for move in fired] == ["sign", "take-effect"]
    assert contract_of(flow).status == "in-force"
    assert contract_of(flow).companies == ("krause",)


def test_it_takes_effect_when_the_last_who_has_not_signed_is_gone() -> None:
    """Whoever it was that gave way: the company declines, and nobody touches the learner."""
    flow = issued(adult(), placed=False)
    flow.do(Place("lea", "krause", period=Period(STAY.start, date(2027, 3, 12))))
    flow.do(Place("lea", "weber", period=Period(date(2027, 3, 13), STAY.end)))
    sign(flow, "sending", "host", "learner")
    do(flow, SignContract("lea", "host-company", of="krause"))
    assert contract_of(flow).status == "issued"
    fired = flow.do("decline", company="weber")
    assert [move.trigger for move in fired] == ["decline", "take-effect"]
    assert contract_of(flow).status == "in-force"


def test_between_the_partners_it_is_signed_once_both_have_signed() -> None:
    """The task of the partners asks for their two signatures, and for no other."""

    def missing() -> set[object]:
        asked = "contract_signed(parties=partners)"
        found = flow.explain("advance").refusals
        return {refusal.params["party"] for refusal in found if refusal.guard == asked}

    flow = issued(minor("lea"), placed=False)
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    flow.do("select", learner="lea")
    sign(flow, "learner")
    assert missing() == {"sending", "host"}
    sign(flow, "sending")
    assert missing() == {"host"}
    sign(flow, "host")
    assert missing() == set()


def test_the_partners_may_sign_before_the_host_company_is_known() -> None:
    flow = issued(adult(), placed=False)
    sign(flow, "sending", "host", "learner")
    assert refused(flow, SignContract("lea", "host-company", channel="paper")) == [
        "company-unknown"
    ]
    do(flow, Place("lea", "krause"))
    sign(flow, "host-company")
    assert contract_of(flow).status == "in-force"


def test_whoever_comes_of_age_before_signing_signs_alone() -> None:
    """What counts is the age on the day the learner signs."""
    birthday = TODAY + timedelta(days=5)
    flow = issued(adult("zoe", born=date(2009, birthday.month, birthday.day)))
    assert "guardian" in parties(flow, "zoe")
    set_day(flow, birthday)
    sign(flow, "learner", name="zoe")
    assert "guardian" not in parties(flow, "zoe")


def test_whoever_signs_the_day_before_needs_a_guardian() -> None:
    birthday = TODAY + timedelta(days=5)
    flow = issued(adult("zoe", born=date(2009, birthday.month, birthday.day)))
    set_day(flow, birthday - timedelta(days=1))
    sign(flow, "learner", name="zoe")
    set_day(flow, birthday)
    assert "guardian" in parties(flow, "zoe")


def test_a_date_of_birth_has_to_be_known() -> None:
    flow = issued(adult(born=None))
    sign(flow, "sending", "host", "learner", "host-company")
    assert contract_of(flow).status == "issued"
    flow.do(ChangeLearner("lea", born=date(2000, 1, 1)))
    assert contract_of(flow).status == "in-force"


def test_every_host_company_of_the_stay_signs() -> None:
    flow = agreed(begin(adult()))
    middle = date(2027, 3, 12)
    flow.do(Place("lea", "krause", period=Period(STAY.start, middle)))
    flow.do(Place("lea", "weber", period=Period(middle + timedelta(days=1), STAY.end)))
    flow.do_all([DraftContract("lea"), IssueContract("lea")])
    both = Actor("host-company", of=("krause", "weber"))
    assert codes(flow.acting_as(both), SignContract("lea", "host-company")) == ["which-company"]
    do(flow, SignContract("lea", "host-company", of="krause"))
    sign(flow, "sending", "host", "learner")
    assert contract_of(flow).status == "issued"
    do(flow, SignContract("lea", "host-company", of="weber"))
    assert contract_of(flow).status == "in-force"


def test_nobody_signs_twice() -> None:
    flow = issued(adult())
    sign(flow, "host")
    assert codes(flow.acting_as(HOST), SignContract("lea", "host")) == ["already-signed"]


def test_a_signature_is_not_older_than_the_version() -> None:
    flow = issued(adult())
    early = SignContract("lea", "sending", on=TODAY - timedelta(days=1))
    assert refused(flow, early) == ["signed-before-issue"]


def test_a_draft_is_not_signed() -> None:
    """One refusal, whose remedy is what comes next."""
    flow = agreed(begin(adult()))
    flow.do(DraftContract("lea"))
    (refusal,) = flow.explain(SignContract("lea", "sending")).refusals
    assert refusal.code == "wrong-state"
    assert refusal.remedy is not None
    assert refusal.remedy.fill() == IssueContract("lea")


def test_a_signature_for_a_superseded_version_is_refused() -> None:
    flow = issued(adult())
    flow.do(AmendContract("lea", ("dates",), reason="A slip"))
    flow.do(IssueContract("lea"))
    (refusal,) = flow.explain(SignContract("lea", "sending", version=1)).refusals
    assert refusal.code == "wrong-state"
    assert refusal.params["state"] == "contract:superseded"


def test_a_version_nobody_has_drawn_up_is_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no contract of lea, version '7'"):
        issued(adult()).do(SignContract("lea", "sending", version=7))


def test_a_party_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownName) as error:
        issued(adult()).do(SignContract("lea", "gardian"))
    assert error.value.nearest == ("guardian",)


def test_who_does_not_sign_is_told_who_does() -> None:
    flow = issued(adult())
    guardian = flow.acting_as(Actor("guardian", of="lea"))
    (refusal,) = guardian.explain(SignContract("lea", "guardian")).refusals
    assert refusal.code == "not-a-signer"
    assert refusal.params["choices"] == ("sending", "host", "learner", "host-company krause")


def test_new_dates_ask_for_an_amendment_beside_the_version_in_force() -> None:
    flow = abroad(adult())
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    outdated = [r for r in flow.violations() if r.code == "contract-outdated"]
    assert [r.params["change"] for r in outdated] == ["dates"]
    flow.do(AmendContract("lea", ("dates",), reason="Going well"))
    lea = learner_of(flow)
    assert lea.contract is not None
    assert lea.proposal is not None
    assert (lea.contract.version, lea.proposal.version) == (1, 2)
    assert lea.proposal.period == LONGER


def amended(flow: Flow, *changes: str) -> Flow:
    flow.do(AmendContract("lea", changes, reason="Life"))  # type: ignore[arg-type]
    flow.do(IssueContract("lea"))
    return flow


def test_the_old_version_binds_until_the_new_one_is_signed() -> None:
    flow = abroad(adult())
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    amended(flow, "dates")
    sign(flow, "sending", "host", "learner")
    assert [c.status for c in learner_of(flow).contracts] == ["in-force", "issued"]
    sign(flow, "host-company")
    assert [c.status for c in learner_of(flow).contracts] == ["superseded", "in-force"]
    assert "contract-outdated" not in [r.code for r in flow.violations()]


def test_another_placement_is_signed_by_the_new_company_not_by_the_old_one() -> None:
    flow = abroad(adult())
    flow.do(ReplacePlacement("lea", "weber", date(2027, 3, 15), reason="Krause has closed"))
    amended(flow, "placement")
    assert parties(flow) == ["sending", "host", "learner", "host-company weber"]


def test_the_sending_company_has_agreed_to_the_stay_whatever_the_placement() -> None:
    flow = agreed(begin())
    flow.do(AddCompany(sending_company()))
    lea = adult(enrolment="apprentice", employer="dupont")
    flow.do_all([AddLearner(lea), Place("lea", "krause")])
    flow.do_all([DraftContract("lea"), IssueContract("lea")])
    sign(flow, "sending", "host", "learner", "sending-company", "host-company")
    flow.do(ReplacePlacement("lea", "weber", STAY.start, reason="Nearer"))
    amended(flow, "placement")
    assert "sending-company dupont" not in parties(flow)


def test_a_refused_proposal_leaves_the_version_in_force() -> None:
    flow = abroad(adult())
    amended(flow, "dates")
    flow.do(RefuseContract("lea", reason="Not like this"))
    assert [c.status for c in learner_of(flow).contracts] == ["in-force", "refused"]


def test_what_is_in_force_cannot_be_refused_any_more() -> None:
    assert refused(abroad(adult()), RefuseContract("lea", reason="No")) == ["wrong-state"]


def test_after_a_refusal_a_contract_is_drawn_up_anew() -> None:
    flow = issued(adult())
    assert refused(flow, DraftContract("lea")) == ["already-drafted"]
    flow.do(RefuseContract("lea", reason="Wrong objectives"))
    flow.do(DraftContract("lea", objectives=(Objective("oven", ("heat",)),)))
    assert (contract_of(flow).version, contract_of(flow).status) == (2, "draft")


def test_beside_one_in_force_no_contract_is_drawn_up_anew() -> None:
    assert refused(abroad(adult()), DraftContract("lea")) == ["already-drafted"]


def test_a_proposal_changed_before_it_binds_is_signed_from_the_start() -> None:
    flow = issued(adult())
    sign(flow, "sending", "host")
    less = (Objective("oven", ("heat",)),)
    flow.do(AmendContract("lea", ("objectives",), reason="Less is more", objectives=less))
    assert [c.status for c in learner_of(flow).contracts] == ["superseded", "draft"]
    assert contract_of(flow).signatures == ()
    assert contract_of(flow).changes == ()  # a first contract: everybody signs


def test_objectives_are_parts_of_units_agreed() -> None:
    flow = agreed(begin(adult()))
    wrong = (Objective("oven", ("heat", "clean")), Objective("shop", ("sell",)))
    (clean, sell) = flow.explain(DraftContract("lea", objectives=wrong)).refusals
    assert (clean.code, clean.params["outcome"]) == ("not-agreed", "oven/clean")
    assert (sell.code, sell.params["outcome"]) == ("not-agreed", "shop/sell")


def test_an_objective_is_not_empty() -> None:
    flow = agreed(begin(adult()))
    assert refused(flow, DraftContract("lea", objectives=(Objective("oven", ()),))) == [
        "unit-empty"
    ]


def test_objectives_may_be_less_than_a_whole_unit() -> None:
    flow = agreed(begin(adult()))
    flow.do(DraftContract("lea", objectives=(Objective("dough", ("mix",)),)))
    assert contract_of(flow).objectives == (Objective("dough", ("mix",)),)


def test_an_amendment_says_what_it_changes() -> None:
    flow = abroad(adult())
    assert refused(flow, AmendContract("lea", (), reason="?")) == ["changes-missing"]
    unsaid = AmendContract(
        "lea", ("dates",), reason="?", objectives=(Objective("oven", ("heat",)),)
    )
    assert refused(flow, unsaid) == ["changes-missing"]
    same = AmendContract("lea", ("objectives",), reason="?")
    assert refused(flow, same) == ["objectives-missing"]


def test_units_taken_away_make_the_contract_outdated() -> None:
    flow = abroad(adult())
    flow.do(SetUnits(UNITS[:1]))
    assert [r.params["change"] for r in flow.violations()] == ["objectives"]
    flow.do(AmendContract("lea", ("objectives",), reason="No oven there"))
    assert contract_of(flow).objectives == (Objective("dough", ("mix", "rest")),)


def test_a_version_with_old_dates_is_neither_issued_nor_signed() -> None:
    flow = issued(adult())
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    assert refused(flow, SignContract("lea", "sending")) == ["contract-outdated"]
    other = agreed(begin(adult()))
    other.do(DraftContract("lea"))
    other.do(ChangeStay("lea", LONGER, reason="Going well"))
    assert refused(other, IssueContract("lea")) == ["contract-outdated"]


def test_an_employer_learnt_of_later_signs_too() -> None:
    flow = during(adult())
    flow.do(AddCompany(sending_company()))
    flow.do(ChangeLearner("lea", enrolment="apprentice", employer="dupont"))
    outdated = [r for r in flow.explain("depart", learner="lea").refusals if "change" in r.params]
    assert [r.params["change"] for r in outdated] == ["parties"]
    amended(flow, "parties")
    assert "sending-company dupont" in parties(flow)


def test_a_guardian_signs_when_the_age_turns_out_to_be_less() -> None:
    flow = during(adult())
    flow.do(ChangeLearner("lea", born=date(2010, 1, 1)))
    changes = [r.params.get("change") for r in flow.explain("depart", learner="lea").refusals]
    assert changes == ["parties"]
    amended(flow, "parties")
    sign(flow, "sending", "host", "learner", "guardian", "host-company")
    assert codes(flow, "depart", learner="lea") == []


def test_a_proposal_for_a_company_that_is_gone_is_refused_so_that_life_goes_on() -> None:
    flow = abroad(adult())
    amended(flow, "dates")
    flow.do("come-back", learner="lea")
    do(flow, "decline", company="krause")
    (refusal,) = (r for r in flow.explain("decide", learner="lea").refusals if "proposal" in r.code)
    assert refusal.code == "proposal-unsignable"
    assert refusal.remedy is not None
    flow.do(refusal.remedy.fill(reason="Krause has closed"))
    assert "proposal-unsignable" not in codes(flow, "decide", learner="lea")


def test_signing_has_an_action_of_its_own() -> None:
    """Fired bare, the trigger would sign for nobody."""
    flow = issued(adult())
    with pytest.raises(InvalidValue, match="SignContract"):
        flow.do(Fire("sign", Ref("contract", "1", "lea")))


def test_nobody_fires_what_follows_by_itself() -> None:
    flow = issued(adult())
    assert "not-permitted" in codes(flow, Fire("take-effect", Ref("contract", "1", "lea")))


def test_a_signature_says_how_it_was_given() -> None:
    flow = issued(adult())
    flow.do(SignContract("lea", "host", channel="scanned"))
    (signature,) = contract_of(flow).signatures
    assert (signature.party, signature.channel, signature.on) == ("host", "scanned", TODAY)


def test_a_missing_signature_names_its_party_and_its_turn() -> None:
    flow = during(adult())
    amended(flow, "dates")
    flow.do(ChangeStay("lea", LONGER, reason="Going well"))
    flow.do(AmendContract("lea", ("dates",), reason="Going well"))
    flow.do(IssueContract("lea"))
    missing: list[Refusal] = [
        r for r in flow.explain("depart", learner="lea").refusals if r.code == "signature-missing"
    ]
    turns = {str(r.params["party"]): r.who for r in missing}
    assert turns == {
        "sending": ("coordinator",),
        "host": ("host",),
        "learner": ("learner",),
        "host-company": ("host-company",),
    }
    assert flow.actor == COORDINATOR
