"""Plugins and the blueprints they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from mobiflow import actions as core
from mobiflow._compiler import compare
from mobiflow._compiler.blueprint import Blueprint
from mobiflow._compiler.compare import Difference
from mobiflow._plugins.assembling import Overrides, assemble, problems_of_file
from mobiflow._plugins.definitions import Own, named_guards
from mobiflow._plugins.discovery import BUILT_IN, installed_names, registry_of
from mobiflow._runtime.instance import Instance
from mobiflow._runtime.requests import known_actor
from mobiflow._runtime.snapshot import Snapshot
from mobiflow.actions._spec import stamped
from mobiflow.definition import LeadTime, Profile, Workflow
from mobiflow.errors import InvalidValue, Problem, UnknownName, shown
from mobiflow.flow import Flow
from mobiflow.model import Actor, Organisation, Period, Ref
from mobiflow.model.checks import verify
from mobiflow.model.introspection import Plain
from mobiflow.rules.prerequisites import ApplicablePrerequisite, applicable
from mobiflow.text import Explanation, Refused
from mobiflow.text.forms import Forms
from mobiflow.verdict import Param, Permission, Refusal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # heavy, and only named here

__all__ = ["Engine"]


def _not_permitted(snapshot: Snapshot, permission: object) -> Explanation:
    roles = permission.everyone if isinstance(permission, Permission) else ()
    params: Mapping[str, Param] = {"action": "Start", "roles": roles}
    refusal = Refusal("not-permitted", Ref("mobility", snapshot.mobility.id), params, who=roles)
    voice = snapshot.blueprint.messages_of(snapshot.mobility)
    return Explanation(voice.given_to((refusal,)), voice)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _check_given(series: Mapping[str, object], tables: Mapping[str, object], clock: object) -> None:
    problems = [
        Problem(name, f"expected a series, a list say, got {shown(value)}.")
        for name, value in series.items()
        if isinstance(value, str | bytes) or not isinstance(value, Iterable)
    ]
    problems += [
        Problem(name, f"expected a mapping, a dict say, got {shown(value)}.")
        for name, value in tables.items()
        if value is not None and not isinstance(value, Mapping)
    ]
    if not callable(clock):
        problems.append(Problem("clock", f"expected a function, got {shown(clock)}."))
    if problems:
        raise InvalidValue("No engine can be made of this:", problems)


class Engine:
    """Plugins and the workflows they make; immutable once built, shareable between threads.

    ``plugins`` are modules or objects with ``@mobiflow.hookimpl`` functions, or names of
    installed ones (entry points of the group ``mobiflow``); ``disabled`` are names to leave
    out. ``workflows`` are an application's own: definitions, or paths of TOML files that hold
    them. ``lead_times`` and ``labels`` replace those of the workflows, key by key
    (``{"document/insurance": LeadTime("start", -60)}``); both are about showing and reminding,
    so they do not change what a workflow means. ``clock`` gives the time, an aware ``datetime``.

    Raises:
        InvalidValue: when something else is given.
        PluginError: listing every plugin that cannot be used.
        DefinitionError: listing everything that does not hold together.
    """

    built_in: ClassVar = tuple(BUILT_IN)
    """The names of the plugins that come with the library."""

    __slots__ = ("_blueprints", "_clock", "_registry")

    def __init__(
        self,
        plugins: Iterable[object] = (),
        *,
        disabled: Iterable[str] = (),
        workflows: Iterable[Own] = (),
        lead_times: Mapping[str, LeadTime] | None = None,
        labels: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        series = {"plugins": plugins, "disabled": disabled, "workflows": workflows}
        _check_given(series, {"lead_times": lead_times, "labels": labels}, clock)
        self._clock = clock
        self._registry = registry_of(plugins, disabled)
        overrides = Overrides(lead_times or {}, labels or {})
        self._blueprints = assemble(self._registry, overrides, workflows)

    def __repr__(self) -> str:
        return f"<Engine of {', '.join(self.plugins) or 'no plugins'}>"

    @classmethod
    def discover(
        cls, *, disabled: Iterable[str] = (), clock: Callable[[], datetime] = _utc_now
    ) -> Engine:
        """An engine with the built-in plugins and every installed one, but the disabled ones.

        Raises:
            PluginError, DefinitionError: as the constructor.
        """
        return cls(installed_names(disabled), disabled=disabled, clock=clock)

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

    def label(self, address: str, locale: str = "en", *, workflow: str = "mobility") -> str:
        """What a word is called, by its address, in a language.

        ``role:tutor``, ``state:learner/abroad``, ``trigger:depart``, ``task:debrief/hold-debrief``,
        ``document:cv``, ``kind:host-company``, ``channel:paper`` and so on; labels are lower-case,
        to fit into a sentence.

        Raises:
            UnknownName: when nothing is at this address; the nearest are named.
        """
        return self.blueprint(workflow).messages.label(address, locale)

    def differences(self, base: Blueprint, *, workflow: str = "mobility") -> tuple[Difference, ...]:
        """Everything in which a workflow of this engine differs from a base, piece by piece.

        What differs in meaning is told from what differs only in wording, dates or help.

        Raises:
            UnknownName: when no plugin brings this workflow.
        """
        return compare.differences(base, self.blueprint(workflow))

    def brought(self, workflow: str = "mobility") -> Mapping[str, tuple[str, ...]]:
        """The addresses of what each plugin brought to a workflow, by plugin and version.

        Raises:
            UnknownName: when no plugin brings this workflow.
        """
        found = compare.contributed(self.blueprint(workflow).workflow)
        known = {address for addresses in found.values() for address in addresses}
        return {
            plugin: (*found.get(plugin, ()), *(a for a in addresses if a not in known))
            for plugin, addresses in {**dict.fromkeys(found, ()), **self._registry.pieces()}.items()
        }

    @property
    def hooks(self) -> Mapping[str, tuple[str, ...]]:
        """The hooks that each plugin answers, by plugin and version."""
        registry = self._registry
        return {str(plugin): registry.hooks_of(plugin) for plugin in registry.plugins}

    def read_workflow(self, source: Traversable | str | bytes) -> Workflow:
        """The workflow a TOML file defines, with the guards that plugins name for such files.

        The engine stays as it is; give the workflow to a new one.

        Raises:
            DefinitionError: listing everything that is wrong with the file.
        """
        from mobiflow import formats

        return formats.read_workflow(source, named_guards(self._registry))

    def actions(self, workflow: str = "mobility") -> tuple[str, ...]:
        """The names of everything that can be done in a workflow; a plugin's with its plugin.

        Raises:
            UnknownName: when no plugin brings this workflow.
        """
        return tuple(sorted(self._action_types(workflow)))

    def action(
        self, name: str, values: Mapping[str, object], *, workflow: str = "mobility"
    ) -> core.Action:
        """An action from its name and its values as JSON has them, ready for :meth:`Flow.do`.

        A plugin's action is named with its plugin (``acme.RecordVisit``); a subject is written
        ``learner:l-1``, a day ``2027-03-26``.

        Raises:
            InvalidValue: with everything that is wrong, each with its path.
            UnknownName: when there is no such action; the nearest are named.
        """
        from mobiflow import formats

        return formats.action_from(self._action_type(name, workflow), values)

    def form(
        self, name: str, locale: str = "en", *, workflow: str = "mobility"
    ) -> dict[str, Plain]:
        """The form of an action as a JSON Schema in a language, with all its values.

        What a *remedy* asks for is less: its :meth:`~mobiflow.Remedy.schema` leaves out what is
        known already.

        Raises:
            UnknownName: as :meth:`action`.
        """
        messages = self.blueprint(workflow).messages
        return Forms(messages, locale).of_action(self._action_type(name, workflow))

    def _action_types(self, workflow: str) -> Mapping[str, type[core.Action]]:
        """What can be done in a mobility: everything but beginning one."""
        known = self.blueprint(workflow).actions
        return {name: action for name, action in known.items() if action is not core.Start}

    def _action_type(self, name: str, workflow: str) -> type[core.Action]:
        known = self._action_types(workflow)
        try:
            return known[name]
        except KeyError:
            raise UnknownName("action", name, known) from None

    def check_file(self, path: Traversable | str) -> tuple[Problem, ...]:
        """Everything that keeps a workflow file from being used with these plugins.

        Nothing is raised for what is wrong with the file, not even when it is not there; each
        problem says where in it. Whatever workflows the engine has already are left aside.
        """
        return problems_of_file(self._registry, path)

    def requirements(
        self, profile: Profile, *, workflow: str = "mobility"
    ) -> tuple[ApplicablePrerequisite, ...]:
        """What would be demanded of somebody with these facts, before any mobility exists.

        Each demand names its prerequisite, with law and date, and the facts that would have to
        be known to tell whether it applies.

        Raises:
            UnknownName: when no plugin brings this workflow.
        """
        verify(profile, "This profile", Profile)
        return tuple(applicable(profile, self.blueprint(workflow).workflow.prerequisites))

    def start(
        self,
        workflow: str,
        *,
        id: str,  # noqa: A002  # what it is called everywhere else
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
        act = core.Start(workflow, id, title, sending, host, period)
        verify(act, "Start")
        blueprint = self.blueprint(workflow)
        permission = blueprint.spec(core.Start).permission
        instance = Instance(Snapshot.of(blueprint, act.begin(blueprint.rules)), self._clock, None)
        flow = Flow(instance, known_actor(by))
        if not isinstance(permission, Permission) or by.roles.isdisjoint(permission.everyone):
            raise Refused(_not_permitted(instance.snapshot, permission))
        now = instance.now()
        acts = (stamped(act, now.date()),)
        instance.committed = self._registry.listener()
        instance.commit(instance.snapshot, now, by, acts)
        return flow

    def loads(self, data: bytes, *, by: Actor | None = None, verify: bool = True) -> Flow:
        """A flow from what :meth:`Flow.dumps` gave; it acts for ``by``, or for nobody.

        The journal is checked entry by entry, and whether it is one unbroken chain. Who keeps the
        data where nobody can change them may do without (``verify=False``): the entries then stay
        as they are until somebody reads them.

        Raises:
            FormatError: listing everything that is wrong with the data.
            UnknownName: when no plugin brings its workflow.
        """
        from mobiflow import formats

        stored = formats.loads(data, verify=verify)
        blueprint = self.blueprint(stored.workflow)
        instance = Instance(
            Snapshot.of(blueprint, formats.accepted(stored, blueprint)),
            self._clock,
            self._registry.listener(),
            stored.digest,
            stored.journal,
        )
        return Flow(instance, known_actor(by) if by is not None else Actor(()))
