"""A workflow as data: phases of steps of tasks and notes, lifecycles, documents, parties, demands.

Everything here is frozen and plain; an engine checks and compiles it. Titles
and texts are English and are translated when shown.
"""

from mobiflow.definition.certifiers import Ambition, Certification
from mobiflow.definition.guide import GuardSet, Note, Phase, Step, Task
from mobiflow.definition.lifecycle import Choice, Effect, Lifecycle, State, Transition
from mobiflow.definition.prerequisites import (
    Applies,
    Confirmation,
    DocumentRequired,
    HoursLimit,
    LegalSource,
    MinimumAge,
    Prerequisite,
    Profile,
    SignatureRequired,
)
from mobiflow.definition.requirements import Condition, DocumentKind, LeadTime, Party, Requirement
from mobiflow.definition.workflow import Catalog, FactsKind, Removed, Workflow

__all__ = [
    "Ambition",
    "Applies",
    "Catalog",
    "Certification",
    "Choice",
    "Condition",
    "Confirmation",
    "DocumentKind",
    "DocumentRequired",
    "Effect",
    "FactsKind",
    "GuardSet",
    "HoursLimit",
    "LeadTime",
    "LegalSource",
    "Lifecycle",
    "MinimumAge",
    "Note",
    "Party",
    "Phase",
    "Prerequisite",
    "Profile",
    "Removed",
    "Requirement",
    "SignatureRequired",
    "State",
    "Step",
    "Task",
    "Transition",
    "Workflow",
]
