"""The rules of a lifecycle at work: asking, firing and choosing."""

from __future__ import annotations

import ast
import inspect
import logging
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from attrs import evolve, frozen

from mobiflow._compiler import machine as _machine
from mobiflow._compiler.machine import (
    LifecycleMachine,
    Row,
    UnknownTransition,
    WrongChoice,
)


@frozen
class Person:
    """A subject: frozen, slotted and compared by value, as those of the library are."""

    missing: tuple[str, ...] = ()
    verdict: str = "validated"


@frozen
class Missing:
    """A refusal."""

    what: str
    context: object = None


def refusing(*names: str, calls: list[str] | None = None) -> Callable[[Any, Person], list[Missing]]:
    """Make a guard that refuses once for each of these names that the person misses."""

    def guard(context: object, person: Person) -> list[Missing]:
        if calls is not None:
            calls.append("+".join(names))
        return [Missing(name, context) for name in names if name in person.missing]

    return guard


def decided(context: object, person: Person) -> str:
    return person.verdict


STATES = ("candidate", "selected", "no-show", "validated", "not-validated")


def lifecycle(*rows: Row, initial: str = "candidate") -> LifecycleMachine:
    return LifecycleMachine("learner", STATES, initial, rows)


def select(*guards: Callable[[Any, Any], Any]) -> LifecycleMachine:
    return lifecycle(Row("select", "candidate", "selected", guards))


def deciding(
    choice: Callable[[Any, Any], Any] = decided, *guards: Callable[[Any, Any], Any]
) -> LifecycleMachine:
    return lifecycle(
        Row("decide", "selected", "validated", guards, choice),
        Row("decide", "selected", "not-validated", guards, choice),
    )


# -- asking


def test_all_refusals_of_all_guards_are_given_in_the_order_of_the_guards() -> None:
    machine = select(refusing("cv", "passport"), refusing("contract"), refusing("tutor"))

    refusals = machine.ask("select", "candidate", "rules", Person(("tutor", "cv", "passport")))

    assert refusals == [
        Missing("cv", "rules"),
        Missing("passport", "rules"),
        Missing("tutor", "rules"),
    ]


def test_a_transition_whose_guards_are_met_has_no_refusals() -> None:
    assert select(refusing("cv"), refusing("tutor")).ask("select", "candidate", 0, Person()) == []


def test_a_transition_without_guards_has_no_refusals() -> None:
    assert select().ask("select", "candidate", None, Person()) == []


def test_a_trigger_that_the_state_does_not_have_is_not_answered() -> None:
    machine = select(refusing("cv"))

    assert machine.ask("select", "selected", None, Person()) is None
    assert machine.ask("fly", "candidate", None, Person()) is None


@pytest.mark.parametrize("series", [tuple, list, set, frozenset, iter, dict.fromkeys])
def test_a_guard_may_give_any_series(series: Callable[[list[Missing]], Iterable[Missing]]) -> None:
    def guard(context: object, person: Person) -> Iterable[Missing]:
        return series([Missing(name) for name in person.missing])

    assert select(guard).ask("select", "candidate", None, Person()) == []
    assert select(guard).ask("select", "candidate", None, Person(("cv",))) == [Missing("cv")]


def test_a_guard_may_yield_its_refusals() -> None:
    def guard(context: object, person: Person) -> Iterator[Missing]:
        for name in person.missing:
            yield Missing(name)

    assert select(guard).ask("select", "candidate", None, Person(("cv", "id"))) == [
        Missing("cv"),
        Missing("id"),
    ]


def test_a_refusal_that_counts_as_false_still_refuses() -> None:
    def guard(context: object, person: Person) -> list[int]:
        return [0]

    machine = select(guard)

    assert machine.ask("select", "candidate", None, Person()) == [0]


def test_each_guard_is_asked_once_however_many_destinations_there_are() -> None:
    calls: list[str] = []
    machine = deciding(decided, refusing("grid", calls=calls), refusing("proof", calls=calls))

    machine.ask("decide", "selected", None, Person(("grid",)))

    assert calls == ["grid", "proof"]


def test_asking_does_not_choose() -> None:
    def choice(context: object, person: Person) -> str:
        raise AssertionError

    assert deciding(choice).ask("decide", "selected", None, Person()) == []


def test_every_question_gets_a_list_of_its_own() -> None:
    machine = select(refusing("cv"))
    first = machine.ask("select", "candidate", None, Person(("cv",)))
    assert first is not None
    first.clear()

    assert machine.ask("select", "candidate", None, Person(("cv",))) == [Missing("cv")]


def test_a_guard_may_ask_the_lifecycle_it_belongs_to() -> None:
    def guard(context: object, person: Person) -> Iterable[Missing]:
        if not person.missing:
            return []
        rest = machine.ask("select", "candidate", context, Person(person.missing[1:]))
        assert rest is not None
        return [Missing(person.missing[0]), *rest]

    machine = select(guard)

    assert machine.ask("select", "candidate", None, Person(("cv", "id"))) == [
        Missing("cv"),
        Missing("id"),
    ]


