"""What a stay demands in papers: document kinds and when they are asked for, contract parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from attrs import field

from mobiflow._record import record
from mobiflow.model.words import Role, Scope
from mobiflow.verdict import Permission

__all__ = [
    "Condition",
    "DocumentKind",
    "LeadTime",
    "Party",
    "Requirement",
]


@record
class Condition:
    """When something applies: ``func(context, subject, day)`` is true, false, or ``None``.

    ``None`` means that ``fact`` is not known, which refuses rather than passes. ``day`` is the
    day on which the question arises (an age depends on it).
    """

    id: str
    revision: int
    func: Callable[..., bool | None] = field(eq=False)
    fact: str = ""


@record
class DocumentKind:
    """A kind of document: who brings it, whose it is, and whether it must outlast the stay.

    ``dated_from`` is the first day that may stand on a learner's document, where there is one:
    ``last-presence``, the last day on which the learner was there.
    """

    id: str
    title: str
    who: Permission
    scope: Scope = "learner"
    expires: bool = False
    dated_from: Literal["", "last-presence"] = ""
    source: str = field(default="", kw_only=True, eq=False)


@record
class Requirement:
    """A document asked for at a gate; any one of ``kinds`` will do."""

    id: str
    gate: str
    kinds: tuple[str, ...]
    applies: Condition | None = None
    source: str = field(default="", kw_only=True, eq=False)


@record
class Party:
    """A party to the pedagogical contract.

    ``each`` is the relation when there may be none or several: the learner's host companies, or
    the employer. ``applies`` is asked with the day of the learner's signature. ``title`` is what
    it is called inside a sentence.
    """

    id: str
    role: Role
    each: Literal["", "placement", "employer"] = ""
    applies: Condition | None = None
    title: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True, eq=False)


@record
class LeadTime:
    """How many days before (negative) or after an end of the stay something is due."""

    anchor: Literal["start", "end"]
    days: int
