"""The story as its file tells it: days of events, who acts, and what must be refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeAlias, get_args

from attrs import frozen

from mobiflow.cli.demo.entries import Entries
from mobiflow.errors import FormatError, MobiflowError, Problem
from mobiflow.model.words import Role
from mobiflow.verdict import Refusal

__all__ = [
    "Act",
    "Day",
    "Event",
    "Excusing",
    "Import",
    "ShowAdvice",
    "ShowTodo",
    "ShowViolations",
    "Story",
    "Tell",
    "Unexpected",
    "read_story",
]

_EXAMPLE: Final = "leipzig-2027"
_ROLES: Final[tuple[Role, ...]] = get_args(Role)
_OWN_WORDS: Final = frozenset(
    {"by", "do", "try", "for", "each", "refused", "from", "excuse", "at", "say", "todo"}
    | {"invariants", "advice", "learners", "companies"}
)
"""The words of an event; every other key is a value of its action."""


class Unexpected(MobiflowError):
    """The library did not answer as the story says: other refusals came than it expects."""

    def __init__(
        self, day: date, what: str, expected: frozenset[str], refusals: tuple[Refusal, ...]
    ) -> None:
        self.day = day
        self.what = what
        self.expected = expected
        self.refusals = refusals
        super().__init__(day, what, expected, refusals)

    def __str__(self) -> str:
        expected = ", ".join(sorted(self.expected)) or "no refusal"
        came = {refusal.code: refusal.text() for refusal in reversed(self.refusals)}
        lines = [f"\n  {code}: {text}" for code, text in sorted(came.items())]
        return (
            f"On {self.day} the story expects of {self.what!r}: {expected}. "
            f"What came: {''.join(lines) or 'no refusal.'}"
        )


@frozen
class Act:
    """Somebody does something, or tries to.

    Attributes:
        what: an action (``collect-document``) or a trigger (``select``).
        by: who acts, a role with or without ``@whom``; ``None`` to follow from the rest.
        learner: the learner concerned, if any.
        values: the values of the action.
        source: the file with further values, if any.
        refused: the codes with which it must be refused; empty when it must be accepted.
        attempt: whether the whole answer is shown.
    """

    what: str
    by: str | None
    learner: str | None
    values: Mapping[str, object]
    source: str | None
    refused: frozenset[str]
    attempt: bool


@frozen
class Excusing:
    """A refusal that stands in the way of ``at`` is set aside."""

    code: str
    at: str
    by: str | None
    learner: str | None
    until: date
    reason: str


@frozen
class Import:
    """A spreadsheet of learners or companies comes in."""

    what: str
    file: str
    by: str | None


@frozen
class ShowTodo:
    """The to-do list of a role is looked at."""

    role: Role


@frozen
class ShowViolations:
    """The invariants are looked at; exactly these are broken."""

    codes: frozenset[str]


@frozen
class ShowAdvice:
    """What is only advised is looked at; it has exactly these codes."""

    codes: frozenset[str]


@frozen
class Tell:
    """A sentence of the story, by language."""

    text: Mapping[str, str]


Event: TypeAlias = "Act | Excusing | Import | ShowTodo | ShowViolations | ShowAdvice | Tell"


@frozen
class Day:
    """What happened on one day."""

    date: date
    title: Mapping[str, str]
    events: tuple[Event, ...]


@frozen
class Story:
    """Everything that happened; ``start`` has the values of the action ``Start``.

    ``accounts`` are ids of actors by role; ``folder`` is where the other input lies.
    """

    folder: Traversable
    start: Mapping[str, object]
    accounts: Mapping[str, str]
    days: tuple[Day, ...]

    def data(self, file: str) -> bytes:
        """What is in a file of the story's folder."""
        return self.folder.joinpath(file).read_bytes()

    def table(self, file: str) -> Mapping[str, object]:
        """What a TOML file of the story's folder says."""
        return tomllib.loads(self.data(file).decode("utf-8"))


def read_story(folder: Traversable | None = None) -> Story:
    """The story in a folder, or that of the example.

    Raises:
        FormatError: listing what the file says wrongly.
    """
    folder = folder or _example()
    text = folder.joinpath("story.toml").read_text("utf-8")
    problems: list[Problem] = []
    whole = Entries.of(tomllib.loads(text), "$", problems)
    story = Story(
        folder,
        whole.table("mobility").values,
        {role: str(account) for role, account in whole.table("accounts").values.items()},
        tuple(_Reader(whole.texts("languages"), whole.table("sets")).days(whole)),
    )
    if problems:
        raise FormatError("story.toml cannot be played:", problems)
    return story


def _example() -> Traversable:
    """The folder of the example: inside an installed mobiflow, else beside the sources."""
    installed = files("mobiflow").joinpath("examples", _EXAMPLE)
    if installed.is_dir():
        return installed
    return Path(__file__).parents[4] / "examples" / _EXAMPLE


@frozen
class _Reader:
    """Reads days, with the languages and the sets of learners that the story declares."""

    languages: tuple[str, ...]
    sets: Entries

    def days(self, whole: Entries) -> Iterator[Day]:
        for day in whole.tables("day"):
            events = (event for each in day.tables("events") for event in self._events(each))
            yield Day(day.day("date"), self._told(day, "title"), tuple(events))

    def _events(self, entries: Entries) -> Iterator[Event]:
        """The events of one pair of braces: repeated for values first, then for learners."""
        if "each" in entries.values:
            for repeated in entries.repeated("each"):
                yield from self._events(repeated)
        elif "for" in entries.values:
            for learner in self._learners(entries):
                yield self._event(entries, learner)
        else:
            yield self._event(entries, None)

    def _learners(self, entries: Entries) -> Iterator[str]:
        named = entries.values["for"]
        for name in (named,) if isinstance(named, str) else entries.texts("for"):
            yield from self.sets.texts(name) if name in self.sets.values else (name,)

    def _event(self, entries: Entries, learner: str | None) -> Event:
        values = entries.values
        if "say" in values:
            return Tell(self._told(entries, "say"))
        looked_at = self._looked_at(entries)
        if looked_at is not None:
            return looked_at
        by = entries.text("by") if "by" in values else None
        if "excuse" in values:
            return Excusing(
                entries.text("excuse"),
                entries.text("at"),
                by,
                learner,
                entries.day("until"),
                entries.text("reason"),
            )
        attempt = "try" in values
        what = entries.text("try" if attempt else "do")
        if what == "import":
            kind = "learners" if "learners" in values else "companies"
            return Import(kind, entries.text(kind), by)
        return Act(
            what,
            by,
            learner,
            {name: value for name, value in values.items() if name not in _OWN_WORDS},
            entries.text("from") if "from" in values else None,
            frozenset(entries.texts("refused") if "refused" in values else ()),
            attempt,
        )

    def _looked_at(self, entries: Entries) -> ShowTodo | ShowViolations | ShowAdvice | None:
        """What an event shows, if it changes nothing."""
        if "todo" in entries.values:
            return ShowTodo(entries.word("todo", _ROLES))
        if "invariants" in entries.values:
            return ShowViolations(frozenset(entries.texts("invariants")))
        if "advice" in entries.values:
            return ShowAdvice(frozenset(entries.texts("advice")))
        return None

    def _told(self, entries: Entries, name: str) -> Mapping[str, str]:
        return dict(zip(self.languages, entries.texts(name), strict=False))
