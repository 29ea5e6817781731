"""Workflows from files: equal to those they were written from, and nothing else is read."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import jsonschema
import pytest
from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st

from mobiflow import (
    DefinitionError,
    Engine,
    Guard,
    Learner,
    Problem,
    Reason,
    allow,
    guards,
    hookimpl,
)
from mobiflow.definition import (
    Choice,
    Effect,
    FactsKind,
    GuardSet,
    Lifecycle,
    Phase,
    State,
    Transition,
    Workflow,
)
from mobiflow.formats import read_workflow, workflow_schema, write_workflow
from mobiflow.formats.toml.text import MAX_BYTES, laid_out
from mobiflow.lifecycles import DOCUMENT, INCIDENT, LEARNER
from mobiflow.lifecycles.library import GUARDS
from mobiflow.plugins.certifiers import mobiflow_certifier_rules
from mobiflow.plugins.countries import mobiflow_prerequisites
from mobiflow.plugins.guide.workflow import WORKFLOW
from mobiflow.testing import at
from mobiflow.verdict import maker
from tests.amounts import examples
from tests.golden import schema as published

EXAMPLES: Final = sorted((Path(__file__).parents[1] / "docs/examples/workflows").glob("*.toml"))
EXCHANGE: Final = next(path for path in EXAMPLES if path.stem == "pupil-exchange")

Tree: TypeAlias = Any
"""What TOML or JSON has."""

OURS: Final = ("guide", "countries", "certifiers")
STANDARD: Final = '["learner", "document", "contract", "host-company"]'
READY: Final = 'guard_sets = [{ id = "ready-to-depart", guards = [{ guard = "placed" }] }]'


def small(*lines: str, lifecycles: str = STANDARD) -> str:
    """A file whose workflow holds together, with some lines more in its only step."""
    return "\n".join(
        (
            'format = "mobiflow-workflow/1"',
            'id = "visit"',
            'version = "1"',
            'title = "A visit"',
            f"lifecycles = {lifecycles}",
            READY,
            "[[phases]]",
            'id = "during"',
            'title = "During"',
            "[[phases.steps]]",
            'id = "see"',
            'title = "See"',
            *lines,
        )
    )


def task(*lines: str) -> tuple[str, ...]:
    """A task with some lines more."""
    return ("[[phases.steps.tasks]]", 'id = "go"', 'title = "Go"', *lines)


WHO: Final = 'who = ["coordinator"]'


def problems(source: str | bytes | Path) -> list[str]:
    """What is said when a file is read, each thing as one line."""
    with pytest.raises(DefinitionError) as caught:
        read_workflow(source)
    return [str(problem) for problem in caught.value.problems]


def only(source: str | bytes | Path) -> str:
    """The only thing that is said."""
    (found,) = problems(source)
    return found


# -- what is written comes back


def test_the_built_in_workflow_comes_back_equal() -> None:
    again = read_workflow(write_workflow(WORKFLOW))
    assert again == WORKFLOW
    assert again.labels == WORKFLOW.labels
    assert again.phases[0].steps[0].notes[0].text == WORKFLOW.phases[0].steps[0].notes[0].text


def test_the_built_in_workflow_from_a_file_means_the_same(tmp_path: Path) -> None:
    path = tmp_path / "guide.toml"
    ours = Engine(disabled=["countries", "certifiers"])
    path.write_text(write_workflow(ours.workflows["mobility"]), "utf-8")
    file = Engine(disabled=OURS, workflows=[path])
    assert file.blueprint("mobility").digest == ours.blueprint("mobility").digest


def test_the_built_in_workflow_from_a_file_speaks_the_same(tmp_path: Path) -> None:
    path = tmp_path / "guide.toml"
    path.write_text(write_workflow(WORKFLOW), "utf-8")
    file = at("before", engine=Engine(disabled=["guide"], workflows=[path]))
    ours = at("before", engine=Engine())
    said, expected = (flow.explain("advance").text("fr") for flow in (file, ours))
    assert said.replace("; mobility 1)", "; guide 0.1.0)") == expected


def test_everything_a_definition_can_hold_comes_back() -> None:
    learner = evolve(
        LEARNER,
        transitions=tuple(
            evolve(transition, exceptional=not transition.exceptional)
            for transition in LEARNER.transitions
        ),
    )
    full = evolve(
        WORKFLOW,
        lifecycles=(learner, *WORKFLOW.lifecycles[1:]),
        prerequisites=tuple(mobiflow_prerequisites()),
        certifications=tuple(mobiflow_certifier_rules()),
        permissions={"AddLearner": allow("educator", deputies=("coordinator",))},
    )
    assert read_workflow(write_workflow(full)) == full


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_come_back_equal(path: Path) -> None:
    workflow = read_workflow(path)
    assert read_workflow(write_workflow(workflow)) == workflow


@pytest.mark.parametrize(
    "guard",
    [
        guards.placed(),
        evolve(guards.placed(), excusable_by=("coordinator",)),
        evolve(guards.no_open_incident(), excusable_by=()),
        guards.documents_collected("journey", excusable_by=("host",)),
        guards.documents_collected("framework", scope="mobility"),
        guards.contract_signed("partners"),
    ],
    ids=lambda guard: f"{guard}-{'-'.join(guard.excusable_by)}",
)
def test_a_guard_comes_back_with_its_values(guard: Guard) -> None:
    workflow = read_workflow(small())
    (phase,) = workflow.phases
    asked = evolve(workflow, phases=(evolve(phase, exit=(guard, "ready-to-depart")),))
    (again,) = read_workflow(write_workflow(asked)).phases
    found, ready = again.exit
    assert ready == "ready-to-depart"
    assert isinstance(found, Guard)
    assert (found, found.func) == (guard, guard.func)


def test_a_guard_of_a_plugin_comes_back_with_the_name_and_the_values_it_was_given() -> None:
    named = {**GUARDS, "fed": well_fed}
    workflow = read_workflow(
        small().replace('guard = "placed"', 'guard = "fed", meals = 3, on = ["Monday"]'), named
    )
    written = write_workflow(workflow, named)
    assert '{ guard = "fed", meals = 3, on = ["Monday"] }' in written
    assert read_workflow(written, named) == workflow


def test_a_plugin_lets_its_guards_remember_what_made_them() -> None:
    workflow = read_workflow(small())
    fed = evolve(workflow, guard_sets=(GuardSet("ready-to-depart", (well_watered(2),)),))
    assert '{ guard = "watered", glasses = 2 }' in write_workflow(fed, {"watered": well_watered})


# -- what cannot be written


@pytest.mark.parametrize(
    "guard",
    [
        evolve(guards.placed(), func=lambda *_: ()),
        evolve(guards.placed(), id="placed-well"),
        evolve(guards.placed(), revision=2),
        evolve(guards.tasks_done("see"), params={"step": "other"}),
        Guard("placed", 1, guards.placed().func),
    ],
    ids=["func", "id", "revision", "params", "by hand"],
)
def test_a_guard_that_is_not_what_was_made_cannot_be_written(guard: Guard) -> None:
    workflow = read_workflow(small())
    with pytest.raises(DefinitionError, match="nothing that a file can name makes the guard"):
        write_workflow(evolve(workflow, guard_sets=(GuardSet("ready-to-depart", (guard,)),)))


def refuses(context: object, subject: object, **params: str) -> Iterable[Reason]:
    return ()


def here(context: object, subject: object) -> str:
    return "here"


def gone(subject: Learner, act: object) -> Learner:
    return subject


@frozen
class Lodging:
    street: str | None = None


def test_what_a_file_cannot_say_is_told_at_once() -> None:
    life = Lifecycle(
        "learner",
        "here",
        (State("here", "applying", invariants=(Guard("own", 1, refuses, {"to": "x"}),)),),
        (
            Transition(
                "go",
                ("here",),
                ("here",),
                allow("host"),
                guards=(Guard("placed", 1, refuses),),
                choice=Choice("by-units", 2, here),
                effect=Effect("gone", 1, gone),
            ),
        ),
    )
    workflow = Workflow(
        "w",
        "1",
        "W",
        phases=(Phase("p", "P"),),
        lifecycles=(life,),
        facts=(FactsKind("learner", Lodging, allow("host")),),
    )
    with pytest.raises(DefinitionError) as caught:
        write_workflow(workflow)
    assert {problem.path for problem in caught.value.problems} == {
        "$.lifecycles[learner].states[here].invariants[own]",
        "$.lifecycles[learner].transitions[go].guards[placed]",
        "$.lifecycles[learner].transitions[go].choice",
        "$.lifecycles[learner].transitions[go].effect",
        "$.facts",
    }


# -- what is wrong is said


def test_a_small_file_is_read() -> None:
    workflow = read_workflow(small(*task(WHO)))
    assert workflow.phases[0].steps[0].tasks[0].who == allow("coordinator")


def test_bytes_are_read() -> None:
    assert read_workflow(small().encode()) == read_workflow(small())


def test_a_mistake_in_the_toml_is_told_with_its_line() -> None:
    assert only(small("text = what")).startswith("line 13, column 8: not TOML:")


def test_an_end_too_early_is_told() -> None:
    assert only(small('text = """')).startswith("end of document: not TOML:")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "$: empty."),
        (b"\xff\xfe", "$: not UTF-8"),
        ("x" * (MAX_BYTES + 1), "are too many"),
        ("x = " + "[" * 100_000, "nested"),
        (".".join("x" * 40) + " = 1", "line 1: a key of more than 16 parts"),
        ("x = " + "9" * 5000, "too many digits"),
        ("visit.toml", "give Path('visit.toml')"),
    ],
    ids=["empty", "bytes", "long", "deep", "dots", "digits", "name"],
)
def test_what_cannot_be_a_workflow_is_refused(source: str | bytes, said: str) -> None:
    assert said in only(source)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"gone\.toml is not a workflow"):
        read_workflow(tmp_path / "gone.toml")
    assert "cannot be opened" in only(tmp_path)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (task(), "$.phases[during].steps[see].tasks[go].who: missing."),
        (
            task(WHO, "waivable = 'yes'"),
            "$.phases[during].steps[see].tasks[go].waivable: expected true or false",
        ),
        (task(WHO, "waiveable = true"), "tasks[go].waiveable: unknown; did you mean 'waivable'?"),
        (task(WHO, "source = 'me'"), "tasks[go].source: unknown"),
        (task("who = 3"), "tasks[go].who: expected a list of roles, or a table"),
        (task("who = ['host', 3]"), "tasks[go].who[1]: expected a text, got 3"),
        (
            task("who = { roles = [], deputy = [] }"),
            "tasks[go].who.deputy: unknown; did you mean 'deputies'?",
        ),
        (task(WHO, "guards = ['placed']"), "guards[0]: expected a guard, like"),
        (task(WHO, "guards = [{ gurad = 'placed' }]"), "guards[0].guard: missing."),
        (task(WHO, "after = 'see'"), "tasks[go].after: expected a list"),
        (task(WHO, f"text = '{'x' * 5000}'"), "a text of at most 4000 characters"),
        (("[phases.steps.tasks]",), "steps[see].tasks: expected a list"),
        (("tasks = [1]",), "steps[see].tasks[0]: expected a table, got 1"),
        (("[lead_times]", "see = 3"), "$.lead_times.see: expected a table"),
        (("[lead_times.see]", "anchor = 'start'"), "$.lead_times.see.days: missing."),
        (("[labels]", "'a b' = 1"), '$.labels["a b"]: expected a text'),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(lines: Iterable[str], said: str) -> None:
    assert said in only(small(*lines))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (task("who = ['hots']"), "tasks[go].who.roles[0]: There is no role 'hots'. Did you mean"),
        (task(WHO, "guards = [{ guard = 'plcaed' }]"), "no guard 'plcaed'. Did you mean 'placed'"),
        (
            task(WHO, "guards = [{ guard = 'documents_collected', gaet = 'x' }]"),
            "guards[documents_collected].gaet: unknown; did you mean 'gate'?",
        ),
        (
            task(WHO, "guards = [{ guard = 'contract_signed', parties = 'some' }]"),
            "guards[contract_signed].parties: expected one of 'all', 'partners'",
        ),
        (
            task(WHO, "guards = [{ guard = 'placed', excusable_by = 'host' }]"),
            "guards[placed].excusable_by: expected a list",
        ),
        (
            task(WHO, "guards = [{ guard = 'units_agreed', x = 1 }]"),
            "guards[units_agreed].x: unknown; it takes no values.",
        ),
        (
            ("[[requirements]]", "id = 'r'", "gate = 'g'", "kinds = ['k']", "applies = 'minr'"),
            "$.requirements[r].applies: There is no condition 'minr'. Did you mean 'minor'?",
        ),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(lines: Iterable[str], said: str) -> None:
    assert any(said in problem for problem in problems_with(small(*lines)))


