"""Words of closed lists, where no other check looks: in certifications and prerequisites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast, get_args

from mobiflow.definition import Workflow
from mobiflow.definition.checks.places import each, lifecycles, transitions
from mobiflow.definition.checks.wording import unless_known
from mobiflow.errors import Problem
from mobiflow.model.introspection import fields_of, is_record, shape_of
from mobiflow.model.words import Role

__all__ = ["problems_of_words"]

_ASKS: Final = ("reason", "force_majeure")


def problems_of_words(workflow: Workflow) -> Iterator[Problem]:
    """Words that do not exist."""
    for path, lifecycle in lifecycles(workflow):
        for where, transition in transitions(path, lifecycle):
            source = transition.source
            yield from unless_known(f"{where}.asks", "fact", transition.asks, _ASKS, source)
    for path, certification in each("$.certifications", workflow.certifications):
        yield from _words(certification, path, certification.source)
    for path, prerequisite in each("$.prerequisites", workflow.prerequisites):
        yield from _words(prerequisite, path, prerequisite.source)


def _words(value: object, path: str, source: str) -> Iterator[Problem]:
    words = _known(type(value))
    for attribute, item in fields_of(value):
        where = f"{path}.{attribute.name}"
        known = words.get(attribute.name)
        if known is not None:
            kind = "role" if known == get_args(Role) else attribute.name.replace("_", " ")
            yield from unless_known(where, kind, cast("tuple[str, ...]", item), known, source)
        elif is_record(item):
            yield from _words(item, where, source)
        elif isinstance(item, tuple):
            for index, part in enumerate(cast("tuple[object, ...]", item)):
                yield from _words(part, f"{where}[{getattr(part, 'id', index)}]", source)


def _known(record: type[object]) -> Mapping[str, tuple[str, ...]]:
    """The words of each field that has some, alone or in a list."""
    inner = {
        field.name: field.shape.parts[0] if field.shape.form == "list" else field.shape
        for field in shape_of(record).fields
    }
    return {name: shape.words for name, shape in inner.items() if shape.form == "words"}
