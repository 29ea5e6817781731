"""Who acts."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem, shown
from mobiflow.model.constraints import ID

__all__ = ["Actor"]


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
