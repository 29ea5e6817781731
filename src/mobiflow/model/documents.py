"""Documents: a reference, a digest and dates, never the bytes."""

from __future__ import annotations

from datetime import date

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import ID, KEY, LINE, PERSONAL_PROSE

__all__ = ["Document"]


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
