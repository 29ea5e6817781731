"""Units of learning outcomes, their assessment and what was decided.

The order of words is the field's own: outcomes are *assessed*, then *validated*, then
*recognised*, and each step may be the last (Recommendation 2009/C 155/02, annex I).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import field

from mobiflow._record import record
from mobiflow.model.constraints import ID, LINE, PERSONAL, PERSONAL_PROSE
from mobiflow.model.contracts import Signature, outcome_path
from mobiflow.model.words import Evidence, Verdict

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "Assessment",
    "Grid",
    "Mark",
    "Outcome",
    "PlannedAssessment",
    "Scale",
    "Unit",
    "UnitDecision",
]


@record
class Outcome:
    """One learning outcome: what a learner knows, understands and is able to do."""

    id: str = field(metadata=ID)
    title: str = field(metadata=LINE)


@record
class Unit:
    """A unit of learning outcomes: a part of a qualification that can be assessed and validated.

    ``eqf_level`` is the level of the European Qualifications Framework, 1 to 8, when known.
    """

    id: str = field(metadata=ID)
    title: str = field(metadata=LINE)
    outcomes: tuple[Outcome, ...]
    eqf_level: int | None = field(default=None, kw_only=True)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the outcomes, ``unit/outcome``."""
        return tuple(outcome_path(self.id, outcome.id) for outcome in self.outcomes)


@record
class Scale:
    """How outcomes are marked: by words in ascending order, or by numbers.

    >>> Scale(levels=("not yet", "guided", "alone")).accepts("alone")
    True
    >>> Scale(minimum="0", maximum="20").accepts("21")
    False
    """

    levels: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None

    def accepts(self, mark: str) -> bool:
        """Whether a mark lies on this scale."""
        if self.levels:
            return mark in self.levels
        try:
            value = _number(mark)
            return (
                value.is_finite()
                and _number(self.minimum or "0") <= value
                and value <= _number(self.maximum or "0")
            )
        except ArithmeticError:  # it is no number
            return False

    def below(self, mark: str, minimum: str) -> bool:
        """Whether one mark of this scale is lower than another."""
        if self.levels:
            return self.levels.index(mark) < self.levels.index(minimum)
        return _number(mark) < _number(minimum)

    def __str__(self) -> str:
        return ", ".join(self.levels) or f"{self.minimum} \N{EN DASH} {self.maximum}"


def _number(text: str) -> Decimal:
    from decimal import Decimal  # heavy: only who marks by numbers pays

    return Decimal(text)


@record
class Assessment:
    """How the mobility is assessed and validated, decided before anyone leaves.

    ``evidence`` lists what may document the assessment: one of them, complete, is enough.
    ``validation`` says in a few words who validates and how (a jury, an internal process).
    ``languages`` are those of the grid and the other papers (ISO 639-1, ``fr``).
    """

    scale: Scale
    validation: str = field(metadata=LINE)
    evidence: tuple[Evidence, ...] = ("grid",)
    to_certifier: bool = True
    languages: tuple[str, ...] = ()


@record
class Mark:
    """The mark of one outcome, or ``None`` with the reason why it was not assessed."""

    value: str | None
    on: date
    reason: str | None = field(default=None, metadata=PERSONAL_PROSE)


@record
class Grid:
    """The evaluation grid of one learner.

    ``revision`` grows with every mark: a signature is for the revision it was given to.
    """

    marks: Mapping[str, Mark] = field(factory=dict[str, Mark])
    revision: int = 0
    signatures: tuple[Signature, ...] = ()


@record
class PlannedAssessment:
    """When a learner is assessed in the company, and by whom."""

    on: date
    assessor: str | None = field(default=None, metadata=PERSONAL)


@record
class UnitDecision:
    """What the certifier, or the internal process, decided of one unit."""

    verdict: Verdict
    on: date
    reason: str | None = field(default=None, metadata=PERSONAL_PROSE)
