"""What does not hold together in a definition is said, all of it, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from random import Random
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs
import pytest
from attrs import AttrsInstance, evolve
from hypothesis import given
from hypothesis import strategies as st

from mobiflow import guards
from mobiflow.definition import (
    Applies,
    Certification,
    Choice,
    Condition,
    Confirmation,
    DocumentKind,
    Effect,
    GuardSet,
    LeadTime,
    LegalSource,
    Lifecycle,
    Note,
    Party,
    Phase,
    Prerequisite,
    Removed,
    Requirement,
    State,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.definition.checks import problems_of_workflow
from mobiflow.errors import Problem
from mobiflow.lifecycles import CONTRACT, DOCUMENT, HOST_COMPANY, INCIDENT, LEARNER
from mobiflow.model import Learner
from mobiflow.model.words import AmendmentScope, Category, Evidence, Role
from mobiflow.verdict import Guard, Permission, Reason, allow

DOES: Final = allow("coordinator")

PRESENT: Final = Step(
    "present",
    "Present the project",
    tasks=(
        Task("tailor", "Tailor the presentation", DOES),
        Task("brief", "Brief the partner", DOES, after=("present/tailor",)),
    ),
    notes=(Note("plan-b", "Have a plan B", "Things go wrong."),),
)
SELECT: Final = Step(
    "select",
    "Select the learners",
    tasks=(
        Task("notify", "Tell them", DOES, scope="learner", population=("engaged",)),
        Task("agree", "Agree on units", DOES, guards=(guards.units_agreed(),)),
    ),
    after=("present",),
)
WELCOME: Final = Step("welcome", "Welcome the learners", after=("select/notify", "select/agree"))

SMALL: Final = Workflow(
    "small",
    "1",
    "A small workflow",
    phases=(
        Phase("before", "Before", steps=(PRESENT, SELECT)),
        Phase("during", "During", steps=(WELCOME,), entry=("ready-to-depart",)),
    ),
    lifecycles=(LEARNER, HOST_COMPANY, CONTRACT, DOCUMENT),
    guard_sets=(GuardSet("ready-to-depart", (guards.placed(),)),),
    documents=(DocumentKind("cv", "CV", DOES), DocumentKind("insurance", "Insurance", DOES)),
    requirements=(
        Requirement("insured", "departure", ("insurance",)),
        Requirement("presented", "application", ("cv",)),
    ),
    parties=(Party("sending", "coordinator"), Party("host", "host")),
    amendment_parties={"dates": ("sending", "host")},
    lead_times={
        "before": LeadTime("start", -7),
        "select": LeadTime("start", -84),
        "welcome": LeadTime("start", 1),
        "present/brief": LeadTime("start", -70),
    },
)


_T = TypeVar("_T")


def problems(workflow: Workflow) -> tuple[Problem, ...]:
    return tuple(problems_of_workflow(workflow))


def only(workflow: Workflow) -> Problem:
    """The one problem there is."""
    (found,) = problems(workflow)
    return found


def at(path: str, workflow: Workflow) -> str:
    """What is said about one place."""
    (message,) = (found.message for found in problems(workflow) if found.path == path)
    return message


def with_steps(*steps: Step) -> Workflow:
    """A workflow with these steps, and nothing else that could be wrong."""
    phases = (Phase("before", "Before", steps=steps), Phase("during", "During"))
    return Workflow("tiny", "1", "Tiny", phases=phases, lifecycles=(LIFE, HOST_COMPANY))


def with_tasks(*tasks: Task) -> Workflow:
    return with_steps(Step("step", "A step", tasks=tasks))


def with_life(
    *transitions: Transition, states: Iterable[State] = (), initial: str | None = None
) -> Workflow:
    """A small workflow whose learners have more, or other, states and transitions."""
    life = evolve(
        LIFE,
        states=(*LIFE.states, *states),
        transitions=(*LIFE.transitions, *transitions),
        initial=LIFE.initial if initial is None else initial,
    )
    return evolve(with_steps(), lifecycles=(life, HOST_COMPANY))


def forced(item: _T, **values: object) -> _T:
    """A thing with values that its types do not allow."""
    return cast("Callable[..., _T]", evolve)(item, **values)


def forced_word(word: str) -> Any:
    """A word that no list has."""
    return word


def refuses(context: object, subject: object, **params: str) -> Iterable[Reason]:
    return ()


def first(context: object, subject: object) -> str:
    return "left"


LIFE: Final = Lifecycle(
    "learner",
    "here",
    states=(State("here", "applying"), State("left", "ended")),
    transitions=(Transition("leave", ("here",), ("left",), DOES),),
)
HERE_LEFT: Final = (("here",), ("left",))


# -- what holds together


def test_a_workflow_that_holds_together_has_no_problems() -> None:
    assert problems(SMALL) == ()


def test_the_lifecycles_of_the_library_have_no_problems() -> None:
    lifecycles = (LEARNER, HOST_COMPANY, CONTRACT, DOCUMENT, INCIDENT)
    assert problems(evolve(SMALL, lifecycles=lifecycles)) == ()


# -- ids


@pytest.mark.parametrize("name", ["", "two words", "a/b", "tab\t"])
def test_an_id_is_one_word(name: str) -> None:
    found = only(with_steps(Step(name, "A step")))
    assert found.message.startswith(f"{name!r} cannot be the id of a step")


def test_a_thing_without_id_is_found_by_its_number() -> None:
    assert only(with_tasks(Task("", "", DOES))).path == "$.phases[before].steps[step].tasks[0]"


def test_the_workflow_itself_has_an_id() -> None:
    assert only(evolve(SMALL, id="")).path == "$.id"


def test_a_trigger_is_one_word() -> None:
    found = only(with_life(Transition("go home", *HERE_LEFT, DOES)))
    assert found.path == "$.lifecycles[learner].transitions[go home].trigger"


TWICE: Final = {
    "$.phases[during]": evolve(SMALL, phases=(*SMALL.phases, Phase("during", "Again"))),
    "$.guard_sets[ready-to-depart]": evolve(SMALL, guard_sets=SMALL.guard_sets * 2),
    "$.documents[cv]": evolve(SMALL, documents=(*SMALL.documents, SMALL.documents[0])),
    "$.requirements[insured]": evolve(
        SMALL, requirements=(*SMALL.requirements, SMALL.requirements[0])
    ),
    "$.parties[host]": evolve(SMALL, parties=(*SMALL.parties, Party("host", "host"))),
    "$.phases[before].steps[step].tasks[x]": with_tasks(Task("x", "", DOES), Task("x", "", DOES)),
    "$.lifecycles[learner]": evolve(SMALL, lifecycles=(*SMALL.lifecycles, LEARNER)),
    "$.lifecycles[learner].states[left]": with_life(states=[State("left", "ended")]),
}


@pytest.mark.parametrize("path", TWICE)
def test_an_id_stands_for_one_thing(path: str) -> None:
    assert at(path, TWICE[path]).startswith("Two things are the ")


def test_a_step_id_is_unique_over_all_phases() -> None:
    again = evolve(SMALL.phases[1], steps=(WELCOME, Step("select", "Again")))
    found = only(evolve(SMALL, phases=(SMALL.phases[0], again)))
    assert found.path == "$.phases[during].steps[select]"
    assert "here and at $.phases[before].steps[select]" in found.message


def test_a_note_id_is_unique_over_all_steps() -> None:
    note = Note("plan-b", "Again", "Again.")
    found = only(with_steps(PRESENT, Step("other", "Other", notes=(note,))))
    assert found.path == "$.phases[before].steps[other].notes[plan-b]"


def test_tasks_of_two_steps_may_share_an_id() -> None:
    tasks = (Task("x", "", DOES),)
    assert problems(with_steps(Step("one", "", tasks=tasks), Step("two", "", tasks=tasks))) == ()


def test_a_clash_names_both_plugins() -> None:
    steps = (Step("visa", "", source="acme 1.2"), Step("visa", "", source="guide 1.0"))
    assert "one from acme 1.2, one from guide 1.0" in only(with_steps(*steps)).message


def test_a_problem_names_the_plugin_that_contributed_it() -> None:
    task = Task("x", "", DOES, after=("nothing",), source="acme 1.2")
    assert only(with_tasks(task)).message.endswith("Contributed by acme 1.2.")


def test_there_is_a_phase() -> None:
    assert only(evolve(with_steps(), phases=())).path == "$.phases"


@pytest.mark.parametrize("end", ["completed", "cancelled"])
def test_a_phase_is_not_called_as_an_end_of_the_mobility(end: str) -> None:
    found = only(evolve(with_steps(), phases=(Phase(end, "The end"),)))
    assert found.path == f"$.phases[{end}]"


# -- lifecycles


def test_the_lifecycle_of_the_mobility_is_refused() -> None:
    mobility = Lifecycle("mobility", "open", (State("open"),), ())
    found = only(evolve(SMALL, lifecycles=(*SMALL.lifecycles, mobility)))
    assert found == Problem("$.lifecycles[mobility]", found.message)
    assert "made from the phases" in found.message


def test_a_lifecycle_is_of_a_kind_of_subject_there_is() -> None:
    found = only(evolve(SMALL, lifecycles=(*SMALL.lifecycles, evolve(CONTRACT, kind="contrat"))))
    assert "'contract'" in found.message


def test_learners_have_a_lifecycle() -> None:
    assert only(evolve(SMALL, lifecycles=SMALL.lifecycles[1:])).path == "$.lifecycles"


def test_an_unknown_initial_state_is_refused() -> None:
    found = only(with_life(initial="hier"))
    assert found.path == "$.lifecycles[learner].initial"
    assert "'here'" in found.message


def test_a_transition_to_nowhere_is_refused() -> None:
    found = only(with_life(Transition("go", ("here",), ("lift",), DOES)))
    assert found.path == "$.lifecycles[learner].transitions[go].dests[0]"
    assert "There is no state 'lift'. Did you mean 'left'?" in found.message


def test_a_transition_from_nowhere_is_refused() -> None:
    found = only(with_life(Transition("go", ("here", "her"), ("left",), DOES)))
    assert found.path == "$.lifecycles[learner].transitions[go].sources[1]"


def test_transitions_of_one_trigger_are_told_apart_by_their_source() -> None:
    found = only(with_life(Transition("leave", ("left",), ("lift",), DOES)))
    assert found.path == "$.lifecycles[learner].transitions[leave from left].dests[0]"


def test_a_transition_has_sources_and_dests() -> None:
    found = problems(with_life(Transition("go", (), (), DOES)))
    assert [problem.path.rpartition(".")[2] for problem in found] == ["sources", "dests"]


def test_several_destinations_need_a_choice() -> None:
    transition = Transition("go", ("here",), ("here", "left"), DOES)
    assert "'here', 'left'" in only(with_life(transition)).message
    assert problems(with_life(evolve(transition, choice=Choice("first", 1, first)))) == ()


def test_a_choice_of_one_destination_is_fine() -> None:
    choice = Choice("first", 1, first)
    assert problems(with_life(Transition("go", *HERE_LEFT, DOES, choice=choice))) == ()


def test_a_trigger_leads_out_of_a_state_once() -> None:
    mine = Transition("leave", ("left", "here"), ("left",), DOES, source="acme 1.2")
    found = only(with_life(mine))
    assert found.path == "$.lifecycles[learner].transitions[leave from left].sources[1]"
    assert "$.lifecycles[learner].transitions[leave from here]" in found.message


def test_transitions_that_clash_name_both_plugins() -> None:
    go = Transition("go", *HERE_LEFT, DOES, source="guide 1.0")
    found = only(with_life(go, evolve(go, source="acme 1.2")))
    assert "one from guide 1.0, one from acme 1.2" in found.message


def test_a_state_named_twice_by_a_transition_is_refused() -> None:
    found = only(with_life(Transition("go", ("here", "here"), ("left",), DOES)))
    assert found.path == "$.lifecycles[learner].transitions[go].sources[1]"


def test_a_state_is_reached() -> None:
    found = only(with_life(states=[State("lost", "away", source="acme 1.2")]))
    assert found.path == "$.lifecycles[learner].states[lost]"
    assert "acme 1.2" in found.message


def test_an_automatic_transition_reaches_its_state() -> None:
    guarded = Transition(
        "move", ("here",), ("away",), DOES, guards=(guards.placed(),), automatic=True
    )
    assert problems(with_life(guarded, states=[State("away", "away")])) == ()


def test_what_hangs_on_an_unknown_state_is_not_called_unreachable() -> None:
    lost = Transition("go", ("here",), ("losst",), DOES)
    found = only(with_life(lost, states=[State("lost", "away")]))
    assert found.path == "$.lifecycles[learner].transitions[go].dests[0]"


@pytest.mark.parametrize("category", ["", "endet"])
def test_every_learner_state_has_a_category(category: str) -> None:
    go = Transition("go", ("here",), ("gone",), DOES)
    found = only(with_life(go, states=[State("gone", category)]))
    assert found.path == "$.lifecycles[learner].states[gone].category"
    assert "'ended'" in found.message


def test_learners_can_reach_an_end() -> None:
    life = evolve(LIFE, states=(State("here", "applying"), State("left", "back")))
    found = only(evolve(SMALL, lifecycles=(life, *SMALL.lifecycles[1:])))
    assert found.path == "$.lifecycles[learner].states"


def test_an_automatic_transition_waits_for_something() -> None:
    found = only(with_life(Transition("go", *HERE_LEFT, DOES, automatic=True)))
    assert found.path == "$.lifecycles[learner].transitions[go].guards"


def test_an_automatic_transition_is_not_guarded_by_an_empty_set() -> None:
    nothing = (GuardSet("nothing", ()),)
    go = Transition("go", *HERE_LEFT, DOES, guards=("nothing",), automatic=True)
    assert only(evolve(with_life(go), guard_sets=nothing)).path.endswith("[go].guards")


def test_an_automatic_transition_asks_nobody() -> None:
    go = Transition(
        "go", *HERE_LEFT, DOES, guards=(guards.placed(),), automatic=True, asks=("reason",)
    )
    assert only(with_life(go)).path == "$.lifecycles[learner].transitions[go].asks"


def test_an_automatic_transition_leads_to_another_state() -> None:
    go = Transition("go", ("here",), ("here",), DOES, guards=(guards.placed(),), automatic=True)
    assert "from 'here' to itself" in only(with_life(go)).message


@pytest.mark.parametrize("kind", ["host-company", "contract", "document"])
def test_what_a_guard_asks_for_can_come_about(kind: str) -> None:
    without = tuple(lifecycle for lifecycle in SMALL.lifecycles if lifecycle.kind != kind)
    found = only(evolve(SMALL, lifecycles=without))
    assert f"no lifecycle is for the kind {kind!r}" in found.message


# -- guards


def test_a_guard_set_asked_for_exists() -> None:
    workflow = evolve(SMALL, guard_sets=(GuardSet("ready", (guards.placed(),)),))
    assert "There is no guard set 'ready-to-depart'" in at("$.phases[during].entry[0]", workflow)


def test_every_place_that_asks_for_a_missing_set_is_named() -> None:
    paths = {problem.path for problem in problems(evolve(SMALL, guard_sets=()))}
    assert paths == {
        "$.phases[during].entry[0]",
        "$.lifecycles[learner].transitions[depart].guards[1]",
    }


def test_a_guard_has_an_id() -> None:
    found = only(with_tasks(Task("x", "", DOES, guards=(Guard("", 1, refuses, scope=""),))))
    assert found.path == "$.phases[before].steps[step].tasks[x].guards[0]"


def asking(*rules: Guard) -> Workflow:
    """A workflow in which every rule is asked by a task of its own."""
    tasks = (Task(f"t{n}", "", DOES, guards=(rule,)) for n, rule in enumerate(rules))
    return with_tasks(*tasks)


def test_a_guard_of_another_revision_has_another_name() -> None:
    one, two = Guard("fit", 1, refuses, scope=""), Guard("fit", 2, refuses, scope="")
    assert "revision 2 and revision 1" in only(asking(one, two)).message


def test_a_guard_of_another_function_has_another_name() -> None:
    one, two = Guard("fit", 1, refuses, scope=""), Guard("fit", 1, lambda *_: (), scope="")
    found = only(asking(one, two))
    assert found.path == "$.phases[before].steps[step].tasks[t1].guards[fit]"
    assert "here and at $.phases[before].steps[step].tasks[t0].guards[fit]" in found.message


def test_a_guard_excusable_by_others_has_another_name() -> None:
    one = Guard("fit", 1, refuses, scope="")
    found = only(asking(one, evolve(one, excusable_by=("certifier",))))
    assert "excusable by 'certifier', and by nobody" in found.message


def test_guards_of_other_params_are_other_guards() -> None:
    one = Guard("fit", 1, refuses, {"for": "work"}, scope="")
    assert problems(asking(one, evolve(one, revision=2, params={"for": "travel"}))) == ()


def fit_for(what: str) -> Guard:
    def fit(context: object, subject: object) -> Iterable[Reason]:
        return refuses(context, subject, what=what)

    return Guard("fit", 1, fit, scope="")


def fit_by_partial(what: str) -> Guard:
    return Guard("fit", 1, partial(refuses, what=what), scope="")


@pytest.mark.parametrize("factory", [fit_for, fit_by_partial])
def test_a_guard_made_twice_alike_is_one_guard(factory: Callable[[str], Guard]) -> None:
    assert problems(asking(factory("work"), factory("work"))) == ()
    assert "their functions differ" in only(asking(factory("work"), factory("travel"))).message


class Touchy:
    """What cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise TypeError

    __hash__ = None  # type: ignore[assignment]


