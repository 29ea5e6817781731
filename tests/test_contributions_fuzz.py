"""Whatever a plugin contributes, what comes of it is a workflow or an error of ours."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mobiflow import DefinitionError, PluginError, Problem, allow, guards
from mobiflow._compiler.pieces import Pieces
from mobiflow.contributions import (
    AddDocument,
    AddGuard,
    AddInvariant,
    AddLeadTime,
    AddNote,
    AddParty,
    AddPhase,
    AddRequirement,
    AddState,
    AddStep,
    AddTask,
    AddTransition,
    Remove,
    Replace,
)
from mobiflow.definition import (
    DocumentKind,
    LeadTime,
    Note,
    Party,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
)
from tests.amounts import examples
from tests.plugins import Plugin, engine

BASE = engine().workflows["mobility"]
ADDRESSES = sorted(Pieces.of(BASE).by_address)
IDS = sorted({address.rpartition(":")[2].rpartition("/")[2] for address in ADDRESSES})

words = st.one_of(
    st.sampled_from(IDS), st.sampled_from(ADDRESSES), st.text(max_size=8), st.just("mobility")
)
pieces: st.SearchStrategy[Any] = st.one_of(
    st.builds(Phase, words, words),
    st.builds(Step, words, words, after=st.tuples(words)),
    st.builds(Task, words, words, st.just(allow("coordinator")), after=st.tuples(words)),
    st.builds(Note, words, words, words),
    st.builds(State, words, st.sampled_from(["away", "ended", "", "x"])),
    st.builds(Transition, words, st.tuples(words), st.tuples(words), st.just(allow("coordinator"))),
    st.builds(DocumentKind, words, words, st.just(allow("learner"))),
    st.builds(Requirement, words, words, st.tuples(words)),
    st.builds(Party, words, st.sampled_from(["host", "nobody"])),
    st.just(guards.placed()),
    st.sampled_from([None, 3, "text", (), {"a": 1}]),
)
changes: st.SearchStrategy[Any] = st.one_of(
    st.builds(AddPhase, pieces, st.none() | words),
    st.builds(AddStep, pieces, words, st.none() | words),
    st.builds(AddTask, pieces, words, st.none() | words),
    st.builds(AddNote, pieces, words),
    st.builds(AddState, pieces, words),
    st.builds(AddTransition, pieces, words),
    st.builds(AddGuard, pieces, words),
    st.builds(AddInvariant, pieces, words, words),
    st.builds(AddDocument, pieces),
    st.builds(AddRequirement, pieces),
    st.builds(AddParty, pieces),
    st.builds(AddLeadTime, words, st.just(LeadTime("start", -7))),
    st.builds(Replace, words, pieces),
    st.builds(Remove, words),
    st.builds(Remove, st.sampled_from([None, 3, ()])),
)


@examples(40)
@given(one=st.lists(changes, max_size=4), other=st.lists(changes, max_size=4))
def test_contributions_make_a_workflow_or_one_error_of_ours(
    one: list[Any], other: list[Any]
) -> None:
    plugins = (Plugin("one", changes=one), Plugin("other", changes=other))
    problems: tuple[Problem, ...] = ()
    try:
        made = engine(*plugins).workflows["mobility"]
    except (DefinitionError, PluginError) as error:
        problems, made = error.problems, BASE
    assert Pieces.of(made).workflow() == made
    assert all(problem.path and problem.message for problem in problems)
