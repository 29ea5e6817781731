"""``mobiflow guide``: the whole guide, or one step of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import click
from attrs import frozen
from rich.text import Text

from mobiflow import Blueprint
from mobiflow.cli import named
from mobiflow.cli.files import engine
from mobiflow.cli.options import command
from mobiflow.cli.outcome import DONE
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import indented
from mobiflow.definition import LeadTime, Phase, Step, Task
from mobiflow.errors import UnknownName
from mobiflow.i18n import N_
from mobiflow.verdict import Guard

__all__ = ["guide"]

_WHEN: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("on", "start"): (N_("on the first day"), N_("on the first day")),
    ("on", "end"): (N_("on the last day"), N_("on the last day")),
    ("weeks", "start"): (N_("one week before the start"), N_("{number} weeks before the start")),
    ("before", "start"): (N_("one day before the start"), N_("{number} days before the start")),
    ("after", "start"): (N_("one day after the start"), N_("{number} days after the start")),
    ("before", "end"): (N_("one day before the end"), N_("{number} days before the end")),
    ("after", "end"): (N_("one day after the end"), N_("{number} days after the end")),
}
"""When a task is due: for one day or week, and for several."""

_SCOPES: Final[Mapping[str, str]] = {
    "mobility": N_("once"),
    "learner": N_("for each learner"),
    "host-company": N_("for each host company"),
    "sending-company": N_("for each sending company"),
}


@command("guide")
@click.option("--step", metavar="ID", shell_complete=named.steps, help="Only this step.")
@click.option("--workflow", default="mobility", metavar="ID", help="The workflow it belongs to.")
def guide(session: Session, *, step: str | None, workflow: str) -> int:
    """Read the guide: phases, steps, tasks and notes.

    For each task: who does it, how often, what proves it, whether it may be waived, and by when
    it should be done. These lead times are defaults of mobiflow; the guide itself gives none.
    """
    reader = _Reader(session, engine(session).blueprint(workflow))
    phases = tuple(_only(reader.blueprint.workflow.phases, step))
    if session.as_json:
        session.emit(reader.data(phases))
    else:
        reader.show(phases, whole=step is None)
    return DONE


def _only(phases: tuple[Phase, ...], wanted: str | None) -> Iterator[tuple[Phase, list[Step]]]:
    known = [step.id for phase in phases for step in phase.steps]
    if wanted is not None and wanted not in known:
        raise UnknownName("step", wanted, known)
    for phase in phases:
        steps = [step for step in phase.steps if wanted in (None, step.id)]
        if steps:
            yield (phase, steps)


_Chosen = tuple[tuple[Phase, list[Step]], ...]


@frozen
class _Reader:
    """Reads a workflow's guide out, in the language of a session."""

    session: Session
    blueprint: Blueprint

    # -- for machines

    def data(self, phases: _Chosen) -> dict[str, Any]:
        """The guide as JSON."""
        workflow, say = self.blueprint.workflow, self.session.say
        return {
            "workflow": workflow.id,
            "title": say(workflow.title),
            "credit": say(workflow.credit),
            "phases": [
                {
                    "id": phase.id,
                    "title": say(phase.title),
                    "text": say(phase.text),
                    "steps": [self._step_data(step) for step in steps],
                }
                for phase, steps in phases
            ],
        }

    def _step_data(self, step: Step) -> dict[str, Any]:
        say = self.session.say
        return {
            "id": step.id,
            "title": say(step.title),
            "text": say(step.text),
            "tasks": [self._task_data(step, task) for task in step.tasks],
            "notes": [
                {"id": note.id, "title": say(note.title), "text": say(note.text)}
                for note in step.notes
            ],
        }

    def _task_data(self, step: Step, task: Task) -> dict[str, Any]:
        say, lead = self.session.say, self._lead(step, task)
        return {
            "id": task.id,
            "title": say(task.title),
            "text": say(task.text),
            "who": list(task.who.roles),
            "deputies": list(task.who.deputies),
            "scope": task.scope,
            "population": list(task.population),
            "proof": [str(guard) for guard in task.guards],
            "waivable": task.waivable,
            "after": list(task.after),
            "lead_time": None if lead is None else {"anchor": lead.anchor, "days": lead.days},
        }

    def _lead(self, step: Step, task: Task) -> LeadTime | None:
        times = self.blueprint.workflow.lead_times
        return times.get(f"{step.id}/{task.id}") or times.get(step.id)

    # -- for people

    def show(self, phases: _Chosen, *, whole: bool) -> None:
        """Print the guide."""
        session, workflow = self.session, self.blueprint.workflow
        if whole:
            session.show(Text(session.say(workflow.title), style="bold"))
        for phase, steps in phases:
            title = Text(session.say(phase.title).upper(), style="bold cyan")
            if whole:
                text = Text(f" \N{EM DASH} {session.say(phase.text)}", style="not bold default")
                title.append_text(text)
            session.show("", title)
            for step in steps:
                self._show_step(step)
        if whole:
            session.show("", Text(session.say(workflow.credit), style="dim"))

    def _show_step(self, step: Step) -> None:
        say = self.session.say
        heading = Text(say(step.title), style="bold").append(f"  {step.id}", style="not bold dim")
        self.session.show("", heading, indented(2, Text(say(step.text))))
        for task in step.tasks:
            name = Text(f"\N{BULLET} {say(task.title)}", style="bold")
            name.append(f"  {task.id}", style="not bold dim")
            facts = Text(self.session.joined(self._facts(step, task)), style="cyan")
            self.session.show(
                "", indented(2, name), indented(4, facts), indented(4, Text(say(task.text)))
            )
        if step.notes:
            self.session.show("", indented(2, Text(say(N_("Good to know")), style="bold green")))
        for note in step.notes:
            text = Text(f"{say(note.title)}. ", style="green")
            text.append(say(note.text), style="default")
            self.session.show(indented(4, text))

    def _facts(self, step: Step, task: Task) -> Iterator[str]:
        say = self.session.say
        yield self._roles(task)
        yield say(_SCOPES.get(task.scope, task.scope))
        proofs = ", ".join(self._proof(guard) for guard in task.guards)
        reported = say(N_("proof: somebody reports it done"))
        yield say(N_("proof: {facts}"), facts=proofs) if proofs else reported
        if task.waivable:
            yield say(N_("may be waived"))
        lead = self._lead(step, task)
        if lead is not None:
            yield say(N_("{when} (our default)"), when=self._when(lead))

    def _roles(self, task: Task) -> str:
        labels = self.blueprint.messages.labels
        named = {r: self.session.say(labels.get(f"role:{r}", r)) for r in task.who.everyone}
        roles = ", ".join(named[role] for role in task.who.roles)
        deputies = ", ".join(named[role] for role in task.who.deputies)
        return f"{roles} ({deputies})" if deputies else roles

    def _proof(self, guard: Guard) -> str:
        rules = self.blueprint.rules
        gate = rules.gates.get(guard.params.get("gate", ""), ())
        if gate:
            kinds = dict.fromkeys(kind for asked in gate for kind in asked.kinds)
            titles = ", ".join(self.session.say(rules.documents[kind].title) for kind in kinds)
            return self.session.say(N_("verified documents ({titles})"), titles=titles)
        return self.blueprint.messages.guard(guard, self.session.locale)

    def _when(self, lead: LeadTime) -> str:
        number, side = abs(lead.days), "before" if lead.days < 0 else "after"
        if lead.days == 0:
            side = "on"
        elif side == "before" and lead.anchor == "start" and number % 7 == 0:
            number, side = number // 7, "weeks"
        one, many = _WHEN[side, lead.anchor]
        return self.session.say(one if number == 1 else many, number=number)
