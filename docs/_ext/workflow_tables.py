"""The built-in workflow, its refusals, actions and hooks, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from mobiflow import Engine, Guard, Permission, actions
from mobiflow._plugins.hooks import HOOKS
from mobiflow.actions._spec import Spec, spec_of
from mobiflow.definition import LeadTime, Lifecycle, Transition, Workflow
from mobiflow.rules.index import WorkflowIndex


@cache
def workflow() -> Workflow:
    return Engine().workflows["mobility"]


@cache
def rules() -> WorkflowIndex:
    return WorkflowIndex.of(workflow())


@cache
def labels() -> Mapping[str, str]:
    """Every English label by its address."""
    return Engine().blueprint("mobility").messages.labels


@cache
def guide_alone() -> Workflow:
    """The workflow without what the other built-in plugins add to it."""
    return Engine(disabled=["certifiers", "countries"]).workflows["mobility"]


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table in Markdown."""
    headings = tuple(headings)
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def code(word: str) -> str:
    return f"`{word}`"


def codes(words: Iterable[str]) -> str:
    return ", ".join(code(word) for word in words)


# -- lifecycles


def states(kind: str) -> Iterator[str]:
    """The states of a lifecycle: what they are called, their category, what holds in them."""
    lifecycle = rules().lifecycles[kind]
    headings = ["state", "in words"]
    categories = any(state.category for state in lifecycle.states)
    standing = any(state.invariants for state in lifecycle.states)
    headings += ["category"] * categories + ["invariants"] * standing
    rows: list[list[str]] = []
    for state in lifecycle.states:
        first = " (first)" if state.id == lifecycle.initial else ""
        words = labels().get(f"state:{kind}/{state.id}", "")
        row = [code(state.id) + first, words]
        row += [code(state.category) if state.category else ""] * categories
        row += [guards_of(state.invariants)] * standing
        rows.append(row)
    return table(headings, rows)


def transitions(kind: str) -> Iterator[str]:
    """The triggers of a lifecycle: from where to where, who, and what guards them."""
    lifecycle = rules().lifecycles[kind]
    rows = (
        [
            code(transition.trigger),
            f"{codes(transition.sources)} → {codes(transition.dests)}",
            who_fires(kind, transition),
            asked(lifecycle, transition),
        ]
        for transition in lifecycle.transitions
    )
    return table(("trigger", "from → to", "who", "guards"), rows)


def who_fires(kind: str, transition: Transition) -> str:
    if transition.automatic:
        return "by itself"
    if kind in {"contract", "document"}:
        for spec in action_specs():
            if spec.trigger == transition.trigger and spec.permission is not None:
                return who(spec.permission)
    return who(transition.permission)


def who(permission: object) -> str:
    """Whose job it is, and who may do it for them."""
    if not isinstance(permission, Permission):
        return "depends on the values"
    if not permission.roles:
        return "nobody"
    deputies = f"; for them: {', '.join(permission.deputies)}" if permission.deputies else ""
    return ", ".join(permission.roles) + deputies


def asked(lifecycle: Lifecycle, transition: Transition) -> str:
    """The guards of a transition, and the facts it cannot do without."""
    guards = list[str]()
    if lifecycle.kind == "mobility" and transition.trigger == "advance":
        guards += way_on(transition)
    elif transition.guards:
        guards.append(guards_of(transition.guards))
    if transition.asks:
        guards.append("asks for " + " and ".join(ask.replace("_", " ") for ask in transition.asks))
    if transition.choice is not None:
        guards.append(f"goes where {code(transition.choice.id)} says")
    return "; ".join(guards)


def way_on(transition: Transition) -> Iterator[str]:
    phases = {phase.id: phase for phase in workflow().phases}
    yield guards_of(phases[transition.sources[0]].exit)
    yield f"every task of {code(transition.sources[0])}"
    if transition.dests[0] in phases and phases[transition.dests[0]].entry:
        yield guards_of(phases[transition.dests[0]].entry) + " for each selected learner"


def guards_of(guards: Iterable[Guard | str]) -> str:
    return ", ".join(code(str(guard)) for guard in guards)


def guard_set(name: str) -> Iterator[str]:
    """What a named set of guards holds in the guide itself."""
    return (f"- {code(str(guard))}" for guard in WorkflowIndex.of(guide_alone()).guard_sets[name])


# -- the workflow


def guide() -> Iterator[str]:
    """Every phase, step and task of the guide."""
    for phase in workflow().phases:
        yield f"## {phase.title}\n\n{phase.text}\n"
        for step in phase.steps:
            yield f"### {step.title}\n\n`{step.id}`. {step.text}\n"
            yield from table(
                ("task", "", "who", "per", "proven by"),
                (
                    [
                        code(task.id),
                        task.title,
                        who(task.who),
                        task.scope,
                        guards_of(task.guards)
                        or ("report, or waiver" if task.waivable else "report"),
                    ]
                    for task in step.tasks
                ),
            )
            notes = ", ".join(f"*{note.title}* ({code(note.id)})" for note in step.notes)
            yield f"Help notes: {notes}.\n"


def documents() -> Iterator[str]:
    """The kinds of document, who brings them, and at which gate they are asked for."""
    gates: dict[str, list[str]] = {}
    for requirement in guide_alone().requirements:
        others = " or another" if len(requirement.kinds) > 1 else ""
        only = f", if {requirement.applies.id}" if requirement.applies else ""
        for kind in requirement.kinds:
            gates.setdefault(kind, []).append(f"{code(requirement.gate)}{others}{only}")
    return table(
        ("kind", "", "brought by", "per", "asked for at", "outlasts the stay"),
        (
            [
                code(kind.id),
                kind.title,
                who(kind.who),
                kind.scope,
                ", ".join(gates.get(kind.id, ["as evidence, if chosen"])),
                "yes" if kind.expires else "",
            ]
            for kind in guide_alone().documents
        ),
    )


