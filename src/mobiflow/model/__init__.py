"""What a mobility is made of: frozen attrs classes, one module per word of the domain."""

from mobiflow.model.contracts import Contract, Objective, Signature
from mobiflow.model.learners import Attendance, Learner, Placement, Stay, Tutor
from mobiflow.model.learning import (
    Assessment,
    Grid,
    Mark,
    Outcome,
    PlannedAssessment,
    Scale,
    Unit,
    UnitDecision,
)
from mobiflow.model.mobility import Mobility, Owner, Ref, Subject, Target
from mobiflow.model.organisations import Actor, Company, Organisation
from mobiflow.model.period import Period, WorkingHours
from mobiflow.model.records import (
    Accompanist,
    Confirmed,
    Document,
    Excusal,
    Facts,
    Feedback,
    Incident,
    TaskRecord,
    Transmission,
)

__all__ = [
    "Accompanist",
    "Actor",
    "Assessment",
    "Attendance",
    "Company",
    "Confirmed",
    "Contract",
    "Document",
    "Excusal",
    "Facts",
    "Feedback",
    "Grid",
    "Incident",
    "Learner",
    "Mark",
    "Mobility",
    "Objective",
    "Organisation",
    "Outcome",
    "Owner",
    "Period",
    "Placement",
    "PlannedAssessment",
    "Ref",
    "Scale",
    "Signature",
    "Stay",
    "Subject",
    "Target",
    "TaskRecord",
    "Transmission",
    "Tutor",
    "Unit",
    "UnitDecision",
    "WorkingHours",
]
