"""When things are due, counted from the stay.

The guide gives no lead times; these are our defaults, for an organisation or an app to replace.
They are whole weeks before the start, so that what is due falls on the weekday of departure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mobiflow.definition import LeadTime

__all__ = ["LEAD_TIMES"]


def _before(*, weeks: int) -> LeadTime:
    return LeadTime("start", -7 * weeks)


def _into(*, days: int) -> LeadTime:
    return LeadTime("start", days)


def _after(*, days: int) -> LeadTime:
    return LeadTime("end", days)


_BEFORE: Final = {
    # Nothing can be discussed before there is something to show.
    "present-project": _before(weeks=17),
    # The partner reads the framework in its own language before outcomes are discussed.
    "present-project/brief-host-partner": _before(weeks=16),
    # Agreed before candidates are told what they will learn.
    "present-project/agree-learning-outcomes": _before(weeks=15),
    # A tool fits outcomes, so it follows them.
    "present-project/choose-assessment-tools": _before(weeks=14),
    # Candidates and employers get two weeks to think before applications close.
    "inform-candidates": _before(weeks=15),
    # Applications close in time for a selection week.
    "select-learners": _before(weeks=13),
    # Three months ahead, learners and families can still plan, and travel is affordable.
    "select-learners/notify-selection": _before(weeks=11),
    # A missing or rejected document can still be replaced in a month.
    "select-learners/collect-documents": _before(weeks=4),
    # Companies want to know what they are asked before they accept a learner.
    "prepare-reception": _before(weeks=8),
    # Somebody who travels along needs a replacement at work.
    "prepare-reception/appoint-accompanying-persons": _before(weeks=10),
    # Several companies are approached for one that accepts.
    "prepare-host-companies/identify-host-companies": _before(weeks=12),
    # Two months leave time for a second choice.
    "prepare-host-companies/select-host-companies": _before(weeks=8),
    # The tutor helps to fill in the contract that is to be signed.
    "prepare-host-companies/name-tutor": _before(weeks=6),
    # Paper may travel between four signatories in two countries.
    "prepare-host-companies": _before(weeks=4),
    # Early enough to be read and asked about, late enough to be right.
    "prepare-participants": _before(weeks=3),
    # A course ends shortly before the journey, so that it is fresh.
    "prepare-participants/language-culture": _before(weeks=2),
    # Told when the contract, which names the objectives, is complete.
    "prepare-participants/present-objectives": _before(weeks=3),
}

_DURING: Final = {
    # Learners are received as they arrive.
    "welcome-and-follow-up/receive-learners": _into(days=1),
    # What is wrong at work shows in the first days, and is easiest to put right then.
    "welcome-and-follow-up/check-conditions": _into(days=3),
    # Follow-up and mediation last as long as the stay.
    "welcome-and-follow-up": _after(days=0),
    # A day with the tutor is easily found in the first week, hardly in the last.
    "assess-outcomes/plan-assessment": _into(days=7),
    # The tutor, the company and the work are there until the last day.
    "assess-outcomes": _after(days=0),
    # A complement bears the last day of presence or a later one.
    "assess-outcomes/sign-attendance": _after(days=7),
    # Everybody is still in one place.
    "debrief": _after(days=0),
    # Impressions are fresh for a week.
    "debrief/learner-satisfaction": _after(days=7),
    # A company needs a little longer than a learner.
    "debrief/host-company-satisfaction": _after(days=14),
}

_AFTER: Final = {
    # The host partner has two weeks to put the results together.
    "validate-outcomes": _after(days=14),
    # Two more weeks to go through every learner's documents, and ask back.
    "validate-outcomes/validate-documents": _after(days=28),
    # Sent on as soon as they are validated.
    "validate-outcomes/transmit-to-certifier": _after(days=35),
    # Juries meet rarely; a certifier's own deadline comes first where there is one.
    "validate-outcomes/decide": _after(days=60),
    # Thanks are worth most while people remember.
    "review-and-disseminate/thank-companies": _after(days=28),
    # After some weeks at work, an employer can tell what the stay has changed.
    "review-and-disseminate/ask-sending-companies": _after(days=45),
    # All answers are in, and the next project is not yet written.
    "review-and-disseminate": _after(days=75),
    # Results can be shown once they have been decided.
    "review-and-disseminate/communicate-results": _after(days=90),
}

_DOCUMENTS: Final = {
    # With the briefing of the host partner, which it serves.
    "document/framework-translation": _before(weeks=16),
    # With the application, as it is what the selection reads.
    "document/application-form": _before(weeks=13),
    "document/cv": _before(weeks=13),
    "document/cover-letter": _before(weeks=13),
    # A renewal takes weeks, in some places more than a month.
    "document/identity": _before(weeks=8),
    # An employer may want to see the contract first.
    "document/employer-authorisation": _before(weeks=6),
    # Taken out once the dates are sure; so is whatever a plugin asks for before departure.
    "document": _before(weeks=4),
    # Signed on the last day of presence, or a few days later.
    "document/contract-complement": _after(days=7),
    "document/attendance-certificate": _after(days=7),
    "document/receipts": _after(days=7),
    # Filled in with the tutor, so before the learner leaves the company.
    "document/individual-statement": _after(days=0),
    # The host partner completes it with the other results.
    "document/europass-mobility": _after(days=14),
}

_SIGNATURES: Final = {
    # The partners sign first; the companies come later.
    "signature/sending": _before(weeks=8),
    "signature/host": _before(weeks=8),
    # Everybody else signs in time for a correction, and for the journey to be booked.
    "signature": _before(weeks=4),
}

_MOVES: Final = {
    # A week after applications close.
    "trigger/select": _before(weeks=12),
    # What is missing in the last week is rarely found.
    "trigger/depart": _before(weeks=1),
    "exit/before": _before(weeks=1),
    # Nobody comes home with a quarrel unsettled.
    "incident": _after(days=0),
    "trigger/come-back": _after(days=0),
    # Once everybody is back and the companies have answered.
    "exit/during": _after(days=14),
    # With the unit decisions.
    "trigger/decide": _after(days=60),
    # The file is closed when the results have been shared.
    "exit/after": _after(days=90),
}

LEAD_TIMES: Final[Mapping[str, LeadTime]] = {
    **_BEFORE,
    **_DURING,
    **_AFTER,
    **_DOCUMENTS,
    **_SIGNATURES,
    **_MOVES,
}
