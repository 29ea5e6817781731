"""What an app sends and gets back: answers and forms as JSON, actions by their names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from attrs import field, frozen
from jsonschema import Draft202012Validator

from mobiflow import (
    Ask,
    Context,
    Engine,
    Flow,
    InvalidValue,
    Mobility,
    Ref,
    Remedy,
    UnknownName,
    WorkflowIndex,
    action,
    allow,
)
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    CollectDocument,
    CompleteTask,
    Fire,
    GiveFeedback,
)
from mobiflow.model import Company, Learner
from mobiflow.model.introspection import Shape, shape_of
from mobiflow.testing import at
from mobiflow.text import answers_schema
from mobiflow.text.labels import addresses
from mobiflow.verdict import Reason
from tests.plugins import Listens, Plugin, engine
from tests.support import adult, begin, do, minor


def valid(answer: object, name: str) -> None:
    """Hold an answer to the published schema, after a round through JSON."""
    schema = {**answers_schema(), "$ref": f"#/$defs/{name}Json"}
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(json.dumps(answer)))


def both() -> Flow:
    return begin(adult("lea"), minor("tom"))


# -- answers


@pytest.mark.parametrize("locale", ["en", "fr", "de"])
@pytest.mark.parametrize("phase", ["before", "during", "after"])
def test_every_answer_is_as_its_schema_says(phase: str, locale: str) -> None:
    flow = at(phase, learners=2)
    for item in flow.todo():
        valid(item.to_json(locale), "Todo")
    for button in flow.available():
        valid(button.to_json(locale), "Available")
        valid(button.explanation.to_json(locale), "Explanation")
    valid(flow.plan("advance").to_json(locale), "Plan")
    for refusal in (*flow.violations(), *flow.advice()):
        valid(refusal.to_json(locale), "Refusal")


def test_what_was_fired_is_as_its_schema_says() -> None:
    flow = begin(adult("lea"))
    (fired,) = flow.do("reject", learner="lea")
    valid(fired.to_json(), "Fired")
    assert fired.to_json("fr") == {
        "subject": {"id": "learner:lea", "kind": "learner", "name": "Lea"},
        "trigger": {"id": "reject", "label": "ne pas retenir la candidature"},
        "source": {"id": "candidate", "label": "candidat"},
        "dest": {"id": "rejected", "label": "non retenu"},
    }


def test_what_was_fired_can_be_said_later_too() -> None:
    flow = begin(adult("lea"))
    (fired,) = flow.do("reject", learner="lea")
    for later in (flow, Engine().loads(flow.dumps())):
        (noted,) = later.journal[-1].fired
        assert noted == fired
        assert noted.to_json("fr") == fired.to_json("fr")


def test_what_was_fired_can_be_said_by_whoever_listens() -> None:
    listener = Listens()
    begin(adult("lea"), engine=engine(listener)).do("reject", learner="lea")
    entry, _ = listener.told[-1]
    valid(entry.fired[0].to_json("fr"), "Fired")


def test_a_refusal_tells_machines_and_people_apart() -> None:
    why = both().explain("select", learner="lea").to_json("fr", {"lea": "Léa Martin"})
    refusal = picked(why, "refusals", 0)
    assert refusal["code"] == "document-missing"
    assert refusal["subject"] == {"id": "learner:lea", "kind": "learner", "name": "Léa Martin"}
    assert refusal["text"] == "Léa Martin\N{NO-BREAK SPACE}: " + refusal["matter"] + "."
    assert refusal["who"][0] == {"id": "learner", "label": "apprenant"}
    assert refusal["params"] == {"document": "cv"}
    assert refusal["due"] == "2026-11-30"
    assert refusal["remedy"]["action"]["id"] == "CollectDocument"
    assert refusal["remedy"]["values"] == {"owner": "lea", "kind": "cv"}


def picked(answer: Mapping[str, Any], *path: str | int) -> Any:
    found: Any = json.loads(json.dumps(answer))
    for step in path:
        found = found[step]
    return found


def test_an_answer_says_whether_it_is_a_yes() -> None:
    yes = begin(adult("lea")).explain("reject", learner="lea").to_json()
    assert yes == {"allowed": True, "text": "", "groups": [], "refusals": []}


def test_groups_have_everybody_once() -> None:
    flow = at("before", learners=2)
    why = flow.explain("advance")
    groups = picked(why.to_json(), "groups")
    assert len(groups) == len(why.grouped())
    names = [[subject["name"] for subject in group["subjects"]] for group in groups]
    assert ["Learner 1", "Learner 2"] in names


def test_ids_and_codes_are_the_same_in_every_language() -> None:
    def for_machines(found: Any) -> Any:
        if isinstance(found, dict):
            left = {"text", "matter", "label", "name", "basis", "title"}
            return {key: for_machines(value) for key, value in found.items() if key not in left}
        return [for_machines(item) for item in found] if isinstance(found, list) else found

    flow = both()
    english, french = (flow.explain("advance").to_json(locale) for locale in ("en", "fr"))
    assert english != french
    assert for_machines(english) == for_machines(french)


# -- forms and back again


def forms(flow: Flow) -> Iterator[tuple[Remedy, dict[str, Any]]]:
    for item in flow.todo():
        yield item.remedy, picked(item.remedy.schema("fr"))


@pytest.mark.parametrize("phase", ["before", "during", "after"])
def test_every_form_is_a_json_schema_with_titles_in_the_readers_language(phase: str) -> None:
    for remedy, form in forms(at(phase, learners=2)):
        Draft202012Validator.check_schema(form)
        assert form["required"] == [ask.name for ask in remedy.ask]
        assert form["properties"].keys() == {*(ask.name for ask in remedy.ask), "on"}
        assert all(part["title"] for part in form["properties"].values())


def first(flow: Flow, code: str) -> Remedy:
    return next(item.remedy for item in flow.todo() if item.refusal.code == code)


def test_choices_have_labels() -> None:
    flow = at("before", learners=1)
    remedy = Remedy(AddLearner, {}, (Ask("enrolment", str, "Reason", ("student", "other")),))
    assert picked(given(flow, remedy).schema("fr"), "properties", "enrolment") == {
        "title": "Motif",
        "oneOf": [
            {"const": "student", "title": "élève ou étudiant"},
            {"const": "other", "title": "other"},
        ],
    }


def given(flow: Flow, remedy: Remedy) -> Remedy:
    messages = flow._instance.snapshot.blueprint.messages_of(flow.mobility)
    return messages.remedy(remedy)


def test_companies_to_choose_from_are_called_by_their_names() -> None:
    flow = at("before", learners=1)
    asked = Remedy(AddLearner, {}, (Ask("company", str, "Host company", ("c-1",)),))
    do(flow, AddCompany(Company("c-1", kind="host", name="Bäckerei Krause")))
    form = picked(given(flow, asked).schema())
    assert form["properties"]["company"]["oneOf"] == [{"const": "c-1", "title": "Bäckerei Krause"}]


def test_bounds_of_days_are_said_as_far_as_json_schema_can() -> None:
    ask = Ask("valid_until", date, "Last day", (), date(2027, 3, 1), date(2027, 3, 26))
    remedy = given(at("before"), Remedy(CollectDocument, {}, (ask,)))
    part = picked(remedy.schema(), "properties", "valid_until")
    assert part == {
        "title": "Last day",
        "type": "string",
        "format": "date",
        "formatMinimum": "2027-03-01",
        "formatMaximum": "2027-03-26",
    }


def test_what_an_answer_must_be_is_fixed_in_its_form() -> None:
    form = picked(first(both(), "company-to-find").schema())
    assert form["properties"]["company"]["properties"]["kind"] == {"title": "Kind", "const": "host"}
    assert form["properties"]["company"]["required"] == ["id", "kind"]
    parts = form["properties"]["company"]["properties"]
    assert "status" not in parts, "that is set by actions"
    assert parts["country"]["pattern"] == "^(?:[A-Z]{2})$"


def test_a_remedy_goes_out_is_filled_in_and_comes_back_as_an_action() -> None:
    flow = both()
    asked = engine()
    for item in flow.todo():
        sent = picked(item.to_json(), "refusal", "remedy")
        values = {**sent["values"], **plausible(sent["form"])}
        Draft202012Validator(sent["form"]).validate(plausible(sent["form"]))
        act = asked.action(sent["action"]["id"], values)
        assert type(act).__name__ == sent["action"]["id"]
        assert flow.acting_as(flow.actor).explain(act) is not None


def plausible(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a person might fill in, made from the schema alone."""
    return {name: _answer(form["properties"][name]) for name in form["required"]}


