"""Who may do what: a role that may, held for the subject; everybody else may not."""

from __future__ import annotations

from datetime import date

import pytest

from mobiflow import Actor, Flow, Refused, Tutor, UnknownName
from mobiflow.actions import (
    Action,
    AddLearner,
    AmendContract,
    CollectDocument,
    CompleteTask,
    DecideUnit,
    Excuse,
    GiveFeedback,
    IssueContract,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    RefuseContract,
    ReplacePlacement,
    SetUnits,
    SignContract,
    SignGrid,
    Start,
    TransmitResults,
    VerifyDocument,
)
from tests.support import (
    COORDINATOR,
    HOST,
    STAY,
    UNITS,
    abroad,
    adult,
    assessed,
    begin,
    codes,
    do,
    during,
    learner_of,
    refused,
)

TUTOR = Actor("tutor", of="krause")
NOBODY = Actor(())


def may(flow: Flow, actor: Actor, act: Action | str, **about: str) -> bool:
    """Whether nothing about the actor stands in the way."""
    return "not-permitted" not in codes(flow.acting_as(actor), act, **about)


def proposed(flow: Flow) -> Flow:
    """A version of Lea's contract waits to be signed."""
    flow.do(AmendContract("lea", ("dates",), reason="A slip"))
    flow.do(IssueContract("lea"))
    return flow


@pytest.mark.parametrize(
    "act",
    [
        AddLearner(adult("max")),
        SetUnits(UNITS),
        CollectDocument("lea", "cv"),
        CompleteTask("inform-candidates/inform-learners"),
        OpenIncident("i-1", "other"),
        GiveFeedback("lea", 3),
    ],
)
def test_without_a_role_nobody_may_do_anything(act: Action) -> None:
    assert refused(begin(adult()).acting_as(NOBODY), act) == ["not-permitted"]


def test_a_refused_actor_is_told_whose_it_is() -> None:
    (refusal,) = begin(adult()).acting_as(HOST).explain(AddLearner(adult("max"))).refusals
    assert refusal.params == {"action": "AddLearner", "roles": ("coordinator",)}
    assert refusal.who == ("coordinator",)


def test_permission_is_refused_together_with_everything_else() -> None:
    flow = begin(adult()).acting_as(HOST)
    assert codes(flow, "select", learner="lea") == [
        "not-permitted",
        "document-missing",
        "document-missing",
    ]


def test_a_role_nobody_knows_is_named_with_what_was_meant() -> None:
    with pytest.raises(UnknownName) as error:
        begin().acting_as(Actor("coordinater"))
    assert error.value.nearest == ("coordinator",)


@pytest.mark.parametrize("party", ["host", "learner", "host-company"])
def test_nobody_signs_for_another_party(party: str) -> None:
    flow = proposed(abroad(adult()))
    for actor in (COORDINATOR, TUTOR, Actor("guardian", of="lea"), Actor("certifier")):
        assert not may(flow, actor, SignContract("lea", party))


@pytest.mark.parametrize("channel", ["paper", "scanned"])
def test_the_coordinator_records_what_was_signed_by_hand(channel: str) -> None:
    flow = proposed(abroad(adult()))
    assert may(flow, COORDINATOR, SignContract("lea", "host", channel=channel))  # type: ignore[arg-type]
    assert not may(flow, HOST, SignContract("lea", "learner", channel=channel))  # type: ignore[arg-type]


def test_the_coordinator_signs_for_the_sending_organisation() -> None:
    flow = proposed(abroad(adult()))
    assert may(flow, COORDINATOR, SignContract("lea", "sending"))
    assert not may(flow, HOST, SignContract("lea", "sending"))


def test_a_learner_signs_for_nobody_else() -> None:
    flow = proposed(abroad(adult("lea"), adult("max")))
    assert may(flow, Actor("learner", of="lea"), SignContract("lea", "learner"))
    assert not may(flow, Actor("learner", of="max"), SignContract("lea", "learner"))
    assert not may(flow, Actor("learner"), SignContract("lea", "learner"))


