"""A mobility that has seen a lot, and the golden file made of it.

Run as ``python -m tests.golden.make`` to write the file anew: only as long as no published
mobiflow writes this version of the format. Afterwards the file is what people have on their
disks, and stays as it is.
"""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Final

from mobiflow import Accompanist, Engine, Flow, Learner, Period, Ref, Stay, Tutor
from mobiflow.actions import (
    AddCompany,
    AddLearner,
    AmendContract,
    AppointAccompanist,
    ChangeStay,
    ChooseAssessment,
    CollectDocument,
    Excuse,
    Fire,
    GiveFeedback,
    MarkOutcome,
    NameTutor,
    OpenIncident,
    Place,
    PlanAssessment,
    PlanWork,
    RecordAttendance,
    RejectDocument,
    ReplacePlacement,
    SetUnits,
    VerifyDocument,
    WaiveTask,
)
from mobiflow.model import WorkingHours
from mobiflow.testing import Clock, drive
from tests import support

GOLDEN: Final = Path(__file__).with_name("mobiflow-1.json")
DEPARTURE: Final = support.STAY.start


def rich_flow() -> Flow:
    """Three learners in two companies in the last week of March: one of each kind of record."""
    clock = Clock(support.TODAY)
    engine = Engine(clock=clock)
    apprentice = support.minor("tom", enrolment="apprentice", employer="dupont", group="bakers")
    later = Learner("zoë", name="Zoë", born=date(2006, 1, 1), nationality="IE", stay=_own_stay())
    flow = support.begin(support.adult("lea"), engine=engine)
    support.do(
        flow,
        AddCompany(support.sending_company()),
        AddCompany(support.host_company()),
        AddCompany(support.host_company("weiß")),
        AddLearner(apprentice),
        AddLearner(later),
        SetUnits(support.UNITS),
        ChooseAssessment(support.ASSESSMENT),
        AppointAccompanist(
            Accompanist("a-1", name="Ana \N{GREEK SMALL LETTER OMEGA}", role="coach")
        ),
        *(
            Fire(trigger, Ref("host-company", company))
            for company in ("krause", "weiß")
            for trigger in ("inform", "choose-company")
        ),
        *(Place(learner, "krause") for learner in ("lea", "tom")),
        CollectDocument("zoë", "cv", reference="drawer 3"),
        RejectDocument("zoë", "cv", reason="“Unsigned” \\ no\nname"),
        WaiveTask("prepare-participants/programme", reason="Known already."),
    )
    drive(flow, to="during")
    clock.day = DEPARTURE
    _to_departure(flow, "lea", "tom")
    everybody = ("lea", "tom")
    support.do(
        flow,
        CollectDocument(everybody, "insurance", valid_until=date(2027, 9, 1), digest="b" * 64),
        VerifyDocument("lea", "insurance"),
        PlanWork("lea", "krause", hours=_hours(), contact_with_minors=False),
        PlanAssessment("lea", date(2027, 3, 24), "Frau Krause"),
        OpenIncident("i-1", "well-being", learner="tom", company="krause", account="Homesick."),
        Fire("mediate", Ref("incident", "i-1")),
    )
    clock.forward(days=14)
    support.do(
        flow,
        ReplacePlacement("tom", "weiß", clock.day, reason="Closer to the hostel."),
        NameTutor("tom", "weiß", Tutor("t-9", name="Herr Weiß", contact="weiss@example.org")),
        AmendContract("tom", ("placement",), reason="A new company."),
        ChangeStay("lea", Period(DEPARTURE, date(2027, 4, 2)), reason="The bakery asked."),
        MarkOutcome("lea", "dough/mix", "17.5"),
        MarkOutcome("lea", "oven/heat", None, reason="The oven was being repaired."),
        Fire("withdraw", Ref("learner", "zoë"), reason="Found a job."),
        RecordAttendance("tom", date(2027, 3, 19), 2),
        GiveFeedback("krause", 5, comment="Gern wieder!"),
    )
    (open_incident,) = flow.explain("come-back", learner="tom").refusals
    flow.do(Excuse(open_incident, reason="Agreed by phone.", until=date(2027, 6, 1)))
    return flow


def _own_stay() -> Stay:
    return Stay(Period(date(2027, 3, 8), date(2027, 3, 19)))


def _hours() -> WorkingHours:
    return WorkingHours(7.5, 35.0, 5, time(5, 30), time(13, 30), 30)


def _to_departure(flow: Flow, *names: str) -> None:
    """Clear, with plausible answers, what keeps learners from leaving; then they leave."""
    for name in names:
        act = Fire("depart", Ref("learner", name))
        for step in flow.plan(act).steps:
            assert step.remedy is not None
            support.do(flow, support.answered(flow, step.remedy))
        support.do(flow, act)


if __name__ == "__main__":
    GOLDEN.write_bytes(rich_flow().dumps())
