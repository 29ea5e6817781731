"""What a person fills in, as a JSON Schema: titles, choices with their labels, bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from types import NoneType
from typing import Any, Final

from mobiflow._record import record
from mobiflow.model import Ref
from mobiflow.model.constraints import Number, Text
from mobiflow.model.introspection import Field, Plain, Shape, shape_of
from mobiflow.text.messages import Messages
from mobiflow.text.names import Names
from mobiflow.verdict import Ask, Refusal, Remedy

__all__ = ["DIALECT", "Forms"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of the schemas."""

_SPECIAL: Final[Mapping[Any, dict[str, Plain]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"},
    NoneType: {"type": "null"},
    Ref: {"type": "string", "pattern": "^[^:]+:.+$"},
    Refusal: {"type": "object", "required": ["guard", "code", "subject", "params"]},
}
"""What is written in a way of its own: leaves, references, and refusals to be excused."""

_DEEPEST: Final = 6
"""How many records may be inside each other in a form."""


@record(eq=False)
class Forms:
    """Makes forms in one language, with the words of a workflow and the names of a mobility."""

    messages: Messages
    locale: str
    names: Names | None = None

    def of_remedy(self, remedy: Remedy) -> dict[str, Plain]:
        """What a remedy asks for, and the day on which it happened, which may be left out."""
        fields = {f.name: f for f in shape_of(remedy.action_type).fields}
        properties: dict[str, Plain] = {
            ask.name: self._of_ask(ask) | _bounds(fields.get(ask.name)) for ask in remedy.ask
        }
        if "on" in fields:
            properties.setdefault("on", self._titled(fields["on"]))
        return self._form(remedy.action_type, properties, [ask.name for ask in remedy.ask])

    def of_action(self, action_type: type[object]) -> dict[str, Plain]:
        """Everything that an action is made of."""
        inside = self._of_record(shape_of(action_type), 0)
        return {**self._form(action_type, {}, []), **inside}

    def _form(
        self, action_type: type[object], properties: dict[str, Plain], required: list[str]
    ) -> dict[str, Plain]:
        name = self.messages.actions.get(action_type, action_type.__name__)
        title = self.messages.word("action", name, self.locale)
        return {
            "$schema": DIALECT,
            "title": title[:1].upper() + title[1:],
            "type": "object",
            "properties": properties,
            "required": [*required],
            "additionalProperties": False,
        }

    def _of_ask(self, ask: Ask) -> dict[str, Plain]:
        found = self._of(shape_of(ask.type), ask.name, 0)
        found["title"] = self.messages.say(ask.label, self.locale)
        if ask.choices:
            found = {"title": found["title"], **self._choices(ask.name, ask.choices)}
        for keyword, day in (("formatMinimum", ask.at_least), ("formatMaximum", ask.at_most)):
            if day is not None:
                found[keyword] = day.isoformat()
        parts = found.get("properties")
        if isinstance(parts, dict):
            for name, word in ask.must.items():
                part = parts[name]
                title = part.get("title", name) if isinstance(part, dict) else name
                parts[name] = {"title": title, "const": word}
        return found

    # -- types

    def _of(self, shape: Shape, name: str, depth: int) -> dict[str, Plain]:
        """The schema of a value; ``name`` is the field that it is in."""
        shape = shape.only
        found: dict[str, Plain] = {}
        match shape.form:
            case "words":
                found = self._choices(name, shape.words)
            case _ if shape.cls in _SPECIAL:
                found = {**_SPECIAL[shape.cls]}
            case "list":
                found = {"type": "array", "items": self._of(shape.parts[0], name, depth)}
            case "map":
                items = self._of(shape.parts[-1], name, depth)
                found = {"type": "object", "additionalProperties": items}
            case "either":
                found = {"anyOf": [self._of(option, name, depth) for option in shape.options]}
            case "record" if depth < _DEEPEST:
                found = self._of_record(shape, depth)
            case _:
                pass  # anything
        return found

    def _of_record(self, shape: Shape, depth: int) -> dict[str, Plain]:
        fields = [f for f in shape.fields if f.given and f.compared and not f.metadata.get("state")]
        return {
            "type": "object",
            "properties": {f.name: self._titled(f, depth) for f in fields},
            "required": [f.name for f in fields if f.required],
            "additionalProperties": False,
        }

    def _titled(self, field: Field, depth: int = 0) -> dict[str, Plain]:
        found = self._of(field.shape, field.name, depth + 1)
        words = self.messages.words_of(field.name)
        if words and field.shape.only.cls is str:
            found = self._choices(field.name, words)
        elif isinstance(field.check, Text):
            found |= {"pattern": f"^(?:{field.check.pattern})$"}
            if field.check.at_most is not None:
                found["maxLength"] = field.check.at_most
        found |= _bounds(field)
        title = self.messages.field(field.name, field.metadata.get("label"), self.locale)
        return {"title": title, **found}

    def _choices(self, name: str, words: Iterable[str]) -> dict[str, Plain]:
        """One of these words, each with its label."""
        return {"oneOf": [{"const": w, "title": t} for w, t in self._labelled(name, words)]}

    def _labelled(self, name: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        for word in words:
            known = self.names.word(name, word) if self.names is not None else None
            yield word, known or self.messages.word(name, word, self.locale)


def _bounds(field: Field | None) -> dict[str, Plain]:
    """The bounds of a number, as far as its field has some."""
    if field is None or not isinstance(field.check, Number):
        return {}
    return {"minimum": field.check.at_least, "maximum": field.check.at_most}
