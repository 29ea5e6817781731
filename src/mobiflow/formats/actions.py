"""Actions and other values from JSON: for the command line and for data files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from mobiflow.actions._spec import Action, spec_of
from mobiflow.errors import InvalidValue
from mobiflow.formats.reading import read

__all__ = ["action_from", "value_from"]

_T = TypeVar("_T")


def action_from(action_type: type[Action], values: Mapping[str, object]) -> Action:
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


def value_from(cls: type[_T], values: Mapping[str, object]) -> _T:
    """An instance of a model class, or of a plugin's class of facts, from its values.

    Raises:
        InvalidValue: with everything that is wrong, each with its path.
    """
    return _read(cls, values, cls.__name__)


def _read(cls: type[_T], values: Mapping[str, object], name: str) -> _T:
    try:
        return read(cls, dict(values), short=True)
    except InvalidValue as error:
        raise InvalidValue(f"{name} cannot be accepted:", error.problems) from None
