"""Who acts, as the option ``--as`` says it."""

from __future__ import annotations

from typing import Final, get_args

from mobiflow.cli.outcome import Wrong
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Actor, Mobility
from mobiflow.model.words import Role

__all__ = ["HELD", "ROLES", "actor_of", "known_ids", "known_role"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)

HELD: Final = frozenset({"learner", "guardian", "host-company", "tutor", "sending-company"})
"""The roles that are held for certain learners or companies alone."""


def actor_of(text: str, mobility: Mobility | None) -> Actor:
    """Read ``ROLE[:ID][@OF,OF]``; an id may hold an ``@`` where the role needs no ``@OF``.

    Raises:
        UnknownName: when nobody knows the role, or the mobility whom it is held for.
        Wrong: when it does not say whom the role is held for.

    >>> actor_of("coordinator:lea@example.org", None).id
    'lea@example.org'
    """
    role = known_role(text.partition(":")[0].partition("@")[0])
    rest = text[len(role) :]
    of: tuple[str, ...] = ()
    if role in HELD:
        rest, _, held = rest.rpartition("@") if "@" in rest else (rest, "", "")
        of = tuple(part for part in held.split(",") if part)
        if not of:
            raise Wrong(
                N_(
                    "A {role} acts for somebody. Say for whom, with the id of a learner or a "
                    "company: --as {role}@ID."
                ),
                role=role,
            )
    elif rest.startswith("@"):
        raise Wrong(
            N_("A {role} acts for the whole mobility. Leave out {rest}."), role=role, rest=rest
        )
    if mobility is not None:
        known_ids(of, mobility)
    return Actor(role, id=rest.removeprefix(":") or None, of=of)


def known_role(name: str) -> Role:
    """A role, by its name.

    Raises:
        UnknownName: naming the nearest ones.
    """
    for role in ROLES:
        if role == name:
            return role
    raise UnknownName("role", name, ROLES)


def known_ids(ids: tuple[str, ...], mobility: Mobility) -> None:
    """Check that ids are those of learners or companies.

    Raises:
        UnknownName: naming the nearest ones.
    """
    known = (*mobility.learners, *mobility.companies)
    for name in ids:
        if name not in known:
            raise UnknownName("learner or company", name, known)
