"""The guide to organising a training mobility for certification purposes, as a workflow.

It follows the public deliverable *Organize a mobility project for certification purposes, step
by step* of the Erasmus+ strategic partnership 2020-1-FR01-KA202-080445, and retells it in words
of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from mobiflow.definition import Workflow
from mobiflow.hookspecs import hookimpl
from mobiflow.plugins.guide.workflow import WORKFLOW


@hookimpl
def mobiflow_workflows() -> Iterable[Workflow]:
    """The workflow ``mobility``."""
    return (WORKFLOW,)
