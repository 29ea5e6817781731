"""A kit for testing workflows, one's own included.

:func:`drive` takes a mobility forward by filling remedies; :func:`at` gives one at any point;
:class:`Clock` is a clock the test controls.
"""

from mobiflow.testing._clock import Clock
from mobiflow.testing._drive import Stuck, at, drive

__all__ = ["Clock", "Stuck", "at", "drive"]
