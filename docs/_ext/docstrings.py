"""Docstrings as Markdown: their few marks, their sections, their examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

ROLE: Final = re.compile(r":(?:class|meth|func|mod|attr|exc|data):`(~?)([\w.]+)`")
SECTION: Final = re.compile(r"(Args|Attributes|Raises|Returns|Yields):")
ENTRY: Final = re.compile(r"([\w, .*]+): (.*)", re.DOTALL)
TITLES: Final = {"Args": "Takes", "Attributes": "Fields"}


def markdown(docstring: str, link: Callable[[str], str]) -> str:
    """A docstring as Markdown; ``link`` turns the name of something into a link to it."""
    blocks = (_block(block, link) for block in docstring.strip().split("\n\n"))
    return "\n\n".join(blocks)


def _block(block: str, link: Callable[[str], str]) -> str:
    if block.lstrip().startswith(">>>"):
        return f"```pycon\n{block.strip()}\n```"
    first, *rest = block.split("\n")
    found = SECTION.fullmatch(first.strip())
    if found is None:
        return inline(block, link)
    title = TITLES.get(found[1], found[1])
    return "\n".join((f"{title}:\n", *(_entry(entry, link) for entry in _entries(rest))))


def _entries(lines: list[str]) -> Iterator[str]:
    """The entries of a section: a line that is indented more belongs to the one before."""
    depth = min(len(line) - len(line.lstrip()) for line in lines)
    numbered = 0

    def number(line: str) -> int:
        nonlocal numbered
        numbered += len(line) - len(line.lstrip()) == depth
        return numbered

    for _, entry in groupby(lines, number):
        yield " ".join(line.strip() for line in entry)


def _entry(entry: str, link: Callable[[str], str]) -> str:
    found = ENTRY.fullmatch(entry)
    if found is None:
        return f"- {inline(entry, link)}"
    names = ", ".join(f"`{name.strip()}`" for name in found[1].split(","))
    return f"- {names}: {inline(found[2], link)}"


def inline(text: str, link: Callable[[str], str]) -> str:
    """A paragraph with the marks of Markdown."""

    def name(found: re.Match[str]) -> str:
        path = found[2].rpartition(".")[2] if found[1] else found[2]
        return link(path)

    return re.sub(r"``(.+?)``", r"`\1`", ROLE.sub(name, text), flags=re.DOTALL)
