"""Guards, and what they ask for: documents, signatures, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from string import Formatter
from types import FunctionType
from typing import Final, TypeAlias, cast, get_args

from mobiflow.definition import Choice, Condition, DocumentKind, Effect, Workflow
from mobiflow.definition.checks.places import (
    GuardSite,
    each,
    guard_sites,
    guards,
    lifecycles,
    listed,
    members,
    phases,
    problem,
    referred,
    steps,
    task_paths,
    transitions,
    unknown,
    unless_known,
)
from mobiflow.errors import Problem, nearest, shown
from mobiflow.model.words import AmendmentScope, Evidence, Scope
from mobiflow.verdict import Guard

__all__ = ["problems_of_agreement", "problems_of_guards", "problems_of_sentences"]

# -- guards


_Rule: TypeAlias = Guard | Choice | Effect | Condition
"""What stands for a function by id and revision."""


def problems_of_guards(workflow: Workflow) -> Iterator[Problem]:
    """Guard sets that do not exist, names with two meanings, guards asked in the wrong place."""
    sets = tuple(guard_set.id for guard_set in workflow.guard_sets)
    for place in guard_sites(workflow):
        if isinstance(place.guard, str) and place.guard not in sets:
            yield unknown(place.path, "guard set", place.guard, sets, source=place.source)
        yield from _scope(place, workflow)
    yield from _names(workflow)
    yield from _places_named(workflow)
    yield from _sentences(workflow)


def _scope(place: GuardSite, workflow: Workflow) -> Iterator[Problem]:
    for guard in members(place.guard, workflow.guard_sets):
        if place.scopes and guard.scope not in place.scopes:
            of_set = "" if isinstance(place.guard, Guard) else f" of the set {shown(place.guard)}"
            about = (
                f"is about {shown(guard.scope)}" if guard.scope else "does not say what it is about"
            )
            expected = " or ".join(shown(scope) for scope in place.scopes if scope)
            message = f"Guard '{guard}'{of_set} {about}, and is asked about {expected} here. "
            advice = "Ask it elsewhere, or correct its scope."
            yield problem(place.path, message + advice, guard.source or place.source)


def _names(workflow: Workflow) -> Iterator[Problem]:
    """Names stand for functions in the digest and in excuses, so they must be unmistakable."""
    first: dict[tuple[str, str], tuple[str, _Rule]] = {}
    for path, word, rule in _rules(workflow):
        name = str(rule) if isinstance(rule, Guard) else rule.id
        source = rule.source if isinstance(rule, Guard) else ""
        if not rule.id.strip():
            message = f"A {word} is known by its id, and this one has none: give it one."
            yield problem(path, message, source)
            continue
        other_path, other = first.setdefault((word, name), (path, rule))
        difference = _difference(rule, other)
        if difference:
            message = f"There are two kinds of {word} '{name}', here and at {other_path}: "
            yield problem(path, f"{message}{difference}. Give one of them another id.", source)


def _rules(workflow: Workflow) -> Iterator[tuple[str, str, _Rule]]:
    """Everything that stands for a function, with its path and what it is called."""
    yield from ((path, "guard", guard) for path, guard in guards(workflow))
    for path, lifecycle in lifecycles(workflow):
        for where, transition in transitions(path, lifecycle):
            if transition.choice:
                yield f"{where}.choice", "choice", transition.choice
            if transition.effect:
                yield f"{where}.effect", "effect", transition.effect
    for path, party in each("$.parties", workflow.parties):
        if party.applies:
            yield f"{path}.applies", "condition", party.applies
    for path, requirement in each("$.requirements", workflow.requirements):
        if requirement.applies:
            yield f"{path}.applies", "condition", requirement.applies


def _difference(one: _Rule, other: _Rule) -> str:
    """What tells two rules of one name apart, if anything does."""
    if one.revision != other.revision:
        return f"revision {one.revision} and revision {other.revision}"
    if not _same_function(one.func, other.func):
        return "their functions differ"
    here = one.excusable_by if isinstance(one, Guard) else ()
    there = other.excusable_by if isinstance(other, Guard) else ()
    if {*here} != {*there}:
        return f"excusable by {listed(here) or 'nobody'}, and by {listed(there) or 'nobody'}"
    return ""


def _same_function(one: object, other: object) -> bool:
    """Whether two functions are one, or made alike: by one factory, of equal values."""
    if _equal(one, other):
        return True
    if isinstance(one, FunctionType) and isinstance(other, FunctionType):
        return one.__code__ is other.__code__ and _equal(
            (one.__defaults__, one.__kwdefaults__, one.__closure__),
            (other.__defaults__, other.__kwdefaults__, other.__closure__),
        )
    if isinstance(one, partial) and isinstance(other, partial):
        mine, its = cast("partial[object]", one), cast("partial[object]", other)
        return _same_function(mine.func, its.func) and _equal(
            (mine.args, mine.keywords), (its.args, its.keywords)
        )
    return False


def _equal(one: object, other: object) -> bool:
    with suppress(Exception):  # what people keep in closures compares as it likes
        return bool(one == other)
    return False


def _places_named(workflow: Workflow) -> Iterator[Problem]:
    """The pieces that guards refer to must be there; gates are free words."""
    known = {
        "phase": tuple(phase.id for _, phase in phases(workflow)),
        "step": tuple(step.id for _, step in steps(workflow)),
        "task": tuple(task_paths(workflow)),
        "document": tuple(kind.id for kind in workflow.documents),
        "party": tuple(party.id for party in workflow.parties),
    }
    for path, guard in guards(workflow):
        for param, sort in guard.refers.items():
            where = f"{path}.refers[{param}]"
            yield from unless_known(where, "sort of piece", sort, ("gate", *known), guard.source)
            yield from unless_known(where, "param", param, guard.params, guard.source)
            if sort in known and param in guard.params:
                where, name = f"{path}.params[{param}]", guard.params[param]
                yield from unless_known(where, sort, name, known[sort], guard.source)


def _sentences(workflow: Workflow) -> Iterator[Problem]:
    """The fields of sentences have names, and every brace is closed again."""
    for path, guard in guards(workflow):
        for wrong in problems_of_sentences(guard.says, f"{path}.says"):
            message = f"Guard '{guard}' cannot say {wrong.message}"
            yield problem(wrong.path, message, guard.source)


def problems_of_sentences(says: Mapping[str, str], path: str) -> Iterator[Problem]:
    """Sentences, by refusal code, whose fields cannot be filled in."""
    for code, sentence in says.items():
        try:
            names = [name for _, name, _, _ in Formatter().parse(sentence)]
        except ValueError as error:
            wrong = f"{error}."
        else:
            wrong = "A field has no name." if "" in names else ""
        if wrong:
            advice = "A field is a param in braces, like {until}; a brace itself is doubled."
            yield Problem(f"{path}[{code}]", f"{shown(sentence)}: {wrong} {advice}")


# -- what partners agree on


_RELATIONS: Final = ("placement", "employer")
_DAYS: Final = ("last-presence",)


def problems_of_agreement(workflow: Workflow) -> Iterator[Problem]:
    """Documents and signatures that nobody could ever give, and evidence of nothing."""
    for path, document in each("$.documents", workflow.documents):
        scopes = get_args(Scope)
        yield from unless_known(f"{path}.scope", "scope", document.scope, scopes, document.source)
        yield from _dated(path, document)
    yield from _requirements(workflow)
    yield from _parties(workflow)
    if not workflow.evidence:
        message = f"Nothing may document an assessment: name some of {listed(get_args(Evidence))}."
        yield problem("$.evidence", message, workflow.source)
    yield from unless_known(
        "$.evidence", "evidence", workflow.evidence, get_args(Evidence), workflow.source
    )


def _dated(path: str, document: DocumentKind) -> Iterator[Problem]:
    day, source = document.dated_from, document.source
    if day:
        yield from unless_known(f"{path}.dated_from", "day", day, _DAYS, source)
        if document.scope != "learner":
            message = "Only a learner has a last day of presence: leave out dated_from."
            yield problem(f"{path}.dated_from", message, source)


def _requirements(workflow: Workflow) -> Iterator[Problem]:
    known = tuple(document.id for document in workflow.documents)
    # A gate whose guard a plugin removed on purpose is no slip.
    gone = (removed.guard for removed in workflow.removed.values())
    asking = (*(guard for _, guard in guards(workflow)), *(guard for guard in gone if guard))
    gates = {name for guard in asking for name in referred(guard, "gate")}
    for path, requirement in each("$.requirements", workflow.requirements):
        source = requirement.source
        if not requirement.kinds:
            message = "No document would do: name at least one kind."
            yield problem(f"{path}.kinds", message, source)
        yield from unless_known(f"{path}.kinds", "document kind", requirement.kinds, known, source)
        # Gates are free words, but one that resembles those asked about is a slip.
        near = () if requirement.gate in gates else nearest(requirement.gate, gates, alike=0.8)
        if near:
            message = f"No guard asks about the gate {shown(requirement.gate)}."
            yield problem(f"{path}.gate", f"{message} Did you mean {shown(near[0])}?", source)


def _parties(workflow: Workflow) -> Iterator[Problem]:
    known = tuple(party.id for party in workflow.parties)
    for path, party in each("$.parties", workflow.parties):
        if party.each:
            yield from unless_known(
                f"{path}.each", "relation", party.each, _RELATIONS, party.source
            )
    for change, parties in workflow.amendment_parties.items():
        path = f"$.amendment_parties[{change}]"
        source, changes = workflow.source, get_args(AmendmentScope)
        yield from unless_known(path, "kind of change", change, changes, source)
        yield from unless_known(path, "contract party", parties, known, source)
