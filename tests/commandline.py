"""What tests of the command line share: a day, an empty directory, a mobility, and how to run."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mobiflow.cli.app import app

NEW = (
    *("--title", "Bakers in Leipzig", "--sending", "CFA Lyon", "--sending-country", "fr"),
    *("--host", "BSZ Leipzig", "--host-country", "DE"),
    *("--start", "2027-03-01", "--end", "2027-03-26"),
)
LEARNERS = (
    "Id;Name;Born;Nationality;Status;Group\n"
    "l-1;Léa Martin;02/05/2008;FR;student;blue\n"
    "l-2;Tom Reed;23/11/2007;IE;student;blue\n"
    "l-3;Ada Blom;14/01/2008;NL;student;red\n"
)
COMPANIES = "Id;Kind;Name;Country\nc-1;host;Bäckerei Krause;DE\nc-2;sending;Fournil;FR\n"


def begin(monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
    """A day two months before the stay, in a directory of one's own, in English."""
    monkeypatch.setattr("mobiflow.cli.files.clock", lambda: datetime(2027, 1, 4, 12, tzinfo=UTC))
    monkeypatch.chdir(directory)
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "MOBIFLOW_PLUGINS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, ends: int = 0, answer: str | None = None) -> Result:
    result = CliRunner().invoke(app, arguments, input=answer, catch_exceptions=False)
    assert result.exit_code == ends, result.output
    return result


def prepared() -> str:
    """The file of a mobility with three learners and two companies."""
    Path("learners.csv").write_text(LEARNERS, "utf-8")
    Path("companies.csv").write_text(COMPANIES, "utf-8")
    run("new", "m.json", *NEW)
    run("import", "m.json", "--learners", "learners.csv", "--companies", "companies.csv")
    return "m.json"


def data(result: Result) -> dict[str, Any]:
    """What a command printed, which must be one JSON document and nothing else."""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def stored(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(file).read_text("utf-8"))
    return found
