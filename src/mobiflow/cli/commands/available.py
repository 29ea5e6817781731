"""``mobiflow available``: what the one who acts may ask for."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from mobiflow import Available
from mobiflow.cli.files import Opened, opened
from mobiflow.cli.options import FILE, command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.layout import some
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import listing
from mobiflow.i18n import N_

__all__ = ["available"]


@command("available")
@click.argument("file", type=FILE)
def available(session: Session, *, file: Path) -> int:
    """List the triggers that whoever acts may fire, and whether each would be accepted now."""
    mobility = opened(file, session)
    found = mobility.flow.available()
    if session.as_json:
        session.emit({"available": [item.to_json(session.locale) for item in found]})
    elif not found:
        session.show(session.say(N_("There is no trigger that you may fire at present.")))
    else:
        session.show(_table(session, mobility, found))
    return DONE


def _table(session: Session, file: Opened, found: tuple[Available, ...]) -> Table:
    table = listing()
    table.add_column(session.say(N_("Trigger")), no_wrap=True)
    table.add_column(session.say(N_("What it does")), ratio=1)
    table.add_column(session.say(N_("Possible now")), max_width=24)
    table.add_column(session.say(N_("Not yet")), max_width=24)
    for (_, trigger), items in _by_trigger(found).items():
        names = {True: list[str](), False: list[str]()}
        for item in items:
            names[item.explanation.allowed].append(_name(session, file, item))
        does = file.words.label("trigger", trigger)
        table.add_row(
            trigger,
            does,
            Text(", ".join(some(session, names[True])), style="green"),
            Text(", ".join(some(session, names[False])), style="yellow"),
        )
    return table


def _by_trigger(found: tuple[Available, ...]) -> dict[tuple[str, str], list[Available]]:
    groups: dict[tuple[str, str], list[Available]] = {}
    for item in found:
        groups.setdefault((item.subject.kind, item.trigger), []).append(item)
    return groups


def _name(session: Session, file: Opened, item: Available) -> str:
    if item.subject.kind == "mobility":
        return session.say(N_("the mobility"))
    return file.words.name(item.subject)
