"""Actions and other values from JSON: for the command line and for data files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar, cast

from attrs import field

from mobiflow._record import record
from mobiflow.actions._spec import Action, spec_of
from mobiflow.errors import InvalidValue
from mobiflow.formats.by_form import Inner, Manner
from mobiflow.formats.leaves import Hook, text
from mobiflow.formats.structuring import read
from mobiflow.model import Ref
from mobiflow.verdict import Refusal

__all__ = ["JSON", "action_from", "value_from"]

_T = TypeVar("_T")


@record
class _Identity:
    """As much of a refusal as tells which one it is."""

    guard: str
    code: str
    subject: Ref
    params: Mapping[str, str | int | tuple[str, ...]] = field(factory=dict[str, str])


def _refusal(inner: Inner, _usual: Hook) -> Hook:
    hook = inner(_Identity)

    def read_refusal(value: object, _hint: object) -> Refusal:
        known: _Identity = hook(value, _Identity)
        return Refusal(known.code, known.subject, known.params, guard=known.guard)

    return read_refusal


def _ref(_inner: Inner, usual: Hook) -> Hook:
    """A subject, which may be written ``learner:l-1``."""

    def read_ref(value: object, hint: object) -> object:
        if not isinstance(value, str):
            return usual(value, hint)
        return Ref.parse(text(value))

    return read_ref


JSON: Final = Manner(special={Refusal: _refusal})
"""How stored values are read."""

_GIVEN: Final = Manner(special={Refusal: _refusal, Ref: _ref})
"""How values are read that people give."""


def action_from(action_type: type[Action], values: object) -> Action:
    """An action from its values as JSON has them; a subject may be written ``learner:l-1``.

    Raises:
        InvalidValue: with everything that is wrong, each with its path.
        UnknownName: when the class is not an action.

    >>> from mobiflow.actions import AddLearner, Fire
    >>> action_from(Fire, {"trigger": "depart", "subject": "learner:l-1"}).subject
    Ref(kind='learner', id='l-1')
    >>> action_from(AddLearner, {"learner": {"id": "l-1", "born": "2 May 2009"}})
    Traceback (most recent call last):
    mobiflow.errors.InvalidValue: AddLearner cannot be accepted:
      $.learner.born: expected a date like '2027-03-26', got "2 May 2009".
    """
    return _read(action_type, values, spec_of(action_type).name)


def value_from(cls: type[_T], values: object) -> _T:
    """An instance of a model class, or of a plugin's class of facts, from its values.

    Raises:
        InvalidValue: with everything that is wrong, each with its path.
    """
    return _read(cls, values, cls.__name__)


def _read(cls: type[_T], values: object, name: str) -> _T:
    given = dict(cast("Mapping[object, object]", values)) if isinstance(values, Mapping) else values
    try:
        return read(_GIVEN, cls, given)
    except InvalidValue as error:
        raise InvalidValue(f"{name} cannot be accepted:", error.problems) from None
