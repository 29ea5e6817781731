"""What one workflow has that another has not, piece by piece, and who brought what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from mobiflow._compiler.addresses import Part
from mobiflow._compiler.blueprint import Blueprint
from mobiflow._compiler.pieces import Pieces
from mobiflow._record import record
from mobiflow.actions._spec import spec_of
from mobiflow.definition import (
    Certification,
    GuardSet,
    Lifecycle,
    Phase,
    Prerequisite,
    Removed,
    State,
    Step,
    Transition,
    Workflow,
)
from mobiflow.model.introspection import Plain, plain, shape_of
from mobiflow.verdict import Permission

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


def differences(base: Blueprint, other: Blueprint) -> tuple[Difference, ...]:
    """Everything in which another workflow differs from a base.

    Its pieces come first, in the base's order, then what belongs to it besides.
    """
    old, new = base.workflow, other.workflow
    pieces = _of_pieces(_pieces(old), _pieces(new), new.removed)
    return (*pieces, *_of_belongings(dict(_belongings(base)), dict(_belongings(other))))


def _of_pieces(
    base: Mapping[str, Piece], other: Mapping[str, Piece], removed: Mapping[str, Removed]
) -> Iterator[Difference]:
    for address, part in base.items():
        if address not in other:
            source = removed[address].by if address in removed else ""
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


_NO_MEANING: Final = frozenset(
    {"lead-time", "label", "workflow:title", "workflow:credit", "workflow:version"}
)
"""What belongs to a workflow and may differ without changing what it means."""

_Belonging: TypeAlias = tuple[Plain, str]
"""What something is in JSON's terms, and the plugin it comes from if that is known."""

_NOTHING: Final[_Belonging] = (None, "")


def _of_belongings(
    before: Mapping[str, _Belonging], after: Mapping[str, _Belonging]
) -> Iterator[Difference]:
    for address in dict.fromkeys((*before, *after)):
        (old, _), (new, source) = before.get(address, _NOTHING), after.get(address, _NOTHING)
        if old != new:
            meaning = _NO_MEANING.isdisjoint({address, address.partition(":")[0]})
            if address in before and address in after:
                yield Difference(address, "changed", source, old, new, meaning)
            elif address in after:
                yield Difference(address, "added", source, None, new, meaning)
            else:
                yield Difference(address, "removed", "", old, None, meaning)


def _belongings(blueprint: Blueprint) -> Iterator[tuple[str, _Belonging]]:
    """What belongs to a workflow without being one of its pieces."""
    workflow = blueprint.workflow
    for kind in workflow.facts:
        fields: list[Plain] = [field.name for field in shape_of(kind.facts).fields]
        held: dict[str, Plain] = {"fields": fields, "who": _whole(kind.who)}
        yield f"facts:{kind.kind}/{kind.facts.__name__}", (held, kind.source)
    for name, action_type in blueprint.actions.items():
        permission = spec_of(action_type).permission
        who: Plain = _whole(permission) if isinstance(permission, Permission) else {}
        yield f"action:{name}", (who, blueprint.spec(action_type).source)
    tables: Mapping[str, Iterable[tuple[str, object]]] = {
        "permission": workflow.permissions.items(),
        "amendment": workflow.amendment_parties.items(),
        "lead-time": workflow.lead_times.items(),
        "label": workflow.labels.items(),
    }
    for table_name, table in tables.items():
        for name, value in table:
            yield f"{table_name}:{name}", (_whole(value), "")
    for name in ("id", "version", "title", "credit", "evidence", "grid_signers"):
        yield f"workflow:{name}", (_whole(getattr(workflow, name)), workflow.source)


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


def _whole(value: object) -> Plain:
    return plain(value, lambda _: True)


def _means(address: str) -> bool:
    return not address.startswith("note:")
