"""Plugins and the blueprints they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from attrs import evolve

from mobiflow import actions as core
from mobiflow._blueprint import Blueprint, compile_workflow
from mobiflow._case import Case
from mobiflow._i18n import Catalogs
from mobiflow._registry import Registry
from mobiflow._voice import Speaker
from mobiflow.actions._spec import is_action, spec_of, stamped
from mobiflow.definition import LeadTime, Workflow
from mobiflow.errors import DefinitionError, Problem, UnknownName
from mobiflow.flow import Flow, Live, known_actor
from mobiflow.journal import Entry, Happened
from mobiflow.model import Actor, Mobility, Organisation, Period, Ref
from mobiflow.model._checks import verify
from mobiflow.verdict import Explanation, Param, Permission, Refusal, Refused

__all__ = ["Engine"]


def _not_permitted(case: Case, permission: object) -> Explanation:
    roles = permission.everyone if isinstance(permission, Permission) else ()
    params: Mapping[str, Param] = {"action": "Start", "roles": roles}
    refusal = Refusal("not-permitted", Ref("mobility", case.mobility.id), params, who=roles)
    voice = Speaker(case.blueprint, case.mobility)
    return Explanation(voice.given_to((refusal,)), voice)


def _compiled(
    registry: Registry, lead_times: Mapping[str, LeadTime], labels: Mapping[str, str]
) -> Mapping[str, Blueprint]:
    """Every workflow of the plugins, checked together; all problems in one error."""
    problems: list[Problem] = []
    actions = {spec_of(a).name: a for a in _core_actions()}
    owners = dict.fromkeys(actions, "mobiflow")
    for plugin, action_type in registry.actions():
        name = spec_of(action_type).name
        if name in actions:
            message = f"action {name!r} is also in {owners[name]}; rename one of them."
            problems.append(Problem(str(plugin), message))
        actions[name], owners[name] = action_type, str(plugin)
    blueprints: dict[str, Blueprint] = {}
    for plugin, workflow in registry.workflows():
        if workflow.id in blueprints:
            other = blueprints[workflow.id].workflow.source
            message = f"workflow {workflow.id!r} is also in {other}; rename or disable one."
            problems.append(Problem(str(plugin), message))
            continue
        try:
            blueprints[workflow.id] = compile_workflow(
                evolve(
                    workflow,
                    lead_times={**workflow.lead_times, **lead_times},
                    labels={**workflow.labels, **labels},
                ),
                actions=actions.values(),
                plugins=tuple(str(p) for p in registry.plugins),
                catalogs=Catalogs(),
            )
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError("These workflows do not hold together:", problems)
    return blueprints


def _core_actions() -> Iterable[type[core.Action]]:
    marked = (getattr(core, name) for name in core.__all__)
    return (found for found in marked if isinstance(found, type) and is_action(found))


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Engine:
    """Plugins and the workflows they make; immutable once built, shareable between threads.

    ``plugins`` are modules or objects with ``@mobiflow.hookimpl`` functions, ``disabled`` the
    names of built-in ones to leave out. ``lead_times`` and ``labels`` replace those of the
    workflows, key by key (``{"document/insurance": LeadTime("start", -60)}``); both are about
    showing and reminding, so they do not change what a workflow means. ``clock`` gives the time,
    an aware ``datetime``.

    Raises:
        PluginError: listing every plugin that cannot be used.
        DefinitionError: listing everything that does not hold together.
    """

    __slots__ = ("_blueprints", "_clock", "_registry")

    def __init__(
        self,
        plugins: Iterable[object] = (),
        *,
        disabled: Iterable[str] = (),
        lead_times: Mapping[str, LeadTime] | None = None,
        labels: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._clock = clock
        self._registry = Registry.of(plugins, disabled)
        self._blueprints = _compiled(self._registry, lead_times or {}, labels or {})

    @property
    def workflows(self) -> Mapping[str, Workflow]:
        """The workflows by id."""
        return {name: blueprint.workflow for name, blueprint in self._blueprints.items()}

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins with their versions."""
        return tuple(str(plugin) for plugin in self._registry.plugins)

    def blueprint(self, workflow: str) -> Blueprint:
        """A workflow compiled.

        Raises:
            UnknownName: when no plugin brings this workflow.
        """
        try:
            return self._blueprints[workflow]
        except KeyError:
            raise UnknownName("workflow", workflow, self._blueprints) from None

    def start(
        self,
        workflow: str,
        *,
        id: str,
        title: str,
        by: Actor,
        sending: Organisation,
        host: Organisation,
        period: Period,
    ) -> Flow:
        """Begin a mobility; the flow acts for ``by``.

        Raises:
            Refused: when ``by`` may not begin one.
            InvalidValue, UnknownName: when a value or a name cannot be right.
        """
        blueprint = self.blueprint(workflow)
        act = core.Start(workflow, id, title, sending, host, period)
        verify(act, "Start")
        permission = blueprint.spec(core.Start).permission
        live = Live(Case.of(blueprint, act.begin(blueprint.rules)), self._clock, None)
        flow = Flow(live, known_actor(by))
        if not isinstance(permission, Permission) or by.roles.isdisjoint(permission.everyone):
            raise Refused(_not_permitted(live.case, permission))
        now = live.now()
        acts = (stamped(act, now.date()),)
        live.pending.append(Happened(now, by, acts, (), blueprint.digest, blueprint.plugins))
        live.committed = self._listener()
        return flow

    def loads(self, data: bytes, *, by: Actor | None = None) -> Flow:
        """A flow from what :meth:`Flow.dumps` gave; it acts for ``by``, or for nobody.

        Raises:
            FormatError: listing everything that is wrong with the data.
            UnknownName: when no plugin brings its workflow.
        """
        from mobiflow import serialization  # cattrs is heavy: only who stores pays for it

        stored = serialization.loads(data)
        blueprint = self.blueprint(stored.workflow)
        live = Live(
            Case.of(blueprint, stored.mobility), self._clock, self._listener(), stored.digest
        )
        live.entries.extend(stored.journal)
        return Flow(live, known_actor(by) if by is not None else Actor(()))

    def _listener(self) -> Callable[[Entry, Mobility], None] | None:
        return self._registry.committed if self._registry.listens() else None
