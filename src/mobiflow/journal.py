"""The journal: one entry per accepted call, each tied to the one before by its hash.

No personal data is in it: names, contacts, dates of birth and free text are left out of the
actions recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
from attrs import frozen

from mobiflow._case import Fired
from mobiflow.actions import Action
from mobiflow.errors import Problem
from mobiflow.model import Actor
from mobiflow.verdict import Refusal

__all__ = ["Entry", "Happened", "Recorded", "broken_links"]

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""


@frozen
class Recorded:
    """An action as the journal keeps it: its name and its values, personal ones left out."""

    action: str
    values: Mapping[str, Any]


@frozen
class Entry:
    """One line of the journal.

    Attributes:
        number: counted from 0, the start.
        recorded: when it was recorded, an aware UTC time.
        actor: who acted.
        actions: what was done, in order.
        fired: the transitions taken, follow-ups included.
        digest: the identity of the workflow's meaning at that time.
        plugins: the plugins and versions that made the workflow then.
        previous: the hash of the entry before.
    """

    number: int
    recorded: datetime
    actor: Actor
    actions: tuple[Recorded, ...]
    fired: tuple[Fired, ...]
    digest: str
    plugins: tuple[str, ...]
    previous: str

    def hash(self) -> str:
        """The SHA-256 of everything above, in a canonical form."""
        text = json.dumps(_plain(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@frozen
class Happened:
    """An accepted call that has no entry yet: hashing waits until somebody reads the journal."""

    recorded: datetime
    actor: Actor
    acts: tuple[Action, ...]
    fired: tuple[Fired, ...]
    digest: str
    plugins: tuple[str, ...]

    def entry(self, before: Entry | None) -> Entry:
        """The entry that follows another."""
        return Entry(
            before.number + 1 if before else 0,
            self.recorded,
            self.actor,
            tuple(_recorded(act) for act in self.acts),
            self.fired,
            self.digest,
            self.plugins,
            before.hash() if before else GENESIS,
        )


def broken_links(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Where a journal is not one unbroken chain."""
    expected, number = GENESIS, 0
    for entry in entries:
        path = f"$.journal[{number}]"
        if entry.number != number:
            yield Problem(path, f"expected entry {number}, got {entry.number}.")
        if entry.previous != expected:
            yield Problem(path, "does not follow from the entry before: one was changed.")
        expected, number = entry.hash(), number + 1


def _recorded(act: Action) -> Recorded:
    values = _plain(act)
    return Recorded(type(act).__name__, {k: v for k, v in values.items() if v is not None})


def _plain(value: Any) -> Any:
    """A value in JSON's terms, without its personal fields."""
    if isinstance(value, Refusal):
        known = ("guard", "code", "subject", "params")
        return {name: _plain(getattr(value, name)) for name in known}
    if attrs.has(type(value)):
        return {
            a.name: _plain(getattr(value, a.name))
            for a in attrs.fields(type(value))
            if not a.metadata.get("personal") and not a.metadata.get("state")
        }
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
