"""What follows a yes is what is written down, and nothing else."""

from __future__ import annotations

import pytest

from mobiflow import Engine, Learner
from mobiflow.actions import AddCompany, AddLearner
from mobiflow.testing import Clock, drive
from tests.consequences import unforetold
from tests.support import (
    TODAY,
    adult,
    begin,
    done_in,
    guide,
    minor,
    sending_company,
)

ENGINES = {"guide": guide(), "everything": Engine(clock=Clock(TODAY))}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize(
    "learner",
    [adult(), minor(), minor(employer="dupont", enrolment="apprentice")],
    ids=["adult", "minor", "apprentice"],
)
def test_on_the_whole_way_all_that_follows_is_foretold(engine: Engine, learner: Learner) -> None:
    flow = begin(engine=engine)
    with done_in(flow) as done:
        flow.do(AddCompany(sending_company()))
        flow.do(AddLearner(learner))
        drive(flow)
    flow = begin(engine=engine)
    workflow = engine.workflows["mobility"]
    for actor, acts in done:
        for act in acts:
            before = flow.mobility
            fired = flow.acting_as(actor).do(act)
            assert [*unforetold(before, act, flow.mobility, workflow, fired)] == []
    assert flow.status == "completed"