# -- guards that fail


def test_an_error_in_a_guard_comes_out_as_it_is_and_changes_nothing() -> None:
    error = KeyError("unit")

    def guard(context: object, person: Person) -> list[Missing]:
        if person.missing:
            raise error
        return []

    machine = select(refusing("cv"), guard)

    with pytest.raises(KeyError) as caught:
        machine.ask("select", "candidate", None, Person(("cv",)))

    assert caught.value is error
    assert machine.ask("select", "candidate", None, Person()) == []
    assert machine.ask("select", "candidate", None, Person()) == []


# -- firing


def test_firing_gives_the_destination() -> None:
    assert select().fire("select", "candidate", None, Person()) == "selected"


def test_firing_does_not_ask_the_guards_again() -> None:
    calls: list[str] = []
    machine = select(refusing("cv", calls=calls))

    assert machine.fire("select", "candidate", None, Person(("cv",))) == "selected"
    assert calls == []


def test_a_transition_may_lead_back_to_its_own_state() -> None:
    machine = lifecycle(Row("remind", "candidate", "candidate"))

    assert machine.fire("remind", "candidate", None, Person()) == "candidate"


def test_firing_a_trigger_that_the_state_does_not_have_is_an_error() -> None:
    machine = select()

    with pytest.raises(UnknownTransition, match="no trigger 'select' in state 'selected'"):
        machine.fire("select", "selected", None, Person())
    with pytest.raises(LookupError, match=r"no trigger 'fly' .* only \('select',\)"):
        machine.fire("fly", "candidate", None, Person())


@pytest.mark.parametrize("verdict", ["validated", "not-validated"])
def test_the_choice_picks_the_destination(verdict: str) -> None:
    machine = deciding()

    assert machine.fire("decide", "selected", None, Person(verdict=verdict)) == verdict


def test_the_choice_is_asked_once_with_the_context_and_the_subject() -> None:
    calls: list[tuple[object, object]] = []

    def choice(context: object, person: Person) -> str:
        calls.append((context, person))
        return "not-validated"

    deciding(choice).fire("decide", "selected", "rules", Person())

    assert calls == [("rules", Person())]


@pytest.mark.parametrize("chosen", ["candidate", "moon", "", None, True])
def test_a_choice_of_a_state_where_the_trigger_does_not_lead_is_an_error(chosen: object) -> None:
    def by_the_book(context: object, person: Person) -> object:
        return chosen

    with pytest.raises(WrongChoice, match=r"by_the_book gave .* \('validated', 'not-validated'\)"):
        deciding(by_the_book).fire("decide", "selected", None, Person())


def test_a_choice_may_be_left_with_one_destination_and_still_binds() -> None:
    machine = lifecycle(Row("decide", "selected", "validated", (), decided))

    assert machine.fire("decide", "selected", None, Person()) == "validated"
    with pytest.raises(WrongChoice):
        machine.fire("decide", "selected", None, Person(verdict="not-validated"))


def test_an_error_in_a_choice_comes_out_as_it_is() -> None:
    def choice(context: object, person: Person) -> str:
        raise ZeroDivisionError

    machine = deciding(choice)

    with pytest.raises(ZeroDivisionError):
        machine.fire("decide", "selected", None, Person())
    assert machine.ask("decide", "selected", None, Person()) == []


# -- what there is


def test_a_lifecycle_lists_what_it_has_in_the_order_of_its_rows() -> None:
    machine = lifecycle(
        Row("withdraw", "selected", "candidate"),
        Row("decide", "selected", "validated", (), decided),
        Row("select", "candidate", "selected"),
        Row("decide", "candidate", "validated"),
        Row("decide", "selected", "not-validated", (), decided),
    )

    assert machine.triggers("selected") == ("withdraw", "decide")
    assert machine.triggers("candidate") == ("select", "decide")
    assert machine.triggers("no-show") == ()
    assert machine.sources("decide") == ("selected", "candidate")
    assert machine.sources("fly") == ()
    assert machine.states == STATES


def test_nothing_is_there_that_no_row_says() -> None:
    machine = select()

    assert [machine.triggers(state) for state in STATES] == [("select",), (), (), (), ()]
    assert list(machine._machine.events) == ["select"]


def test_a_state_that_the_lifecycle_does_not_have_is_an_error_everywhere() -> None:
    machine = select()
    questions: list[Callable[[], object]] = [
        lambda: machine.ask("select", "on the moon", None, Person()),
        lambda: machine.fire("select", "on the moon", None, Person()),
        lambda: machine.triggers("on the moon"),
    ]

    for question in questions:
        with pytest.raises(UnknownTransition, match="no state 'on the moon'"):
            question()


