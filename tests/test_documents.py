"""What documents are asked for, when they count, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobiflow import Actor, Flow, InvalidValue, Period, Refused, UnknownName, allow
from mobiflow.actions import (
    AddCompany,
    ChangeLearner,
    ChangeStay,
    CollectDocument,
    Fire,
    RecordAttendance,
    RejectDocument,
    VerifyDocument,
)
from mobiflow.contributions import AddDocument, AddRequirement
from mobiflow.definition import DocumentKind, Requirement
from mobiflow.model import Ref
from tests.plugins import Plugin
from tests.support import (
    STAY,
    TODAY,
    abroad,
    adult,
    back,
    begin,
    codes,
    do,
    during,
    guide,
    learner_of,
    let_pass,
    refused,
    sending_company,
)

LATER = STAY.end + timedelta(days=30)


def missing(flow: Flow, trigger: str, name: str = "lea") -> dict[str, str]:
    """What is refused about which document."""
    refusals = flow.explain(trigger, learner=name).refusals
    return {str(r.params["document"]): r.code for r in refusals if "document" in r.params}


def hand_in(flow: Flow, kind: str, *, until: date | None = None, name: str = "lea") -> None:
    do(flow, CollectDocument(name, kind, valid_until=until), VerifyDocument(name, kind))


def hand_in_dated(flow: Flow, dated: date | None) -> None:
    do(flow, CollectDocument("lea", "contract-complement", dated=dated))
    do(flow, VerifyDocument("lea", "contract-complement"))


def test_selection_waits_for_cv_and_cover_letter() -> None:
    flow = begin(adult())
    assert missing(flow, "select") == {"cv": "document-missing", "cover-letter": "document-missing"}


def test_a_document_counts_once_it_is_verified() -> None:
    flow = begin(adult())
    hand_in(flow, "cover-letter")
    flow.do(CollectDocument("lea", "cv"))
    assert missing(flow, "select") == {"cv": "document-unverified"}
    flow.do(VerifyDocument("lea", "cv"))
    flow.do("select", learner="lea")
    assert learner_of(flow).status == "selected"


def test_departure_waits_for_insurance_and_identity() -> None:
    flow = begin(adult())
    assert missing(flow, "depart").keys() == set()  # a candidate is not asked yet
    hand_in(flow, "cv")
    hand_in(flow, "cover-letter")
    flow.do("select", learner="lea")
    asked = missing(flow, "depart")
    assert asked == {"insurance": "document-missing", "identity": "document-missing"}


def test_an_insurance_must_last_until_the_end_of_the_stay() -> None:
    flow = during(adult())
    do(flow, CollectDocument("lea", "insurance", valid_until=STAY.end - timedelta(days=1)))
    (refusal,) = flow.explain("depart", learner="lea").refusals
    assert refusal.code == "document-expires"
    assert refusal.params == {
        "document": "insurance",
        "until": date(2027, 3, 25),
        "end": date(2027, 3, 26),
    }


def test_an_insurance_may_end_on_the_last_day_of_the_stay() -> None:
    flow = during(adult())
    assert learner_of(flow).documents["insurance"].valid_until == STAY.end
    assert codes(flow, "depart", learner="lea") == []


def test_a_kind_that_expires_comes_with_its_last_day() -> None:
    assert refused(begin(adult()), CollectDocument("lea", "identity")) == ["expiry-missing"]


def test_an_extended_stay_asks_for_a_longer_insurance() -> None:
    flow = during(adult())
    longer = Period(STAY.start, STAY.end + timedelta(days=14))
    flow.do(ChangeStay("lea", longer, reason="Two more weeks"))
    assert missing(flow, "depart") == {
        "insurance": "document-expires",
        "identity": "document-expires",
    }


def test_the_remedy_asks_for_a_last_day_that_would_do() -> None:
    flow = begin(adult())
    hand_in(flow, "cv")
    hand_in(flow, "cover-letter")
    flow.do("select", learner="lea")
    (refusal,) = (
        r for r in flow.explain("depart", learner="lea").refusals if "insurance" in str(r.params)
    )
    assert refusal.remedy is not None
    (ask,) = refusal.remedy.ask
    assert (ask.name, ask.type, ask.at_least) == ("valid_until", date, STAY.end)
    flow.do(refusal.remedy.fill(valid_until=LATER))
    assert missing(flow, "depart")["insurance"] == "document-unverified"


def test_only_the_employed_bring_an_authorisation() -> None:
    flow = during(adult())
    assert "employer-authorisation" not in missing(flow, "depart")
    flow.do(AddCompany(sending_company()))
    flow.do(ChangeLearner("lea", employer="dupont"))
    assert missing(flow, "depart") == {"employer-authorisation": "document-missing"}


def test_whether_there_is_an_employer_has_to_be_known() -> None:
    flow = begin(adult(enrolment=None))
    hand_in(flow, "cv")
    hand_in(flow, "cover-letter")
    flow.do("select", learner="lea")
    unknown = [
        r.params["fact"]
        for r in flow.explain("depart", learner="lea").refusals
        if r.code == "fact-unknown"
    ]
    assert unknown == ["enrolment"]


def test_an_apprentice_needs_the_authorisation_before_the_employer_is_named() -> None:
    flow = begin(adult(enrolment="apprentice"))
    hand_in(flow, "cv")
    hand_in(flow, "cover-letter")
    flow.do("select", learner="lea")
    assert missing(flow, "depart")["employer-authorisation"] == "document-missing"


def test_a_rejected_document_is_replaced() -> None:
    flow = begin(adult())
    hand_in(flow, "cv")
    flow.do(RejectDocument("lea", "cv", reason="This is somebody else's"))
    assert missing(flow, "select")["cv"] == "document-rejected"
    flow.do(CollectDocument("lea", "cv"))
    assert missing(flow, "select")["cv"] == "document-unverified"


def test_another_document_has_to_be_verified_again() -> None:
    flow = begin(adult())
    flow.do(CollectDocument("lea", "cv", reference="drawer 1"))
    flow.do(VerifyDocument("lea", "cv"))
    assert refused(flow, CollectDocument("lea", "cv", reference="drawer 1")) == [
        "already-collected"
    ]
    flow.do(CollectDocument("lea", "cv", reference="drawer 2"))
    assert learner_of(flow).documents["cv"].status == "collected"
    assert learner_of(flow).documents["cv"].verified is None


def test_one_document_covers_several_learners() -> None:
    flow = begin(adult("lea"), adult("max"))
    flow.do(CollectDocument(("lea", "max"), "insurance", valid_until=LATER))
    flow.do(VerifyDocument("max", "insurance"))
    states = [learner_of(flow, name).documents["insurance"].status for name in ("lea", "max")]
    assert states == ["verified", "verified"]
    flow.do(RejectDocument("lea", "insurance", reason="Cancelled"))
    states = [learner_of(flow, name).documents["insurance"].status for name in ("lea", "max")]
    assert states == ["rejected", "rejected"]


def test_who_brings_an_own_document_leaves_the_common_one() -> None:
    flow = begin(adult("lea"), adult("max"))
    flow.do(CollectDocument(("lea", "max"), "insurance", valid_until=LATER))
    flow.do(CollectDocument("max", "insurance", valid_until=LATER + timedelta(days=1)))
    flow.do(VerifyDocument("lea", "insurance"))
    assert learner_of(flow, "lea").documents["insurance"].status == "verified"
    assert learner_of(flow, "max").documents["insurance"].status == "collected"


def test_a_document_is_for_somebody_and_for_each_once() -> None:
    flow = begin(adult())
    assert refused(flow, CollectDocument((), "cv")) == ["owners-unclear"]
    assert refused(flow, CollectDocument(("lea", "lea"), "cv")) == ["owners-unclear"]


def test_a_document_belongs_to_its_kind_of_subject() -> None:
    flow = begin(adult())
    assert refused(flow, CollectDocument("leipzig", "cv")) == ["document-not-for"]
    assert refused(flow, CollectDocument("lea", "framework-translation")) == ["document-not-for"]


def test_nobody_hands_in_what_has_expired() -> None:
    flow = begin(adult())
    late = CollectDocument("lea", "identity", valid_until=TODAY - timedelta(days=1))
    assert refused(flow, late) == ["expired-when-collected"]


def test_a_document_that_expired_meanwhile_is_collected_anew() -> None:
    """The refusal says so, and the new one can then be verified."""
    engine = guide()
    flow = begin(adult(), engine=engine)
    flow.do(CollectDocument("lea", "cv", valid_until=TODAY + timedelta(days=3)))
    let_pass(engine, days=10)
    (refusal,) = flow.explain(VerifyDocument("lea", "cv")).refusals
    assert refusal.code == "document-expired"
    assert refusal.remedy is not None
    flow.do(refusal.remedy.fill(valid_until=LATER))
    flow.do(VerifyDocument("lea", "cv"))


def test_what_is_verified_is_not_verified_again() -> None:
    flow = begin(adult())
    hand_in(flow, "cv")
    assert refused(flow, VerifyDocument("lea", "cv")) == ["wrong-state"]


def test_a_certificate_of_attendance_does_instead_of_a_complement() -> None:
    flow = back(adult())
    (asked,) = (r for r in flow.explain("advance").refusals if "any_of" in r.params)
    assert asked.params["any_of"] == ("attendance-certificate", "contract-complement")
    hand_in(flow, "attendance-certificate")
    assert not any("any_of" in r.params for r in flow.explain("advance").refusals)


@pytest.mark.parametrize("bad", ["attendance-certificate", "contract-complement"])
def test_of_two_papers_that_would_do_one_may_be_rejected(bad: str) -> None:
    (good,) = {"attendance-certificate", "contract-complement"} - {bad}
    flow = back(adult())
    do(flow, RecordAttendance("lea", STAY.end))
    for kind in (bad, good):
        do(flow, CollectDocument("lea", kind, dated=STAY.end), VerifyDocument("lea", kind))
    flow.do(RejectDocument("lea", bad, reason="Illegible"))
    asked = {refusal.params.get("document") for refusal in flow.explain("advance").refusals}
    assert asked.isdisjoint({good, bad})


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        (None, ["document-dated-early"]),
        (STAY.end - timedelta(days=1), ["document-dated-early"]),
        (STAY.end, []),
        (LATER, []),
    ],
)
def test_a_complement_is_dated_the_last_day_of_presence_or_later(
    dated: date | None, expected: list[str]
) -> None:
    flow = back(adult())
    do(flow, RecordAttendance("lea", STAY.end))
    hand_in_dated(flow, dated)
    found = [r.code for r in flow.explain("advance").refusals if "document-dated" in r.code]
    assert found == expected


def test_a_kind_of_ones_own_may_be_dated_from_the_last_day_of_presence_on() -> None:
    kind = DocumentKind("farewell", "Farewell", allow("host"), dated_from="last-presence")
    asked = Requirement("farewell", "return", ("farewell",))
    plugin = Plugin(changes=[AddDocument(kind), AddRequirement(asked)])
    flow = back(adult(), engine=guide(TODAY, plugin))
    remedy = next(r.remedy for r in flow.explain("advance").refusals if "farewell" in r.key)
    assert remedy is not None
    assert [ask.name for ask in remedy.ask] == ["dated"]
    do(flow, RecordAttendance("lea", STAY.end))
    early = STAY.end - timedelta(days=1)
    do(flow, CollectDocument("lea", "farewell", dated=early), VerifyDocument("lea", "farewell"))
    assert "document-dated-early" in codes(flow, "advance")


def test_documents_that_run_out_abroad_show_as_a_violation() -> None:
    flow = abroad(adult())
    assert flow.violations() == ()
    flow.do(RejectDocument("lea", "insurance", reason="Not paid"))
    assert [(r.code, r.params["document"]) for r in flow.violations()] == [
        ("document-rejected", "insurance")
    ]
    assert learner_of(flow).status == "abroad"  # it undoes nothing


def test_a_kind_nobody_knows_is_named_with_what_was_meant() -> None:
    with pytest.raises(UnknownName) as error:
        begin(adult()).do(CollectDocument("lea", "insurrance"))
    assert error.value.nearest == ("insurance",)


def test_an_owner_nobody_knows_is_an_error() -> None:
    with pytest.raises(UnknownName, match="There is no learner or company 'leo'"):
        begin(adult()).do(CollectDocument("leo", "cv"))


def test_a_document_nobody_has_handed_in_cannot_be_verified() -> None:
    with pytest.raises(UnknownName, match="There is no document of lea, kind 'cv'"):
        begin(adult()).do(VerifyDocument("lea", "cv"))


def test_verifying_has_an_action_of_its_own() -> None:
    """Fired bare, the trigger would leave out the date and the check of expiry."""
    flow = begin(adult())
    flow.do(CollectDocument("lea", "cv"))
    with pytest.raises(InvalidValue, match="VerifyDocument"):
        flow.do(Fire("verify", Ref("document", "cv", "lea")))


def test_a_learner_brings_no_document_of_another() -> None:
    flow = begin(adult("lea"), adult("max"))
    lea = flow.acting_as(Actor("learner", of="lea"))
    lea.do(CollectDocument("lea", "cv"))
    assert refused(lea, CollectDocument("max", "cv")) == ["not-permitted"]
    assert refused(lea, CollectDocument(("lea", "max"), "cover-letter")) == ["not-permitted"]


def test_a_refused_document_leaves_no_trace() -> None:
    flow = begin(adult())
    before = flow.mobility
    with pytest.raises(Refused):
        flow.do(CollectDocument("lea", "identity"))
    assert flow.mobility is before
