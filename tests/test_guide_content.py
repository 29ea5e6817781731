"""The built-in workflow says all that the guide says, item by item."""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Final, get_args

import pytest

from mobiflow.definition import DocumentKind, LeadTime, Note, Step, Task
from mobiflow.i18n import Catalogs
from mobiflow.model import words
from mobiflow.plugins.guide import after, before, during
from mobiflow.plugins.guide.documents import DOCUMENTS, GuideDocument
from mobiflow.plugins.guide.lead_times import LEAD_TIMES
from mobiflow.plugins.guide.workflow import CREDIT
from mobiflow.text.labels import LABELS

# phase -> step -> (tasks, notes), in the order of the guide
GUIDE: Final[dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]] = {
    "before": {
        "present-project": (
            (
                "tailor-presentation",
                "brief-host-partner",
                "agree-learning-outcomes",
                "choose-assessment-tools",
            ),
            (
                "preparatory-visit",
                "promise-what-you-can",
                "measurable-goals",
                "plan-b",
                "ask-prerequisites",
                "plan-b-objectives",
            ),
        ),
        "inform-candidates": (
            ("inform-learners", "inform-sending-companies"),
            ("inform-company-early", "inform-company-schedule"),
        ),
        "select-learners": (
            ("application-package", "collect-documents", "notify-selection"),
            ("verify-information",),
        ),
        "prepare-reception": (
            ("finalise-contract", "appoint-accompanying-persons"),
            ("equip-accompanying-persons", "europass-competences"),
        ),
        "prepare-host-companies": (
            ("identify-host-companies", "select-host-companies", "sign-contract", "name-tutor"),
            ("send-cvs-early", "connect-companies"),
        ),
        "prepare-participants": (
            (
                "practical-information",
                "programme",
                "language-culture",
                "working-conditions",
                "funders",
                "present-objectives",
            ),
            ("involve-everyone",),
        ),
    },
    "during": {
        "welcome-and-follow-up": (
            ("receive-learners", "check-conditions", "follow-up", "mediation"),
            ("first-reception", "meet-the-tutor", "collect-testimonials", "well-being"),
        ),
        "assess-outcomes": (
            ("plan-assessment", "complete-grid", "sign-attendance"),
            ("regular-debriefs", "tutor-support"),
        ),
        "debrief": (
            ("hold-debrief", "learner-satisfaction", "host-company-satisfaction"),
            ("learners-tell",),
        ),
    },
    "after": {
        "validate-outcomes": (
            ("transmit-results", "validate-documents", "transmit-to-certifier", "decide"),
            ("validation-modalities", "jury-with-company"),
        ),
        "review-and-disseminate": (
            (
                "thank-companies",
                "review-mobility",
                "ask-sending-companies",
                "communicate-results",
            ),
            ("invite-masters-abroad", "reciprocity", "celebrate", "feedback-to-employer"),
        ),
    },
}

STEPS: Final[tuple[Step, ...]] = (*before.STEPS, *during.STEPS, *after.STEPS)
TASKS: Final = {f"{step.id}/{task.id}": task for step in STEPS for task in step.tasks}
NOTES: Final = {note.id: note for step in STEPS for note in step.notes}
ITEMS: Final[tuple[Step | Task | Note, ...]] = (*STEPS, *TASKS.values(), *NOTES.values())
PARTIES: Final = ("sending", "host", "learner", "guardian", "sending-company", "host-company")


def ids(steps: tuple[Step, ...]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        step.id: (
            tuple(task.id for task in step.tasks),
            tuple(note.id for note in step.notes),
        )
        for step in steps
    }


def texts() -> Iterator[str]:
    for item in ITEMS:
        yield item.title
        yield item.text
    yield from (kind.title for kind in DOCUMENTS)
    yield from LABELS.values()
    yield CREDIT


def comes_after(step: Step, task: Task) -> Iterator[str]:
    """The tasks that should come before this one."""
    for name in (*step.after, *task.after):
        yield from (path for path in TASKS if path == name or path.startswith(f"{name}/"))


def lead_time(path: str) -> LeadTime | None:
    while path and path not in LEAD_TIMES:
        path = path.rpartition("/")[0]
    return LEAD_TIMES.get(path)


def test_the_guide_has_all_its_items_in_order() -> None:
    phases = {"before": before.STEPS, "during": during.STEPS, "after": after.STEPS}
    assert {phase: ids(steps) for phase, steps in phases.items()} == GUIDE
    assert [list(ids(steps)) for steps in phases.values()] == [
        list(GUIDE[phase]) for phase in phases
    ]


