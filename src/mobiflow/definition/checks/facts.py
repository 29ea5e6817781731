"""Facts of plugins: kept in plain terms, about a subject there is, with a default for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import NoneType
from typing import Final, get_args

import attrs

from mobiflow.definition import FactsKind, Workflow
from mobiflow.definition.checks.places import problem, unless_known
from mobiflow.errors import Problem, shown
from mobiflow.model.introspection import is_record_type, shape_of
from mobiflow.model.words import Scope

__all__ = ["problems_of_facts"]

_PLAIN: Final = frozenset({str, int, bool, date, NoneType})


def problems_of_facts(workflow: Workflow) -> Iterator[Problem]:
    """Classes of facts that could not be kept, or not be read again."""
    for kind in workflow.facts:
        path = f"$.facts[{kind.kind}/{getattr(kind.facts, '__name__', kind.facts)}]"
        yield from unless_known(
            f"{path}.kind", "kind of subject", kind.kind, get_args(Scope), kind.source
        )
        if is_record_type(kind.facts):
            yield from _fields(path, kind)
        else:
            message = f"{shown(kind.facts)} is no class of facts: decorate one with attrs.frozen."
            yield problem(f"{path}.facts", message, kind.source)


def _fields(path: str, kind: FactsKind) -> Iterator[Problem]:
    for fact in shape_of(kind.facts).fields:
        where = f"{path}.{fact.name}"
        if fact.attribute.default is attrs.NOTHING:
            message = "What was never set needs a default, such as None."
            yield problem(where, message, kind.source)
        if not all(part.form == "words" or part.cls in _PLAIN for part in fact.shape.options):
            message = "A fact is a text, a whole number, a boolean or a date, or None."
            yield problem(where, message, kind.source)
