"""What is said, and of whom: labels, names, matters, and the one grouping of refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from mobiflow import Blueprint, Engine, Explanation, Group, Guard, Ref, Refusal, UnknownName
from mobiflow import lifecycles as known
from mobiflow.contributions import (
    AddGuard,
    AddLabel,
    AddParty,
    AddState,
    AddTransition,
    Contribution,
)
from mobiflow.definition import Lifecycle, Party, State, Transition
from mobiflow.lifecycles import CONTRACT, DOCUMENT, HOST_COMPANY, INCIDENT, LEARNER
from mobiflow.lifecycles.library import GUARDS
from mobiflow.model import words
from mobiflow.testing import at
from mobiflow.text import grouped
from mobiflow.verdict import allow
from tests.plugins import Plugin, engine
from tests.support import adult, begin, minor, spoken

LEA, TOM = Ref("learner", "lea"), Ref("learner", "tom")


# -- labels


@pytest.mark.parametrize(
    ("address", "english", "french"),
    [
        ("state:learner/abroad", "abroad", "à l’étranger"),
        ("state:mobility/before", "before the stay", "avant le séjour"),
        ("state:mobility/completed", "completed", "terminée"),
        ("role:coordinator", "coordinator", "coordinateur"),
        ("trigger:depart", "let the learner depart", "faire partir l’apprenant"),
        ("trigger:reject", "turn the candidate down", ""),
        ("trigger:document/reject", "reject the document", ""),
        ("phase:before", "Before", "Avant"),
        ("step:debrief", "", ""),
        ("task:debrief/hold-debrief", "", ""),
        ("note:plan-b", "Keep a plan B", ""),
        ("document:cv", "CV", "CV"),
        ("party:sending", "sending organisation", "organisme d’envoi"),
        ("party:tutor", "tutor", "tuteur"),
        ("kind:host-company", "host company", "entreprise d’accueil"),
        ("channel:paper", "on paper", ""),
        ("enrolment:student", "student", ""),
        ("verdict:validated", "validated", ""),
        ("evidence:grid", "evaluation grid", "grille d’évaluation"),
    ],
)
def test_everything_with_a_label_has_an_address(address: str, english: str, french: str) -> None:
    asked = Engine()
    assert asked.label(address) == (english or asked.label(address))
    assert asked.label(address, "fr") == (french or asked.label(address, "fr"))
    assert asked.label(address, "fr") != "" != asked.label(address)


def test_every_action_has_a_label() -> None:
    asked = Engine()
    for action in asked.blueprint("mobility").actions:
        assert asked.label(f"action:{action}") != asked.label(f"action:{action}", "fr") != ""


def test_every_piece_of_the_workflow_has_a_label() -> None:
    asked = Engine()
    workflow = asked.workflows["mobility"]
    for phase in workflow.phases:
        for step in phase.steps:
            for task in step.tasks:
                assert asked.label(f"task:{step.id}/{task.id}") == task.title
    for prerequisite in workflow.prerequisites:
        assert asked.label(f"prerequisite:{prerequisite.id}") == prerequisite.title
    for certification in workflow.certifications:
        assert asked.label(f"certification:{certification.id}") == certification.title
    for lifecycle in workflow.lifecycles:
        for state in lifecycle.states:
            assert asked.label(f"state:{lifecycle.kind}/{state.id}")
        for transition in lifecycle.transitions:
            assert asked.label(f"trigger:{lifecycle.kind}/{transition.trigger}")


def addresses_of_words(blueprint: Blueprint) -> Iterator[str]:
    """Where the label is of every word of a workflow that people may read."""
    for lifecycle in blueprint.workflow.lifecycles:
        yield f"kind:{lifecycle.kind}"
        for state in lifecycle.states:
            yield f"state:{lifecycle.kind}/{state.id}"
            yield from (f"category:{word}" for word in (state.category,) if word)
        for transition in lifecycle.transitions:
            yield f"trigger:{lifecycle.kind}/{transition.trigger}"
            yield f"trigger:{transition.trigger}"
    for rule in blueprint.workflow.prerequisites:
        yield from (f"sector:{w}" for w in rule.applies.sector | rule.applies.except_sector)
    yield from (f"guard:{guard.id}" for guard in blueprint.rules.guards.values())
    yield from (f"guard:{name}" for name in GUARDS)
    yield from (f"document:{kind}" for kind in blueprint.rules.documents)
    yield from (f"party:{party}" for party in blueprint.rules.parties)
    yield from (f"task:{task}" for task in blueprint.rules.tasks)
    steps = (step for phase in blueprint.workflow.phases for step in phase.steps)
    yield from (f"note:{note.id}" for step in steps for note in step.notes)


def test_every_word_of_the_workflow_has_a_label_in_english_and_in_french() -> None:
    asked = Engine()
    addresses = set(addresses_of_words(asked.blueprint("mobility")))
    labels = {a: (asked.label(a), asked.label(a, "fr")) for a in addresses}
    same = {english for english, french in labels.values() if english == french}
    assert same <= {"CV", "agriculture", "document", "incident", "police"}
    assert not [english for english, _ in labels.values() if "_" in english]


@pytest.mark.parametrize("phase", ["before", "during", "after"])
def test_every_choice_of_a_remedy_is_offered_in_words(phase: str) -> None:
    flow = at(phase, learners=2)
    for item in flow.todo():
        for ask in item.remedy.ask:
            form = json.loads(json.dumps(item.remedy.schema("fr")))
            for choice in form["properties"][ask.name].get("oneOf", ()):
                assert choice["title"] != choice["const"], (ask.name, choice)


def test_an_unknown_address_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'state:learner/abroad'"):
        Engine().label("state:learner/abrod")


def test_a_word_alone_names_the_addresses_that_end_with_it() -> None:
    with pytest.raises(UnknownName, match=r"Did you mean 'state:learner/abroad'\?"):
        Engine().label("abroad")
    with pytest.raises(UnknownName) as unknown:
        Engine().label("reject")
    assert "trigger:document/reject" in unknown.value.nearest


def test_an_address_is_looked_up_in_its_own_workflow() -> None:
    with pytest.raises(UnknownName, match="no workflow 'nowhere'"):
        Engine().label("role:tutor", workflow="nowhere")


def test_what_a_plugin_brings_is_called_by_its_title() -> None:
    leave = Transition(
        "leave", ("abroad",), ("on-leave",), allow("host"), exceptional=True, title="take leave"
    )
    back = Transition("return", ("on-leave",), ("abroad",), allow("host"))
    changes: list[Contribution] = [
        AddState(State("on-leave", "away", "on leave"), "learner"),
        AddTransition(leave, "learner"),
        AddTransition(back, "learner"),
        AddParty(Party("chamber", "certifier", title="chamber of trades")),
    ]
    asked = engine(Plugin(changes=changes))
    assert asked.label("state:learner/on-leave") == "on leave"
    assert asked.label("trigger:leave") == asked.label("trigger:learner/leave") == "take leave"
    assert asked.label("party:chamber") == "chamber of trades"


def test_a_label_has_the_last_word_over_a_title() -> None:
    changes: list[Contribution] = [
        AddLabel("trigger:depart", "wave goodbye"),
        AddLabel("document:cv", "résumé"),
    ]
    asked = engine(Plugin(changes=changes))
    assert asked.label("trigger:learner/depart") == asked.label("trigger:depart") == "wave goodbye"
    assert asked.label("document:cv") == "résumé"


@pytest.mark.parametrize(
    ("lifecycle", "states", "triggers"),
    [
        (LEARNER, words.LearnerStatus, words.LearnerTrigger),
        (HOST_COMPANY, words.CompanyStatus, words.CompanyTrigger),
        (CONTRACT, words.ContractStatus, None),
        (DOCUMENT, words.DocumentStatus, None),
        (INCIDENT, words.IncidentStatus, words.IncidentTrigger),
    ],
    ids=lambda value: value.kind if isinstance(value, Lifecycle) else "",
)
def test_the_words_for_type_checkers_are_those_of_the_lifecycles(
    lifecycle: Lifecycle, states: object, triggers: object
) -> None:
    assert get_args(states) == tuple(state.id for state in lifecycle.states)
    assert [state.id for state in lifecycle.states if not state.title] == []
    if triggers is not None:
        fired = dict.fromkeys(transition.trigger for transition in lifecycle.transitions)
        assert get_args(triggers) == tuple(fired)


def test_the_words_for_type_checkers_are_those_of_the_mobility() -> None:
    (lifecycle,) = (
        found
        for found in Engine().blueprint("mobility").workflow.lifecycles
        if found.kind == "mobility"
    )
    assert get_args(words.MobilityStatus) == tuple(state.id for state in lifecycle.states)
    fired = dict.fromkeys(transition.trigger for transition in lifecycle.transitions)
    assert get_args(words.MobilityTrigger) == tuple(fired)


def test_every_lifecycle_of_the_library_is_held_to_its_words() -> None:
    held = {"learner", "host-company", "contract", "document", "incident"}
    assert {value.kind for value in vars(known).values() if isinstance(value, Lifecycle)} == held


# -- names


def test_a_subject_is_called_by_its_name_its_owner_or_its_id() -> None:
    flow = begin(adult("lea"), minor("tom"))
    assert flow.name(LEA) == "Lea"
    assert flow.name(Ref("document", "cv", "lea")) == "Lea"
    assert flow.name(Ref("mobility", flow.mobility.id)) == flow.mobility.title
    assert flow.name(Ref("learner", "nobody")) == "nobody"


def test_the_names_an_app_gives_go_first() -> None:
    flow = begin(adult("lea"))
    assert flow.name(LEA, people={"lea": "Léa Martin"}) == "Léa Martin"
    assert flow.name(LEA, people={"tom": "Tom"}) == "Lea"


# -- what is the matter


def test_the_matter_is_the_sentence_without_its_subject() -> None:
    for refusal in begin(adult("lea"), minor("tom")).explain("advance").refusals:
        for locale, colon in (("en", ":"), ("fr", "\N{NO-BREAK SPACE}:")):
            name = "Bakers in Leipzig" if refusal.subject.kind == "mobility" else None
            said = refusal.text(locale)
            assert said.endswith(f"{colon} {refusal.matter(locale)}.")
            assert name is None or not refusal.matter(locale).startswith(name)


def test_the_matter_names_people_as_the_app_does() -> None:
    flow = begin(adult("lea"))
    refusal = Refusal("already-placed", LEA, {"company": "krause"})
    assert spoken(flow, refusal).matter(people={"krause": "Krause"}) == "already placed in Krause"


def test_a_field_says_what_kind_of_word_it_is() -> None:
    flow = begin(adult("lea"))
    params = {"any_of": ("contract-complement", "attendance-certificate")}
    missing = spoken(flow, Refusal("document-missing", LEA, params))
    titles = ", ".join(Engine().label(f"document:{kind}") for kind in params["any_of"])
    assert missing.matter() == f"one of these documents is missing: {titles}"


def test_without_a_voice_a_matter_is_plain() -> None:
    assert Refusal("too-tall", LEA, {"cm": 210}).matter() == "too-tall (cm=210)"
    assert Refusal("too-tall", LEA).matter() == "too-tall"


# -- grouping


def test_the_same_matter_of_two_learners_is_one_group() -> None:
    why = at("before", learners=2).explain("advance")
    (form,) = (
        group for group in why.grouped() if group.params.get("document") == "application-form"
    )
    assert form.subjects == (Ref("learner", "learner-1"), Ref("learner", "learner-2"))
    assert form.who == ("learner", "guardian")
    assert (form.code, form.action, form.matters) == ("document-missing", "CollectDocument", 1)
    assert form.matter() == "the document “Application form” is missing"
    assert form.matter("fr").startswith("il manque le document «\xa0")


def test_every_refusal_is_in_one_group() -> None:
    why = at("before", learners=3).explain("advance")
    for by in ("matter", "code"):
        found = [refusal for group in why.grouped(by) for refusal in group.refusals]
        assert sorted(map(str, found)) == sorted(map(str, why.refusals))


def test_groups_of_the_same_roles_stand_together() -> None:
    turns = [group.who for group in at("before", learners=3).explain("advance").grouped()]
    assert len([who for who, last in zip(turns, [None, *turns], strict=False) if who != last]) == (
        len(set(turns))
    )


def some(**about: object) -> Refusal:
    values = {"who": ("host",), "due": date(2027, 1, 4), "asked_by": ("guide 1",), **about}
    params = values.pop("params", {"document": "cv"})
    return Refusal("document-missing", LEA, params, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        some(who=("learner",)),
        some(due=date(2027, 1, 5)),
        some(asked_by=("acme 1",)),
        some(basis=("a law",)),
        some(params={"document": "insurance"}),
    ],
)
def test_what_differs_in_who_when_what_or_why_is_another_group(other: Refusal) -> None:
    assert len(grouped([some(), other])) == 2
    assert len(grouped([some(), some()])) == 1


def test_by_code_other_documents_and_days_are_one_group_and_the_soonest_counts() -> None:
    late = some(due=date(2027, 2, 1), params={"document": "insurance"})
    undated = some(due=None, params={"document": "identity"})
    (group,) = grouped([undated, late, some()], by="code")
    assert group.due == date(2027, 1, 4)
    assert group.matters == 3
    assert group.params == {"document": "cv"}


def test_by_code_what_a_law_asks_stands_apart() -> None:
    found = grouped([some(), some(basis=("JArbSchG",))], by="code")
    assert [group.basis for group in found] == [(), ("JArbSchG",)]


def test_a_matter_that_names_its_subject_is_not_said_of_two() -> None:
    guard = Guard(
        "late", 1, lambda *_: (), scope="mobility", says={"late": "nobody waits for {subject}"}
    )
    asked = engine(Plugin(changes=[AddGuard(guard, "before/exit")]))
    voice = at("before", engine=asked, learners=2).explain("advance").voice
    found = [Refusal("late", Ref("learner", f"learner-{n}"), guard="late") for n in (1, 2)]
    assert voice is not None
    assert [group.matter() for group in grouped(voice.given_to(found))] == [
        "nobody waits for Learner 1",
        "nobody waits for Learner 2",
    ]


def test_an_explanation_without_refusals_has_no_groups() -> None:
    assert Explanation().grouped() == ()
    assert isinstance(at("before").explain("advance").grouped()[0], Group)
