"""What is stored comes back equal, and nothing else is read."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mobiflow import (
    Actor,
    Engine,
    Explanation,
    Flow,
    FormatError,
    InvalidValue,
    Learner,
    Mobility,
    Outcome,
    Period,
    Plan,
    Ref,
    Refusal,
    Remedy,
    Scale,
    Stay,
    Unit,
    UnknownName,
    actions,
    hookimpl,
    model,
)
from mobiflow._runtime.instance import Instance
from mobiflow._runtime.journal import Entry, Journal, Recorded
from mobiflow._runtime.snapshot import Fired, Snapshot
from mobiflow.actions import (
    Action,
    AddCompany,
    AddLearner,
    ChangeLearner,
    ChooseAssessment,
    CollectDocument,
    Excuse,
    Fire,
    PlanWork,
    SetFacts,
    SetUnits,
)
from mobiflow.actions._spec import is_action
from mobiflow.errors import OtherWorkflow
from mobiflow.formats import Stored, accepted, action_from, dumps, loads, plain, value_from
from mobiflow.formats.json.document import CURRENT, MIGRATIONS
from mobiflow.formats.json.text import MAX_BYTES
from mobiflow.formats.json.values import JSON
from mobiflow.formats.leaves import MAX_WRONG
from mobiflow.formats.structuring import read, written
from mobiflow.imports import plan_import, read_learners
from mobiflow.model import WorkingHours
from mobiflow.model.words import CompanyKind
from mobiflow.plugins import guide
from mobiflow.testing import Clock, at, drive
from mobiflow.verdict import Ask
from tests import strategies, support
from tests.amounts import examples
from tests.golden.make import GOLDEN, rich_flow
from tests.support import TODAY

PACKAGE: Final = Path(guide.__file__).parents[2]
POINTS: Final = ("before", "during", "after", "completed", "cancelled")


@cache
def everything() -> Engine:
    """All built-in plugins."""
    return Engine(clock=Clock(support.TODAY))


def begun() -> Flow:
    return support.begin(support.adult(), support.minor(), engine=everything())


@cache
def rich_bytes() -> bytes:
    return rich_flow().dumps()


def rich(*, entries: int | None = None) -> dict[str, Any]:
    """A document in which there is something of everything, to be spoilt.

    With ``entries`` it has only so many of them, the oldest, so that a test is quick.
    """
    document: dict[str, Any] = json.loads(rich_bytes())
    document["journal"] = document["journal"][:entries]
    return document


def encoded(document: object) -> bytes:
    return json.dumps(document).encode()


def problems(data: bytes) -> list[str]:
    with pytest.raises(FormatError) as error:
        loads(data)
    return [str(problem) for problem in error.value.problems]


def spoilt(*changes: tuple[str, object]) -> list[str]:
    """What is said of the rich document after some of its values were changed."""
    document = rich()
    for path, value in changes:
        *way, last = path.split()
        place: Any = document
        for name in way:
            place = place[int(name) if isinstance(place, list) else name]
        if value is ...:
            del place[last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return problems(encoded(document))


# -- round trips


@pytest.mark.parametrize("status", POINTS)
def test_a_loaded_flow_equals_the_stored_one(status: str) -> None:
    flow = at("during" if status == "cancelled" else status, learners=2)
    if status == "cancelled":
        flow.do("cancel", reason="No visas.")
    loaded = Engine().loads(flow.dumps())
    assert loaded == flow
    assert loaded.journal == flow.journal
    assert [entry.hash() for entry in loaded.journal] == [entry.hash() for entry in flow.journal]
    assert loaded.dumps() == flow.dumps()


@pytest.mark.parametrize("status", ["before", "during", "after"])
def test_a_loaded_flow_goes_on(status: str) -> None:
    stored = at(status, learners=2)
    loaded = Engine(clock=Clock(TODAY)).loads(stored.dumps())
    drive(loaded)
    drive(stored)
    assert loaded.status == "completed"
    assert loaded == stored


@examples(40)
@given(strategies.flows())
def test_whatever_a_flow_reaches_comes_back(flow: Flow) -> None:
    loaded = Engine(clock=Clock(TODAY)).loads(flow.dumps(), by=flow.actor)
    assert loaded == flow
    assert loaded.todo() == flow.todo()
    assert loaded.dumps() == flow.dumps()


@given(strategies.mobilities, strategies.values(Entry))
@examples(60)
def test_whatever_the_model_can_say_comes_back(mobility: Mobility, entry: Entry) -> None:
    start = attrs.evolve(entry, number=0, previous="0" * 64, digest="d" * 64)
    snapshot = attrs.evolve(begun()._instance.snapshot, mobility=mobility)
    stored = loads(dumps(snapshot, Journal([start.text()], lambda _: start)))
    assert stored.mobility == mobility
    assert list(stored.mobility.learners) == list(mobility.learners)
    assert stored.journal.entries() == (start,)
    assert stored.journal.texts == [start.text()]


NOT_STORED: Final = {"Target"}
MODEL: Final = [
    getattr(model, name)
    for name in model.__all__
    if attrs.has(getattr(model, name)) and name not in NOT_STORED
]


@pytest.mark.parametrize("cls", [*MODEL, Entry, Recorded, Fired], ids=lambda cls: cls.__name__)
@given(data=st.data())
@examples(25)
def test_every_class_of_the_model_comes_back(cls: type[Any], data: st.DataObject) -> None:
    value = data.draw(strategies.mobilities if cls is Mobility else strategies.values(cls))
    assert read(JSON, cls, json.loads(json.dumps(written(value)))) == value
    assert read(JSON, cls, json.loads(json.dumps(plain(value)))) == value


def test_entries_are_left_as_text_when_nobody_asks_for_a_check() -> None:
    flow = begun()
    loaded = everything().loads(flow.dumps(), verify=False, by=support.COORDINATOR)
    journal = loaded._instance.journal
    assert journal._entries[:-1] == [None] * (len(journal) - 1)
    assert loaded.dumps() == flow.dumps()
    assert loaded.revision == flow.revision
    assert loaded.journal == flow.journal
    loaded.do(ChangeLearner("lea", name="Lea Maria"))
    assert everything().loads(loaded.dumps()).journal == loaded.journal


def test_a_changed_entry_is_not_noticed_where_nobody_checks_until_it_is_read() -> None:
    data = rich_bytes()
    changed = data.replace(b'"action":"AddLearner"', b'"action":"AddLerner"', 1)
    with pytest.raises(FormatError, match="does not follow from the entry before"):
        Engine().loads(changed)
    assert Engine().loads(changed, verify=False).mobility == loads(data).mobility
    broken = data.replace(b'"number":3,', b'"nmber":3,', 1)
    flow = Engine().loads(broken, verify=False)
    with pytest.raises(FormatError, match=r"cannot be read:\n  \$.number: missing"):
        _ = flow.journal


def test_another_layout_of_the_same_document_is_read_too() -> None:
    document = json.loads(rich_bytes())
    for text in (
        json.dumps(document),
        json.dumps(document, indent=1),
        json.dumps(document, indent=1, ensure_ascii=False),
        json.dumps({"journal": document.pop("journal"), **document}),
    ):
        for verify in (True, False):
            stored = loads(text.encode(), verify=verify)
            assert stored.mobility == loads(rich_bytes()).mobility
            assert stored.journal.texts == loads(rich_bytes()).journal.texts


def test_an_entry_split_in_the_middle_is_read_as_what_it_is() -> None:
    data = rich_bytes().replace(b'},\n  {"actions"', b'},{"actions"', 1)
    data = data.replace(b',"number":3,', b',\n  "number":3,', 1)
    assert loads(data).journal.texts == loads(rich_bytes()).journal.texts


def test_what_could_not_be_read_again_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = begun()
    monkeypatch.setattr("mobiflow.formats.json.document.MAX_BYTES", len(flow.dumps()))
    assert flow.dumps()
    flow.do(ChangeLearner("lea", name="Lea Maria"))
    with pytest.raises(FormatError, match="are more than the"):
        flow.dumps()


# -- the document


def test_a_document_says_what_it_is() -> None:
    flow = begun()
    document = json.loads(flow.dumps())
    assert list(document) == [
        "format", "workflow", "version", "digest", "plugins", "mobility", "journal",
    ]  # fmt: skip
    assert document["format"] == "mobiflow/1"
    assert document["workflow"] == "mobility"
    assert document["digest"] == flow.digest
    assert document["plugins"] == list(flow.journal[-1].plugins)


def test_a_document_can_be_read_by_a_person() -> None:
    flow = support.begin(Learner("l-1", name="Léa"), Learner("l-2"))
    lines = flow.dumps().decode().splitlines()
    assert '   "l-1": {"id": "l-1", "name": "Léa", "status": "candidate"},' in lines
    assert sum('"number":' in line for line in lines) == len(flow.journal)


def test_what_could_change_its_meaning_is_written_even_if_it_is_the_default() -> None:
    assessment = rich()["mobility"]["assessment"]
    assert assessment["evidence"] == ["grid"]
    assert assessment["to_certifier"] is True
    assert rich()["mobility"]["learners"]["lea"]["grid"]["revision"] == 2


def test_an_entry_is_stored_exactly_as_it_was_hashed() -> None:
    journal = rich()["journal"]
    for entry, after in pairwise(journal):
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == after["previous"]


def test_no_personal_data_is_in_the_journal() -> None:
    document = json.loads(marked_flow().dumps())
    journal = json.dumps(document["journal"], ensure_ascii=False)
    everything = json.dumps(document, ensure_ascii=False)
    assert [word for word in MARKS if word not in everything] == []
    assert [word for word in MARKS if word in journal] == []


MARKS: Final = ("Zdenka", "+33 9 99", "1999-09-09", "XK", "because", "Herr Geheim", "said this")


def marked_flow() -> Flow:
    name, contact, born, country, reason, tutor, comment = MARKS
    person = Learner(
        "l-1", name=name, contact=contact, born=date.fromisoformat(born), nationality=country
    )
    flow = support.begin(person, support.adult())
    support.do(
        flow,
        AddCompany(support.host_company()),
        Fire("inform", Ref("host-company", "krause")),
        Fire("choose-company", Ref("host-company", "krause")),
        actions.Place("l-1", "krause"),
        actions.NameTutor("l-1", "krause", model.Tutor("t-1", name=tutor)),
        actions.OpenIncident("i-1", "other", learner="l-1", account=comment),
        actions.CollectDocument("l-1", "cv"),
        actions.RejectDocument("l-1", "cv", reason=reason),
    )
    return flow


def test_a_mobility_that_was_only_read_stays_one_of_its_own_workflow() -> None:
    stored = begun()
    reader = Engine(disabled=["guide"], plugins=[AnotherGuide()])
    loaded = reader.loads(stored.dumps(), by=support.COORDINATOR)
    assert loaded.digest != stored.digest
    again = reader.loads(loaded.dumps(), by=support.COORDINATOR)
    with pytest.raises(OtherWorkflow):
        again.do(ChangeLearner("lea", name="Lea Maria"))
    assert Engine().loads(loaded.dumps()).mobility == stored.mobility


class AnotherGuide:
    """The guide with one thing that means something else."""

    @hookimpl
    def mobiflow_workflows(self) -> list[Any]:
        (workflow,) = guide.mobiflow_workflows()
        return [attrs.evolve(workflow, grid_signers=("tutor",))]


def test_every_earlier_version_can_be_brought_up_to_date() -> None:
    assert sorted(MIGRATIONS) == list(range(1, CURRENT))


def test_every_published_version_has_a_golden_file() -> None:
    names = sorted(path.name for path in GOLDEN.parent.glob("*.json"))
    assert names == [f"mobiflow-{version}.json" for version in range(1, CURRENT + 1)]


def test_the_golden_file_is_read() -> None:
    flow = Engine().loads(GOLDEN.read_bytes())
    assert flow.mobility.learners["zoë"].status == "withdrawn"
    assert flow.mobility.learners["tom"].placements[-1].tutors[0].name == "Herr Weiß"
    assert flow.mobility.excuses[0].until == date(2027, 6, 1)
    assert len(flow.journal) > 100


def test_the_golden_mobility_is_driven_on_under_the_present_workflow() -> None:
    stored = loads(GOLDEN.read_bytes())
    last = stored.journal.last().recorded
    snapshot = Snapshot.of(Engine().blueprint("mobility"), stored.mobility)
    flow = Flow(Instance(snapshot, lambda: last, None, journal=stored.journal), support.COORDINATOR)
    assert drive(flow).status == "completed"
    assert Engine().loads(flow.dumps()) == flow


# -- what is refused


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("title", 5, "expected a text, got 5."),
        ("title", None, "expected a text, got null."),
        ("title", True, "expected a text, got true."),
        ("title", " ", 'expected a text of 1 to 300 characters, got " ".'),
        ("title", "a\ud800", "expected a text in Unicode, got 'a\\ud800'."),
        ("period start", "20270301", "expected a date like '2027-03-26', got \"20270301\"."),
        ("period start", "2027-3-1", "expected a date like '2027-03-26', got \"2027-3-1\"."),
        ("period start", "2027-02-30", "expected a date like '2027-03-26', got \"2027-02-30\"."),
        ("period start", 20270301, "expected a date like '2027-03-26', got 20270301."),
        ("period start", "2027-03-01T00:00:00", "expected a date like '2027-03-26', got"),
        ("period start", "1066-10-14", "expected a year from 1900 to 2200, got 1066-10-14."),
        ("host country", "de", "expected a country as two capital letters"),
        ("learners lea born", "", "expected a date like '2027-03-26', got \"\"."),
        ("learners lea enrolment", "pupil", "expected one of 'apprentice', 'student',"),
        ("learners lea enrolment", ["student"], "expected one of 'apprentice', 'student',"),
        ("learners lea grid revision", "2", 'expected a whole number, got "2".'),
        ("learners lea grid revision", True, "expected a whole number, got true."),
        ("learners lea grid revision", 2.0, "expected a whole number, got 2.0."),
        ("learners lea placements", {}, "expected a list, got an object."),
        ("learners lea placements", "", 'expected a list, got "".'),
        ("learners lea documents", [], "expected an object, got a list."),
        ("learners lea stay", "none", 'expected an object, got "none".'),
        ("learners lea placements 0 hours per_day", "7.5", 'expected a number, got "7.5".'),
        ("learners lea placements 0 hours per_day", False, "expected a number, got false."),
        ("learners lea placements 0 hours per_day", 10**400, "expected a number, got 1000"),
        ("learners lea placements 0 hours begins", "5 am", "expected a time like '09:30', got"),
        ("learners lea placements 0 contact_with_minors", "no", "expected true or false, got"),
        ("learners lea placements 0 contact_with_minors", 0, "expected true or false, got 0."),
        ("assessment to_certifier", None, "expected true or false, got null."),
        ("units dough outcomes", [{"id": "a b", "title": "x"}], "expected an id of 1 to 100"),
        ("closed", {"x": "over"}, "expected one of 'pending', 'active', 'done', 'waived', got"),
    ],
)
def test_a_value_is_what_it_claims_to_be(path: str, value: object, message: str) -> None:
    (problem,) = spoilt((f"mobility {path}", value))
    where = "$.mobility." + path.replace(" ", ".").replace(".0", "[0]")
    assert problem.startswith(where)
    assert message in problem


@pytest.mark.parametrize(
    "recorded",
    [
        "2027-01-04T12:00:00",
        "2027-01-04T12:00:00Z",
        "2027-01-04T12:00:00+01:00",
        "2027-01-04 12:00:00+00:00",
        "2027-01-04",
        1799064000,
    ],
)
def test_a_time_is_written_in_one_way(recorded: object) -> None:
    (problem,) = spoilt(("journal 0 recorded", recorded))
    assert "$.journal[0].recorded: expected a UTC time like" in problem


def test_every_problem_is_reported_at_once_with_its_path() -> None:
    found = spoilt(
        ("digest", "abc"),
        ("version", ...),
        ("mobility learners lea born", "yesterday"),
        ("mobility learners tom Name", "Tom"),
        ("mobility learners tom id", ...),
        ("mobility companies krause kind", "guest"),
        ("mobility period end", "2027-01-01"),
        ("journal 3 actor roles", "coordinator"),
        ("journal 4 fired", [{"subject": "learner:l-1"}]),
    )
    assert found == [
        "$.version: missing.",
        '$.digest: expected a SHA-256 as 64 hexadecimal digits, got "abc".',
        (
            "$.mobility.period.end: a period cannot end (2027-01-01) before it starts "
            "(2027-03-01). Exchange the two dates or correct one."
        ),
        "$.mobility.companies.krause.kind: expected one of 'host', 'sending', got \"guest\".",
        "$.mobility.learners.lea.born: expected a date like '2027-03-26', got \"yesterday\".",
        "$.mobility.learners.tom.id: missing.",
        "$.mobility.learners.tom.Name: unknown; did you mean 'name'?",
        '$.journal[3].actor.roles: expected a list, got "coordinator".',
        '$.journal[4].fired[0].subject: expected an object, got "learner:l-1".',
        "$.journal[4].fired[0].trigger: missing.",
        "$.journal[4].fired[0].source: missing.",
        "$.journal[4].fired[0].dest: missing.",
    ]


def test_what_nobody_knows_is_refused() -> None:
    (problem,) = spoilt(("mobility period weeks", 4))
    assert problem == "$.mobility.period.weeks: unknown; what can be here: start, end."


def test_defaults_may_be_left_out() -> None:
    document = rich()
    del document["mobility"]["assessment"]["evidence"]
    assert loads(encoded(document)).mobility == loads(rich_bytes()).mobility


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (
            "learners lea id",
            "eva",
            "learners.lea.id: expected 'lea', under which it is kept, got \"eva\".",
        ),
        (
            "learners lea documents cv kind",
            "cover-letter",
            (
                "learners.lea.documents.cv.kind: expected 'cv', under which it is kept, "
                'got "cover-letter".'
            ),
        ),
        (
            "learners lea placements 0 company",
            "c-9",
            "learners.lea.placements[0].company: there is no company 'c-9' in this mobility.",
        ),
        (
            "learners lea placements 0 company",
            "dupont",
            (
                "learners.lea.placements[0].company: expected a host company, but 'dupont' is a "
                "sending company."
            ),
        ),
        (
            "learners tom employer",
            "krause",
            "learners.tom.employer: expected a sending company, but 'krause' is a host company.",
        ),
        (
            "learners lea documents cv learners",
            ["nobody"],
            "learners.lea.documents.cv.learners[0]: there is no learner 'nobody' in this mobility.",
        ),
        (
            "learners tom contracts 1 version",
            1,
            "learners.tom.contracts[1].version: version 1 is here twice; correct or remove one.",
        ),
        (
            "learners tom contracts 0 signatures 5 of",
            "c-9",
            (
                "learners.tom.contracts[0].signatures[5].of: there is no company 'c-9' in this "
                "mobility."
            ),
        ),
        (
            "incidents i-1 learner",
            "nobody",
            "incidents.i-1.learner: there is no learner 'nobody' in this mobility.",
        ),
        (
            "incidents i-1 company",
            "nobody",
            "incidents.i-1.company: there is no company 'nobody' in this mobility.",
        ),
        (
            "companies lea",
            {"id": "lea", "kind": "host"},
            "companies.lea: 'lea' is also in learners.",
        ),
    ],
)
def test_ids_stand_for_something(path: str, value: object, problem: str) -> None:
    assert spoilt((f"mobility {path}", value)) == [f"$.mobility.{problem}"]


def test_a_state_is_one_of_the_workflow_the_mobility_was_made_under() -> None:
    document = rich()
    state = document["mobility"]
    for place in (
        state,
        state["learners"]["lea"],
        state["learners"]["lea"]["documents"]["cv"],
        state["learners"]["tom"]["contracts"][1],
        state["companies"]["krause"],
        state["incidents"]["i-1"],
    ):
        place["status"] = "lost"
    stored = loads(encoded(document))
    blueprint = Engine().blueprint("mobility")
    with pytest.raises(FormatError) as error:
        accepted(stored, blueprint)
    assert [problem.path for problem in error.value.problems] == [
        "$.mobility.status",
        "$.mobility.companies.krause.status",
        "$.mobility.learners.lea.status",
        "$.mobility.learners.lea.documents.cv.status",
        "$.mobility.learners.tom.contracts[1].status",
        "$.mobility.incidents.i-1.status",
    ]
    assert error.value.problems[-1].message == (
        "'lost' is no state of an incident; expected one of open, mediation, resolved, unresolved."
    )
    elsewhere = attrs.evolve(stored, digest="0" * 64)
    assert accepted(elsewhere, blueprint) == stored.mobility


# -- the chain


def test_a_changed_entry_breaks_the_chain() -> None:
    (problem,) = spoilt(("journal 5 actor id", "somebody-else"))
    assert problem == "$.journal[6]: does not follow from the entry before: one was changed."


def test_a_document_does_not_contradict_its_journal() -> None:
    (problem,) = spoilt(("digest", "0" * 64))
    assert problem == "$.digest: is not that of the last entry."


def test_a_missing_entry_breaks_the_chain() -> None:
    document = rich()
    del document["journal"][5]
    assert "$.journal[5]: expected entry 5, got 6." in problems(encoded(document))


def test_a_journal_has_at_least_its_start() -> None:
    (problem,) = spoilt(("journal", []))
    assert problem == "$.journal: empty, but every journal begins with the start."


def test_a_fraction_cannot_pass_for_the_text_that_was_hashed() -> None:
    """The canonical form of 7.5 and of "7.5" would be the same."""
    document = rich()
    planned = next(
        recorded["values"]["hours"]
        for entry in document["journal"]
        for recorded in entry["actions"]
        if recorded["action"] == "PlanWork" and recorded["values"]["hours"]["per_day"] == "7.5"
    )
    planned["per_day"] = 7.5
    (problem,) = problems(encoded(document))
    assert problem.endswith(
        ".values.hours.per_day: expected a text, a whole number, true, false or null, got 7.5."
    )


# -- hostile bytes


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "$: empty."),
        (b" \n", "$: empty."),
        (b"null", "$: expected an object, got null."),
        (b"[]", "$: expected an object, got a list."),
        (b'"mobiflow/1"', '$: expected an object, got "mobiflow/1".'),
        (b"{", "$: not JSON: Expecting property name enclosed in double quotes"),
        (b"{}", "$.format: expected 'mobiflow/1' or an earlier format, got null."),
        (b'{"format": 1}', "$.format: expected 'mobiflow/1' or an earlier format, got 1."),
        (b'{"format": "mobiflow/0"}', "$.format: expected 'mobiflow/1' or an earlier format"),
        (b'{"format": "mobiflow/01"}', "$.format: expected 'mobiflow/1' or an earlier format"),
        (b'{"format": "mobiflow/1\\n"}', "$.format: expected 'mobiflow/1' or an earlier format"),
        ('{"format": "mobiflow/\N{ARABIC-INDIC DIGIT ONE}"}'.encode(), "$.format: expected"),
        (
            b'{"format": "mobiflow/2"}',
            (
                "$.format: written as mobiflow/2 by a later mobiflow, while this one reads up to "
                "mobiflow/1. Upgrade mobiflow."
            ),
        ),
        (b'{"format": "\xff"}', "$: not UTF-8: invalid start byte at byte 12."),
        ("{}".encode("utf-16"), "$: not UTF-8"),
        (b"\xef\xbb\xbf{}", "$: not JSON: Unexpected UTF-8 BOM"),
        (b'{"format": NaN}', "$: not JSON: NaN is not a number there."),
        (b'{"format": -Infinity}', "$: not JSON: -Infinity is not a number there."),
        (b'{"format": 1e999}', "$.format: expected 'mobiflow/1' or an earlier format"),
        (b'{"format": ' + b"9" * 5000 + b"}", "$: a number in it has too many digits."),
        (b"[" * 100_000, "$: nested too deeply."),
        (b'{"a":' * 100_000, "$: nested too deeply."),
        (b'{"a": [{"b": 1, "c": 2, "b": 3}]}', "$.a[0].b: here more than once."),
        (b'{"a": {"x": 1, "x": 1}, "a": 2}', "$.x: here more than once."),
    ],
    ids=lambda value: repr(value[:25]),
)
def test_what_is_no_document_is_refused(data: bytes, problem: str) -> None:
    assert problems(data)[0].startswith(problem)


def test_repeated_keys_are_all_reported() -> None:
    text = rich_bytes().decode().replace('"title":', '"title": "One", "title":', 1)
    text = text.replace('"number":3,', '"number":3,"number":3,')
    found = problems(text.encode())
    assert "$.mobility.title: here more than once." in found
    assert "$.journal[3].number: here more than once." in found


def test_a_document_that_is_too_large_is_not_parsed() -> None:
    (problem,) = problems(b" " * (MAX_BYTES + 1))
    assert problem == f"$: {MAX_BYTES + 1} bytes are too many; at most {MAX_BYTES} are read."


@pytest.mark.parametrize("depth", [40, 200, 400])
def test_values_that_are_nested_too_deeply_are_refused(depth: int) -> None:
    nested: list[object] = []
    for _ in range(depth):
        nested = [nested]
    (problem,) = spoilt(("journal 0 actions 0 values title", nested))
    assert problem.endswith("[0]: nested more than 32 levels deep.")


def test_rubbish_does_not_decide_how_long_its_description_is() -> None:
    many: dict[str, object] = {str(number): {} for number in range(10_000)}
    found = spoilt(
        ("mobility learners", many),
        ("mobility units", many),
        ("journal 0 actions 0 values", {str(number): 0.5 for number in range(10_000)}),
        *((f"mobility period {number}", 0) for number in range(200)),
    )
    assert MAX_WRONG < len(found) < 8 * MAX_WRONG
    assert (
        f"$.mobility.learners: has {MAX_WRONG} wrong items; those after them were not"
        in "".join(found)
    )


def test_a_large_whole_number_is_just_a_number() -> None:
    document = rich()
    document["mobility"]["learners"]["lea"]["grid"]["revision"] = 10**100
    assert loads(encoded(document)).mobility.learners["lea"].grid.revision == 10**100


def test_what_is_shown_of_a_value_is_short_and_printable() -> None:
    (problem,) = spoilt(("mobility period start", "\x1b[2J" + "x" * 100_000))
    assert problem.startswith(
        "$.mobility.period.start: expected a date like '2027-03-26', got \"\\"
    )
    assert len(problem) < 200
    assert problem.isprintable()


# -- mutations


def places(document: object) -> list[tuple[Any, Any]]:
    """Every container of a document with each of its keys or indices."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [document]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return found


