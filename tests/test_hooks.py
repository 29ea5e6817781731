"""Every hook is documented as it is, and called as it says; a new one fails here until it is."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, field, frozen

from mobiflow import (
    Action,
    Context,
    DefinitionError,
    Entry,
    Guard,
    Learner,
    Mobility,
    Reason,
    Ref,
    WorkflowIndex,
    action,
    allow,
    guards,
    hookimpl,
    hookspecs,
)
from mobiflow import actions as core
from mobiflow._plugins import hooks
from mobiflow.actions import AddLearner, CollectDocument
from mobiflow.contributions import AddGuard, AddPhase, AddTask, Contribution
from mobiflow.definition import Catalog, Certification, FactsKind, Prerequisite, Task, Workflow
from mobiflow.testing import at
from tests.plugins import VISIT, Listens, Plugin, engine
from tests.support import adult, begin, refused

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "hooks.md"
HOOKS = {name: hook for name, hook in vars(hookspecs).items() if name.startswith("mobiflow_")}

FILE = """
format = "mobiflow-workflow/1"
id = "outing"
version = "1"
title = "Outing"

[[phases]]
id = "preparing"
title = "Preparing"
exit = [{ guard = "sunny", at = "noon" }]

[[lifecycles]]
kind = "learner"
initial = "coming"
states = [{ id = "coming", category = "engaged" }, { id = "back", category = "ended" }]

