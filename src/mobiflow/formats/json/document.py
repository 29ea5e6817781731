"""A mobility as a JSON document: its format and versions, written readably, read strictly.

Each entry of the journal is one line, which is the very text that its hash is of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import field

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import record
from mobiflow._runtime.journal import Entry, Journal, broken_links, canonical
from mobiflow._runtime.snapshot import Snapshot
from mobiflow.errors import FormatError, InvalidValue, Problem
from mobiflow.formats.json.references import dangling, unknown_states
from mobiflow.formats.json.text import MAX_BYTES, decoded, laid_out, parsed
from mobiflow.formats.json.values import JSON
from mobiflow.formats.leaves import is_object, unreadable, wrong
from mobiflow.formats.structuring import read, written
from mobiflow.model import Mobility
from mobiflow.model.constraints import Text

__all__ = ["CURRENT", "MIGRATIONS", "Stored", "accepted", "dumps", "loads"]

CURRENT: Final = 1
"""The version written: ``mobiflow/1``."""

MIGRATIONS: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""For each version before the current one: what makes a document of it one of the next."""

_NAME: Final = f"mobiflow/{CURRENT}"
_DIGEST: Final = Text("a SHA-256 as 64 hexadecimal digits", "[0-9a-f]{64}")
_FORMAT: Final = re.compile(r"mobiflow/([1-9][0-9]{0,5})")
_UNREADABLE: Final = "This is not a mobility that can be read:"
_LEVELS: Final = {"mobility": 2}
"""How many levels of a part are written with one item per line."""


@record
class _Head:
    """What a document says before its journal."""

    workflow: str
    version: str
    digest: str = field(metadata={"check": _DIGEST})
    plugins: tuple[str, ...]
    mobility: Mobility = field(metadata={"whole": dangling})


@record
class _Document(_Head):
    """A whole document."""

    journal: tuple[Entry, ...]


@record(eq=False)
class Stored:
    """What a document holds.

    Attributes:
        workflow: the id of the workflow it was written under.
        version: that workflow's version.
        digest: the identity of that workflow's meaning when the mobility last changed.
        plugins: the plugins and versions that made it then.
        mobility: the state.
        journal: what was done.
    """

    workflow: str
    version: str
    digest: str
    plugins: tuple[str, ...]
    mobility: Mobility
    journal: Journal


# -- written


def dumps(snapshot: Snapshot, journal: Journal) -> bytes:
    """A mobility with its journal as JSON in UTF-8, each entry as the very text that was hashed.

    Its digest is that of the last entry: a mobility that was only read keeps the one it had.

    Raises:
        FormatError: when that would be more than can be read again.
    """
    workflow, last = snapshot.blueprint.workflow, journal.last()
    head = _Head(workflow.id, workflow.version, last.digest, last.plugins, snapshot.mobility)
    parts = {"format": _NAME, **written(head)}
    lines = ",\n".join(
        f' "{name}": {laid_out(part, _LEVELS.get(name, 0), " ")}' for name, part in parts.items()
    )
    entries = _BETWEEN.join(journal.seal())
    data = f"{{\n{lines}{_OPENING}{entries}{_CLOSING}".encode()
    if len(data) > MAX_BYTES:
        message = (
            f"{len(data)} bytes are more than the {MAX_BYTES} that are read again. "
            "Keep so many learners in several mobilities."
        )
        raise FormatError("This mobility cannot be written:", [Problem("$", message)])
    return data


_OPENING: Final = ',\n "journal": [\n  '
_BETWEEN: Final = ",\n  "
_CLOSING: Final = "\n ]\n}\n"
"""How a journal is laid out: one entry per line, at the end of the document."""


# -- read


def loads(data: bytes, *, verify: bool = True) -> Stored:
    """What :func:`dumps` wrote, also by an earlier version.

    ``verify`` reads every entry, and sees to it that they are one unbroken chain.

    Raises:
        FormatError: listing everything that is wrong with the data.
    """
    try:
        text = decoded(data)
        stored = _as_laid_out(text, verify=verify) or _as_it_is(text, verify=verify)
        if stored.digest != stored.journal.last().digest:
            raise unreadable([Problem("$.digest", "is not that of the last entry.")])
    except InvalidValue as error:
        raise FormatError(_UNREADABLE, error.problems) from None
    return stored


def _as_laid_out(text: str, *, verify: bool) -> Stored | None:
    """A document in the layout of :func:`dumps`, whose entries are taken as they stand there.

    ``None`` where anything is not as it should be: what, the document as a whole will tell.
    """
    place = text.rfind(_OPENING)
    if place < 0 or not text.endswith(_CLOSING):
        return None
    texts = text[place + len(_OPENING) : -len(_CLOSING)].split(_BETWEEN)
    try:
        (head,) = parsed(f"{text[:place]}\n}}")
        if not is_object(head) or "journal" in head or head.pop("format") != _NAME:
            return None
        if not verify:
            return _stored(read(JSON, _Head, head), texts)
        found = read(JSON, _Document, {**head, "journal": parsed(*texts)})
    except (InvalidValue, KeyError):
        return None
    return None if any(broken_links(found.journal, texts)) else _stored(found, texts, found.journal)


def _as_it_is(text: str, *, verify: bool) -> Stored:
    """A document of any layout and version."""
    members = _current(*parsed(text))
    found = read(JSON, _Document, members)
    texts = [canonical(entry) for entry in members["journal"]]
    if not texts:
        message = "empty, but every journal begins with the start."
        raise unreadable([Problem("$.journal", message)])
    if verify and (problems := tuple(broken_links(found.journal, texts))):
        raise unreadable(problems)
    return _stored(found, texts, found.journal)


def _stored(head: _Head, texts: list[str], entries: Iterable[Entry] = ()) -> Stored:
    journal = Journal(texts, _read_entry, list(entries))
    return Stored(head.workflow, head.version, head.digest, head.plugins, head.mobility, journal)


def _read_entry(text: str) -> Entry:
    """An entry that was left as text when the document was read."""
    try:
        return read(JSON, Entry, *parsed(text))
    except InvalidValue as error:
        raise FormatError("This entry of a journal cannot be read:", error.problems) from None


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
        raise wrong(f"{_NAME!r} or an earlier format", name, "$.format")
    version = int(found[1])
    if version > CURRENT:
        message = (
            f"written as {name} by a later mobiflow, while this one reads up to "
            f"mobiflow/{CURRENT}. Upgrade mobiflow."
        )
        raise unreadable([Problem("$.format", message)])
    return version
