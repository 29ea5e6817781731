"""``mobiflow requirements``: what would be demanded of somebody, before any mobility exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, get_args

import click
from attrs import frozen
from rich.padding import Padding
from rich.text import Text

from mobiflow._blueprint import Blueprint
from mobiflow._i18n import N_
from mobiflow.cli.files import engine
from mobiflow.cli.options import DATE, command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.session import Session, safe
from mobiflow.cli.words import kebab
from mobiflow.definition import (
    Confirmation,
    DocumentRequired,
    Prerequisite,
    Profile,
    SignatureRequired,
)
from mobiflow.demands import Demand
from mobiflow.errors import UnknownName
from mobiflow.model import Period
from mobiflow.model.words import Enrolment
from mobiflow.serialization import plain

__all__ = ["requirements"]

_ENROLMENTS: Final[tuple[Enrolment, ...]] = get_args(Enrolment)

_OPTIONS: Final[Mapping[str, str]] = {"contact_with_minors": "--minors"}
"""The options that give a fact, where they are not called as it is."""


def _enrolments(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [word for word in _ENROLMENTS if word.startswith(incomplete)]


@command("requirements")
@click.option("--sending", required=True, metavar="XX", help="The sending country: FR.")
@click.option("--host", required=True, metavar="XX", help="The host country: DE.")
@click.option("--start", required=True, type=DATE, metavar="DATE", help="The first day abroad.")
@click.option("--end", required=True, type=DATE, metavar="DATE", help="The last day abroad.")
@click.option("--born", type=DATE, metavar="DATE", help="The learner's date of birth.")
@click.option("--nationality", metavar="XX", help="The learner's nationality: FR.")
@click.option(
    "--enrolment",
    metavar="WORD",
    shell_complete=_enrolments,
    help=f"On what footing: {', '.join(_ENROLMENTS)}.",
)
@click.option("--sector", metavar="WORD", help="Where the learner works: bakery, hotel, health.")
@click.option("--minors/--no-minors", default=None, help="Whether with regular contact to children.")
@click.option("--signed", type=DATE, metavar="DATE", help="When the learner signs the contract.")
@click.option("--workflow", default="mobility", metavar="ID", help="The workflow it belongs to.")
def requirements(
    session: Session,
    *,
    start: date,
    end: date,
    enrolment: str | None,
    minors: bool | None,
    workflow: str,
    **facts: Any,  # noqa: ANN401  # click's: the facts that are taken as they are
) -> int:
    """Say what would be demanded of somebody, with the law and the day it was read.

    No mobility has to exist. What is demanded before departure comes first, then what is only
    advised. Nothing is assumed about facts that are not given: what may apply says what would
    have to be known. This is no legal advice.
    """
    profile = _profile(Period(start, end), enrolment, minors, facts)
    made = engine(session)
    found = made.requirements(profile, workflow=workflow)
    reader = _Reader(session, made.blueprint(workflow), profile, _sorted(found))
    if session.as_json:
        session.emit(reader.data())
    else:
        reader.show()
    return DONE


def _profile(
    period: Period, enrolment: str | None, minors: bool | None, facts: Mapping[str, Any]
) -> Profile:
    """The facts given.

    Raises:
        UnknownName: when nobody knows the enrolment.
    """
    known = next((word for word in _ENROLMENTS if word == enrolment), None)
    if enrolment is not None and known is None:
        raise UnknownName("enrolment", enrolment, _ENROLMENTS)
    nationality = facts["nationality"]
    return Profile(
        sending=facts["sending"].upper(),
        host=facts["host"].upper(),
        start=period.start,
        end=period.end,
        born=facts["born"],
        nationality=nationality.upper() if nationality is not None else None,
        enrolment=known,
        sector=facts["sector"],
        contact_with_minors=minors,
        signed=facts["signed"],
    )


def _sorted(found: tuple[Demand, ...]) -> tuple[Demand, ...]:
    """What blocks first, and of that what is certain first; else as they came."""
    return tuple(sorted(found, key=lambda d: (not d.prerequisite.blocking, bool(d.unknown))))
