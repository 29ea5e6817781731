"""``mobiflow todo``: what can and must be done next."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from mobiflow import Todo
from mobiflow.cli import named
from mobiflow.cli.acting import HELD, known_ids, known_role
from mobiflow.cli.files import Opened, opened
from mobiflow.cli.how import how_to
from mobiflow.cli.options import DATE, FILE, command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.board import owner_of
from mobiflow.cli.output.data import print_sheet
from mobiflow.cli.output.layout import Layout
from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_
from mobiflow.model import Actor

__all__ = ["todo"]

_HEADINGS = ("due", "overdue", "who", "subject_kind", "subject_id", "subject", "code", "text")


@command("todo")
@click.argument("file", type=FILE)
@click.option(
    "--role",
    metavar="ROLE",
    shell_complete=named.roles,
    help="Only what is this role's own turn.",
)
@click.option(
    "--of", "of", metavar="ID", multiple=True, help="Only what concerns this learner or company."
)
@click.option("--today", type=DATE, metavar="DATE", help="As if it were this day: 2027-03-01.")
@click.option("--how", is_flag=True, help="With the command that does it.")
@click.option("--csv", "as_csv", is_flag=True, help="Print one line per item, as CSV.")
def todo(
    session: Session,
    *,
    file: Path,
    role: str | None,
    of: tuple[str, ...],
    today: date | None,
    how: bool,
    as_csv: bool,
) -> int:
    """List what can and must be done next, by whom, the soonest due first."""
    mobility = opened(file, session)
    items = _items(mobility, role, of, today)
    if session.as_json:
        session.emit({"todo": [_data(session, mobility, item) for item in items]})
    elif as_csv:
        print_sheet(_HEADINGS, [_cells(mobility, item, session.locale) for item in items])
    elif not items:
        session.show(session.say(N_("Nothing is to be done at present.")))
    else:
        command_of = partial(how_to, mobility) if how else None
        day = today or mobility.today
        layout = Layout(session, mobility.words, day, how=command_of, gap=False)
        layout.show(item.refusal for item in items)
    return DONE


def _items(
    file: Opened, role: str | None, of: tuple[str, ...], today: date | None
) -> tuple[Todo, ...]:
    known_ids(of, file.mobility)
    known = known_role(role) if role is not None else None
    items = file.flow.todo(role=known, today=today)
    if not of:
        return items
    roles = HELD if known is None else {known} & HELD
    theirs = file.flow.todo(actor=Actor(roles, of=of), today=today) if roles else ()
    keys = {item.refusal.key for item in theirs}
    return tuple(
        item
        for item in items
        if item.refusal.key in keys or owner_of(file.mobility, item.refusal.subject) in of
    )


def _data(session: Session, file: Opened, item: Todo) -> dict[str, Any]:
    return {**item.to_json(session.locale), "command": how_to(file, item.refusal)}


def _cells(file: Opened, item: Todo, locale: str) -> list[object]:
    refusal = item.refusal
    return [
        item.due,
        "yes" if item.overdue else "no",
        ", ".join(item.who),
        refusal.subject.kind,
        refusal.subject.path,
        file.words.name(refusal.subject),
        refusal.code,
        item.text(locale),
    ]
