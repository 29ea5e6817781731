"""How the pieces of a workflow are addressed."""

from __future__ import annotations

from typing import TypeAlias

from mobiflow.definition import (
    DocumentKind,
    GuardSet,
    Lifecycle,
    Note,
    Party,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
)
from mobiflow.verdict import Guard

__all__ = ["Part", "address_of", "is_transition"]

Part: TypeAlias = (
    Phase
    | Step
    | Task
    | Note
    | State
    | Transition
    | Guard
    | DocumentKind
    | Requirement
    | Party
    | GuardSet
    | Lifecycle
    | str
)


def address_of(part: Part, where: str = "") -> str:  # noqa: C901, PLR0911  # one case per part
    """The address of a piece; ``where`` is the step, lifecycle or place it belongs to."""
    match part:
        case Phase():
            return f"phase:{part.id}"
        case Step():
            return f"step:{part.id}"
        case Task():
            return f"task:{where}/{part.id}"
        case Note():
            return f"note:{part.id}"
        case State():
            return f"state:{where}/{part.id}"
        case Transition():
            return f"transition:{where}/{part.trigger}/{'+'.join(part.sources)}"
        case Guard() | str():
            return f"guard:{where}#{part}"
        case DocumentKind():
            return f"document:{part.id}"
        case Requirement():
            return f"requirement:{part.id}"
        case Party():
            return f"party:{part.id}"
        case GuardSet():
            return f"guard-set:{part.id}"
        case Lifecycle():
            return f"lifecycle:{part.kind}"


def is_transition(address: str, wanted: str) -> bool:
    """Whether ``kind/trigger`` or ``kind/trigger/source`` means the transition at an address."""
    kind, _, rest = address.partition(":")
    if kind != "transition":
        return False
    *start, sources = rest.split("/")
    names = wanted.split("/")
    return names == start or (names[:-1] == start and names[-1] in sources.split("+"))
