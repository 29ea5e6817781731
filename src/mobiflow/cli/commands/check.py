"""``mobiflow check``: everything that is wrong with a workflow in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from mobiflow.cli.files import engine, openable
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, REFUSED
from mobiflow.cli.output.session import Session, safe
from mobiflow.engine import Engine
from mobiflow.errors import Problem
from mobiflow.i18n import N_

__all__ = ["check"]


@command("check")
@click.argument("files", metavar="FILE.toml...", type=FILE, nargs=-1, required=True)
def check(session: Session, *, files: tuple[Path, ...]) -> int:
    """Check workflows in files, together with what the plugins in use change in them.

    Every problem is reported, each with its place. The exit code is 0 when there is none, 1 when
    there is one, and 2 when a file cannot be opened.
    """
    for file in files:
        openable(file)
    made = engine(session)
    found = {file: tuple(_problems(made, file)) for file in files}
    sound = not any(found.values())
    if session.as_json:
        session.emit(
            {
                "sound": sound,
                "files": [
                    {
                        "file": str(file),
                        "sound": not problems,
                        "problems": [{"path": p.path, "message": p.message} for p in problems],
                    }
                    for file, problems in found.items()
                ],
            }
        )
    else:
        for file, problems in found.items():
            _show(session, file, problems)
    return DONE if sound else REFUSED


def _problems(made: Engine, file: Path) -> Iterator[Problem]:
    """The problems of a file, their places without its name."""
    for problem in made.check_file(file):
        yield Problem(problem.path.removeprefix(f"{file.name}: "), problem.message)


def _show(session: Session, file: Path, problems: tuple[Problem, ...]) -> None:
    name = safe(str(file))
    if not problems:
        sound = session.after(name, session.say(N_("no problem found")))
        session.show(Text(sound, style="green"))
        return
    session.show(Text(session.after(name, session.say(N_("cannot be used"))), style="bold red"))
    for problem in problems:
        session.show(Padding(Text(safe(problem.path), style="cyan"), (0, 0, 0, 2)))
        session.show(Padding(Text(safe(problem.message)), (0, 0, 0, 6)))
