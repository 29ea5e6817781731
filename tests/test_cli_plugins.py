"""Commands about plugins: which there are, what they change, files, and what is demanded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mobiflow import Engine
from mobiflow.cli.commands import diff
from mobiflow.formats import write_workflow
from tests.commandline import begin, data, prepared, run

ACME = """
import mobiflow
from attrs import evolve, frozen
from mobiflow import allow, contributions as change, definition, guards

__version__ = "2.5"

@mobiflow.hookimpl
def mobiflow_extend(workflow):
    if workflow.id != "mobility":
        return
    yield change.AddDocument(definition.DocumentKind("hygiene", "Hygiene", allow("learner")))
    yield change.AddLabel("document:hygiene", "proof of hygiene")
    yield change.AddLeadTime("document/hygiene", definition.LeadTime("start", -42))
    yield change.Remove("note:plan-b")
    (debrief,) = (s for p in workflow.phases for s in p.steps if s.id == "debrief")
    yield change.Replace("step:debrief", evolve(debrief, title="Sit together"))
    thank = definition.Task("thank-companies", "Thank them", allow("host"))
    yield change.Replace("task:review-and-disseminate/thank-companies", thank)

@mobiflow.hookimpl
def mobiflow_guards():
    return {"acme_ended": guards.all_ended}

@frozen
class Bed:
    street: str | None = None

@mobiflow.hookimpl
def mobiflow_facts():
    yield definition.FactsKind("learner", Bed, allow("host"))
"""
WORDS = """
import mobiflow
from mobiflow import contributions as change, definition

@mobiflow.hookimpl
def mobiflow_extend(workflow):
    yield change.AddNote(definition.Note("rain", "Take an umbrella", "It rains."), "debrief")
"""
STAY = ("--sending", "FR", "--host", "DE", "--start", "2027-03-01", "--end", "2027-03-26")
OPEN_DAY = """
format = "mobiflow-workflow/1"
id = "open-day"
version = "1"
title = "Open day"

[[lifecycles]]
kind = "learner"
initial = "signed-up"
states = [{ id = "signed-up", category = "applying" }, { id = "back", category = "ended" }]

[[lifecycles.transitions]]
trigger = "tick-off"
sources = ["signed-up"]
dests = ["back"]
permission = ["coordinator"]

[[phases]]
id = "preparing"
title = "Preparing"
steps = [{ id = "invite", title = "Invite" }]
"""


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    begin(monkeypatch, tmp_path / "here")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Installs a plugin as an installer would leave it."""
    known = set(sys.modules)

    def installed(name: str, source: str, version: str = "2.5") -> None:
        site = tmp_path / name
        info = site / f"mobiflow_{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (site / f"mobiflow_{name}.py").write_text(source, "utf-8")
        metadata = f"Metadata-Version: 2.1\nName: mobiflow-{name}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, "utf-8")
        entry = f"[mobiflow]\n{name} = mobiflow_{name}\n"
        (info / "entry_points.txt").write_text(entry, "utf-8")
        monkeypatch.syspath_prepend(str(site))

    yield installed
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.fixture
def acme(install: Callable[..., None]) -> None:
    install("acme", ACME)


@pytest.fixture
def open_day() -> str:
    Path("open-day.toml").write_text(OPEN_DAY, "utf-8")
    return "open-day.toml"


def differences(*options: str) -> dict[str, dict[str, Any]]:
    found = data(run("diff", *options, "--json"))["differences"]
    return {item["address"]: item for item in found}


# -- plugins


def test_every_plugin_in_use_is_listed_with_what_it_brings() -> None:
    found = {p["name"]: p for p in data(run("plugins", "--json"))["plugins"]}
    assert set(found) == {"certifiers", "countries", "guide"}
    guide = found["guide"]
    assert guide["workflows"] == ["mobility"]
    assert guide["brings"]["mobility"]["phase"] == ["phase:before", "phase:during", "phase:after"]
    assert "mobiflow_workflows" in guide["hooks"]
    assert found["countries"]["brings"]["mobility"].keys() >= {"prerequisite", "guard"}
    assert all(plugin["built_in"] for plugin in found.values())


