"""Engines stand side by side, are shared by threads, and say what is wrong with their plugins."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import evolve

import mobiflow
from mobiflow import DefinitionError, Engine, Entry, Guard, Mobility, PluginError, Refusal
from mobiflow._runtime.journal import broken_links
from mobiflow.actions import AddLearner, CollectDocument
from mobiflow.definition import GuardSet, Lifecycle, Phase, Workflow
from mobiflow.model import Learner, Ref
from mobiflow.rules.context import Context
from mobiflow.testing import Clock, at, drive
from tests.support import COORDINATOR, TODAY, adult, begin, codes, guide, refused


def small(name: str = "small", *, exits: tuple[Guard, ...] = ()) -> Workflow:
    """A workflow of one phase, with the guide's lifecycles."""
    given = guide().workflows["mobility"]
    return evolve(
        given,
        id=name,
        phases=(Phase("only", "The only one", exit=exits),),
        lifecycles=(
            *(x for x in given.lifecycles if x.kind in {"host-company", "incident"}),
            _learner(given),
        ),
        guard_sets=(GuardSet("ready-to-depart", ()),),
        requirements=(),
        lead_times={},
        source="",
    )


def _learner(given: Workflow) -> Lifecycle:
    (lifecycle,) = (x for x in given.lifecycles if x.kind == "learner")
    kept = tuple(t for t in lifecycle.transitions if t.trigger in {"select", "reject"})
    states = tuple(s for s in lifecycle.states if s.id in {"candidate", "selected", "rejected"})
    plain = tuple(evolve(t, guards=()) for t in kept)
    return evolve(lifecycle, states=states, transitions=plain)


class Brings:
    """A plugin that brings workflows."""

    def __init__(self, name: str, *workflows: Workflow) -> None:
        self.__name__ = name
        self.__version__ = "2.1"
        self.workflows = workflows

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow]:
        return self.workflows


class Listens:
    """A plugin that is told what was committed, and does what it is given with it."""

    def __init__(self, name: str = "listens", error: Exception | None = None) -> None:
        self.__name__ = name
        self.error = error
        self.told: list[tuple[Entry, Mobility]] = []

    @mobiflow.hookimpl
    def mobiflow_committed(self, entry: Entry, mobility: Mobility) -> None:
        self.told.append((entry, mobility))
        if self.error is not None:
            raise self.error


def tall(context: Context, mobility: Mobility) -> Iterator[Refusal]:
    for learner in mobility.learners.values():
        if len(learner.id) > 3:
            yield Refusal("too-long", Ref("learner", learner.id))


# -- side by side


def test_two_engines_with_different_plugins_do_not_know_each_other() -> None:
    with_small, without = guide(TODAY, Brings("acme", small())), guide()
    assert {*with_small.workflows} == {"mobility", "small"}
    assert {*without.workflows} == {"mobility"}
    assert with_small.plugins == ("acme 2.1", *without.plugins)


def test_two_flows_of_one_engine_do_not_know_each_other() -> None:
    engine = guide()
    one, other = begin(adult(), engine=engine), begin(engine=engine)
    assert one.mobility.learners
    assert not other.mobility.learners


def test_one_engine_serves_threads_each_with_a_flow() -> None:
    engine = guide()
    together = threading.Barrier(4)

    def run(number: int) -> mobiflow.Flow:
        together.wait()
        return drive(begin(adult(f"l-{number}"), engine=engine, id=f"m-{number}"))

    with ThreadPoolExecutor(4) as pool:
        flows = list(pool.map(run, range(4)))
    alone = drive(begin(adult("l-0"), engine=guide(), id="m-0"))
    assert all(flow.status == "completed" for flow in flows)
    assert all([*broken_links(flow.journal)] == [] for flow in flows)
    assert flows[0] == alone


def test_engines_made_alike_mean_the_same() -> None:
    assert begin(engine=guide()).digest == begin(engine=guide()).digest


def test_a_guard_more_means_something_else() -> None:
    rule = Guard("tall", 1, tall, scope="mobility")
    one = guide(TODAY, Brings("acme", small()))
    other = guide(TODAY, Brings("acme", small(exits=(rule,))))
    newer = guide(TODAY, Brings("acme", small(exits=(evolve(rule, revision=2),))))
    digests = {engine.blueprint("small").digest for engine in (one, other, newer)}
    assert len(digests) == 3


def test_a_text_or_a_due_date_more_means_the_same() -> None:
    relabelled = guide().workflows["mobility"]
    engine = Engine(
        disabled=["countries", "certifiers"], labels={"role:tutor": "mentor"}, clock=Clock(TODAY)
    )
    assert engine.workflows["mobility"].labels != relabelled.labels
    assert engine.blueprint("mobility").digest == guide().blueprint("mobility").digest


def test_handles_for_different_actors_see_the_same_mobility() -> None:
    flow = begin(adult())
    other = flow.acting_as(mobiflow.Actor("learner", of="lea"))
    other.do(CollectDocument("lea", "cv"))
    assert flow.mobility is other.mobility
    assert flow == other
    assert flow.journal[-1].actor == other.actor


# -- clashes


def test_two_plugins_with_one_workflow_are_both_named() -> None:
    with pytest.raises((DefinitionError, PluginError)) as error:
        guide(TODAY, Brings("acme", small()), Brings("rival", small()))
    assert "acme 2.1" in str(error.value)
    assert "rival 2.1" in str(error.value)
    assert "'small'" in str(error.value)