def test_functions_with_incomparable_values_are_different() -> None:
    one, two = fit_by_partial(cast("str", Touchy())), fit_by_partial(cast("str", Touchy()))
    assert "their functions differ" in only(asking(one, two)).message
    assert "their functions differ" in only(asking(one, fit_for("work"))).message


def test_choices_and_effects_are_known_by_their_names() -> None:
    def stays(subject: Learner, act: object) -> Learner:
        return subject

    def second(context: object, subject: object) -> str:
        return "left"

    go = Transition(
        "go", *HERE_LEFT, DOES, choice=Choice("first", 1, first), effect=Effect("stay", 1, stays)
    )
    again = Transition(
        "run", *HERE_LEFT, DOES, choice=Choice("first", 1, second), effect=Effect("", 1, stays)
    )
    paths = [problem.path.rpartition(".")[2] for problem in problems(with_life(go, again))]
    assert paths == ["choice", "effect"]


def test_conditions_are_known_by_their_names() -> None:
    def young(context: object, subject: object, day: date) -> bool:
        return True

    applies = Condition("young", 1, young)
    parties = (*SMALL.parties, Party("guardian", "guardian", applies=applies))
    required = Requirement("r", "departure", ("cv",), evolve(applies, revision=2))
    found = only(evolve(SMALL, parties=parties, requirements=(required,)))
    assert found.path == "$.requirements[r].applies"


