"""``mobiflow journal``: what was done, by whom, when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from mobiflow import Entry
from mobiflow.cli.files import Opened, opened
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, REFUSED
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.tables import listing
from mobiflow.cli.output.words import kebab
from mobiflow.errors import FormatError, Problem
from mobiflow.formats import plain
from mobiflow.i18n import N_
from mobiflow.model.introspection import Plain

__all__ = ["journal"]


@command("journal")
@click.argument("file", type=FILE)
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N entries.")
@click.option("--verify", is_flag=True, help="Check that the entries are one unbroken chain.")
def journal(session: Session, *, file: Path, last: int | None, verify: bool) -> int:
    """List what was done, by whom and when.

    With --verify, the exit code is 0 when every entry follows from the one before, 1 if not.
    """
    if verify:
        return _verify(session, file)
    mobility = opened(file, session)
    entries = mobility.flow.journal[-last if last else 0 :]
    if session.as_json:
        found = [{**plain(entry), "hash": entry.hash()} for entry in entries]
        session.emit({"journal": found})
    else:
        session.show(_table(session, mobility, entries))
    return DONE


def _verify(session: Session, path: Path) -> int:
    number, problems = 0, list[Problem]()
    try:
        number = opened(path, session).flow.revision
    except FormatError as error:  # a journal that does not hold together is not even read
        problems = list(error.problems)
        if not all(problem.path.startswith("$.journal") for problem in problems):
            raise
    if session.as_json:
        found = [{"path": problem.path, "message": problem.message} for problem in problems]
        session.emit({"unbroken": not problems, "entries": number, "problems": found})
    elif problems:
        message = session.say(N_("The journal is not as it was written:"))
        session.show(Text(message, style="bold red"), *(f"  {problem}" for problem in problems))
    else:
        message = N_("The journal is one unbroken chain. Entries: {number}.")
        session.show(Text(session.say(message, number=number), style="green"))
    return REFUSED if problems else DONE


def _table(session: Session, file: Opened, entries: tuple[Entry, ...]) -> Table:
    table = listing()
    table.add_column(session.say(N_("No.")), justify="right", no_wrap=True)
    table.add_column(session.say(N_("Recorded (UTC)")), no_wrap=True)
    table.add_column(session.say(N_("Who")), max_width=18)
    table.add_column(session.say(N_("What")), ratio=1)
    for entry in entries:
        time = entry.recorded.strftime("%Y-%m-%d %H:%M")
        who = file.words.roles(sorted(entry.actor.roles))
        who = f"{who} {entry.actor.id}" if entry.actor.id else who
        table.add_row(str(entry.number), time, safe(who), _what(session, file, entry))
    return table


_SHOWN = 3


def _what(session: Session, file: Opened, entry: Entry) -> Text:
    words = file.words
    lines = [_action(file, recorded.action, recorded.values) for recorded in entry.actions]
    hidden = len(lines) - _SHOWN
    if hidden > 1:
        lines = [*lines[:_SHOWN], session.say(N_("and {number} more"), number=hidden)]
    for move in entry.fired[:_SHOWN]:
        before = words.state(move.subject.kind, move.source)
        after = words.state(move.subject.kind, move.dest)
        if before != after:
            arrow = f"{before} \N{RIGHTWARDS ARROW} {after}"
            lines.append(session.after(words.subject(move.subject), arrow))
    return Text("\n".join(lines))


_ABOUT = (
    "learner",
    "owner",
    "subject",
    "company",
    "accompanist",
    "kind",
    "refusal",
    "task",
    "party",
    "unit",
)


def _action(file: Opened, action: str, values: Mapping[str, Plain]) -> str:
    """An action with what it is about: its name, whom or what, which kind."""
    if action == "Fire":
        return file.words.label("trigger", str(values.get("trigger")))
    about = [_id(values[name]) for name in _ABOUT if name in values]
    shown = ", ".join(file.words.person(name) for name in about if name)
    name = file.words.action(action) or kebab(action)
    return file.session.after(name, shown) if shown else name


def _id(value: Plain) -> str:
    """The id in what an action says: itself, that of a newcomer, or of several subjects."""
    if isinstance(value, dict):
        return str(value.get("id") or value.get("code") or "")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
