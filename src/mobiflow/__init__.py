"""A workflow engine whose phases are plugged in, with the guide to training mobilities.

A refused transition answers completely: every unmet condition at once, for whom, who must act,
by when, which plugin asks for it and why, and the action that would clear it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from mobiflow._version import VERSION

if TYPE_CHECKING:
    from mobiflow._compiler.blueprint import Blueprint
    from mobiflow._compiler.compare import Difference
    from mobiflow._runtime.agenda import Available, Plan, Todo
    from mobiflow._runtime.journal import Entry
    from mobiflow.actions import Action, action
    from mobiflow.engine import Engine
    from mobiflow.errors import (
        DefinitionError,
        FormatError,
        InvalidValue,
        MobiflowError,
        OtherWorkflow,
        PluginError,
        Problem,
        UnknownName,
    )
    from mobiflow.flow import Flow
    from mobiflow.hookspecs import hookimpl
    from mobiflow.model import (
        Accompanist,
        Actor,
        Assessment,
        Company,
        Learner,
        Mobility,
        Objective,
        Organisation,
        Outcome,
        Period,
        Ref,
        Scale,
        Stay,
        Tutor,
        Unit,
    )
    from mobiflow.rules.context import Context
    from mobiflow.rules.index import WorkflowIndex
    from mobiflow.text import Explanation, Group, Refused
    from mobiflow.verdict import Ask, Guard, Permission, Reason, Refusal, Remedy, allow

__all__ = [
    "Accompanist",
    "Action",
    "Actor",
    "Ask",
    "Assessment",
    "Available",
    "Blueprint",
    "Company",
    "Context",
    "DefinitionError",
    "Difference",
    "Engine",
    "Entry",
    "Explanation",
    "Flow",
    "FormatError",
    "Group",
    "Guard",
    "InvalidValue",
    "Learner",
    "MobiflowError",
    "Mobility",
    "Objective",
    "Organisation",
    "OtherWorkflow",
    "Outcome",
    "Period",
    "Permission",
    "Plan",
    "PluginError",
    "Problem",
    "Reason",
    "Ref",
    "Refusal",
    "Refused",
    "Remedy",
    "Scale",
    "Stay",
    "Todo",
    "Tutor",
    "Unit",
    "UnknownName",
    "WorkflowIndex",
    "action",
    "allow",
    "hookimpl",
]

__version__: Final = VERSION

_NAMES: Final = {
    "mobiflow._compiler.blueprint": ("Blueprint",),
    "mobiflow._compiler.compare": ("Difference",),
    "mobiflow._runtime.agenda": ("Available", "Plan", "Todo"),
    "mobiflow._runtime.journal": ("Entry",),
    "mobiflow.actions": ("Action", "action"),
    "mobiflow.engine": ("Engine",),
    "mobiflow.errors": (
        *("DefinitionError", "FormatError", "InvalidValue", "MobiflowError", "OtherWorkflow"),
        *("PluginError", "Problem", "UnknownName"),
    ),
    "mobiflow.flow": ("Flow",),
    "mobiflow.hookspecs": ("hookimpl",),
    "mobiflow.model": (
        *("Accompanist", "Actor", "Assessment", "Company", "Learner", "Mobility", "Objective"),
        *("Organisation", "Outcome", "Period", "Ref", "Scale", "Stay", "Tutor", "Unit"),
    ),
    "mobiflow.rules.context": ("Context",),
    "mobiflow.rules.index": ("WorkflowIndex",),
    "mobiflow.text": ("Explanation", "Group", "Refused"),
    "mobiflow.verdict": ("Ask", "Guard", "Permission", "Reason", "Refusal", "Remedy", "allow"),
}
"""Where each name is kept. It is imported when it is first used: ``mobiflow --help`` needs none."""

_HOME: Final = {name: module for module, names in _NAMES.items() for name in names}

_ROOMS: Final = (
    *("actions", "contributions", "definition", "engine", "errors", "flow", "formats"),
    *("guards", "hookspecs", "i18n", "imports", "lifecycles", "model", "rules", "testing", "text"),
    "verdict",
)
"""The modules that anybody may use as ``mobiflow.actions``, without importing them by name."""

if not TYPE_CHECKING:  # to a type checker, every other name is an error

    def __getattr__(name: str) -> object:
        if name in _ROOMS:
            return import_module(f"mobiflow.{name}")
        if name not in _HOME:
            raise AttributeError(f"module 'mobiflow' has no attribute {name!r}", name=name)
        value = globals()[name] = getattr(import_module(_HOME[name]), name)
        return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_ROOMS, "__version__"})
