"""What can be in a workflow file, taken from the schema it is published with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeAlias, get_args

from mobiflow.formats import workflow_schema
from mobiflow.lifecycles import library
from mobiflow.model.words import Role

Schema: TypeAlias = Mapping[str, Any]

_NAMED: Final = {
    "conditions": library.CONDITIONS,
    "choices": library.CHOICES,
    "effects": library.EFFECTS,
    "lifecycles": library.LIFECYCLES,
}


@cache
def schema() -> Schema:
    return workflow_schema()


def file_keys(*wanted: str) -> Iterator[str]:
    """The keys of some kinds of table: what they are, and what they hold."""
    for name in wanted:
        found = schema() if name == "Workflow" else schema()["definitions"][name]
        yield f"### {name}\n"
        yield f"{found['description']}\n"
        yield from keys_of(found)


def file_requires() -> Iterator[str]:
    """What a prerequisite can require, by its type."""
    for option in schema()["definitions"]["Required"]["oneOf"]:
        yield f'### type = "{option["properties"]["type"]["const"]}"\n'
        yield f"{option['description']}\n"
        rest = {k: shape for k, shape in option["properties"].items() if k != "type"}
        yield from keys_of({**option, "properties": rest})


def keys_of(table: Schema) -> Iterator[str]:
    yield "| key | holds | |\n|---|---|---|"
    for key, shape in table["properties"].items():
        name = f"**`{key}`**" if key in table["required"] else f"`{key}`"
        yield f"| {name} | {holds(shape)} | {shape.get('description', '')} |".replace("\n", " ")
    yield ""


def holds(shape: Schema) -> str:
    """What a value is, in a few words."""
    match shape:
        case {"$ref": ref}:
            name = ref.rpartition("/")[2]
            words = _ELSEWHERE.get(name, f"[{name}](#{name.lower()})")
        case {"allOf": [inner]}:
            words = holds(inner)
        case {"const": word}:
            words = f"`{word}`"
        case {"enum": known}:
            roles = known == [*get_args(Role)]
            words = "role" if roles else ", ".join(f"`{word}`" for word in known)
        case {"anyOf": options}:
            words = " or ".join(dict.fromkeys(holds(option) for option in options))
        case {"type": "array", "items": items}:
            words = f"list of {holds(items)}"
        case {"additionalProperties": dict(items)}:
            words = f"table of {holds(items)}"
        case _:
            words = _WORDS[shape.get("format", shape["type"])]
    return words


_ELSEWHERE: Final = {
    "Permission": "[roles](#shorter-than-in-python)",
    "Guard": "[guard](#the-guards)",
    "Required": "[table](#what-a-prerequisite-requires)",
}
_WORDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "table",
    "date": "date",
    "partial-time": "time",
}


def file_guards() -> Iterator[str]:
    """Every guard a file may name, with what it is given."""
    yield "| guard | is met when | given |\n|---|---|---|"
    for option in schema()["definitions"]["Guard"]["oneOf"][:-1]:
        given = [
            f"`{key}` ({holds(shape)})" if key in option["required"] else f"`{key}`, if need be"
            for key, shape in option["properties"].items()
            if key not in {"guard", "excusable_by"}
        ]
        yield f"| `{option['title']}` | {option['description']} | {'; '.join(given)} |"
    yield ""


def file_names() -> Iterator[str]:
    """Everything else a file may name."""
    for kind, known in _NAMED.items():
        yield f"- {kind}: {', '.join(f'`{name}`' for name in known)}"
