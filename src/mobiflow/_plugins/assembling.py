"""Everything the plugins of an engine bring, made into blueprints; or every reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from mobiflow import actions as core
from mobiflow import guards
from mobiflow._compiler.addresses import problems_of_change
from mobiflow._compiler.blueprint import Blueprint, compile_workflow
from mobiflow._compiler.overlay import Contributed, compose
from mobiflow._plugins.definitions import Own, applications, attributed, definitions, makers
from mobiflow._plugins.hooks import HOOKS, hook, qualified
from mobiflow._plugins.registry import Answer, Registry
from mobiflow._record import evolve, record
from mobiflow._runtime import agenda, evaluation
from mobiflow.actions._spec import Spec, is_action, spec_of
from mobiflow.contributions import AddDocument, AddGuard, AddParty, Contribution
from mobiflow.definition import (
    Catalog,
    Certification,
    Condition,
    DocumentRequired,
    FactsKind,
    LeadTime,
    Party,
    Prerequisite,
    SignatureRequired,
    Workflow,
)
from mobiflow.definition.checks import problems_of_workflow
from mobiflow.errors import DefinitionError, Problem, shown
from mobiflow.i18n import DOMAIN, LOCALE, Catalogs
from mobiflow.lifecycles import READY_TO_DEPART, mobility_lifecycle
from mobiflow.model import Learner
from mobiflow.rules.context import Context
from mobiflow.rules.prerequisites import applicable, profile_of
from mobiflow.verdict import Guard

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # heavy, and only named here

__all__ = ["Overrides", "assemble", "problems_of_file"]

_T = TypeVar("_T")


@record
class Overrides:
    """What an application shows and reminds of in its own way."""

    lead_times: Mapping[str, LeadTime]
    labels: Mapping[str, str]


@record
class _Brought:
    """What the plugins bring besides changes to workflows, by hook; all of it can be used."""

    answers: Mapping[str, tuple[Answer[object], ...]]

    @classmethod
    def of(cls, registry: Registry, problems: list[Problem]) -> _Brought:
        """Ask every hook that is asked once, and report what cannot be used."""
        once = (asked for asked in HOOKS if asked.when == "once")
        return cls({asked.name: registry.ask(asked, problems) for asked in once})

    def given(self, hook: str, *kinds: type[_T]) -> list[Answer[_T]]:
        """What one hook gave, of these kinds."""
        answers = self.answers[hook]
        return [Answer(a.plugin, a.value) for a in answers if isinstance(a.value, kinds)]

    def definitions(self) -> tuple[Answer[Workflow | Traversable], ...]:
        """The workflows of the plugins, and the files that hold one."""
        answers = self.answers["mobiflow_workflows"]
        return cast("tuple[Answer[Workflow | Traversable], ...]", answers)

    def pieces(self, hook: str, kind: type[_T]) -> tuple[_T, ...]:
        """The definitions that one hook gave, each with the plugin that it comes from."""
        return tuple(attributed(a.value, str(a.plugin)) for a in self.given(hook, kind))


def assemble(
    registry: Registry, overrides: Overrides, own: Iterable[Own] = ()
) -> Mapping[str, Blueprint]:
    """Every workflow of the plugins, and an application's own, with all that plugins change.

    Raises:
        DefinitionError: listing everything that cannot be done, or does not hold together.
    """
    problems: list[Problem] = []
    brought = _Brought.of(registry, problems)
    answers = (*brought.definitions(), *applications(own))
    named = makers(brought.answers["mobiflow_guards"])
    actions, catalogs = _actions(brought), _catalogs(brought)
    blueprints: dict[str, Blueprint] = {}
    for answer in _unique(definitions(named, answers, problems), problems):
        full = _full(registry, overrides, brought, answer, problems)
        try:
            blueprints[full.id] = compile_workflow(
                _sound(full),
                watched=_watched(full.prerequisites),
                actions=actions,
                plugins=tuple(str(plugin) for plugin in registry.plugins),
                catalogs=catalogs,
                says={**evaluation.SAYS, **agenda.SAYS},
            )
        except DefinitionError as error:
            problems += answer.located(error.problems)
    if problems:
        raise DefinitionError("These workflows do not hold together:", problems)
    return blueprints


def _sound(workflow: Workflow) -> Workflow:
    """A workflow that holds together, with the lifecycle of the mobility.

    Raises:
        DefinitionError: listing everything that does not hold together.
    """
    problems = tuple(problems_of_workflow(workflow))
    if problems:
        raise DefinitionError(f"Workflow {shown(workflow.id)} does not hold together:", problems)
    generated = mobility_lifecycle(workflow.phases)
    return evolve(workflow, lifecycles=(generated, *workflow.lifecycles))


def _watched(prerequisites: Iterable[Prerequisite]) -> Mapping[str, tuple[Guard, ...]]:
    """What is asked beside the lifecycles, by occasion."""
    return {
        "incident": (guards.incidents_settled(),),
        "amendment": (guards.no_proposal(),),
        "advice": tuple(guards.prerequisite(p) for p in prerequisites if not p.blocking),
    }


def problems_of_file(registry: Registry, path: Own) -> tuple[Problem, ...]:
    """Everything that keeps a workflow file from being used with these plugins."""
    problems: list[Problem] = []
    brought = _Brought.of(registry, problems)
    named = makers(brought.answers["mobiflow_guards"])
    for answer in definitions(named, applications((path,)), problems):
        full = _full(registry, Overrides({}, {}), brought, answer, problems)
        problems += answer.located(problems_of_workflow(full))
    return tuple(problems)


def _unique(
    answers: Iterable[Answer[Workflow]], problems: list[Problem]
) -> Iterator[Answer[Workflow]]:
    """The workflows without those whose id another has; both are named."""
    owners: dict[str, str] = {}
    for answer in answers:
        name = answer.value.id
        if name in owners:
            message = f"workflow {shown(name)} is also in {owners[name]}; rename or disable one."
            problems.append(Problem(str(answer.plugin), message))
        else:
            owners[name] = str(answer.plugin)
            yield answer


def _catalogs(brought: _Brought) -> Catalogs:
    """The translations of the plugins, then those of the library."""
    given = (answer.value for answer in brought.given("mobiflow_catalogs", Catalog))
    return Catalogs((*((c.folder, c.domain) for c in given), (LOCALE, DOMAIN)))


def _actions(brought: _Brought) -> Mapping[type[core.Action], Spec]:
    """The action types of the library, and those of the plugins under the plugins' names."""
    ours = (found for found in map(core.__dict__.get, core.__all__) if isinstance(found, type))
    specs = {found: spec_of(found) for found in ours if is_action(found)}
    for answer in brought.given("mobiflow_actions", type):
        spec, plugin = spec_of(answer.value), answer.plugin
        name = qualified(plugin.name, answer.value)
        specs[answer.value] = evolve(spec, name=name, source=str(plugin))
    return specs


