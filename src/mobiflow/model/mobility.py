"""The state of one running mobility, and the subjects it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, TypeVar

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.errors import InvalidValue, Problem, UnknownName, shown
from mobiflow.model.constraints import ID, LINE
from mobiflow.model.contracts import Contract
from mobiflow.model.learners import Learner
from mobiflow.model.learning import Assessment, Unit
from mobiflow.model.organisations import Company, Organisation
from mobiflow.model.period import Period
from mobiflow.model.records import Accompanist, Document, Excusal, Facts, Incident, TaskRecord
from mobiflow.model.words import StepStatus

__all__ = ["Mobility", "Owner", "Ref", "Subject", "Target"]

_T = TypeVar("_T")


@record
class Ref:
    """Which subject: its kind, its id and, where it belongs to another subject, whose it is.

    A contract is a version of a learner's (``Ref("contract", "2", "l-1")``), a document a kind of
    a learner's, a company's or the mobility's own (``Ref("document", "cv", "l-1")``). As a text
    it is ``kind:id`` or ``kind:owner/id``.
    """

    kind: str
    id: str
    owner: str = ""

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that a text like ``learner:l-1`` or ``contract:l-1/2`` stands for.

        Raises:
            InvalidValue: when the text is not of that form.
        """
        kind, owner, name = _parts(text)
        if not (kind and name):
            message = f"expected a subject like 'learner:l-1', got {shown(text)}."
            raise InvalidValue("This names no subject:", (Problem("$", message),))
        return cls(kind, name, owner)

    @property
    def holder(self) -> str:
        """The id of whom it is about: the owner of a contract or a document, else its own."""
        return self.owner or self.id

    @property
    def path(self) -> str:
        """The id, after its owner's where there is one: ``owner/id``."""
        return f"{self.owner}/{self.id}" if self.owner else self.id

    def __str__(self) -> str:
        return f"{self.kind}:{self.path}"

    def __repr__(self) -> str:
        owner = f", owner={self.owner!r}" if self.owner else ""
        return f"Ref(kind={self.kind!r}, id={self.id!r}{owner})"


def _parts(text: object) -> tuple[str, str, str]:
    """The kind, the owner and the id that a text names; empty where it names none."""
    kind, _, rest = text.partition(":") if isinstance(text, str) else ("", "", "")
    owner, _, name = rest.rpartition("/")
    return kind, owner, name


@record(slots=False)
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

    def __repr__(self) -> str:
        counted = f"learners: {len(self.learners)}, companies: {len(self.companies)}"
        return f"<Mobility {self.id!r} {self.status}, {counted}>"

    def subject(self, ref: Ref) -> Subject:
        """The subject a reference stands for.

        Raises:
            UnknownName: when there is no such subject; the nearest ids are named.
        """
        return self.target(ref).item

    def target(self, ref: Ref) -> Target:
        """The subject a reference stands for, with whom it belongs to.

        Raises:
            UnknownName: when there is no such subject; the nearest ids are named.
        """
        owner: Owner
        match ref.kind:
            case "learner":
                owner = _found("learner", ref.holder, self.learners)
            case "mobility":
                owner = _found("mobility", ref.holder, {self.id: self})
            case "host-company" | "sending-company":
                owner = self._company(ref)
            case "incident":
                owner = _found("incident", ref.holder, self.incidents)
            case "contract":
                learner = _found("learner", ref.owner, self.learners)
                versions = {str(contract.version): contract for contract in learner.contracts}
                contract = _found(f"contract of {ref.owner}, version", ref.id, versions)
                return Target(ref, learner, contract)
            case "document":
                holder = self.holder_of_documents(ref.owner)
                found = _found(f"document of {ref.owner}, kind", ref.id, holder.documents)
                return Target(ref, holder, found)
            case _:
                kinds = ("mobility", "learner", "host-company", "incident", "contract", "document")
                raise UnknownName("kind of subject", ref.kind, kinds)
        return Target(ref, owner, owner)

    def _company(self, ref: Ref) -> Company:
        found = self.companies.get(ref.id)
        if found is not None and f"{found.kind}-company" == ref.kind:
            return found
        of_kind = {c.id: c for c in self.companies.values() if f"{c.kind}-company" == ref.kind}
        return _found(ref.kind.replace("-", " "), ref.id, of_kind)

    def holder_of_documents(self, owner: str) -> Learner | Company | Mobility:
        """The learner, the company or the mobility itself, by its id.

        Raises:
            UnknownName: when nobody is called so; the nearest ids are named.
        """
        if owner == self.id:
            return self
        return self.companies.get(owner) or _found("learner", owner, self.learners)

    def documents_of(self, owner: str) -> Mapping[str, Document]:
        """The documents of a learner, a company or the mobility itself, by its id."""
        return self.holder_of_documents(owner).documents

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
        holder = self.holder_of_documents(owner)
        return self.replacing(
            holder, evolve(holder, documents={**holder.documents, document.kind: document})
        )

    def replacing(self, owner: Owner, subject: Subject) -> Mobility:
        """The same mobility with a subject put in its place; a contract's owner is its learner."""
        match subject:
            case Learner():
                return self.with_learner(subject)
            case Company():
                return self.with_company(subject)
            case Incident():
                return self.with_incident(subject)
            case Contract():
                return self.with_contract(self.learners[owner.id], subject)
            case Document():
                return self.with_document(owner.id, subject)
            case Mobility():
                return subject

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


Owner: TypeAlias = Mobility | Learner | Company | Incident
"""What stands for itself, and may own contracts or documents."""

Subject: TypeAlias = Owner | Contract | Document
"""What has a lifecycle, or can be spoken of in a refusal."""


@record(eq=False)
class Target:
    """What an action acts upon, looked up: a subject, and whom it belongs to.

    ``owner`` is the learner of a contract, whoever holds a document, and else the subject itself.
    Guards, choices and effects about contracts and documents get a target; those about any other
    kind of subject the subject alone.
    """

    ref: Ref
    owner: Owner
    item: Subject

    @property
    def status(self) -> str:
        """The state the subject is in."""
        return self.item.status

    @property
    def seen(self) -> Subject | Target:
        """What guards about it are given."""
        return self.item if self.item is self.owner else self

    @property
    def learner(self) -> Learner:
        """The owner, who must be a learner."""
        if not isinstance(self.owner, Learner):
            raise TypeError(f"{self.owner.id} is not a learner")
        return self.owner

    @property
    def contract(self) -> Contract:
        """The subject, which must be a contract."""
        if not isinstance(self.item, Contract):
            raise TypeError(f"{self.ref} is not a contract")
        return self.item


def _found(kind: str, name: str, known: Mapping[str, _T]) -> _T:
    try:
        return known[name]
    except KeyError:
        raise UnknownName(kind, name, known) from None
