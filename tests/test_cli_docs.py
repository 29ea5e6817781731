"""What the page about the command line shows is what the command line prints."""

import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mobiflow.cli.app import app
from tests.commandline import begin

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "command-line.md"


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin(monkeypatch, tmp_path)


def shown(page: str) -> list[tuple[str, str]]:
    """The commands of a page in their order, each with what it prints."""
    found: list[tuple[str, str]] = []
    inside = False
    for line in page.splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and found and found[-1][0].endswith("\\"):
            command, _ = found.pop()
            found.append((f"{command[:-1]}{line.strip()}", ""))
        elif inside and line.startswith("$ "):
            found.append((line.removeprefix("$ "), ""))
        elif inside:
            command, output = found.pop()
            found.append((command, f"{output}{line}\n"))
    return found


def test_the_page_shows_what_is_printed() -> None:
    code, commands = 0, shown(PAGE.read_text("utf-8"))
    assert len(commands) > 15
    for command, output in commands:
        name, *arguments = shlex.split(command, comments=True)
        if name == "cat":
            Path(arguments[0]).write_text(output, "utf-8")
        elif name == "echo":
            assert output == f"{code}\n", command
        else:
            assert name == "mobiflow"
            result = CliRunner().invoke(app, arguments, catch_exceptions=False)
            code = result.exit_code
            printed = "\n".join(line for line in result.output.splitlines() if line)
            expected = "\n".join(line for line in output.splitlines() if line)
            same = OutputChecker().check_output(expected, printed, ELLIPSIS)
            assert same, f"{command}\n{result.output}"


@pytest.mark.parametrize("name", app.list_commands(click.Context(app)))
def test_the_page_names_every_command(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text("utf-8")
