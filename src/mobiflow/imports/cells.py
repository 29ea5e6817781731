"""The cells of a table: what is wrong with them, and how simple values are read from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from mobiflow._record import evolve, record
from mobiflow.errors import Problem, TableError
from mobiflow.imports.countries import COUNTRIES, country_code
from mobiflow.imports.vocabulary import Vocabulary
from mobiflow.model.introspection import shape_of

__all__ = [
    "MAX_LETTERS",
    "Cell",
    "CellProblem",
    "Rule",
    "cannot_read",
    "clean",
    "damage",
    "problem_at",
    "quoted",
    "read_contact",
    "read_country",
    "read_id",
    "read_text",
    "read_word",
    "refused",
    "rule_of",
]


_SHOWN: Final = 60
"""How many characters of a cell an error shows."""


@record
class CellProblem(Problem):
    """One thing that is wrong in a table, and where; a :class:`mobiflow.errors.Problem`.

    ``row`` is the spreadsheet's row number (1 is the first), ``column`` the heading as written;
    both are ``None`` for what concerns the whole file. ``value`` is what was found, if anything,
    and ``expected`` completes the sentence "expected …".
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str


def problem_at(
    file: str, row: int | None, column: str | None, value: str | None, expected: str
) -> CellProblem:
    """The problem of a place, with the path and the message that this makes."""
    in_row = "" if row is None else f", row {row}"
    in_column = "" if column is None else f", column {_short(column)}"
    found = "" if value is None else f"{quoted(value)}: "
    path, message = f"{file}{in_row}{in_column}", f"{found}expected {expected}"
    return CellProblem(path, message, file, row, column, value, expected)


def cannot_read(file: str, problems: Iterable[CellProblem]) -> TableError:
    """The error that reports all problems of a table."""
    return TableError(f"{file} cannot be read:", problems)


def refused(file: str, expected: str, *, row: int | None = None) -> TableError:
    """The error for what stops the reading of a whole file."""
    return cannot_read(file, [problem_at(file, row, None, None, expected)])


def quoted(text: str) -> str:
    """A text as an error shows it: in quotes, cut when long."""
    return repr(_short(text))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_Key = TypeVar("_Key", bound=str)

Rule = Callable[[str], str | None]
"""Says what was expected of a text, or ``None`` when it is fine."""

MAX_LETTERS: Final = 1_000
"""The longest cell accepted, in characters."""

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_TWICE_ENCODED: Final = re.compile("[ÃÄÅ][\u20ac\u2030\u02c6\u2021\u00a1-\u00ba\u00bc-\u00bf]")
_KEPT_AS_TEXT: Final = re.compile(r'="((?:[^"]|"")*)"')
_FORMULA: Final = ("=", "+", "-", "@")
_PHONE: Final = re.compile(r"\+[0-9][0-9 ()./-]{4,}")


@record
class Cell:
    """A cell that holds something: where it is, its text made clean, and whether that is spoilt."""

    file: str
    row: int
    column: str
    text: str
    spoilt: CellProblem | None = None

    def wrong(self, expected: str) -> CellProblem:
        """The problem of this cell, completing "expected …"."""
        return problem_at(self.file, self.row, self.column, self.text, expected)


def clean(text: str) -> str:
    """A text without surrounding, doubled, non-breaking or invisible spaces, in composed letters.

    A text that a spreadsheet was made to keep as it is, ``="0012"``, loses that wrapping.
    """
    plain = _spaced(unicodedata.normalize("NFC", text))
    kept = _KEPT_AS_TEXT.fullmatch(plain)
    return plain if kept is None else _spaced(kept[1].replace('""', '"'))


def _spaced(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


def damage(text: str) -> str | None:
    """What to expect instead of a text that cannot be taken as it came, ``None`` when it can."""
    if len(text) > MAX_LETTERS:
        return f"at most {MAX_LETTERS:,} characters."
    if _CONTROL.search(text):
        return "a text without control characters. Type it again."
    if "\ufffd" in text or _TWICE_ENCODED.search(text):
        return "legible letters, but accents were lost when it was saved. Save as CSV UTF-8 again."
    return None


def rule_of(model: type[object], name: str) -> Rule:
    """The rule the model has for one of its texts."""
    rule: Rule = next(f.metadata["check"] for f in shape_of(model).fields if f.name == name)
    return rule


def read_text(cell: Cell, rule: Rule) -> str | CellProblem:
    """The text of a cell, when it keeps a rule of the model and is no formula.

    An apostrophe that keeps a spreadsheet from computing is dropped; one that belongs to a name
    ('t Hooft) is kept.
    """
    text = _without_guard(cell.text)
    if text.startswith(_FORMULA):
        return cell.wrong(
            "a plain text, not a formula: it may not begin with =, +, - or @. "
            "Remove that character, or leave the cell empty."
        )
    expected = rule(text)
    return text if expected is None else cell.wrong(f"{expected}.")


def read_contact(cell: Cell, rule: Rule) -> str | CellProblem:
    """The contact in a cell: any text, or a telephone number that begins with ``+``."""
    text = _without_guard(cell.text)
    return text if _PHONE.fullmatch(text) and rule(text) is None else read_text(cell, rule)


def read_id(cell: Cell, rule: Rule) -> str | CellProblem:
    """The id in a cell, without the apostrophe that keeps its zeros in a spreadsheet."""
    return read_text(evolve(cell, text=cell.text.removeprefix("'").lstrip()), rule)


def read_country(cell: Cell) -> str | CellProblem:
    """The code that a country code, a country name or a nationality stands for."""
    code = country_code(cell.text)
    if code is not None:
        return code
    return cell.wrong(f"a country or a nationality, like FR or France{_meant(cell, COUNTRIES)}.")


def read_word(cell: Cell, words: Vocabulary[_Key], examples: str) -> _Key | CellProblem:
    """What the word in a cell stands for."""
    meaning = words.meaning(cell.text)
    if meaning is not None:
        return meaning
    return cell.wrong(f"{examples}{_meant(cell, words)}.")


def _without_guard(text: str) -> str:
    bare = text[1:].lstrip()
    return bare if text.startswith("'") and bare.startswith(_FORMULA) else text


def _meant(cell: Cell, words: Vocabulary[_Key]) -> str:
    word = words.nearest(cell.text)
    return "" if word is None else f"; perhaps {word}"
