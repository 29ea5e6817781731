"""The best way through a lifecycle: usual, then short, then first in the definition."""

from __future__ import annotations

import itertools
import random

from mobiflow import allow
from mobiflow.definition import Lifecycle, State, Transition
from mobiflow.rules.paths import best_way, usual_ways, ways_out


def way(
    trigger: str, source: str, *dests: str, exceptional: bool = False, automatic: bool = False
) -> Transition:
    return Transition(
        trigger,
        (source,),
        dests,
        allow("coordinator"),
        exceptional=exceptional,
        automatic=automatic,
    )


STATES = (
    State("candidate", "applying"),
    State("selected", "engaged"),
    State("passed", "ended"),
    State("failed", "ended"),
    State("lost", "away"),
)


def lifecycle(*transitions: Transition) -> Lifecycle:
    return Lifecycle("learner", "candidate", STATES, transitions)


WITHDRAW = way("withdraw", "candidate", "failed")
SKIP = way("skip", "candidate", "passed")
SELECT = way("select", "candidate", "selected")
CHOOSE = way("choose", "candidate", "selected")
DECIDE = way("decide", "selected", "passed", "failed")
REOPEN = way("reopen", "passed", "candidate")
ALL = lifecycle(WITHDRAW, SKIP, SELECT, CHOOSE, DECIDE, REOPEN)


def test_the_way_is_the_shortest() -> None:
    assert best_way(ALL, "candidate", {"passed"}) == ("skip",)


def test_the_way_goes_to_the_nearest_target() -> None:
    assert best_way(ALL, "selected", {"candidate", "passed"}) == ("decide",)


def test_the_way_to_where_one_is_has_no_steps() -> None:
    assert best_way(ALL, "candidate", {"candidate", "selected"}) == ()


def test_there_is_no_way_where_no_transition_leads() -> None:
    assert best_way(ALL, "candidate", {"lost"}) is None
    assert best_way(ALL, "candidate", ()) is None
    assert best_way(ALL, "on the moon", {"candidate"}) is None


def test_ways_of_the_same_length_are_taken_in_the_order_of_the_definition() -> None:
    assert best_way(ALL, "candidate", {"selected"}) == ("select",)


def test_a_longer_way_is_better_than_an_exceptional_one() -> None:
    skip = way("skip", "candidate", "passed", exceptional=True)
    assert best_way(lifecycle(skip, SELECT, DECIDE), "candidate", {"passed"}) == (
        "select",
        "decide",
    )


def test_an_exceptional_way_is_taken_where_there_is_no_other() -> None:
    reopen = way("reopen", "passed", "candidate", exceptional=True)
    assert best_way(lifecycle(reopen, SELECT), "passed", {"selected"}) == ("reopen", "select")


def test_what_is_automatic_is_waited_for_only_where_there_is_no_other_way() -> None:
    by_itself = way("lapse", "candidate", "failed", automatic=True)
    assert best_way(lifecycle(by_itself, SELECT, DECIDE), "candidate", {"failed"}) == (
        "select",
        "decide",
    )
    assert best_way(lifecycle(by_itself), "candidate", {"failed"}) == ("lapse",)


def test_the_usual_ways_lead_to_every_category_but_the_own() -> None:
    assert usual_ways(ALL) == {
        ("candidate", "engaged"): ("select",),
        ("candidate", "ended"): ("withdraw",),
        ("selected", "ended"): ("decide",),
        ("selected", "applying"): ("decide", "reopen"),
        ("passed", "applying"): ("reopen",),
        ("passed", "engaged"): ("reopen", "select"),
    }


def test_the_way_out_is_the_shortest_even_if_it_is_exceptional() -> None:
    withdraw = way("withdraw", "candidate", "failed", exceptional=True)
    assert ways_out(lifecycle(SELECT, DECIDE, withdraw)) == {
        "candidate": ("withdraw",),
        "selected": ("decide",),
    }


def best_by_trying_all(
    transitions: list[Transition], source: str, targets: set[str]
) -> tuple[str, ...] | None:
    """Find the best way by comparing all that pass no state twice."""
    ways: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []

    def walk(state: str, taken: tuple[tuple[int, int], ...], seen: frozenset[str]) -> None:
        if state in targets:
            avoided = sum(transitions[i].exceptional for i, _ in taken)
            ways.append((avoided, len(taken), taken))
        for index, transition in enumerate(transitions):
            for place, dest in enumerate(transition.dests):
                if transition.sources == (state,) and dest not in seen:
                    walk(dest, (*taken, (index, place)), seen | {dest})

    walk(source, (), frozenset({source}))
    return tuple(transitions[index].trigger for index, _ in min(ways)[2]) if ways else None


def test_the_way_is_the_best_of_all_on_random_lifecycles() -> None:
    rng = random.Random(20270301)  # no secret
    for _ in range(600):
        names = [state.id for state in STATES[: rng.randint(2, 5)]]
        places = list(itertools.product("abcd", names))
        transitions = [
            way(
                trigger,
                start,
                *rng.sample(names, rng.randint(1, 2)),
                exceptional=rng.random() < 0.3,
            )
            for trigger, start in rng.sample(places, rng.randint(1, min(7, len(places))))
        ]
        drawn = lifecycle(*transitions)
        for source in names:
            targets = set(rng.sample(names, rng.randint(1, 2)))
            expected = best_by_trying_all(transitions, source, targets)
            assert best_way(drawn, source, targets) == expected