def test_a_task_asks_guards_about_what_it_is_about() -> None:
    found = only(with_tasks(Task("x", "", DOES, guards=(guards.placed(),))))
    assert "Guard 'placed' is about 'learner', and is asked about 'mobility'" in found.message


def test_a_guard_about_anything_may_be_asked_by_a_task() -> None:
    assert problems(asking(Guard("fit", 1, refuses, scope=""))) == ()


def test_a_lifecycle_asks_guards_about_its_subjects() -> None:
    go = Transition("go", ("here",), ("away",), DOES, guards=(guards.units_agreed(),))
    away = State("away", "away", invariants=(guards.fully_signed(),))
    paths = {problem.path for problem in problems(with_life(go, states=[away]))}
    assert paths == {
        "$.lifecycles[learner].transitions[go].guards[units_agreed]",
        "$.lifecycles[learner].states[away].invariants[fully_signed]",
    }


def test_a_phase_asks_guards_about_the_mobility_or_its_learners() -> None:
    asks = (guards.units_agreed(), guards.placed(), guards.contract_complete())
    found = only(evolve(with_steps(), phases=(Phase("during", "During", exit=asks),)))
    assert found.path == "$.phases[during].exit[contract_complete]"


def test_a_phase_asks_no_guard_that_does_not_say_what_it_is_about() -> None:
    asks = (Guard("fit", 1, refuses, scope=""),)
    found = only(evolve(with_steps(), phases=(Phase("during", "During", exit=asks),)))
    assert "does not say what it is about" in found.message