def test_a_company_signs_for_no_other_company() -> None:
    flow = abroad(adult())
    flow.do(ReplacePlacement("lea", "weber", date(2027, 3, 10), reason="Closed"))
    flow.do(AmendContract("lea", ("placement",), reason="Closed"))
    flow.do(IssueContract("lea"))
    krause, weber = Actor("host-company", of="krause"), Actor("host-company", of="weber")
    assert not may(flow, krause, SignContract("lea", "host-company"))
    assert not may(flow, krause, SignContract("lea", "host-company", of="weber"))
    assert may(flow, weber, SignContract("lea", "host-company"))


def test_a_company_with_no_learner_signs_nothing() -> None:
    flow = proposed(abroad(adult()))
    weber = Actor("host-company", of="weber")
    assert not may(flow, weber, SignContract("lea", "host-company"))
    assert not may(flow, weber, SignContract("lea", "host-company", of="weber"))


def test_a_tutor_marks_the_learners_of_the_own_company_only() -> None:
    flow = abroad(adult())
    assert may(flow, TUTOR, MarkOutcome("lea", "oven/heat", "12"))
    assert not may(flow, Actor("tutor", of="weber"), MarkOutcome("lea", "oven/heat", "12"))
    assert not may(flow, Actor("tutor"), MarkOutcome("lea", "oven/heat", "12"))


def test_a_grid_is_signed_by_the_party_itself() -> None:
    flow = assessed(adult())
    do(flow, MarkOutcome("lea", "oven/heat", "9"))
    assert not may(flow, Actor("learner", of="lea"), SignGrid("lea", "tutor"))
    assert not may(flow, COORDINATOR, SignGrid("lea", "tutor"))
    assert may(flow, COORDINATOR, SignGrid("lea", "tutor", channel="paper"))


def test_a_company_names_tutors_of_its_own() -> None:
    flow = abroad(adult())
    flow.do(ReplacePlacement("lea", "weber", date(2027, 3, 10), reason="Closed"))
    krause = Actor("host-company", of="krause")
    assert not may(flow, krause, NameTutor("lea", "weber", Tutor("uli")))
    assert may(flow, Actor("host-company", of="weber"), NameTutor("lea", "weber", Tutor("uli")))


def test_everybody_answers_for_themselves() -> None:
    """A company that hosts a learner does not answer the learner's questionnaire."""
    flow = abroad(adult("lea"), adult("max"))
    krause = Actor("host-company", of="krause")
    assert may(flow, krause, GiveFeedback("krause", 5))
    assert not may(flow, krause, GiveFeedback("lea", 5))
    assert not may(flow, krause, GiveFeedback("weber", 5))
    assert may(flow, Actor("learner", of="lea"), GiveFeedback("lea", 4))
    assert not may(flow, Actor("learner", of="lea"), GiveFeedback("max", 1))
    assert not may(flow, Actor("learner", of="lea"), GiveFeedback("krause", 1))


def test_a_learner_reports_what_happens_in_the_company() -> None:
    flow = abroad(adult("lea"), adult("max"))
    lea = Actor("learner", of="lea")
    assert may(flow, lea, OpenIncident("i-1", "non-conformity", learner="lea", company="krause"))
    assert not may(flow, lea, OpenIncident("i-1", "other", learner="max"))


def test_an_incident_concerns_a_company_where_the_learner_is() -> None:
    flow = abroad(adult())
    elsewhere = OpenIncident("i-1", "other", learner="lea", company="weber")
    assert codes(flow, elsewhere) == ["not-placed-there"]


def test_what_is_done_for_the_whole_mobility_takes_part_of_it() -> None:
    """The debriefing names learners and host companies: any of this mobility, and no others."""
    flow = abroad(adult())
    held = CompleteTask("debrief/hold-debrief")
    assert may(flow, Actor("learner", of="lea"), held)
    assert may(flow, Actor("host-company", of="krause"), held)
    assert not may(flow, Actor("learner", of="somebody-elsewhere"), held)
    assert not may(flow, Actor("learner"), held)