@examples(300)
@given(data=st.data())
def test_a_mutated_document_is_refused_or_read_but_nothing_else(data: st.DataObject) -> None:
    document = rich(entries=8)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(document)).map(tuple), label="place")
        match data.draw(st.sampled_from(["drop", "replace", "add", "move"])):
            case "drop":
                del container[key]
            case "replace":
                container[key] = data.draw(strategies.json_with_fractions)
            case "add" if isinstance(container, dict):
                container[data.draw(strategies.texts)] = data.draw(strategies.json_with_fractions)
            case _:
                other, name = data.draw(st.sampled_from(places(document)))
                container[key] = copy.deepcopy(other[name])
    survives(encoded(document))


@examples(200)
@given(
    st.integers(0, 10**9),
    st.binary(max_size=4) | st.sampled_from([b'"', b"}", b",", b"\\", b"[", b"1e9"]),
    st.booleans(),
)
def test_mutated_bytes_are_refused_or_read_but_nothing_else(
    place: int,
    put: bytes,
    cut: bool,  # noqa: FBT001  # Hypothesis gives it by name
) -> None:
    data = encoded(rich(entries=8))
    index = place % len(data)
    survives(data[:index] if cut else data[:index] + put + data[index + len(put) :])


@given(st.binary(max_size=200) | strategies.json_with_fractions.map(encoded))
@example(b'{"format": "mobiflow/1", "journal": [[]], "mobility": {"learners": {"": {}}}}')
def test_any_bytes_are_refused(data: bytes) -> None:
    assert problems(data)


