"""What the words of the library are called when people read them.

The keys say what kind of word it is, then the word: ``role:host``, ``learner:abroad``. A trigger
of a contract, a document or any other kind that shares its word with another is found under its
kind first (``trigger:document:reject``), then alone (``trigger:reject``). Labels are lower-case so
that they fit into a sentence; whoever shows one alone may raise its first letter. Words that
French has to tell apart (a learner and a company are not *selected* in the same gender) differ in
English too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mobiflow.i18n import N_

__all__ = ["LABELS"]

_PEOPLE: Final = {
    "role:coordinator": N_("coordinator"),
    "role:educator": N_("educational team"),
    "role:host": N_("host partner"),
    "role:sending-company": N_("sending company"),
    "role:host-company": N_("host company"),
    "role:tutor": N_("tutor"),
    "role:learner": N_("learner"),
    "role:guardian": N_("guardian"),
    "role:accompanist": N_("accompanying person"),
    "role:certifier": N_("certifier"),
    "role:system": N_("system"),
    "party:sending": N_("sending organisation"),
    "party:host": N_("host partner"),
    "party:learner": N_("learner"),
    "party:guardian": N_("guardian"),
    "party:sending-company": N_("sending company"),
    "party:host-company": N_("host company"),
    "enrolment:apprentice": N_("apprentice"),
    "enrolment:student": N_("student"),
    "enrolment:employee": N_("employee"),
    "enrolment:jobseeker": N_("jobseeker"),
    "enrolment:graduate": N_("recent graduate"),
}

_STATES: Final = {
    "mobility:before": N_("before the stay"),
    "mobility:during": N_("during the stay"),
    "mobility:after": N_("after the stay"),
    "mobility:completed": N_("completed"),
    "mobility:cancelled": N_("cancelled"),
    "learner:candidate": N_("candidate"),
    "learner:selected": N_("selected"),
    "learner:rejected": N_("turned down"),
    "learner:withdrawn": N_("withdrawn"),
    "learner:abroad": N_("abroad"),
    "learner:interrupted": N_("stay interrupted"),
    "learner:returned": N_("returned"),
    "learner:no-show": N_("no-show"),
    "learner:validated": N_("outcomes validated"),
    "learner:partly-validated": N_("outcomes partly validated"),
    "learner:not-validated": N_("outcomes not validated"),
    "host-company:identified": N_("identified"),
    "host-company:informed": N_("informed"),
    "host-company:selected": N_("chosen"),
    "host-company:declined": N_("declined"),
    "contract:draft": N_("draft"),
    "contract:issued": N_("issued"),
    "contract:in-force": N_("in force"),
    "contract:refused": N_("refused"),
    "contract:superseded": N_("superseded"),
    "document:collected": N_("collected"),
    "document:verified": N_("verified"),
    "document:rejected": N_("rejected"),
    "document:expired": N_("expired"),
    "incident:open": N_("open"),
    "incident:mediation": N_("in mediation"),
    "incident:resolved": N_("resolved"),
    "incident:unresolved": N_("unresolved"),
    "category:applying": N_("applying"),
    "category:engaged": N_("engaged"),
    "category:away": N_("away"),
    "category:back": N_("back"),
    "category:ended": N_("ended"),
    "step-status:pending": N_("pending"),
    "step-status:active": N_("under way"),
    "step-status:done": N_("done"),
    "step-status:waived": N_("waived"),
}

_TRIGGERS: Final = {
    "trigger:advance": N_("advance the mobility"),
    "trigger:cancel": N_("cancel the mobility"),
    "trigger:reopen": N_("reopen the mobility"),
    "trigger:select": N_("select the learner"),
    "trigger:reject": N_("turn the candidate down"),
    "trigger:withdraw": N_("record that the learner withdraws"),
    "trigger:reinstate": N_("reinstate the learner"),
    "trigger:depart": N_("let the learner depart"),
    "trigger:mark-no-show": N_("record that the learner did not leave"),
    "trigger:interrupt": N_("interrupt the stay"),
    "trigger:come-back": N_("record that the learner is back"),
    "trigger:decide": N_("decide on the learning outcomes"),
    "trigger:inform": N_("inform the host company"),
    "trigger:choose-company": N_("choose the host company"),
    "trigger:decline": N_("record that the host company declines"),
    "trigger:issue": N_("issue the contract"),
    "trigger:sign": N_("sign the contract"),
    "trigger:refuse": N_("refuse the contract"),
    "trigger:take-effect": N_("put the contract into force"),
    "trigger:collect": N_("collect the document"),
    "trigger:verify": N_("verify the document"),
    "trigger:document:reject": N_("reject the document"),
    "trigger:mediate": N_("begin a mediation"),
    "trigger:resolve": N_("resolve the incident"),
    "trigger:give-up": N_("close the incident unresolved"),
}

_PARTICULARS: Final = {
    "channel:electronic": N_("electronic"),
    "channel:paper": N_("on paper"),
    "channel:scanned": N_("scanned"),
    "change:objectives": N_("objectives"),
    "change:dates": N_("dates"),
    "change:placement": N_("placement in a company"),
    "change:parties": N_("who has to sign"),
    "evidence:grid": N_("evaluation grid"),
    "evidence:statement": N_("individual statement of results"),
    "evidence:europass": N_("Europass Mobility document"),
    "verdict:validated": N_("validated"),
    "verdict:not-validated": N_("not validated"),
    "incident-kind:mediation": N_("request for mediation"),
    "incident-kind:non-conformity": N_("conditions not as agreed"),
    "incident-kind:well-being": N_("well-being"),
    "incident-kind:other": N_("other"),
    "fact:born": N_("date of birth"),
    "fact:nationality": N_("nationality"),
    "fact:enrolment": N_("enrolment"),
    "fact:employer": N_("employer"),
    "fact:sector": N_("sector of the company"),
    "fact:contact_with_minors": N_("regular contact with children"),
    "scope:mobility": N_("mobility"),
    "limit:per-day": N_("hours a day"),
    "limit:per-week": N_("hours a week"),
    "limit:days": N_("days a week"),
    "limit:night": N_("times of day"),
    "limit:rest": N_("hours of rest"),
    "limit:break": N_("minutes of break"),
}

LABELS: Final[Mapping[str, str]] = {
    **_PEOPLE,
    **_STATES,
    **_TRIGGERS,
    **_PARTICULARS,
}
