"""The command line: what each command says, in words and in JSON, and how it ends."""

import json
import shlex
from pathlib import Path

import click
import pytest

from mobiflow import Ref, Refusal, Remedy
from mobiflow.actions import OpenIncident
from mobiflow.cli.app import app
from mobiflow.cli.help import INTRODUCTION, OPTIONS, PANELS, page
from mobiflow.cli.output.board import owner_of
from mobiflow.testing import at, drive
from tests.commandline import NEW, begin, data, prepared, run, stored


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin(monkeypatch, tmp_path)


@pytest.fixture
def file() -> str:
    return prepared()


# -- every command, in words and in JSON

COMMANDS = (
    ("guide", ["guide"], "Prepare and present the project", "phases"),
    ("step", ["guide", "--step", "debrief"], "our default", "phases"),
    ("show", ["show", "m.json"], "Léa Martin", "learners"),
    ("one", ["show", "m.json", "--learner", "l-1"], "2008-05-02", "learner"),
    ("todo", ["todo", "m.json"], "To be done by: learner, guardian", "todo"),
    ("explain", ["explain", "m.json", "reject", "--learner", "l-1"], "Yes", "allowed"),
    ("plan", ["plan", "m.json", "select", "--learner", "l-1"], "1. The document", "steps"),
    ("do", ["do", "m.json", "reject", "--learner", "l-1"], "turned down", "fired"),
    ("available", ["available", "m.json"], "select the learner", "available"),
    ("journal", ["journal", "m.json"], "add a learner: Léa Martin", "journal"),
    ("verify", ["journal", "m.json", "--verify"], "Entries: 2.", "unbroken"),
    ("actions", ["actions"], "collect-document", "actions"),
    ("action", ["actions", "sign-contract"], "electronic | paper | scanned", "actions"),
    ("trigger", ["actions", "depart"], "abroad", "triggers"),
    ("import", ["import", "m.json", "--learners", "learners.csv"], "nothing changes", "lists"),
    ("completion", ["completion", "bash"], "_mobiflow_completion", "script"),
)


@pytest.mark.parametrize(
    ("arguments", "shown"), [c[1:3] for c in COMMANDS], ids=[c[0] for c in COMMANDS]
)
def test_each_command_speaks_in_words(file: str, arguments: list[str], shown: str) -> None:
    result = run(*arguments)
    assert shown in result.stdout
    assert "\x1b" not in result.stdout
    assert all(line == line.rstrip() for line in result.stdout.splitlines())
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "key"), [c[1::2] for c in COMMANDS], ids=[c[0] for c in COMMANDS]
)
def test_each_command_speaks_in_json(file: str, arguments: list[str], key: str) -> None:
    result = run(*arguments, "--json")
    assert key in data(result)
    assert result.stderr == ""


@pytest.mark.parametrize("name", app.list_commands(click.Context(app)))
def test_each_command_explains_itself(name: str) -> None:
    shown = run(name, "--help").stdout
    assert "--json" in shown
    assert "--locale" in shown


def test_a_global_option_may_stand_before_the_command(file: str) -> None:
    assert run("--json", "todo", file).stdout == run("todo", file, "--json").stdout


def test_the_exit_codes_are_in_the_help() -> None:
    shown = " ".join(run("--help").stdout.split())
    assert "1 refused, or the answer is no; 2 wrong usage or input; 3 the file was" in shown


def test_the_version_is_shown() -> None:
    assert run("--version").stdout.startswith("mobiflow ")


def test_the_help_tells_what_the_commands_and_options_tell() -> None:
    ctx = click.Context(app, info_name="mobiflow")
    for name, text in (pair for panel in PANELS.values() for pair in panel.items()):
        command = app.get_command(ctx, name)
        assert command is not None
        assert " ".join((command.help or "").partition("\n\n")[0].split()) == text
    options = [param.get_help_record(ctx) for param in app.get_params(ctx)]
    assert [record for record in options if record is not None] == [
        (name.strip(), text) for name, text in OPTIONS.items()
    ]
    assert (app.help or "").split() == " ".join(INTRODUCTION).split()