def test_all_kinds_of_contribution_are_listed(acme: None) -> None:
    listed = data(run("plugins", "--plugin", "acme", "--json"))["plugins"]
    (found,) = (plugin for plugin in listed if plugin["name"] == "acme")
    assert (found["version"], found["built_in"]) == ("2.5", False)
    assert found["brings"]["mobility"] == {
        "step": ["step:debrief"],
        "task": ["task:review-and-disseminate/thank-companies"],
        "document": ["document:hygiene"],
        "facts": ["facts:learner/Bed"],
        "named-guard": ["named-guard:acme_ended"],
    }
    assert found["removes"] == {"mobility": ["note:plan-b"]}
    assert found["hooks"] == ["mobiflow_extend", "mobiflow_facts", "mobiflow_guards"]


def test_plugins_are_listed_in_words(acme: None) -> None:
    shown = run("plugins", "--plugin", "acme").stdout
    acme_part = shown[shown.index("acme 2.5") : shown.index("certifiers 0.1.0 (built in)")]
    assert "Kinds of document  1  hygiene" in acme_part
    assert "Removed            1  note:plan-b" in acme_part
    assert "mobiflow_facts" in acme_part


def test_guards_that_only_carry_out_prerequisites_are_not_counted_twice() -> None:
    shown = run("plugins").stdout
    part = shown[shown.index("countries 0.1.0") : shown.index("guide 0.1.0")]
    assert "Prerequisites" in part
    assert "Guards" not in part


def test_a_plugin_that_is_not_in_use_is_listed_apart_and_not_imported(
    install: Callable[..., None],
) -> None:
    install("broken", "raise RuntimeError('imported')", version="0.3")
    found = data(run("plugins", "--json"))
    assert "broken" not in {plugin["name"] for plugin in found["plugins"]}
    assert found["installed"] == [
        {"name": "broken", "version": "0.3", "distribution": "mobiflow-broken"}
    ]
    shown = run("plugins").stdout
    assert "Installed, but not in use:\n  broken 0.3 (mobiflow-broken)" in shown
    assert "mobiflow_broken" not in sys.modules


def test_a_plugin_in_use_is_not_listed_twice(acme: None) -> None:
    assert data(run("plugins", "--plugin", "acme", "--json"))["installed"] == []


def test_a_plugin_that_cannot_be_used_is_an_error(install: Callable[..., None]) -> None:
    install("broken", "raise RuntimeError('imported')")
    shown = run("plugins", "--plugin", "broken", ends=2).stderr
    assert "broken (mobiflow-broken 2.5): cannot be imported" in shown
    assert "'broken'" in run("plugins", "--plugin", "brokn", ends=2).stderr


# -- diff


def test_what_a_plugin_changes_is_told_with_its_name_and_its_kind(acme: None) -> None:
    found = differences("--plugin", "acme", "--by", "acme")
    assert {address: (item["what"], item["meaning"]) for address, item in found.items()} == {
        "step:debrief": ("changed", False),
        "note:plan-b": ("removed", False),
        "task:review-and-disseminate/thank-companies": ("changed", True),
        "document:hygiene": ("added", True),
        "facts:learner/Bed": ("added", True),
    }
    assert {item["source"] for item in found.values()} == {"acme 2.5"}
    assert found["step:debrief"]["after"]["title"] == "Sit together"


def test_differences_are_told_in_words(acme: None) -> None:
    shown = " ".join(run("diff", "--plugin", "acme", "--by", "acme").stdout.split())
    assert "By acme 2.5 Added Kinds of document hygiene Hygiene" in shown
    assert "Removed Notes plan-b Keep a plan B (wording only)" in shown
    assert "debrief (wording only) title: Close the stay with a debriefing → Sit together" in shown
    assert "who.roles: + host − coordinator" in shown
    assert "Differences in meaning: 3. Only in wording, dates or help: 2." in shown


def test_labels_and_lead_times_are_no_difference_in_meaning(acme: None) -> None:
    found = differences("--plugin", "acme")
    for address in ("label:document:hygiene", "lead-time:document/hygiene"):
        assert (found[address]["what"], found[address]["meaning"]) == ("added", False)
    shown = " ".join(run("diff", "--plugin", "acme").stdout.split())
    assert "document/hygiene start -42 (wording only)" in shown


def test_the_built_in_plugins_differ_from_the_guide_alone_too() -> None:
    found = differences()
    sources = {item["source"] for item in found.values() if item["meaning"]}
    assert sources == {"certifiers 0.1.0", "countries 0.1.0"}
    assert found["label:sector:bakery"]["after"] == "bakery and confectionery"