def survives(data: bytes) -> None:
    """Either an error with its problems, or something that can be stored and read again."""
    try:
        stored = loads(data)
    except FormatError as error:
        found = error.problems
    else:
        snapshot = attrs.evolve(begun()._instance.snapshot, mobility=stored.mobility)
        again = loads(dumps(snapshot, stored.journal))
        assert again.mobility == stored.mobility
        assert again.journal.texts == stored.journal.texts
        return
    assert found
    assert all(problem.path.startswith("$") for problem in found)


@examples(100)
@given(data=st.data())
def test_no_entry_but_the_last_can_be_changed_unnoticed(data: st.DataObject) -> None:
    document = rich(entries=20)
    entry = data.draw(st.sampled_from(document["journal"][:-1]))
    container, key = data.draw(st.sampled_from(places(entry)))
    before = copy.deepcopy(container[key])
    container[key] = data.draw(strategies.json_with_fractions)
    if container[key] != before or type(container[key]) is not type(before):
        assert problems(encoded(document))


# -- actions from data


ACTIONS: Final = [
    found
    for name in actions.__all__
    if isinstance(found := getattr(actions, name), type) and is_action(found)
]


@pytest.mark.parametrize(
    "action_type", [a for a in ACTIONS if a not in (Excuse, SetFacts)], ids=lambda a: a.__name__
)
@given(data=st.data())
@examples(25)
def test_every_action_can_be_made_of_data(action_type: type[Any], data: st.DataObject) -> None:
    act = data.draw(strategies.values(action_type))
    assert action_from(action_type, json.loads(json.dumps(plain(act)))) == act