def test_a_guard_of_a_set_is_judged_where_the_set_is_asked() -> None:
    sets = (GuardSet("ready-to-depart", (guards.units_agreed(),)),)
    found = only(evolve(SMALL, guard_sets=sets))
    assert found.path == "$.lifecycles[learner].transitions[depart].guards[1]"
    assert "of the set 'ready-to-depart'" in found.message


def test_a_guard_waits_for_a_phase_there_is() -> None:
    go = Transition("go", *HERE_LEFT, DOES, guards=(guards.status_is("durng"),))
    assert "There is no phase 'durng'. Did you mean 'during'?" in only(with_life(go)).message


def test_a_guard_waits_for_a_step_there_is() -> None:
    go = Transition("go", *HERE_LEFT, DOES, guards=(guards.tasks_done("prepare"),))
    assert only(with_life(go)).path.endswith(".params[step]")


# -- what comes after what


def test_nothing_comes_after_something_unknown() -> None:
    found = only(with_steps(PRESENT, Step("inform", "Inform", after=("present/taylor",))))
    assert found.path == "$.phases[before].steps[inform].after[0]"
    assert "Did you mean 'present/tailor'" in found.message


def test_a_task_is_referred_to_with_its_step() -> None:
    found = only(with_steps(PRESENT, Step("inform", "Inform", after=("tailor",))))
    assert "Write 'present/tailor'." in found.message