def test_a_plugin_cannot_take_the_guides_workflow_unless_the_guide_is_off() -> None:
    mine = small("mobility")
    with pytest.raises((DefinitionError, PluginError), match="guide"):
        guide(TODAY, Brings("acme", mine))
    engine = Engine(
        [Brings("acme", mine)], disabled=["guide", "countries", "certifiers"], clock=Clock(TODAY)
    )
    assert engine.plugins == ("acme 2.1",)
    assert [phase.id for phase in engine.workflows["mobility"].phases] == ["only"]


def test_two_plugins_of_one_name_are_an_error() -> None:
    with pytest.raises(PluginError, match="acme"):
        guide(TODAY, Brings("acme", small()), Brings("acme", small("other")))


def test_a_disabled_name_nobody_has_is_an_error() -> None:
    with pytest.raises((PluginError, mobiflow.UnknownName), match="gide"):
        Engine(disabled=["gide"])


def test_an_engine_without_plugins_has_no_workflow() -> None:
    engine = Engine(disabled=["guide", "countries", "certifiers"])
    assert engine.workflows == {}
    with pytest.raises(mobiflow.UnknownName, match="There is none yet"):
        engine.blueprint("mobility")


# -- hooks that fail


class Fails:
    """A plugin whose hook raises."""

    __name__ = "fails"
    __version__ = "0.3"

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow]:
        raise RuntimeError("the disk is full")


class Halfway:
    """A plugin whose hook raises in the middle of its answer."""

    __name__ = "halfway"

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> Iterator[Workflow]:
        yield small()
        raise RuntimeError("the disk is full")


class Nonsense:
    """A plugin whose hooks answer with something else."""

    __name__ = "nonsense"

    @mobiflow.hookimpl
    def mobiflow_workflows(self) -> object:
        return ["a workflow", None]

    @mobiflow.hookimpl
    def mobiflow_actions(self) -> object:
        return 3


@pytest.mark.parametrize("plugin", [Fails(), Halfway(), Nonsense()])
def test_a_hook_that_fails_is_an_error_that_names_its_plugin(plugin: object) -> None:
    with pytest.raises(DefinitionError) as error:
        guide(TODAY, plugin)
    name = type(plugin).__name__.lower()
    assert all(problem.path.startswith(name) for problem in error.value.problems)
    assert "mobiflow_workflows" in str(error.value)


def test_every_failing_plugin_is_named_at_once() -> None:
    with pytest.raises(DefinitionError) as error:
        guide(TODAY, Fails(), Nonsense())
    assert {problem.path.split()[0] for problem in error.value.problems} == {"fails", "nonsense"}


def test_a_string_nobody_installed_is_no_plugin() -> None:
    with pytest.raises((PluginError, mobiflow.UnknownName), match="acme-never-installed"):
        guide(TODAY, "acme-never-installed")


@pytest.mark.parametrize("plugin", [None, 3, object()])
def test_something_without_hooks_is_no_plugin(plugin: object) -> None:
    with pytest.raises(PluginError):
        guide(TODAY, plugin)


# -- told afterwards


def test_a_listener_is_told_each_accepted_call_once() -> None:
    listener = Listens()
    flow = begin(engine=guide(TODAY, listener))
    flow.do(AddLearner(adult()))
    refused(flow, AddLearner(adult()))
    flow.do_all([CollectDocument("lea", "cv"), CollectDocument("lea", "cover-letter")])
    flow.explain("advance")
    numbers = [entry.number for entry, _ in listener.told]
    assert numbers == [0, 1, 2]
    assert listener.told[-1] == (flow.journal[-1], flow.mobility)


def test_what_a_listener_raises_comes_after_the_fact() -> None:
    listener = Listens()
    flow = begin(engine=guide(TODAY, listener))
    listener.error = RuntimeError("the mail server is down")
    with pytest.raises(RuntimeError, match="mail server"):
        flow.do(AddLearner(adult()))
    assert "lea" in flow.mobility.learners
    assert flow.revision == 2
    listener.error = None
    flow.do(AddLearner(adult("max")))
    assert [entry.number for entry in flow.journal] == [0, 1, 2]


def test_every_listener_is_told_whatever_one_of_them_raises() -> None:
    first, last = Listens("aaa"), Listens("zzz")
    flow = begin(engine=guide(TODAY, first, last))
    first.error, last.error = RuntimeError("no mail"), RuntimeError("no disk")
    with pytest.raises(ExceptionGroup) as error:
        flow.do(AddLearner(adult()))
    assert error.value.exceptions == (first.error, last.error)
    assert [entry.number for entry, _ in first.told] == [0, 1]
    assert [entry.number for entry, _ in last.told] == [0, 1]


# -- a workflow of one's own


def test_a_small_workflow_of_ones_own_runs() -> None:
    rule = Guard("tall", 1, tall, scope="mobility", says={"too-long": "the name is too long"})
    engine = guide(TODAY, Brings("acme", small(exits=(rule,))))
    flow = engine.start(
        "small",
        id="s",
        title="Small",
        by=COORDINATOR,
        sending=begin().mobility.sending,
        host=begin().mobility.host,
        period=begin().mobility.period,
    )
    flow.do(AddLearner(Learner("l-1234")))
    (refusal,) = flow.explain("advance").refusals
    assert refusal.source == ("acme 2.1",)
    assert refusal.text() == "l-1234: the name is too long."


def test_a_guard_that_needs_a_fact_nobody_knows_refuses() -> None:
    flow = at("before", learners=0, engine=guide())
    flow.do(AddLearner(Learner("l-1")))
    plan = flow.plan("depart", learner="l-1")
    asked = {step.params["fact"] for step in plan.steps if step.code == "fact-unknown"}
    assert asked == {"enrolment", "born", "employer"}
    assert "fact-unknown" not in codes(flow, "select", learner="l-1")
