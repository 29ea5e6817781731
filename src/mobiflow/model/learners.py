"""Learners and their stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import (
    ID,
    PERSONAL,
    PERSONAL_COUNTRY,
    PERSONAL_FACT,
    PERSONAL_PROSE,
    STATE,
)
from mobiflow.model.contracts import Contract
from mobiflow.model.learning import Grid, PlannedAssessment, UnitDecision
from mobiflow.model.period import Period, WorkingHours
from mobiflow.model.records import Confirmed, Document, Facts, Feedback, TaskRecord, Transmission
from mobiflow.model.words import Enrolment

__all__ = ["Attendance", "Learner", "Placement", "Stay", "Tutor"]


@record
class Tutor:
    """The contact named in a host company, who accompanies the learner there."""

    id: str = field(metadata=ID)
    name: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    contact: str | None = field(default=None, kw_only=True, metadata=PERSONAL)


@record
class Placement:
    """A learner's time in one host company; ``period`` is ``None`` for the whole stay.

    ``hours`` and ``contact_with_minors`` (whether the work brings regular contact with children)
    are ``None`` as long as they are not known.
    """

    company: str = field(metadata=ID)
    period: Period | None = None
    tutors: tuple[Tutor, ...] = ()
    hours: WorkingHours | None = None
    contact_with_minors: bool | None = None


@record
class Stay:
    """When a learner is abroad: planned, and as it came about.

    ``period`` is ``None`` for the mobility's own. ``force_majeure`` is set when the stay was
    interrupted.
    """

    period: Period | None = None
    departed: date | None = None
    returned: date | None = None
    force_majeure: bool | None = None
    reason: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Attendance:
    """The last day of presence, and how many planned days were missed."""

    last_day: date
    days_absent: int = 0


@record(slots=False)
class Learner:
    """A learner: facts first, then the state that only actions change.

    A fact left ``None`` is *not known*: a rule that needs it refuses until it is. Names and
    contacts are optional: an app that owns its people can keep them to itself.
    ``nationality`` is ISO 3166-1 alpha-2; ``employer`` is the id of a sending company;
    ``certification`` that of the certifier's rules, ``None`` for the mobility's. ``extra`` holds
    the facts of plugins, by plugin.
    """

    id: str = field(metadata=ID)
    name: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    contact: str | None = field(default=None, kw_only=True, metadata=PERSONAL)
    born: date | None = field(default=None, kw_only=True, metadata=PERSONAL_FACT)
    nationality: str | None = field(default=None, kw_only=True, metadata=PERSONAL_COUNTRY)
    enrolment: Enrolment | None = field(default=None, kw_only=True)
    employer: str | None = field(default=None, kw_only=True, metadata=ID)
    group: str | None = field(default=None, kw_only=True, metadata=ID)
    certification: str | None = field(default=None, kw_only=True, metadata=ID)
    stay: Stay = field(default=Stay(), kw_only=True)

    status: str = field(default="", kw_only=True, metadata=STATE)
    placements: tuple[Placement, ...] = field(default=(), kw_only=True, metadata=STATE)
    documents: Mapping[str, Document] = field(
        factory=dict[str, Document], kw_only=True, metadata=STATE
    )
    contracts: tuple[Contract, ...] = field(default=(), kw_only=True, metadata=STATE)
    tasks: Mapping[str, TaskRecord] = field(
        factory=dict[str, TaskRecord], kw_only=True, metadata=STATE
    )
    assessment: PlannedAssessment | None = field(default=None, kw_only=True, metadata=STATE)
    grid: Grid = field(default=Grid(), kw_only=True, metadata=STATE)
    attendance: Attendance | None = field(default=None, kw_only=True, metadata=STATE)
    transmissions: tuple[Transmission, ...] = field(default=(), kw_only=True, metadata=STATE)
    decisions: Mapping[str, UnitDecision] = field(
        factory=dict[str, UnitDecision], kw_only=True, metadata=STATE
    )
    confirmations: Mapping[str, Confirmed] = field(
        factory=dict[str, Confirmed], kw_only=True, metadata=STATE
    )
    extra: Mapping[str, Facts] = field(factory=dict[str, Facts], kw_only=True, metadata=STATE)
    feedback: Feedback | None = field(default=None, kw_only=True, metadata=STATE)

    def age_on(self, day: date) -> int | None:
        """Completed years on a day, ``None`` when the date of birth is not known."""
        if self.born is None:
            return None
        before_birthday = (day.month, day.day) < (self.born.month, self.born.day)
        return day.year - self.born.year - before_birthday

    @property
    def contract(self) -> Contract | None:
        """The version in force."""
        return self._latest("in-force")

    @property
    def proposal(self) -> Contract | None:
        """The version being prepared or signed, beside or before the one in force."""
        return self._latest("draft", "issued")

    def _latest(self, *statuses: str) -> Contract | None:
        for contract in reversed(self.contracts):
            if contract.status in statuses:
                return contract
        return None
