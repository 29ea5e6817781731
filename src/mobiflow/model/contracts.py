"""The guide's pedagogical contract (Erasmus+ calls it a learning agreement)."""

from __future__ import annotations

from datetime import date

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.model.period import Period
from mobiflow.model.words import AmendmentScope, Channel

__all__ = ["Contract", "Objective", "Signature", "outcome_path", "unit_of"]


def outcome_path(unit: str, outcome: str) -> str:
    """How an outcome of a unit is told from those of other units: ``unit/outcome``."""
    return f"{unit}/{outcome}"


def unit_of(path: str) -> str:
    """The unit in the path of an outcome; a unit's own id is its path."""
    return path.partition("/")[0]


@record
class Objective:
    """A unit aimed at, and which of its outcomes; less than a whole unit is allowed."""

    unit: str = field(metadata=ID)
    outcomes: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the outcomes, ``unit/outcome``."""
        return tuple(outcome_path(self.unit, outcome) for outcome in self.outcomes)


@record
class Signature:
    """A party signed: through which channel, when, and which version.

    ``of`` is the company signed for, when the party is a company or its tutor.
    """

    party: str
    on: date
    version: int
    channel: Channel = "electronic"
    of: str | None = None


@record
class Contract:
    """One version of a learner's pedagogical contract.

    An amendment is a new version *beside* the one in force. ``companies`` is the placement
    annex: the host companies agreed, filled in when the version takes effect.
    """

    version: int
    status: str
    objectives: tuple[Objective, ...]
    period: Period
    changes: tuple[AmendmentScope, ...] = ()
    drafted: date | None = None
    issued: date | None = None
    companies: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reason: str | None = field(default=None, metadata=PERSONAL_PROSE)

    def signed_by(self, party: str, of: str | None) -> Signature | None:
        """The signature of a party on this version, if given."""
        for signature in self.signatures:
            if signature.party == party and signature.of == of:
                return signature
        return None
