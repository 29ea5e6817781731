"""What the reference tells of the code is made from the code, and kept in the pages.

Between ``<!-- generated: name argument … -->`` and ``<!-- /generated -->`` stands what the
generator of that name gives. ``make reference`` writes it anew; a test holds it to the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final

from docs._ext import api
from docs._ext.country_rules import country, sectors
from docs._ext.workflow_files import file_guards, file_keys, file_names, file_requires
from docs._ext.workflow_tables import TABLES

DOCS: Final = Path(__file__).parents[1]
PLACE: Final = re.compile(
    r"^<!-- generated: (?P<name>[\w-]+)(?P<arguments>[^\n]*?) -->\n"
    r"(?P<text>.*?)^<!-- /generated -->$",
    re.MULTILINE | re.DOTALL,
)


@cache
def pages() -> tuple[Path, ...]:
    """Every page of the docs."""
    return tuple(sorted(DOCS.rglob("*.md")))


def filled(page: Path) -> str:
    """A page with everything generated as it should be now."""
    link = partial(linked, page)

    def generate(found: re.Match[str]) -> str:
        arguments = found["arguments"].split()
        if found["name"] in {"hook", "names", "room"}:
            made: Iterable[str] = getattr(api, found["name"])(link, *arguments)
        else:
            made = GENERATORS[found["name"]](*arguments)
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip("\n")
        first = found[0].partition("\n")[0]
        return f"{first}\n\n{text}\n\n<!-- /generated -->"

    return PLACE.sub(generate, page.read_text("utf-8"))


def linked(page: Path, name: str) -> str:
    """A link to where a name, or a method of it, is told; the name alone when it is nowhere."""
    found = re.search(r"(?:^|\.)([A-Z]\w*(?:\.\w+)?)$", name)
    shown = found[1] if found else name
    target = homes().get(shown.partition(".")[0])
    if target is None:
        return f"`{shown}`"
    file = "" if target == page else target.name
    return f"[`{shown}`]({file}#{shown.replace('.', '').lower()})"


@cache
def homes() -> Mapping[str, Path]:
    """The page on which each public name is told."""
    return {name: page for page in pages() for _, name in told(page)}


def told(page: Path) -> Iterator[tuple[str, str]]:
    """The public names a page tells of, each with the room it is taken from."""
    for found in PLACE.finditer(page.read_text("utf-8")):
        name, arguments = found["name"], found["arguments"].split()
        if name == "names":
            yield from ((arguments[0], each) for each in arguments[1:])
        elif name == "room":
            for _, public in api.grouped(arguments[0], ()):
                yield from ((arguments[0], each) for each in public)


def write() -> list[Path]:
    """Bring every page up to date; those that were not are given back."""
    changed = [page for page in pages() if filled(page) != page.read_text("utf-8")]
    for page in changed:
        page.write_text(filled(page), "utf-8")
    return changed


GENERATORS: Final[Mapping[str, Callable[..., Iterable[str]]]] = {
    **TABLES,
    "country": country,
    "file-guards": file_guards,
    "file-keys": file_keys,
    "file-names": file_names,
    "file-requires": file_requires,
    "sectors": sectors,
}
