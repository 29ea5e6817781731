"""From ``--set key=value`` and its like to the values of an action."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mobiflow import Learner, Tutor
from mobiflow import actions as core
from mobiflow.cli.outcome import Wrong
from mobiflow.cli.values import Given, given_values
from mobiflow.errors import UnknownName
from mobiflow.formats import action_from


def given(*pairs: str, document: str | None = None, **options: Any) -> Given:
    subjects: dict[str, str] = {
        name: options[name] for name in ("learner", "company", "incident") if name in options
    }
    own = {name: options.get(name) for name in ("reason", "force_majeure", "on")}
    return Given(subjects, **own, pairs=pairs, document=document)


SET: tuple[tuple[type[Any], Given, dict[str, Any]], ...] = (
    (core.Place, given("learner=l-1", "company=c-1"), {"learner": "l-1", "company": "c-1"}),
    (core.Place, given(learner="l-1", company="c-1"), {"learner": "l-1", "company": "c-1"}),
    (core.CollectDocument, given("kind=cv", learner="l-1"), {"kind": "cv", "owner": "l-1"}),
    (core.CollectDocument, given("owner=l-1", "owner=l-2"), {"owner": ["l-1", "l-2"]}),
    (core.CollectDocument, given("owner=l-1,x"), {"owner": "l-1,x"}),
    (core.CollectDocument, given("valid-until=2027-04-01"), {"valid_until": "2027-04-01"}),
    (core.GiveFeedback, given("score=4", company="c-1"), {"score": 4, "subject": "c-1"}),
    (core.GiveFeedback, given("score=four"), {"score": "four"}),
    (core.SignContract, given("version=2", company="c-1"), {"version": 2, "of": "c-1"}),
    (core.MarkOutcome, given("mark=", reason="ill"), {"mark": None, "reason": "ill"}),
    (core.MarkOutcome, given("mark=12"), {"mark": "12"}),
    (core.AmendContract, given("changes=dates,placement"), {"changes": ["dates", "placement"]}),
    (core.AmendContract, given("changes=dates"), {"changes": ["dates"]}),
    (core.OpenIncident, given(incident="i-1", learner="l-1"), {"id": "i-1", "learner": "l-1"}),
    (
        core.AddLearner,
        given("name=Léa = Lea", "born=2009-05-02", learner="l-1"),
        {"learner": {"name": "Léa = Lea", "born": "2009-05-02", "id": "l-1"}},
    ),
    (
        core.NameTutor,
        given("tutor.id=t-1", "name=Eva", learner="l-1"),
        {"tutor": {"id": "t-1", "name": "Eva"}, "learner": "l-1"},
    ),
    (
        core.ChangeStay,
        given("start=2027-03-01", "end=2027-03-26", on=date(2027, 1, 4)),
        {"period": {"start": "2027-03-01", "end": "2027-03-26"}, "on": "2027-01-04"},
    ),
    (
        core.ChooseAssessment,
        given("levels=no,yes", "to_certifier=no", "validation=a jury"),
        {
            "assessment": {
                "scale": {"levels": ["no", "yes"]},
                "to_certifier": False,
                "validation": "a jury",
            }
        },
    ),
    (
        core.SetUnits,
        given('units=[{"id": "u-1", "title": "Bread", "outcomes": []}]'),
        {"units": [{"id": "u-1", "title": "Bread", "outcomes": []}]},
    ),
    (
        core.Excuse,
        given("refusal.subject=learner:l-1", "refusal.params.document=cv"),
        {"refusal": {"subject": "learner:l-1", "params": {"document": "cv"}}},
    ),
    (
        core.CollectDocument,
        given("kind=cv", document='{"owner": "l-1", "kind": "photo"}'),
        {"owner": "l-1", "kind": "cv"},
    ),
)


@pytest.mark.parametrize(("action", "said", "values"), SET)
def test_what_is_set_arrives_as_its_type(
    action: type[Any], said: Given, values: dict[str, Any]
) -> None:
    assert given_values(action, said) == values


def test_the_values_make_the_action() -> None:
    values = given_values(core.AddLearner, given("id=l-1", "name=Léa", "group=blue"))
    learner = Learner("l-1", name="Léa", group="blue")
    assert action_from(core.AddLearner, values) == core.AddLearner(learner)


WRONG = (
    (core.Place, given("learner"), "has no value"),
    (core.Place, given("learner=l-1", "learner=l-2"), "given twice"),
    (core.NameTutor, given("tutor=t-1"), "Give them one by one: tutor.id, tutor.name"),
    (core.SetUnits, given("units=[oops"), "is not JSON"),
    (core.SetUnits, given(document="{oops"), "The values are not JSON"),
    (core.SetUnits, given(document="[" * 100_000), "The values are not JSON"),
    (core.SetUnits, given(document="3"), "one JSON object"),
    (core.SetUnits, given(document='{"units": 1}', reason="x"), "has no use for --reason"),
    (core.NameTutor, given("name=x", document='{"tutor": 1}'), "given twice"),
    (core.Place, given(force_majeure=True), "has no use for --force-majeure"),
)


@pytest.mark.parametrize(("action", "said", "message"), WRONG)
def test_what_cannot_be_read_is_said(action: type[Any], said: Given, message: str) -> None:
    with pytest.raises(Wrong) as caught:
        given_values(action, said)
    assert message in caught.value.message.format(**caught.value.values)


@pytest.mark.parametrize("key", ["learnr", "status", "learner.status", "tutor.ids", "tutor.id.x"])
def test_only_values_of_the_action_can_be_set(key: str) -> None:
    with pytest.raises(UnknownName):
        given_values(core.NameTutor, given(f"{key}=x"))


def test_a_key_that_could_be_two_is_asked_for_in_full() -> None:
    @frozen
    class Exchange:
        leaving: Tutor
        coming: Tutor

    with pytest.raises(UnknownName, match=r"Did you mean 'coming\.id' or 'leaving\.id'"):
        given_values(Exchange, given("id=t-1"))


def test_values_come_from_a_file_or_the_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "values.json"
    path.write_text('{"kind": "cv"}')
    monkeypatch.setattr("sys.stdin", io.StringIO('{"kind": "photo"}'))
    assert given_values(core.CollectDocument, given(document=f"@{path}")) == {"kind": "cv"}
    assert given_values(core.CollectDocument, given(document="@-")) == {"kind": "photo"}