def _answer(part: Mapping[str, Any]) -> Any:
    match part:
        case {"const": word} | {"oneOf": [{"const": word}, *_]}:
            answer = word
        case {"type": "object"}:
            answer = plausible(part)
        case {"type": "array"}:
            answer = [_answer(part["items"])]
        case {"format": "date"}:
            answer = part.get("formatMinimum", "2027-03-01")
        case {"pattern": str(pattern)} if pattern.startswith("^[0-9]"):
            answer = "08:00"
        case _:
            answer = {"string": "x-1", "integer": 4, "number": 7.5, "boolean": True}[part["type"]]
    return answer


# -- actions by their names


def test_an_action_is_made_from_its_name_and_plain_values() -> None:
    asked = Engine()
    values = {"learner": {"id": "l-1", "born": "2009-05-02", "enrolment": "student"}}
    learner = Learner("l-1", born=date(2009, 5, 2), enrolment="student")
    assert asked.action("AddLearner", values) == AddLearner(learner)
    fired = asked.action("Fire", {"trigger": "depart", "subject": "learner:l-1"})
    assert fired == Fire("depart", Ref("learner", "l-1"))


def test_every_problem_is_said_with_its_path() -> None:
    with pytest.raises(InvalidValue) as caught:
        Engine().action("AddLearner", {"learner": {"born": "yesterday", "size": 3}, "when": 1})
    assert sorted(problem.path for problem in caught.value.problems) == [
        "$.learner.born",
        "$.learner.id",
        "$.learner.size",
        "$.when",
    ]


