"""Incidents and their mediation."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import ID, PERSONAL_PROSE

__all__ = ["Incident"]


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
