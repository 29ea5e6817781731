"""The journal: one entry per accepted call, each tied to the one before by its hash.

No personal data is in it: names, contacts, dates of birth and free text are left out of the
actions recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import attrs
from attrs import define, field

from mobiflow._record import record
from mobiflow._runtime.snapshot import Fired
from mobiflow.actions import Action
from mobiflow.errors import Problem
from mobiflow.model import Actor
from mobiflow.model.constraints import JSON
from mobiflow.model.introspection import Plain, fields_of, plain
from mobiflow.verdict import Refusal

__all__ = ["Entry", "Happened", "Journal", "Recorded", "broken_links", "canonical", "hashed"]

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""


@record
class Recorded:
    """An action as the journal keeps it: its name and its values, personal ones left out."""

    action: str
    values: Mapping[str, Plain] = field(metadata=JSON)


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

    def text(self) -> str:
        """Everything above as canonical JSON, which is what is hashed and stored."""
        return canonical(_plain(self))

    def hash(self) -> str:
        """The SHA-256 of its text."""
        return hashed(self.text())


@record
class Happened:
    """An accepted call that has no entry yet: hashing waits until somebody reads the journal.

    ``acts`` are actions with their names.
    """

    recorded: datetime
    actor: Actor
    acts: tuple[tuple[str, Action], ...]
    fired: tuple[Fired, ...]
    digest: str
    plugins: tuple[str, ...]

    def entry(self, number: int, previous: str) -> Entry:
        """The entry that has a number, and follows from what has a hash."""
        actions = tuple(_recorded(name, act) for name, act in self.acts)
        return Entry(
            number,
            self.recorded,
            self.actor,
            actions,
            self.fired,
            self.digest,
            self.plugins,
            previous,
        )


def canonical(value: Plain) -> str:
    """JSON written in the one way that is hashed: sorted, without spaces, in ASCII."""
    return _encoded(value)


_encoded: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def hashed(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _no_reader(text: str) -> Entry:
    raise LookupError(text)


@define(eq=False, repr=False)
class Journal:
    """The entries of a mobility, kept as the very texts that were hashed. Not frozen: it grows.

    What was done last has no text yet, and what was loaded no entry, until somebody asks.
    """

    texts: list[str] = field(factory=list[str])
    read: Callable[[str], Entry] = _no_reader
    _entries: list[Entry | None] = field(factory=list[Entry | None])
    _pending: list[Happened] = field(factory=list[Happened])

    def append(self, happened: Happened) -> None:
        """Take note of an accepted call."""
        self._pending.append(happened)

    def __len__(self) -> int:
        return len(self.texts) + len(self._pending)

    def seal(self) -> list[str]:
        """The text of every entry up to now."""
        self._entries += [None] * (len(self.texts) - len(self._entries))
        while self._pending:
            previous = hashed(self.texts[-1]) if self.texts else GENESIS
            entry = self._pending[0].entry(len(self.texts), previous)
            self.texts.append(entry.text())
            self._entries.append(entry)
            del self._pending[0]
        return self.texts

    def entries(self) -> tuple[Entry, ...]:
        """Every entry up to now."""
        return tuple(self._entry(index) for index in range(len(self.seal())))

    def last(self) -> Entry:
        """The latest entry."""
        return self._entry(len(self.seal()) - 1)

    def _entry(self, index: int) -> Entry:
        found = self._entries[index]
        if found is None:
            found = self._entries[index] = self.read(self.texts[index])
        return found


def broken_links(entries: Iterable[Entry], texts: Iterable[str] | None = None) -> Iterator[Problem]:
    """Where a journal is not one unbroken chain; ``texts`` are those in which it is stored."""
    entries = tuple(entries)
    expected, number = GENESIS, 0
    for entry, text in zip(entries, texts or (e.text() for e in entries), strict=True):
        path = f"$.journal[{number}]"
        if entry.number != number:
            yield Problem(path, f"expected entry {number}, got {entry.number}.")
        if entry.previous != expected:
            yield Problem(path, "does not follow from the entry before: one was changed.")
        expected, number = hashed(text), number + 1


def _recorded(name: str, act: Action) -> Recorded:
    values = {a.name: _plain(value) for a, value in fields_of(act) if _impersonal(a)}
    return Recorded(name, {k: v for k, v in values.items() if v is not None})


def _simple(value: object) -> object:
    """A refusal that is excused is kept by what identifies it, not by its remedy."""
    if isinstance(value, Refusal):
        identity = (value.guard, value.code, value.subject, value.params)
        return dict(zip(("guard", "code", "subject", "params"), identity, strict=True))
    return value


def _impersonal(attribute: attrs.Attribute[object]) -> bool:
    metadata = attribute.metadata
    return bool(attribute.eq) and not metadata.get("personal") and not metadata.get("state")


def _plain(value: object) -> Plain:
    return plain(value, _impersonal, _simple)
