"""What a flow is asked to do: an action, or a trigger given as text, checked at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypedDict, cast, get_args

from mobiflow._runtime.snapshot import Snapshot
from mobiflow.actions import Fire
from mobiflow.actions._spec import Action, spec_of
from mobiflow.errors import InvalidValue, Problem, UnknownName, shown
from mobiflow.model import Actor, Ref
from mobiflow.model.checks import verify
from mobiflow.model.words import Role

__all__ = ["About", "action_of", "all_of", "checked", "known_actor", "known_role"]


class About(TypedDict, total=False):
    """What a trigger given as text is about: its subject, and the facts it asks for."""

    learner: str
    company: str
    incident: str
    reason: str
    force_majeure: bool
    on: date


def known_actor(actor: Actor) -> Actor:
    """The actor, if every role is one that somebody knows.

    Raises:
        UnknownName: naming the nearest roles.
    """
    verify(actor, "This actor", Actor)
    for role in sorted(actor.roles):
        known_role(role)
    return actor


def known_role(role: str) -> None:
    """Nothing, if somebody knows the role.

    Raises:
        UnknownName: naming the nearest roles.
    """
    known = get_args(Role)
    if role not in known:
        raise UnknownName("role", role, known)


def checked(act: Action) -> Action:
    """The action, if every value in it is what it claims to be.

    Raises:
        InvalidValue: listing everything that is not.
    """
    spec_of(type(act))
    verify(act, type(act).__name__)
    return act


def all_of(actions: object) -> Iterable[Action]:
    """What is given, if it is a series; each in it is still to be checked.

    Raises:
        InvalidValue: when it is none.
    """
    if hasattr(actions, "__iter__"):  # quicker than asking Iterable
        return cast("Iterable[Action]", actions)
    problem = Problem("$", f"expected a series of actions, got {shown(actions)}.")
    raise InvalidValue("Nothing can be done with this:", (problem,))


_SUBJECTS: Final = {
    "learner": "learner",
    "company": "host-company",
    "incident": "incident",
}


def action_of(snapshot: Snapshot, what: Action | str, about: About) -> Action:
    """What a flow is asked: an action as it is, or a trigger and what it is about as one.

    Raises:
        InvalidValue: when both are given, or a trigger is about what it cannot be about.
        UnknownName: when it is no action, or no trigger.
    """
    if isinstance(what, str):
        return fired(snapshot, what, about)
    if about:
        problems = [Problem(f"$.{name}", "belongs inside the action.") for name in about]
        raise InvalidValue("An action brings its own values:", problems)
    spec_of(type(what))
    return what


_ABOUT: Final = frozenset(About.__annotations__)


def fired(snapshot: Snapshot, trigger: str, about: About) -> Action:
    """A trigger and its subject as an action."""
    named = [name for name in _SUBJECTS if name in about]
    unknown = sorted(about.keys() - _ABOUT)
    if len(named) > 1 or unknown:
        problems = [Problem(f"$.{name}", "is not asked for.") for name in unknown]
        problems += [Problem(f"$.{name}", "a trigger has one subject.") for name in named[1:]]
        raise InvalidValue(f"Trigger {shown(trigger)} cannot be fired like this:", problems)
    kind = _SUBJECTS[named[0]] if named else "mobility"
    _known_trigger(snapshot, trigger, kind)
    subject = {**about}[named[0]] if named else snapshot.mobility.id
    return Fire(
        trigger,
        Ref(kind, cast("str", subject)),
        reason=about.get("reason"),
        force_majeure=about.get("force_majeure"),
        on=about.get("on"),
    )


def _known_trigger(snapshot: Snapshot, trigger: str, kind: str) -> None:
    machines = snapshot.blueprint.machines  # a workflow need not have every lifecycle
    if kind in machines and machines[kind].sources(trigger):
        return
    known = {row.trigger for row in machines[kind].rows} if kind in machines else set[str]()
    for word, other in {**_SUBJECTS, "nothing else": "mobility"}.items():
        if other in machines and machines[other].sources(trigger):
            how = f"{word}=…" if other != "mobility" else word
            problem = Problem("$", f"{shown(trigger)} is a trigger of a {other}: give {how}.")
            raise InvalidValue(f"Trigger {shown(trigger)} cannot be fired like this:", (problem,))
    hint = "Documents and contracts have typed actions of their own (mobiflow.actions)."
    raise UnknownName(f"trigger of a {kind}", trigger, known, hint)
