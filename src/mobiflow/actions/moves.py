"""The start of a mobility, and the bare triggers of its lifecycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter

from attrs import field

from mobiflow._record import record
from mobiflow.actions._spec import action, day, earlier
from mobiflow.definition import Transition
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.model import Incident, Learner, Mobility, Organisation, Period, Ref
from mobiflow.model.constraints import ID, LINE, PERSONAL_PROSE
from mobiflow.rules.context import Context
from mobiflow.rules.index import WorkflowIndex
from mobiflow.verdict import Ask, Permission, Reason, Remedy, allow

__all__ = ["Fire", "Start", "asks_of", "firing"]


@action(
    allow("coordinator", "system"),
    subject="mobility",
    title=N_("begin the mobility"),
    says={"already-started": N_("the mobility has begun already")},
)
@record
class Start:
    """A mobility begins; the first entry of its journal."""

    workflow: str
    id: str = field(metadata=ID)
    title: str = field(metadata=LINE)
    sending: Organisation
    host: Organisation
    period: Period
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> tuple[Reason, ...]:
        return (Reason("already-started", Ref("mobility", mobility.id)),)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return self.begin(rules)

    def begin(self, rules: WorkflowIndex) -> Mobility:
        """The mobility in its first phase."""
        return Mobility(
            self.id,
            title=self.title,
            status=rules.initial("mobility"),
            sending=self.sending,
            host=self.host,
            period=self.period,
        )


def _mover(rules: WorkflowIndex, mobility: Mobility, values: Mapping[str, object]) -> Permission:
    ref, trigger = values["subject"], str(values["trigger"])
    if not isinstance(ref, Ref):
        return Permission(())
    permission = rules.permissions.get((ref.kind, trigger))
    if permission is not None:
        return permission
    lifecycle = rules.lifecycles.get(ref.kind)
    transitions = lifecycle.transitions if lifecycle else ()
    known = [transition.trigger for transition in transitions if not transition.automatic]
    raise UnknownName(f"trigger of a {ref.kind}", trigger, known)


@action(
    _mover,
    trigger=attrgetter("trigger"),
    title=N_("fire a trigger"),
    says={
        "before-opened": N_("{day} is before the incident was opened, {opened}"),
        "force-majeure-missing": N_("say whether it was force majeure"),
    },
)
@record
class Fire:
    """A trigger of a lifecycle is fired: ``advance``, ``select``, ``depart``, ``mediate``.

    ``reason`` and ``force_majeure`` are asked for by the triggers that need them.
    """

    trigger: str
    subject: Ref
    reason: str | None = field(default=None, kw_only=True, metadata=PERSONAL_PROSE)
    force_majeure: bool | None = field(default=None, kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (self.subject,)

    def check(self, context: Context, mobility: Mobility) -> Iterator[Reason]:
        subject = mobility.subject(self.subject)
        status = subject.status
        if isinstance(subject, Learner) and context.rules.category(subject) == "away":
            left, on = subject.stay.departed, day(self.on)
            if left is not None and on < left:
                params = {"day": on, "departed": left}
                yield Reason("before-departure", self.subject, params)
        if isinstance(subject, Incident):
            yield from earlier("before-opened", self.subject, self.on, subject.opened, "opened")
        transition = context.rules.transition(self.subject.kind, self.trigger, status)
        asks = transition.asks if transition else ()
        if "reason" in asks and self.reason is None:
            yield Reason("reason-missing", self.subject)
        if "force_majeure" in asks and self.force_majeure is None:
            yield Reason("force-majeure-missing", self.subject)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility


def firing(rules: WorkflowIndex, ref: Ref, status: str, trigger: str) -> Remedy:
    """The remedy that fires a trigger on a subject in a state, with the facts it asks for."""
    transition = rules.transition(ref.kind, trigger, status)
    return Remedy(Fire, {"trigger": trigger, "subject": ref}, asks_of(transition))


def asks_of(transition: Transition | None) -> tuple[Ask, ...]:
    """The facts a trigger cannot do without."""
    fields = {"reason": (str, N_("Reason")), "force_majeure": (bool, N_("Force majeure"))}
    asked = transition.asks if transition else ()
    return tuple(Ask(name, *fields[name]) for name in asked)
