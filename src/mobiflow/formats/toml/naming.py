"""From what a file says of guards, conditions, choices and effects to themselves, and back."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, TypeVar, cast

from attrs import define, field

from mobiflow._record import evolve, record
from mobiflow.definition import Choice, Condition, Effect, Lifecycle, Transition, Workflow
from mobiflow.errors import InvalidValue, Problem, UnknownName, nearest, shown
from mobiflow.formats.leaves import step, unreadable
from mobiflow.formats.structuring import PLAIN, read
from mobiflow.formats.toml.reading import Reference
from mobiflow.lifecycles import library
from mobiflow.model.introspection import (
    Shape,
    changed,
    fields_of,
    is_record,
    parameters_of,
    shape_of,
)
from mobiflow.verdict import Guard, MadeBy, met

__all__ = ["Makers", "Resolved", "resolved", "unresolved"]

Makers = Mapping[str, Callable[..., Guard]]
"""What makes guards, by name."""

_V = TypeVar("_V")

_KNOWN: Final[Mapping[str, Mapping[str, object]]] = {
    "condition": library.CONDITIONS,
    "choice": library.CHOICES,
    "effect": library.EFFECTS,
}


@record
class Resolved:
    """A workflow on which names were replaced; what could not be; and where that was."""

    workflow: Workflow
    problems: tuple[Problem, ...]
    places: tuple[str, ...]


def resolved(workflow: Workflow, guards: Makers) -> Resolved:
    """A workflow as it was read with everything named in its place.

    What cannot be made is left as something harmless, so that the rest can be judged.
    """
    walk = _Walk(_is_reference, lambda reference: _resolve(reference, guards), _instead)
    return Resolved(walk.through(workflow, "$"), tuple(walk.problems), tuple(walk.places))


def unresolved(workflow: Workflow, guards: Makers) -> Resolved:
    """A workflow in which everything that is a function is named."""
    walk = _Walk(_is_function, lambda thing: _reference_to(thing, guards), _unchanged)
    return Resolved(walk.through(workflow, "$"), tuple(walk.problems), tuple(walk.places))


@define
class _Walk:
    """A way through a definition on which values are replaced; it lives while it is gone."""

    wanted: Callable[[object], bool]
    replace: Callable[[Any], object]
    instead: Callable[[Any], object]
    problems: list[Problem] = field(factory=list[Problem])
    places: list[str] = field(factory=list[str])

    def through(self, value: _V, path: str) -> _V:
        """The same value with everything wanted in it replaced."""
        found: Any = value
        if self.wanted(value):
            found = self._replaced(value, path)
        elif isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            places = zip(_names(items), items, strict=True)
            found = tuple(self.through(item, f"{path}[{name}]") for name, item in places)
        elif is_record(value) and not _is_standard(value):
            changes: dict[str, object] = {
                a.name: self.through(item, f"{path}.{a.name}")
                for a, item in fields_of(value)
                if _holds(item)
            }
            found = changed(value, changes) if changes else value
        return cast("_V", found)

    def _replaced(self, value: object, path: str) -> object:
        try:
            return self.replace(value)
        except InvalidValue as error:
            self.problems += (
                Problem(path + p.path.removeprefix("$"), p.message) for p in error.problems
            )
            self.places.append(path)
            return self.instead(value)


def _holds(value: object) -> bool:
    return isinstance(value, tuple) or is_record(value)


def _is_reference(value: object) -> bool:
    return isinstance(value, Reference)


def _is_function(value: object) -> bool:
    return isinstance(value, Guard | Condition | Choice | Effect)


def _is_standard(value: object) -> bool:
    return isinstance(value, Lifecycle) and value == library.LIFECYCLES.get(value.kind)


def _unchanged(value: object) -> object:
    return value


def _names(items: tuple[object, ...]) -> Iterator[str]:
    """What items go by in a path, as in the checks of a definition."""
    times = Counter(item.trigger for item in items if isinstance(item, Transition))
    for index, item in enumerate(items):
        if isinstance(item, Transition) and times[item.trigger] > 1 and item.sources:
            yield f"{item.trigger} from {item.sources[0]}"
        else:
            found = (getattr(item, key, "") for key in ("id", "kind", "trigger"))
            yield next((name for name in found if isinstance(name, str) and name), str(index))


# -- from names


def _instead(reference: Reference) -> object:
    """What stands for something that cannot be made."""
    match reference.what:
        case "guard":
            return Guard(reference.id, 1, met)
        case "choice":
            return Choice(reference.id, 1, _nowhere)
        case _:
            return None


def _nowhere(_context: object, _subject: object) -> str:
    return ""


def _resolve(reference: Reference, guards: Makers) -> object:
    if reference.what == "guard":
        return _guard(reference, guards)
    known = _KNOWN[reference.what]
    if reference.id not in known:
        raise unreadable([Problem("$", str(UnknownName(reference.what, reference.id, known)))])
    return known[reference.id]


def _guard(reference: Reference, guards: Makers) -> Guard:
    make = guards.get(reference.id)
    if make is None:
        hint = "Plugins may name more."
        raise unreadable([Problem("$", str(UnknownName("guard", reference.id, guards, hint)))])
    values = dict(reference.values)
    accepted = _parameters(make)
    excusable_by = None if "excusable_by" in accepted else values.pop("excusable_by", None)
    given = _fitting(make, accepted, values)
    if excusable_by is not None:
        excusable_by = _read(shape_of(tuple[str, ...]), excusable_by, "$.excusable_by")
    try:
        made = cast("object", make(**given))
    except Exception as error:  # noqa: BLE001  # whatever a plugin raises is its own
        raise unreadable(
            [Problem("$", f"{shown(reference.id)} cannot be made: {shown(error, 300)}.")]
        ) from None
    if not isinstance(made, Guard):
        raise unreadable(
            [Problem("$", f"{shown(reference.id)} gave {shown(made)}, which is not a guard.")]
        )
    made = evolve(made, made_by=MadeBy(make, (), given, made.func))
    return made if excusable_by is None else evolve(made, excusable_by=excusable_by)


_FREE: Final = inspect.Parameter.VAR_KEYWORD
_BY_NAME: Final = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def _parameters(make: Callable[..., Guard]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(make).parameters


def _fitting(
    make: Callable[..., Guard],
    accepted: Mapping[str, inspect.Parameter],
    values: Mapping[str, object],
) -> Mapping[str, object]:
    """The values as the function expects them, or everything that is wrong with them."""
    problems: list[Problem] = []
    given: dict[str, object] = {}
    types = parameters_of(make)
    named_ones = [name for name, p in accepted.items() if p.kind in _BY_NAME]
    anything = any(p.kind is _FREE for p in accepted.values())
    for name, value in values.items():
        if name not in named_ones and not anything:
            problems.append(Problem(f"${step(name)}", _unknown(name, named_ones)))
            continue
        try:
            given[name] = (
                value if name not in types else _read(types[name], value, f"${step(name)}")
            )
        except InvalidValue as error:
            problems += error.problems
    for name in named_ones:
        if accepted[name].default is inspect.Parameter.empty and name not in values:
            problems.append(Problem(f"${step(name)}", "missing."))
    if problems:
        raise unreadable(problems)
    return given


def _unknown(name: str, known: list[str]) -> str:
    for near in nearest(name, known):
        return f"unknown; did you mean {shown(near)}?"
    return f"unknown; it takes {', '.join(known) or 'no values'}."


def _read(shape: Shape, value: object, path: str) -> Any:  # noqa: ANN401  # any type
    """A value as a parameter wants it; a list of the file is a tuple here."""
    try:
        return read(PLAIN, shape.hint, _listed(value))
    except InvalidValue as error:
        raise unreadable(
            Problem(path + p.path.removeprefix("$"), p.message) for p in error.problems
        ) from None


def _listed(value: object) -> object:
    return [*cast("tuple[object, ...]", value)] if isinstance(value, tuple) else value


# -- to names


def _reference_to(thing: Guard | Condition | Choice | Effect, guards: Makers) -> Reference:
    if isinstance(thing, Guard):
        return _reference_to_guard(thing, guards)
    what: Literal["condition", "choice", "effect"] = (
        "condition"
        if isinstance(thing, Condition)
        else "choice"
        if isinstance(thing, Choice)
        else "effect"
    )
    known = _KNOWN[what].get(thing.id)
    if known != thing or getattr(known, "func", None) is not thing.func:
        raise unreadable(
            [Problem("$", f"no {what} of that meaning has the name {shown(thing.id)}.")]
        )
    return Reference(what, thing.id, {})


def _reference_to_guard(guard: Guard, guards: Makers) -> Reference:
    """The name of what made a guard, and the values it was made of."""
    by = guard.made_by
    name = next((name for name, make in guards.items() if by and make is by.make), None)
    if by is not None and name is not None and by.func is guard.func:
        again, values = by.make(**by.values), dict(by.values)
        if again.excusable_by != guard.excusable_by:
            values["excusable_by"] = guard.excusable_by
        if evolve(again, excusable_by=guard.excusable_by) == guard:
            return Reference("guard", name, values)
    message = f"nothing that a file can name makes the guard '{guard}'."
    if guard.id == "prerequisite":
        message = f"{guard} was added by plugins; write the workflow as its own plugin defines it."
    raise unreadable([Problem("$", message)])