def parties() -> Iterator[str]:
    """Who signs the pedagogical contract, and which changes of it."""
    amendments = guide_alone().amendment_parties

    def signs(party: str) -> str:
        left_out = [change for change, named in amendments.items() if party not in named]
        return "all changes" + (f" but {', '.join(left_out)}" if left_out else "")

    return table(
        ("party", "role", "when", "amendments"),
        (
            [
                code(party.id),
                party.role,
                (party.applies.id if party.applies else "always")
                + (f", each {party.each}" if party.each else ""),
                signs(party.id),
            ]
            for party in guide_alone().parties
        ),
    )


def certifications() -> Iterator[str]:
    """The rules of certifiers, one list each."""
    for rule in workflow().certifications:
        yield f"## {rule.title}\n"
        yield f"`{rule.id}`, to *{rule.ambition}*.\n"
        yield f"- evidence: {', '.join(rule.evidence)}"
        yield f"- the grid is signed by: {', '.join(rule.grid_signers)}"
        if rule.documents:
            papers = ", ".join(kind.title for kind in rule.documents)
            yield f"- verified before a decision: {papers}"
        if rule.ambition == "certify":
            yield f"- decided by: {', '.join(rule.decided_by)}"
            yield f"- some units validated and others not: {'yes' if rule.partial else 'no'}"
        if rule.languages:
            yield f"- in the languages of: {', '.join(rule.languages)}"
        if rule.minimum_mark is not None:
            yield f"- at least the mark {rule.minimum_mark}"
        if rule.months is not None:
            yield f"- decided at most {rule.months} months after the return"
        if rule.years_kept is not None:
            yield f"- results are kept for {rule.years_kept} years"
        if rule.law is not None:
            yield f"- source: {rule.law.text}, read {rule.law.checked} at {rule.law.found}"
        yield ""


def lead_times() -> Iterator[str]:
    """When everything is due, the soonest first."""
    times = sorted(guide_alone().lead_times.items(), key=lambda item: soonest(item[1]))
    return table(("what", "due"), ([code(path), in_words(time)] for path, time in times))


def soonest(time: LeadTime) -> tuple[bool, int]:
    return (time.anchor == "end", time.days)


def in_words(time: LeadTime) -> str:
    edge = "the first day" if time.anchor == "start" else "the last day"
    if time.days == 0:
        return f"on {edge}"
    days = abs(time.days)
    number, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    plural = "s" if number > 1 else ""
    return f"{number} {unit}{plural} {'before' if time.days < 0 else 'after'} {edge}"


# -- the library


def sentences() -> Mapping[str, str]:
    """Every sentence: of the road, of actions and of guards."""
    messages = Engine().blueprint("mobility").messages
    guards = {k: v for guard in messages.index.guards.values() for k, v in guard.says.items()}
    return {**guards, **messages.says}


def refusals() -> Iterator[str]:
    """Every refusal code with its English sentence."""
    return table(
        ("code", "what it says"),
        (
            [code(name.partition(":")[0]) + with_param(name), sentence]
            for name, sentence in sorted(sentences().items())
        ),
    )


def with_param(name: str) -> str:
    param = name.partition(":")[2]
    return f" with `{param}`" if param else ""


def action_specs() -> Iterator[Spec]:
    for name in actions.__all__:
        found = getattr(actions, name)
        if hasattr(found, "__mobiflow_action__"):
            yield spec_of(found)


def permissions() -> Iterator[str]:
    """Every action, who may do it, and when."""

    def when(spec: Spec) -> str:
        if isinstance(spec.trigger, str):
            return f"fires {code(spec.trigger)}"
        if spec.categories:
            return f"the learner is {', '.join(spec.categories)}"
        return ""

    def permitted(spec: Spec) -> str:
        if spec.permission is not None:
            return who(spec.permission)
        return who(
            next(
                transition.permission
                for lifecycle in workflow().lifecycles
                for transition in lifecycle.transitions
                if transition.trigger == spec.trigger
            )
        )

    return table(
        ("action", "who", "when"),
        ([code(spec.name), permitted(spec), when(spec)] for spec in action_specs()),
    )


def hooks() -> Iterator[str]:
    """Every hook, with what it gives and when it is asked."""
    when = {"once": "once, when an engine is built", "per workflow": "once for every workflow"}
    yield from table(
        ("hook", "asked", "gives", "two of one name"),
        (
            (
                f"[{code(found.name)}](#{found.name})",
                when.get(found.when, "never: it is told"),
                "changes" if len(found.gives) > 2 else codes(kind.__name__ for kind in found.gives),
                "are an error that names both" if found.key else "",
            )
            for found in HOOKS
        ),
    )


def roles() -> Iterator[str]:
    """Every role with its English label."""
    return table(
        ("role", "in words"),
        (
            [code(key.partition(":")[2]), words]
            for key, words in labels().items()
            if key.startswith("role:")
        ),
    )


TABLES: Final[Mapping[str, Callable[..., Iterable[str]]]] = {
    "certifications": certifications,
    "documents": documents,
    "guard-set": guard_set,
    "guide": guide,
    "hooks": hooks,
    "lead-times": lead_times,
    "parties": parties,
    "permissions": permissions,
    "refusals": refusals,
    "roles": roles,
    "states": states,
    "transitions": transitions,
}