@pytest.mark.parametrize(
    ("action_type", "values", "expected"),
    [
        (
            AddLearner,
            {"learner": {"id": "l-1", "born": "2009-05-02"}},
            AddLearner(Learner("l-1", born=date(2009, 5, 2))),
        ),
        (CollectDocument, {"owner": "l-1", "kind": "cv"}, CollectDocument("l-1", "cv")),
        (
            CollectDocument,
            {"owner": ["l-1", "l-2"], "kind": "insurance", "valid_until": "2027-04-01"},
            CollectDocument(("l-1", "l-2"), "insurance", valid_until=date(2027, 4, 1)),
        ),
        (
            Fire,
            {"trigger": "depart", "subject": "learner:l-1"},
            Fire("depart", Ref("learner", "l-1")),
        ),
        (
            Fire,
            {"trigger": "issue", "subject": {"kind": "contract", "id": "2", "owner": "l:1"}},
            Fire("issue", Ref("contract", "2", "l:1")),
        ),
        (
            SetUnits,
            {"units": [{"id": "u", "title": "U", "outcomes": [{"id": "o", "title": "O"}]}]},
            SetUnits((Unit("u", "U", (Outcome("o", "O"),)),)),
        ),
        (
            ChooseAssessment,
            {"assessment": {"scale": {"levels": ["no", "yes"]}, "validation": "a jury"}},
            ChooseAssessment(model.Assessment(Scale(("no", "yes")), "a jury")),
        ),
        (
            PlanWork,
            {
                "learner": "l-1",
                "company": "c-1",
                "hours": {
                    "per_day": 7,
                    "per_week": 35.5,
                    "days": 5,
                    "begins": "05:30",
                    "ends": "13:30:00",
                    "break_minutes": 30,
                },
            },
            PlanWork("l-1", "c-1", hours=WorkingHours(7.0, 35.5, 5, time(5, 30), time(13, 30), 30)),
        ),
        (
            Excuse,
            {
                "refusal": {
                    "guard": "documents_collected(gate=application)",
                    "code": "document-missing",
                    "subject": "learner:l-1",
                    "params": {"document": "cv", "days": 3, "known": ["a", "b"]},
                },
                "reason": "By phone.",
                "until": "2027-03-01",
            },
            Excuse(
                Refusal(
                    "document-missing",
                    Ref("learner", "l-1"),
                    {"document": "cv", "days": 3, "known": ("a", "b")},
                    guard="documents_collected(gate=application)",
                ),
                reason="By phone.",
                until=date(2027, 3, 1),
            ),
        ),
    ],
)
def test_data_say_what_the_action_says(
    action_type: type[Any], values: dict[str, object], expected: Action
) -> None:
    assert action_from(action_type, values) == expected


