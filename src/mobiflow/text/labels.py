"""What every word of a workflow is called when people read it, by the address of the word.

A label stands beside what it labels, as its ``title``; here are the words of the library itself.
Labels are lower-case so that they fit into a sentence; whoever shows one alone may raise its first
letter. Words that French has to tell apart (a learner and a company are not *selected* in the same
gender) differ in English too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mobiflow.definition import Lifecycle, Workflow
from mobiflow.i18n import N_

__all__ = ["LABELS", "addresses", "labels_of"]

LABELS: Final[Mapping[str, str]] = {
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
    "kind:mobility": N_("mobility"),
    "kind:learner": N_("learner"),
    "kind:host-company": N_("host company"),
    "kind:sending-company": N_("sending company"),
    "kind:contract": N_("contract"),
    "kind:document": N_("document"),
    "kind:incident": N_("incident"),
    "category:applying": N_("applying"),
    "category:engaged": N_("engaged"),
    "category:away": N_("away"),
    "category:back": N_("back"),
    "category:ended": N_("ended"),
    "category:open": N_("going on"),
    "category:closed": N_("at an end"),
    "state:document/expired": N_("expired"),
    "step-status:pending": N_("pending"),
    "step-status:active": N_("under way"),
    "step-status:done": N_("done"),
    "step-status:waived": N_("waived"),
    "enrolment:apprentice": N_("apprentice"),
    "enrolment:student": N_("student"),
    "enrolment:employee": N_("employee"),
    "enrolment:jobseeker": N_("jobseeker"),
    "enrolment:graduate": N_("recent graduate"),
    "fact:name": N_("name"),
    "fact:contact": N_("contact"),
    "fact:group": N_("group"),
    "fact:country": N_("country"),
    "fact:stay": N_("stay"),
    "fact:born": N_("date of birth"),
    "fact:nationality": N_("nationality"),
    "fact:enrolment": N_("enrolment"),
    "fact:employer": N_("employer"),
    "fact:sector": N_("sector of the company"),
    "fact:contact_with_minors": N_("regular contact with children"),
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
    "guard:units_agreed": N_("the units of learning outcomes are agreed"),
    "guard:assessment_chosen": N_("how outcomes are assessed and validated is decided"),
    "guard:contract_signed": N_("the contract is signed"),
    "guard:accompanists_prepared": N_("every accompanying person is prepared"),
    "guard:host_companies_identified": N_("enough host companies are identified"),
    "guard:placed": N_("the learner is placed in a host company"),
    "guard:tutor_named": N_("a tutor is named"),
    "guard:incidents_settled": N_("no incident is open"),
    "guard:assessment_planned": N_("the assessment is planned"),
    "guard:grid_completed": N_("the evidence is complete and signed"),
    "guard:feedback_given": N_("the questionnaire is answered"),
    "guard:results_transmitted": N_("the results are transmitted"),
    "guard:units_decided": N_("every unit is decided"),
    "guard:somebody_selected": N_("somebody is selected"),
    "guard:nobody_undecided": N_("no candidate waits for a decision"),
    "guard:nobody_waiting": N_("every selected learner has left"),
    "guard:nobody_away": N_("nobody is abroad any more"),
    "guard:all_ended": N_("every learner has reached an end"),
    "guard:status_is": N_("the mobility is in the right phase"),
    "guard:tasks_done": N_("the tasks of the step are done"),
    "guard:documents_collected": N_("the documents asked for are verified"),
    "guard:no_open_incident": N_("no incident is open"),
    "guard:no_proposal": N_("no other version of the contract waits to be signed"),
    "guard:contract_complete": N_("the contract is complete"),
    "guard:contract_replaced": N_("a later version of the contract takes its place"),
    "guard:fully_signed": N_("everybody has signed"),
    "guard:prerequisite": N_("what a country demands is met"),
    "sector:other": N_("other"),
    "limit:per-day": N_("hours a day"),
    "limit:per-week": N_("hours a week"),
    "limit:days": N_("days a week"),
    "limit:night": N_("times of day"),
    "limit:rest": N_("hours of rest"),
    "limit:break": N_("minutes of break"),
    "company-kind:host": N_("host company"),
    "company-kind:sending": N_("sending company"),
    "field:accompanist": N_("accompanying person"),
    "field:account": N_("what happened"),
    "field:assessment": N_("how outcomes are assessed and validated"),
    "field:assessor": N_("assessor"),
    "field:begins": N_("beginning of work"),
    "field:break_minutes": N_("minutes of break"),
    "field:certification": N_("certifier’s rules"),
    "field:changes": N_("what it changes"),
    "field:channel": N_("how it was signed"),
    "field:comment": N_("comment"),
    "field:company": N_("company"),
    "field:dated": N_("date of the document"),
    "field:day": N_("day"),
    "field:days": N_("days a week"),
    "field:days_absent": N_("days absent"),
    "field:departed": N_("day of departure"),
    "field:digest": N_("digest of the file"),
    "field:end": N_("last day"),
    "field:ends": N_("end of work"),
    "field:eqf_level": N_("EQF level"),
    "field:evidence": N_("evidence"),
    "field:facts": N_("facts"),
    "field:force_majeure": N_("force majeure"),
    "field:hours": N_("planned working hours"),
    "field:id": N_("id"),
    "field:kind": N_("kind"),
    "field:languages": N_("languages"),
    "field:last_day": N_("last day of presence"),
    "field:learner": N_("learner"),
    "field:levels": N_("marks, the lowest first"),
    "field:mark": N_("mark"),
    "field:maximum": N_("highest mark"),
    "field:minimum": N_("lowest mark"),
    "field:note": N_("note"),
    "field:objectives": N_("objectives"),
    "field:of": N_("for which company"),
    "field:on": N_("day on which it happened"),
    "field:outcome": N_("learning outcome"),
    "field:outcomes": N_("learning outcomes"),
    "field:owner": N_("whose document it is"),
    "field:party": N_("who signs"),
    "field:per_day": N_("hours a day"),
    "field:per_week": N_("hours a week"),
    "field:period": N_("period"),
    "field:prepared": N_("prepared on"),
    "field:prerequisite": N_("prerequisite"),
    "field:reason": N_("reason"),
    "field:reference": N_("reference"),
    "field:refusal": N_("what is excused"),
    "field:returned": N_("day of return"),
    "field:role": N_("role"),
    "field:scale": N_("scale of marks"),
    "field:score": N_("satisfaction, from 1 (poor) to 5 (excellent)"),
    "field:start": N_("first day"),
    "field:subject": N_("whom or what it is about"),
    "field:task": N_("task"),
    "field:title": N_("title"),
    "field:to": N_("to whom"),
    "field:to_certifier": N_("results go to the certifier"),
    "field:trigger": N_("what is to be done"),
    "field:tutor": N_("tutor"),
    "field:unit": N_("unit of learning outcomes"),
    "field:units": N_("units of learning outcomes"),
    "field:until": N_("until"),
    "field:valid_until": N_("last day of validity"),
    "field:validation": N_("how outcomes are validated"),
    "field:verdict": N_("decision"),
    "field:version": N_("version"),
}
"""The words of the library, which every workflow may call by other names."""

_WORDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "changes": ("change",),
    "kind": ("incident-kind", "company-kind"),
    "to": ("party",),
}
"""Where the words of a field have their labels, if not under the name of the field."""


def addresses(name: str, word: str) -> Iterator[str]:
    """Where the label of a word may be that stands in a field of this name."""
    yield from (f"{kind}:{word}" for kind in (name, *_WORDS_OF.get(name, ())))


def labels_of(workflow: Workflow) -> Mapping[str, str]:
    """Every label of a workflow by its address.

    The workflow's own ``labels`` have the last word, after the titles of its pieces. Whoever
    signs as a role is called by it.
    """
    words = {**LABELS, **workflow.labels}
    signing = {
        f"party:{address.removeprefix('role:')}": text
        for address, text in words.items()
        if address.startswith("role:")
    }
    return {**LABELS, **signing, **dict(_titles(workflow)), **workflow.labels}


def _titles(workflow: Workflow) -> Iterator[tuple[str, str]]:
    for lifecycle in reversed(workflow.lifecycles):
        yield from _of_lifecycle(lifecycle, workflow.labels)
    for phase in workflow.phases:
        yield f"phase:{phase.id}", phase.title
        for step in phase.steps:
            yield f"step:{step.id}", step.title
            yield from ((f"task:{step.id}/{task.id}", task.title) for task in step.tasks)
            yield from ((f"note:{note.id}", note.title) for note in step.notes)
    yield from ((f"document:{kind.id}", kind.title) for kind in workflow.documents)
    yield from ((f"party:{party.id}", party.title) for party in workflow.parties if party.title)
    yield from ((f"prerequisite:{p.id}", p.title) for p in workflow.prerequisites)
    yield from ((f"certification:{c.id}", c.title) for c in workflow.certifications)


def _of_lifecycle(lifecycle: Lifecycle, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Its states and triggers, the first ones last: those count where they share a word."""
    for state in lifecycle.states:
        if state.title:
            yield f"state:{lifecycle.kind}/{state.id}", state.title
    for transition in reversed(lifecycle.transitions):
        title = own.get(f"trigger:{transition.trigger}") or transition.title
        if title:
            yield f"trigger:{lifecycle.kind}/{transition.trigger}", title
            yield f"trigger:{transition.trigger}", title
