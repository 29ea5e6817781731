"""Facts about a learner that a rule needs and nobody has stated yet."""

from __future__ import annotations

from datetime import date
from typing import Final, get_args

from mobiflow.actions import AddCompany, ChangeLearner
from mobiflow.i18n import N_
from mobiflow.model import Company, Learner, Ref
from mobiflow.model.words import Enrolment
from mobiflow.rules.context import Context
from mobiflow.verdict import Ask, Reason, Remedy

__all__ = ["fact_unknown"]

UNKNOWN: Final = {
    "fact-unknown": N_("this is not known yet: {fact}"),
    "sending-company-to-name": N_("the sending company has not been named"),
}
"""What a fact says that nobody has stated yet."""


_LABELS: Final = {
    "born": N_("Date of birth"),
    "nationality": N_("Nationality"),
    "enrolment": N_("Footing in training"),
    "employer": N_("Sending company"),
}


def fact_unknown(context: Context, learner: Learner, fact: str) -> Reason:
    """An unknown fact is a refusal, never a pass."""
    ref, label = Ref("learner", learner.id), _LABELS.get(fact, fact)
    if fact == "born":
        ask = Ask(fact, date, label)
    elif fact == "enrolment":
        ask = Ask(fact, str, label, get_args(Enrolment))
    elif fact == "employer":
        companies = tuple(c.id for c in context.companies.values() if c.kind == "sending")
        if not companies:
            company = Ask("company", Company, N_("Sending company"), must={"kind": "sending"})
            remedy = Remedy(AddCompany, {}, (company,))
            return Reason("sending-company-to-name", ref, {}, remedy, deadline_key="trigger/select")
        ask = Ask(fact, str, label, companies)
    else:
        ask = Ask(fact, str, label)
    remedy = Remedy(ChangeLearner, {"learner": learner.id}, (ask,))
    return Reason("fact-unknown", ref, {"fact": fact}, remedy, deadline_key="trigger/select")
