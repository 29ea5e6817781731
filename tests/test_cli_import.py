"""``mobiflow import``: all of it or nothing, and nothing twice."""

import json
from pathlib import Path

import pytest

from tests.commandline import LEARNERS, NEW, begin, data, prepared, run, stored

CHANGED = LEARNERS.replace("blue", "green")


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin(monkeypatch, tmp_path)


@pytest.fixture
def file() -> str:
    return prepared()


def write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_both_lists_make_one_entry(file: str) -> None:
    names = [action["action"] for action in stored(file)["journal"][1]["actions"]]
    assert names == ["AddCompany", "AddCompany", "AddLearner", "AddLearner", "AddLearner"]


def test_learners_may_work_for_a_company_of_the_same_import() -> None:
    run("new", "m.json", *NEW)
    learners = write("l.csv", "Id;Name;Employer\nl-1;Léa Martin;c-9\n")
    companies = write("c.csv", "Id;Kind;Name\nc-9;sending;Fournil\n")
    run("import", "m.json", "--learners", learners, "--companies", companies)
    assert stored("m.json")["mobility"]["learners"]["l-1"]["employer"] == "c-9"


def test_a_second_import_changes_nothing(file: str) -> None:
    before = Path(file).read_bytes()
    lists = ("--learners", "learners.csv", "--companies", "companies.csv")
    assert "known already; nothing changes" in run("import", file, *lists).stdout
    assert Path(file).read_bytes() == before
    assert data(run("import", file, *lists, "--json"))["entry"] is None


def test_those_already_known_are_not_changed_unasked(file: str) -> None:
    before = Path(file).read_bytes()
    result = run("import", file, "--learners", write("new.csv", CHANGED), ends=2)
    assert "Léa Martin: group blue → green" in result.stdout
    assert "run it again with --yes" in result.stderr
    found = data(run("import", file, "--learners", "new.csv", "--json", ends=2))
    assert (found["done"], found["needs"]) == (False, "--yes")
    assert found["lists"][0]["changed"][0] == {"id": "l-1", "changes": {"group": ["blue", "green"]}}
    assert Path(file).read_bytes() == before


def test_with_yes_they_are_changed(file: str) -> None:
    found = data(run("import", file, "--learners", write("new.csv", CHANGED), "--yes", "--json"))
    assert (found["done"], found["entry"]) == (True, 2)
    assert stored(file)["mobility"]["learners"]["l-1"]["group"] == "green"
    run("import", file, "--learners", "new.csv")


@pytest.mark.parametrize(("answer", "ends"), [("y\n", 0), ("oui\n", 0), ("\n", 2), ("n\n", 2)])
def test_somebody_at_a_terminal_is_asked(
    file: str, answer: str, ends: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobiflow.cli.commands.imports.interactive", lambda: True)
    result = run("import", file, "--learners", write("new.csv", CHANGED), answer=answer, ends=ends)
    assert "Carry out these changes? [y/N]" in result.stderr
    assert len(stored(file)["journal"]) == (3 if ends == 0 else 2)


def test_new_dates_of_a_stay_are_a_change_with_a_reason(file: str) -> None:
    dates = write("dates.csv", "Id;Start;End\nl-1;2027-03-08;2027-03-26\n")
    run("import", file, "--learners", dates, "--yes", "--reason", "an exam")
    stay = stored(file)["mobility"]["learners"]["l-1"]["stay"]
    assert stay["period"] == {"start": "2027-03-08", "end": "2027-03-26"}
    assert stay["reason"] == "an exam"


def test_nobody_is_removed(file: str) -> None:
    found = data(
        run("import", file, "--learners", write("one.csv", "Id;Name\nl-1;Léa Martin\n"), "--json")
    )
    assert found["lists"][0]["absent"] == ["l-2", "l-3"]
    assert list(stored(file)["mobility"]["learners"]) == ["l-1", "l-2", "l-3"]


def test_all_problems_of_all_lists_are_said_and_nothing_is_imported(file: str) -> None:
    before = Path(file).read_bytes()
    learners = write("l.csv", "Id;Name;Born\nl-8;Eva;31/02/2008\n;Nobody;2008-01-01\nl-9;Eli;\n")
    companies = write("c.csv", "Id;Kind;Name\nc-8;bakery;Krause\n")
    lists = ("--learners", learners, "--companies", companies)
    shown = run("import", file, *lists, ends=2).stderr
    assert "l.csv, row 2, column Born: '31/02/2008'" in shown
    assert "l.csv, row 3, column Id: expected an id" in shown
    assert "c.csv, row 2, column Kind: 'bakery'" in shown
    assert len(data(run("import", file, *lists, "--json", ends=2))["error"]["problems"]) == 3
    assert Path(file).read_bytes() == before


def test_all_refusals_of_a_list_are_said_and_nothing_is_imported(file: str) -> None:
    before = Path(file).read_bytes()
    learners = write("l.csv", "Id;Employer\nl-8;c-8\nl-9;c-9\nl-10;\n")
    found = data(run("import", file, "--learners", learners, "--json", ends=1))
    assert [(r["code"], r["subject"]["id"]) for r in found["refusals"]] == [
        ("no-sending-company", "learner:l-8"),
        ("no-sending-company", "learner:l-9"),
    ]
    assert Path(file).read_bytes() == before


def test_an_id_in_two_lists_is_a_problem(file: str) -> None:
    one, two = write("one.csv", "Id\nl-9\n"), write("two.csv", "Id\nl-9\n")
    shown = run("import", file, "--learners", one, "--learners", two, ends=2).stderr
    assert "two.csv: 'l-9' is also in one.csv." in shown


def test_a_company_stays_of_its_kind(file: str) -> None:
    shown = run("import", file, "--companies", write("c.csv", "Id;Kind\nc-1;sending\n"), ends=2)
    assert "'c-1' is a sending company here, but a host company in the mobility" in shown.stderr


def test_an_ambiguous_date_is_read_as_told(file: str) -> None:
    learners = write("l.csv", "Id;Born\nl-9;02/05/2008\n")
    assert "02/05/2008" in run("import", file, "--learners", learners, ends=2).stderr
    run("import", file, "--learners", learners, "--date-order", "month-first")
    assert stored(file)["mobility"]["learners"]["l-9"]["born"] == "2008-02-05"


def test_a_list_that_is_not_there_is_named(file: str) -> None:
    shown = run("import", file, "--learners", "learner.csv", ends=2).stderr
    assert "There is no file “learner.csv”. Did you mean “learners.csv”?" in shown


def test_only_those_who_may_import(file: str) -> None:
    learners = write("l.csv", "Id\nl-9\n")
    run("import", file, "--learners", learners, "--as", "host", ends=1)


def test_many_problems_are_counted(file: str) -> None:
    rows = "".join(f"l-{number};tomorrow\n" for number in range(100, 180))
    shown = run("import", file, "--learners", write("l.csv", f"Id;Born\n{rows}"), ends=2).stderr
    assert len(shown.splitlines()) == 52
    assert "and 30 more" in shown


@pytest.mark.slow
def test_thousands_are_imported_as_one_entry(file: str) -> None:
    rows = "".join(f"x-{number};Person {number};2008-01-02\n" for number in range(2000))
    run("import", file, "--learners", write("many.csv", f"Id;Name;Born\n{rows}"))
    document = json.loads(Path(file).read_text("utf-8"))
    assert len(document["mobility"]["learners"]) == 2003
    assert len(document["journal"]) == 3