def problems_with(source: str) -> list[str]:
    """What an engine says of a file."""
    file = Path("visit.toml")
    file.write_text(source, "utf-8")
    return [str(problem) for problem in Engine(disabled=["guide"]).check_file("visit.toml")]


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_guard_without_its_value_is_told() -> None:
    asked = "exit = [{ guard = 'documents_collected' }]"
    source = small().replace('title = "During"', f'title = "During"\n{asked}')
    assert only(source) == "$.phases[during].exit[documents_collected].gate: missing."


def test_everything_that_is_wrong_is_told_at_once() -> None:
    said = problems_with(
        small(
            *task("who = ['hots']", "after = ['sea']", "guards = [{ guard = 'plcaed' }]"),
            "[lead_times]",
            "'document/cvv' = { anchor = 'begin', days = 1 }",
        )
    )
    paths = [line.partition(": There")[0] for line in said]
    assert paths == [
        "visit.toml: $.phases[during].steps[see].tasks[go].guards[plcaed]",
        "visit.toml: $.phases[during].steps[see].tasks[go].after[0]",
        "visit.toml: $.phases[during].steps[see].tasks[go].who.roles[0]",
        "visit.toml: $.lead_times[document/cvv]",
        "visit.toml: $.lead_times[document/cvv].anchor",
    ]


