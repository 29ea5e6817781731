"""One cell: its text made clean, and the values a text can stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

from mobiflow._record import evolve, record
from mobiflow.imports.countries import COUNTRIES, country_code
from mobiflow.imports.problems import CellProblem, problem_at
from mobiflow.imports.spelling import Vocabulary
from mobiflow.model.introspection import shape_of

__all__ = [
    "MAX_LETTERS",
    "Cell",
    "Rule",
    "clean",
    "damage",
    "read_contact",
    "read_country",
    "read_id",
    "read_text",
    "read_word",
    "rule_of",
]

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
