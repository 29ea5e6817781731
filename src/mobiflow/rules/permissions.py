"""Who is related to what: a role held for certain subjects may act for those alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mobiflow.model import Actor, Company, Incident, Learner, Mobility, Target
from mobiflow.model.words import Role
from mobiflow.verdict import Permission

__all__ = ["may", "someone"]

_OF_LEARNERS: Final = frozenset({"learner", "guardian"})
_OF_HOSTS: Final = frozenset({"host-company", "tutor"})
_OF_SENDERS: Final = frozenset({"sending-company"})
_RELATED: Final = _OF_LEARNERS | _OF_HOSTS | _OF_SENDERS


def may(
    actor: Actor,
    permission: Permission,
    mobility: Mobility,
    target: Target,
    of: str | None = None,
) -> bool:
    """Whether an actor holds a permitted role, and holds it for this subject.

    ``of`` narrows a company's role to one company: nobody signs for another one.
    """
    return any(
        role in actor.roles
        and (role not in _RELATED or _related(actor, role, mobility, target, of))
        for role in permission.everyone
    )


def someone(role: Role, mobility: Mobility, target: Target, of: str | None = None) -> Actor | None:
    """An actor who holds a role for a subject; ``None`` when nobody can."""
    if role not in _RELATED:
        return Actor(role)
    known = tuple(_for(role, mobility, target))
    if of:
        return Actor(role, of=of) if of in known else None
    return Actor(role, of=known) if known else None


def _related(actor: Actor, role: str, mobility: Mobility, target: Target, of: str | None) -> bool:
    if of and role not in _OF_LEARNERS:
        return of in actor.of and of in _for(role, mobility, target)
    return any(known in actor.of for known in _for(role, mobility, target))


def _for(role: str, mobility: Mobility, target: Target) -> Iterator[str]:
    """The ids for which a role must be held to act on a subject.

    What is done for the whole mobility may be done by those who hold the role for any part of it.
    """
    if target.ref.kind == "mobility":
        hosts, senders = role in _OF_HOSTS, role in _OF_SENDERS
        yield from mobility.learners if role in _OF_LEARNERS else ()
        for known in mobility.companies.values():
            if (hosts and known.kind == "host") or (senders and known.kind == "sending"):
                yield known.id
    learner, company = _concerned(mobility, target)
    if learner is not None:
        if role in _OF_LEARNERS:
            yield learner.id
        elif role in _OF_HOSTS:
            yield from (placement.company for placement in learner.placements)
        elif learner.employer is not None:
            yield learner.employer
    if company is not None:
        kind = "host" if role in _OF_HOSTS else "sending" if role in _OF_SENDERS else ""
        if company.kind == kind:
            yield company.id


def _concerned(mobility: Mobility, target: Target) -> tuple[Learner | None, Company | None]:
    """The learner and the company that a subject concerns, if any."""
    match target.owner:
        case Learner() as learner:
            return learner, None
        case Company() as company:
            return None, company
        case Incident(learner=name, company=of):
            return mobility.learners.get(name or ""), mobility.companies.get(of or "")
        case _:
            return None, None