def test_a_name_of_a_lifecycle_that_the_library_does_not_have_is_told() -> None:
    assert "Did you mean 'learner'?" in only(small(lifecycles="['lerner']"))
    assert "$.lifecycles[lerner].standard" in only(small(lifecycles="[{ standard = 'lerner' }]"))


def test_another_format_is_refused() -> None:
    assert only(small().replace("workflow/1", "workflow/2")).startswith("$.format: expected")
    assert only(small().partition("\n")[2]).startswith("$.format: expected")


def test_rubbish_is_not_described_at_length() -> None:
    many = ", ".join("1" for _ in range(900))
    assert len(problems(small(f"tasks = [{many}]"))) < 60
    unknown = ", ".join(f"{{ guard = 'g{number}' }}" for number in range(500))
    assert len(problems(small().replace('{ guard = "placed" }', unknown))) < 210


# -- guards of plugins


class Named:
    """A plugin that names guards."""

    def __init__(self, name: str, **makers: object) -> None:
        self.__name__ = name
        self.makers = makers

    @hookimpl
    def mobiflow_guards(self) -> Mapping[str, Callable[..., Guard]]:
        return cast("Mapping[str, Callable[..., Guard]]", self.makers)


def well_fed(meals: int, *, on: tuple[str, ...] = ()) -> Guard:
    return Guard("well-fed", 1, refuses, {"meals": str(meals), "on": ",".join(on)})


