"""What a file writes shorter than Python does, or by name: permissions, guards, lifecycles."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from typing import Any, Final, Literal, cast, get_type_hints

from attrs import evolve

from mobiflow import builtins as named
from mobiflow.definition import (
    Choice,
    Condition,
    Confirmation,
    DocumentRequired,
    Effect,
    HoursLimit,
    Lifecycle,
    MinimumAge,
    SignatureRequired,
)
from mobiflow.definition.prerequisites import Required
from mobiflow.errors import Problem, UnknownName
from mobiflow.formats.docstrings import summary
from mobiflow.formats.forms import Form, Schema, every, form_of_record, list_of, values
from mobiflow.formats.leaves import is_list, is_object, text, unreadable, wrong
from mobiflow.formats.told import Told
from mobiflow.model.words import Role
from mobiflow.verdict import Guard, Permission

__all__ = ["form"]


@cache
def form(hint: object) -> Form:
    """The form of any type that a workflow is made of."""
    special = _SPECIAL.get(hint)
    return every(form)(hint) if special is None else special()


def _defined(name: str, schema: Schema, *inside: Form) -> tuple[Schema, Mapping[str, Schema]]:
    """A schema under a name of its own: how it is referred to, and all it needs."""
    parts = {key: part for one in inside for key, part in one.parts.items()}
    return {"$ref": f"#/definitions/{name}"}, {**parts, name: {"title": name, **schema}}


# -- who may


def _permission() -> Form:
    roles, table = form(tuple[Role, ...]), form_of_record(Permission, form)

    def read(value: object) -> object:
        if is_list(value):
            return Permission(cast("tuple[Role, ...]", roles.read(value)))
        if is_object(value):
            return table.read(value)
        raise wrong("a list of roles, or a table of roles and deputies", value)

    def write(value: Permission) -> Any:  # noqa: ANN401  # TOML
        return table.write(value) if value.deputies else roles.write(value.roles)

    full = table.parts["Permission"]
    schema = {
        "description": summary(Permission),
        "anyOf": [roles.schema, {key: full[key] for key in full if key != "title"}],
    }
    return Form(read, write, *_defined("Permission", schema))


# -- what is a function in Python


def _name_of(what: Literal["condition", "choice", "effect"], known: Mapping[str, object]) -> Form:
    def read(value: object) -> object:
        return Told(what, text(value), {})

    def write(value: Told) -> str:
        return value.id

    return Form(read, write, {"enum": sorted(known)})


def _guard() -> Form:
    given = values()

    def read(value: object) -> object:
        if not is_object(value):
            raise wrong('a guard, like { guard = "placed" }', value)
        if "guard" not in value:
            raise unreadable([Problem("$.guard", "missing.")])
        name = form(str).read(value["guard"])
        rest = {key: item for key, item in value.items() if key != "guard"}
        return Told("guard", cast("str", name), cast("dict[str, object]", given.read(rest)))

    def write(value: Told) -> Any:  # noqa: ANN401  # TOML
        return {"guard": value.id, **cast("dict[str, Any]", given.write(value.values))}

    roles = form(tuple[Role, ...])
    guards = [_made_by(name, make, roles) for name, make in named.GUARDS.items()]
    other = {
        "title": "A guard of a plugin",
        "type": "object",
        "properties": {
            "guard": {"type": "string", "not": {"enum": [*named.GUARDS]}},
            "excusable_by": roles.schema,
        },
        "required": ["guard"],
    }
    schema = {"description": summary(Guard), "oneOf": [*guards, other]}
    return Form(read, write, *_defined("Guard", schema))


def _made_by(name: str, make: Callable[..., Guard], roles: Form) -> Schema:
    """What may be written for a guard of the library: its name, and its parameters."""
    hints = get_type_hints(make)
    parameters = inspect.signature(make).parameters.values()
    return {
        "title": name,
        "description": summary(make),
        "type": "object",
        "properties": {
            "guard": {"const": name, "description": summary(make)},
            **{p.name: form(hints[p.name]).schema for p in parameters},
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

    def read(value: object) -> object:
        if isinstance(value, str):
            return form(str).read(value)
        if is_object(value) and value.keys() == {"set"}:
            return form(str).read(value["set"])
        if not is_object(value):
            raise wrong('a guard, like { guard = "placed" }, or the name of a set', value)
        return guard.read(value)

    def write(value: Told | str) -> Any:  # noqa: ANN401  # TOML
        return value if isinstance(value, str) else guard.write(value)

    name = {"type": "string", "description": "The id of a set of guards."}
    alone = {
        "type": "object",
        "properties": {"set": name},
        "required": ["set"],
        "additionalProperties": False,
    }
    return Form(read, write, {"anyOf": [name, alone, guard.schema]}, guard.parts)


# -- lifecycles


def _lifecycles() -> Form:
    own = form_of_record(Lifecycle, form)

    def read(value: object) -> object:
        if isinstance(value, str):
            return _standard(value, "$")
        if is_object(value) and value.keys() == {"standard"}:
            return _standard(text(value["standard"]), "$.standard")
        return own.read(value)

    def write(value: tuple[Lifecycle, ...]) -> Any:  # noqa: ANN401  # TOML
        standard = [lifecycle == named.LIFECYCLES.get(lifecycle.kind) for lifecycle in value]
        if all(standard):
            return [lifecycle.kind for lifecycle in value]
        return [
            {"standard": lifecycle.kind} if as_is else own.write(lifecycle)
            for lifecycle, as_is in zip(value, standard, strict=True)
        ]

    name = {"enum": [*named.LIFECYCLES], "description": "A lifecycle of the library's own."}
    alone = {
        "type": "object",
        "properties": {"standard": name},
        "required": ["standard"],
        "additionalProperties": False,
    }
    schema = {"anyOf": [name, alone, own.schema]}
    return evolve(list_of(Form(read, own.write, schema, own.parts)), write=write)


def _standard(kind: str, path: str) -> Lifecycle:
    try:
        return named.LIFECYCLES[kind]
    except KeyError:
        message = str(UnknownName("standard lifecycle", kind, named.LIFECYCLES))
        raise unreadable([Problem(path, message)]) from None


# -- what prerequisites require


_REQUIRED: Final[Mapping[str, type[Any]]] = {
    "document": DocumentRequired,
    "confirmation": Confirmation,
    "signature": SignatureRequired,
    "hours": HoursLimit,
    "minimum-age": MinimumAge,
}


def _required() -> Form:
    kinds = {kind: form_of_record(cls, form) for kind, cls in _REQUIRED.items()}
    expected = "one of " + ", ".join(repr(kind) for kind in kinds)

    def read(value: object) -> object:
        if not is_object(value):
            raise wrong("a table that says its type", value)
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in kinds:
            raise wrong(expected, kind, "$.type")
        return kinds[kind].read({key: item for key, item in value.items() if key != "type"})

    def write(value: object) -> Any:  # noqa: ANN401  # TOML
        kind = next(kind for kind, cls in _REQUIRED.items() if isinstance(value, cls))
        return {"type": kind, **cast("dict[str, Any]", kinds[kind].write(value))}

    options = [_tagged(kind, one.parts[_REQUIRED[kind].__name__]) for kind, one in kinds.items()]
    schema = {"description": "What a prerequisite asks for.", "oneOf": options}
    return Form(read, write, *_defined("Required", schema, *kinds.values()))


def _tagged(kind: str, schema: Schema) -> Schema:
    return {
        **schema,
        "properties": {
            "type": {"const": kind, "description": schema["description"]},
            **schema["properties"],
        },
        "required": ["type", *schema["required"]],
    }


_SPECIAL: Final[Mapping[Hashable, Callable[[], Form]]] = {
    Permission: _permission,
    Guard: _guard,
    Guard | str: _guard_or_set,
    Condition: partial(_name_of, "condition", named.CONDITIONS),
    Choice: partial(_name_of, "choice", named.CHOICES),
    Effect: partial(_name_of, "effect", named.EFFECTS),
    tuple[Lifecycle, ...]: _lifecycles,
    Required: _required,
}
