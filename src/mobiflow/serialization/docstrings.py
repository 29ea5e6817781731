"""What the docstring of a class says of it, and of each of its fields."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

__all__ = ["described", "summary"]

_COMMON: Final[Mapping[str, str]] = {
    "id": "One word that stands for it everywhere else.",
    "title": "What people read, in English; it is translated when shown.",
    "text": "What there is to say about it, in English; it is translated when shown.",
}
_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=\.)\s+(?=[A-Z`])")
_ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")


def described(cls: type[Any]) -> tuple[str, Mapping[str, str]]:
    """The first sentence about a class, and what is said of its fields.

    That is their line under *Attributes*, or else the sentences that speak of them.
    """
    doc = inspect.getdoc(cls) or ""
    listed = {name: _plain(said) for name, said in _ATTRIBUTE.findall(doc)}
    prose = doc.partition("\nAttributes:")[0]
    about = {
        a.name: said
        for a in attrs.fields(cls)
        if (said := listed.get(a.name) or _said(prose, a.name) or _COMMON.get(a.name, ""))
    }
    return summary(cls), about


def summary(documented: object) -> str:
    """The first paragraph of a docstring."""
    return _plain((inspect.getdoc(documented) or "").partition("\n\n")[0])


def _said(prose: str, name: str) -> str:
    return " ".join(_sentences(prose, name))


def _sentences(prose: str, name: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(prose.replace("\n", " ")):
        if f"``{name}``" in sentence:
            yield _plain(sentence)


def _plain(text: str) -> str:
    words = " ".join(text.split())
    return _ROLE.sub(r"\1", words).replace("``", "`")
