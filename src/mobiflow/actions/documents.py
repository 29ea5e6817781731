"""Documents: collected, verified, rejected. Never the bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, earlier, ref_of
from mobiflow.i18n import N_
from mobiflow.model import Document, Mobility, Ref
from mobiflow.model.constraints import ID, LINE, PERSONAL_PROSE
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Ask, Param, Permission, Reason, Remedy

__all__ = ["CollectDocument", "RejectDocument", "VerifyDocument"]


_SHARED: Final = {
    "before-collected": N_("{day} is before the document was collected, {collected}"),
}
"""What several of these actions say."""


def _bringer(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    return rules.document(str(values["kind"])).who


@action(
    _bringer,
    title=N_("hand in a document"),
    says={
        "already-collected": N_("this very document “{document}” is already collected"),
        "document-not-for": N_("“{document}” belongs to another kind of subject: {scope:kind}"),
        "expired-when-collected": N_("“{document}” expired on {until}, before it was handed in"),
        "expiry-missing": N_("“{document}” expires: say until when it is valid (valid_until)"),
        "owners-unclear": N_("say whom “{document}” is for, everybody once"),
    },
)
@record
class CollectDocument:
    """A document was handed in, for a learner (or several at once), a company or the mobility.

    ``owner`` is the id of each. ``valid_until`` is the last day of validity and must be given
    for a kind that has to outlast the stay; ``dated`` is the date written on the document;
    ``reference`` says where it is kept and ``digest`` proves which one it was. Handing in
    another one replaces the first, which then has to be verified again.
    """

    owner: str | tuple[str, ...]
    kind: str = field(metadata=ID)
    valid_until: date | None = field(default=None, kw_only=True)
    dated: date | None = field(default=None, kw_only=True)
    reference: str | None = field(default=None, kw_only=True, metadata=LINE)
    digest: str | None = field(default=None, kw_only=True, metadata=LINE)
    on: date | None = field(default=None, kw_only=True)

    @property
    def owners(self) -> tuple[str, ...]:
        """Everybody the document covers."""
        return (self.owner,) if isinstance(self.owner, str) else self.owner

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return tuple(ref_of(mobility, owner) for owner in self.owners)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        kind = context.rules.document(self.kind)
        if not self.owners or len(set(self.owners)) != len(self.owners):
            yield Reason("owners-unclear", Ref("mobility", mobility.id), {"document": self.kind})
        for ref in (ref_of(mobility, owner) for owner in self.owners):
            if ref.kind != kind.scope:
                params = {"document": self.kind, "scope": kind.scope}
                yield Reason("document-not-for", ref, params)
            if kind.expires and self.valid_until is None:
                yield Reason("expiry-missing", ref, {"document": self.kind})
            held = mobility.documents_of(ref.id).get(self.kind)
            if held is not None and self._same(held):
                yield Reason("already-collected", ref, {"document": self.kind})
            if self.valid_until is not None and self.valid_until < day(self.on):
                until: Mapping[str, Param] = {"document": self.kind, "until": self.valid_until}
                yield Reason("expired-when-collected", ref, until)

    def _same(self, held: Document) -> bool:
        return (
            held.status != "rejected"
            and held.valid_until == self.valid_until
            and held.dated == self.dated
            and held.reference == self.reference
            and held.digest == self.digest
        )

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        document = Document(
            id=_document_id(mobility, self.owners, self.kind),
            kind=self.kind,
            status=rules.initial("document"),
            collected=day(self.on),
            learners=self.owners if self.owners[0] in mobility.learners else (),
            valid_until=self.valid_until,
            dated=self.dated,
            reference=self.reference,
            digest=self.digest,
        )
        for owner in self.owners:
            mobility = mobility.with_document(owner, document)
        return mobility


@action(
    trigger="verify",
    kind="document",
    names=lambda ref: {"owner": ref.owner, "kind": ref.id},
    title=N_("verify a document"),
    says={**_SHARED, "document-expired": N_("“{document}” expired on {until}; collect a new one")},
)
@record
class VerifyDocument:
    """A document was checked and is in order, for everybody it covers."""

    owner: str = field(metadata=ID)
    kind: str = field(metadata=ID)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return _copies(mobility, self.owner, self.kind)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        document = mobility.documents_of(self.owner)[self.kind]
        ref = ref_of(mobility, self.owner)
        yield from earlier("before-collected", ref, self.on, document.collected, "collected")
        if document.valid_until is not None and document.valid_until < day(self.on):
            params: Mapping[str, Param] = {"document": self.kind, "until": document.valid_until}
            ref = ref_of(mobility, self.owner)
            yield Reason("document-expired", ref, params, self._renewal(context, mobility))

    def _renewal(self, context: Context, mobility: Mobility) -> Remedy:
        learner = mobility.learners.get(self.owner)
        end = context.period_of(learner).end if learner else context.period.end
        last = Ask("valid_until", date, N_("Last day of validity"), at_least=max(end, day(self.on)))
        return Remedy(CollectDocument, {"owner": self.owner, "kind": self.kind}, (last,))

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        for owner in tuple(mobility.holders(self.owner, self.kind)):
            document = mobility.documents_of(owner)[self.kind]
            verified = evolve(document, verified=day(self.on), rejection=None)
            mobility = mobility.with_document(owner, verified)
        return mobility


@action(trigger="reject", kind="document", title=N_("reject a document"), says=_SHARED)
@record
class RejectDocument:
    """A document was checked and cannot be accepted, for a reason."""

    owner: str = field(metadata=ID)
    kind: str = field(metadata=ID)
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return _copies(mobility, self.owner, self.kind)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        document = mobility.documents_of(self.owner)[self.kind]
        ref = ref_of(mobility, self.owner)
        return earlier("before-collected", ref, self.on, document.collected, "collected")

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        for owner in tuple(mobility.holders(self.owner, self.kind)):
            document = mobility.documents_of(owner)[self.kind]
            rejected = evolve(document, verified=None, rejection=self.reason)
            mobility = mobility.with_document(owner, rejected)
        return mobility


def _copies(mobility: Mobility, owner: str, kind: str) -> tuple[Ref, ...]:
    mobility.target(Ref("document", kind, owner))
    return tuple(Ref("document", kind, o) for o in mobility.holders(owner, kind))


def _document_id(mobility: Mobility, owners: tuple[str, ...], kind: str) -> str:
    """An id no document of these owners and this kind has had before."""
    held = (mobility.documents_of(owner).get(kind) for owner in owners)
    tails = (document.id.rpartition("#")[2] for document in held if document is not None)
    serial = max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1
    return f"{'+'.join(owners)}:{kind}#{serial}"[-100:]
