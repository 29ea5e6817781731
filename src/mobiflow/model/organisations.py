"""Who: organisations and companies, and the actor for whom a call is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem, shown
from mobiflow.model.constraints import CONTACT, COUNTRY, ID, NAME, STATE
from mobiflow.model.records import Document, Facts, Feedback, TaskRecord
from mobiflow.model.words import CompanyKind

__all__ = ["Actor", "Company", "Organisation"]


def _words(value: str | Iterable[str]) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    try:
        return frozenset(value)
    except TypeError:
        problem = Problem("$", f"roles and ids are texts, one or several; got {shown(value)}.")
        raise InvalidValue("An actor cannot be like this:", (problem,)) from None


@record
class Actor:
    """Somebody who acts: the roles held, an opaque id, and the subjects acted for.

    ``of`` holds ids: the learner for the roles ``learner`` and ``guardian``; the company for
    ``host-company``, ``sending-company`` and ``tutor``. Roles such as ``coordinator`` or
    ``host`` are held for the whole mobility and need no ``of``.

    >>> Actor("tutor", of="c-1").of
    frozenset({'c-1'})
    """

    roles: frozenset[str] = field(converter=_words)
    id: str | None = field(default=None, kw_only=True, metadata=ID)
    of: frozenset[str] = field(default=frozenset(), kw_only=True, converter=_words)

    def __str__(self) -> str:
        roles = ", ".join(sorted(self.roles)) or "nobody"
        return f"{roles} {self.id}" if self.id else roles


@record
class Organisation:
    """The sending organisation or the host partner.

    ``country`` is ISO 3166-1 alpha-2 (``FR``).
    """

    name: str = field(metadata=NAME)
    country: str = field(kw_only=True, metadata=COUNTRY)
    contact: str | None = field(default=None, kw_only=True, metadata=CONTACT)


@record
class Company:
    """A company: the host company of a stay, or the sending company of an apprentice.

    ``sector`` is a word that rules know (``food``, ``care``). Only host companies have a
    lifecycle (``status``); the rest of the state below the facts is set by actions alone.
    """

    id: str = field(metadata=ID)
    kind: CompanyKind = field(kw_only=True)
    name: str | None = field(default=None, kw_only=True, metadata=NAME)
    country: str | None = field(default=None, kw_only=True, metadata=COUNTRY)
    contact: str | None = field(default=None, kw_only=True, metadata=CONTACT)
    sector: str | None = field(default=None, kw_only=True, metadata=ID)

    status: str = field(default="", kw_only=True, metadata=STATE)
    documents: Mapping[str, Document] = field(
        factory=dict[str, Document], kw_only=True, metadata=STATE
    )
    tasks: Mapping[str, TaskRecord] = field(
        factory=dict[str, TaskRecord], kw_only=True, metadata=STATE
    )
    feedback: Feedback | None = field(default=None, kw_only=True, metadata=STATE)
    extra: Mapping[str, Facts] = field(factory=dict[str, Facts], kw_only=True, metadata=STATE)