def test_an_unknown_action_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'CollectDocument'"):
        Engine().action("ColectDocument", {})


def test_beginning_is_no_action_on_a_mobility() -> None:
    with pytest.raises(UnknownName, match="There is no action 'Start'"):
        Engine().action("Start", {})


@action(allow("host"), subject="mobility", title="record a visit")
@frozen
class RecordVisit:
    """Somebody was there."""

    day: date
    guests: int = field(default=1, metadata={"label": "number of guests"})
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        yield from ()

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility


def test_a_plugins_action_is_named_with_its_plugin() -> None:
    asked = engine(Plugin(actions=[RecordVisit]))
    assert asked.action("acme.RecordVisit", {"day": "2027-01-04"}) == RecordVisit(date(2027, 1, 4))
    with pytest.raises(UnknownName, match=r"Did you mean 'acme\.RecordVisit'"):
        asked.action("RecordVisit", {"day": "2027-01-04"})
    assert asked.label("action:acme.RecordVisit") == "record a visit"


def test_any_action_has_a_form() -> None:
    asked = engine(Plugin(actions=[RecordVisit]))
    for name in asked.actions():
        form = picked(asked.form(name, "fr"))
        Draft202012Validator.check_schema(form)
        assert form["title"]
    form = picked(asked.form("acme.RecordVisit"))
    assert form["required"] == ["day"]
    assert form["properties"]["guests"] == {"title": "Number of guests", "type": "integer"}


def test_a_form_offers_the_words_of_the_workflow() -> None:
    task = picked(Engine().form("CompleteTask", "fr"), "properties", "task")
    offered = {choice["const"]: choice["title"] for choice in task["oneOf"]}
    assert offered["debrief/hold-debrief"] == Engine().label("task:debrief/hold-debrief", "fr")


