"""How the pieces of a workflow are addressed, and what could not be addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias, cast

from mobiflow.contributions import AddLabel, AddLeadTime, Contribution, Remove, Replace
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
from mobiflow.errors import Problem, shown
from mobiflow.model.checks import problems_of
from mobiflow.model.introspection import fields_of, is_record
from mobiflow.verdict import Guard, Permission

__all__ = ["Part", "address_of", "is_transition", "problems_of_change"]

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


def problems_of_change(change: Contribution, source: str) -> Iterator[Problem]:
    """What is wrong with a change by itself: values of the wrong type, ids nothing can address."""
    where = f"{source}: {type(change).__name__}"
    found = tuple(problems_of(change, type(change), "$"))
    yield from (Problem(f"{where} {problem.path}", problem.message) for problem in found)
    if not found and not isinstance(change, Replace | Remove | AddLeadTime | AddLabel):
        for part in _parts(change):
            for name in _names(part):
                if not _NAME.fullmatch(name):
                    message = (
                        f"expected an id without spaces, '/', ':', '#' or '+', got {shown(name)}."
                    )
                    yield Problem(f"{where} $.{type(part).__name__.lower()}", message)


_NAME: Final = re.compile(r"[^\s/:#+]+")


def _parts(value: object) -> Iterator[object]:
    """Every attrs value in a change, itself left out."""
    for _, item in fields_of(value):
        parts = cast("tuple[object, ...]", item) if isinstance(item, tuple) else (item,)
        for part in parts:
            if is_record(part) and not isinstance(part, Permission):
                yield part
                yield from _parts(part)


def _names(part: object) -> Iterator[str]:
    """The names by which a piece is addressed."""
    for name in ("id", "trigger", "kind"):
        value = getattr(part, name, None)
        if isinstance(value, str):
            yield value
    if isinstance(part, Transition):
        yield from part.sources