def anything(**values: object) -> Guard:
    return Guard("anything", 1, refuses, {name: str(value) for name, value in values.items()})


@maker
def well_watered(glasses: int) -> Guard:
    return Guard("well-watered", 1, refuses, {"glasses": str(glasses)})


def broken(*, how: str) -> Guard:
    raise ValueError(how)


def checked_with(guard: str, *plugins: object) -> list[str]:
    Path("visit.toml").write_text(small().replace('{ guard = "placed" }', guard), encoding="utf-8")
    engine = Engine(plugins, disabled=OURS)
    return [str(problem) for problem in engine.check_file("visit.toml")]


def test_a_plugin_names_guards() -> None:
    plugin = Named("canteen", fed=well_fed)
    assert checked_with("{ guard = 'fed', meals = 3, on = ['Monday'] }", plugin) == []
    workflow = read_workflow(
        small().replace('guard = "placed"', 'guard = "fed", meals = 3, on = ["Monday"]'),
        {**GUARDS, "fed": well_fed},
    )
    assert workflow.guard_sets[0].guards == (well_fed(3, on=("Monday",)),)


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        ("{ guard = 'fed', meals = '3' }", "guards[fed].meals: expected a whole number"),
        ("{ guard = 'fed' }", "guards[fed].meals: missing."),
        ("{ guard = 'fed', meals = { a = 1 } }", "guards[fed].meals: expected a text, a number"),
        ("{ guard = 'broken', how = 'badly' }", "'broken' cannot be made: ValueError('badly')."),
        ("{ guard = 'five' }", "'five' gave 5, which is not a guard."),
    ],
)
def test_a_guard_of_a_plugin_that_cannot_be_made_is_told(guard: str, said: str) -> None:
    plugin = Named("canteen", fed=well_fed, broken=broken, five=lambda: 5)
    (found,) = checked_with(guard, plugin)
    assert said in found


