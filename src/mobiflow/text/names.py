"""What the people, companies and aims of one mobility are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field

from mobiflow._record import record
from mobiflow.model import Company, Learner, Mobility, Ref

__all__ = ["Names"]

_PEOPLE: Final = frozenset({"learner", "company", "accompanist", "tutor"})
_AIMS: Final = frozenset({"unit", "outcome"})


@record(eq=False)
class Names:
    """The names that a mobility knows; those in ``people``, by id, go before them.

    Whatever has no name is called by its id.
    """

    mobility: Mobility
    people: Mapping[str, str] = field(factory=dict[str, str])

    def subject(self, ref: Ref) -> str:
        """The name of a subject: of its owner where it is a contract or a document."""
        owner = ref.id.rpartition("/")[0] if ref.kind in {"contract", "document"} else ref.id
        if owner == self.mobility.id:
            return self.mobility.title
        incident = self.mobility.incidents.get(owner)
        if incident is not None:
            owner = incident.learner or incident.company or owner
        return self.person(owner)

    def word(self, kind: str, word: str) -> str | None:
        """The name of a person, a company, a unit or an outcome; ``None`` for other kinds."""
        if kind in _PEOPLE:
            return self.person(word)
        return self._aim(word) if kind in _AIMS else None

    def person(self, known: str) -> str:
        """The name of a learner, a company, a tutor or an accompanying person."""
        if known in self.people:
            return self.people[known]
        mobility = self.mobility
        owner: Learner | Company | None = mobility.learners.get(known) or mobility.companies.get(
            known
        )
        if owner is not None:
            return owner.name or known
        accompanist = mobility.accompanists.get(known)
        return (accompanist.name or known) if accompanist else known

    def _aim(self, path: str) -> str:
        unit_id, _, outcome_id = path.partition("/")
        unit = self.mobility.units.get(unit_id)
        if unit is None:
            return path
        titles = {outcome.id: outcome.title for outcome in unit.outcomes}
        return titles.get(outcome_id, path) if outcome_id else unit.title
