"""What refusals and workflows say, in the language of whoever reads: as sentences and as JSON."""

from mobiflow.text.explanation import Explanation, Refused
from mobiflow.text.grouping import Group, grouped
from mobiflow.text.messages import Messages
from mobiflow.text.schemas import answers_schema
from mobiflow.verdict.shapes import (
    AvailableJson,
    ExplanationJson,
    FiredJson,
    GroupJson,
    PlanJson,
    RefusalJson,
    RemedyJson,
    SubjectJson,
    TodoJson,
    Word,
)

__all__ = [
    "AvailableJson",
    "Explanation",
    "ExplanationJson",
    "FiredJson",
    "Group",
    "GroupJson",
    "Messages",
    "PlanJson",
    "RefusalJson",
    "Refused",
    "RemedyJson",
    "SubjectJson",
    "TodoJson",
    "Word",
    "answers_schema",
    "grouped",
]
