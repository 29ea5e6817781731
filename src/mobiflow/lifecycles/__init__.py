"""The lifecycles every workflow may use; a workflow's own start from these.

That of the mobility is not a workflow's own: :func:`mobility_lifecycle` makes it from the phases.
"""

from mobiflow.lifecycles.mobility import mobility_lifecycle
from mobiflow.lifecycles.papers import CONTRACT, DOCUMENT
from mobiflow.lifecycles.stays import HOST_COMPANY, INCIDENT, LEARNER, READY_TO_DEPART

__all__ = [
    "CONTRACT",
    "DOCUMENT",
    "HOST_COMPANY",
    "INCIDENT",
    "LEARNER",
    "READY_TO_DEPART",
    "mobility_lifecycle",
]
