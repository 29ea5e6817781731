"""What each refusal says, by its code. The subject is put in front when it is shown.

Fields in braces are the refusal's params, shown by their names. A code may have a second
sentence for when one more param is there, under ``code:param``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mobiflow.i18n import N_

__all__ = ["SENTENCES"]

_DOCUMENTS: Final = {
    "document-missing": N_("the document “{document}” is missing"),
    "document-missing:any_of": N_("one of these documents is missing: {any_of:document}"),
    "document-rejected": N_("the document “{document}” was rejected; a new one is needed"),
    "document-unverified": N_("the document “{document}” has not been verified"),
    "document-expires": N_("“{document}” is valid until {until}, but the stay ends on {end}"),
    "document-dated-early": N_(
        "“{document}” is dated {dated}, before the last day of presence, {last_day}"
    ),
    "document-expired": N_("“{document}” expired on {until}; collect a new one"),
    "before-collected": N_("{day} is before the document was collected, {collected}"),
    "document-not-for": N_("“{document}” belongs to another kind of subject: {scope:kind}"),
    "expired-when-collected": N_("“{document}” expired on {until}, before it was handed in"),
    "expiry-missing": N_("“{document}” expires: say until when it is valid (valid_until)"),
    "owners-unclear": N_("say whom “{document}” is for, everybody once"),
}

_DEMANDS: Final = {
    "confirmation-missing": N_("not confirmed yet: {prerequisite}"),
    "already-confirmed": N_("already confirmed: {prerequisite}"),
    "not-to-be-confirmed": N_("this is proven otherwise, not by confirming it: {prerequisite}"),
    "document-too-old": N_("“{document}” must be dated {earliest} or later"),
    "hours-unknown": N_("the working hours in {company} are not planned yet"),
    "hours-beyond": N_("working hours in {company}, {limit}: {planned} planned, {allowed} allowed"),
    "too-young": N_("too young: {years} years or more are needed on the first day of the stay"),
    "hours-impossible": N_("these working hours do not add up"),
    "facts-not-for": N_("these facts belong to another kind of subject: {scope:kind}"),
}

_CONTRACTS: Final = {
    "contract-missing": N_("there is no pedagogical contract"),
    "contract-not-issued": N_("the contract has not been issued for signature"),
    "contract-outdated": N_("the contract no longer says what is true about: {change}"),
    "signature-missing": N_("the contract lacks the signature of: {party}"),
    "signature-missing:company": N_("the contract lacks the signature of: {party} ({company})"),
    "proposal-unsignable": N_("a new version of the contract waits for a company that is gone"),
    "before-drafted": N_("{day} is before the version was drafted, {drafted}"),
    "signed-before-issue": N_("a signature of {day} is older than the version, issued {issued}"),
    "not-a-signer": N_("{party} does not sign this; those who do: {known:party}"),
    "which-company": N_("several companies sign as {party}; say which (of): {known:company}"),
    "company-unknown": N_("the host company is not known yet, so it cannot sign"),
    "changes-missing": N_("say what the amendment changes, and only that"),
    "objectives-missing": N_("give the new objectives, different from the present ones"),
    "not-agreed": N_("{outcome} is not among the units of learning outcomes agreed"),
    "not-replaced": N_("no later version has taken its place"),
}

_LEARNING: Final = {
    "units-missing": N_("no unit of learning outcomes has been agreed"),
    "unit-empty": N_("a unit needs at least one learning outcome"),
    "id-twice": N_("{id} is used twice"),
    "assessment-missing": N_("how the mobility is assessed and validated has not been decided"),
    "assessment-incomplete": N_("the assessment needs a scale of marks and a kind of evidence"),
    "assessment-unplanned": N_("the assessment in the company has not been planned"),
    "evidence-not-accepted": N_(
        "{evidence} is not accepted as evidence; accepted: {accepted:evidence}"
    ),
    "outcome-unmarked": N_("the outcome “{outcome}” has no mark"),
    "outcome-unmarked:scale": N_("the mark {mark} of “{outcome}” is not on the scale: {scale}"),
    "grid-unsigned": N_("the evaluation grid lacks the signature of: {party}"),
    "not-an-objective": N_(
        "{outcome} is not an objective of this stay; those are: {known:outcome}"
    ),
    "no-scale": N_("no scale of marks has been chosen"),
    "mark-off-scale": N_("the mark {mark} is not on the scale: {scale}"),
    "results-not-transmitted": N_("the results have not been transmitted to the {to:party}"),
    "unit-undecided": N_("the unit “{unit}” has not been decided"),
    "mark-too-low": N_("“{outcome}” is marked {mark}; a unit needs at least {minimum}"),
    "languages-missing": N_("the certifier asks for papers in {count} languages"),
    "never-left": N_("this learner has not been abroad, so there is nothing to decide"),
}

_STAYS: Final = {
    "not-placed": N_("no host company has been found for the stay"),
    "placement-lost": N_("the host company {company} is no longer available"),
    "placement-overlaps": N_("already placed in {company} at that time; replace the placement"),
    "not-placed-there": N_("not placed in {company}"),
    "tutor-missing": N_("no tutor has been named in {company}"),
    "company-to-find": N_("a host company has yet to be found"),
    "company-to-inform": N_("the company has not been informed"),
    "company-to-choose": N_("the company has not been chosen as a host"),
    "no-host-company": N_("there is no host company {company}"),
    "company-not-selected": N_("the company {company} has not been chosen as a host"),
    "no-sending-company": N_("there is no sending company {company}; add it first"),
    "sending-company-to-name": N_("the sending company has not been named"),
    "not-in-stay": N_("these dates are outside the stay, {start} to {end}"),
    "before-stay": N_("{day} is before the stay begins, {start}"),
    "before-departure": N_("{day} is before the departure, {departed}"),
    "days-impossible": N_("{days} days cannot be: the stay has {most}"),
    "accompanist-missing": N_("no accompanying person has been appointed"),
    "accompanist-unprepared": N_("{accompanist} has not been prepared to accompany"),
    "not-appointed": N_("{accompanist} has not been appointed"),
    "before-opened": N_("{day} is before the incident was opened, {opened}"),
    "incident-open": N_("the incident is open"),
    "incident-in-mediation": N_("the mediation is not settled"),
}

_PROGRESS: Final = {
    "ready": N_("everything is ready to {trigger}"),
    "fact-unknown": N_("this is not known yet: {fact}"),
    "task-open": N_("to be done: {task}"),
    "undecided": N_("still a candidate, neither selected nor turned down"),
    "nobody-selected": N_("nobody has been selected"),
    "nobody-applied": N_("nobody has been selected, and nobody is a candidate"),
    "not-departed": N_("selected, but has not departed"),
    "still-away": N_("still abroad"),
    "not-ended": N_("not yet at an end: {state}"),
    "not-in-phase": N_("the mobility is {state}; this belongs to: {phase:state}"),
    "feedback-missing": N_("the satisfaction questionnaire has not been answered"),
    "wrong-state": N_("not possible now: {state}. It is possible when: {wanted:state}"),
    "mobility-closed": N_("the mobility is {state}; nothing more can be changed"),
    "not-permitted": N_("only these may do this: {roles:role}"),
    "nobody-may": N_("nobody may do this"),
    "not-in-population": N_("the task “{task}” does not concern somebody who is: {state}"),
    "not-waivable": N_("the task “{task}” cannot be left out"),
    "task-not-for": N_("the task “{task}” is done once per: {scope:kind}"),
    "task-proven-by-facts": N_("the task “{task}” is done when the facts say so, not by a tick"),
}

_INPUT: Final = {
    "reason-missing": N_("a reason is needed"),
    "force-majeure-missing": N_("say whether it was force majeure"),
    "date-in-future": N_("{day} is in the future; today is {today}"),
    "not-a-newcomer": N_("somebody new cannot bring “{field}”; actions set it later"),
    "score-off-scale": N_("{score} is not a score from 1 to 5"),
    "excuse-over": N_("an excuse until {until} is already over"),
}

_ALREADY: Final = {
    "already-agreed": N_("these units are already agreed"),
    "already-answered": N_("this answer is already recorded"),
    "already-appointed": N_("{accompanist} is already appointed"),
    "already-chosen": N_("this assessment is already chosen"),
    "already-collected": N_("this very document “{document}” is already collected"),
    "already-decided": N_("the unit “{unit}” is already decided like this"),
    "already-done": N_("already done: {task}"),
    "already-drafted": N_("there is a contract already; amend it"),
    "already-excused": N_("this is already excused"),
    "already-known": N_("nothing in this is new"),
    "already-marked": N_("“{outcome}” already has this mark"),
    "already-named": N_("the tutor {tutor} is already named"),
    "already-placed": N_("already placed in {company}"),
    "already-planned": N_("already planned like this"),
    "already-prepared": N_("{accompanist} is already prepared"),
    "already-recorded": N_("already recorded"),
    "already-signed": N_("already signed by: {party}"),
    "already-so": N_("already {state}; nothing would change"),
    "already-started": N_("the mobility has begun already"),
    "already-taken": N_("the id {id} is already taken"),
    "already-transmitted": N_("already transmitted to the {to:party}"),
    "already-waived": N_("already waived: {task}"),
}

SENTENCES: Final[Mapping[str, str]] = {
    **_DOCUMENTS,
    **_DEMANDS,
    **_CONTRACTS,
    **_LEARNING,
    **_STAYS,
    **_PROGRESS,
    **_INPUT,
    **_ALREADY,
}
