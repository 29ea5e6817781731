"""From what a file says of guards, conditions, choices and effects to themselves, and back."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, cast, get_type_hints

from attrs import define, evolve, field

from mobiflow import named
from mobiflow.definition import Choice, Condition, Effect, Lifecycle, Transition, Workflow
from mobiflow.errors import InvalidValue, Problem, UnknownName
from mobiflow.model._shape import changed, fields_of, is_record
from mobiflow.serialization.leaves import step
from mobiflow.serialization.reading import read
from mobiflow.serialization.told import Told
from mobiflow.verdict import Guard, met

__all__ = ["looked_up", "told"]

Makers = Mapping[str, Callable[..., Guard]]
"""What makes guards, by name."""

_V = TypeVar("_V")

_KNOWN: Final[Mapping[str, Mapping[str, object]]] = {
    "condition": named.CONDITIONS,
    "choice": named.CHOICES,
    "effect": named.EFFECTS,
}


def looked_up(workflow: Workflow, guards: Makers) -> tuple[Workflow, tuple[Problem, ...]]:
    """A workflow as it was read with everything named in its place, and what was not found.

    What cannot be made is left as something harmless, so that the rest can be judged.
    """
    walk = _Walk(_is_told, lambda said: _thing(said, guards), _instead)
    return walk.through(workflow, "$"), tuple(walk.problems)


def told(workflow: Workflow, guards: Makers) -> tuple[Workflow, tuple[Problem, ...]]:
    """A workflow in which everything that is a function is named, and what has no name."""
    walk = _Walk(_is_function, lambda thing: _said(thing, guards), _unchanged)
    return walk.through(workflow, "$"), tuple(walk.problems)


@define
class _Walk:
    """A way through a definition on which values are replaced; it lives while it is gone."""

    wanted: Callable[[object], bool]
    replace: Callable[[Any], object]
    instead: Callable[[Any], object]
    problems: list[Problem] = field(factory=list[Problem])

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
            changes = {
                a.name: self.through(item, f"{path}.{a.name}")
                for a, item in fields_of(value)
                if isinstance(item, tuple) or is_record(item)
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
            return self.instead(value)


def _is_told(value: object) -> bool:
    return isinstance(value, Told)


def _is_function(value: object) -> bool:
    return isinstance(value, Guard | Condition | Choice | Effect)


def _is_standard(value: object) -> bool:
    return isinstance(value, Lifecycle) and value == named.LIFECYCLES.get(value.kind)


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


# -- looking up


def _instead(said: Told) -> object:
    """What stands for something that cannot be made."""
    match said.what:
        case "guard":
            return Guard(said.id, UNMADE, met)
        case "choice":
            return Choice(said.id, UNMADE, lambda _setting, subject: str(subject))
        case _:
            return None


def _thing(said: Told, guards: Makers) -> object:
    if said.what == "guard":
        return _guard(said, guards)
    known = _KNOWN[said.what]
    if said.id not in known:
        raise unreadable([Problem("$", str(UnknownName(said.what, said.id, known)))])
    return known[said.id]


def _guard(said: Told, guards: Makers) -> Guard:
    make = guards.get(said.id)
    if make is None:
        hint = "Plugins may name more."
        raise unreadable([Problem("$", str(UnknownName("guard", said.id, guards, hint)))])
    values = dict(said.values)
    accepted = _parameters(make)
    excusable_by = () if "excusable_by" in accepted else values.pop("excusable_by", None)
    given = _fitting(accepted, values)
    try:
        made = make(**given)
    except Exception as error:  # noqa: BLE001  # whatever a plugin raises is its own
        raise unreadable([Problem("$", f"{said.id!r} cannot be made: {error!r}.")]) from error
    if not isinstance(made, Guard):  # pyright: ignore[reportUnnecessaryIsInstance]  # plugins err
        raise unreadable([Problem("$", f"{said.id!r} gave {made!r}, which is not a guard.")])
    return made if not excusable_by else evolve(made, excusable_by=excusable_by)
