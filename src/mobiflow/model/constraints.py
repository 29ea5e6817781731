"""What a field must keep to besides its type, and what else is declared of it: its metadata.

``check`` says what was expected of a value that is not right, and is data as far as it can be, so
that whatever describes a field (a schema, a form) says the same as what checks it. ``whole`` yields
the problems of a value whose parts are all right. ``personal`` values stay out of the journal,
``state`` is set by actions only, ``json`` marks what is JSON already, ``key`` what an
item of a map repeats of the key under which it is kept (its ``id``, where nothing says otherwise).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import Factory, field

from mobiflow._record import record

__all__ = [
    "CONTACT",
    "COUNTRY",
    "ID",
    "JSON",
    "KEY",
    "LINE",
    "NAME",
    "PERSONAL",
    "PERSONAL_COUNTRY",
    "PERSONAL_FACT",
    "PERSONAL_PROSE",
    "PROSE",
    "SCORE",
    "STATE",
    "Number",
    "Text",
]


def _compiled(text: Text) -> re.Pattern[str]:
    return re.compile(text.pattern)


@record
class Text:
    """Texts of a pattern, which has to match the whole, and of a length."""

    expected: str
    pattern: str
    at_most: int | None = None
    _whole: re.Pattern[str] = field(
        init=False, eq=False, repr=False, default=Factory(_compiled, takes_self=True)
    )

    def __call__(self, value: object) -> str | None:
        """What was expected, unless a value is right or no text."""
        if not isinstance(value, str):
            return None
        if self.at_most is not None and len(value) > self.at_most:
            return self.expected
        return None if self._whole.fullmatch(value) else self.expected


@record
class Number:
    """Whole numbers between two bounds, which are among them."""

    at_least: int
    at_most: int

    def __call__(self, value: object) -> str | None:
        """What was expected, unless a value is right or no whole number."""
        if not isinstance(value, int) or self.at_least <= value <= self.at_most:
            return None
        return f"a whole number from {self.at_least} to {self.at_most}"


_IDENTIFIER: Final = Text(
    "an id of 1 to 100 characters without spaces or '/'", r"[^\s/\x00-\x1f]{1,100}"
)
_COUNTRY: Final = Text(
    "a country as two capital letters (ISO 3166-1 alpha-2), like 'FR'", r"[A-Z]{2}"
)
_LINE: Final = Text("a text of 1 to 300 characters", r"\s*\S[\s\S]*", 300)
_PROSE: Final = Text("a text of 1 to 4000 characters", r"\s*\S[\s\S]*", 4000)

ID: Final[Mapping[str, Any]] = {"check": _IDENTIFIER}
COUNTRY: Final[Mapping[str, Any]] = {"check": _COUNTRY}
LINE: Final[Mapping[str, Any]] = {"check": _LINE}
PROSE: Final[Mapping[str, Any]] = {"check": _PROSE}
SCORE: Final[Mapping[str, Any]] = {"check": Number(1, 5)}
"""How satisfied somebody is, from 1 (poor) to 5 (excellent)."""
PERSONAL: Final[Mapping[str, Any]] = {"personal": True, "check": _LINE}
CONTACT: Final[Mapping[str, Any]] = {**PERSONAL, "shown": True}
NAME: Final[Mapping[str, Any]] = {"check": _LINE, "shown": True}
"""Only shown: no rule reads it, so nothing is asked again when it changes."""
PERSONAL_PROSE: Final[Mapping[str, Any]] = {"personal": True, "check": _PROSE}
PERSONAL_FACT: Final[Mapping[str, Any]] = {"personal": True}
PERSONAL_COUNTRY: Final[Mapping[str, Any]] = {"personal": True, "check": _COUNTRY}
STATE: Final[Mapping[str, Any]] = {"state": True}
"""Marks what only actions may set; a newcomer brings the default."""

JSON: Final[Mapping[str, Any]] = {"json": True}
KEY: Final[Mapping[str, Any]] = {"key": True}