def test_nothing_comes_after_itself() -> None:
    found = only(with_tasks(Task("x", "", DOES, after=("step/x",))))
    assert found.path == "$.phases[before].steps[step].tasks[x].after[0]"


def test_a_circle_of_tasks_is_named() -> None:
    one, two = Task("one", "", DOES, after=("step/two",)), Task("two", "", DOES)
    found = only(with_tasks(one, evolve(two, after=("step/one",))))
    assert "goes round in a circle" in found.message
    assert "'step/one' comes after 'step/two'" in found.message


def test_a_task_does_not_come_after_its_own_step() -> None:
    found = only(with_tasks(Task("x", "", DOES, after=("step",))))
    assert "'step/x' comes after 'step' comes after 'step/x'" in found.message


def test_a_step_does_not_come_after_its_own_task() -> None:
    found = only(with_steps(evolve(PRESENT, after=("present/brief",))))
    assert found.path == "$.phases[before].steps[present].after[0]"


def test_a_circle_through_the_tasks_of_steps_is_found() -> None:
    one = Step("one", "", after=("two",), tasks=(Task("x", "", DOES),))
    two = Step("two", "", tasks=(Task("y", "", DOES, after=("one/x",)),))
    assert "circle" in only(with_steps(one, two)).message


def test_every_circle_is_named() -> None:
    steps = [Step(name, "", after=(other,)) for name, other in ("ab", "ba", "cd", "dc")]
    assert len(problems(with_steps(*steps))) == 2


def test_a_long_way_round_is_found() -> None:
    names = [f"s{n}" for n in range(3000)]
    steps = [Step(name, "", after=(names[n - 1],)) for n, name in enumerate(names)]
    assert "circle" in only(with_steps(*steps)).message


After: TypeAlias = dict[str, tuple[str, ...]]
PLACES: Final = ("a", "a/x", "a/y", "b", "b/x", "c")


def can_all_be_done(afters: After) -> bool:
    """Whether somebody who does what is possible gets through."""
    done = set[str]()
    while True:
        new = {
            place
            for place in PLACES
            if {*afters[place], *afters[place.partition("/")[0]]} <= done
            and {task for task in PLACES if task.startswith(f"{place}/")} <= done
        }
        if new <= done:
            return len(done) == len(PLACES)
        done |= new


@given(st.fixed_dictionaries({p: st.lists(st.sampled_from(PLACES), max_size=2) for p in PLACES}))
def test_a_circle_is_named_whenever_something_can_never_come_first(
    drawn: dict[str, list[str]],
) -> None:
    afters = {place: tuple(after) for place, after in drawn.items()}
    steps = (
        Step(
            step,
            "",
            after=afters[step],
            tasks=tuple(
                Task(place[2:], "", DOES, after=afters[place])
                for place in PLACES
                if place.startswith(f"{step}/")
            ),
        )
        for step in "abc"
    )
    assert (problems(with_steps(*steps)) == ()) == can_all_be_done(afters)


