"""What was collected, done, said and granted, and what went wrong: short dated records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import CONTACT, ID, KEY, LINE, PERSONAL_PROSE, SCORE
from mobiflow.model.introspection import shape_of

__all__ = [
    "Accompanist",
    "Confirmed",
    "Document",
    "Excusal",
    "Facts",
    "Feedback",
    "Incident",
    "TaskRecord",
    "Transmission",
    "typed_facts",
]


@record
class Document:
    """A document that was collected.

    It may cover several learners: each of them then holds the same document, known by its
    ``id``. ``valid_until`` is the last day of validity, ``None`` when it does not expire;
    ``dated`` is the date written on it.
    """

    id: str = field(metadata=ID)
    kind: str = field(metadata={**ID, **KEY})
    status: str
    collected: date
    learners: tuple[str, ...] = ()
    valid_until: date | None = None
    dated: date | None = None
    reference: str | None = field(default=None, metadata=LINE)
    digest: str | None = field(default=None, metadata=LINE)
    verified: date | None = None
    rejection: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Incident:
    """Something went wrong, or a mediation was asked for.

    The guide holds a mediation only when the host structure, a learner or a host company asks.
    """

    id: str = field(metadata=ID)
    kind: Literal["mediation", "non-conformity", "well-being", "other"]
    opened: date = field(kw_only=True)
    learner: str | None = field(default=None, kw_only=True)
    company: str | None = field(default=None, kw_only=True)
    status: str = field(default="", kw_only=True)
    closed: date | None = field(default=None, kw_only=True)
    account: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    outcome: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)


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
    score: int = field(metadata=SCORE)
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
