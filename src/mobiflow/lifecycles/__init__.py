"""The lifecycles every workflow may use; a workflow's own start from these.

The lifecycle of the mobility is not here: it is generated from the phases.
"""

from mobiflow.lifecycles.papers import CONTRACT, DOCUMENT
from mobiflow.lifecycles.stays import HOST_COMPANY, INCIDENT, LEARNER, READY_TO_DEPART

__all__ = ["CONTRACT", "DOCUMENT", "HOST_COMPANY", "INCIDENT", "LEARNER", "READY_TO_DEPART"]