def test_deciding_is_the_certifiers() -> None:
    flow = assessed(adult())
    for actor in (COORDINATOR, HOST, TUTOR, Actor("educator"), Actor("learner", of="lea")):
        assert not may(flow, actor, DecideUnit("lea", "dough", "validated"))
        assert not may(flow, actor, "decide", learner="lea")
    assert may(flow, Actor("certifier"), DecideUnit("lea", "dough", "validated"))


def test_verifying_is_the_coordinators() -> None:
    flow = begin(adult())
    flow.do(CollectDocument("lea", "cv"))
    for actor in (HOST, Actor("learner", of="lea"), Actor("system")):
        assert not may(flow, actor, VerifyDocument("lea", "cv"))


def test_results_are_sent_by_the_host_and_passed_on_by_the_coordinator() -> None:
    flow = assessed(adult())
    assert may(flow, HOST, TransmitResults("lea", "sending"))
    assert not may(flow, HOST, TransmitResults("lea", "certifier"))
    assert may(flow, COORDINATOR, TransmitResults("lea", "certifier"))


def test_a_party_may_refuse_what_it_would_have_to_sign() -> None:
    flow = proposed(abroad(adult("lea"), adult("max")))
    no = RefuseContract("lea", reason="Too far from home")
    assert may(flow, Actor("learner", of="lea"), no)
    assert may(flow, Actor("host-company", of="krause"), no)
    assert not may(flow, Actor("learner", of="max"), no)
    assert not may(flow, Actor("host-company", of="weber"), no)


def test_one_actor_may_hold_several_roles() -> None:
    flow = abroad(adult())
    both = Actor(("host", "certifier"))
    assert may(flow, both, "come-back", learner="lea")
    assert may(flow, both, DecideUnit("lea", "dough", "validated"))


def test_only_a_coordinator_or_the_system_begins_a_mobility() -> None:
    with pytest.raises(Refused) as error:
        begin(by=HOST)
    assert [r.code for r in error.value.refusals] == ["not-permitted"]
    assert begin(by=Actor("system")).status == "before"


@pytest.mark.parametrize("actor", [COORDINATOR, NOBODY, Actor("system")])
def test_nobody_begins_a_mobility_again(actor: Actor) -> None:
    """It would wipe everything out."""
    flow = begin(adult())
    mobility = flow.mobility
    again = Start("mobility", "leipzig", "Again", mobility.sending, mobility.host, STAY)
    assert "already-started" in refused(flow.acting_as(actor), again)
    assert flow.mobility is mobility


def test_an_excuse_takes_somebody_the_rule_entitles() -> None:
    flow = begin(adult())
    (first, _) = flow.explain("select", learner="lea").refusals
    excuse = Excuse(first, reason="On its way", until=date(2027, 2, 1))
    assert not may(flow, HOST, excuse)
    assert may(flow, COORDINATOR, excuse)


def test_the_kit_finds_somebody_who_may() -> None:
    flow = abroad(adult())
    assert flow.actor_for(MarkOutcome("lea", "oven/heat", "12")) == TUTOR
    assert flow.actor_for(GiveFeedback("weber", 3)).of == {"weber"}


def test_a_remedy_names_every_role_that_may_take_it_before_its_subject_is_there() -> None:
    steps = {(s.code, str(s.params.get("party"))): s for s in begin(adult()).plan("advance").steps}
    signing = steps["signature-missing", "host"]
    assert signing.remedy is not None
    assert begin(adult()).roles_for(signing.remedy) == ("host", "coordinator")
    assert signing.who == ("host",)


def test_the_kit_says_when_nobody_may() -> None:
    flow = during(adult())
    (refusal,) = (r for r in flow.explain("advance").refusals if r.code == "not-departed")
    with pytest.raises(UnknownName, match="no actor for 'Excuse'"):
        flow.actor_for(Excuse(refusal, reason="No", until=date(2027, 2, 1)))


def test_a_withdrawal_is_the_learners_or_the_guardians() -> None:
    flow = during(adult())
    assert may(flow, Actor("guardian", of="lea"), "withdraw", learner="lea")
    assert not may(flow, HOST, "withdraw", learner="lea")
    assert learner_of(flow).status == "selected"
