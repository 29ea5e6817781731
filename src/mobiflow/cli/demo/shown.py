"""What playing a story shows: plain frozen values, for a screen, a file or a test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from attrs import frozen

from mobiflow import Todo
from mobiflow.model import Actor, Period, Ref
from mobiflow.model.words import Role
from mobiflow.verdict import Refusal

__all__ = [
    "Advised",
    "Attempt",
    "Broken",
    "Cleared",
    "Closed",
    "DayBegins",
    "Done",
    "Imported",
    "Narrated",
    "Result",
    "Shown",
    "Todos",
    "TurnedDown",
]


@frozen
class DayBegins:
    """A new day; the clock now shows it. ``title`` is by language."""

    day: date
    title: Mapping[str, str]


@frozen
class Narrated:
    """A sentence of the story, by language."""

    text: Mapping[str, str]


@frozen
class Imported:
    """A spreadsheet was compared with what was known, and what is new or changed taken over."""

    by: Actor
    file: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]


@frozen
class Done:
    """Something was done. ``what`` is the name of the action, or of the trigger."""

    by: Actor
    what: str
    subjects: tuple[Ref, ...]


@frozen
class TurnedDown:
    """Something was refused, as the story says it must be."""

    by: Actor
    what: str
    subjects: tuple[Ref, ...]
    refusals: tuple[Refusal, ...]


@frozen
class Cleared:
    """How many refusals with a code were cleared by an action, or a trigger."""

    code: str
    what: str
    count: int


@frozen
class Attempt:
    """Somebody tried something: the whole answer, and what was cleared of the one before.

    ``since`` is the day it was refused before, ``None`` when it was not.
    """

    by: Actor
    what: str
    subject: Ref
    refusals: tuple[Refusal, ...]
    since: date | None
    cleared: tuple[Cleared, ...]


@frozen
class Todos:
    """The to-do list of a role."""

    role: Role
    items: tuple[Todo, ...]


@frozen
class Broken:
    """The invariants that are broken; none when everything is in order."""

    refusals: tuple[Refusal, ...]


@frozen
class Advised:
    """What is advised and not done; nobody has to wait for it."""

    refusals: tuple[Refusal, ...]


@frozen
class Result:
    """What became of one learner.

    ``units`` gives the decision on each unit aimed at, by its title, ``None`` when there is
    none. ``contracts`` are the states of the versions in order. ``stay`` is as it came about.
    """

    id: str
    name: str
    group: str | None
    status: str
    units: Mapping[str, str | None]
    contracts: tuple[str, ...]
    stay: Period | None
    force_majeure: bool | None


@frozen
class Closed:
    """How it all ended; ``head`` is the hash of the journal's last entry."""

    status: str
    results: tuple[Result, ...]
    entries: int
    head: str
    digest: str


Shown: TypeAlias = (
    DayBegins
    | Narrated
    | Imported
    | Done
    | TurnedDown
    | Attempt
    | Todos
    | Broken
    | Advised
    | Closed
)
