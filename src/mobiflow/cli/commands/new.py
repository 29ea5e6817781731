"""``mobiflow new``: a mobility begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.text import Text

from mobiflow.cli.acting import actor_of
from mobiflow.cli.files import create, engine
from mobiflow.cli.options import DATE, FILE, command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.data import mobility_data
from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_
from mobiflow.model import Organisation, Period

__all__ = ["new"]


@command("new")
@click.argument("file", type=FILE)
@click.option("--id", "name", metavar="ID", help="Its id; the file's name if not said.")
@click.option("--title", required=True, metavar="TEXT", help="What people call it.")
@click.option("--sending", required=True, metavar="NAME", help="The sending organisation.")
@click.option("--sending-country", required=True, metavar="XX", help="Its country: FR.")
@click.option("--host", required=True, metavar="NAME", help="The host partner.")
@click.option("--host-country", required=True, metavar="XX", help="Its country: DE.")
@click.option("--start", required=True, type=DATE, metavar="DATE", help="The first day abroad.")
@click.option("--end", required=True, type=DATE, metavar="DATE", help="The last day abroad.")
@click.option("--workflow", default="mobility", metavar="ID", help="The workflow to follow.")
def new(
    session: Session,
    *,
    file: Path,
    name: str | None,
    title: str,
    sending: str,
    sending_country: str,
    host: str,
    host_country: str,
    start: date,
    end: date,
    workflow: str,
) -> int:
    """Start a mobility in a new FILE. A file that exists is never overwritten."""
    flow = engine(session).start(
        workflow,
        id=name or file.stem,
        title=title,
        by=actor_of(session.acting_as, None),
        sending=Organisation(sending, country=sending_country.upper()),
        host=Organisation(host, country=host_country.upper()),
        period=Period(start, end),
    )
    create(file, flow.dumps())
    if session.as_json:
        data = mobility_data(flow.mobility, flow.revision)
        session.emit({"done": True, "file": str(file), "mobility": data})
        return DONE
    message = session.say(N_("“{title}” begins; {file} keeps it."), title=title, file=file)
    session.show(Text(message, style="green"), "", session.say(N_("What comes next:")))
    session.line(f"  mobiflow import {file} --learners LEARNERS.csv")
    session.line(f"  mobiflow todo {file}")
    return DONE