def test_the_exit_code_tells_whether_the_meaning_differs(
    install: Callable[..., None], acme: None
) -> None:
    install("words", WORDS, version="0")
    options = ("--plugin", "acme", "--plugin", "words", "--exit-code")
    run("diff", *options[:-1])
    run("diff", *options, ends=1)
    run("diff", *options, "--by", "acme", ends=1)
    run("diff", *options, "--by", "words")
    run("diff", *options, "--by", "guide")
    assert data(run("diff", *options, "--by", "words", "--json"))["meaning"] is False


def test_a_workflow_is_compared_with_the_one_of_the_same_id_in_a_file() -> None:
    own = write_workflow(Engine(disabled=["certifiers", "countries"]).workflows["mobility"])
    Path("ours.toml").write_text(own.replace('"Celebrate"', '"Have a party"'), "utf-8")
    found = differences("--against", "ours.toml")
    assert found["note:celebrate"]["before"]["title"] == "Have a party"
    assert {a for a, item in found.items() if item["source"] == "guide 0.1.0"} == {"note:celebrate"}


def test_a_workflow_that_only_a_file_has_is_compared_with_what_plugins_make_of_it(
    open_day: str,
) -> None:
    found = data(run("diff", "--against", open_day, "--json"))
    assert found["workflow"] == "open-day"
    assert {item["what"] for item in found["differences"]} == {"added"}


def test_a_file_may_be_compared_with_any_workflow(open_day: str) -> None:
    found = differences("--against", open_day, "--workflow", "mobility")
    assert found["phase:preparing"]["what"] == "removed"
    assert found["workflow:id"]["after"] == "mobility"


def test_the_order_of_pieces_is_part_of_the_meaning(
    open_day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, phases = OPEN_DAY.replace('"open-day"', '"mobility"').split("[[phases]]")
    later = '[[phases]]\nid = "later"\ntitle = "Later"\n'
    Path("a.toml").write_text(f"{whole}[[phases]]{phases}{later}", "utf-8")
    Path("b.toml").write_text(f"{whole}{later}[[phases]]{phases}", "utf-8")

    def plain_engine(_session: object) -> Engine:
        return Engine(workflows=["b.toml"], disabled=["guide", "countries", "certifiers"])

    monkeypatch.setattr(diff, "engine", plain_engine)
    result = run("diff", "--against", "a.toml", "--exit-code", ends=1)
    assert "the same pieces are in another order" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "countrys"], "Did you mean 'countries'?"),
        (["--workflow", "mobilty"], "Did you mean 'mobility'?"),
        (["--against", "guid"], "Did you mean 'guide'? Or name a TOML file."),
        (["--against", "open_day.toml"], "Did you mean “open-day.toml”?"),
        (["--against", "."], "is a directory"),
    ],
)
def test_what_cannot_be_compared_is_answered_with_a_sentence(
    open_day: str, options: list[str], said: str
) -> None:
    assert said in run("diff", *options, ends=2).stderr


def test_a_file_that_is_no_workflow_cannot_be_compared_with() -> None:
    Path("x.toml").write_text("id = 1", "utf-8")
    error = data(run("diff", "--against", "x.toml", "--json", ends=2))["error"]
    assert {problem["path"] for problem in error["problems"]} >= {"$.format", "$.id"}


# -- check


def test_a_sound_file_has_no_problem(open_day: str) -> None:
    assert run("check", open_day).stdout == "open-day.toml: no problem found\n"
    assert data(run("check", open_day, "--json")) == {
        "sound": True,
        "files": [{"file": "open-day.toml", "sound": True, "problems": []}],
    }


def test_every_problem_of_every_file_is_told_with_its_path(open_day: str) -> None:
    Path("wrong.toml").write_text(OPEN_DAY.replace("version =", "versio ="), "utf-8")
    Path("cut.toml").write_text(OPEN_DAY[:-3], "utf-8")
    shown = run("check", open_day, "wrong.toml", "cut.toml", ends=1).stdout
    assert "wrong.toml: cannot be used\n  $.version\n      missing.\n" in shown
    assert "did you mean 'version'?" in shown
    assert "cut.toml: cannot be used" in shown
    found = data(run("check", open_day, "wrong.toml", "cut.toml", "--json", ends=1))
    assert found["sound"] is False
    assert [file["sound"] for file in found["files"]] == [True, False, False]
    assert {p["path"] for p in found["files"][1]["problems"]} == {"$.version", "$.versio"}


