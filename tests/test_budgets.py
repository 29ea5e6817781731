"""Whoever sends rubbish decides neither how long an answer takes nor how long it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import Any, Final

import pytest
from attrs import evolve

from mobiflow import (
    Actor,
    DefinitionError,
    Engine,
    InvalidValue,
    Learner,
    MobiflowError,
    Period,
    PluginError,
    Problem,
    Ref,
    UnknownName,
    actions,
    hookimpl,
)
from mobiflow.contributions import AddLabel, AddTask, Remove
from mobiflow.definition import Task
from mobiflow.errors import nearest, shown
from mobiflow.formats import action_from, read_workflow, value_from, write_workflow
from mobiflow.imports import read_learners
from mobiflow.plugins.guide.workflow import WORKFLOW
from mobiflow.testing import at
from mobiflow.verdict import allow

HUGE: Final = "x" * 10_000_000
SECONDS: Final = 1.5
"""More than any of these takes, less than what it took before there was a budget."""

HEAD: Final = (
    'format = "mobiflow-workflow/1"\nid = "visit"\nversion = "1"\ntitle = "A visit"\n'
    'lifecycles = ["learner"]\n[[phases]]\nid = "during"\ntitle = "During"\n'
)


def near(index: int, letter: str) -> str:
    """One of many long names that are all alike."""
    return f"{'a' * 80}{letter}{index:05d}"


def steps_after_near_misses() -> Iterable[str]:
    for index in range(600):
        yield f'[[phases.steps]]\nid = "{near(index, "b")}"\ntitle = "T"'
        yield f'after = ["{near(index, "c")}"]'


def guards_nearly_named() -> Iterable[str]:
    yield '[[phases.steps]]\nid = "see"\ntitle = "See"'
    for index in range(900):
        yield f'[[phases.steps.tasks]]\nid = "t{index}"\ntitle = "T"\nwho = ["host"]'
        yield f'guards = [{{ guard = "documents_collected_{index}" }}]'


def keys_nearly_known() -> Iterable[str]:
    yield '[[phases.steps]]\nid = "see"\ntitle = "See"'
    yield from (f"{near(index, 't')} = 1" for index in range(1000))


def lead_times_nearly_known() -> Iterable[str]:
    for index in range(600):
        yield f'[[phases.steps]]\nid = "{near(index, "b")}"\ntitle = "T"'
    yield "[lead_times]"
    for index in range(600):
        yield f'"{near(index, "c")}" = {{ anchor = "start", days = 1 }}'


@pytest.mark.parametrize(
    "lines",
    [
        steps_after_near_misses,
        guards_nearly_named,
        keys_nearly_known,
        lead_times_nearly_known,
    ],
)
def test_a_file_of_near_misses_is_told_quickly(
    lines: Callable[[], Iterable[str]], tmp_path: Path
) -> None:
    engine = Engine(disabled=["guide"])
    file = tmp_path / "visit.toml"
    file.write_text(HEAD + "\n".join(lines()), "utf-8")
    started = process_time()
    found = engine.check_file(file)
    assert process_time() - started < SECONDS
    assert 1 < len(found) < 300
    assert sum(len(str(problem)) for problem in found) < 200_000


def test_a_name_among_many_that_are_alike_is_looked_for_quickly() -> None:
    known = [near(index, "b") for index in range(50_000)]
    started = process_time()
    for index in range(20):
        assert UnknownName("step", near(index, "c") * 1000, known).nearest
    assert process_time() - started < SECONDS


def test_what_was_probably_meant_is_found() -> None:
    known = ("learner", "contract", "document", "host-company", "incident", "mobility")
    assert nearest("lerner", known) == ("learner",)
    assert nearest("host_company", known) == ("host-company",)
    assert nearest("documents", known) == ("document",)
    assert nearest("zebra", known) == ()
    assert nearest("", known) == ()
    assert nearest("x", ()) == ()


def test_a_spreadsheet_of_near_misses_is_told_quickly() -> None:
    rows = "\n".join(f"l-{i};{near(i, 'x')};student{near(i, 'y')[-40:]}" for i in range(3000))
    started = process_time()
    with pytest.raises(MobiflowError):
        read_learners(f"Id;Nationality;Enrolment\n{rows}".encode())
    assert process_time() - started < 2 * SECONDS


# -- what is said is never long


def labelled(key: str) -> Any:
    class Plugin:
        __version__ = "1"

        @hookimpl
        def mobiflow_contributions(self, workflow: object) -> Iterable[AddLabel | Remove | AddTask]:
            yield Remove(f"step:{key}")
            yield AddTask(Task(key, "T", allow("host")), "debrief", after=key)
            yield AddLabel(key, key)

    return Plugin()


def broken(error: str) -> Any:
    class Plugin:
        __version__ = "1"

        @hookimpl
        def mobiflow_workflows(self) -> Iterable[object]:
            raise ValueError(error)

    return Plugin()


FLOW: Final = at("before", learners=1)


LONG: Final[dict[str, Callable[[], object]]] = {
    "trigger": lambda: FLOW.do(HUGE),
    "learner": lambda: FLOW.do("depart", learner=HUGE),
    "changed learner": lambda: FLOW.do(actions.ChangeLearner(HUGE)),
    "name": lambda: FLOW.do(actions.ChangeLearner("learner-1", name=HUGE)),
    "name that is none": lambda: FLOW.do(actions.ChangeLearner("learner-1", name=(HUGE,))),  # type: ignore[arg-type]
    "fired": lambda: FLOW.do(actions.Fire(HUGE, Ref("learner", "learner-1"))),
    "kind": lambda: FLOW.do(actions.Fire("depart", Ref(HUGE, "learner-1"))),
    "actor": lambda: FLOW.acting_as(Actor(HUGE)),
    "roles": lambda: Actor(5, id=HUGE),  # type: ignore[arg-type]
    "period": lambda: Period(HUGE, HUGE),  # type: ignore[arg-type]
    "workflow": lambda: Engine().blueprint(HUGE),
    "data": lambda: Engine().loads(HUGE.encode()),
    "format": lambda: Engine().loads(f'{{"format": "{HUGE}"}}'.encode()),
    "plugin": lambda: Engine([HUGE]),
    "disabled": lambda: Engine(disabled=[HUGE]),
    "contributions": lambda: Engine([labelled(HUGE)]),
    "hook": lambda: Engine([broken(HUGE)]),
    "version": lambda: Engine(workflows=[evolve(WORKFLOW, id="w", version=HUGE.encode())]),  # type: ignore[arg-type]
    "id": lambda: Engine(workflows=[evolve(WORKFLOW, id=HUGE + " ")]),
    "file name": lambda: read_workflow(HUGE[:200_000] + ".toml"),
    "key": lambda: read_workflow(f'{HEAD}{HUGE[:200_000]} = "{HUGE[:5000]}"'),
    "written": lambda: write_workflow(evolve(WORKFLOW, id=HUGE, grid_signers=(), facts=(5,))),  # type: ignore[arg-type]
    "values": lambda: value_from(Learner, {"id": HUGE, HUGE: HUGE, "born": HUGE}),
    "action": lambda: action_from(actions.Fire, {"trigger": 5, "subject": HUGE}),
}
"""What fails on a long value, by where it is."""


@pytest.mark.parametrize("where", LONG)
def test_an_error_never_repeats_a_long_value(where: str) -> None:
    with pytest.raises(MobiflowError) as caught:
        LONG[where]()
    assert len(str(caught.value)) < 10_000
    assert HUGE[:5000] not in str(caught.value)


def test_a_problem_is_never_long() -> None:
    problem = Problem(f"$.{HUGE}", HUGE)
    assert len(str(problem)) < 5000
    assert Problem("$.short", "As it was.").message == "As it was."
    for error in (InvalidValue, DefinitionError, PluginError):
        assert len(str(error(HUGE, [problem]))) < 6000


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("short", "'short'"),
        ("x" * 61, f"'{'x' * 55}'…"),
        (b"x" * 61, f"b'{'x' * 55}'…"),
        (5, "5"),
        (Learner("lea"), "a Learner"),
        ([1] * 1000, "a list of 1000 items"),
        (10**10_000, "a int that cannot be shown"),
        (int, "<class 'int'>"),
    ],
    ids=["text", "long text", "bytes", "number", "record", "list", "long number", "class"],
)
def test_a_value_is_shown_shortly(value: object, said: str) -> None:
    assert shown(value) == said
