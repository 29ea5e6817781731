"""A mobility under the rules of a blueprint: what the road looks at."""

from __future__ import annotations

from collections.abc import Mapping

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import record
from mobiflow.actions import Action
from mobiflow.model import Company, Contract, Document, Learner, Mobility, Ref, Subject
from mobiflow.rules.context import Context
from mobiflow.rules.contracts import Held
from mobiflow.verdict import Permission

__all__ = ["Fired", "Snapshot", "company_of", "permission_of", "status_of"]


@record(eq=False)
class Snapshot:
    """A mobility under the rules of a blueprint, with the context its guards see."""

    blueprint: Blueprint
    mobility: Mobility
    context: Context

    @classmethod
    def of(
        cls, blueprint: Blueprint, mobility: Mobility, before: Snapshot | None = None
    ) -> Snapshot:
        """The case of a mobility; what the one before remembers is kept where it still holds."""
        previous = before.context if before else None
        return cls(blueprint, mobility, Context.of(blueprint.rules, mobility, previous))

    def seen(self, ref: Ref) -> Subject | Held:
        """A subject as its guards see it: contracts and documents with their owner."""
        subject = self.mobility.subject(ref)
        if isinstance(subject, Contract | Document):
            owner = ref.id.rpartition("/")[0]
            return Held(_owner(self.mobility, owner), subject)
        return subject


@record
class Fired:
    """A transition that was taken: which subject, by which trigger, from where to where."""

    subject: Ref
    trigger: str
    source: str
    dest: str


def permission_of(
    snapshot: Snapshot, action_type: type[Action], values: Mapping[str, object]
) -> Permission:
    """Who may do an action with these values (those of a remedy may be incomplete)."""
    spec = snapshot.blueprint.spec(action_type)
    if isinstance(spec.permission, Permission):
        return spec.permission
    if spec.permission is not None:
        return spec.permission(snapshot.blueprint.rules, snapshot.mobility, values)
    return snapshot.blueprint.permissions.get((spec.kind, spec.trigger or ""), Permission(()))


def company_of(
    snapshot: Snapshot, action_type: type[Action], values: Mapping[str, object]
) -> str | None:
    """The company acted for, where an action names it."""
    named = values.get(snapshot.blueprint.spec(action_type).company)
    return named if isinstance(named, str) else None


def status_of(subject: Subject) -> str:
    """The state of a subject."""
    return subject.status


def _owner(mobility: Mobility, owner: str) -> Learner | Company | Mobility:
    if owner == mobility.id:
        return mobility
    return mobility.learners.get(owner) or mobility.companies[owner]
