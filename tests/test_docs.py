"""The docs tell of everything there is, and of nothing there is not."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

from docs._ext.generated import PLACE, filled
from mobiflow import Engine, hookspecs

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
    "mobiflow.testing",
]


def looked_up(dotted: str) -> object:
    room, _, name = dotted.rpartition(".")
    return getattr(import_module(room), name)


def test_every_public_name_is_in_the_reference() -> None:
    text = "\n".join(filled(path.read_text("utf-8")) for path in REFERENCE)
    documented = [looked_up(name) for name in re.findall(r"\.\. auto\w+:: ([\w.]+)", text)]
    missing = [
        f"{room}.{name}"
        for room in PUBLIC
        for name in import_module(room).__all__
        if not any(getattr(import_module(room), name) is found for found in documented)
    ]
    assert missing == []


def test_every_hook_is_in_the_reference_with_all_it_must_say() -> None:
    text = filled((ROOT / "docs" / "reference" / "hooks.md").read_text("utf-8"))
    for name, hook in vars(hookspecs).items():
        if name.startswith("mobiflow_") and isfunction(hook):
            assert f".. autofunction:: mobiflow.hookspecs.{name}\n" in text
            assert re.search(r"Called once|Told after", hook.__doc__ or ""), name
            assert re.search(r"Since \d+\.\d+\.", hook.__doc__ or ""), name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_is_told_only_what_can_be_generated(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "% generated" not in PLACE.sub("", text)
    assert not re.search(r"\|  \|\n\|---\|\n\n", filled(text)), "an empty table"


def test_the_tables_of_the_reference_name_every_state_trigger_and_task() -> None:
    workflow = Engine().workflows["mobility"]
    pages = {path.stem: filled(path.read_text("utf-8")) for path in REFERENCE}
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
