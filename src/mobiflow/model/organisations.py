"""The organisations that take part: the two partners and the companies."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import CONTACT, COUNTRY, ID, NAME, STATE
from mobiflow.model.documents import Document
from mobiflow.model.records import Facts, Feedback, TaskRecord
from mobiflow.model.words import CompanyKind

__all__ = ["Company", "Organisation"]


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
