"""The typed actions: what somebody did or wants. Nothing else changes a mobility."""

from mobiflow.actions._spec import Action, Spec, action, subjects_of
from mobiflow.actions.conditions import ChooseCertification, Confirm, PlanWork, SetFacts
from mobiflow.actions.contracts import (
    AmendContract,
    DraftContract,
    IssueContract,
    RefuseContract,
    SignContract,
)
from mobiflow.actions.daily import Excuse, GiveFeedback, OpenIncident
from mobiflow.actions.decisions import DecideUnit, TransmitResults
from mobiflow.actions.documents import CollectDocument, RejectDocument, VerifyDocument
from mobiflow.actions.learning import (
    ChooseAssessment,
    MarkOutcome,
    PlanAssessment,
    SetUnits,
    SignGrid,
)
from mobiflow.actions.moves import Fire, Start
from mobiflow.actions.people import (
    AddCompany,
    AddLearner,
    AppointAccompanist,
    ChangeCompany,
    ChangeLearner,
    PrepareAccompanist,
)
from mobiflow.actions.stays import (
    ChangePeriod,
    ChangeStay,
    NameTutor,
    Place,
    RecordAttendance,
    ReplacePlacement,
)
from mobiflow.actions.tasks import CompleteTask, WaiveTask

__all__ = [
    "Action",
    "AddCompany",
    "AddLearner",
    "AmendContract",
    "AppointAccompanist",
    "ChangeCompany",
    "ChangeLearner",
    "ChangePeriod",
    "ChangeStay",
    "ChooseAssessment",
    "ChooseCertification",
    "CollectDocument",
    "CompleteTask",
    "Confirm",
    "DecideUnit",
    "DraftContract",
    "Excuse",
    "Fire",
    "GiveFeedback",
    "IssueContract",
    "MarkOutcome",
    "NameTutor",
    "OpenIncident",
    "Place",
    "PlanAssessment",
    "PlanWork",
    "PrepareAccompanist",
    "RecordAttendance",
    "RefuseContract",
    "RejectDocument",
    "ReplacePlacement",
    "SetFacts",
    "SetUnits",
    "SignContract",
    "SignGrid",
    "Spec",
    "Start",
    "TransmitResults",
    "VerifyDocument",
    "WaiveTask",
    "action",
    "subjects_of",
]
