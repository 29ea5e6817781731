"""The hooks: what a plugin may contribute.

A plugin is a module or an object with functions marked ``@mobiflow.hookimpl``.
Hooks are called when an engine is built, one plugin at a time, and their order never changes
the result; ``mobiflow_committed`` alone is called as mobilities run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pluggy

from mobiflow.actions import Action
from mobiflow.definition import Workflow
from mobiflow.journal import Entry
from mobiflow.model import Mobility

__all__ = ["PROJECT", "hookimpl"]

PROJECT: Final = "mobiflow"
hookimpl: Final = pluggy.HookimplMarker(PROJECT)
_hookspec: Final = pluggy.HookspecMarker(PROJECT)


@_hookspec
def mobiflow_workflows() -> Iterable[Workflow]:
    """Whole workflow definitions.

    Called once, when an engine is built. Return any number of definitions. Two plugins with a
    workflow of the same id are an error that names both. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_actions() -> Iterable[type[Action]]:
    """Action types of the plugin's own: classes marked ``@mobiflow.action``.

    Called once, when an engine is built. Two action types of the same name are an error that
    names both plugins. Since 0.1.
    """
    raise NotImplementedError


@_hookspec
def mobiflow_committed(entry: Entry, mobility: Mobility) -> None:
    """Told after an accepted call; can change nothing.

    ``entry`` is the journal entry just made, ``mobility`` the state after it. Return nothing.
    What is raised here reaches the caller, after the fact: the change stands. All plugins are
    told. Since 0.1.
    """
    raise NotImplementedError