def test_a_file_may_name_the_guards_of_plugins_in_use(acme: None) -> None:
    guarded = OPEN_DAY + 'exit = [{ guard = "acme_ended" }]\n'
    Path("guarded.toml").write_text(guarded, "utf-8")
    run("check", "guarded.toml", ends=1)
    run("check", "guarded.toml", "--plugin", "acme")
    assert "acme_ended" in run("diff", "--against", "guarded.toml", ends=2).stderr
    run("diff", "--against", "guarded.toml", "--plugin", "acme")


def test_a_file_that_cannot_be_opened_is_another_matter(open_day: str) -> None:
    assert "Did you mean “open-day.toml”?" in run("check", "open-dy.toml", ends=2).stderr
    assert "is a directory" in run("check", open_day, ".", ends=2).stderr
    assert "Missing argument" in run("check", ends=2).stderr
    error = data(run("check", open_day, "nowhere.toml", "--json", ends=2))["error"]
    assert error["kind"] == "input"


# -- requirements


def demanded(*options: str) -> dict[str, dict[str, Any]]:
    found = data(run("requirements", *STAY, *options, "--json"))["requirements"]
    return {item["id"]: item for item in found}


MINOR = ("--born", "2009-05-02", "--nationality", "FR", "--enrolment", "student")


def test_what_blocks_comes_first_with_its_law_and_the_day_it_was_read() -> None:
    found = demanded(*MINOR, "--sector", "bakery")
    blocking = [item["blocking"] for item in found.values()]
    assert blocking == sorted(blocking, reverse=True)
    assert found["de-hours"]["law"]["text"] == "Jugendarbeitsschutzgesetz § 8"
    assert set(found["de-hours"]["law"]) == {"text", "found", "checked"}
    assert found["de-hours"]["requires"]["what"] == "hours-limit"
    assert found["de-hours"]["applies"] is True


def test_what_is_demanded_is_told_in_words() -> None:
    shown = " ".join(run("requirements", *STAY, *MINOR, "--sector", "bakery").stdout.split())
    assert shown.startswith("FR → DE, 2027-03-01 – 2027-03-26 Demanded before departure: ")
    assert "Under 18: at most 8 hours a day and 40 a week de-hours" in shown
    assert "Jugendarbeitsschutzgesetz § 8; read on 20" in shown
    assert "document “Authorisation to leave the country" in shown
    assert shown.index("de-hours") < shown.index("Only advised, and in nobody's way")
    assert shown.endswith("This is no legal advice.")


def test_a_fact_that_is_missing_is_asked_for_and_nothing_is_assumed() -> None:
    unsure = demanded()["fr-signature-guardian"]
    assert (unsure["applies"], set(unsure["unknown"])) == (None, {"enrolment", "born"})
    found = data(run("requirements", *STAY, "--json"))
    assert set(found["unknown"]) == {"born", "enrolment", "nationality", "sector"}
    shown = " ".join(run("requirements", *STAY).stdout.split())
    assert "applies perhaps; not known: date of birth" in shown
    assert "date of birth (--born)" in shown
    assert not any(item["unknown"] for item in demanded(*MINOR, "--sector", "bakery").values())


def test_contact_with_minors_is_said_or_not_known() -> None:
    spain = (*STAY[:2], "--host", "ES", *STAY[4:])

    def asked(*options: str) -> dict[str, Any] | None:
        found = data(run("requirements", *spain, *MINOR, *options, "--json"))["requirements"]
        return next((item for item in found if item["id"] == "es-sexual-offences"), None)

    unsure, sure = asked(), asked("--minors")
    assert unsure is not None
    assert unsure["unknown"] == ["contact_with_minors"]
    assert sure is not None
    assert sure["applies"] is True
    assert asked("--no-minors") is None
    assert "(--minors)" in run("requirements", *spain, *MINOR).stdout


def test_countries_may_be_named() -> None:
    by_name = run("requirements", "--sending", "France", "--host", "allemagne", *STAY[4:], "--json")
    assert data(by_name) == data(run("requirements", *STAY, "--json"))
    assert data(run("requirements", *STAY, "--host", "UK", "--json"))["profile"]["host"] == "GB"


