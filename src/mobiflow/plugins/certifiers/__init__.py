"""Certifiers: what may document an assessment, who signs, who decides, and by when.

A mobility or a learner chooses one with :class:`mobiflow.actions.ChooseCertification`; the
guide's three levels of ambition (document, evaluate, certify) come with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from mobiflow.contributions import Contribution
from mobiflow.definition import Certification, Workflow
from mobiflow.hookspecs import hookimpl
from mobiflow.plugins.certifiers.ambition import changes_of
from mobiflow.plugins.certifiers.french import FRENCH
from mobiflow.plugins.certifiers.general import GENERAL


@hookimpl
def mobiflow_certifier_rules() -> Iterable[Certification]:
    """The rules known so far."""
    return (*GENERAL, *FRENCH)


@hookimpl
def mobiflow_extend(workflow: Workflow) -> Iterable[Contribution]:
    """The ends of stays that nobody certifies, where there is a decision to take their place."""
    return changes_of(workflow)