def test_dates_and_times_of_data_files_are_taken_as_they_are() -> None:
    """TOML has dates and times of its own."""
    born, begins = date(2009, 5, 2), time(5, 30)
    assert action_from(ChangeLearner, {"learner": "l-1", "born": born}).on is None
    hours = {"per_day": 7, "per_week": 35, "days": 5, "break_minutes": 0, "ends": begins}
    assert value_from(WorkingHours, {**hours, "begins": begins}).begins == begins
    with pytest.raises(InvalidValue, match="expected a date like"):
        action_from(ChangeLearner, {"learner": "l-1", "born": datetime(2009, 5, 2, tzinfo=UTC)})


@pytest.mark.parametrize(
    ("action_type", "values", "expected"),
    [
        (
            AddLearner,
            {"learner": {"name": 5, "born": "2.5.2009", "nickname": "Léa"}, "at": 1},
            [
                "$.learner.id: missing.",
                "$.learner.name: expected a text, got 5.",
                "$.learner.born: expected a date like '2027-03-26', got \"2.5.2009\".",
                "$.learner.nickname: unknown; did you mean 'name'?",
                "$.at: unknown; what can be here: learner, on.",
            ],
        ),
        (
            CollectDocument,
            {"owner": 5, "kind": "a/b"},
            [
                "$.owner: expected a text or a list, got 5.",
                "$.kind: expected an id of 1 to 100 characters without spaces or '/', got \"a/b\".",
            ],
        ),
        (
            Fire,
            {"trigger": "depart", "subject": "l-1"},
            ["$.subject: expected a subject like 'learner:l-1', got 'l-1'."],
        ),
        (
            Excuse,
            {
                "refusal": {"subject": ":x", "params": {"n": True}, "who": []},
                "reason": "",
                "until": None,
            },
            [
                "$.refusal.guard: missing.",
                "$.refusal.code: missing.",
                "$.refusal.subject: expected a subject like 'learner:l-1', got ':x'.",
                "$.refusal.params.n: expected a text or a whole number or a list, got true.",
                "$.refusal.who: unknown; what can be here: guard, code, subject, params.",
                '$.reason: expected a text of 1 to 4000 characters, got "".',
                "$.until: expected a date like '2027-03-26', got null.",
            ],
        ),
        (
            SetFacts,
            {"subject": "l-1", "facts": {"blood": "A"}},
            ["$.facts: expected an instance of a class of facts, got an object."],
        ),
        (
            AddLearner,
            {"learner": {"id": "l-1", "stay": {"period": {"start": "2027-03-02"}}}},
            ["$.learner.stay.period.end: missing."],
        ),
    ],
)
def test_everything_wrong_with_an_action_is_said_at_once(
    action_type: type[Any], values: dict[str, object], expected: list[str]
) -> None:
    with pytest.raises(InvalidValue) as error:
        action_from(action_type, values)
    assert [str(problem) for problem in error.value.problems] == expected
    assert str(error.value).startswith(f"{action_type.__name__} cannot be accepted:")