# -- tasks


def test_a_population_is_made_of_categories() -> None:
    task = Task("x", "", DOES, scope="learner", population=("engaged", cast("Category", "gone")))
    found = only(with_tasks(task))
    assert found.path == "$.phases[before].steps[step].tasks[x].population[1]"


def test_a_task_about_learners_has_a_population() -> None:
    found = only(with_tasks(Task("x", "", DOES, scope="learner")))
    assert found.path == "$.phases[before].steps[step].tasks[x].population"


def test_a_task_of_the_mobility_has_no_population() -> None:
    found = only(with_tasks(Task("x", "", DOES, population=("engaged",))))
    assert "the scope 'learner', or no population" in found.message


def test_a_task_has_a_scope_there_is() -> None:
    task = with_tasks(forced(Task("x", "", DOES), scope="lerner"))
    assert "Did you mean 'learner'" in only(task).message


# -- roles

NOBODY: Final = cast("Role", "tutour")


def test_a_permission_permits_somebody() -> None:
    found = only(with_tasks(Task("x", "", allow(deputies=("host",)))))
    assert found.path == "$.phases[before].steps[step].tasks[x].who.roles"


PERMITTED: Final[dict[str, Workflow]] = {
    "$.phases[before].steps[step].tasks[x].who.roles[0]": with_tasks(Task("x", "", allow(NOBODY))),
    "$.phases[before].steps[step].tasks[x].who.deputies[0]": with_tasks(
        Task("x", "", allow("host", deputies=(NOBODY,)))
    ),
    "$.lifecycles[learner].transitions[go].permission.roles[1]": with_life(
        Transition("go", *HERE_LEFT, allow("host", NOBODY))
    ),
    "$.documents[cv].who.roles[0]": evolve(
        with_steps(), documents=(DocumentKind("cv", "CV", allow(NOBODY)),)
    ),
    "$.permissions[AddLearner].roles[0]": evolve(SMALL, permissions={"AddLearner": allow(NOBODY)}),
    "$.parties[tutor].role": evolve(with_steps(), parties=(Party("tutor", NOBODY),)),
    "$.grid_signers[0]": evolve(SMALL, grid_signers=(NOBODY,)),
    "$.phases[before].steps[step].tasks[t0].guards[fit].excusable_by[0]": asking(
        Guard("fit", 1, refuses, scope="", excusable_by=(NOBODY,))
    ),
}


@pytest.mark.parametrize("path", PERMITTED)
def test_a_role_is_one_there_is(path: str) -> None:
    found = only(PERMITTED[path])
    assert found.path == path
    assert found.message.startswith("There is no role 'tutour'. Did you mean 'tutor'")


def test_a_permission_of_the_workflow_permits_somebody() -> None:
    found = only(evolve(SMALL, permissions={"AddLearner": Permission(())}))
    assert found.path == "$.permissions[AddLearner].roles"


# -- documents, contract, evidence


def test_a_requirement_names_documents() -> None:
    found = only(evolve(SMALL, requirements=(Requirement("r", "departure", ()),)))
    assert found.path == "$.requirements[r].kinds"


def test_a_requirement_names_documents_there_are() -> None:
    found = only(evolve(SMALL, requirements=(Requirement("r", "departure", ("cv", "insurence")),)))
    assert found.path == "$.requirements[r].kinds[1]"
    assert "Did you mean 'insurance'?" in found.message


def test_a_requirement_is_not_lost_by_a_slip_in_its_gate() -> None:
    found = only(evolve(SMALL, requirements=(Requirement("r", "depature", ("cv",)),)))
    assert "Did you mean 'departure'?" in found.message


def test_a_gate_is_no_slip_where_the_guard_that_asked_was_removed() -> None:
    requirement, guard = (
        Requirement("r", "depature", ("cv",)),
        guards.documents_collected("depature"),
    )
    removed = {f"guard:leave#{guard}": Removed("acme 1.0", guard)}
    assert problems(evolve(SMALL, requirements=(requirement,), removed=removed)) == ()


def test_a_gate_of_ones_own_is_fine() -> None:
    assert problems(evolve(SMALL, requirements=(Requirement("r", "visa", ("cv",)),))) == ()


def test_a_document_is_about_something_there_is() -> None:
    document = forced(DocumentKind("cv", "CV", DOES), scope="lerner")
    assert only(evolve(with_steps(), documents=(document,))).path == "$.documents[cv].scope"


def test_a_document_is_dated_from_a_day_there_is() -> None:
    document = forced(DocumentKind("cv", "CV", DOES), dated_from="last-presense")
    assert "'last-presence'" in only(evolve(with_steps(), documents=(document,))).message


def test_only_a_document_of_a_learner_is_dated_from_the_last_presence() -> None:
    document = DocumentKind("cv", "CV", DOES, scope="mobility", dated_from="last-presence")
    found = only(evolve(with_steps(), documents=(document,)))
    assert found.path == "$.documents[cv].dated_from"


