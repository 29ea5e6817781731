"""What was done, said and granted: short dated records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import CONTACT, ID, LINE, PERSONAL_PROSE
from mobiflow.model.introspection import shape_of

__all__ = [
    "Accompanist",
    "Confirmed",
    "Excusal",
    "Facts",
    "Feedback",
    "TaskRecord",
    "Transmission",
    "typed_facts",
]

_T = TypeVar("_T")

Facts: TypeAlias = Mapping[str, str | int | bool | None]
"""The facts of one plugin about a subject, plain; dates are ISO 8601 texts."""


def typed_facts(facts: type[_T], plain: Facts) -> _T:
    """Plain facts as an instance of the class that a plugin registered for them."""
    dated = {f.name for f in shape_of(facts).fields if date in {o.cls for o in f.shape.options}}
    return facts(**{name: _typed(value, dated=name in dated) for name, value in plain.items()})


def _typed(value: object, *, dated: bool) -> object:
    return date.fromisoformat(value) if dated and isinstance(value, str) else value


@record
class TaskRecord:
    """A task of the guide was done, or waived with a reason."""

    status: Literal["done", "waived"]
    on: date
    note: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Confirmed:
    """Somebody confirmed that a prerequisite is met."""

    on: date
    note: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Feedback:
    """An answer to a satisfaction questionnaire: a score from 1 (poor) to 5 (excellent)."""

    on: date
    score: int
    comment: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Transmission:
    """Results of the evaluation were transmitted to somebody."""

    to: Literal["sending", "certifier"]
    on: date


@record
class Accompanist:
    """An accompanying person; *prepared* once briefed and equipped."""

    id: str = field(metadata=ID)
    name: str | None = field(default=None, kw_only=True, metadata=CONTACT)
    role: str | None = field(default=None, kw_only=True, metadata=LINE)
    prepared: date | None = field(default=None, kw_only=True)


@record
class Excusal:
    """A refusal that somebody entitled to do so set aside, with a reason, until a day."""

    guard: str
    code: str
    subject: str
    params: Mapping[str, str]
    until: date
    reason: str | None = field(default=None, metadata=PERSONAL_PROSE)

    @property
    def key(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        """What it excuses, as guard, code, subject and parameters."""
        return (self.guard, self.code, self.subject, tuple(sorted(self.params.items())))