@pytest.mark.parametrize("trigger", ["trigger", "events", "states", "on_enter_selected", "é !"])
def test_a_trigger_may_have_the_name_of_anything_inside(trigger: str) -> None:
    machine = lifecycle(Row(trigger, "candidate", "no-show"))

    assert machine.ask(trigger, "candidate", None, Person()) == []
    assert machine.fire(trigger, "candidate", None, Person()) == "no-show"


# -- rows that cannot be


GOOD = Row("decide", "selected", "validated", (), decided)


@pytest.mark.parametrize(
    "rows",
    [
        [Row("select", "candidate", "moon")],
        [Row("select", "moon", "candidate")],
        [Row("select", "*", "candidate")],
        [Row("select", "candidate", "=")],
        [GOOD, GOOD],
        [GOOD, evolve(GOOD, dest="no-show", choice=None)],
        [GOOD, evolve(GOOD, dest="no-show", guards=(refusing("grid"),))],
        [evolve(GOOD, choice=None), evolve(GOOD, dest="no-show", choice=None)],
        [GOOD, evolve(GOOD, dest="no-show"), evolve(GOOD, dest="no-show")],
        [Row("state", "candidate", "selected")],
    ],
)
def test_rows_that_would_be_taken_otherwise_than_meant_are_refused(rows: list[Row]) -> None:
    with pytest.raises(ValueError, match=r"learner|model attribute"):
        lifecycle(*rows)


@pytest.mark.parametrize("states", [["a", "b", "a"], ["b"], ["a", "*"], ["a", "="], ["a", ""]])
def test_states_that_would_be_taken_otherwise_than_meant_are_refused(states: list[str]) -> None:
    with pytest.raises(ValueError, match="'learner' cannot have the states"):
        LifecycleMachine("learner", states, "a", [])


# -- nothing is bound, nothing is kept


def test_a_subject_is_neither_bound_nor_kept() -> None:
    machine = select(refusing("cv"))
    one, other = Person(("cv",)), Person(("cv",))  # equal, which binding would take for the same

    assert machine.ask("select", "candidate", None, one) == [Missing("cv")]
    assert machine.ask("select", "candidate", None, other) == [Missing("cv")]
    assert machine.fire("select", "candidate", None, one) == "selected"
    assert machine.ask("select", "candidate", None, one) == [Missing("cv")]
    assert machine._machine.models == []


def test_a_lifecycle_cannot_be_given_anything_more() -> None:
    with pytest.raises(AttributeError):
        select().last_asked = Person()  # type: ignore[attr-defined]  # the point of the test


def test_asking_and_firing_log_nothing(caplog: pytest.LogCaptureFixture) -> None:
    machine = select(refusing("cv"))

    with caplog.at_level(logging.DEBUG):
        machine.ask("select", "candidate", None, Person(("cv",)))
        machine.fire("select", "candidate", None, Person())

    assert caplog.records == []


def test_asking_and_firing_go_through_the_event_of_the_one_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = select()
    event = machine._machine.events["select"]
    seen: list[object] = []
    original = event.trigger

    def trigger(model: object) -> bool:
        seen.append(model)
        return original(model)

    monkeypatch.setattr(event, "trigger", trigger)

    machine.ask("select", "candidate", "rules", Person())
    machine.fire("select", "candidate", "rules", Person())

    assert [(cursor.moving, cursor.state) for cursor in seen] == [  # type: ignore[attr-defined]  # cursors
        (False, "candidate"),
        (True, "selected"),
    ]


def test_threads_may_share_a_lifecycle() -> None:
    def guard(context: int, person: Person) -> Iterator[Missing]:
        for name in person.missing:
            yield Missing(name, context)

    machine = lifecycle(
        Row("select", "candidate", "selected", (guard, guard)),
        Row("decide", "selected", "validated", (guard,), decided),
        Row("decide", "selected", "not-validated", (guard,), decided),
    )

    def work(number: int) -> None:
        rng = random.Random(number)  # no secret
        for _ in range(300):
            missing = tuple(f"{number}-{n}" for n in range(rng.randint(0, 4)))
            person = Person(missing, rng.choice(["validated", "not-validated"]))
            refusals = [Missing(name, number) for name in missing]
            assert machine.ask("select", "candidate", number, person) == refusals * 2
            assert machine.ask("decide", "selected", number, person) == refusals
            assert machine.ask("decide", "candidate", number, person) is None
            assert machine.fire("decide", "selected", number, person) == person.verdict

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(32)))


def test_only_public_names_of_the_engine_are_used() -> None:
    tree = ast.parse(inspect.getsource(_machine))
    ours = {*vars(LifecycleMachine)}
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert {name for name in used if name.startswith("_") and not name.endswith("__")} <= ours
