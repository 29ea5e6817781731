"""What a workflow file may name: everything of the library that is a function in Python.

Plugins add guards of their own (``mobiflow_guards``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mobiflow import guards, lifecycles
from mobiflow.definition import Choice, Condition, Effect, Lifecycle
from mobiflow.rules import conditions
from mobiflow.verdict import Guard

__all__ = ["CHOICES", "CONDITIONS", "EFFECTS", "GUARDS", "LIFECYCLES"]

GUARDS: Final[Mapping[str, Callable[..., Guard]]] = {
    name: getattr(guards, name)
    for name in guards.__all__
    if name != "prerequisite"  # made from the prerequisites, never named
}
"""What makes each guard, by name."""

CONDITIONS: Final[Mapping[str, Condition]] = {
    condition.id: condition for condition in (conditions.EMPLOYED, conditions.MINOR)
}
"""When a document is asked for, or a party signs, by name."""

LIFECYCLES: Final[Mapping[str, Lifecycle]] = {
    lifecycle.kind: lifecycle
    for lifecycle in (
        lifecycles.LEARNER,
        lifecycles.HOST_COMPANY,
        lifecycles.CONTRACT,
        lifecycles.DOCUMENT,
        lifecycles.INCIDENT,
    )
}
"""The standard lifecycles, by kind of subject."""

_TRANSITIONS: Final = tuple(
    transition for lifecycle in LIFECYCLES.values() for transition in lifecycle.transitions
)

CHOICES: Final[Mapping[str, Choice]] = {
    transition.choice.id: transition.choice for transition in _TRANSITIONS if transition.choice
}
"""What picks a destination in the standard lifecycles, by name."""

EFFECTS: Final[Mapping[str, Effect]] = {
    transition.effect.id: transition.effect for transition in _TRANSITIONS if transition.effect
}
"""What transitions of the standard lifecycles leave behind, by name."""
