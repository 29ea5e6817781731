"""Comparing words whatever their accents, capitals and punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Generic, TypeVar

from mobiflow._record import record
from mobiflow.errors import nearest

__all__ = ["Vocabulary", "fold", "vocabulary_of"]

_Key = TypeVar("_Key", bound=str)

_LONGEST = 60
"""No word of any list is longer, so nothing longer can be near one."""


def fold(text: str) -> str:
    """A word reduced to its letters and digits, without accents and capitals.

    >>> fold("Né(e) le ")
    'neele'
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    return "".join(letter for letter in plain if letter.isalnum())


@record
class Vocabulary(Generic[_Key]):
    """What people write, and what they mean by it."""

    _meanings: Mapping[str, _Key]
    _spellings: Mapping[str, str]

    def meaning(self, text: str) -> _Key | None:
        """What a text stands for, ``None`` when unknown."""
        return self._meanings.get(fold(text))

    def nearest(self, text: str) -> str | None:
        """The spelling that may have been meant, as people write it, or ``None``."""
        if len(text) > _LONGEST:
            return None
        close = nearest(fold(text), self._spellings, alike=0.7)
        return self._spellings[close[0]] if close else None


def vocabulary_of(words: Mapping[_Key, tuple[str, ...]]) -> Vocabulary[_Key]:
    """The vocabulary that knows, for each meaning, the ways to write it."""
    pairs = [(key, word) for key, spellings in words.items() for word in spellings]
    spellings = {fold(word): word for _, word in reversed(pairs)}
    return Vocabulary({fold(word): key for key, word in pairs}, spellings)
