"""``mobiflow show``: the board."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click
from rich.table import Table
from rich.text import Text

from mobiflow.cli import named
from mobiflow.cli.files import Opened, opened
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE, Wrong
from mobiflow.cli.output.board import Row, board_of, steps_of
from mobiflow.cli.output.data import mobility_data, print_sheet
from mobiflow.cli.output.layout import LATE, capital
from mobiflow.cli.output.person import person_data, show_person
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import listing
from mobiflow.i18n import N_
from mobiflow.model import Learner, Ref

__all__ = ["show"]

_NAME: Final = 22
_STATE: Final = 14
"""How wide the columns of the board are, so that those of all groups stand below each other."""

_HEADINGS: Final = (
    *("id", "name", "group", "status", "open", "overdue", "broken"),
    *("next", "next_who", "next_due"),
)


@command("show")
@click.argument("file", type=FILE)
@click.option(
    "--learner", metavar="ID", shell_complete=named.learners, help="Everything about one learner."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print one line per learner, as CSV.")
def show(session: Session, *, file: Path, learner: str | None, as_csv: bool) -> int:
    """Show where everybody stands and what is missing.

    A learner's line says how much is open, how much of it overdue, and what comes first. An
    exclamation mark says that it is overdue, or that a condition of the stay no longer holds.
    """
    mobility = opened(file, session)
    if learner is not None and as_csv:
        raise Wrong(N_("--csv is about all learners. Leave out --learner, or use --json."))
    rows = board_of(mobility)
    if learner is not None:
        mobility.mobility.subject(Ref("learner", learner))
        (row,) = (r for r in rows if r.learner is not None and r.learner.id == learner)
        _one(session, mobility, row)
    elif session.as_json:
        session.emit(_data(session, mobility, rows))
    elif as_csv:
        print_sheet(_HEADINGS, [_cells(session, row) for row in rows if row.learner is not None])
    else:
        _board(session, mobility, rows)
    return DONE


def _one(session: Session, file: Opened, row: Row) -> None:
    if session.as_json:
        session.emit(person_data(session, file, row))
    else:
        show_person(session, file, row)


# -- for machines


def _data(session: Session, file: Opened, rows: tuple[Row, ...]) -> dict[str, Any]:
    own, *learners = rows
    return {
        "mobility": mobility_data(file.mobility, file.flow.revision),
        "steps": [
            {"phase": s.phase, "id": s.id, "title": s.title, "status": s.status}
            for s in steps_of(file)
        ],
        "own": _row_data(session, own),
        "learners": [
            {**_facts(row.learner), **_row_data(session, row)}
            for row in learners
            if row.learner is not None
        ],
    }


def _facts(learner: Learner) -> dict[str, Any]:
    known = ("id", "name", "group", "status")
    return {name: getattr(learner, name) for name in known}


def _row_data(session: Session, row: Row) -> dict[str, Any]:
    return {
        "open": len(row.open),
        "overdue": row.late,
        "broken": [refusal.to_json(session.locale) for refusal in row.broken],
        "next": row.open[0].to_json(session.locale) if row.open else None,
    }


def _cells(session: Session, row: Row) -> list[object]:
    facts = _facts(row.learner) if row.learner is not None else {}
    urgent = row.urgent
    return [
        *facts.values(),
        len(row.open),
        row.late,
        len(row.broken),
        urgent.text(session.locale) if urgent else None,
        ", ".join(urgent.who) if urgent else None,
        urgent.due if urgent else None,
    ]


# -- for people


def _board(session: Session, file: Opened, rows: tuple[Row, ...]) -> None:
    mobility, words = file.mobility, file.words
    state = words.state("mobility", mobility.status)
    session.show(
        Text(f"{mobility.title} ({mobility.id})", style="bold"),
        f"{mobility.sending.name} ({mobility.sending.country}) \N{RIGHTWARDS ARROW} "
        f"{mobility.host.name} ({mobility.host.country}), {words.period(mobility.period)}",
        session.say(N_("Where it stands: {state}"), state=state),
    )
    own, *learners = rows
    names = [words.person(row.learner.id) for row in learners if row.learner is not None]
    wide = min(max((len(name) for name in names), default=0), _NAME)
    for group, members in groupby(learners, lambda row: row.learner and row.learner.group):
        name = session.say(N_("Group {group}"), group=group) if group else ""
        if not group and any(row.learner.group for row in learners if row.learner is not None):
            name = session.say(N_("Without a group"))
        session.show("", *([Text(name, style="bold")] if name else []))
        session.show(_table(session, file, list(members), wide))
    if not learners:
        session.show("", session.say(N_("There is no learner yet. Add some with mobiflow import.")))
    session.show("", _whole(session, file, own))
    session.show("", _steps(session, file))
    if any(row.late or row.broken for row in rows):
        legend = session.say(N_("{mark} overdue, or a condition that no longer holds"), mark=LATE)
        session.show("", Text(legend, style="red"))


def _table(session: Session, file: Opened, rows: list[Row], wide: int) -> Table:
    table = listing()
    table.add_column("", width=1, style="bold red")
    table.add_column(session.say(N_("Learner")), width=wide)
    table.add_column(session.say(N_("State")), width=_STATE)
    table.add_column(session.say(N_("To do")), justify="right", no_wrap=True)
    table.add_column(session.say(N_("Late")), justify="right", no_wrap=True)
    table.add_column(session.say(N_("First")), ratio=1)
    for row in rows:
        learner = row.learner
        if learner is None:
            continue
        table.add_row(
            LATE if row.broken or row.late else "",
            file.words.person(learner.id),
            file.words.state("learner", learner.status),
            str(len(row.open)),
            Text(str(row.late), style="red" if row.late else ""),
            _first(file, row, "\n"),
        )
    return table


def _first(file: Opened, row: Row, gap: str) -> Text:
    """What comes first; by when and by whom it is to be done stands after a gap."""
    urgent = row.urgent
    if urgent is None:
        return Text("")
    text = Text(capital(file.words.matter(urgent)), style="red" if row.broken else "")
    due = urgent.due.isoformat() if urgent.due is not None else ""
    aside = f"{due} {file.words.roles(urgent.who)}".strip()
    return text.append(f"{gap}{aside}" if aside else "", style="dim")


def _whole(session: Session, file: Opened, own: Row) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1, style="bold red")
    grid.add_column(ratio=1)
    heading = session.say(
        N_("The mobility itself: {open} to do, {late} late."), open=len(own.open), late=own.late
    )
    text = Text(heading, style="bold").append(" ")
    first = _first(file, own, "\n")
    first.stylize("not bold")
    grid.add_row(LATE if own.late or own.broken else "", text.append_text(first))
    for line in _hosts(session, file):
        grid.add_row("", line)
    return grid


def _hosts(session: Session, file: Opened) -> Iterator[str]:
    """The host companies, each with its state."""
    hosts = [c for c in file.mobility.companies.values() if c.kind == "host"]
    if hosts:
        named = ", ".join(
            f"{file.words.person(c.id)} ({file.words.state('host-company', c.status)})"
            for c in hosts
        )
        yield session.say(N_("Host companies: {companies}"), companies=named)


def _steps(session: Session, file: Opened) -> Table:
    styles = {"done": "green", "waived": "green", "active": "yellow"}
    table = listing()
    table.add_column("", width=1)
    table.add_column(session.say(N_("Step")), ratio=1)
    table.add_column(session.say(N_("Status")), no_wrap=True)
    table.add_column(session.say(N_("Phase")), no_wrap=True)
    for step in steps_of(file):
        status = file.words.label("step-status", step.status)
        phase = file.words.state("mobility", step.phase)
        table.add_row("", step.title, Text(status, style=styles.get(step.status, "dim")), phase)
    return table
