"""The room that knows `transitions`: lifecycles that answer completely."""

from mobiflow._compiler.machine.lifecycle import (
    LifecycleMachine,
    Row,
    UnknownTransition,
    WrongChoice,
)
from mobiflow._compiler.machine.machine import (
    AskingEvent,
    AskingMachine,
    AskingTransition,
    ChoiceFunc,
    Cursor,
    GuardFunc,
    LeanCondition,
    LeanEvent,
    LeanMachine,
    LeanState,
    LeanTransition,
    RefusalCondition,
    WrongAnswer,
)

__all__ = [
    "AskingEvent",
    "AskingMachine",
    "AskingTransition",
    "ChoiceFunc",
    "Cursor",
    "GuardFunc",
    "LeanCondition",
    "LeanEvent",
    "LeanMachine",
    "LeanState",
    "LeanTransition",
    "LifecycleMachine",
    "RefusalCondition",
    "Row",
    "UnknownTransition",
    "WrongAnswer",
    "WrongChoice",
]