def test_what_plugins_demand_is_asked_for_too(install: Callable[..., None]) -> None:
    law = (
        "import datetime, mobiflow\n"
        "from mobiflow.definition import *\n"
        "LAW = LegalSource('Decision 14', 'a journal', datetime.date(2026, 9, 1))\n"
        "@mobiflow.hookimpl\n"
        "def mobiflow_prerequisites():\n"
        "    evening = Confirmation(('coordinator',))\n"
        "    yield Prerequisite('region-evening', 'Evening', Applies(), evening, LAW)\n"
    )
    install("region", law, version="1.0")
    found = demanded("--plugin", "region")["region-evening"]
    assert (found["source"], found["law"]["checked"]) == ("region 1.0", "2026-09-01")
    assert "region-evening" not in demanded()


def test_nothing_demanded_is_said() -> None:
    nowhere = ("--sending", "BR", "--host", "BR", *STAY[4:])
    shown = run("requirements", *nowhere).stdout
    assert "Nothing that these plugins know of is demanded." in shown


def test_a_sector_that_no_rule_knows_may_be_misspelt() -> None:
    result = run("requirements", *STAY, "--sector", "bakry", "--json")
    assert "There are rules about: bakery." in result.stderr
    assert data(result)["profile"]["sector"] == "bakry"
    assert run("requirements", *STAY, "--sector", "other").stderr == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--enrolment", "aprentice"], "Did you mean 'apprentice'?"),
        (["--nationality", "Germny"], "Did you mean 'Germany'?"),
        (["--born", "2 May"], "“2 May” is not a date."),
        (["--born", "0009-05-02"], "expected a year from 1900 to 2200"),
        (["--end", "2027-02-26"], "a period cannot end (2027-02-26) before it starts"),
        (["--workflow", "mobilty"], "Did you mean 'mobility'?"),
    ],
)
def test_facts_that_cannot_be_are_answered_with_a_sentence(options: list[str], said: str) -> None:
    assert said in run("requirements", *STAY, *options, ends=2).stderr


def test_countries_have_to_be_given() -> None:
    assert "Missing option '--sending'" in run("requirements", ends=2).stderr


# -- laws and advice, where refusals are shown


def test_advice_for_a_learner_stands_apart_from_what_blocks() -> None:
    file = prepared()
    found = data(run("show", file, "--learner", "l-1", "--json"))
    advised = {refusal["params"].get("prerequisite") for refusal in found["advice"]}
    assert "eu-health-insurance-card" in advised
    assert {refusal["subject"]["id"] for refusal in found["advice"]} == {"learner:l-1"}
    assert not any(item["refusal"]["basis"] for item in found["open"])
    shown = run("show", file, "--learner", "l-1").stdout
    blocks, _, advice = shown.partition("Only advised, and in nobody's way: ")
    assert "European Health Insurance Card" in advice
    assert "European guidance for sending organisations" in " ".join(advice.split())
    assert "European Health Insurance Card" not in blocks
    assert "!" not in advice.replace("! overdue", "")


def test_an_explanation_names_the_law() -> None:
    file = prepared()
    run("do", file, "change-learner", "--learner", "l-1", "--set", "born=2009-08-01")
    for kind in ("cv", "cover-letter"):
        run("do", file, "collect-document", "--learner", "l-1", "--set", f"kind={kind}")
        run("do", file, "verify-document", "--learner", "l-1", "--set", f"kind={kind}")
    run("do", file, "select", "--learner", "l-1")
    shown = " ".join(run("explain", file, "depart", "--learner", "l-1", ends=1).stdout.split())
    assert "(Jugendarbeitsschutzgesetz § 32, countries 0.1.0" in shown
    found = data(run("explain", file, "depart", "--learner", "l-1", "--json", ends=1))
    laws = {law for refusal in found["refusals"] for law in refusal["basis"]}
    assert "Jugendarbeitsschutzgesetz § 32" in laws


# -- languages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plugins"], "Étapes"),
        (["diff", "--by", "certifiers"], "Ajouté"),
        (["check", "open-day.toml"], "aucun problème trouvé"),
        (["requirements", *STAY, *MINOR], "Exigences avant le départ"),
    ],
)
def test_each_command_speaks_french(open_day: str, arguments: list[str], said: str) -> None:
    shown = run(*arguments, "--locale", "fr").stdout
    assert said in shown
    assert data(run(*arguments, "--json", "--locale", "fr")).keys() == (
        data(run(*arguments, "--json")).keys()
    )
