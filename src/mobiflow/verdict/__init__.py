"""The words of a verdict: permissions, guards, reasons, refusals, remedies.

This is the small room in the middle: everything that judges speaks in these words.
"""

from mobiflow.verdict.guards import Guard, MadeBy, Permission, allow, covers_nothing, maker, met
from mobiflow.verdict.refusals import Ask, Param, Reason, Refusal, Remedy

__all__ = [
    "Ask",
    "Guard",
    "MadeBy",
    "Param",
    "Permission",
    "Reason",
    "Refusal",
    "Remedy",
    "allow",
    "covers_nothing",
    "maker",
    "met",
]