def _full(
    registry: Registry,
    overrides: Overrides,
    brought: _Brought,
    answer: Answer[Workflow],
    problems: list[Problem],
) -> Workflow:
    """A workflow with everything that plugins and the application add to it."""
    base = attributed(answer.value, str(answer.plugin))
    prerequisites = brought.pieces("mobiflow_prerequisites", Prerequisite) if _demands(base) else ()
    certifications = brought.pieces("mobiflow_certifier_rules", Certification)
    changes = [
        *_extending(registry, base, problems),
        *_certifiers_papers(certifications, base),
        *_demanded_of(base, prerequisites),
    ]
    workflow, clashes = compose(base, changes)
    problems += clashes
    return evolve(
        workflow,
        prerequisites=(*workflow.prerequisites, *prerequisites),
        certifications=(*workflow.certifications, *certifications),
        facts=(*workflow.facts, *_facts(brought, problems)),
        lead_times={**workflow.lead_times, **overrides.lead_times},
        labels={**workflow.labels, **overrides.labels},
    )


def _facts(brought: _Brought, problems: list[Problem]) -> Iterator[FactsKind]:
    """Facts are kept by plugin, so two classes about one subject would overwrite each other."""
    known: dict[tuple[str, str], str] = {}
    for answer in brought.given("mobiflow_facts", FactsKind):
        kind, name = answer.value.kind, answer.value.facts.__name__
        other = known.setdefault((answer.plugin.name, kind), name)
        if other == name:
            source = str(answer.plugin)
            yield evolve(attributed(answer.value, source), plugin=answer.plugin.name)
        else:
            message = f"has two classes of facts about a {kind}, {other} and {name}; make them one."
            problems.append(Problem(str(answer.plugin), message))


def _extending(
    registry: Registry, base: Workflow, problems: list[Problem]
) -> Iterator[Contributed]:
    """What plugins change in a workflow."""
    for answer in registry.ask(hook("mobiflow_extend"), problems, workflow=base):
        change = cast("Contribution", answer.value)  # the table of hooks says so
        wrong = tuple(problems_of_change(change, str(answer.plugin)))
        problems += wrong
        if not wrong:
            yield Contributed(attributed(change, str(answer.plugin)), str(answer.plugin))


def _certifiers_papers(
    certifications: Iterable[Certification], base: Workflow
) -> Iterator[Contributed]:
    """The document kinds that certifiers ask for, where somebody certifies."""
    known = {kind.id for kind in base.documents}
    for certification in certifications:
        for kind in certification.documents:
            if kind.id not in known:
                known.add(kind.id)
                yield Contributed(AddDocument(kind), certification.source)


def _demanded_of(base: Workflow, brought: Iterable[Prerequisite]) -> Iterator[Contributed]:
    """What the prerequisites of a workflow, and of the plugins, come to in it."""
    if _demands(base):
        known = {kind.id for kind in base.documents} | {party.id for party in base.parties}
        for prerequisite in (*base.prerequisites, *brought):
            for change in _demanded(prerequisite, known):
                yield Contributed(change, prerequisite.source)


def _demands(base: Workflow) -> bool:
    """Whether prerequisites stand before a departure; elsewhere they are no part of the meaning."""
    return any(guard_set.id == READY_TO_DEPART for guard_set in base.guard_sets)


def _demanded(prerequisite: Prerequisite, known: set[str]) -> Iterator[Contribution]:
    """A prerequisite as changes: a guard before departure, a document kind, a party.

    Advice has no guard, and nobody has to sign for it.
    """
    if prerequisite.blocking:
        yield AddGuard(guards.prerequisite(prerequisite), READY_TO_DEPART)
    match prerequisite.requires:
        case DocumentRequired(kind=kind) if kind.id not in known:
            known.add(kind.id)
            yield AddDocument(kind)
        case SignatureRequired(party=party, role=role) if (
            prerequisite.blocking and party not in known
        ):
            known.add(party)
            condition = Condition(prerequisite.id, 1, partial(_applies, prerequisite), "born")
            yield AddParty(Party(party, role, applies=condition, source=prerequisite.source))
        case _:
            pass


def _applies(
    prerequisite: Prerequisite, context: Context, learner: Learner, day: date
) -> bool | None:
    """Whether a party signs; ``None`` for want of a fact."""
    profile = evolve(profile_of(context, learner), signed=day)
    found = tuple(applicable(profile, (prerequisite,)))
    return None if any(demand.unknown for demand in found) else bool(found)
