"""Who is related to what: a role held for certain subjects may act for those alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mobiflow.model import Actor, Company, Learner, Mobility, Ref
from mobiflow.model.words import Role
from mobiflow.verdict import Permission

__all__ = ["may", "someone"]

_OF_LEARNERS: Final = frozenset({"learner", "guardian"})
_OF_HOSTS: Final = frozenset({"host-company", "tutor"})
_OF_SENDERS: Final = frozenset({"sending-company"})


def may(
    actor: Actor, permission: Permission, mobility: Mobility, ref: Ref, of: str | None = None
) -> bool:
    """Whether an actor holds a permitted role, and holds it for this subject.

    ``of`` narrows a company's role to one company: nobody signs for another one.
    """
    return any(
        role in actor.roles and _related(actor, role, mobility, ref, of)
        for role in permission.everyone
    )


def someone(role: Role, mobility: Mobility, ref: Ref, of: str | None = None) -> Actor | None:
    """An actor who holds a role for a subject; ``None`` when nobody can."""
    if role not in _OF_LEARNERS | _OF_HOSTS | _OF_SENDERS:
        return Actor(role)
    known = tuple(_for(role, mobility, ref))
    if of:
        return Actor(role, of=of) if of in known else None
    return Actor(role, of=known) if known else None


def _related(actor: Actor, role: str, mobility: Mobility, ref: Ref, of: str | None) -> bool:
    if role not in _OF_LEARNERS | _OF_HOSTS | _OF_SENDERS:
        return True
    if of and role not in _OF_LEARNERS:
        return of in actor.of and of in _for(role, mobility, ref)
    return any(known in actor.of for known in _for(role, mobility, ref))


def _for(role: str, mobility: Mobility, ref: Ref) -> Iterator[str]:
    """The ids for which a role must be held to act on a subject.

    What is done for the whole mobility may be done by those who hold the role for any part of it.
    """
    if ref.kind == "mobility":
        hosts, senders = role in _OF_HOSTS, role in _OF_SENDERS
        yield from mobility.learners if role in _OF_LEARNERS else ()
        for known in mobility.companies.values():
            if (hosts and known.kind == "host") or (senders and known.kind == "sending"):
                yield known.id
    for learner in _learners(mobility, ref):
        if role in _OF_LEARNERS:
            yield learner.id
        elif role in _OF_HOSTS:
            yield from (placement.company for placement in learner.placements)
        elif learner.employer is not None:
            yield learner.employer
    company = _company(mobility, ref)
    if company is not None:
        kind = "host" if role in _OF_HOSTS else "sending" if role in _OF_SENDERS else ""
        if company.kind == kind:
            yield company.id


def _learners(mobility: Mobility, ref: Ref) -> Iterator[Learner]:
    if ref.kind == "incident":
        incident = mobility.incidents.get(ref.id)
        owner = incident.learner if incident else None
    elif ref.kind in {"contract", "document"}:
        owner = ref.id.rpartition("/")[0]
    else:
        owner = ref.id if ref.kind == "learner" else None
    if owner is not None and owner in mobility.learners:
        yield mobility.learners[owner]


def _company(mobility: Mobility, ref: Ref) -> Company | None:
    if ref.kind == "incident":
        incident = mobility.incidents.get(ref.id)
        return mobility.companies.get(incident.company or "") if incident else None
    owner = ref.id.rpartition("/")[0] if ref.kind == "document" else ref.id
    return mobility.companies.get(owner)
