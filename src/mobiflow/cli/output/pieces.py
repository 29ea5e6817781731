"""What the pieces of a workflow are called, by kind and name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from mobiflow.cli.output.session import Session
from mobiflow.i18n import N_

__all__ = ["by_kind", "called", "name_of", "told"]

_KINDS: Final[Mapping[str, str]] = {
    "phase": N_("Phases"),
    "step": N_("Steps"),
    "task": N_("Tasks"),
    "note": N_("Notes"),
    "lifecycle": N_("Lifecycles"),
    "state": N_("States"),
    "transition": N_("Transitions"),
    "guard-set": N_("Sets of guards"),
    "guard": N_("Guards"),
    "document": N_("Kinds of document"),
    "requirement": N_("Documents asked for"),
    "party": N_("Parties"),
    "prerequisite": N_("Prerequisites"),
    "certification": N_("Certifications"),
    "facts": N_("Facts"),
    "action": N_("Actions"),
    "named-guard": N_("Guards for files"),
    "permission": N_("Permissions"),
    "amendment": N_("Signers of amendments"),
    "workflow": N_("Workflows"),
    "lead-time": N_("Lead times"),
    "label": N_("Labels"),
}
"""What the kinds of piece are called, in the order in which they are told."""


def name_of(address: str) -> str:
    """What tells a piece from others of its kind.

    >>> name_of("task:debrief/hold-debrief")
    'debrief/hold-debrief'
    """
    return address.partition(":")[2]


def called(session: Session, kind: str) -> str:
    """What the pieces of a kind are called."""
    return session.say(_KINDS[kind]) if kind in _KINDS else kind


def by_kind(addresses: Iterable[str]) -> Mapping[str, list[str]]:
    """Addresses by the kind of what is there; the kinds are in the order of a workflow."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for address in addresses:
        found.setdefault(address.partition(":")[0], []).append(address)
    return {kind: same for kind, same in found.items() if same}


def told(addresses: Iterable[str], known: Container[str]) -> Iterator[str]:
    """The addresses without those of guards that only carry out a known prerequisite."""
    for address in addresses:
        _, sign, demanded = address.partition("#prerequisite(id=")
        if not sign or f"prerequisite:{demanded.removesuffix(')')}" not in known:
            yield address