def test_a_party_stands_in_a_relation_there_is() -> None:
    party = forced(Party("c", "host-company"), each="placements")
    assert "'placement'" in only(evolve(with_steps(), parties=(party,))).message


def test_an_amendment_is_of_a_kind_there_is() -> None:
    change = {cast("AmendmentScope", "date"): ("host",)}
    found = only(evolve(SMALL, amendment_parties=change))
    assert found.path == "$.amendment_parties[date]"


def test_an_amendment_is_signed_by_parties_there_are() -> None:
    found = only(evolve(SMALL, amendment_parties={"dates": ("sending", "hots")}))
    assert found.path == "$.amendment_parties[dates][1]"


def test_something_documents_an_assessment() -> None:
    assert only(evolve(SMALL, evidence=())).path == "$.evidence"


def test_evidence_is_of_a_kind_there_is() -> None:
    found = only(evolve(SMALL, evidence=("grid", cast("Evidence", "grids"))))
    assert found.path == "$.evidence[1]"


# -- lead times


@pytest.mark.parametrize(
    "name",
    [
        *("before", "present", "present/tailor", "document", "document/cv"),
        *("signature", "signature/host", "trigger/select", "incident", "incident/mediation"),
    ],
)
def test_what_there_is_can_be_due(name: str) -> None:
    assert problems(evolve(SMALL, lead_times={name: LeadTime("end", 1)})) == ()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("preesnt", "present"),
        ("present/tailer", "present/tailor"),
        ("document/insurence", "document/insurance"),
        ("signature/hots", "signature/host"),
        ("documents/cv", "document/cv"),
    ],
)
def test_what_there_is_not_cannot_be_due(name: str, nearest: str) -> None:
    found = only(evolve(SMALL, lead_times={name: LeadTime("end", 1)}))
    assert found.path == f"$.lead_times[{name}]"
    assert f"'{nearest}'" in found.message


@pytest.mark.parametrize("days", [-1001, 1001])
def test_a_lead_time_is_within_reason(days: int) -> None:
    found = only(evolve(SMALL, lead_times={"before": LeadTime("start", days)}))
    assert found.path == "$.lead_times[before].days"


def test_a_lead_time_counts_from_an_end_of_the_stay() -> None:
    lead = forced(LeadTime("start", 1), anchor="begin")
    assert only(evolve(SMALL, lead_times={"before": lead})).path == "$.lead_times[before].anchor"


# -- what is not of the right type


def test_a_guard_has_a_function() -> None:
    guard = cast("Callable[..., Iterable[Reason]]", None)
    found = only(asking(Guard("fit", 1, guard)))
    assert found.path == "$.phases[before].steps[step].tasks[t0].guards[fit].func"


def test_a_list_is_not_a_tuple() -> None:
    step = forced(PRESENT, tasks=list(PRESENT.tasks))
    assert only(with_steps(step)).path == "$.phases[before].steps[present].tasks"


def test_a_text_is_not_a_tuple_of_one() -> None:
    found = only(with_steps(forced(PRESENT, after="select")))
    assert "expected a tuple, got the text 'select'" in found.message
    assert "('select',)" in found.message


def test_what_is_of_the_wrong_type_is_told_alone_and_in_full() -> None:
    wrong = forced(SMALL, version=1, evidence=(), documents=(None,), lead_times={1: None})
    paths = {problem.path for problem in problems(wrong)}
    assert paths == {"$.version", "$.documents[0]", "$.lead_times[1]"}


def test_something_else_than_a_workflow_is_refused() -> None:
    assert only(cast("Workflow", None)).path == "$"


# -- all at once


def test_all_problems_are_told_at_once() -> None:
    workflow = evolve(SMALL, guard_sets=(), documents=(), parties=(), evidence=())
    assert len(problems(workflow)) == 7


def test_a_flood_of_problems_ends_with_their_number() -> None:
    after = tuple(f"nothing-{n}" for n in range(250))
    found = problems(with_steps(Step("x", "", after=after)))
    assert len(found) == 201
    assert found[-1] == Problem("$", "And 50 more: correct these first.")


def test_a_flood_without_end_is_not_counted() -> None:
    after = tuple(f"nothing-{n}" for n in range(5000))
    assert "at least 300" in problems(with_steps(Step("x", "", after=after)))[-1].message


# -- whatever is done to a sound definition

Site: TypeAlias = "tuple[str | int, ...]"
Items: TypeAlias = "tuple[AttrsInstance, ...]"
Edit: TypeAlias = Callable[[Items, int], Items]

FREE: Final = ("notes", "requirements")
"""What nothing refers to: it may be dropped or renamed."""


IDENTIFIED: Final = (
    *(Phase, Step, Task, Note, Lifecycle, State, GuardSet, DocumentKind, Requirement, Party),
)


def name_of(item: AttrsInstance) -> str:
    return str(getattr(item, "id", None) or getattr(item, "kind", ""))


