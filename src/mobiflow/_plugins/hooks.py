"""The table of hooks: what each may give, and what tells two of the same from each other.

A hook is one line here and one specification in :mod:`mobiflow.hookspecs`; asking plugins, looking
for clashes, listing pieces and the reference read this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from attrs import field

from mobiflow._record import record
from mobiflow.actions._spec import is_action, spec_of
from mobiflow.contributions import Contribution
from mobiflow.definition import Catalog, Certification, FactsKind, Prerequisite, Workflow
from mobiflow.errors import shown
from mobiflow.lifecycles.named import GUARDS
from mobiflow.verdict import Guard

__all__ = ["HOOKS", "Hook", "NamedGuard", "hook", "qualified"]

When: TypeAlias = Literal["once", "per workflow", "told"]


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
        objection: why a value cannot be used, or nothing.
    """

    name: str
    gives: tuple[type[object], ...] = ()
    piece: str = ""
    key: Callable[[str, Any], str] | None = None
    word: str = field(default="", kw_only=True)
    when: When = field(default="once", kw_only=True)
    taken: Iterable[str] = field(default=(), kw_only=True)
    values: Callable[[Any], Iterable[object]] = field(default=list[object], kw_only=True)
    objection: Callable[[Any], str] = field(default=lambda _value: "", kw_only=True)


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


def _not_made(value: NamedGuard) -> str:
    if callable(value.make):
        return ""
    return f"guard {shown(value.name)} is {shown(value.make)}, not a function that gives a guard."


def _not_marked(value: type[object]) -> str:
    return "" if is_action(value) else f"{value.__name__} is not marked with @mobiflow.action."


def _not_compiled(value: Catalog) -> str:
    if any(value.folder.glob(f"*/LC_MESSAGES/{value.domain}.mo")):
        return ""
    return (
        f"there is no catalog {value.domain}.mo in {value.folder}/*/LC_MESSAGES; compile it, and "
        "see that it is packed."
    )


_CHANGES: Final = cast("tuple[type[object], ...]", get_args(Contribution))

HOOKS: Final = (
    Hook("mobiflow_workflows", (Workflow, Traversable)),  # unique once those in files are read
    Hook("mobiflow_extend", _CHANGES, when="per workflow"),
    Hook("mobiflow_prerequisites", (Prerequisite,), "prerequisite", _id),
    Hook("mobiflow_certifier_rules", (Certification,), "certification", _id),
    Hook("mobiflow_facts", (FactsKind,), "facts", _facts),
    Hook(
        "mobiflow_guards",
        (NamedGuard,),
        "named-guard",
        _name,
        word="guard",
        taken=GUARDS,
        values=_named,
        objection=_not_made,
    ),
    Hook("mobiflow_actions", (type,), "action", qualified, objection=_not_marked),
    Hook("mobiflow_catalogs", (Catalog,), objection=_not_compiled),
    Hook("mobiflow_committed", when="told"),
)
"""Every hook, in the order of the specifications."""


def hook(name: str) -> Hook:
    """A hook by its name."""
    return next(found for found in HOOKS if found.name == name)