@pytest.mark.parametrize("status", ["before", "during", "after"])
def test_a_remedy_shown_as_data_can_be_sent_back(status: str) -> None:
    flow = at(status, learners=2)
    for item in flow.todo():
        act = support.answered(flow, item.remedy)
        answers = {ask.name: plain(getattr(act, ask.name)) for ask in item.remedy.ask}
        values = {**plain(item.remedy)["known"], **answers, "on": plain(act.on)}
        assert action_from(item.remedy.action_type, json.loads(json.dumps(values))) == act


def test_only_actions_are_made() -> None:
    with pytest.raises(UnknownName):
        action_from(Learner, {"id": "l-1"})  # type: ignore[arg-type]


@attrs.frozen
class Canteen:
    """A plugin's facts."""

    diet: str | None = None
    allergies: int | None = None
    until: date | None = None


def test_facts_of_a_plugin_are_made_of_data() -> None:
    facts = value_from(Canteen, {"diet": "vegan", "until": "2027-03-01"})
    assert facts == Canteen("vegan", None, date(2027, 3, 1))
    assert action_from(SetFacts, {"subject": "l-1", "facts": facts}) == SetFacts("l-1", facts)
    with pytest.raises(InvalidValue, match=r"\$\.allergies: expected a whole number, got \"3\""):
        value_from(Canteen, {"allergies": "3"})