def test_the_help_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (50, 80, 100):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert max(map(len, page(colour=False).splitlines())) <= columns
    monkeypatch.setenv("COLUMNS", "0")
    assert "\x1b[1mUsage:\x1b[0m mobiflow" in page(colour=True)


def test_a_paper_and_an_incident_are_on_the_line_of_the_learner_they_belong_to() -> None:
    flow = at("before")
    flow.do(OpenIncident("i-1", "other", learner="learner-1"))
    mobility = flow.mobility
    assert owner_of(mobility, Ref("document", "cv", "learner-1")) == "learner-1"
    assert owner_of(mobility, Ref("contract", "2", "learner-1")) == "learner-1"
    assert owner_of(mobility, Ref("incident", "i-1")) == "learner-1"
    assert owner_of(mobility, Ref("host-company", "c-1")) == "c-1"


# -- new


def test_a_new_mobility_has_what_was_said() -> None:
    run("new", "leipzig.json", *NEW, "--as", "coordinator:u-17")
    document = stored("leipzig.json")
    assert document["mobility"]["id"] == "leipzig"
    assert document["mobility"]["sending"] == {"name": "CFA Lyon", "country": "FR"}
    assert document["journal"][0]["actor"]["id"] == "u-17"


def test_a_new_mobility_never_takes_the_place_of_a_file() -> None:
    Path("kept.json").write_text("mine")
    shown = run("new", "kept.json", *NEW, ends=2).stderr
    assert "“kept.json” exists already" in shown
    assert Path("kept.json").read_text() == "mine"


def test_only_a_coordinator_begins_a_mobility() -> None:
    run("new", "m.json", *NEW, "--as", "host", ends=1)
    assert not Path("m.json").exists()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--start", "1 March", "“1 March” is not a date. Write year, month and day"),
        ("--end", "2027-02-28", "a period cannot end (2027-02-28) before it starts"),
        ("--host-country", "Germany", "a country as two capital letters"),
        ("--id", "a b", "an id of 1 to 100 characters without spaces"),
    ],
)
def test_what_a_new_mobility_cannot_be_is_said(option: str, value: str, said: str) -> None:
    assert said in run("new", "m.json", *NEW, option, value, ends=2).stderr


# -- do, explain, plan


def test_what_is_done_is_kept(file: str) -> None:
    run(
        "do", file, "collect-document", "--learner", "l-1", "--set", "kind=cv", "--on", "2027-01-02"
    )
    kept = stored(file)["mobility"]["learners"]["l-1"]["documents"]["cv"]
    assert (kept["status"], kept["collected"]) == ("collected", "2027-01-02")


def test_a_refusal_says_every_reason_and_changes_nothing(file: str) -> None:
    before = Path(file).read_bytes()
    result = run("do", file, "select", "--learner", "l-1", ends=1)
    assert result.stdout == ""
    assert "Refused; nothing was changed." in result.stderr
    assert "“CV” is missing — Léa Martin" in result.stderr
    assert "“Cover letter” is missing — Léa Martin" in result.stderr
    assert Path(file).read_bytes() == before


def test_a_refusal_is_data_too(file: str) -> None:
    found = data(run("do", file, "select", "--learner", "l-1", "--json", ends=1))
    assert found["done"] is False
    assert {refusal["code"] for refusal in found["refusals"]} == {"document-missing"}
    (first, _) = found["refusals"]
    assert first["remedy"]["values"] == {"owner": "l-1", "kind": "cv"}
    assert first["text"] == "Léa Martin: the document “CV” is missing."


def test_explain_and_plan_answer_with_the_exit_code(file: str) -> None:
    run("explain", file, "reject", "--learner", "l-1")
    run("explain", file, "select", "--learner", "l-1", ends=1)
    run("plan", file, "select", "--learner", "l-1")
    shown = run("plan", file, "come-back", "--learner", "l-1").stdout
    assert "After that, it is possible." in shown


def test_a_plan_that_leads_nowhere_says_what_is_left(file: str) -> None:
    run("do", file, "cancel", "--reason", "no funds")
    found = data(run("plan", file, "select", "--learner", "l-1", "--json", ends=1))
    assert [refusal["code"] for refusal in found["stuck"]] == ["mobility-closed"]
    shown = run("plan", file, "select", "--learner", "l-1", ends=1).stdout
    assert "this is still in the way" in shown


