"""How each form of type is read: one hook factory per form, as cattrs wants them.

Nothing is coerced, and every place of a wrong value is noted as cattrs notes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from types import NoneType
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs
from cattrs import Converter, IterableValidationError
from cattrs.errors import IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from mobiflow._record import record
from mobiflow.errors import Problem, shown
from mobiflow.formats.leaves import (
    LEAVES,
    MAX_WRONG,
    Hook,
    facts,
    is_list,
    is_object,
    json_value,
    literal,
    step,
    unreadable,
    wrong,
)
from mobiflow.model.introspection import Field, Shape

__all__ = ["FACTORIES", "Inner", "Manner", "hook_for"]

_T = TypeVar("_T")

Inner: TypeAlias = Callable[[Any], Hook]
"""How the types inside a type are read."""


@record(eq=False)
class Manner:
    """What is particular to one sort of files.

    Attributes:
        table: what an object is called.
        special: the types that are read in a way of their own, given the usual one.
        tagged: the unions of records told apart by a tag, with the tag of each.
        words: how a word of a closed list is read.
        named: what an item of a list goes by in a path, if not its number.
        longest: the longest list.
        left_out: the fields that cannot be given.
    """

    table: str = "an object"
    special: Mapping[Any, Callable[[Inner, Hook], Hook]] = attrs.field(factory=dict[Any, Any])
    tagged: Mapping[Any, Mapping[type[Any], str]] = attrs.field(factory=dict[Any, Any])
    words: Callable[[tuple[str, ...]], Hook] = literal
    named: Callable[[Any], str | None] = lambda _: None
    longest: int | None = None
    left_out: frozenset[str] = frozenset()


def hook_for(shape: Shape, converter: Converter, manner: Manner) -> Hook:
    """How a type is read.

    cattrs keeps hooks by annotation, and annotations that differ only in the order of words or
    alternatives are equal: so it is asked for those only in which nothing has an order.
    """
    special = shape.hint in manner.special or shape.hint in manner.tagged
    if special or shape.form in {"leaf", "record", "free"}:
        hook: Hook = converter.get_structure_hook(shape.hint)
        return hook
    return FACTORIES[shape.form](shape, converter, manner)


# -- records


def _record_hook(shape: Shape, converter: Converter, manner: Manner) -> Hook:
    fields = [f for f in shape.fields if f.given and f.name not in manner.left_out]
    if not converter.detailed_validation:
        return _quick_record(shape, fields, converter, manner)
    build = _detailed_record(shape, fields, converter, manner)

    def read_record(value: Any, hint: Any) -> Any:
        if not is_object(value):
            raise wrong(manner.table, value)
        return build(value, hint)

    return read_record


def _detailed_record(
    shape: Shape, fields: Iterable[Field], converter: Converter, manner: Manner
) -> Hook:
    told: dict[str, Any] = {field.name: override(omit=True) for field in shape.fields}
    told |= {
        field.name: override(struct_hook=_of_field(field, converter, manner)) for field in fields
    }
    hook: Hook = make_dict_structure_fn(shape.cls, converter, _cattrs_use_linecache=False, **told)
    return hook


def _quick_record(
    shape: Shape, fields: Iterable[Field], converter: Converter, manner: Manner
) -> Hook:
    """What cattrs would generate code for, which a first reading in a new process waits for."""
    rows: dict[str, tuple[str, Hook, Any]] = {}
    cls = shape.cls

    def build(value: Any, _hint: Any) -> Any:
        if type(value) is not dict:
            raise wrong(manner.table, value)
        if not rows:  # only now: types may speak of themselves
            for f in fields:
                rows[f.name] = (f.alias, _of_field(f, converter, manner), f.shape.hint)
        given: dict[str, Any] = {}
        for name, item in cast("dict[str, Any]", value).items():
            alias, hook, hint = rows[name]
            given[alias] = hook(item, hint)
        return cls(**given)

    return build


def _of_field(field: Field, converter: Converter, manner: Manner) -> Hook:
    """How a field is read: as its type, and then as its metadata wants it."""
    hook = hook_for(field.shape, converter, manner)
    check, whole = field.check, field.metadata.get("whole")
    if check is None and whole is None:
        return hook

    def read_checked(value: Any, hint: Any) -> Any:
        found = hook(value, hint)
        expected = check(found) if check is not None else None
        if expected is not None:
            raise wrong(expected, value)
        if whole is not None and (problems := tuple(whole(found))):
            raise unreadable(problems)
        return found

    return read_checked


# -- lists and maps


def _list_hook(shape: Shape, converter: Converter, manner: Manner) -> Hook:
    item_shape = shape.parts[0]
    item_hint = item_shape.hint
    item: Hook = hook_for(item_shape, converter, manner)
    collect = cast("Callable[[list[Any]], Any]", tuple if shape.cls is tuple else _different)
    longest = manner.longest

    def places(value: list[Any]) -> Iterator[tuple[str, Any]]:
        for index, found in enumerate(value):
            yield f"[{manner.named(found) or index}]", found

    def read_list(value: Any, _hint: Any) -> Any:
        if not is_list(value):
            raise wrong("a list", value)
        if longest is not None and len(value) > longest:
            raise unreadable([Problem("$", f"more than {longest} items.")])
        if converter.detailed_validation:
            return collect(_each(places(value), list, lambda one: item(one, item_hint)))
        return collect([item(one, item_hint) for one in value])

    return read_list


def _different(items: Iterable[Any]) -> frozenset[Any]:
    listed = list(items)
    if len(set(listed)) != len(listed):
        raise unreadable([Problem("$", "something is in this list twice.")])
    return frozenset(listed)


def _map_hook(shape: Shape, converter: Converter, manner: Manner) -> Hook:
    key_shape, item_shape = shape.parts
    key_hint, item_hint = key_shape.hint, item_shape.hint
    key_of: Hook = hook_for(key_shape, converter, manner)
    item: Hook = hook_for(item_shape, converter, manner)
    own = _own_key(shape.parts[1])

    def member(pair: tuple[Any, Any]) -> tuple[str, Any]:
        key, value = key_of(pair[0], key_hint), item(pair[1], item_hint)
        if own is not None and getattr(value, own) != key:
            raise wrong(f"{shown(key)}, under which it is kept", getattr(value, own), f"$.{own}")
        return key, value

    def read_map(value: Any, _hint: Any) -> Any:
        if not is_object(value):
            raise wrong(manner.table, value)
        pairs = value.items()
        if converter.detailed_validation:
            return dict(_each(((step(str(pair[0])), pair) for pair in pairs), dict, member))
        return dict(map(member, pairs))

    return read_map


def _own_key(item: Shape) -> str | None:
    """The field of an item that repeats the key under which it is kept."""
    fields = item.fields if item.form == "record" else ()
    keys = [f.name for f in fields if f.metadata.get("key")]
    return keys[0] if keys else "id" if any(f.name == "id" for f in fields) else None


def _each(
    places: Iterable[tuple[str, Any]], whole: type[Any], item: Callable[[Any], _T]
) -> list[_T]:
    """The items of a list or a map, or all that is wrong with the first wrong ones of them."""
    found: list[_T] = []
    errors: list[Exception] = []
    for place, value in places:
        try:
            found.append(item(value))
        except Exception as error:  # noqa: BLE001  # cattrs' own way: collected, with a note
            error.__notes__ = [IterableValidationNote("", place, whole)]
            errors.append(error)
            if len(errors) == MAX_WRONG:
                message = f"has {MAX_WRONG} wrong items; those after them were not looked at."
                errors.append(unreadable([Problem("$", message)]))
                break
    if errors:
        raise IterableValidationError("", errors, whole)  # pyright: ignore[reportCallIssue]  # untyped
    return found


# -- alternatives, and what cannot be read


def _either_hook(shape: Shape, converter: Converter, manner: Manner) -> Hook:
    """One of several types, told apart by what JSON has for them."""
    hooks: dict[type[Any], tuple[Hook, Any]] = {}
    for option in shape.options:
        if option.cls is not NoneType:
            hook = hook_for(option, converter, manner), option.hint
            hooks.setdefault(_json_type(option), hook)
    only = next(iter(hooks.values())) if len(hooks) == 1 else None
    expected, optional = " or ".join(_JSON_TYPES[kind] for kind in hooks), shape.optional

    if only is not None and optional:
        read_it, it = only
        return lambda value, _hint: None if value is None else read_it(value, it)

    def read_either(value: Any, _hint: Any) -> Any:
        if value is None and optional:
            return None
        is_date = isinstance(value, date | time)
        cls = str if is_date else type(value)  # pyright: ignore[reportUnknownVariableType]  # of anything
        chosen = only or hooks.get(cls)  # pyright: ignore[reportUnknownArgumentType]  # as above
        if chosen is None:
            raise wrong(expected, value)
        return chosen[0](value, chosen[1])

    return read_either


_JSON_TYPES: Final[Mapping[type[Any], str]] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def _json_type(shape: Shape) -> type[Any]:
    if shape.form in {"list", "map", "record"}:
        return list if shape.form == "list" else dict
    return shape.cls if shape.cls in (int, float, bool) else str


def _free_hook(shape: Shape, _converter: Converter, _manner: Manner) -> Hook:
    if shape.hint is Any:
        return json_value
    return facts if shape.hint is object else _not_read(shape)


def _not_read(shape: Shape) -> Hook:
    name = getattr(shape.hint, "__name__", shape.hint)

    def read_nothing(_value: Any, _hint: Any) -> Any:
        raise unreadable([Problem("$", f"values of type {name} cannot be read from JSON.")])

    return read_nothing


def _leaf_hook(shape: Shape, _converter: Converter, _manner: Manner) -> Hook:
    return LEAVES.get(shape.cls) or _not_read(shape)


def _words_hook(shape: Shape, _converter: Converter, manner: Manner) -> Hook:
    return manner.words(shape.words)


FACTORIES: Final[Mapping[str, Callable[[Shape, Converter, Manner], Hook]]] = {
    "leaf": _leaf_hook,
    "words": _words_hook,
    "record": _record_hook,
    "list": _list_hook,
    "map": _map_hook,
    "either": _either_hook,
    "free": _free_hook,
}
"""What makes the hook of a type, by its form."""
