"""What one workflow has that another has not, piece by piece, and who brought what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from mobiflow._compiler.addresses import Part
from mobiflow._compiler.pieces import Pieces
from mobiflow._record import record
from mobiflow.definition import (
    Certification,
    GuardSet,
    Lifecycle,
    Phase,
    Prerequisite,
    State,
    Step,
    Transition,
    Workflow,
)
from mobiflow.model.introspection import Plain, plain

__all__ = ["Difference", "contributed", "differences"]


Piece: TypeAlias = Part | Prerequisite | Certification


@record
class Difference:
    """One piece that differs: its address, what happened to it, and whose it is now.

    ``before`` and ``after`` are the piece in JSON's terms, ``None`` where there is none.
    ``meaning`` tells whether the difference changes what the workflow means (its digest), or
    only how it is worded, dated or explained.
    """

    address: str
    what: Literal["added", "removed", "changed"]
    source: str
    before: Plain
    after: Plain
    meaning: bool

    def __str__(self) -> str:
        by = f" by {self.source}" if self.source else ""
        aside = "" if self.meaning else " (wording only)"
        return f"{self.address}: {self.what}{by}{aside}"


def differences(base: Workflow, other: Workflow) -> tuple[Difference, ...]:
    """Everything in which another workflow differs from a base, in the base's order."""
    return tuple(_differences(_pieces(base), _pieces(other), other.removed))


def _differences(
    base: Mapping[str, Piece], other: Mapping[str, Piece], removed: Mapping[str, str]
) -> Iterator[Difference]:
    for address, part in base.items():
        if address not in other:
            source = removed.get(address, "")
            yield Difference(address, "removed", source, _shown(part), None, _means(address))
        elif _shown(part) != _shown(other[address]):
            meaning = _meant(part) != _meant(other[address])
            after = other[address]
            yield Difference(
                address, "changed", source_of(after), _shown(part), _shown(after), meaning
            )
    for address, part in other.items():
        if address not in base:
            yield Difference(address, "added", source_of(part), None, _shown(part), _means(address))


def contributed(workflow: Workflow) -> Mapping[str, tuple[str, ...]]:
    """The addresses of everything in a workflow, by the plugin that brought it."""
    found: dict[str, list[str]] = {}
    for address, part in _pieces(workflow).items():
        found.setdefault(source_of(part), []).append(address)
    return {source: tuple(addresses) for source, addresses in found.items() if source}


def source_of(part: Piece) -> str:
    """The plugin a piece comes from."""
    return str(getattr(part, "source", ""))


def _pieces(workflow: Workflow) -> Mapping[str, Piece]:
    """Every piece but those generated from others, with the prerequisites and certifications."""
    pieces: dict[str, Piece] = dict(Pieces.of(workflow).by_address)
    generated = [a for a in pieces if a.partition(":")[2].partition("/")[0] == "mobility"]
    for address in generated:
        del pieces[address]
    return {
        **pieces,
        **{f"prerequisite:{p.id}": p for p in workflow.prerequisites},
        **{f"certification:{c.id}": c for c in workflow.certifications},
    }


_INSIDE: Final[Mapping[type[object], frozenset[str]]] = {
    Phase: frozenset({"steps", "entry", "exit"}),
    Step: frozenset({"tasks", "notes"}),
    State: frozenset({"invariants"}),
    Transition: frozenset({"guards"}),
    GuardSet: frozenset({"guards"}),
    Lifecycle: frozenset({"states", "transitions"}),
}
"""What has addresses of its own, and is compared there."""

_HIDDEN: Final = frozenset({"source", "func", "covers", "needs", "refers", "made_by"})
"""Whose a piece is, and functions with what they say of themselves: the id stands for them."""

_WORDS: Final = _HIDDEN | {"title", "text", "law", "basis", "says"}


def _shown(part: Piece) -> Plain:
    inside = _INSIDE.get(type(part), frozenset())
    return plain(part, lambda attribute: attribute.name not in _HIDDEN | inside)


def _meant(part: Piece) -> Plain:
    inside = _INSIDE.get(type(part), frozenset())
    return plain(part, lambda attribute: attribute.name not in _WORDS | inside)


def _means(address: str) -> bool:
    return not address.startswith("note:")
