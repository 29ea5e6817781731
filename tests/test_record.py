"""A record is a frozen attrs class in everything but how its methods are made."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

import attrs
import pytest

from mobiflow import Learner
from mobiflow._record import evolve, record
from mobiflow.actions import CollectDocument
from tests.support import begin
from tests.test_architecture import MODULES


@record
class Point:
    x: int
    y: int = attrs.field(default=0, kw_only=True)
    note: str = attrs.field(default="", eq=False, kw_only=True)
    hidden: str = attrs.field(default="", repr=False, kw_only=True)


@attrs.frozen
class Plain:
    x: int
    y: int = attrs.field(default=0, kw_only=True)
    note: str = attrs.field(default="", eq=False, kw_only=True)
    hidden: str = attrs.field(default="", repr=False, kw_only=True)


@record
class Nothing: ...


@record(eq=False)
class Itself:
    x: int


@record
class Sworn:
    x: int

    def __repr__(self) -> str:
        return "sworn"

    def __hash__(self) -> int:
        return 7


def test_records_are_equal_by_class_and_by_what_takes_part_in_equality() -> None:
    assert Point(1, note="a") == Point(1, note="b")
    assert hash(Point(1, note="a")) == hash(Point(1, note="b"))
    assert Point(1) != Point(2)
    assert Point(1) != Point(1, hidden="x")
    assert Nothing() == Nothing()
    assert {Point(1): "found"}[Point(1)] == "found"
    plain: object = Plain(1)
    assert Point(1) != plain
    assert Point(1).__eq__(plain) is NotImplemented
    assert len({Point(1), Plain(1), Nothing()}) == 3


def test_a_record_without_equality_equals_itself_only() -> None:
    one = Itself(1)
    assert one == one  # noqa: PLR0124  # the point
    assert one != Itself(1)
    assert hash(one) != hash(Itself(1))


def test_a_record_is_told_as_attrs_tells_it() -> None:
    assert repr(Point(1, note="a", hidden="x")) == "Point(x=1, y=0, note='a')"
    assert repr(Point(1)).replace("Point", "Plain") == repr(Plain(1))


def test_a_record_keeps_methods_of_its_own() -> None:
    assert repr(Sworn(1)) == "sworn"
    assert hash(Sworn(2)) == 7
    assert Sworn(1) == Sworn(1)


def test_a_record_is_frozen_and_can_be_matched_copied_and_pickled() -> None:
    point = Point(1, y=2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point.x = 3  # type: ignore[misc]  # the point
    match point:
        case Point(x):
            assert x == 1
    assert copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point  # noqa: S301  # ours
    assert attrs.evolve(point, x=5) == Point(5, y=2)


@record(slots=False)
class Loose:
    x: int
    y: int = 0

    @cached_property
    def total(self) -> int:
        return self.x + self.y


@attrs.frozen
class Far(Point):
    z: int = 0


@attrs.frozen(slots=False)
class Open(Point):
    z: int = 0


@attrs.frozen
class Tight(Loose):
    z: int = 0


@attrs.frozen
class Doubled:
    x: float = attrs.field(converter=float)
    y: int = 0


@attrs.frozen
class Derived:
    x: int
    y: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "y", -self.x)


@pytest.mark.parametrize(
    "one",
    [
        Point(1, y=2, note="a"),
        Loose(1, 2),
        Far(1, 3, y=2),
        Open(1, 3, y=2),
        Tight(1, 2, 3),
        Doubled(1, 2),
        Derived(1),
        Itself(1),
        Plain(1, y=2),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_record_is_changed_as_attrs_changes_it_whatever_it_inherits(one: Any) -> None:
    before = attrs.asdict(one)
    changed = evolve(one, x=5)
    assert type(changed) is type(one)
    assert attrs.asdict(changed) == attrs.asdict(attrs.evolve(one, x=5))
    assert attrs.asdict(one) == before
    with pytest.raises(TypeError, match="nobody"):
        evolve(one, nobody=5)


def test_what_a_record_worked_out_is_worked_out_anew_for_the_changed_one() -> None:
    one = Loose(1, 2)
    assert one.total == 3
    assert evolve(one, x=5).total == 7


def test_what_an_application_adds_to_a_learner_is_kept() -> None:
    @attrs.frozen
    class Fellow(Learner):
        room: str = attrs.field(default="", kw_only=True)

    lea = Fellow("lea", born=date(2005, 5, 2), room="12")
    flow = begin(lea)
    flow.do(CollectDocument("lea", "identity", valid_until=date(2030, 1, 1)))
    kept = flow.mobility.learners["lea"]
    assert "identity" in kept.documents
    assert attrs.asdict(kept)["room"] == "12"


def test_attrs_writes_no_repr_for_the_classes_of_the_library() -> None:
    methods: dict[str, Any] = {
        f"{name}.{word}": value.__repr__
        for name in MODULES
        if not name.startswith("mobiflow.cli")  # which uses what any application may
        for word, value in vars(import_module(name)).items()
        if isinstance(value, type) and value.__module__ == name and attrs.has(value)
        if value.__setattr__ is Plain.__setattr__  # frozen
    }
    assert len(methods) > 100
    generated = "<attrs generated"
    assert [n for n, m in methods.items() if m.__code__.co_filename.startswith(generated)] == []
