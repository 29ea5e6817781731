"""The hooks: what a plugin may contribute.

A plugin is a module or an object with functions marked ``@mobiflow.hookimpl``. Hooks are called
when an engine is built, one plugin at a time, and the order of plugins never changes the result;
``mobiflow_committed`` alone is called as mobilities run. A hook may leave out arguments it does
not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import pluggy

from mobiflow._runtime.journal import Entry
from mobiflow.actions import Action
from mobiflow.contributions import Contribution
from mobiflow.definition import Catalog, Certification, FactsKind, Prerequisite, Workflow
from mobiflow.model import Mobility
from mobiflow.verdict import Guard

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # heavy, and only named here

__all__ = ["PROJECT", "hookimpl"]

PROJECT: Final = "mobiflow"
hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks a function as a plugin's answer to the hook of its name."""

_hookspec: Final = pluggy.HookspecMarker(PROJECT)


@_hookspec
def mobiflow_workflows() -> Iterable[Workflow | Traversable]:
    """Whole workflow definitions, or paths of TOML files that hold one.

    Called once, when an engine is built. Return any number of definitions, or of paths
    (``Path(__file__).with_name("exchange.toml")``, or a resource of a package); the engine reads
    the files. Two plugins with a workflow of the same id are an error that names both. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_extend(workflow: Workflow) -> Iterable[Contribution]:
    """Changes to a workflow of somebody else: pieces added, replaced, removed.

    Called once for every workflow, when an engine is built. ``workflow`` is the *base*
    definition, without the changes of other plugins; look at its ``id`` first. Return changes
    (:mod:`mobiflow.contributions`), or nothing. Two plugins that add or replace the same piece,
    or insert at the same point, are an error that names both. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_prerequisites() -> Iterable[Prerequisite]:
    """What a country, or anybody, demands before departure, with its legal source.

    Called once, when an engine is built. Return any number of prerequisites; blocking ones stand
    before departure in every workflow that has the guard set ``ready-to-depart``. Two of the
    same id are an error that names both plugins. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_certifier_rules() -> Iterable[Certification]:
    """The rules of certifiers: evidence, signers, deadlines, who decides.

    Called once, when an engine is built. A mobility or a learner chooses one by its id. Two of
    the same id are an error that names both plugins. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_facts() -> Iterable[FactsKind]:
    """Classes for the plugin's own facts about learners, companies or the mobility.

    Called once, when an engine is built. At most one class per kind of subject; the facts are
    set with :class:`mobiflow.actions.SetFacts` and read with :meth:`mobiflow.Context.facts`.
    Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_guards() -> Mapping[str, Callable[..., Guard]]:
    """Guards that a definition in a data file may name.

    Called once, when an engine is built. Return functions by name; each takes the params of the
    data file as keyword arguments and gives a guard. Two plugins with the same name are an error
    that names both. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_actions() -> Iterable[type[Action]]:
    """Action types of the plugin's own: classes marked ``@mobiflow.action``.

    Called once, when an engine is built. Wherever an action is named, one of a plugin is
    ``plugin.RecordVisit``, so two plugins may each have a ``RecordVisit``; one plugin with two of
    the same name is an error. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_catalogs() -> Iterable[Catalog]:
    """Translations of the texts that the plugin brings.

    Called once, when an engine is built. Return the folders of compiled gettext catalogs. They
    are looked up before the library's own, so a plugin may also put a text of the library another
    way; where two plugins translate the same text, the first by name wins. A folder without a
    catalog is an error. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_committed(entry: Entry, mobility: Mobility) -> None:
    """Told after an accepted call; can change nothing.

    ``entry`` is the journal entry just made (number 0 when a mobility begins), ``mobility`` the
    state after it. Return nothing. What is raised here reaches the caller, after the fact: the
    change stands. All plugins are told, in no particular order. Since 0.1.
    """
    raise NotImplementedError