def test_explain_changes_nothing(file: str) -> None:
    before = Path(file).read_bytes()
    for command in ("explain", "plan"):
        run(command, file, "reject", "--learner", "l-1")
    assert Path(file).read_bytes() == before


def test_a_command_is_given_for_what_is_missing(file: str) -> None:
    shown = run("explain", file, "select", "--learner", "l-1", "--how", ends=1).stdout
    assert "$ mobiflow do m.json collect-document --learner l-1 --set kind=cv\n" in shown


def test_a_command_names_nobody_who_acts_where_the_coordinator_may(file: str) -> None:
    shown = run("plan", file, "advance", "--how").stdout
    assert "sign-contract --learner l-1 --set party=host --set" in shown
    assert "--as" not in shown


def test_the_commands_given_do_what_they_say(file: str) -> None:
    """Those that need no answer, one after the other, until only questions are left."""
    for name in ("l-2", "l-3"):
        run("do", file, "withdraw", "--learner", name)
    done = 0
    while True:
        commands = [item["command"] for item in data(run("todo", file, "--json"))["todo"]]
        ready = [c for c in commands if not any(blank in c for blank in ("TEXT", "@", "-DD", "|"))]
        if not ready:
            break
        run(*shlex.split(ready[0])[1:])
        done += 1
    assert done > 20
    assert {item.split()[3] for item in commands} >= {"set-units", "choose-assessment"}


def test_a_command_names_who_must_act() -> None:
    Path("a.json").write_bytes(at("after").dumps())
    found = data(run("plan", "a.json", "advance", "--json"))["steps"]
    (decided,) = (step["command"] for step in found if step["code"] == "unit-undecided")
    assert decided.endswith("--as certifier")


def test_whoever_acts_must_be_permitted(file: str) -> None:
    shown = run("do", file, "cancel", "--reason", "x", "--as", "host", ends=1).stderr
    assert "Only these may do this: coordinator" in shown
    run("do", file, "withdraw", "--learner", "l-1", "--as", "learner@l-2", ends=1)
    run("do", file, "withdraw", "--learner", "l-1", "--as", "learner:u-1@l-1")
    assert stored(file)["journal"][-1]["actor"] == {
        "roles": ["learner"],
        "id": "u-1",
        "of": ["l-1"],
    }


def test_an_excuse_can_be_given(file: str) -> None:
    refusals = data(run("explain", file, "select", "--learner", "l-1", "--json", ends=1))[
        "refusals"
    ]
    for refusal in refusals:
        known = {name: refusal[name] for name in ("guard", "code", "params")}
        known["subject"] = refusal["subject"]["id"]
        values = json.dumps({"refusal": known, "reason": "on paper", "until": "2027-04-01"})
        run("do", file, "excuse", "--json-values", values)
    run("do", file, "select", "--learner", "l-1")


# -- todo


def test_the_list_of_a_role_is_its_own_turn(file: str) -> None:
    found = data(run("todo", file, "--role", "learner", "--json"))["todo"]
    assert len(found) == 9
    assert all("learner" in {word["id"] for word in item["refusal"]["who"]} for item in found)


def test_the_list_for_one_learner_is_about_that_learner(file: str) -> None:
    for options in (("--of", "l-2"), ("--role", "learner", "--of", "l-2")):
        found = data(run("todo", file, *options, "--json"))["todo"]
        assert {item["refusal"]["subject"]["id"] for item in found} == {"learner:l-2"}


def test_a_host_company_finds_what_it_must_sign() -> None:
    """What a company signs is about a learner, not about the company."""
    flow = at("before", learners=2)

    def all_but_that(refusal: Refusal, remedy: Remedy) -> None:
        if remedy.known.get("party") == "host-company":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        drive(flow, to="during", answer=all_but_that)
    Path("d.json").write_bytes(flow.dumps())
    for options in (("--of", "company-1"), ("--role", "host-company", "--of", "company-1")):
        found = data(run("todo", "d.json", *options, "--json"))["todo"]
        assert "signature-missing" in {item["refusal"]["code"] for item in found}