[[lifecycles.transitions]]
trigger = "return"
sources = ["coming"]
dests = ["back"]
permission = ["coordinator"]
"""


# -- documented


def signature(function: ast.FunctionDef) -> str:
    returns = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    return f"{function.name}({ast.unparse(function.args)}){returns}"


def functions(source: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_documented_with_its_signature_and_an_example(name: str) -> None:
    page = PAGE.read_text("utf-8")
    assert f"\n## {name}\n" in page
    assert f"\n<!-- generated: hook {name} -->\n" in page, "what its docstring says"
    blocks = "\n".join(re.findall(r"^```python\n(?!>>>)(.*?)^```", page, re.MULTILINE | re.DOTALL))
    shown = functions(blocks)
    assert name in shown, "no example of it"
    assert "hookimpl" in [ast.unparse(mark) for mark in shown[name].decorator_list]
    declared = functions(inspect.getsource(HOOKS[name]))[name]
    assert signature(shown[name]) == signature(declared)


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_says_when_it_is_called_and_since_when(name: str) -> None:
    text = HOOKS[name].__doc__
    assert re.search(r"Called once|Told after", text)
    assert re.search(r"Since \d+\.\d+\.", text)


def test_the_table_of_hooks_has_every_specification() -> None:
    assert [hook.name for hook in hooks.HOOKS] == list(HOOKS)


# -- called


@frozen
class Weather:
    forecast: str | None = None


@action(allow("coordinator"))
@frozen
class Look:
    """Somebody looks out of the window."""

    on: date | None = field(default=None, kw_only=True)

    def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
        return (Ref("mobility", mobility.id),)

    def check(self, context: Context, mobility: Mobility) -> Iterable[Reason]:
        return ()

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility


class Everything:
    """Has every hook, and notes that it was called."""

    __version__ = "1.0"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls: list[str] = []

    @hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow | Traversable]:
        self.calls.append("mobiflow_workflows")
        path = self.folder / "outing.toml"
        path.write_text(FILE, "utf-8")
        return (path,)

    @hookimpl
    def mobiflow_extend(self, workflow: Workflow) -> Iterable[Contribution]:
        self.calls.append("mobiflow_extend")
        return [AddPhase(VISIT, after="before")] if workflow.id == "mobility" else []

    @hookimpl
    def mobiflow_prerequisites(self) -> Iterable[Prerequisite]:
        self.calls.append("mobiflow_prerequisites")
        return ()

    @hookimpl
    def mobiflow_certifier_rules(self) -> Iterable[Certification]:
        self.calls.append("mobiflow_certifier_rules")
        return (Certification("strict", "Strict"),)

    @hookimpl
    def mobiflow_facts(self) -> Iterable[FactsKind]:
        self.calls.append("mobiflow_facts")
        return (FactsKind("mobility", Weather, allow("coordinator")),)

    @hookimpl
    def mobiflow_guards(self) -> Mapping[str, Callable[..., Guard]]:
        self.calls.append("mobiflow_guards")
        return {"sunny": lambda at: evolve(guards.somebody_selected(), id=f"sunny-at-{at}")}

    @hookimpl
    def mobiflow_actions(self) -> Iterable[type[Action]]:
        self.calls.append("mobiflow_actions")
        return (Look,)

    @hookimpl
    def mobiflow_catalogs(self) -> Iterable[Catalog]:
        self.calls.append("mobiflow_catalogs")
        return ()

    @hookimpl
    def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
        self.calls.append("mobiflow_committed")


def test_the_plugin_of_these_tests_has_every_hook() -> None:
    assert [name for name in vars(Everything) if name.startswith("mobiflow_")] == list(HOOKS)


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_called(tmp_path: Path, name: str) -> None:
    plugin = Everything(tmp_path)
    at("before", engine=engine(plugin))
    assert name in plugin.calls


def test_hooks_are_called_when_an_engine_is_built_and_only_one_while_it_runs(
    tmp_path: Path,
) -> None:
    plugin = Everything(tmp_path)
    built = engine(plugin)
    assert sorted(plugin.calls) == sorted(
        [*(name for name in HOOKS if name != "mobiflow_committed"), "mobiflow_extend"]
    ), "mobiflow_extend once for each of two workflows, every other hook once"
    plugin.calls.clear()
    flow = at("before", engine=built)
    flow.do(Look())
    assert plugin.calls == ["mobiflow_committed"] * len(flow.journal)


def test_what_the_hooks_gave_is_there(tmp_path: Path) -> None:
    built = engine(Everything(tmp_path))
    workflow = built.workflows["mobility"]
    assert list(built.workflows["outing"].phases[0].exit) == [
        evolve(guards.somebody_selected(), id="sunny-at-noon")
    ]
    assert workflow.phases[1] == VISIT
    assert "strict" in {rule.id for rule in workflow.certifications}
    assert [(kind.facts, kind.plugin) for kind in workflow.facts] == [(Weather, "Everything")]
    assert built.blueprint("mobility").actions["Everything.Look"] is Look


# -- told


def test_plugins_are_told_from_the_beginning() -> None:
    plugin = Listens()
    flow = at("before", engine=engine(plugin))
    flow.do("cancel", reason="Nobody applied.")
    told = [(entry.number, mobility.status) for entry, mobility in plugin.told]
    assert told == [(0, "before"), (1, "before"), (2, "cancelled")]


def test_a_listener_is_told_each_accepted_call_once() -> None:
    listener = Listens()
    flow = begin(engine=engine(listener))
    flow.do(AddLearner(adult()))
    refused(flow, AddLearner(adult()))
    flow.do_all([CollectDocument("lea", "cv"), CollectDocument("lea", "cover-letter")])
    flow.explain("advance")
    numbers = [entry.number for entry, _ in listener.told]
    assert numbers == [0, 1, 2]
    assert listener.told[-1] == (flow.journal[-1], flow.mobility)


def test_one_that_fails_keeps_no_other_from_being_told_and_undoes_nothing() -> None:
    one, two, three = (Listens(name) for name in ("one", "two", "three"))
    flow = at("before", learners=0, engine=engine(one, two, three))
    one.error, two.error = ValueError("lost"), KeyError("lost")
    with pytest.raises(ExceptionGroup) as group:
        flow.do("cancel", reason="Nobody applied.")
    assert {type(error) for error in group.value.exceptions} == {ValueError, KeyError}
    assert [len(plugin.told) for plugin in (one, two, three)] == [2, 2, 2]
    assert flow.status == "cancelled"
    assert flow.revision == 2


def test_a_failure_names_its_plugin() -> None:
    plugin = Listens("one")
    flow = at("before", learners=0, engine=engine(plugin))
    plugin.error = ValueError("lost")
    with pytest.raises(ValueError, match="lost") as failed:
        flow.do("cancel", reason="Nobody applied.")
    assert failed.value.__notes__ == ["Raised in mobiflow_committed of one 0, after the fact."]


# -- given


def test_a_plugin_has_one_class_of_facts_for_a_kind_of_subject() -> None:
    @frozen
    class Climate:
        zone: str | None = None

    plugin = Plugin(
        facts=[
            FactsKind("mobility", Weather, allow("coordinator")),
            FactsKind("mobility", Climate, allow("coordinator")),
        ]
    )
    with pytest.raises(DefinitionError, match="Weather and Climate; make them one"):
        engine(plugin)


# -- actions of a plugin's own


def looking() -> type:
    """An action of the name that many plugins give to one."""

    @action(allow("coordinator"), subject="mobility")
    @frozen
    class Look:
        """Somebody looks."""

        on: date | None = field(default=None, kw_only=True)

        def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
            return mobility

    return Look


def test_two_plugins_may_have_an_action_of_the_same_name() -> None:
    one, two = looking(), looking()
    built = engine(Plugin("one", actions=[one]), Plugin("two", actions=[two]))
    actions = built.blueprint("mobility").actions
    assert (actions["one.Look"], actions["two.Look"]) == (one, two)
    flow = at("before", engine=built)
    flow.do(two())
    assert [done.action for done in flow.journal[-1].actions] == ["two.Look"]


def test_an_action_of_a_plugin_may_have_the_name_of_one_of_the_library() -> None:
    class AddLearner(Look):
        """A learner is looked at, in a plugin."""

    marked = action(allow("coordinator"), subject="mobility")(frozen(AddLearner))
    actions = engine(Plugin(actions=[marked])).blueprint("mobility").actions
    assert actions["acme.AddLearner"] is marked
    assert actions["AddLearner"] is core.AddLearner


def test_one_plugin_has_one_action_of_a_name() -> None:
    with pytest.raises(DefinitionError, match=r"action 'acme\.Look' is also in acme 1\.0"):
        engine(Plugin(actions=[looking(), looking()]))


@frozen
class Noted:
    """What all the actions of a plugin carry."""

    reason: str = field(default="", kw_only=True)
    on: date | None = field(default=None, kw_only=True)

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
        return mobility


def test_actions_of_a_plugin_may_share_a_class() -> None:
    @action(allow("coordinator"), subject="mobility")
    @frozen
    class Ring(Noted):
        """Somebody rings."""

        number: str

    flow = at("before", engine=engine(Plugin(actions=[Ring])))
    assert flow.explain(Ring("1", reason="late")).allowed
    flow.do(Ring("1", reason="late"))
    (done,) = flow.journal[-1].actions
    assert done.action == "acme.Ring"
    assert (done.values["number"], done.values["reason"]) == ("1", "late")


# -- guards of a plugin's own


STEP = "prepare-participants"


def asking(guard: Guard) -> Plugin:
    """A plugin whose one task is done when a guard of its own is met."""
    task = Task("look", "Look", allow("coordinator"), scope="learner", guards=(guard,))
    return Plugin(changes=[AddTask(evolve(task, population=("applying",)), STEP)])


def unmet(_context: Context, learner: object, **_params: str) -> Iterator[Reason]:
    assert isinstance(learner, Learner)
    yield Reason("not-looked", Ref("learner", learner.id), deadline_key="document/cv")


SAYS = {"not-looked": "{subject}: nobody has looked yet."}


@pytest.mark.parametrize("name", ["contract_signed", "documents_collected", "tasks_done"])
def test_a_guard_of_a_plugin_may_have_the_id_of_one_of_the_library(name: str) -> None:
    guard = Guard(name, 1, unmet, {"where": "here"}, says=SAYS)
    flow = at("before", engine=engine(asking(guard)))
    found = [r for r in flow.explain("advance").refusals if r.code == "not-looked"]
    assert [refusal.asked_by for refusal in found] == [("acme 1.0",)]


def test_a_guard_says_itself_what_it_covers() -> None:
    def letters(rules: WorkflowIndex, where: str) -> Iterator[str]:
        assert where == "here"
        yield from (f"letter/{kind}" for kind in rules.documents if "letter" in kind)

    guard = Guard("letters", 1, unmet, {"where": "here"}, says=SAYS, covers=letters)
    steps = engine(asking(guard)).blueprint("mobility").rules.steps_of
    assert steps["letter/cover-letter"] == STEP


GARBAGE = [None, True, 1, object(), "", "not met", ["not met"], [None], [False], b"no"]


@pytest.mark.parametrize("garbage", GARBAGE, ids=[str(n) for n in range(len(GARBAGE))])
def test_a_guard_that_gives_no_reasons_is_an_error_that_names_it_and_its_plugin(
    garbage: object,
) -> None:
    def answering(_context: Context, _learner: object) -> Any:  # the mistake
        return garbage

    flow = at("before", engine=engine(asking(Guard("looked", 1, answering))))
    with pytest.raises(TypeError) as caught:
        flow.explain("advance")
    assert caught.value.__notes__ == ["Raised in guard looked, contributed by acme 1.0."]


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_a_guard_that_waits_is_an_error() -> None:
    async def waiting(_context: Context, _learner: object) -> list[Reason]:
        return []

    guard: Any = waiting
    flow = at("before", engine=engine(asking(Guard("looked", 1, guard))))
    with pytest.raises(TypeError, match="coroutine"):
        flow.explain("advance")


def raising(_rules: WorkflowIndex) -> Iterator[str]:
    raise LookupError("no such drawer")


def numbering(_rules: WorkflowIndex) -> Iterator[int]:
    yield 3


@pytest.mark.parametrize(
    ("covers", "why"),
    [(raising, "no such drawer"), (numbering, "3 is not a deadline key")],
    ids=["raises", "numbers"],
)
def test_a_guard_that_cannot_say_what_it_covers_keeps_the_engine_from_being_built(
    covers: Callable[..., Iterable[str]], why: str
) -> None:
    guard = Guard("letters", 1, unmet, says=SAYS, covers=covers)
    with pytest.raises(DefinitionError, match=f"'letters' .*{why}.* Contributed by acme 1.0"):
        engine(asking(guard))
    with pytest.raises(DefinitionError, match=f"'letters' .*{why}.* Contributed by acme 1.0"):
        engine(Plugin(changes=[AddGuard(guard, "ready-to-depart")]))


@pytest.mark.parametrize(
    ("refers", "problem"),
    [
        ({"at": "phase"}, "noone"),
        ({"at": "sept"}, "sort of piece 'sept'"),
        ({"on": "phase"}, "param 'on'"),
    ],
    ids=["phase", "sort", "param"],
)
def test_what_a_guard_refers_to_must_be_there(refers: Mapping[str, str], problem: str) -> None:
    guard = Guard("seen", 1, unmet, {"at": "noone"}, says=SAYS, refers=refers)
    with pytest.raises(DefinitionError, match=problem):
        engine(asking(guard))
