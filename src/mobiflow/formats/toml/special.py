"""What a file writes shorter than Python does, or by name: permissions, guards, lifecycles."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from typing import Any, Final, cast

from mobiflow._record import evolve
from mobiflow.definition import Choice, Condition, Effect, Lifecycle
from mobiflow.definition.prerequisites import Required
from mobiflow.formats.toml.docstrings import summary
from mobiflow.formats.toml.forms import Form, Schema, list_of, usual
from mobiflow.formats.toml.reading import REQUIRED, Reference
from mobiflow.formats.toml.text import Toml
from mobiflow.lifecycles import library
from mobiflow.model.introspection import parameters_of
from mobiflow.model.words import Role
from mobiflow.verdict import Guard, Permission

__all__ = ["form"]


@cache
def form(hint: Hashable) -> Form:
    """The form of any type that a workflow is made of."""
    special = _SPECIAL.get(hint)
    return usual(hint, form) if special is None else special()


def _defined(name: str, schema: Schema, *inside: Form) -> tuple[Schema, Mapping[str, Schema]]:
    """A schema under a name of its own: how it is referred to, and all it needs."""
    parts = {key: part for one in inside for key, part in one.parts.items()}
    return {"$ref": f"#/definitions/{name}"}, {**parts, name: {"title": name, **schema}}


def _permission() -> Form:
    roles, table = form(tuple[Role, ...]), usual(Permission, form)

    def write(value: Permission) -> Toml:
        return table.write(value) if value.deputies else roles.write(value.roles)

    full = table.parts["Permission"]
    schema = {
        "description": summary(Permission),
        "anyOf": [roles.schema, {key: full[key] for key in full if key != "title"}],
    }
    return Form(write, *_defined("Permission", schema))


# -- what is a function in Python


def _by_name(known: Mapping[str, object]) -> Form:
    return Form(lambda reference: reference.id, {"enum": sorted(known)})


def _guard() -> Form:
    def write(value: Reference) -> Toml:
        values = {name: _listed(item) for name, item in value.values.items()}
        return {"guard": value.id, **values}

    roles = form(tuple[Role, ...])
    guards = [_made_by(name, make, roles) for name, make in library.GUARDS.items()]
    other = {
        "title": "A guard of a plugin",
        "type": "object",
        "properties": {
            "guard": {"type": "string", "not": {"enum": [*library.GUARDS]}},
            "excusable_by": roles.schema,
        },
        "required": ["guard"],
    }
    schema = {"description": summary(Guard), "oneOf": [*guards, other]}
    return Form(write, *_defined("Guard", schema))


def _listed(value: object) -> Toml:
    return cast("Toml", [*cast("tuple[object, ...]", value)] if isinstance(value, tuple) else value)


def _made_by(name: str, make: Callable[..., Guard], roles: Form) -> Schema:
    """What may be written for a guard of the library: its name, and its parameters."""
    types = parameters_of(make)
    parameters = inspect.signature(make).parameters.values()
    return {
        "title": name,
        "description": summary(make),
        "type": "object",
        "properties": {
            "guard": {"const": name, "description": summary(make)},
            **{p.name: form(types[p.name].hint).schema for p in parameters},
            "excusable_by": {
                "description": "The roles that may excuse it, with a reason.",
                **roles.schema,
            },
        },
        "required": ["guard", *(p.name for p in parameters if p.default is p.empty)],
        "additionalProperties": False,
    }


def _guard_or_set() -> Form:
    guard = form(Guard)

    def write(value: Reference | str) -> Toml:
        return value if isinstance(value, str) else guard.write(value)

    name = {"type": "string", "description": "The id of a set of guards."}
    return Form(write, {"anyOf": [name, _alone("set", name), guard.schema]}, guard.parts)


def _alone(key: str, schema: Schema) -> Schema:
    """A table with one key, for lists in which tables and names are mixed."""
    return {
        "type": "object",
        "properties": {key: schema},
        "required": [key],
        "additionalProperties": False,
    }


def _lifecycles() -> Form:
    own = usual(Lifecycle, form)

    def write(value: tuple[Lifecycle, ...]) -> Toml:
        standard = [lifecycle == library.LIFECYCLES.get(lifecycle.kind) for lifecycle in value]
        if all(standard):
            return [lifecycle.kind for lifecycle in value]
        return [
            {"standard": lifecycle.kind} if as_is else own.write(lifecycle)
            for lifecycle, as_is in zip(value, standard, strict=True)
        ]

    name = {"enum": [*library.LIFECYCLES], "description": "A lifecycle of the library's own."}
    schema = {"anyOf": [name, _alone("standard", name), own.schema]}
    return evolve(list_of(Form(own.write, schema, own.parts)), write=write)


def _required() -> Form:
    kinds = {tag: usual(cls, form) for cls, tag in REQUIRED.items()}

    def write(value: object) -> Toml:
        tag = REQUIRED[type(value)]
        return {"type": tag, **cast("dict[str, Toml]", kinds[tag].write(value))}

    options = [_tagged(tag, kinds[tag].parts[cls.__name__]) for cls, tag in REQUIRED.items()]
    schema = {"description": "What a prerequisite asks for.", "oneOf": options}
    return Form(write, *_defined("Required", schema, *kinds.values()))


def _tagged(kind: str, schema: Schema) -> Schema:
    return {
        **schema,
        "properties": {
            "type": {"const": kind, "description": schema["description"]},
            **schema["properties"],
        },
        "required": ["type", *schema["required"]],
    }


_SPECIAL: Final[Mapping[Any, Callable[[], Form]]] = {
    Permission: _permission,
    Guard: _guard,
    Guard | str: _guard_or_set,
    Condition: partial(_by_name, library.CONDITIONS),
    Choice: partial(_by_name, library.CHOICES),
    Effect: partial(_by_name, library.EFFECTS),
    tuple[Lifecycle, ...]: _lifecycles,
    Required: _required,
}
