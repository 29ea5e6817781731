"""The table of hooks: what each may give, and what tells two of the same from each other.

A hook is one line here and one specification in :mod:`mobiflow.hookspecs`; asking plugins, looking
for clashes, listing pieces and the reference read this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias, cast, get_args, runtime_checkable

from attrs import field

from mobiflow._record import record
from mobiflow.actions._spec import Spec, is_action, spec_of
from mobiflow.contributions import Contribution
from mobiflow.definition import Catalog, Certification, FactsKind, Prerequisite, Workflow
from mobiflow.definition.checks.guards import problems_of_sentences
from mobiflow.errors import Problem, shown
from mobiflow.lifecycles.library import GUARDS
from mobiflow.model.checks import problems_of
from mobiflow.model.introspection import is_record_type, shape_of
from mobiflow.model.words import Kind
from mobiflow.verdict import Guard

__all__ = ["HOOKS", "Hook", "NamedGuard", "hook", "qualified"]

When: TypeAlias = Literal["once", "per workflow", "told"]


@runtime_checkable
class Traversable(Protocol):
    """What a path or a resource of a package can do that is needed of a file.

    It stands for :class:`importlib.resources.abc.Traversable`, which is heavy to import.
    """

    @property
    def name(self) -> str: ...

    def open(self) -> object: ...


@record
class NamedGuard:
    """What makes a guard, by the name under which a workflow file may ask for it."""

    name: str
    make: Callable[..., Guard]


@record
class Hook:
    """What is asked of plugins.

    Attributes:
        gives: what every single value must be one of; ``type`` for classes.
        piece: what a value is called in addresses; empty for what has none.
        key: what two values must not have in common, told by the plugin's name and the value.
        word: what a value is called where two clash, if that is something else.
        when: asked ``once`` when an engine is built or once ``per workflow``, or only ``told``.
        taken: the keys that are the library's own.
        values: the single values of what a plugin returns.
        problems: what keeps a value from being used, below a path.
    """

    name: str
    gives: tuple[type[object], ...] = ()
    piece: str = ""
    key: Callable[[str, Any], str] | None = None
    word: str = field(default="", kw_only=True)
    when: When = field(default="once", kw_only=True)
    taken: Iterable[str] = field(default=(), kw_only=True)
    values: Callable[[Any], Iterable[object]] = field(default=list[object], kw_only=True)
    problems: Callable[[Any, str], Iterable[Problem]] = field(
        default=lambda _value, _path: (), kw_only=True
    )


def _id(_plugin: str, value: Prerequisite | Certification) -> str:
    return value.id


def _facts(_plugin: str, value: FactsKind) -> str:
    return f"{value.kind}/{value.facts.__name__}"


def _name(_plugin: str, value: NamedGuard) -> str:
    return value.name


def qualified(plugin: str, value: type[object]) -> str:
    """The name of a plugin's action, ``acme.Visit``: two plugins may each have a ``Visit``."""
    return f"{plugin}.{spec_of(value).name}"


def _named(given: Mapping[str, Callable[..., Guard]]) -> Iterable[NamedGuard]:
    return [NamedGuard(name, make) for name, make in dict(given).items()]


def _as_typed(value: object, path: str) -> Iterator[Problem]:
    """What is not as the types of a definition say."""
    return problems_of(value, type(value), path)


def _not_made(value: NamedGuard, path: str) -> Iterator[Problem]:
    if not callable(value.make):
        message = (
            f"guard {shown(value.name)} is {shown(value.make)}, not a function that gives one."
        )
        yield Problem(path, message)


def _not_compiled(value: Catalog, path: str) -> Iterator[Problem]:
    wrong = tuple(_as_typed(value, path))
    yield from wrong
    if not wrong and not any(value.folder.glob(f"*/LC_MESSAGES/{value.domain}.mo")):
        message = (
            f"there is no catalog {value.domain}.mo in {value.folder}/*/LC_MESSAGES; compile it, "
            "and see that it is packed."
        )
        yield Problem(path, message)


def _no_action(value: type[object], path: str) -> Iterator[Problem]:
    """What an action type lacks; the rest of it is tried when somebody does it."""
    if not is_action(value):
        yield Problem(path, f"{value.__name__} is not marked with @mobiflow.action.")
        return
    path = f"{path}.{value.__name__}"
    if not is_record_type(value):
        yield Problem(path, "decorate it with attrs.frozen, below @mobiflow.action.")
        return
    spec = spec_of(value)
    wrong = tuple(problems_of(spec, Spec, path))
    yield from wrong or problems_of_sentences(spec.says, f"{path}.says")
    if spec.kind:
        yield from problems_of(spec.kind, Kind, f"{path}.kind")
    fields = {field.name: field.attribute.default for field in shape_of(value).fields}
    if fields.get("on", value) is not None:
        message = "it needs a day: `on: date | None = field(default=None, kw_only=True)`."
        yield Problem(f"{path}.on", message)
    if not callable(getattr(value, "apply", None)):
        message = "it needs `apply(self, mobility, rules)`, which gives the changed mobility."
        yield Problem(f"{path}.apply", message)


_CHANGES: Final = cast("tuple[type[object], ...]", get_args(Contribution))

HOOKS: Final = (
    Hook("mobiflow_workflows", (Workflow, Traversable)),  # unique once those in files are read
    Hook("mobiflow_extend", _CHANGES, when="per workflow"),
    Hook("mobiflow_prerequisites", (Prerequisite,), "prerequisite", _id, problems=_as_typed),
    Hook("mobiflow_certifier_rules", (Certification,), "certification", _id, problems=_as_typed),
    Hook("mobiflow_facts", (FactsKind,), "facts", _facts, problems=_as_typed),
    Hook(
        "mobiflow_guards",
        (NamedGuard,),
        "named-guard",
        _name,
        word="guard",
        taken=GUARDS,
        values=_named,
        problems=_not_made,
    ),
    Hook("mobiflow_actions", (type,), "action", qualified, problems=_no_action),
    Hook("mobiflow_catalogs", (Catalog,), problems=_not_compiled),
    Hook("mobiflow_committed", when="told"),
)
"""Every hook, in the order of the specifications."""


def hook(name: str) -> Hook:
    """A hook by its name."""
    return next(found for found in HOOKS if found.name == name)