def test_a_guard_that_takes_anything_is_given_everything() -> None:
    plugin = Named("canteen", anything=anything)
    assert checked_with("{ guard = 'anything', a = 1, b = 2027-01-04 }", plugin) == []


def test_two_guards_of_one_name_keep_an_engine_from_being_built() -> None:
    one, two = Named("one", fed=well_fed), Named("two", fed=well_fed, placed=well_fed, bad=3)
    with pytest.raises(DefinitionError) as caught:
        Engine([one, two], disabled=OURS)
    assert [str(problem) for problem in caught.value.problems] == [
        "two 0: mobiflow_guards[0]: guard 'fed' is also in one 0; rename or disable one.",
        "two 0: mobiflow_guards[1]: guard 'placed' is also in mobiflow; rename or disable one.",
        "two 0: mobiflow_guards[2]: guard 'bad' is 3, not a function that gives one.",
    ]


# -- in an engine


class Files:
    """A plugin with workflows in files."""

    __version__ = "2.0"

    def __init__(self, *paths: Path) -> None:
        self.paths = paths

    @hookimpl
    def mobiflow_workflows(self) -> Iterable[Workflow | Path]:
        return self.paths


def test_a_plugin_gives_paths_of_files() -> None:
    engine = Engine([Files(EXCHANGE)])
    workflow = engine.workflows["pupil-exchange"]
    assert workflow.phases[0].source == "Files 2.0"


@pytest.mark.parametrize("given", [EXCHANGE, str(EXCHANGE), read_workflow(EXCHANGE)])
def test_an_application_gives_workflows_of_its_own(given: Path | str | Workflow) -> None:
    engine = Engine(workflows=[given])
    assert engine.workflows["pupil-exchange"].phases[0].source == "pupil-exchange 1"
    assert engine.plugins == Engine().plugins


def test_what_is_wrong_with_a_plugins_file_names_both() -> None:
    Path("visit.toml").write_text(small("text = 3"), "utf-8")
    with pytest.raises(DefinitionError) as caught:
        Engine([Files(Path("visit.toml"))])
    assert [problem.path for problem in caught.value.problems] == [
        "Files 2.0: visit.toml: $.phases[during].steps[see].text"
    ]


def test_what_does_not_hold_together_names_the_file() -> None:
    Path("visit.toml").write_text(small("after = ['sea']"), "utf-8")
    with pytest.raises(DefinitionError, match=r"visit\.toml: \$\.phases\[during\]"):
        Engine(workflows=["visit.toml"])


def test_two_workflows_of_one_id_are_told() -> None:
    with pytest.raises(DefinitionError, match="workflow 'mobility' is also in"):
        Engine(workflows=[WORKFLOW])