def test_the_day_decides_what_is_overdue(file: str) -> None:
    early = data(run("todo", file, "--today", "2026-01-01", "--json"))["todo"]
    late = data(run("todo", file, "--today", "2027-06-01", "--json"))["todo"]
    assert not any(item["overdue"] for item in early)
    assert all(item["overdue"] for item in late)


def test_a_list_fits_into_a_spreadsheet(file: str) -> None:
    lines = run("todo", file, "--csv").stdout.splitlines()
    assert lines[0] == "due,overdue,who,subject_kind,subject_id,subject,code,text"
    assert '2026-11-30,yes,"learner, guardian",learner,l-1,Léa Martin,document-missing' in lines[8]


def test_many_learners_with_the_same_matter_make_one_line() -> None:
    Path("b.json").write_bytes(at("before", learners=9).dumps())
    shown = " ".join(run("todo", "b.json").stdout.split())
    assert "Learner 4, Learner 5, and 4 more" in shown


# -- show


def test_the_board_has_a_line_per_learner_for_spreadsheets(file: str) -> None:
    lines = run("show", file, "--csv").stdout.splitlines()
    assert lines[0].startswith("id,name,group,status,open,overdue,broken,next")
    assert [line.partition(",")[0] for line in lines[1:]] == ["l-1", "l-2", "l-3"]


def test_a_formula_in_a_name_stays_a_text(file: str) -> None:
    run("do", file, "change-learner", "--learner", "l-1", "--set", "name==1+1")
    assert ",'=1+1," in run("show", file, "--csv").stdout


def test_a_name_cannot_steer_the_terminal(file: str) -> None:
    values = '{"learner": "l-1", "name": "L\\u001b[31m\\u202ea"}'
    run("do", file, "change-learner", "--json-values", values)
    for arguments in (("show", file), ("todo", file), ("show", file, "--learner", "l-1")):
        shown = run(*arguments).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_what_no_longer_holds_abroad_is_marked() -> None:
    flow = at("during", learners=2)
    document = json.loads(flow.dumps())
    for learner in document["mobility"]["learners"].values():
        learner["status"], learner["placements"] = "abroad", []
    Path("d.json").write_text(json.dumps(document))
    shown = " ".join(run("show", "d.json").stdout.split())
    assert "! Learner 1" in shown
    assert "No host company has been found for the stay" in shown
    found = data(run("show", "d.json", "--json"))["learners"]
    assert [r["code"] for r in found[0]["broken"]] == ["not-placed"]
    assert "What no longer holds:" in run("show", "d.json", "--learner", "learner-1").stdout


@pytest.mark.parametrize("status", ["before", "during", "after", "completed"])
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_moment_can_be_shown(status: str, locale: str) -> None:
    Path("m.json").write_bytes(at(status, learners=2).dumps())
    for arguments in (["show"], ["show", "--learner", "learner-1"], ["todo"], ["journal"]):
        command, *options = arguments
        shown = run(command, "m.json", *options, "--locale", locale).stdout
        assert all(len(line) <= 80 for line in shown.splitlines())
    found = data(run("show", "m.json", "--json"))
    assert found["mobility"]["status"] == status


# -- names that are nearly right

TYPOS = (
    (["todoo", "m.json"], "'todo'"),
    (["todo", "m.json", "--rol", "x"], "'--role'"),
    (["todo", "m.json", "--role", "learnr"], "'learner'"),
    (["todo", "m.json", "--of", "l-11"], "'l-1'"),
    (["todo", "n.json"], "“m.json”"),
    (["do", "m.json", "selekt", "--learner", "l-1"], "'select'"),
    (["do", "m.json", "colect-document", "--learner", "l-1"], "'collect-document'"),
    (["do", "m.json", "sign", "--learner", "l-1"], "sign-contract, sign-grid"),
    (["do", "m.json", "select", "--learner", "l-9"], "'l-1'"),
    (["do", "m.json", "inform", "--company", "c-9"], "'c-1'"),
    (["do", "m.json", "collect-document", "--learner", "l-1", "--set", "kynd=cv"], "'kind'"),
    (["do", "m.json", "collect-document", "--learner", "l-1", "--set", "kind=vc"], "'cv'"),
    (["do", "m.json", "advance", "--as", "cordinator"], "'coordinator'"),
    (["do", "m.json", "withdraw", "--learner", "l-1", "--as", "learner@l-8"], "'l-1'"),
    (["actions", "colect-document"], "'collect-document'"),
    (["guide", "--step", "debreef"], "'debrief'"),
    (["guide", "--workflow", "mobilty"], "'mobility'"),
    (["show", "m.json", "--locale", "fre"], "'fr'"),
)


