"""A mobility as a JSON document: its format and versions, written readably, read strictly.

The stored form of an entry, without spaces and with its keys sorted, is what its hash is of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import field

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import record
from mobiflow._runtime.journal import Entry, broken_links
from mobiflow._runtime.snapshot import Snapshot
from mobiflow.errors import FormatError, InvalidValue, Problem
from mobiflow.formats.converter import written
from mobiflow.formats.leaves import is_object, unreadable, wrong
from mobiflow.formats.reading import read
from mobiflow.formats.references import dangling, unknown_states
from mobiflow.formats.text import laid_out, parsed
from mobiflow.model import Mobility

__all__ = ["CURRENT", "MIGRATIONS", "Stored", "accepted", "dumps", "loads"]

CURRENT: Final = 1
"""The version written: ``mobiflow/1``."""

MIGRATIONS: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""For each version before the current one: what makes a document of it one of the next."""

_FORMAT: Final = re.compile(r"mobiflow/([1-9][0-9]{0,5})")
_UNREADABLE: Final = "This is not a mobility that can be read:"
_LEVELS: Final = {"mobility": 2, "journal": 1}
"""How many levels of a part are written with one item per line."""


def _chain(journal: tuple[Entry, ...]) -> Iterator[Problem]:
    if not journal:
        yield Problem("$", "empty, but every journal begins with the start.")
    for problem in broken_links(journal):
        yield Problem("$" + problem.path.removeprefix("$.journal"), problem.message)


def _digest(value: str) -> str | None:
    return None if re.fullmatch("[0-9a-f]{64}", value) else "a SHA-256 as 64 hexadecimal digits"


@record
class Stored:
    """What a document holds.

    Attributes:
        workflow: the id of the workflow it was written under.
        version: that workflow's version.
        digest: the identity of that workflow's meaning when the mobility last changed.
        plugins: the plugins and versions that made it then.
        mobility: the state.
        journal: what was done, an unbroken chain.
    """

    workflow: str
    version: str
    digest: str = field(metadata={"check": _digest})
    plugins: tuple[str, ...]
    mobility: Mobility = field(metadata={"whole": dangling})
    journal: tuple[Entry, ...] = field(metadata={"whole": _chain})


def dumps(snapshot: Snapshot, journal: tuple[Entry, ...]) -> bytes:
    """A mobility with its journal as JSON in UTF-8.

    Its digest is that of the last entry: a mobility that was only read keeps the one it had.
    """
    workflow, last = snapshot.blueprint.workflow, journal[-1]
    stored = Stored(
        workflow.id, workflow.version, last.digest, last.plugins, snapshot.mobility, journal
    )
    parts = {"format": f"mobiflow/{CURRENT}", **written(stored)}
    lines = (
        f' "{name}": {laid_out(part, _LEVELS.get(name, 0), " ")}' for name, part in parts.items()
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def loads(data: bytes) -> Stored:
    """What :func:`dumps` wrote, also by an earlier version.

    Raises:
        FormatError: listing everything that is wrong with the data.
    """
    try:
        stored = read(Stored, _current(parsed(data)))
    except InvalidValue as error:
        raise FormatError(_UNREADABLE, error.problems) from None
    if stored.digest != stored.journal[-1].digest:
        raise FormatError(_UNREADABLE, [Problem("$.digest", "is not that of the last entry.")])
    return stored


def accepted(stored: Stored, blueprint: Blueprint) -> Mobility:
    """The mobility of a document, for an engine that has its workflow.

    Under a workflow of another meaning it can still be read, whatever its states.

    Raises:
        FormatError: listing every state that its own workflow does not have.
    """
    if stored.digest == blueprint.digest:
        states = {kind: machine.states for kind, machine in blueprint.machines.items()}
        problems = tuple(unknown_states(stored.mobility, states))
        if problems:
            at = (Problem("$.mobility" + p.path.removeprefix("$"), p.message) for p in problems)
            raise FormatError("This mobility cannot be as its workflow says:", at)
    return stored.mobility


def _current(document: object) -> dict[str, Any]:
    """A document of any version as one of the current version, without its format."""
    if not is_object(document):
        raise wrong("an object", document)
    members = dict(document)
    version = _version(members.pop("format", None))
    for earlier in range(version, CURRENT):
        members = MIGRATIONS[earlier](members)
    return members


def _version(name: object) -> int:
    found = _FORMAT.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        raise wrong(f"'mobiflow/{CURRENT}' or an earlier format", name, "$.format")
    version = int(found[1])
    if version > CURRENT:
        message = (
            f"written as {name} by a later mobiflow, while this one reads up to "
            f"mobiflow/{CURRENT}. Upgrade mobiflow."
        )
        raise unreadable([Problem("$.format", message)])
    return version
