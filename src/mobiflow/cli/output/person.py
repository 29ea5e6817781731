"""Everything about one learner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from rich.text import Text

from mobiflow.cli.files import Opened
from mobiflow.cli.output.board import Row, owner_of
from mobiflow.cli.output.layout import Layout, capital
from mobiflow.cli.output.session import Session
from mobiflow.cli.output.tables import described
from mobiflow.cli.output.words import Words
from mobiflow.formats import plain
from mobiflow.i18n import N_
from mobiflow.model import Contract, Document, Learner
from mobiflow.verdict import Refusal

__all__ = ["person_data", "show_person"]

_FACTS: Final = ("name", "contact", "born", "nationality", "enrolment", "employer", "group")


def person_data(session: Session, file: Opened, row: Row) -> dict[str, Any]:
    """A learner as stored, everything that is open or broken, and what is only advised."""
    return {
        "learner": plain(row.learner),
        "open": [item.to_json(session.locale) for item in row.open],
        "broken": [refusal.to_json(session.locale) for refusal in row.broken],
        "advice": [refusal.to_json(session.locale) for refusal in _advice(file, row)],
    }


def show_person(session: Session, file: Opened, row: Row) -> None:
    """Print a learner's facts, papers and results, and what is to be done."""
    learner, words = row.learner, file.words
    if learner is None:
        return
    state = words.state("learner", learner.status)
    heading = session.after(f"{words.person(learner.id)} ({learner.id})", state)
    session.show(Text(capital(heading), style="bold"), described(_facts(session, file, learner)))
    for title, lines in (
        (N_("Documents"), [_document(session, file, d) for d in learner.documents.values()]),
        (N_("Contract"), [_contract(session, words, c) for c in learner.contracts]),
        (N_("Assessment"), list(_results(session, file, learner))),
    ):
        if lines:
            session.show("", Text(session.say(title), style="bold"), described(lines))
    layout = Layout(session, words, file.today, alone=True)
    broken = {refusal.key for refusal in row.broken}
    if broken:
        session.show("", Text(session.say(N_("What no longer holds:")), style="bold red"))
        layout.show(row.broken)
    rest = [item.refusal for item in row.open if item.refusal.key not in broken]
    layout.show(rest)
    if not row.broken and not rest:
        session.show("", session.say(N_("Nothing is to be done at present.")))
    advice = _advice(file, row)
    if advice:
        heading = N_("Only advised, and in nobody's way: {number}")
        session.show("", Text(session.say(heading, number=len(advice)), style="bold blue"))
        never_late = Layout(session, words, date.min, why=True, alone=True, gap=False)
        never_late.show(advice)


def _advice(file: Opened, row: Row) -> list[Refusal]:
    """What a learner is advised, unless something that blocks asks for the same."""
    asked = {item.refusal.key for item in row.open} | {refusal.key for refusal in row.broken}
    return [
        refusal
        for refusal in file.flow.advice()
        if row.learner is not None
        and owner_of(file.mobility, refusal.subject) == row.learner.id
        and refusal.key not in asked
    ]


def _facts(session: Session, file: Opened, learner: Learner) -> list[tuple[str, str]]:
    words, lines = file.words, list[tuple[str, str]]()
    for name in _FACTS:
        value = getattr(learner, name)
        if value is not None:
            shown = words.label("enrolment", value) if name == "enrolment" else str(value)
            shown = words.person(value) if name == "employer" else shown
            lines.append((capital(words.label("fact", name)), shown))
    stay = learner.stay
    lines.append(
        (capital(words.label("fact", "stay")), words.period(stay.period or file.mobility.period))
    )
    for day, title in ((stay.departed, N_("Departed")), (stay.returned, N_("Returned"))):
        if day is not None:
            lines.append((session.say(title), day.isoformat()))
    for placement in learner.placements:
        tutors = ", ".join(tutor.name or tutor.id for tutor in placement.tutors)
        parts = [words.person(placement.company)]
        parts += [words.period(placement.period)] if placement.period else []
        parts += [session.say(N_("tutor: {name}"), name=tutors)] if tutors else []
        lines.append((session.say(N_("Host company")), ", ".join(parts)))
    return lines


def _document(session: Session, file: Opened, document: Document) -> tuple[str, str]:
    kind = file.blueprint.rules.documents.get(document.kind)
    title = file.words.say(kind.title) if kind else document.kind
    state = file.words.state("document", document.status)
    until = document.valid_until
    if until is not None and until < file.today:
        state = file.words.label("document", "expired")
    if until is None:
        return (title, state)
    return (title, session.say(N_("{state}, valid until {until}"), state=state, until=until))


def _contract(session: Session, words: Words, contract: Contract) -> tuple[str, str]:
    parts = [words.state("contract", contract.status)]
    if contract.signatures:
        signed = ", ".join(
            f"{words.label('party', signature.party)} {signature.on}"
            for signature in contract.signatures
        )
        parts.append(session.say(N_("signed by: {parties}"), parties=signed))
    title = session.say(N_("Version {version}"), version=contract.version)
    return (title, session.joined(parts))


def _results(session: Session, file: Opened, learner: Learner) -> Iterator[tuple[str, str]]:
    words, units = file.words, file.mobility.units
    titles = {
        path: outcome.title
        for unit in units.values()
        for path, outcome in zip(unit.paths, unit.outcomes, strict=True)
    }
    for path, mark in learner.grid.marks.items():
        yield (titles.get(path, path), mark.value or session.say(N_("not assessed")))
    for name, decision in learner.decisions.items():
        title = units[name].title if name in units else name
        yield (title, words.label("verdict", decision.verdict))
    if learner.attendance is not None:
        days = session.say(
            N_("until {day}, days absent: {days}"),
            day=learner.attendance.last_day,
            days=learner.attendance.days_absent,
        )
        yield (session.say(N_("Attendance")), days)
    if learner.feedback is not None:
        yield (session.say(N_("Satisfaction")), f"{learner.feedback.score}/5")
