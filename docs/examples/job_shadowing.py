"""Job shadowing: members of staff watch colleagues abroad at work.

A plugin of one module, and a whole workflow in Python: its own phases, its own
lifecycle, its own facts and its own guard. The subjects are called learners as
everywhere; the labels call them members of staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from mobiflow import (
    Ask,
    Context,
    Guard,
    Learner,
    Reason,
    Ref,
    Remedy,
    allow,
    guards,
    hookimpl,
)
from mobiflow.actions import SetFacts
from mobiflow.definition import (
    DocumentKind,
    FactsKind,
    GuardSet,
    LeadTime,
    Lifecycle,
    Note,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.lifecycles import DOCUMENT, INCIDENT
from mobiflow.lifecycles.library import EFFECTS

__version__ = "1.0"


@frozen
class Shadowing:
    """Whom a member of staff goes to watch, and what at."""

    colleague: str | None = field(
        default=None, metadata={"label": "Colleague", "personal": True}
    )
    topic: str | None = field(default=None, metadata={"label": "What to watch"})


def colleague_found() -> Guard:
    """Somebody at the host organisation has agreed to be watched."""
    return Guard(
        "colleague_found",
        1,
        _colleague_found,
        says={"nobody-to-shadow": "not agreed whom to shadow, and what at"},
    )


def _colleague_found(context: Context, learner: Learner) -> Iterator[Reason]:
    if not context.facts(learner, Shadowing).topic:
        remedy = Remedy(
            SetFacts,
            {"subject": learner.id},
            (Ask("facts", Shadowing, "Whom, and what at"),),
        )
        yield Reason(
            "nobody-to-shadow",
            Ref("learner", learner.id),
            {},
            remedy,
            deadline_key="agree/programme",
        )


COORDINATOR: Final = allow("coordinator")
THEMSELVES: Final = allow("learner", deputies=("coordinator",))
READY: Final = "ready-to-go"

STAFF: Final = Lifecycle(
    "learner",
    "applied",
    states=(
        State("applied", "applying", "applied"),
        State("nominated", "engaged", "nominated"),
        State("shadowing", "away", "shadowing a colleague"),
        State("back-at-work", "back", "back at work"),
        State("reported", "ended", "done, with a report"),
        State("not-nominated", "ended", "not nominated"),
    ),
    transitions=(
        Transition("nominate", ("applied",), ("nominated",), COORDINATOR),
        Transition(
            "drop",
            ("applied", "nominated"),
            ("not-nominated",),
            COORDINATOR,
            asks=("reason",),
            exceptional=True,
        ),
        Transition(
            "leave",
            ("nominated",),
            ("shadowing",),
            THEMSELVES,
            guards=(guards.status_is("stay"), READY),
            effect=EFFECTS["departed"],
        ),
        Transition(
            "resume-work",
            ("shadowing",),
            ("back-at-work",),
            THEMSELVES,
            effect=EFFECTS["returned"],
        ),
        Transition(
            "accept-report",
            ("back-at-work",),
            ("reported",),
            COORDINATOR,
            guards=(guards.documents_collected("report"),),
        ),
    ),
)

AGREE: Final = Step(
    "agree",
    "Agree on the visit",
    tasks=(
        Task(
            "programme",
            "Agree on whom and what to watch",
            allow("coordinator", "learner"),
            scope="learner",
            population=("engaged",),
            guards=(colleague_found(),),
        ),
        Task(
            "agreement",
            "Have the mobility agreement signed",
            COORDINATOR,
            scope="learner",
            population=("engaged",),
            guards=(guards.documents_collected("departure"),),
            after=("agree/programme",),
        ),
        Task(
            "replacement",
            "Find replacements at work",
            COORDINATOR,
            waivable=True,
        ),
    ),
    notes=(
        Note(
            "few-questions",
            "Travel with three questions",
            "Whoever knows what they want to find out sees more than whoever "
            "just looks on.",
        ),
    ),
)

STAY: Final = Step(
    "watch",
    "Watch and note",
    tasks=(
        Task(
            "diary",
            "Keep a diary",
            allow("learner", deputies=("coordinator",)),
            scope="learner",
            population=("away", "back"),
            waivable=True,
        ),
    ),
)

SHARE: Final = Step(
    "share",
    "Share what was seen",
    tasks=(
        Task("staff-meeting", "Tell the staff meeting", COORDINATOR),
        Task(
            "report",
            "Hand in the report",
            THEMSELVES,
            scope="learner",
            population=("back",),
            guards=(guards.documents_collected("report"),),
        ),
    ),
)

LABELS: Final[Mapping[str, str]] = {
    "role:learner": "member of staff",
    "role:coordinator": "international office",
    "trigger:nominate": "nominate the member of staff",
    "trigger:leave": "let the member of staff leave",
    "trigger:resume-work": "record the return to work",
    "trigger:accept-report": "accept the report",
}

WORKFLOW: Final = Workflow(
    "job-shadowing",
    "1",
    "Job shadowing for staff",
    phases=(
        Phase(
            "preparation",
            "Preparation",
            steps=(AGREE,),
            exit=(guards.somebody_selected(), guards.nobody_undecided()),
        ),
        Phase(
            "stay",
            "Stay",
            steps=(STAY,),
            entry=(READY,),
            exit=(guards.nobody_waiting(), guards.nobody_away()),
        ),
        Phase(
            "follow-up", "Follow-up", steps=(SHARE,), exit=(guards.all_ended(),)
        ),
    ),
    lifecycles=(STAFF, DOCUMENT, INCIDENT),
    guard_sets=(
        GuardSet(
            READY, (colleague_found(), guards.documents_collected("departure"))
        ),
    ),
    documents=(
        DocumentKind("mobility-agreement", "Mobility agreement", COORDINATOR),
        DocumentKind("report", "Report", THEMSELVES),
    ),
    requirements=(
        Requirement("mobility-agreement", "departure", ("mobility-agreement",)),
        Requirement("report", "report", ("report",)),
    ),
    lead_times={
        "agree": LeadTime("start", -42),
        "document/report": LeadTime("end", 30),
        "share": LeadTime("end", 45),
    },
    labels=LABELS,
)


@hookimpl
def mobiflow_workflows() -> Iterable[Workflow]:
    return (WORKFLOW,)


@hookimpl
def mobiflow_facts() -> Iterable[FactsKind]:
    return (FactsKind("learner", Shadowing, allow("coordinator", "learner")),)
