"""A guard or an action of a plugin that gives the wrong thing is named, with its plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from attrs import field, frozen

from mobiflow import (
    Context,
    DefinitionError,
    Flow,
    Guard,
    Mobility,
    Reason,
    Ref,
    Remedy,
    WorkflowIndex,
    action,
    allow,
)
from mobiflow.actions import SignContract
from mobiflow.contributions import AddTask
from mobiflow.definition import Task
from mobiflow.testing import at
from tests.plugins import Plugin, engine

STEP = "prepare-participants"


def asking(guard: Guard) -> Plugin:
    task = Task("ask", "Ask", allow("coordinator"), scope="mobility", guards=(guard,))
    return Plugin(changes=[AddTask(task, STEP)])


def flow_with(func: Callable[..., Any], says: Mapping[str, str]) -> Flow:
    return at("before", engine=engine(asking(Guard("odd", 1, func, scope="mobility", says=says))))


def giving(**about: Any) -> Callable[..., Iterator[Reason]]:
    def func(_context: Context, mobility: Mobility) -> Iterator[Reason]:
        yield Reason("odd", Ref("mobility", mobility.id), **about)

    return func


# -- guards


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ({"params": {"a": ["x"]}}, "$.params.a"),
        ({"params": [("a", "x")]}, "$.params"),
        ({"due": "2027-01-01"}, "$.due"),
        ({"remedy": "call them"}, "$.remedy"),
        ({"who": ("king",)}, "$.who[0]"),
        ({"deadline_key": None}, "$.deadline_key"),
    ],
    ids=str,
)
def test_a_reason_is_what_its_annotations_say(about: dict[str, Any], path: str) -> None:
    flow = flow_with(giving(**about), {"odd": "odd"})
    with pytest.raises(TypeError, match="Guard odd gave a Reason that cannot be used") as caught:
        flow.explain("advance")
    assert f"{path}: expected" in str(caught.value)
    assert caught.value.__notes__ == ["Raised in guard odd, contributed by acme 1.0."]


def test_a_remedy_nobody_can_judge_names_its_guard() -> None:
    flow = flow_with(giving(remedy=Remedy(SignContract, {})), {"odd": "odd"})
    with pytest.raises(KeyError) as caught:
        flow.explain("advance")
    (note,) = caught.value.__notes__
    assert "SignContract" in note
    assert note.endswith("of guard odd, contributed by acme 1.0.")


@pytest.mark.parametrize("given", [None, False, 3])
def test_a_guard_that_gives_no_series_must_give_reasons(given: object) -> None:
    flow = flow_with(lambda _context, _subject: given, {})
    with pytest.raises(TypeError, match=r"Guard odd gave .*: it must give reasons, or nothing"):
        flow.explain("advance")


# -- sentences


@pytest.mark.parametrize("sentence", ["odd {", "odd }", "odd {}", "odd {a", "odd {:document}"])
def test_a_sentence_that_cannot_be_filled_in_is_found_when_it_is_compiled(sentence: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        flow_with(giving(), {"odd": sentence})
    (problem,) = caught.value.problems
    assert problem.path.endswith(".says[odd]")
    assert "Guard 'odd' cannot say" in problem.message
    assert "acme 1.0" in str(problem)


def test_a_sentence_of_an_action_is_found_too() -> None:
    marked = action(allow("coordinator"), subject="mobility", says={"no": "no {"})(
        frozen(type("Wordy", (Odd,), {}))
    )
    with pytest.raises(DefinitionError, match=r"acme 1\.0: .*Wordy\.says\[no\]: 'no \{': "):
        engine(Plugin(actions=[marked]))


def test_a_sentence_with_a_field_that_is_no_param_gives_way_to_the_code() -> None:
    flow = flow_with(giving(params={"a": "x"}), {"odd": "odd {nope}"})
    explanation = flow.explain("advance")
    (found,) = (refusal for refusal in explanation.refusals if refusal.code == "odd")
    assert found.matter() == "odd (a=x)"
    assert "odd (a=x)" in str(explanation)


# -- actions


@action(allow("coordinator"), subject="mobility")
@frozen
class Odd:
    """An action that does whatever its part says, wrongly."""

    wrong: str
    on: date | None = field(default=None, kw_only=True)

    def check(self, context: Context, mobility: Mobility) -> Any:
        given = {"text": "no", "false": False, "list": [None]}
        return given.get(self.wrong, ())

    def resolve(self, context: Context, mobility: Mobility) -> Any:
        return None if self.wrong == "resolve" else self

    def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Any:
        if self.wrong == "raise":
            raise LookupError("odd")
        return None if self.wrong == "apply" else mobility


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("text", "Action acme.Odd gave a str: it must give reasons, or nothing."),
        ("false", "Action acme.Odd gave a bool: it must give reasons, or nothing."),
        ("list", "Action acme.Odd gave None: it must give reasons, or nothing."),
        ("resolve", "Action acme.Odd gave None, where Odd is expected."),
        ("apply", "Action acme.Odd gave None, where Mobility is expected."),
        ("raise", "odd"),
    ],
)
def test_an_action_that_gives_the_wrong_thing_is_named_with_its_plugin(
    wrong: str, message: str
) -> None:
    flow = at("before", engine=engine(Plugin(actions=[Odd])))
    before, revision = flow.mobility, flow.revision
    with pytest.raises((TypeError, LookupError)) as caught:
        flow.do(Odd(wrong))
    assert str(caught.value) == message
    assert caught.value.__notes__ == ["Raised in action acme.Odd, contributed by acme 1.0."]
    assert (flow.mobility, flow.revision) == (before, revision)


def test_an_action_that_gives_what_it_must_is_done() -> None:
    flow = at("before", engine=engine(Plugin(actions=[Odd])))
    revision = flow.revision
    assert flow.do(Odd("")) == ()
    assert flow.revision == revision + 1
