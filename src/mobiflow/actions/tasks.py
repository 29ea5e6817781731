"""The tasks of the guide: done, or waived with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field

from mobiflow._record import evolve, record
from mobiflow.actions._spec import action, day, ref_of
from mobiflow.definition import Task
from mobiflow.i18n import N_
from mobiflow.model import Company, Learner, Mobility, Ref, TaskRecord
from mobiflow.model.constraints import ID, PERSONAL_PROSE
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Permission, Reason, Remedy

__all__ = ["CompleteTask", "WaiveTask", "open_task"]


_SHARED: Final = {
    "already-done": N_("already done: {task}"),
    "not-in-population": N_("the task “{task}” does not concern somebody who is: {state}"),
    "task-not-for": N_("the task “{task}” is done once per: {scope:kind}"),
}
"""What several of these actions say."""


def _doer(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    _, task = rules.task(str(values["task"]))
    return task.who


def _waiver(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    """Waiving is the coordinator's, whoever does the task."""
    return Permission(("coordinator",))


@action(
    _doer,
    title=N_("complete a task"),
    says={
        **_SHARED,
        "task-proven-by-facts": N_(
            "the task “{task}” is done when the facts say so, not by a tick"
        ),
    },
)
@record
class CompleteTask:
    """A task was done. ``task`` is ``step/task``; ``subject`` the learner or company, if any."""

    task: str
    subject: str | None = field(default=None, metadata=ID)
    note: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (ref_of(mobility, self.subject or mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        _, task = context.rules.task(self.task)
        ref = ref_of(mobility, self.subject or mobility.id)
        yield from _exists(context, mobility, self.task, task, ref)
        if task.guards:
            yield Reason("task-proven-by-facts", ref, {"task": self.task})
        record = _records(mobility, ref).get(self.task)
        if record is not None and record.status == "done":
            yield Reason("already-done", ref, {"task": self.task})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        record = TaskRecord("done", day(self.on), self.note)
        return _recorded(mobility, self.subject, self.task, record)


@action(
    _waiver,
    title=N_("waive a task"),
    says={
        **_SHARED,
        "already-waived": N_("already waived: {task}"),
        "not-waivable": N_("the task “{task}” cannot be left out"),
    },
)
@record
class WaiveTask:
    """A task that may be left out is left out, for a reason."""

    task: str
    subject: str | None = field(default=None, metadata=ID)
    reason: str = field(kw_only=True, metadata=PERSONAL_PROSE)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (ref_of(mobility, self.subject or mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        _, task = context.rules.task(self.task)
        ref = ref_of(mobility, self.subject or mobility.id)
        yield from _exists(context, mobility, self.task, task, ref)
        if not task.waivable:
            yield Reason("not-waivable", ref, {"task": self.task})
        record = _records(mobility, ref).get(self.task)
        if record is not None and record.status == "done":
            yield Reason("already-done", ref, {"task": self.task})
        elif record is not None:
            yield Reason("already-waived", ref, {"task": self.task})

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        record = TaskRecord("waived", day(self.on), self.reason)
        return _recorded(mobility, self.subject, self.task, record)


def open_task(
    path: str, scope: str, subject: Learner | Company | Mobility, *, asked_by: str = ""
) -> Reason:
    """The reason that a task is neither done nor waived for a subject."""
    known = {"task": path} if scope == "mobility" else {"task": path, "subject": subject.id}
    return Reason(
        "task-open",
        Ref(scope, subject.id),
        {"task": path},
        Remedy(CompleteTask, known),
        deadline_key=path,
        asked_by=(asked_by,) if asked_by else (),
    )


def _exists(
    context: Context, mobility: Mobility, path: str, task: Task, ref: Ref
) -> Iterator[Reason]:
    """Whether there is such an instance: the right kind of subject, in the right population."""
    if ref.kind != task.scope:
        yield Reason("task-not-for", ref, {"task": path, "scope": task.scope})
        return
    subject = mobility.subject(ref)
    if isinstance(subject, Learner):
        category = context.rules.category(subject)
        if category not in task.population:
            params = {"task": path, "state": f"learner:{subject.status}"}
            yield Reason("not-in-population", ref, params)


def _records(mobility: Mobility, ref: Ref) -> Mapping[str, TaskRecord]:
    if ref.kind == "learner":
        return mobility.learners[ref.id].tasks
    return mobility.tasks if ref.kind == "mobility" else mobility.companies[ref.id].tasks


def _recorded(mobility: Mobility, subject: str | None, path: str, record: TaskRecord) -> Mobility:
    ref = ref_of(mobility, subject or mobility.id)
    tasks = {**_records(mobility, ref), path: record}
    if ref.kind == "learner":
        return mobility.with_learner(evolve(mobility.learners[ref.id], tasks=tasks))
    if ref.kind == "mobility":
        return evolve(mobility, tasks=tasks)
    return mobility.with_company(evolve(mobility.companies[ref.id], tasks=tasks))
