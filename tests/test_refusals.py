"""A refusal answers completely: all at once, whose turn, by when, who asks, what clears it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest
from attrs import evolve

from mobiflow import Actor, Flow, InvalidValue, Period, Reason, Refusal, Refused, Remedy
from mobiflow._compiler.bound_guards import Asker, Finding
from mobiflow.actions import (
    AddLearner,
    ChangePeriod,
    ChangeStay,
    CollectDocument,
    CompleteTask,
    DecideUnit,
    DraftContract,
    Excuse,
    Fire,
    IssueContract,
    OpenIncident,
    Place,
    VerifyDocument,
)
from mobiflow.model import Ref
from mobiflow.model.words import Role
from tests.support import (
    CERTIFIER,
    COORDINATOR,
    HOST,
    STAY,
    TODAY,
    abroad,
    adult,
    agreed,
    begin,
    blueprint_of,
    codes,
    do,
    during,
    finalized,
    guide,
    learner_of,
    let_pass,
    minor,
    refused,
)

LEA = Ref("learner", "lea")
SOON = TODAY + timedelta(days=20)


def first(flow: Flow, code: str, what: str = "advance", **about: Any) -> Refusal:
    return next(r for r in flow.explain(what, **about).refusals if r.code == code)


# -- complete


def test_everything_is_said_at_once() -> None:
    """From every part of the phase, about everybody."""
    flow = begin(adult("lea"), minor("tom"))
    found = flow.explain("advance").refusals
    assert {r.subject.id for r in found} == {"leipzig", "lea", "tom"}
    assert {"nobody-selected", "undecided", "task-open", "document-missing", "units-missing"} <= {
        r.code for r in found
    }


def test_do_refuses_with_what_explain_says() -> None:
    flow = begin(adult())
    with pytest.raises(Refused) as error:
        flow.do("advance")
    assert error.value.refusals == flow.explain("advance").refusals


def test_permission_state_and_values_are_refused_together() -> None:
    flow = during(adult()).acting_as(HOST)
    tomorrow_week = TODAY + timedelta(days=7)
    assert codes(flow, DecideUnit("lea", "dough", "validated", on=tomorrow_week)) == [
        "not-permitted",
        "date-in-future",
        "wrong-state",
    ]


def test_an_explanation_is_false_only_when_something_stands_in_the_way() -> None:
    flow = begin(adult())
    assert not flow.explain("advance").allowed
    why = flow.explain("reject", learner="lea")
    assert why.allowed
    assert str(why) == ""


def test_explaining_changes_nothing() -> None:
    flow = begin(adult())
    before, revision = flow.mobility, flow.revision
    flow.explain("advance")
    flow.plan("advance")
    flow.todo()
    flow.available()
    flow.steps()
    assert flow.mobility is before
    assert flow.revision == revision


# -- wrong state


def test_in_a_wrong_state_there_is_one_refusal_with_the_next_trigger() -> None:
    flow = begin(adult())
    (refusal,) = flow.explain("depart", learner="lea").refusals
    assert refusal.code == "wrong-state"
    assert refusal.params["state"] == "learner:candidate"
    assert refusal.params["wanted"] == ("learner:selected",)
    assert refusal.remedy is not None
    assert refusal.remedy.known == {"trigger": "select", "subject": LEA}


def test_the_next_trigger_leaves_the_usual_way_only_if_it_must() -> None:
    """Not through an interruption, though that is as short."""
    flow = abroad(adult())
    (refusal,) = flow.acting_as(CERTIFIER).explain("decide", learner="lea").refusals
    assert refusal.remedy is not None
    assert refusal.remedy.known["trigger"] == "come-back"


def test_an_exceptional_way_back_asks_for_what_it_needs() -> None:
    flow = begin(adult())
    flow.do("reject", learner="lea")
    (refusal,) = flow.explain("select", learner="lea").refusals
    assert refusal.remedy is not None
    assert refusal.remedy.known["trigger"] == "reinstate"
    assert [ask.name for ask in refusal.remedy.ask] == ["reason"]


def test_an_action_for_another_kind_of_state_says_the_way() -> None:
    flow = during(adult())
    (refusal,) = flow.explain(Fire("come-back", LEA)).refusals
    assert refusal.params["wanted"] == ("learner:abroad",)


# -- filled in


def test_a_refusal_says_whose_turn_it_is() -> None:
    flow = begin(adult())
    by_code = {r.code: r.who for r in flow.explain("advance").refusals}
    assert by_code["undecided"] == ("coordinator",)
    assert by_code["company-to-find"] == ("host", "coordinator")
    missing = flow.explain("select", learner="lea").refusals[0]
    assert missing.who == ("learner", "guardian")


def test_a_refusal_says_who_asks() -> None:
    refusal = first(begin(adult()), "document-missing", "select", learner="lea")
    assert refusal.asked_by == (blueprint_of(begin()).workflow.source,)
    assert refusal.asked_by[0].startswith("guide ")
    assert refusal.guard == "documents_collected(gate=application)"


def test_a_refusal_says_by_when() -> None:
    """Applications close thirteen weeks before the stay."""
    flow = begin(adult())
    assert first(flow, "document-missing", "select", learner="lea").due == STAY.start - timedelta(
        weeks=13
    )


def test_due_dates_follow_the_stay() -> None:
    flow = begin(adult("lea"), adult("max"))
    later = Period(date(2027, 5, 3), date(2027, 5, 28))
    flow.do(ChangeStay("lea", later, reason="Exams"))
    due = {
        r.subject.id: r.due
        for name in ("lea", "max")
        for r in flow.explain("select", learner=name).refusals
    }
    assert due["lea"] == later.start - timedelta(weeks=13)
    assert due["max"] == STAY.start - timedelta(weeks=13)
    flow.do(ChangePeriod(later, reason="Exams of all"))
    assert first(flow, "document-missing", "select", learner="max").due == due["lea"]


def test_a_signature_is_not_due_before_there_was_something_to_sign() -> None:
    """Drawn up the day before the stay: nobody is weeks late."""
    eve = STAY.start - timedelta(days=1)
    flow = agreed(begin(adult(), engine=guide(eve)))
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    flow.do("select", learner="lea")
    flow.do_all([Place("lea", "krause"), DraftContract("lea"), IssueContract("lea")])
    missing = flow.explain("depart", learner="lea").refusals
    due = {r.params["party"]: r.due for r in missing if r.code == "signature-missing"}
    assert due == dict.fromkeys(("sending", "host", "learner", "host-company"), eve)


def test_what_turns_up_abroad_was_not_due_before_the_departure() -> None:
    flow = abroad(adult(), engine=guide(STAY.start))
    longer = Period(STAY.start, STAY.end + timedelta(days=60))
    flow.do(ChangeStay("lea", longer, reason="Exams"))
    due = {r.params["document"]: r.due for r in flow.violations() if r.code == "document-expires"}
    assert due
    assert set(due.values()) == {STAY.start}


def test_a_refusal_brings_the_help_notes_of_its_step() -> None:
    task = first(begin(adult()), "task-open")
    assert task.params["task"] == "present-project/tailor-presentation"
    assert "promise-what-you-can" in task.notes


# -- the same one


def test_the_same_reason_is_given_once() -> None:
    """Phase and departure ask for the same papers."""
    flow = abroad(adult("lea"))
    flow.do(AddLearner(adult("max")))
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("max", kind), VerifyDocument("max", kind))
    flow.do("select", learner="max")
    keys = [refusal.key for refusal in flow.explain("advance").refusals]
    assert len(keys) == len(set(keys))


def one() -> Reason:
    remedy = Remedy(CollectDocument, {"owner": "lea", "kind": "cv"})
    return Reason("document-missing", LEA, {"document": "cv"}, remedy, deadline_key="document/cv")


def asked_by(plugin: str, *excusable_by: Role) -> Asker:
    return Asker((plugin,), plugin.partition(" ")[0], excusable_by=excusable_by)


def test_one_reason_asked_twice_keeps_both_askers() -> None:
    found = [Finding(one(), asked_by("acme 1.0")), Finding(one(), asked_by("guide 2.0"))]
    refusal = finalized(begin(adult()), *found)
    assert refusal.asked_by == ("acme 1.0", "guide 2.0")


def test_one_reason_asked_twice_is_due_when_it_is_due_first() -> None:
    late = evolve(one(), deadline_key="trigger/decide")
    found = [Finding(late, asked_by("acme 1.0")), Finding(one(), asked_by("guide 2.0"))]
    refusal = finalized(begin(adult()), *found)
    assert refusal.due == STAY.start - timedelta(weeks=13)


def test_what_one_rule_forbids_nobody_excuses() -> None:
    """One asker would let it pass, the other is law."""
    found = [
        Finding(one(), asked_by("acme 1.0", "coordinator")),
        Finding(one(), asked_by("law 1.0")),
    ]
    refusal = finalized(begin(adult()), *found)
    assert refusal.excusable_by == ()


CV: Final = Refusal("document-missing", LEA, {"document": "cv"}, deadline_key="document/cv")


@pytest.mark.parametrize(
    "other",
    [
        Refusal("document-rejected", LEA, {"document": "cv"}),
        Refusal("document-missing", Ref("learner", "max"), {"document": "cv"}),
        Refusal("document-missing", LEA, {"document": "insurance"}),
    ],
)
def test_code_subject_and_params_tell_refusals_apart(other: Refusal) -> None:
    assert CV.key != other.key


def test_whose_turn_it_is_and_when_and_why_do_not_tell_refusals_apart() -> None:
    other = evolve(
        CV, due=TODAY, asked_by=("acme 1.0",), deadline_key="x", notes=("y",), who=("learner",)
    )
    assert CV.key == other.key == "document-missing learner:lea document=cv"


# -- in words


def test_a_refusal_is_a_sentence_in_english_and_french() -> None:
    refusal = first(begin(adult()), "document-missing", "select", learner="lea")
    assert refusal.text() == "Lea: the document “CV” is missing."
    assert refusal.text("fr").startswith("Lea\N{NO-BREAK SPACE}: ")
    assert refusal.text("fr") != refusal.text("en")


def test_a_country_falls_back_to_its_language() -> None:
    refusal = first(begin(adult()), "document-missing", "select", learner="lea")
    assert refusal.text("fr-CA") == refusal.text("fr_BE") == refusal.text("fr")


@pytest.mark.parametrize("locale", ["xx", "de_DE", "", "not a locale", "../../etc"])
def test_an_unknown_locale_falls_back_to_english(locale: str) -> None:
    refusal = first(begin(adult()), "document-missing", "select", learner="lea")
    assert refusal.text(locale) == refusal.text("en")


def test_an_app_that_owns_its_people_gives_their_names() -> None:
    flow = begin(adult("l-1"))
    refusal = first(flow, "document-missing", "select", learner="l-1")
    assert refusal.text(people={"l-1": "Léa Martin"}).startswith("Léa Martin: ")


def test_somebody_without_a_name_is_called_by_the_id() -> None:
    flow = begin(evolve(adult("l-1"), name=None))
    assert first(flow, "document-missing", "select", learner="l-1").text().startswith("l-1: ")


def test_a_name_with_braces_is_only_a_name() -> None:
    flow = begin(evolve(adult(), name="{document} %s"))
    assert first(flow, "document-missing", "select", learner="lea").text() == (
        "{document} %s: the document “CV” is missing."
    )


def test_a_summary_groups_by_who_must_act() -> None:
    flow = begin(adult("lea"), adult("max"))
    text = str(flow.explain("advance"))
    assert text.count("To be done by: coordinator\n") == 1
    assert "Lea, Max: still a candidate" in text


def test_a_code_of_a_plugin_is_said_in_its_own_words_or_plainly() -> None:
    tall = Reason("too-tall", LEA, {"cm": 210})
    refusal = finalized(begin(adult()), Finding(tall, asked_by("acme 1.0")))
    assert "too-tall (cm=210)" in refusal.text()
    bare = Refusal("too-tall", LEA, {"cm": 210})
    assert bare.text() == "learner:lea: too-tall (cm=210)"


# -- remedies


def test_a_remedy_asks_only_for_what_a_person_knows() -> None:
    refusal = first(begin(adult()), "document-missing", "select", learner="lea")
    assert refusal.remedy is not None
    assert refusal.remedy.ask == ()
    assert refusal.remedy.fill() == CollectDocument("lea", "cv")


def test_a_remedy_is_filled_in_completely_and_with_nothing_else() -> None:
    flow = begin(adult())
    flow.do("reject", learner="lea")
    (refusal,) = flow.explain("select", learner="lea").refusals
    assert refusal.remedy is not None
    with pytest.raises(InvalidValue) as error:
        refusal.remedy.fill(resaon="A place is free")
    assert [problem.path for problem in error.value.problems] == ["$.reason", "$.resaon"]


def test_a_choice_is_one_of_those_offered() -> None:
    flow = begin(adult(enrolment=None))
    for kind in ("cv", "cover-letter"):
        do(flow, CollectDocument("lea", kind), VerifyDocument("lea", kind))
    flow.do("select", learner="lea")
    refusal = first(flow, "fact-unknown", "depart", learner="lea")
    assert refusal.remedy is not None
    with pytest.raises(InvalidValue, match="expected one of apprentice, student"):
        refusal.remedy.fill(enrolment="baker")


# -- excuses


def excused(flow: Flow, until: date = SOON) -> Flow:
    for refusal in flow.explain("select", learner="lea").refusals:
        flow.do(Excuse(refusal, reason="Seen, to be handed in later", until=until))
    return flow


def test_a_rule_may_be_excused_by_whom_it_names() -> None:
    flow = begin(adult())
    assert first(flow, "document-missing", "select", learner="lea").excusable_by == ("coordinator",)
    excused(flow).do("select", learner="lea")
    assert learner_of(flow).status == "selected"


def test_an_excuse_is_for_one_subject_and_one_matter() -> None:
    flow = begin(adult("lea"), adult("max"))
    excused(flow)
    assert codes(flow, "select", learner="max") == ["document-missing", "document-missing"]


def test_an_excuse_expires() -> None:
    engine = guide()
    flow = excused(begin(adult(), engine=engine))
    let_pass(engine, days=20)
    assert codes(flow, "select", learner="lea") == []  # the last day counts
    let_pass(engine, days=1)
    assert codes(flow, "select", learner="lea") == ["document-missing", "document-missing"]


def test_an_excuse_is_not_over_before_it_begins() -> None:
    flow = begin(adult())
    refusal = first(flow, "document-missing", "select", learner="lea")
    over = Excuse(refusal, reason="?", until=TODAY - timedelta(days=1))
    assert refused(flow, over) == ["excuse-over"]


def test_the_same_excuse_again_changes_nothing() -> None:
    flow = begin(adult())
    refusal = first(flow, "document-missing", "select", learner="lea")
    excuse = Excuse(refusal, reason="Seen", until=SOON)
    flow.do(excuse)
    assert refused(flow, excuse) == ["already-excused"]
    flow.do(evolve(excuse, until=SOON + timedelta(days=1)))
    assert len(flow.mobility.excuses) == 1


def test_the_law_cannot_be_excused() -> None:
    flow = during(adult())
    flow.do(ChangeStay("lea", Period(STAY.start, STAY.end + timedelta(days=7)), reason="More"))
    refusal = first(flow, "document-expires", "depart", learner="lea")
    assert refusal.excusable_by == ()
    for actor in (COORDINATOR, HOST, CERTIFIER, Actor("system")):
        found = refused(flow.acting_as(actor), Excuse(refusal, reason="Please", until=SOON))
        assert found == ["nobody-may"]


def test_what_no_rule_asks_cannot_be_excused() -> None:
    """A missing permission, an impossible value: nothing to set aside."""
    flow = begin(adult())
    (refusal,) = flow.acting_as(HOST).explain("reject", learner="lea").refusals
    assert refused(flow, Excuse(refusal, reason="Please", until=SOON)) == ["nobody-may"]


def test_an_excused_document_is_asked_again_by_a_rule_that_does_not_excuse() -> None:
    flow = begin(adult())
    excused(flow).do("select", learner="lea")
    assert "document-missing" in codes(flow, "advance")


def test_an_open_incident_may_be_excused_so_that_the_learner_can_go_home() -> None:
    flow = abroad(adult())
    do(flow, OpenIncident("i-1", "mediation", learner="lea"))
    refusal = first(flow, "incident-open", "come-back", learner="lea")
    flow.do(Excuse(refusal, reason="It is about the company, not about her", until=SOON))
    flow.do("come-back", learner="lea")
    assert "incident-open" in codes(flow, "advance")  # it is still to be settled


# -- nothing to do


def test_a_stale_click_harms_nothing() -> None:
    flow = begin(adult())
    task = CompleteTask("inform-candidates/inform-learners")
    flow.do(task)
    assert refused(flow, task) == ["already-done"]
    flow.do("reject", learner="lea")
    assert refused(flow, "reject", learner="lea") == ["wrong-state"]