@pytest.mark.parametrize(("arguments", "meant"), TYPOS, ids=[" ".join(t[0]) for t in TYPOS])
def test_a_typo_is_answered_with_the_nearest_name(
    file: str, arguments: list[str], meant: str
) -> None:
    result = run(*arguments, ends=2)
    assert result.stdout == ""
    assert meant in result.stderr
    error = data(run(*arguments, "--json", ends=2))["error"]
    assert meant in error["message"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show"], "Missing argument 'FILE'"),
        (["show", "m.json", "--csv", "--learner", "l-1"], "--csv is about all learners"),
        (["import", "m.json"], "Name at least one list"),
        (["do", "m.json", "advance", "--learner", "l-1"], "trigger of a mobility"),
        (["do", "m.json", "select"], "trigger of a learner: give learner="),
        (["do", "m.json", "select", "--set", "learner=l-1"], "“select” is a trigger. It takes"),
        (["do", "m.json", "place", "--reason", "x"], "“place” has no use for --reason"),
        (["do", "m.json", "collect-document", "--set", "kind"], "Write --set key=value."),
        (["do", "m.json", "collect-document", "--json-values", "{"], "The values are not JSON"),
        (["do", "m.json", "collect-document", "--json-values", "[]"], "one JSON object"),
        (["do", "m.json", "add-learner", "--set", "learner=x"], "has several parts"),
        (
            ["do", "m.json", "change-learner", "--learner", "l-1", "--set", "born=2.5.2008"],
            "$.born",
        ),
        (["do", "m.json", "withdraw", "--learner", "l-1", "--as", "learner"], "--as learner@ID"),
        (["do", "m.json", "advance", "--as", "host@c-1"], "Leave out @c-1"),
        (["completion", "tcsh"], "'bash', 'zsh', 'fish'"),
        (["journal", "m.json", "--last", "0"], "0 is not in the range"),
        (["show", "m.json", "--plugin", "nothing-such"], "nothing-such"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input_is_answered_with_a_sentence(
    file: str, arguments: list[str], said: str
) -> None:
    before = Path(file).read_bytes()
    assert said in run(*arguments, ends=2).stderr
    assert Path(file).read_bytes() == before


# -- languages


def test_french_is_asked_for_by_option_or_environment(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    french = run("show", file, "--locale", "fr").stdout
    assert "candidat" in french
    assert "avant" in french
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert run("show", file).stdout == french
    assert run("show", file, "--locale", "en").stdout != french
    monkeypatch.setenv("LANG", "tlh_KL.UTF-8")
    assert "candidate" in run("show", file).stdout


def test_the_keys_are_the_same_in_every_language(file: str) -> None:
    def keys(value: object) -> object:
        if isinstance(value, dict):
            return {name: keys(item) for name, item in value.items()}
        return [keys(item) for item in value] if isinstance(value, list) else None

    for arguments in (["show", file], ["todo", file], ["guide"]):
        english = data(run(*arguments, "--json"))
        french = data(run(*arguments, "--json", "--locale", "fr"))
        assert keys(english) == keys(french)
        assert english != french


def test_the_guide_is_french_in_french() -> None:
    found = data(run("guide", "--json", "--locale", "fr"))
    steps = [step for phase in found["phases"] for step in phase["steps"]]
    assert len(steps) == 11
    assert sum(len(step["tasks"]) for step in steps) == 39
    assert sum(len(step["notes"]) for step in steps) == 27
    english = data(run("guide", "--json"))
    assert found["phases"][0]["steps"][0]["title"] != english["phases"][0]["steps"][0]["title"]