def sites(value: AttrsInstance) -> Iterator[tuple[Site, AttrsInstance]]:
    """Every thing in a collection of a definition, and the way to it."""
    for attribute in attrs.fields(type(value)):
        items = getattr(value, attribute.name)
        for index, item in enumerate(items if isinstance(items, tuple) else ()):
            if attrs.has(type(item)):
                yield (attribute.name, index), item
                for way, inner in sites(item):
                    yield (attribute.name, index, *way), inner


def edited(value: AttrsInstance, way: Site, edit: Edit) -> AttrsInstance:
    """The definition with one collection changed."""
    name, index = str(way[0]), int(way[1])
    items: Items = getattr(value, name)
    if way[2:]:
        items = (*items[:index], edited(items[index], way[2:], edit), *items[index + 1 :])
    else:
        items = edit(items, index)
    return forced(value, **{name: items})


def drop(items: Items, index: int) -> Items:
    return (*items[:index], *items[index + 1 :])


def twice(items: Items, index: int) -> Items:
    return (*items, items[index])


def renamed(items: Items, index: int) -> Items:
    item = items[index]
    new = {"kind" if isinstance(item, Lifecycle) else "id": f"{name_of(item)}-2"}
    return (*items[:index], forced(item, **new), *items[index + 1 :])


SITES: Final = tuple(site for site in sites(SMALL) if isinstance(site[1], IDENTIFIED))


@given(st.sampled_from(SITES))
def test_whatever_is_given_twice_is_reported(site: tuple[Site, AttrsInstance]) -> None:
    way, item = site
    found = problems(cast("Workflow", edited(SMALL, way, twice)))
    assert any(
        problem.message.startswith("Two things") and repr(name_of(item)) in problem.message
        for problem in found
    )


@given(st.sampled_from([site for site in SITES if site[0][-2] not in FREE]), st.booleans())
def test_whatever_is_missed_is_reported(
    site: tuple[Site, AttrsInstance],
    drops: bool,  # noqa: FBT001
) -> None:
    way, item = site
    found = problems(cast("Workflow", edited(SMALL, way, drop if drops else renamed)))
    assert any(f"{name_of(item)}'" in problem.message for problem in found)


@given(st.lists(st.tuples(st.sampled_from([drop, twice, renamed]), st.randoms()), max_size=6))
def test_whatever_is_done_nothing_is_raised(edits: list[tuple[Edit, Random]]) -> None:
    workflow: AttrsInstance = SMALL
    for edit, random in edits:
        left = [site for site in sites(workflow) if isinstance(site[1], IDENTIFIED)]
        if left:
            workflow = edited(workflow, random.choice(left)[0], edit)
    assert all(isinstance(problem, Problem) for problem in problems(cast("Workflow", workflow)))


NONSENSE: Final[st.SearchStrategy[object]] = st.sampled_from(
    [None, "", "text", 5, True, [], (), (None,), {}, {"a": 1}, LIFE]
)


RICH: Final = evolve(
    SMALL,
    lifecycles=(LEARNER, HOST_COMPANY, CONTRACT, DOCUMENT, INCIDENT),
    permissions={"AddLearner": DOES},
)


@given(st.sampled_from([((), RICH), *sites(RICH)]), st.data())
def test_nonsense_anywhere_raises_nothing(
    site: tuple[Site, AttrsInstance], data: st.DataObject
) -> None:
    way, item = site
    name = data.draw(st.sampled_from([a.name for a in attrs.fields(type(item))]))
    broken = forced(item, **{name: data.draw(NONSENSE)})

    def replaced(items: Items, index: int) -> Items:
        return (*items[:index], broken, *items[index + 1 :])

    workflow = edited(RICH, way, replaced) if way else broken
    found = problems(cast("Workflow", workflow))
    assert all(isinstance(problem, Problem) for problem in found)


# -- words of certifications and prerequisites


def test_words_of_certifications_and_prerequisites_are_known() -> None:
    booklet = DocumentKind("booklet", "Booklet", allow(forced_word("teatcher")))
    jury = Certification(
        "jury",
        "Jury",
        ambition=forced_word("certifi"),
        decided_by=("certifier", forced_word("jurry")),
        documents=(booklet,),
    )
    law = LegalSource("Act, section 1", "a gazette", date(2026, 11, 1))
    rest = Confirmation((forced_word("hots"),))
    rule = Prerequisite("rest", "Rest", Applies(age_on=forced_word("end")), rest, law)
    found = problems(evolve(SMALL, certifications=(jury,), prerequisites=(rule, rule)))
    assert {problem.path for problem in found} == {
        "$.certifications[jury].ambition",
        "$.certifications[jury].decided_by[1]",
        "$.certifications[jury].documents[booklet].who.roles[0]",
        "$.prerequisites[rest].requires.by[0]",
        "$.prerequisites[rest].applies.age_on",
        "$.prerequisites[rest]",
    }
    assert any("Did you mean 'host'" in problem.message for problem in found)


def test_a_transition_asks_for_facts_there_are() -> None:
    go = Transition("go", ("here",), ("gone",), DOES, asks=(forced_word("raeson"),))
    found = only(with_life(go, states=[State("gone", "ended")]))
    assert found.path == "$.lifecycles[learner].transitions[go].asks[0]"
