"""A mobility under the rules of a blueprint: what the road looks at."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mobiflow._compiler.blueprint import Blueprint
from mobiflow.actions import Action
from mobiflow.model import Company, Contract, Document, Learner, Mobility, Ref, Subject
from mobiflow.rules.context import Setting
from mobiflow.rules.contracts import Held
from mobiflow.verdict import Permission

__all__ = ["Case", "Fired", "company_of", "permission_of", "status_of"]


@frozen(eq=False)
class Case:
    """A mobility under the rules of a blueprint, with the setting its guards see."""

    blueprint: Blueprint
    mobility: Mobility
    setting: Setting

    @classmethod
    def of(cls, blueprint: Blueprint, mobility: Mobility, before: Case | None = None) -> Case:
        """The case of a mobility; what the one before remembers is kept where it still holds."""
        previous = before.setting if before else None
        return cls(blueprint, mobility, Setting.of(blueprint.rules, mobility, previous))

    def seen(self, ref: Ref) -> Subject | Held:
        """A subject as its guards see it: contracts and documents with their owner."""
        subject = self.mobility.subject(ref)
        if isinstance(subject, Contract | Document):
            owner = ref.id.rpartition("/")[0]
            return Held(_owner(self.mobility, owner), subject)
        return subject


@frozen
class Fired:
    """A transition that was taken: which subject, by which trigger, from where to where."""

    subject: Ref
    trigger: str
    source: str
    dest: str


def permission_of(
    case: Case, action_type: type[Action], values: Mapping[str, object]
) -> Permission:
    """Who may do an action with these values (those of a remedy may be incomplete)."""
    spec = case.blueprint.spec(action_type)
    if isinstance(spec.permission, Permission):
        return spec.permission
    if spec.permission is not None:
        return spec.permission(case.blueprint.rules, case.mobility, values)
    return case.blueprint.permissions.get((spec.kind, spec.trigger or ""), Permission(()))


def company_of(case: Case, action_type: type[Action], values: Mapping[str, object]) -> str | None:
    """The company acted for, where an action names it."""
    named = values.get(case.blueprint.spec(action_type).company)
    return named if isinstance(named, str) else None


def status_of(subject: Subject) -> str:
    """The state of a subject."""
    return subject.status


def _owner(mobility: Mobility, owner: str) -> Learner | Company | Mobility:
    if owner == mobility.id:
        return mobility
    return mobility.learners.get(owner) or mobility.companies[owner]
