"""A workflow engine whose phases are plugged in, with the guide to training mobilities.

A refused transition answers completely: every unmet condition at once, for whom, who must act,
by when, which plugin asks for it and why, and the action that would clear it.
"""

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
from mobiflow.verdict import Ask, Explanation, Guard, Permission, Refusal, Refused, Remedy, allow

__all__ = [
    "Accompanist",
    "Action",
    "Actor",
    "Ask",
    "Assessment",
    "Available",
    "Company",
    "Context",
    "DefinitionError",
    "Engine",
    "Entry",
    "Explanation",
    "Flow",
    "FormatError",
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