def test_a_file_is_checked_whatever_other_workflows_there_are() -> None:
    Path("guide.toml").write_text(write_workflow(WORKFLOW), "utf-8")
    assert Engine().check_file("guide.toml") == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_no_problems(path: Path) -> None:
    assert Engine().check_file(path) == ()


def test_prerequisites_of_a_file_stand_before_departure() -> None:
    rule = (
        "[[prerequisites]]",
        "id = 'swimming'",
        "title = 'Can swim'",
        "applies = { host = ['FI'] }",
        "requires = { type = 'confirmation', by = ['coordinator'] }",
        "law = { text = 'House rule', found = 'the notice board', checked = 2026-11-01 }",
    )
    workflow = evolve(read_workflow(small(*rule)), id="swim")
    engine = Engine(workflows=[workflow], disabled=["countries", "certifiers"])
    (ready,) = engine.workflows["swim"].guard_sets
    assert [str(guard) for guard in ready.guards] == ["placed", "prerequisite(id=swimming)"]


def test_only_who_has_files_pays_for_reading_them() -> None:
    code = "import sys, mobiflow; mobiflow.Engine(); sys.exit('cattrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- nothing else is read, whatever is tried


def never_more_than_an_error(source: str | bytes) -> None:
    """A text is a workflow, or it is said what is wrong with it."""
    try:
        workflow = read_workflow(source)
    except DefinitionError as error:
        said = error.problems
    else:
        said = (*Engine(disabled=OURS).check_file(laid_file(workflow)), Problem("$", "It is read."))
    assert 0 < len(said) < 300
    assert sum(len(str(problem)) for problem in said) < 200_000


def laid_file(workflow: Workflow) -> Path:
    path = Path("written.toml")
    path.write_text(write_workflow(workflow), "utf-8")
    assert read_workflow(path) == workflow
    return path


@given(st.one_of(st.text(), st.binary(), st.text(st.sampled_from("[]{}=\"'.,\n# ab1_-\\"))))
def test_random_text_is_never_more_than_an_error(source: str | bytes) -> None:
    never_more_than_an_error(source)


LINES: Final = EXCHANGE.read_text("utf-8").splitlines()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A valid file in which some lines are lost, doubled, moved, or hurt."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "move", "cut", "insert"])):
            case "lose":
                del lines[place]
            case "double":
                lines.insert(other, lines[place])
            case "move":
                lines[place], lines[other] = lines[other], lines[place]
            case "cut":
                lines[place] = lines[place][: draw(st.integers(0, 40))]
            case _:
                at_, what = draw(st.integers(0, 40)), draw(st.text(max_size=3))
                lines[place] = lines[place][:at_] + what + lines[place][at_:]
    return "\n".join(lines)


@given(damaged())
@examples(200)
def test_a_damaged_file_is_never_more_than_an_error(source: str) -> None:
    never_more_than_an_error(source)


SCALARS: Final = st.one_of(
    st.sampled_from(["learner", "placed", "coordinator", "during", "see", "see/go", "", "a b"]),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.dates(date(1990, 1, 1)),
    st.times().map(lambda found: found.replace(microsecond=0)),
    st.just(0.5),
)
VALUES: Final = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["id", "guard", "set", "standard", "type", "roles", "who"]),
                st.text(st.characters(codec="utf-8"), max_size=5),
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def places(value: Tree) -> Iterator[tuple[Tree, str | int]]:
    """Every container in a tree with each of its keys."""
    if isinstance(value, dict | list):
        for key in [*(value if isinstance(value, dict) else range(len(value)))]:
            yield value, key
            yield from places(value[key])


