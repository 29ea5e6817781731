"""Every exception mobiflow raises on purpose, each with its data.

The one exception kept elsewhere is :class:`mobiflow.Refused`: it carries an explanation, and
lives beside that word.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

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
]


@record
class Problem:
    """One thing that is wrong, and where.

    ``path`` is a JSON path (``$.learner.born``) or a place in a file; ``message`` is a sentence
    that says what was found, what was expected and what to do.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class MobiflowError(Exception):
    """The base of every error raised by mobiflow."""


class _WithProblems(MobiflowError):
    """An error that reports all problems at once."""

    def __init__(self, what: str, problems: Iterable[Problem]) -> None:
        self.what = what
        self.problems = tuple(problems)
        super().__init__(what, self.problems)

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


_SHOWN: Final = 12


class UnknownName(MobiflowError, LookupError):
    """A name that stands for nothing here; ``nearest`` holds what may have been meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str], hint: str = "") -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        self.nearest = tuple(get_close_matches(str(name), self.known, n=3, cutoff=0.5))
        self.hint = hint
        super().__init__(kind, name)

    def __str__(self) -> str:
        if self.nearest:
            advice = "Did you mean " + " or ".join(repr(name) for name in self.nearest) + "?"
        elif self.known:
            shown = ", ".join(self.known[:_SHOWN]) + (", …" if len(self.known) > _SHOWN else "")
            advice = f"Known: {shown}."
        else:
            advice = "" if self.hint else "There is none yet."
        said = (f"There is no {self.kind} {self.name!r}.", advice, self.hint)
        return " ".join(part for part in said if part)


class TableError(_WithProblems, ValueError):
    """A spreadsheet that cannot be read for certain; ``problems`` lists every cell to correct."""
