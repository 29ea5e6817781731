"""One description of types; a quick yes and the whole story that never differ."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal, Protocol, cast, get_args, get_origin

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mobiflow import Engine, InvalidValue, Learner, Mobility, model
from mobiflow.actions import Action, AddLearner
from mobiflow.definition import Workflow
from mobiflow.formats.structuring import PLAIN, read
from mobiflow.model import Ref
from mobiflow.model.checks import problems_of, right
from mobiflow.model.constraints import COUNTRY, ID, LINE, PROSE
from mobiflow.model.introspection import shape_of
from mobiflow.plugins.guide.workflow import WORKFLOW
from tests import strategies
from tests.amounts import examples
from tests.sound import ODD, SOUND, all_places, fits, put
from tests.test_architecture import MODULES, parsed

# -- what a type is


class Speaks(Protocol):
    def speak(self) -> str: ...


@attrs.frozen
class Odd:
    """A plain attrs class with something of every form."""

    words: Literal["b", "a"]
    numbers: tuple[int, ...]
    by_name: Mapping[str, Learner | None]
    among: frozenset[str]
    anything: Any = None
    ask: Callable[[str], str] = str
    speaks: Speaks | None = None
    pair: tuple[int, str] = (1, "x")
    either: str | int | tuple[str, ...] | None = None


def test_every_annotation_has_a_form() -> None:
    forms = {field.name: field.shape.form for field in shape_of(Odd).fields}
    assert forms == {
        "words": "words",
        "numbers": "list",
        "by_name": "map",
        "among": "list",
        "anything": "free",
        "ask": "free",
        "speaks": "either",
        "pair": "free",
        "either": "either",
    }


def test_words_and_alternatives_keep_their_order() -> None:
    assert shape_of(Literal["a", "b"]).words == ("a", "b")
    assert shape_of(Literal["b", "a"]).words == ("b", "a")
    assert [option.cls for option in shape_of(str | int).options] == [str, int]
    assert [option.cls for option in shape_of(int | str).options] == [int, str]


def test_words_are_told_in_the_order_of_each_list() -> None:
    for cls in (Literal["b", "a"], Literal["a", "b"]):
        for hint in (cls, tuple[cls, ...], Mapping[str, cls]):  # type: ignore[valid-type]
            wrong = {tuple: ["c"], Mapping: {"x": "c"}}.get(cast("Any", get_origin(hint)), "c")
            with pytest.raises(InvalidValue, match=", ".join(map(repr, get_args(cls)))):
                read(PLAIN, hint, wrong)  # type: ignore[arg-type]


def test_a_shape_is_described_once() -> None:
    assert shape_of(Learner) is shape_of(Learner)
    assert shape_of(Learner | None).only is shape_of(Learner)
    assert shape_of(Learner | None).optional
    assert shape_of(str | int).only is shape_of(str | int)


def test_annotations_are_read_in_one_place() -> None:
    readers = {
        name
        for name in MODULES
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Name | ast.Attribute)
        if ast.unparse(node).rpartition(".")[2] in {"get_type_hints", "get_origin"}
    }
    assert readers == {"mobiflow.model.introspection"}


def test_the_fields_of_a_class_are_looked_up_in_one_place() -> None:
    askers = {
        name
        for name in MODULES
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute)
        if ast.unparse(node) in {"attrs.fields", "attrs.fields_dict"}
    }
    assert askers == {"mobiflow.model.introspection", "mobiflow._record"}


# -- the quick yes and the whole story


MODEL: Final = [getattr(model, name) for name in model.__all__ if attrs.has(getattr(model, name))]


def agree(value: object, hint: Any, *, loose: bool = False) -> bool:
    """Whether a value is right, once both answers are the same."""
    from mobiflow.model.checks import _story  # the story alone, without asking for the yes first

    told = next(_story(value, shape_of(hint), "$", loose=loose), None) is None
    assert right(hint, loose=loose)(value) is told
    return told


@pytest.mark.parametrize("cls", [c for c in MODEL if c is not Mobility], ids=lambda c: c.__name__)
@given(data=st.data())
@examples(20)
def test_whatever_the_model_can_say_is_right(cls: type[Any], data: st.DataObject) -> None:
    assert agree(data.draw(strategies.values(cls)), cls)


@given(strategies.mobilities)
@examples(20)
def test_a_mobility_is_right(mobility: Mobility) -> None:
    assert agree(mobility, Mobility)


@given(st.sampled_from(all_places()), st.sampled_from(ODD))
@examples(400)
def test_both_answers_are_those_of_somebody_who_looks_for_himself(
    found: tuple[Action, Any], new: object
) -> None:
    act, (path, hint, _) = found
    try:
        spoilt = put(act, path, new)
    except InvalidValue:  # periods look for themselves when they are made
        assert not fits(new, hint) or path[-1] in {"start", "end"}
        return
    if agree(spoilt, type(spoilt)):
        assert fits(new, hint)


@given(st.sampled_from(SOUND))
def test_sound_actions_are_right(act: Action) -> None:
    assert agree(act, type(act))


FINE: Final = {
    ID["check"]: ["a", "é" * 100, "x.y:z"],
    COUNTRY["check"]: ["FR", "ZZ"],
    LINE["check"]: [" x ", "x" * 300, "\n.\n"],
    PROSE["check"]: ["x" * 4000],
}
WRONG: Final = {
    ID["check"]: ["", "a b", "a/b", "x" * 101, "a\n"],
    COUNTRY["check"]: ["", "fr", "FRA", "FR\n", "É1"],
    LINE["check"]: ["", "  ", "\n", "x" * 301],
    PROSE["check"]: ["", " " * 10, "x" * 4001],
}


def test_texts_keep_to_what_is_declared() -> None:
    for check, texts in FINE.items():
        assert [text for text in texts if check(text) is not None] == []
    for check, texts in WRONG.items():
        assert [text for text in texts if check(text) is None] == []


@pytest.mark.parametrize(
    ("hint", "yes", "no"),
    [
        (str, ["", "é"], [1, None, b"", "\ud800"]),
        (int, [0, -(2**999)], [True, 1.0, "1", 2**1000]),
        (float, [0, 1.5, float("nan")], [True, "1", 2**1000]),
        (bool, [True, False], [0, 1, None]),
        (date, [date(1900, 1, 1), date(2200, 12, 31)], [date(1899, 12, 31), datetime.now(UTC)]),
        (datetime, [datetime.now(UTC)], [date(2027, 1, 4), datetime(1899, 1, 1, tzinfo=UTC)]),
        (time, [time(8)], ["08:00", None]),
        (Literal["a", "b"], ["a"], ["c", 1, None, ["a"]]),
        (tuple[str, ...], [(), ("a",)], [["a"], "a", (1,), None, ("\ud800",)]),
        (frozenset[str], [frozenset(), frozenset({"a"})], [{"a"}, frozenset({1}), ()]),
        (Mapping[str, int], [{}, {"a": 1}], [{"a": "1"}, {1: 1}, [], None]),
        (str | int | None, ["a", 1, None], [True, 1.5, ()]),
        (tuple[str, ...] | tuple[int, ...], [("a",)], [(1.5,)]),
        (Ref | None, [Ref("learner", "l"), None], [Ref("learner", 1), "learner:l"]),  # type: ignore[arg-type]
        (Callable[..., str], [str, len, lambda: None], [1, "len", None]),
        (Any, [1, None, object(), {"a": (1,)}], ["\ud800", {"a": date(1, 1, 1)}]),
        (object, [1, Ref("learner", "l")], [Ref("learner", "\ud800")]),
    ],
    ids=lambda told: "" if isinstance(told, list) else str(told),
)
def test_a_value_is_what_its_type_says(hint: Any, yes: list[object], no: list[object]) -> None:
    for loose in (False, True):
        words = loose and hint == Literal["a", "b"]
        assert [value for value in yes if not agree(value, hint, loose=loose)] == []
        wrong = [value for value in no if agree(value, hint, loose=loose)]
        assert wrong == (["c"] if words else [])


# -- definitions


def test_definitions_take_any_text_for_a_word_and_look_at_everything() -> None:
    assert agree(WORKFLOW, Workflow, loose=True)
    for workflow in Engine().workflows.values():
        assert agree(workflow, Workflow, loose=True)
    odd = evolve(WORKFLOW.documents[0], source=5)  # type: ignore[arg-type]
    wrong = evolve(WORKFLOW, documents=(odd,))
    assert not agree(wrong, Workflow, loose=True)
    (problem,) = problems_of(wrong, Workflow, "$", loose=True)
    assert str(problem) == f"$.documents[{odd.id}].source: expected a text, got 5."


def test_a_subclass_is_what_its_parent_is() -> None:
    class Name(str):
        __slots__ = ()

    assert agree(Learner(Name("lea")), Learner)
    assert not agree(Learner(Name("le a")), Learner)


def test_what_is_wrong_is_never_told_at_length() -> None:
    huge = "x" * 10_000_000
    for value, hint in [
        (huge, int),
        ({huge: 1}, Mapping[str, str]),
        ((huge,), tuple[int, ...]),
        (huge.encode(), str),
        (10**100_000, int),
        (AddLearner(Learner("lea"), on=huge), AddLearner),  # type: ignore[arg-type]
    ]:
        problems = tuple(problems_of(value, hint, "$"))
        assert problems
        assert sum(len(str(problem)) for problem in problems) < 1000
