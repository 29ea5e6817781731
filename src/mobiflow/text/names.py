"""What the people, companies and aims of one mobility are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from attrs import field

from mobiflow._record import record
from mobiflow.model import Accompanist, Company, Incident, Learner, Ref, Unit
from mobiflow.model.contracts import unit_of
from mobiflow.rules.context import Context

__all__ = ["Around", "Known", "Names"]

_PEOPLE: Final = frozenset({"learner", "company", "accompanist", "tutor"})
_AIMS: Final = frozenset({"unit", "outcome"})


class Known(Protocol):
    """Where names are known: a mobility, or a part of one."""

    @property
    def id(self) -> str:
        """The id of the mobility."""
        ...

    @property
    def title(self) -> str:
        """Its title."""
        ...

    @property
    def units(self) -> Mapping[str, Unit]:
        """The units of learning outcomes, by id."""
        ...

    @property
    def accompanists(self) -> Mapping[str, Accompanist]:
        """The accompanying persons, by id."""
        ...

    @property
    def companies(self) -> Mapping[str, Company]:
        """The companies, by id."""
        ...

    @property
    def incidents(self) -> Mapping[str, Incident]:
        """The incidents, by id."""
        ...

    @property
    def learners(self) -> Mapping[str, Learner]:
        """The learners, by id."""
        ...


class Around:
    """The names around one learner, or around nobody; it keeps no mobility alive."""

    __slots__ = ("accompanists", "companies", "id", "incidents", "learners", "title", "units")

    def __init__(self, context: Context, learner: Learner | None) -> None:
        self.id = context.id
        self.title = context.title
        self.units = context.units
        self.accompanists = context.accompanists
        self.companies = context.companies
        self.incidents = context.incidents
        self.learners: Mapping[str, Learner] = {learner.id: learner} if learner else {}


@record(eq=False)
class Names:
    """The names that a mobility knows; those in ``people``, by id, go before them.

    Whatever has no name is called by its id.
    """

    mobility: Known
    people: Mapping[str, str] = field(factory=dict[str, str])

    def subject(self, ref: Ref) -> str:
        """The name of a subject: of its owner where it is a contract or a document."""
        owner = ref.holder
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
        unit = self.mobility.units.get(unit_of(path))
        if unit is None or path == unit.id:
            return unit.title if unit else path
        titles = {p: o.title for p, o in zip(unit.paths, unit.outcomes, strict=True)}
        return titles.get(path, path)
