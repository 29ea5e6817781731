"""What stands in the way, and what would clear it: reasons, refusals, remedies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeAlias

from attrs import Factory, field

from mobiflow._record import record
from mobiflow.errors import InvalidValue, Problem, shown
from mobiflow.model import Ref
from mobiflow.model.introspection import Plain
from mobiflow.model.words import Role
from mobiflow.verdict.shapes import RefusalJson, RemedyJson

__all__ = ["Ask", "Param", "Reason", "Refusal", "Remedy"]

Param: TypeAlias = "str | int | date | tuple[str, ...]"
"""What a refusal may say about itself: plain, comparable, serialisable."""


@record
class Ask:
    """A field of a remedy that only a person can fill in.

    ``type`` is the Python type of the answer; ``choices`` limits a text to known words,
    ``at_least`` and ``at_most`` bound a date, and ``must`` gives attributes that the answer must
    have (a company's ``kind``). ``label`` is English, translated when shown.
    """

    name: str
    type: Any
    label: str
    choices: tuple[str, ...] = ()
    at_least: date | None = None
    at_most: date | None = None
    must: Mapping[str, str] = field(factory=dict[str, str])


class Voice(Protocol):
    """Puts refusals and remedies into words; given by the engine."""

    def matter(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str: ...

    def sentence(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str: ...

    def names_its_subject(self, refusal: Refusal) -> bool: ...

    def refusal_json(
        self, refusal: Refusal, locale: str, people: Mapping[str, str] | None
    ) -> RefusalJson: ...

    def remedy_json(
        self, remedy: Remedy, locale: str, people: Mapping[str, str] | None
    ) -> RemedyJson: ...

    def form(
        self, remedy: Remedy, locale: str, people: Mapping[str, str] | None
    ) -> dict[str, Plain]: ...


def _voice(voice: Voice | None) -> Voice:
    if voice is None:
        raise ValueError("Made by hand: only what an engine hands out is put into words like this.")
    return voice


@record
class Remedy:
    """The action that would clear a refusal: what is known of it, and what must be asked."""

    action_type: type[Any]
    known: Mapping[str, Any]
    ask: tuple[Ask, ...] = ()
    voice: Voice | None = field(default=None, kw_only=True, eq=False, repr=False)

    def fill(self, **values: object) -> Any:  # noqa: ANN401  # an action of any type
        """The action, once somebody has given the values asked for.

        Raises:
            InvalidValue: when a value is missing, not asked for or not among the choices.
        """
        problems = tuple(self._problems(values))
        if problems:
            raise InvalidValue(f"{self.action_type.__name__} cannot be filled in:", problems)
        return self.action_type(**{**self.known, **values})

    def schema(
        self, locale: str = "en", people: Mapping[str, str] | None = None
    ) -> dict[str, Plain]:
        """The form that a person fills in, as a JSON Schema in a language.

        Each field has a title, its choices have labels, and the bounds of days stand as
        ``formatMinimum`` and ``formatMaximum``. What is filled in becomes an action, together with
        ``known``, by :meth:`mobiflow.Engine.action`.
        """
        return _voice(self.voice).form(self, locale, people)

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> RemedyJson:
        """The remedy as JSON values: the action, what is known of it, and the form for the rest."""
        return _voice(self.voice).remedy_json(self, locale, people)

    def __repr__(self) -> str:
        known = ", ".join(f"{name}={value!r}" for name, value in self.known.items())
        asked = ", ".join(ask.name for ask in self.ask)
        asks = f" asks {asked}" if asked else ""
        return f"<Remedy {self.action_type.__name__}({known}){asks}>"

    def _problems(self, values: Mapping[str, object]) -> Iterable[Problem]:
        asked = {ask.name: ask for ask in self.ask}
        for name in sorted(asked.keys() - values.keys()):
            yield Problem(f"$.{name}", f"missing: {asked[name].label}.")
        for name, value in values.items():
            if name not in asked and name != "on":
                known = ", ".join(sorted(asked)) or "nothing"
                yield Problem(f"$.{name}", f"not asked for; this remedy asks for {known}.")
            elif name in asked and asked[name].choices and value not in asked[name].choices:
                choices = ", ".join(asked[name].choices)
                yield Problem(f"$.{name}", f"expected one of {choices}, got {shown(value)}.")


def key_of(code: str, subject: Ref, params: Mapping[str, Param]) -> str:
    """A text that tells a refusal from any other one, whoever asks and whenever."""
    about = f"{code} {subject.kind}:{subject.id}" if not subject.owner else f"{code} {subject}"
    if not params:
        return about
    if not isinstance(params, dict):
        return f"{about} {params}"
    if len(params) == 1:
        ((name, value),) = params.items()
        return f"{about} {name}={value}"
    return f"{about} " + " ".join(f"{name}={params[name]}" for name in sorted(params))


@record
class Reason:
    """One reason why not, as a guard or an action gives it; the engine makes a refusal of it.

    Attributes:
        code: a stable word for machines, like ``document-missing``.
        subject: whom or what it is about.
        params: the particulars that tell it from another reason of this code, by name.
        remedy: the action that would clear it, if one can.
        deadline_key: the key under which the workflow says by when (``document/insurance``).
        due: the day by which it should be cleared, where the rule itself knows one.
        asked_by: the plugins that ask for it, where they are others than that of the guard.
        who: the roles whose turn it is, where no remedy says so.
    """

    code: str
    subject: Ref
    params: Mapping[str, Param] = field(factory=dict[str, Param])
    remedy: Remedy | None = None
    deadline_key: str = field(default="", kw_only=True)
    due: date | None = field(default=None, kw_only=True)
    asked_by: tuple[str, ...] = field(default=(), kw_only=True)
    who: tuple[Role, ...] = field(default=(), kw_only=True)


def _own_key(refusal: Refusal) -> str:
    return key_of(refusal.code, refusal.subject, refusal.params)


@record
class Refusal:
    """One reason why not, complete: what a guard found, with all that the workflow adds to it.

    Attributes:
        code: a stable word for machines, like ``document-missing``.
        subject: whom or what it is about.
        params: the particulars, by name.
        remedy: the action that would clear it, if one can.
        who: the roles whose turn it is, filled in by the engine from the remedy's permission.
        asked_by: the plugins that ask for it, with their versions.
        basis: the laws or other texts it rests on, where there are any.
        due: the day by which it should be cleared, if the workflow gives a lead time.
        notes: the ids of the guide's help notes that belong here.
        guard: the id of the guard that refused, empty for permissions and action checks.
        excusable_by: the roles that may excuse it; empty when nobody may.
        deadline_key: the key under which the workflow says by when.
        key: a text that tells it from any other one, the same whoever asks and whenever.
    """

    code: str
    subject: Ref
    params: Mapping[str, Param] = field(factory=dict[str, Param])
    remedy: Remedy | None = None
    deadline_key: str = field(default="", kw_only=True)
    who: tuple[Role, ...] = field(default=(), kw_only=True)
    asked_by: tuple[str, ...] = field(default=(), kw_only=True)
    basis: tuple[str, ...] = field(default=(), kw_only=True)
    due: date | None = field(default=None, kw_only=True)
    notes: tuple[str, ...] = field(default=(), kw_only=True)
    guard: str = field(default="", kw_only=True)
    excusable_by: tuple[Role, ...] = field(default=(), kw_only=True)
    voice: Voice | None = field(default=None, kw_only=True, eq=False, repr=False)

    key: str = field(repr=False, eq=False, kw_only=True, default=Factory(_own_key, takes_self=True))

    def text(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """One sentence for people, in a language (``en``, ``fr``, or a plugin's).

        ``people`` gives names by id, for applications that keep names to themselves.
        """
        if self.voice is None:
            return f"{self.subject}: {self.matter()}"
        return self.voice.sentence(self, locale, people)

    def matter(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """What is the matter, without the subject's name in front and the stop behind."""
        if self.voice is None:
            details = ", ".join(f"{name}={value}" for name, value in self.params.items())
            return f"{self.code} ({details})" if details else self.code
        return self.voice.matter(self, locale, people)

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> RefusalJson:
        """The refusal as JSON values: words for machines, and for people in a language."""
        return _voice(self.voice).refusal_json(self, locale, people)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Refusal {self.key}>"