@attrs.frozen
class Odd:
    """Fields that JSON has no way to say, which only matters if they are given."""

    number: complex | None = None
    kind: CompanyKind = "host"


def test_a_type_that_json_cannot_say_is_refused_by_name() -> None:
    assert value_from(Odd, {}) == Odd()
    with pytest.raises(InvalidValue, match="values of type complex cannot be read from JSON"):
        value_from(Odd, {"number": 1})


# -- values for output


def test_an_explanation_as_data() -> None:
    flow = begun()
    why = flow.explain("select", learner="lea")
    shown = plain(why)
    assert list(shown) == ["allowed", "refusals"]
    assert shown["allowed"] is False
    index = next(i for i, r in enumerate(why.refusals) if r.params == {"document": "cv"})
    assert shown["refusals"][index] == {
        "code": "document-missing",
        "subject": {"kind": "learner", "id": "lea", "owner": ""},
        "params": {"document": "cv"},
        "guard": "documents_collected(gate=application)",
        "who": list(why.refusals[index].who),
        "due": "2026-11-30",
        "asked_by": list(why.refusals[index].asked_by),
        "notes": ["verify-information"],
        "excusable_by": ["coordinator"],
        "basis": [],
        "remedy": {
            "action": "CollectDocument",
            "known": {"owner": "lea", "kind": "cv"},
            "ask": [],
        },
    }


