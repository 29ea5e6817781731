"""The docs tell of everything there is, and of nothing there is not."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

from docs._ext.pages import PLACE, filled, told
from mobiflow import Engine, Flow, hookspecs

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mobiflow"
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md"))
REFERENCE = [path for path in PAGES if path.parent.name == "reference"]

PUBLIC = [
    "mobiflow",
    "mobiflow.actions",
    "mobiflow.contributions",
    "mobiflow.definition",
    "mobiflow.errors",
    "mobiflow.guards",
    "mobiflow.lifecycles",
    "mobiflow.model",
    "mobiflow.imports",
    "mobiflow.model.words",
    "mobiflow.testing",
    "mobiflow.text",
]


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_tells_of_the_code_as_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == filled(path), "run: make reference"
    assert "generated" not in "".join(re.findall("<!--.*?-->", PLACE.sub("", text)))
    assert not re.search(r"\|  \|\n\|---\|\n\n", text), "an empty table"


SHOWN = [*PAGES, *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"))]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_shows_fits_into_80_columns(path: Path) -> None:
    blocks = re.findall(r"^ *```.*?^ *```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [line for block in blocks for line in block.splitlines() if len(line) > 80] == []


def test_every_public_name_is_in_the_reference() -> None:
    documented = [getattr(import_module(r), name) for path in REFERENCE for r, name in told(path)]
    missing = [
        f"{room}.{name}"
        for room in PUBLIC
        for name in import_module(room).__all__
        if not any(getattr(import_module(room), name) is found for found in documented)
    ]
    assert missing == []


@pytest.mark.parametrize("door", [Engine, Flow])
def test_everything_that_a_door_can_do_is_in_the_reference(door: type[object]) -> None:
    for name in vars(door):
        if not name.startswith("_"):
            assert re.search(rf"`{door.__name__}\.{name}\b.*`", page("mobiflow")), name
            assert getattr(door, name).__doc__, name


def test_the_reference_shows_no_private_path_and_no_noise() -> None:
    for path in REFERENCE:
        shown = re.sub("<!--.*?-->", "", path.read_text("utf-8"))
        assert re.findall(r"mobiflow\.(?:\w+\.)*_\w+|attr_dict|<factory>|NOTHING", shown) == []


def test_every_hook_is_in_the_reference_with_all_it_must_say() -> None:
    text = page("hooks")
    for name, hook in vars(hookspecs).items():
        if name.startswith("mobiflow_") and isfunction(hook):
            assert re.search(rf"^## {name}$", text, re.MULTILINE)
            assert f"<!-- generated: hook {name} -->" in text
            assert re.search(r"Called once|Told after", hook.__doc__ or ""), name
            assert re.search(r"Since \d+\.\d+\.", hook.__doc__ or ""), name


def test_the_tables_of_the_reference_name_every_state_trigger_and_task() -> None:
    workflow = Engine().workflows["mobility"]
    pages = {path.stem: path.read_text("utf-8") for path in REFERENCE}
    for lifecycle in workflow.lifecycles:
        for state in lifecycle.states:
            assert f"| `{state.id}`" in pages["lifecycles"]
        for transition in lifecycle.transitions:
            assert f"| `{transition.trigger}` |" in pages["lifecycles"]
    for phase in workflow.phases:
        for step in phase.steps:
            assert f"`{step.id}`. " in pages["guide"]
            for name in (*(t.id for t in step.tasks), *(n.id for n in step.notes)):
                assert f"`{name}`" in pages["guide"]


def test_the_readme_counts_rightly() -> None:
    phases = Engine().workflows["mobility"].phases
    steps = [step for phase in phases for step in phase.steps]
    counted = (
        f"{len(phases)} phases, {len(steps)} steps, {sum(len(s.tasks) for s in steps)} tasks"
        f" and {sum(len(s.notes) for s in steps)} help notes"
    )
    for name in ("README.md", "CHANGELOG.md"):
        assert counted in " ".join((ROOT / name).read_text("utf-8").split()), name


@pytest.mark.parametrize("part", ["tutorial", "how-to", "reference", "explanation"])
def test_an_index_says_of_each_page_what_it_is_for(part: str) -> None:
    text = (ROOT / "docs" / part / "index.md").read_text("utf-8")
    listed = re.findall(r"^(?:-|\d\.) \[.+?\]\((.+?)\.md\): .+\.$", text, re.MULTILINE)
    trees = re.findall(r"^```\{toctree\}\n(?::.*\n)*\n((?:[\w-]+\n)+)```$", text, re.MULTILINE)
    assert listed == "".join(trees).split()
    assert {*listed} == {path.stem for path in PAGES if path.parent.name == part} - {"index"}
