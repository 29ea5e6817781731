"""The guards every workflow may use. The three of the mission come first.

Each function gives a :class:`~mobiflow.Guard`: a named rule that says why not.
"""

from mobiflow.guards.contract import (
    contract_complete,
    contract_replaced,
    contract_signed,
    fully_signed,
    no_proposal,
)
from mobiflow.guards.documents import documents_collected
from mobiflow.guards.learning import (
    assessment_chosen,
    assessment_planned,
    feedback_given,
    grid_completed,
    results_transmitted,
    units_agreed,
    units_decided,
)
from mobiflow.guards.prerequisites import prerequisite
from mobiflow.guards.progress import (
    all_ended,
    nobody_away,
    nobody_undecided,
    nobody_waiting,
    somebody_selected,
    status_is,
    tasks_done,
)
from mobiflow.guards.stays import (
    accompanists_prepared,
    host_companies_identified,
    incidents_settled,
    no_open_incident,
    placed,
    tutor_named,
)

__all__ = [
    "accompanists_prepared",
    "all_ended",
    "assessment_chosen",
    "assessment_planned",
    "contract_complete",
    "contract_replaced",
    "contract_signed",
    "documents_collected",
    "feedback_given",
    "fully_signed",
    "grid_completed",
    "host_companies_identified",
    "incidents_settled",
    "no_open_incident",
    "no_proposal",
    "nobody_away",
    "nobody_undecided",
    "nobody_waiting",
    "placed",
    "prerequisite",
    "results_transmitted",
    "somebody_selected",
    "status_is",
    "tasks_done",
    "tutor_named",
    "units_agreed",
    "units_decided",
]