def test_what_a_remedy_asks_as_data() -> None:
    asks = (
        Ask("valid_until", date, "Valid until", at_least=date(2027, 3, 26)),
        Ask("mark", str, "Mark", choices=("no", "yes")),
        Ask("units", tuple[Unit, ...], "Units"),
        Ask("hours", WorkingHours | None, "Hours", must={"days": "5"}),
    )
    shown = plain(Remedy(CollectDocument, {"owner": "l-1"}, asks))
    assert [ask["type"] for ask in shown["ask"]] == [
        "date",
        "string",
        "Unit[]",
        "WorkingHours | null",
    ]
    assert shown["ask"][0] == {
        "name": "valid_until",
        "type": "date",
        "label": "Valid until",
        "choices": [],
        "at_least": "2027-03-26",
        "at_most": None,
        "must": {},
    }


def test_everything_a_flow_says_has_a_form_in_json() -> None:
    flow = rich_flow()
    table = read_learners(b"Id,Group\nlea,blue\nnew,red")
    said: dict[str, object] = {
        "mobility": flow.mobility,
        "learner": flow.mobility.learners["lea"],
        "todo": flow.todo(),
        "plan": flow.plan("advance"),
        "available": flow.available(),
        "invariants": flow.violations(),
        "steps": flow.steps(),
        "journal": flow.journal,
        "fired": flow.journal[-1].fired,
        "table": table,
        "import": plan_import(flow.mobility.learners, table),
        "actor": Actor(["host", "educator"], of={"b", "a"}),
    }
    shown = plain(said)
    assert json.loads(json.dumps(shown)) == shown
    assert plain(copy.deepcopy(said)) == shown
    assert shown["actor"] == {"roles": ["educator", "host"], "id": None, "of": ["a", "b"]}
    assert shown["journal"] == json.loads(flow.dumps())["journal"]
    assert shown["plan"]["complete"] is flow.plan("advance").complete
    assert list(shown["todo"][0]) == ["refusal", "blocks", "overdue"]
    assert list(shown["available"][0])[:3] == ["trigger", "subject", "explanation"]
    assert shown["table"]["columns"] == ["group", "id"]
    assert shown["import"]["changed"] == [{"id": "lea", "changes": {"group": [None, "blue"]}}]
    assert [learner["id"] for learner in shown["import"]["new"]] == ["new"]


def test_an_empty_answer_is_still_an_answer() -> None:
    assert plain(Explanation()) == {"allowed": True, "refusals": []}
    assert plain(Plan((), ())) == {"complete": True, "steps": [], "stuck": []}
    assert plain(Stay(Period(date(2027, 3, 1), date(2027, 3, 2))))["departed"] is None


def test_what_has_no_form_in_json_is_not_invented() -> None:
    with pytest.raises(TypeError, match="A function has no JSON form"):
        plain([begun])


# -- the room itself


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return {name.partition(".")[0] for name in named}


def test_two_modules_know_cattrs() -> None:
    knowing = [path for path in PACKAGE.rglob("*.py") if "cattrs" in imports_of(path)]
    names = {path.relative_to(PACKAGE).as_posix() for path in knowing}
    assert names == {"formats/by_form.py", "formats/structuring.py"}


def test_cattrs_is_imported_by_those_who_store() -> None:
    code = "import sys, mobiflow; mobiflow.Engine(); print('cattrs' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_stored_data_are_frozen() -> None:
    stored = loads(rich_bytes())
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        stored.workflow = "other"  # type: ignore[misc]
    assert isinstance(stored, Stored)
