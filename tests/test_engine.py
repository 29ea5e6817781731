"""One engine for many flows, actors and threads; two that do not mean the same; broken ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from attrs import evolve

from mobiflow import (
    Actor,
    Context,
    DefinitionError,
    Engine,
    Flow,
    Guard,
    Learner,
    Mobility,
    OtherWorkflow,
    PluginError,
    Reason,
    Ref,
    UnknownName,
    allow,
    guards,
    hookimpl,
)
from mobiflow.actions import AddLearner, ChangeLearner, CollectDocument
from mobiflow.contributions import AddStep, Remove, Replace
from mobiflow.definition import GuardSet, LeadTime, Lifecycle, Phase, Step, Task, Workflow
from mobiflow.testing import Clock, at, drive
from tests.plugins import Listens, Plugin
from tests.support import COORDINATOR, HOST, STAY, TODAY, adult, begin, codes, guide, linked, minor

OFF: Final = ("certifiers", "countries")
STRICTER: Final = Plugin(
    "stricter",
    changes=[
        AddStep(Step("swim", "Swim", tasks=(Task("pool", "Swim", allow("coordinator")),)), "before")
    ],
)
NO_INCIDENT: Final = guards.no_open_incident()
INSURED: Final = LeadTime("start", -60)


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


def tall(context: Context, mobility: Mobility) -> Iterator[Reason]:
    for learner in mobility.learners.values():
        if len(learner.id) > 3:
            yield Reason("too-long", Ref("learner", learner.id))


# -- side by side


def test_two_engines_with_different_plugins_do_not_know_each_other() -> None:
    with_small, without = guide(TODAY, Plugin(workflows=[small()])), guide()
    assert {*with_small.workflows} == {"mobility", "small"}
    assert {*without.workflows} == {"mobility"}
    assert with_small.plugins == ("acme 1.0", *without.plugins)


def test_two_flows_of_one_engine_do_not_know_each_other() -> None:
    engine = guide()
    one, other = begin(adult(), engine=engine), begin(engine=engine)
    assert one.mobility.learners
    assert not other.mobility.learners


def busy(engine: Engine, number: int) -> Flow:
    """A whole mobility with two learners, asked everything on its way."""
    people = (adult(f"lea-{number}"), minor(f"tom-{number}"))
    flow = begin(*people, engine=engine, id=f"m-{number}")
    for phase in ("during", "after", "completed"):
        flow.todo()
        flow.plan("advance")
        flow.available()
        assert str(flow.explain("advance"))
        drive(flow, to=phase)
    return flow


def test_eight_threads_share_an_engine_that_nobody_has_used_yet() -> None:
    """What an engine works out late, it works out once or twice, but rightly."""
    for _ in range(3):
        engine, together = Engine(disabled=OFF, clock=Clock(TODAY)), threading.Barrier(8)

        def run(number: int, engine: Engine = engine, gate: threading.Barrier = together) -> Flow:
            gate.wait()
            return busy(engine, number)

        with ThreadPoolExecutor(8) as pool:
            flows = list(pool.map(run, range(8)))
        assert {flow.status for flow in flows} == {"completed"}
        assert {flow.mobility.id for flow in flows} == {f"m-{number}" for number in range(8)}
        assert flows[3] == busy(guide(), 3)
        for flow in flows:
            assert len(flow.mobility.learners) == 2
            assert linked(flow.journal)


def test_threads_with_engines_of_their_own_do_not_meet() -> None:
    def run(number: int) -> list[str]:
        plugins = (STRICTER,) if number % 2 else ()
        return sorted(begin(engine=guide(TODAY, *plugins)).steps())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(run, range(16)))
    assert all(("swim" in steps) == (number % 2 == 1) for number, steps in enumerate(found))


def test_listeners_hear_of_every_thread() -> None:
    listener = Listens()
    engine = guide(TODAY, listener)
    with ThreadPoolExecutor(8) as pool:
        flows = list(pool.map(lambda number: busy(engine, number), range(8)))
    told = {(flow.mobility.id, number) for flow in flows for number in range(flow.revision)}
    heard = [(mobility.id, entry.number) for entry, mobility in listener.told]
    assert set(heard) == told
    assert len(heard) == len(told), "each once"


# -- what does not change the meaning


def test_engines_made_alike_mean_the_same() -> None:
    one, other = (Engine(disabled=OFF, clock=Clock(TODAY)) for _ in range(2))
    assert begin(engine=one).digest == begin(engine=other).digest


@pytest.mark.parametrize(
    "about",
    [
        {"lead_times": {"document/insurance": INSURED}},
        {"labels": {"role:tutor": "mentor", "state:learner/abroad": "in Leipzig"}},
        {"clock": Clock(date(2030, 1, 1))},
    ],
)
def test_what_is_about_showing_and_reminding_is_no_other_meaning(about: Any) -> None:
    engine = Engine(disabled=OFF, **{"clock": Clock(TODAY), **about})
    assert engine.blueprint("mobility").digest == guide().blueprint("mobility").digest
    flow = engine.loads(begin(adult()).dumps(), by=COORDINATOR)
    flow.do(ChangeLearner("lea", name="Léa"))


def test_an_applications_lead_times_and_labels_are_used() -> None:
    engine = Engine(
        disabled=OFF,
        lead_times={"document/insurance": INSURED},
        labels={"state:learner/candidate": "on the list"},
        clock=Clock(TODAY),
    )
    flow = begin(adult(), engine=engine)
    due = {
        item.due
        for item in flow.plan("depart", learner="lea").steps
        if item.params.get("document") == "insurance"
    }
    assert due == {STAY.start - timedelta(days=60)}
    assert "on the list" in str(flow.explain("depart", learner="lea"))


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"lead_times": {"document/insurence": INSURED}}, "document/insurance"),
        ({"lead_times": {"document/insurance": -60}}, "insurance"),
    ],
)
def test_an_override_of_nothing_is_an_error_that_names_the_nearest(
    about: Any, message: str
) -> None:
    with pytest.raises(DefinitionError) as error:
        Engine(disabled=OFF, clock=Clock(TODAY), **about)
    assert message in str(error.value)


# -- another meaning


def test_a_guard_more_means_something_else() -> None:
    rule = Guard("tall", 1, tall, scope="mobility")
    one = guide(TODAY, Plugin(workflows=[small()]))
    other = guide(TODAY, Plugin(workflows=[small(exits=(rule,))]))
    newer = guide(TODAY, Plugin(workflows=[small(exits=(evolve(rule, revision=2),))]))
    digests = {engine.blueprint("small").digest for engine in (one, other, newer)}
    assert len(digests) == 3


OTHERS: Final[dict[str, Callable[[], Engine]]] = {
    "a step more": lambda: guide(TODAY, STRICTER),
    "a guard less": lambda: guide(
        TODAY, Plugin(changes=[Remove("guard:ready-to-depart#tutor_named")])
    ),
    "a guard renewed": lambda: guide(
        TODAY,
        Plugin(
            changes=[
                Replace("guard:learner/come-back#no_open_incident", evolve(NO_INCIDENT, revision=2))
            ]
        ),
    ),
    "the countries' laws": lambda: Engine(disabled=["certifiers"], clock=Clock(TODAY)),
}


@pytest.mark.parametrize("change", OTHERS)
def test_under_another_meaning_everything_can_be_read_and_nothing_done(change: str) -> None:
    flow = begin(adult())
    read = OTHERS[change]().loads(flow.dumps(), by=COORDINATOR)
    assert read.digest != flow.digest
    assert read.mobility == flow.mobility
    assert read.journal == flow.journal
    assert read.status == "before"
    assert read.steps()
    assert read.todo()
    assert not read.explain("advance").allowed
    assert read.plan("advance").steps
    assert read.available()
    before, revision = read.mobility, read.revision
    calls: list[Callable[[], object]] = [
        lambda: read.do(ChangeLearner("lea", name="Léa")),
        lambda: read.do("cancel", reason="Nobody applied."),
        lambda: read.do_all([CollectDocument("lea", "cv")]),
        lambda: read.acting_as(HOST).do(ChangeLearner("lea", name="Léa")),
        lambda: read.do_all([]),
    ]
    for call in calls:
        with pytest.raises(OtherWorkflow) as error:
            call()
        assert error.value.mobility == "leipzig"
        assert error.value.stored == flow.digest
        assert error.value.present == read.digest
        for part in ("leipzig", flow.digest[:12], read.digest[:12], "plugins it was made with"):
            assert part in str(error.value)
    assert read.mobility is before
    assert read.revision == revision


def test_what_was_only_read_elsewhere_can_be_acted_on_at_home() -> None:
    flow = begin(adult())
    read = guide(TODAY, STRICTER).loads(flow.dumps())
    back = guide().loads(read.dumps(), by=COORDINATOR)
    assert back == flow
    back.do(ChangeLearner("lea", name="Léa"))


def test_a_workflow_that_no_plugin_brings_cannot_be_read() -> None:
    stored = begin().dumps()
    with pytest.raises(UnknownName, match="There is no workflow 'mobility'"):
        Engine(disabled=[*OFF, "guide"]).loads(stored)


# -- taking part


def test_each_built_in_plugin_can_be_switched_off_alone() -> None:
    whole = Engine()
    assert [name.partition(" ")[0] for name in whole.plugins] == [
        "certifiers",
        "countries",
        "guide",
    ]
    for name in ("certifiers", "countries"):
        engine = Engine(disabled=[name])
        assert not any(plugin.startswith(name) for plugin in engine.plugins)
        assert engine.blueprint("mobility").digest != whole.blueprint("mobility").digest
    assert Engine(disabled=["guide"]).workflows == {}


def test_a_plugin_of_ones_own_can_be_switched_off_too() -> None:
    engine = Engine([STRICTER], disabled=[*OFF, "stricter"], clock=Clock(TODAY))
    assert engine.blueprint("mobility").digest == guide().blueprint("mobility").digest


def test_an_engine_without_plugins_has_no_workflow() -> None:
    engine = Engine(disabled=["guide", "countries", "certifiers"])
    assert engine.workflows == {}
    with pytest.raises(UnknownName, match="There is none yet"):
        engine.blueprint("mobility")


def test_two_plugins_with_one_workflow_are_both_named() -> None:
    with pytest.raises((DefinitionError, PluginError)) as error:
        guide(TODAY, Plugin(workflows=[small()]), Plugin("rival", workflows=[small()]))
    assert "acme 1.0" in str(error.value)
    assert "rival 1.0" in str(error.value)
    assert "'small'" in str(error.value)


def test_a_plugin_cannot_take_the_guides_workflow_unless_the_guide_is_off() -> None:
    mine = small("mobility")
    with pytest.raises((DefinitionError, PluginError), match="guide"):
        guide(TODAY, Plugin(workflows=[mine]))
    engine = Engine(
        [Plugin(workflows=[mine])],
        disabled=["guide", "countries", "certifiers"],
        clock=Clock(TODAY),
    )
    assert engine.plugins == ("acme 1.0",)
    assert [phase.id for phase in engine.workflows["mobility"].phases] == ["only"]


class Halfway:
    """A plugin whose hook raises in the middle of its answer."""

    __name__ = "halfway"

    @hookimpl
    def mobiflow_workflows(self) -> Iterator[Workflow]:
        yield small()
        raise RuntimeError("the disk is full")


class Nonsense:
    """A plugin whose hooks answer with something else."""

    __name__ = "nonsense"

    @hookimpl
    def mobiflow_workflows(self) -> object:
        return ["a workflow", None]

    @hookimpl
    def mobiflow_actions(self) -> object:
        return 3


@pytest.mark.parametrize("plugin", [Halfway(), Nonsense()])
def test_a_hook_that_fails_is_an_error_that_names_its_plugin(plugin: object) -> None:
    with pytest.raises(DefinitionError) as error:
        guide(TODAY, plugin)
    name = type(plugin).__name__.lower()
    assert all(problem.path.startswith(name) for problem in error.value.problems)
    assert "mobiflow_workflows" in str(error.value)


def test_every_failing_plugin_is_named_at_once() -> None:
    with pytest.raises(DefinitionError) as error:
        guide(TODAY, Halfway(), Nonsense())
    assert {problem.path.split()[0] for problem in error.value.problems} == {"halfway", "nonsense"}


@pytest.mark.parametrize("plugin", [None, 3, object()])
def test_something_without_hooks_is_no_plugin(plugin: object) -> None:
    with pytest.raises(PluginError):
        guide(TODAY, plugin)


# -- actors


def test_a_flow_acts_for_whoever_holds_it() -> None:
    flow = begin(adult())
    hosts = flow.acting_as(HOST)
    assert (flow.actor, hosts.actor) == (COORDINATOR, HOST)
    assert flow.explain(AddLearner(minor())).allowed
    assert not hosts.explain(AddLearner(minor())).allowed
    flow.do(AddLearner(minor()))
    assert hosts.mobility is flow.mobility
    assert hosts == flow
    assert flow.journal[-1].actor == COORDINATOR


def test_one_actor_may_hold_several_roles() -> None:
    flow = begin(adult())
    both = flow.acting_as(Actor(("host", "learner"), of="lea"))
    assert both.explain(CollectDocument("lea", "cv")).allowed
    assert not flow.acting_as(HOST).explain(CollectDocument("lea", "cv")).allowed


def test_one_role_nobody_knows_spoils_the_actor() -> None:
    with pytest.raises(UnknownName) as error:
        begin().acting_as(Actor(("host", "tuter")))
    assert error.value.nearest == ("tutor",)


def test_a_stored_mobility_is_nobodys_until_somebody_takes_it() -> None:
    read = guide().loads(begin(adult()).dumps())
    assert read.actor == Actor(())
    assert read.available() == ()
    assert read.acting_as(COORDINATOR).explain("reject", learner="lea").allowed


# -- time


def test_the_clock_of_the_engine_dates_what_is_done() -> None:
    clock = Clock(TODAY)
    flow = begin(adult(), engine=Engine(disabled=OFF, clock=clock))
    clock.forward(days=3)
    flow.do(CollectDocument("lea", "cv"))
    assert flow.journal[-1].recorded == clock()
    assert flow.mobility.learners["lea"].documents["cv"].collected == date(2027, 1, 7)
    flow.do(CollectDocument("lea", "identity", valid_until=STAY.end, on=date(2027, 1, 5)))
    assert flow.mobility.learners["lea"].documents["identity"].collected == date(2027, 1, 5)
    assert flow.journal[-1].recorded == clock()


def test_a_clock_that_goes_back_breaks_nothing() -> None:
    clock = Clock(TODAY)
    flow = begin(adult(), engine=Engine(disabled=OFF, clock=clock))
    clock.forward(days=-10)
    flow.do(ChangeLearner("lea", name="Léa"))
    assert linked(flow.journal)
    assert flow.journal[-1].recorded < flow.journal[0].recorded


def test_without_a_clock_it_is_now() -> None:
    before = datetime.now(UTC)
    flow = at("before", engine=Engine(disabled=OFF))
    assert before <= flow.journal[0].recorded <= datetime.now(UTC)


# -- a workflow of one's own


def test_a_small_workflow_of_ones_own_runs() -> None:
    rule = Guard("tall", 1, tall, scope="mobility", says={"too-long": "the name is too long"})
    engine = guide(TODAY, Plugin(workflows=[small(exits=(rule,))]))
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
    assert refusal.asked_by == ("acme 1.0",)
    assert refusal.text() == "l-1234: the name is too long."


def test_a_guard_that_needs_a_fact_nobody_knows_refuses() -> None:
    flow = at("before", learners=0, engine=guide())
    flow.do(AddLearner(Learner("l-1")))
    plan = flow.plan("depart", learner="l-1")
    asked = {step.params["fact"] for step in plan.steps if step.code == "fact-unknown"}
    assert asked == {"enrolment", "born", "employer"}
    assert "fact-unknown" not in codes(flow, "select", learner="l-1")


def test_what_holds_everything_is_shown_on_one_line() -> None:
    flow, ours = at("before"), Engine(clock=Clock(TODAY))
    now = flow.mobility
    assert (
        repr(now) == f"<Mobility {now.id!r} before, learners: 1, companies: {len(now.companies)}>"
    )
    assert repr(ours).startswith("<Engine of ")
    blueprint = ours.blueprint("mobility")
    for shown in map(repr, (now, ours, blueprint, blueprint.workflow, blueprint.rules, flow)):
        assert len(shown) < 200
        assert "\n" not in shown


def test_the_way_to_a_state_is_exceptional_only_where_no_other_leads_there() -> None:
    flow = at("before")
    assert flow.way_to("completed") == ("advance", "advance", "advance")
    assert flow.way_to("cancelled") == ("cancel",)
    with pytest.raises(UnknownName):
        flow.way_to("lost")
