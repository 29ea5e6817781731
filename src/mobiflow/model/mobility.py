"""The state of one running mobility, and the subjects it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, TypeVar

from attrs import evolve, field

from mobiflow._record import record
from mobiflow.errors import UnknownName
from mobiflow.model.constraints import ID, LINE
from mobiflow.model.contracts import Contract
from mobiflow.model.documents import Document
from mobiflow.model.incidents import Incident
from mobiflow.model.learners import Learner
from mobiflow.model.learning import Assessment, Unit
from mobiflow.model.organisations import Company, Organisation
from mobiflow.model.period import Period
from mobiflow.model.records import Accompanist, Excusal, Facts, TaskRecord
from mobiflow.model.words import StepStatus

__all__ = ["Mobility", "Ref", "Subject"]

_T = TypeVar("_T")


@record
class Ref:
    """Which subject: its kind and its id.

    A contract is ``learner/version``, a document ``owner/kind`` (the owner a learner, a company
    or the mobility itself).
    """

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@record
class Mobility:
    """The state of one running project.

    Only actions change it; every change gives a new value. Dates are ISO 8601; ids are opaque
    and unique over all learners, companies and incidents of the mobility.
    """

    id: str = field(metadata=ID)
    title: str = field(kw_only=True, metadata=LINE)
    status: str = field(kw_only=True)
    sending: Organisation = field(kw_only=True)
    host: Organisation = field(kw_only=True)
    period: Period = field(kw_only=True)
    units: Mapping[str, Unit] = field(factory=dict[str, Unit], kw_only=True)
    assessment: Assessment | None = field(default=None, kw_only=True)
    accompanists: Mapping[str, Accompanist] = field(factory=dict[str, Accompanist], kw_only=True)
    companies: Mapping[str, Company] = field(factory=dict[str, Company], kw_only=True)
    incidents: Mapping[str, Incident] = field(factory=dict[str, Incident], kw_only=True)
    documents: Mapping[str, Document] = field(factory=dict[str, Document], kw_only=True)
    tasks: Mapping[str, TaskRecord] = field(factory=dict[str, TaskRecord], kw_only=True)
    closed: Mapping[str, StepStatus] = field(factory=dict[str, StepStatus], kw_only=True)
    excuses: tuple[Excusal, ...] = field(default=(), kw_only=True)
    certification: str | None = field(default=None, kw_only=True)
    extra: Mapping[str, Facts] = field(factory=dict[str, Facts], kw_only=True)
    learners: Mapping[str, Learner] = field(factory=dict[str, Learner], kw_only=True)

    def subject(self, ref: Ref) -> Subject:
        """The subject a reference stands for.

        Raises:
            UnknownName: when there is no such subject; the nearest ids are named.
        """
        match ref.kind:
            case "mobility":
                return _found("mobility", ref.id, {self.id: self})
            case "learner":
                return _found("learner", ref.id, self.learners)
            case "host-company" | "sending-company":
                return self._company(ref)
            case "incident":
                return _found("incident", ref.id, self.incidents)
            case "contract":
                learner_id, _, version = ref.id.rpartition("/")
                learner = _found("learner", learner_id, self.learners)
                versions = {str(contract.version): contract for contract in learner.contracts}
                return _found(f"contract of {learner_id}, version", version, versions)
            case "document":
                owner, _, kind = ref.id.rpartition("/")
                return _found(f"document of {owner}, kind", kind, self.documents_of(owner))
            case _:
                kinds = ("mobility", "learner", "host-company", "incident", "contract", "document")
                raise UnknownName("kind of subject", ref.kind, kinds)

    def _company(self, ref: Ref) -> Company:
        found = self.companies.get(ref.id)
        if found is not None and f"{found.kind}-company" == ref.kind:
            return found
        of_kind = {c.id: c for c in self.companies.values() if f"{c.kind}-company" == ref.kind}
        return _found(ref.kind.replace("-", " "), ref.id, of_kind)

    def documents_of(self, owner: str) -> Mapping[str, Document]:
        """The documents of a learner, a company or the mobility itself, by its id."""
        if owner == self.id:
            return self.documents
        if owner in self.companies:
            return self.companies[owner].documents
        return _found("learner", owner, self.learners).documents

    def with_learner(self, learner: Learner) -> Mobility:
        """The same mobility with one learner replaced or added."""
        return evolve(self, learners={**self.learners, learner.id: learner})

    def with_company(self, company: Company) -> Mobility:
        """The same mobility with one company replaced or added."""
        return evolve(self, companies={**self.companies, company.id: company})

    def with_contract(self, learner: Learner, contract: Contract) -> Mobility:
        """The same mobility with one version of a learner's contract replaced or added."""
        versions = {known.version: known for known in learner.contracts}
        contracts = tuple({**versions, contract.version: contract}.values())
        return self.with_learner(evolve(learner, contracts=contracts))

    def with_incident(self, incident: Incident) -> Mobility:
        """The same mobility with one incident replaced or added."""
        return evolve(self, incidents={**self.incidents, incident.id: incident})

    def with_document(self, owner: str, document: Document) -> Mobility:
        """The same mobility with a document given to a learner, a company or the mobility."""
        documents = {**self.documents_of(owner), document.kind: document}
        if owner == self.id:
            return evolve(self, documents=documents)
        if owner in self.companies:
            return self.with_company(evolve(self.companies[owner], documents=documents))
        return self.with_learner(evolve(self.learners[owner], documents=documents))

    def holders(self, owner: str, kind: str) -> Iterator[str]:
        """Everybody who holds the very document ``owner`` holds, ``owner`` first."""
        held = self.documents_of(owner).get(kind)
        yield owner
        if held is not None:
            for other in held.learners:
                if other != owner and other in self.learners:
                    same = self.learners[other].documents.get(kind)
                    if same is not None and same.id == held.id:
                        yield other

    def taken_ids(self) -> frozenset[str]:
        """Every id already given: to the mobility, a learner, a company or an incident."""
        return frozenset({self.id, *self.learners, *self.companies, *self.incidents})


Subject: TypeAlias = Mobility | Learner | Company | Contract | Document | Incident
"""What has a lifecycle, or can be spoken of in a refusal."""


def _found(kind: str, name: str, known: Mapping[str, _T]) -> _T:
    try:
        return known[name]
    except KeyError:
        raise UnknownName(kind, name, known) from None
