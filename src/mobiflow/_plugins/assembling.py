"""Everything the plugins of an engine bring, made into blueprints; or every reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar, cast, get_args

from attrs import evolve

from mobiflow import actions as core
from mobiflow import guards
from mobiflow._compiler.blueprint import Blueprint, compile_workflow
from mobiflow._compiler.compose import Contributed, compose, problems_of_change
from mobiflow._plugins.definitions import Own, applications, definitions
from mobiflow._plugins.registry import Answer, Registry, attributed
from mobiflow._record import record
from mobiflow.actions._spec import is_action, spec_of
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
from mobiflow.errors import DefinitionError, Problem
from mobiflow.i18n import DOMAIN, LOCALE, Catalogs
from mobiflow.lifecycles import READY_TO_DEPART
from mobiflow.model import Learner
from mobiflow.rules.context import Context
from mobiflow.rules.prerequisites import applicable, profile_of

__all__ = ["Overrides", "assemble", "problems_of_file"]

_T = TypeVar("_T")


@record
class Overrides:
    """What an application shows and reminds of in its own way."""

    lead_times: Mapping[str, LeadTime]
    labels: Mapping[str, str]


@record
class _Brought:
    """What the plugins bring besides workflows, checked for names given twice."""

    prerequisites: tuple[Prerequisite, ...]
    certifications: tuple[Certification, ...]
    facts: tuple[FactsKind, ...]
    actions: Mapping[type[core.Action], str]


_DEFINITIONS: Final = cast("tuple[type[Workflow | Traversable], ...]", (Workflow, Traversable))


def assemble(
    registry: Registry, overrides: Overrides, own: Iterable[Own] = ()
) -> Mapping[str, Blueprint]:
    """Every workflow of the plugins, and an application's own, with all that plugins change.

    Raises:
        DefinitionError: listing everything that cannot be done, or does not hold together.
    """
    problems: list[Problem] = []
    brought = _brought(registry, problems)
    answers = registry.ask("mobiflow_workflows", _DEFINITIONS, problems)
    workflows = definitions(registry, [*answers, *applications(own)], problems)
    catalogs = _catalogs(registry, problems)
    blueprints: dict[str, Blueprint] = {}
    for answer in _unique(workflows, "workflow", lambda w: w.id, problems):
        full = _full(registry, overrides, brought, answer, problems)
        try:
            blueprints[full.id] = compile_workflow(
                full,
                actions=brought.actions,
                plugins=tuple(str(plugin) for plugin in registry.plugins),
                catalogs=catalogs,
            )
        except DefinitionError as error:
            problems += answer.located(error.problems)
    if problems:
        raise DefinitionError("These workflows do not hold together:", problems)
    return blueprints


def _catalogs(registry: Registry, problems: list[Problem]) -> Catalogs:
    """The translations of the plugins, then those of the library."""
    folders: list[tuple[Path, str]] = []
    for answer in registry.ask("mobiflow_catalogs", (Catalog,), problems):
        catalog = answer.value
        if not any(catalog.folder.glob(f"*/LC_MESSAGES/{catalog.domain}.mo")):
            message = (
                f"there is no catalog {catalog.domain}.mo in {catalog.folder}/*/LC_MESSAGES; "
                "compile it, and see that it is packed."
            )
            problems.append(Problem(str(answer.plugin), message))
        folders.append((catalog.folder, catalog.domain))
    return Catalogs((*folders, (LOCALE, DOMAIN)))


def problems_of_file(registry: Registry, path: Own) -> tuple[Problem, ...]:
    """Everything that keeps a workflow file from being used with these plugins."""
    problems: list[Problem] = []
    brought = _brought(registry, problems)
    for answer in definitions(registry, applications((path,)), problems):
        full = _full(registry, Overrides({}, {}), brought, answer, problems)
        problems += answer.located(problems_of_workflow(full))
    return tuple(problems)


def _full(
    registry: Registry,
    overrides: Overrides,
    brought: _Brought,
    answer: Answer[Workflow],
    problems: list[Problem],
) -> Workflow:
    """A workflow with everything that plugins and the application add to it."""
    base = attributed(answer.value, str(answer.plugin))
    contributed = list(_contributed(registry, base, brought, problems))
    workflow, clashes = compose(base, contributed)
    problems += clashes
    return evolve(
        workflow,
        prerequisites=(*workflow.prerequisites, *(brought.prerequisites if _demands(base) else ())),
        certifications=(*workflow.certifications, *brought.certifications),
        facts=(*workflow.facts, *brought.facts),
        lead_times={**workflow.lead_times, **overrides.lead_times},
        labels={**workflow.labels, **overrides.labels},
    )


def _brought(registry: Registry, problems: list[Problem]) -> _Brought:
    prerequisites = registry.ask("mobiflow_prerequisites", (Prerequisite,), problems)
    certifications = registry.ask("mobiflow_certifier_rules", (Certification,), problems)
    facts = registry.ask("mobiflow_facts", (FactsKind,), problems)
    own_actions = registry.ask("mobiflow_actions", (type,), problems)
    for answer in own_actions:
        if not is_action(answer.value):
            message = f"{answer.value.__name__} is not marked with @mobiflow.action."
            problems.append(Problem(str(answer.plugin), message))
    ours = tuple(found for found in map(core.__dict__.get, core.__all__) if is_action(found))
    taken = {spec_of(a).name: "mobiflow" for a in ours if isinstance(a, type)}
    marked = [answer for answer in own_actions if is_action(answer.value)]
    theirs = _unique(marked, "action", lambda a: spec_of(a).name, problems, taken)
    return _Brought(
        tuple(
            attributed(a.value, str(a.plugin))
            for a in _unique(prerequisites, "prerequisite", lambda p: p.id, problems)
        ),
        tuple(
            attributed(a.value, str(a.plugin))
            for a in _unique(certifications, "certification", lambda c: c.id, problems)
        ),
        tuple(
            evolve(attributed(a.value, str(a.plugin)), plugin=a.plugin.name)
            for a in _unique(
                _one_class_per_kind(facts, problems),
                "facts",
                lambda f: f"{f.kind}/{f.facts.__name__}",
                problems,
            )
        ),
        {a: "" for a in ours if isinstance(a, type)} | {a.value: str(a.plugin) for a in theirs},
    )


def _one_class_per_kind(
    answers: Iterable[Answer[FactsKind]], problems: list[Problem]
) -> Iterator[Answer[FactsKind]]:
    """Facts are kept by plugin, so two classes about one subject would overwrite each other."""
    known: dict[tuple[str, str], str] = {}
    for answer in answers:
        kind, name = answer.value.kind, answer.value.facts.__name__
        other = known.setdefault((answer.plugin.name, kind), name)
        if other == name:
            yield answer
        else:
            message = f"has two classes of facts about a {kind}, {other} and {name}; make them one."
            problems.append(Problem(str(answer.plugin), message))


def _unique(
    answers: Iterable[Answer[_T]],
    what: str,
    key: Callable[[_T], str],
    problems: list[Problem],
    taken: Mapping[str, str] | None = None,
) -> list[Answer[_T]]:
    """The answers without those whose name another has; both are named."""
    owners = dict(taken or {})
    kept: list[Answer[_T]] = []
    for answer in answers:
        name = key(answer.value)
        if name in owners:
            message = f"{what} {name!r} is also in {owners[name]}; rename or disable one."
            problems.append(Problem(str(answer.plugin), message))
        else:
            owners[name] = str(answer.plugin)
            kept.append(answer)
    return kept


_CHANGES: Final = cast("tuple[type[Contribution], ...]", get_args(Contribution))


def _certifiers_papers(brought: _Brought, base: Workflow) -> Iterator[Contributed]:
    """The document kinds that certifiers ask for, where somebody certifies."""
    known = {kind.id for kind in base.documents}
    for certification in brought.certifications:
        for kind in certification.documents:
            if kind.id not in known:
                known.add(kind.id)
                yield Contributed(AddDocument(kind), certification.source)


def _contributed(
    registry: Registry, base: Workflow, brought: _Brought, problems: list[Problem]
) -> Iterator[Contributed]:
    """What plugins change in a workflow, and what their prerequisites come to in it."""
    for answer in registry.ask("mobiflow_extend", _CHANGES, problems, workflow=base):
        wrong = tuple(problems_of_change(answer.value, str(answer.plugin)))
        problems += wrong
        if not wrong:
            yield Contributed(attributed(answer.value, str(answer.plugin)), str(answer.plugin))
    yield from _certifiers_papers(brought, base)
    if _demands(base):
        known = {kind.id for kind in base.documents} | {party.id for party in base.parties}
        for prerequisite in (*base.prerequisites, *brought.prerequisites):
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
