"""The journal: one entry per accepted call, each tied to the one before by its hash.

No personal data is in it: names, contacts, dates of birth and free text are left out of the
actions recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import attrs

from mobiflow._record import record
from mobiflow._runtime.snapshot import Fired
from mobiflow.actions import Action
from mobiflow.errors import Problem
from mobiflow.model import Actor
from mobiflow.model.introspection import Plain, fields_of, plain
from mobiflow.verdict import Refusal

__all__ = ["Entry", "Happened", "Recorded", "broken_links"]

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""


@record
class Recorded:
    """An action as the journal keeps it: its name and its values, personal ones left out."""

    action: str
    values: Mapping[str, Plain]


@record
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


@record
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
    values = {a.name: _plain(value) for a, value in fields_of(act) if _impersonal(a)}
    return Recorded(type(act).__name__, {k: v for k, v in values.items() if v is not None})


def _simple(value: object) -> object:
    """A refusal that is excused is kept by what identifies it, not by its remedy."""
    if isinstance(value, Refusal):
        identity = (value.guard, value.code, value.subject, value.params)
        return dict(zip(("guard", "code", "subject", "params"), identity, strict=True))
    return value


def _impersonal(attribute: attrs.Attribute[object]) -> bool:
    return not attribute.metadata.get("personal") and not attribute.metadata.get("state")


def _plain(value: object) -> Plain:
    return plain(value, _impersonal, _simple)
