"""A mobility under the rules of a blueprint, and a request with all it names looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from attrs import field

from mobiflow._compiler.blueprint import Blueprint
from mobiflow._record import record
from mobiflow.actions._spec import Action, Spec
from mobiflow.model import Mobility, Ref, Target
from mobiflow.rules.context import Context
from mobiflow.text.bound import BoundMessages, voice_of
from mobiflow.verdict import Permission, Remedy
from mobiflow.verdict.shapes import FiredJson

__all__ = [
    "Fired",
    "Request",
    "Snapshot",
    "applied",
    "contributed",
    "permission_of",
    "permitted",
    "requested",
]

_T = TypeVar("_T")


@record(eq=False)
class Snapshot:
    """A mobility under the rules of a blueprint, with the context its guards see."""

    blueprint: Blueprint
    mobility: Mobility
    context: Context

    def __repr__(self) -> str:
        return f"<Snapshot of {self.mobility!r}>"

    @classmethod
    def of(
        cls, blueprint: Blueprint, mobility: Mobility, before: Snapshot | None = None
    ) -> Snapshot:
        """The snapshot of a mobility; what the one before remembers is kept where it holds."""
        previous = before.context if before else None
        return cls(blueprint, mobility, Context.of(blueprint.rules, mobility, previous))

    def then(self, mobility: Mobility) -> Snapshot:
        """The snapshot after something changed."""
        return Snapshot.of(self.blueprint, mobility, self)


@record
class Fired:
    """A transition that was taken: which subject, by which trigger, from where to where."""

    subject: Ref
    trigger: str
    source: str
    dest: str
    voice: BoundMessages | None = field(default=None, kw_only=True, eq=False, repr=False)

    def to_json(self, locale: str = "en", people: Mapping[str, str] | None = None) -> FiredJson:
        """The transition as JSON values, in a language."""
        answers, kind = voice_of(self.voice).answers(locale, people), self.subject.kind
        return {
            "subject": answers.subject(self.subject),
            "trigger": answers.trigger(kind, self.trigger),
            "source": answers.state(kind, self.source),
            "dest": answers.state(kind, self.dest),
        }


def spoken(snapshot: Snapshot, moves: Iterable[Fired]) -> tuple[Fired, ...]:
    """Transitions that were taken, able to say themselves."""
    voice = snapshot.blueprint.messages_of(snapshot.mobility)
    return tuple(Fired(m.subject, m.trigger, m.source, m.dest, voice=voice) for m in moves)


@record(eq=False)
class Request:
    """An action with everything looked up: how it is judged, what it fires, upon which subjects.

    ``act`` is the action as it is to be recorded. The targets travel the whole road.
    """

    act: Action
    spec: Spec
    trigger: str | None
    targets: tuple[Target, ...]

    @property
    def name(self) -> str:
        """What it is called in a refusal."""
        return self.spec.called(self.act)


def requested(snapshot: Snapshot, act: Action) -> Request:
    """An action resolved in a snapshot; its day must be filled in.

    Raises:
        UnknownName: when it names a subject that is not there.
    """
    mobility = snapshot.mobility
    spec = snapshot.blueprint.spec(type(act))
    refs = spec.subjects(act, mobility) or (Ref("mobility", mobility.id),)
    targets = tuple(mobility.target(ref) for ref in refs)
    context = snapshot.context
    if spec.source:
        kind = type(act)
        recorded = contributed(
            spec, lambda: _of_type(kind, spec.resolve(act, context, mobility), spec)
        )
    else:
        recorded = spec.resolve(act, context, mobility)
    return Request(recorded, spec, spec.fires(act), targets)


def applied(snapshot: Snapshot, request: Request) -> Mobility:
    """The mobility as an action changes it.

    Raises:
        TypeError: when a plugin's action gives something else.
    """
    act, spec, rules = request.act, request.spec, snapshot.blueprint.rules
    if not spec.source:
        return act.apply(snapshot.mobility, rules)
    return contributed(spec, lambda: _of_type(Mobility, act.apply(snapshot.mobility, rules), spec))


def contributed(spec: Spec, give: Callable[[], _T]) -> _T:
    """What a plugin's action gives; whatever it raises says which action it was, and whose."""
    try:
        return give()
    except Exception as problem:
        problem.add_note(f"Raised in action {spec.name}, contributed by {spec.source}.")
        raise


def _of_type(expected: type[_T], given: object, spec: Spec) -> _T:
    if isinstance(given, expected):
        return given
    kind = "None" if given is None else f"a {type(given).__name__}"
    raise TypeError(f"Action {spec.name} gave {kind}, where {expected.__name__} is expected.")


def permission_of(
    snapshot: Snapshot, spec: Spec, values: Callable[[], Mapping[str, object]]
) -> Permission:
    """Who may do an action with some values, which are asked for only where they matter."""
    if isinstance(spec.permission, Permission):
        return spec.permission
    if spec.permission is not None:
        return spec.permission(snapshot.blueprint.rules, snapshot.mobility, values())
    key = (spec.kind, spec.trigger if isinstance(spec.trigger, str) else "")
    return snapshot.blueprint.rules.permissions.get(key, Permission(()))


def permitted(snapshot: Snapshot, remedy: Remedy) -> Permission:
    """Who may take a remedy."""
    spec = snapshot.blueprint.spec(remedy.action_type)
    if isinstance(spec.permission, Permission):
        return spec.permission
    return permission_of(snapshot, spec, lambda: remedy.known)