def test_the_guide_counts_11_steps_39_tasks_and_27_notes() -> None:
    assert len({step.id for step in STEPS}) == len(STEPS) == 11
    assert sum(len(step.tasks) for step in STEPS) == len(TASKS) == 39
    assert sum(len(step.notes) for step in STEPS) == len(NOTES) == 27


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_item_has_a_title_and_a_text(item: Step | Task | Note) -> None:
    assert item.title == item.title.strip() != ""
    assert not item.title.endswith(".")
    assert item.text == item.text.strip()
    assert item.text.endswith(".")
    assert "  " not in item.text


def test_every_text_is_said_in_french() -> None:
    catalogs = Catalogs()
    same_in_both = {"CV", "contact", "dates", "document", "force majeure", "incident", "version"}
    untranslated = {text for text in texts() if catalogs.translate(text, "fr") == text}
    assert untranslated <= same_in_both


def test_after_names_steps_and_tasks_that_exist() -> None:
    known = {*TASKS, *(step.id for step in STEPS)}
    steps = {name for step in STEPS for name in step.after}
    tasks = {name for task in TASKS.values() for name in task.after}
    assert steps | tasks <= known


def test_after_never_runs_in_circles() -> None:
    order = TopologicalSorter(
        {
            f"{step.id}/{task.id}": set(comes_after(step, task))
            for step in STEPS
            for task in step.tasks
        }
    )
    assert set(order.static_order()) == set(TASKS)


def test_a_task_per_learner_or_company_says_for_whom_it_exists() -> None:
    for path, task in TASKS.items():
        assert bool(task.population) == (task.scope != "mobility"), path


def test_a_guard_asks_about_what_its_task_is_about() -> None:
    for path, task in TASKS.items():
        anything = ""
        assert {guard.scope for guard in task.guards} <= {task.scope, anything}, path


def test_the_coordinator_may_record_every_task_but_the_certifiers_decision() -> None:
    reserved = {path for path, task in TASKS.items() if "coordinator" not in task.who.everyone}
    assert reserved == {"validate-outcomes/decide"}
    assert TASKS["validate-outcomes/decide"].who.everyone == ("certifier",)


def test_nobody_is_in_charge_and_a_deputy_at_once() -> None:
    tasks = [task.who.everyone for task in TASKS.values()]
    documents = [kind.who.everyone for kind in DOCUMENTS]
    for everyone in tasks + documents:
        assert len(set(everyone)) == len(everyone)


def test_every_document_of_the_guide_is_described() -> None:
    assert [kind.id for kind in DOCUMENTS] == list(get_args(GuideDocument))


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.id)
def test_the_coordinator_may_hand_in_any_document(kind: DocumentKind) -> None:
    assert kind.title
    assert "coordinator" in kind.who.everyone


def test_insurance_and_identity_must_outlast_the_stay() -> None:
    assert {kind.id for kind in DOCUMENTS if kind.expires} == {"insurance", "identity"}


@pytest.mark.parametrize(
    ("prefix", "known"),
    [
        ("role", get_args(words.Role)),
        ("category", get_args(words.Category)),
        ("step-status", get_args(words.StepStatus)),
        ("enrolment", get_args(words.Enrolment)),
        ("channel", get_args(words.Channel)),
        ("change", get_args(words.AmendmentScope)),
        ("evidence", get_args(words.Evidence)),
        ("verdict", get_args(words.Verdict)),
    ],
)
def test_every_word_has_a_label(prefix: str, known: tuple[str, ...]) -> None:
    assert {f"{prefix}:{word}" for word in known} <= LABELS.keys()


def test_every_task_document_and_signature_has_a_lead_time() -> None:
    paths = [
        *TASKS,
        *(f"document/{kind.id}" for kind in DOCUMENTS),
        *(f"signature/{party}" for party in PARTIES),
    ]
    assert [path for path in paths if lead_time(path) is None] == []


def test_lead_times_stand_for_something_of_the_guide() -> None:
    steps = {step.id for step in STEPS}
    others = {"document", "signature", "exit", "trigger", "incident"}
    for path in LEAD_TIMES:
        top = path.partition("/")[0]
        assert top in steps | others, path
        assert top in others or path == top or path in TASKS, path


def test_nothing_is_due_before_what_should_come_first() -> None:
    for step in STEPS:
        for task in step.tasks:
            path = f"{step.id}/{task.id}"
            due = lead_time(path)
            for first in comes_after(step, task):
                earlier = lead_time(first)
                assert due is not None
                assert earlier is not None
                if earlier.anchor == due.anchor:
                    assert earlier.days <= due.days, f"{path} is due before {first}"