def closed_lists(shape: Shape, form: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Every closed list in what an action is made of, with what its form has there."""
    shape = shape.only
    if shape.form == "words":
        yield path, (shape.words, form)
    elif shape.form == "list":
        yield from closed_lists(shape.parts[0], form["items"], path)
    elif shape.form == "record":
        for part in shape.fields:
            if part.name in form.get("properties", {}):
                inside = form["properties"][part.name]
                yield from closed_lists(part.shape, inside, f"{path}.{part.name}")


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_closed_list_is_offered_in_the_readers_words(locale: str) -> None:
    asked, blueprint = Engine(), Engine().blueprint("mobility")
    types, labels = blueprint.actions, blueprint.messages.labels
    lists = dict(
        found
        for name in asked.actions()
        for found in closed_lists(shape_of(types[name]), picked(asked.form(name, locale)), name)
    )
    for path, (words, part) in lists.items():
        offered = {choice["const"]: choice["title"] for choice in part["oneOf"]}
        assert tuple(offered) == words, path
        for word in words:
            known = addresses(path.rpartition(".")[2], word)
            assert offered[word] in [asked.label(a, locale) for a in known if a in labels], path
    assert lists.keys() >= {
        "AddCompany.company.kind",
        "AmendContract.changes",
        "ChangeLearner.enrolment",
        "ChooseAssessment.assessment.evidence",
        "DecideUnit.verdict",
        "OpenIncident.kind",
        "SignContract.channel",
    }


def test_a_closed_list_is_offered_by_its_labels() -> None:
    channel = picked(Engine().form("SignContract", "fr"), "properties", "channel")
    assert [choice["const"] for choice in channel["oneOf"]] == ["electronic", "paper", "scanned"]
    assert channel["oneOf"][1]["title"] == "sur papier"


def test_a_number_has_its_bounds_in_forms() -> None:
    score = picked(Engine().form("GiveFeedback"), "properties", "score")
    assert (score["type"], score["minimum"], score["maximum"]) == ("integer", 1, 5)
    flow = at("before", learners=1)
    asked = given(flow, Remedy(GiveFeedback, {"subject": "l"}, (Ask("score", int, "Score"),)))
    part = picked(asked.schema(), "properties", "score")
    assert part == {"title": "Score", "type": "integer", "minimum": 1, "maximum": 5}


def test_every_field_of_every_action_has_a_label() -> None:
    asked, known = Engine(), Engine().blueprint("mobility").messages.labels
    for name in asked.actions():
        for field_name in fields(picked(asked.form(name))):
            assert {f"field:{field_name}", f"fact:{field_name}"} & known.keys(), (name, field_name)


def fields(form: Mapping[str, Any]) -> Iterator[str]:
    for name, part in form.get("properties", {}).items():
        yield name
        yield from fields(part)
        yield from fields(part.get("items", {}))


# -- one line each


def test_answers_are_shown_in_one_line() -> None:
    flow = at("before", learners=2)
    why, plan = flow.explain("advance"), flow.plan("advance")
    item, button = flow.todo()[0], flow.available()[0]
    shown = [why, why.refusals[0], plan, item, button, item.remedy, *why.grouped()[:1]]
    for answer in shown:
        assert "\n" not in repr(answer)
        assert len(repr(answer)) < 160, repr(answer)
    assert repr(flow.explain("reject", learner="learner-1")) == "<Explanation: allowed>"
    assert repr(Remedy(CompleteTask, {"task": "a/b"})) == "<Remedy CompleteTask(task='a/b')>"


def test_a_notebook_shows_an_answer_as_escaped_html() -> None:
    flow = begin(adult("lea"))
    flow.do(engine().action("ChangeLearner", {"learner": "lea", "name": "<b>Léa</b> & Co"}))
    for answer in (flow.explain("advance"), flow.plan("advance")):
        html = answer._repr_html_()
        assert "&lt;b&gt;Léa&lt;/b&gt; &amp; Co" in html
        assert "<b>Léa" not in html
        assert html.count("<li>") >= 10
    assert flow.explain("reject", learner="lea")._repr_html_() == "<p>Allowed.</p>"
