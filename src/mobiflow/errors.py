"""Every exception mobiflow raises on purpose, each with its data.

The one exception kept elsewhere is :class:`mobiflow.Refused`: it carries an explanation, and
lives beside that word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from heapq import nlargest
from itertools import islice, pairwise
from typing import Final, cast

import attrs

from mobiflow._record import record

__all__ = [
    "DefinitionError",
    "FormatError",
    "InvalidValue",
    "MobiflowError",
    "OtherWorkflow",
    "PluginError",
    "Problem",
    "TableError",
    "UnknownName",
    "nearest",
    "shown",
]


def _cut(text: str, at_most: int) -> str:
    return text if len(text) <= at_most else f"{text[: at_most - 3]}…"


def _short_path(path: str) -> str:
    return _cut(path, 500)


def _short_message(message: str) -> str:
    return _cut(message, 4000)


@record
class Problem:
    """One thing that is wrong, and where.

    ``path`` is a JSON path (``$.learner.born``) or a place in a file; ``message`` is a sentence
    that says what was found, what was expected and what to do. Neither is ever very long, whatever
    was found.
    """

    path: str = attrs.field(converter=_short_path)
    message: str = attrs.field(converter=_short_message)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class MobiflowError(Exception):
    """The base of every error raised by mobiflow."""


class _WithProblems(MobiflowError):
    """An error that reports all problems at once."""

    def __init__(self, what: str, problems: Iterable[Problem]) -> None:
        self.what = _cut(what, 500)
        self.problems = tuple(problems)
        super().__init__(self.what, self.problems)

    def __str__(self) -> str:
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{self.what}{lines}"


class InvalidValue(_WithProblems, ValueError):
    """Values that cannot be what they claim to be; ``problems`` lists all of them."""


class DefinitionError(_WithProblems):
    """A workflow definition that does not hold together; ``problems`` lists everything wrong."""


class PluginError(_WithProblems):
    """Plugins that cannot be used together, or at all; ``problems`` names them."""


class OtherWorkflow(MobiflowError):
    """A mobility was made under a workflow that meant something else; it can only be read."""

    def __init__(self, mobility: str, stored: str, present: str) -> None:
        self.mobility = mobility
        self.stored = stored
        self.present = present
        super().__init__(mobility, stored, present)

    def __str__(self) -> str:
        return (
            f"Mobility {self.mobility!r} was made under a workflow with the digest "
            f"{self.stored[:12]}, and this engine's has {self.present[:12]}: its rules have "
            "changed. It can be read, but not changed; use the plugins it was made with."
        )


class FormatError(_WithProblems, ValueError):
    """Stored data that is not what this version of mobiflow can read."""


_LISTED: Final = 12
_QUOTED: Final = 60


class UnknownName(MobiflowError, LookupError):
    """A name that stands for nothing here; ``nearest`` holds what may have been meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str], hint: str = "") -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(set(known)))
        whole = _of_last_part(str(name), self.known)
        self.nearest = whole or nearest(str(name), self.known, at_most=3, alike=0.5)
        self.hint = hint
        super().__init__(kind, name)

    def __str__(self) -> str:
        if self.nearest:
            advice = "Did you mean " + " or ".join(shown(name) for name in self.nearest) + "?"
        elif self.known:
            listed = ", ".join(_cut(name, _QUOTED) for name in self.known[:_LISTED])
            advice = f"Known: {listed}{', …' if len(self.known) > _LISTED else ''}."
        else:
            advice = "" if self.hint else "There is none yet."
        said = (f"There is no {self.kind} {shown(self.name)}.", advice, self.hint)
        return " ".join(part for part in said if part)


def _of_last_part(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The known names that end with a name: ``state:learner/abroad`` for ``abroad``."""
    ends = tuple(f"{mark}{name}" for mark in ":/.") if name else ()
    return tuple(other for other in known if other.endswith(ends))[:3] if ends else ()


class TableError(_WithProblems, ValueError):
    """A spreadsheet that cannot be read for certain; ``problems`` lists every cell to correct."""


# -- what is said of foreign values


_COLLECTIONS: Final = (tuple, list, dict, set, frozenset)


def shown(value: object, at_most: int = _QUOTED) -> str:
    """A value as an error quotes it: as Python writes it, but never at length."""
    if isinstance(value, str | bytes) and len(value) > at_most:
        return f"{value[: at_most - 5]!r}…"
    kind = type(value)
    items = len(cast("Collection[object]", value)) if isinstance(value, _COLLECTIONS) else 0
    if items > at_most:
        return f"a {kind.__name__} of {items} items"
    if attrs.has(kind):
        return f"a {kind.__name__}"
    try:
        return _cut(repr(value), at_most)  # pyright: ignore[reportUnknownArgumentType]  # of any
    except Exception:  # noqa: BLE001  # of a number with too many digits, or somebody's own repr
        return f"a {kind.__name__} that cannot be shown"


_LONGEST: Final = 40
_CONSIDERED: Final = 2000
_COMPARED: Final = 6
"""Looking for what may have been meant costs no more than this allows, whatever the names are."""


def nearest(
    name: str, known: Iterable[str], *, at_most: int = 1, alike: float = 0.6
) -> tuple[str, ...]:
    """The known names most like a name, the likeliest first, if any is ``alike`` enough.

    Those are compared closely that share most pairs of letters with it.
    """
    from difflib import get_close_matches  # heavy: only who is told what may be meant pays

    pairs = _pairs(name[:_LONGEST])
    considered = {other[:_LONGEST]: other for other in islice(known, _CONSIDERED)}
    close = nlargest(_COMPARED, considered, key=lambda other: len(pairs & _pairs(other)))
    found = get_close_matches(name[:_LONGEST], close, n=at_most, cutoff=alike)
    return tuple(considered[other] for other in found)


@lru_cache(maxsize=2 * _CONSIDERED)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(f" {name} ")))