@given(st.data())
@examples(200)
def test_other_values_are_never_more_than_an_error(data: st.DataObject) -> None:
    tree = tomllib.loads(EXCHANGE.read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(list(places(tree))))
        match data.draw(st.sampled_from(["other", "gone", "more"])):
            case "other":
                container[key] = data.draw(VALUES)
            case "gone":
                container.pop(key)
            case _:
                if isinstance(container, dict):
                    container[data.draw(st.sampled_from(["id", "x", "set"]))] = data.draw(VALUES)
                else:
                    container.append(data.draw(VALUES))
    never_more_than_an_error(laid_out(tree))


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), VALUES, max_size=4))
@example({"x": '\x7f \\ " \t\n \u2028 é 😀'})
@example({"x": "two  spaces " * 30, "y": " leads " * 30, "z": "a\n" * 80, "w": "\\ " * 60})
@example({"a": [{"b": "x" * 90}, {"c": [{"d": "y" * 90}]}], "e": {"f": {"g": "z" * 90}}})
def test_what_is_laid_out_is_toml_for_the_same_values(tables: dict[str, Any]) -> None:
    assert tomllib.loads(laid_out(tables)) == tables


# -- the schema


def plain(value: Tree) -> Tree:
    """A value of TOML as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


SCHEMA: Final = jsonschema.Draft7Validator(workflow_schema())


def valid(source: str) -> bool:
    return SCHEMA.is_valid(plain(tomllib.loads(source)))


def test_the_published_schema_is_that_of_the_code() -> None:
    assert published.PATH.read_text("utf-8") == published.written(), (
        "run: python -m tests.golden.schema"
    )


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(workflow_schema())


def described(schema: Tree) -> Iterator[tuple[str, Tree]]:
    for name, part in [("Workflow", schema), *schema["definitions"].items()]:
        for option in (part, *part.get("oneOf", ()), *part.get("anyOf", ())):
            for field, shape in option.get("properties", {}).items():
                yield f"{option.get('title', name)}.{field}", shape


OTHER: Final = "A guard of a plugin"


def test_every_key_is_described() -> None:
    titled = {name for name, shape in described(workflow_schema()) if "description" not in shape}
    of_guards = {name for name in titled if name.partition(".")[0] in {*GUARDS, OTHER}}
    assert titled - of_guards == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_valid_and_name_the_schema(path: Path) -> None:
    text = path.read_text("utf-8")
    assert valid(text)
    named_there = text.partition("\n")[0].removeprefix("#:schema ")
    assert (path.parent / named_there).resolve() == published.PATH


def test_what_is_written_is_valid() -> None:
    assert valid(write_workflow(WORKFLOW))
    full = evolve(
        WORKFLOW,
        prerequisites=tuple(mobiflow_prerequisites()),
        certifications=tuple(mobiflow_certifier_rules()),
        lifecycles=(evolve(LEARNER, states=LEARNER.states[:-1]), DOCUMENT, INCIDENT),
        guard_sets=(*WORKFLOW.guard_sets, GuardSet("more", (guards.placed(),))),
    )
    assert valid(write_workflow(full))


@pytest.mark.parametrize(
    "source",
    [
        small(*task()),
        small(*task(WHO, "waivable = 'yes'")),
        small(*task(WHO, "waiveable = true")),
        small(*task("who = ['hots']")),
        small(*task(WHO, "guards = ['placed']")),
        small(*task(WHO, "guards = [{ guard = 'documents_collected' }]")),
        small(*task(WHO, "guards = [{ guard = 'contract_signed', parties = 'some' }]")),
        small(*task(WHO, "guards = [{ guard = 'placed', x = 1 }]")),
        small("[lead_times]", "see = 3"),
        small(lifecycles="['lerner']"),
        small().partition("\n")[2],
    ],
)
def test_the_schema_rejects_what_is_not_read(source: str) -> None:
    assert not valid(source)
    assert problems_with(source)


def test_the_schema_lets_plugins_name_guards() -> None:
    assert valid(small(*task(WHO, "guards = [{ guard = 'fed', meals = 3 }]")))


@given(st.data())
@examples(100)
def test_what_the_schema_rejects_is_not_read(data: st.DataObject) -> None:
    tree = tomllib.loads(EXCHANGE.read_text("utf-8"))
    container, key = data.draw(st.sampled_from(list(places(tree))))
    container[key] = data.draw(VALUES)
    if not SCHEMA.is_valid(plain(tree)):
        text = laid_out(tree)
        engine = Engine(disabled=OURS)
        Path("tried.toml").write_text(text, "utf-8")
        assert engine.check_file("tried.toml"), json.dumps(plain(tree))
