"""What is shown when an action is refused: every reason, as people or machines read it."""

from __future__ import annotations

from mobiflow.cli import files
from mobiflow.cli.output.layout import Layout
from mobiflow.cli.output.session import Session, safe
from mobiflow.cli.output.words import Words
from mobiflow.errors import MobiflowError
from mobiflow.i18n import N_
from mobiflow.text import Refused

__all__ = ["shown"]


def shown(session: Session, problem: MobiflowError) -> bool:
    """Print why something was refused; whether it was a refusal at all."""
    if not isinstance(problem, Refused):
        return False
    if session.as_json:
        found = [refusal.to_json(session.locale) for refusal in problem.refusals]
        session.emit({"done": False, "refusals": found})
        return True
    session.show(session.say(N_("Refused; nothing was changed.")), to=session.err)
    voice = problem.explanation.voice
    if voice is None:
        session.line(safe(str(problem)), to=session.err)
    else:
        words, today = Words(voice, session), files.clock().date()
        Layout(session, words, today, why=True, to=session.err).show(problem.refusals)
    return True
