"""``record``: a frozen attrs class that is made quickly, and ``evolve``, which changes one quickly.

attrs writes and compiles ``__repr__``, ``__eq__`` and ``__hash__`` anew for each class: most of
what importing mobiflow would cost. Records share one of each; attrs generates ``__init__`` alone.
Everything else is attrs, so a plain ``attrs.frozen`` class is accepted wherever a record is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

__all__ = ["evolve", "record"]

if TYPE_CHECKING:
    from attrs import evolve
    from attrs import frozen as record
else:

    def evolve(record: object, /, **changes: object) -> object:
        """The same record with some values changed, as :func:`attrs.evolve` gives it."""
        plan = _plan(record.__class__)
        if plan is None or not plan.names.issuperset(changes):
            return attrs.evolve(record, **changes)
        changed = object.__new__(record.__class__)
        if plan.values is None:
            kept = record.__dict__
            if len(kept) > len(plan.names):  # it keeps what it worked out, too
                kept = {name: kept[name] for name in plan.names}
            changed.__dict__.update(kept)
            changed.__dict__.update(changes)
            return changed
        for put, value in zip(plan.put.values(), plan.values(record), strict=True):
            put(changed, value)
        for name, value in changes.items():
            plan.put[name](changed, value)
        return changed

    def record(
        cls: type | None = None, *, eq: bool = True, slots: bool = True
    ) -> type | Callable[[type], type]:
        """Make a class a frozen attrs class; with ``eq=False`` an instance equals itself only.

        Without slots an instance is changed four times as quickly: for those that live to be
        changed.
        """
        return _made(cls, eq, slots) if cls is not None else lambda cls: _made(cls, eq, slots)


class _Plan(NamedTuple):
    """How a class is copied field by field: what reads all its values, what puts each.

    An instance without slots has all its values in one dictionary, which is copied instead.
    """

    names: frozenset[str]
    values: Callable[[object], tuple[object, ...]] | None
    put: dict[str, Callable[[object, object], None]]


@cache
def _plan(cls: type) -> _Plan | None:
    """How a class is copied; ``None`` where making an instance does more than keep its values."""
    fields = attrs.fields(cls)
    names = frozenset(a.name for a in fields)
    plain = all(a.init and a.converter is None and a.validator is None for a in fields)
    if len(fields) < _SEVERAL or not plain or hasattr(cls, "__attrs_post_init__"):
        return None
    slots: dict[str, Any] = {a.name: getattr(cls, a.name, None) for a in fields}
    if all(isinstance(slot, MemberDescriptorType) for slot in slots.values()):
        return _Plan(names, attrgetter(*slots), {n: slot.__set__ for n, slot in slots.items()})
    if any(isinstance(slot, MemberDescriptorType) for slot in slots.values()):
        return None  # some in slots, some not: a subclass of another kind
    return _Plan(names, None, {})


_SEVERAL: Final = 2  # fewer, and their values are no tuple


def _made(cls: type, eq: bool, slots: bool) -> type:  # noqa: FBT001  # handed on
    own = set(cls.__dict__)
    made = attrs.frozen(cls, repr=False, eq=False, slots=slots)
    shared: dict[str, object] = {"__repr__": _repr}
    if eq:
        compared = [a.name for a in attrs.fields(made) if a.eq]
        shared |= {"__eq__": _eq, "__hash__": _hash}
        shared["__compared__"] = attrgetter(*(compared or ["__class__"]))
    for name in shared.keys() - own:
        setattr(made, name, shared[name])
    return made


class _Record:
    """What the shared methods see of a record."""

    __compared__: Callable[[object], object]


def _eq(self: _Record, other: _Record) -> object:
    if self is other:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: _Record) -> int:
    return hash((self.__class__, self.__compared__(self)))


def _repr(self: attrs.AttrsInstance) -> str:
    name = self.__class__.__qualname__.rpartition(">.")[2]
    shown = (f"{a.name}={getattr(self, a.name)!r}" for a in attrs.fields(type(self)) if a.repr)
    return f"{name}({', '.join(shown)})"
