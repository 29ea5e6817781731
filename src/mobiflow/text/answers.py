"""Answers as JSON, in the language of whoever reads: what an app sends to its pages."""

from __future__ import annotations

from collections.abc import Iterable

from mobiflow._record import record
from mobiflow.model import Ref
from mobiflow.model.introspection import Plain, plain
from mobiflow.text.forms import Forms
from mobiflow.text.messages import Messages
from mobiflow.text.names import Names
from mobiflow.verdict import Refusal, Remedy
from mobiflow.verdict.shapes import RefusalJson, RemedyJson, SubjectJson, Word

__all__ = ["Answers"]


@record(eq=False)
class Answers:
    """Puts answers into JSON, with the words of a workflow and the names of a mobility."""

    messages: Messages
    locale: str
    names: Names

    def refusal(self, refusal: Refusal) -> RefusalJson:
        """One reason why not."""
        matter = self.messages.matter(refusal, self.locale, self.names)
        return {
            "code": refusal.code,
            "text": self.messages.sentence(refusal, self.locale, self.names),
            "matter": matter,
            "subject": self.subject(refusal.subject),
            "params": {name: _value(value) for name, value in refusal.params.items()},
            "who": self.words("role", refusal.who),
            "due": refusal.due.isoformat() if refusal.due else None,
            "asked_by": [*refusal.asked_by],
            "basis": [self.messages.say(law, self.locale) for law in refusal.basis],
            "notes": self.words("note", refusal.notes),
            "guard": refusal.guard,
            "excusable_by": self.words("role", refusal.excusable_by),
            "remedy": self.remedy(refusal.remedy) if refusal.remedy is not None else None,
        }

    def remedy(self, remedy: Remedy) -> RemedyJson:
        """An action with what is known of it, and the form for the rest."""
        name = self.messages.actions.get(remedy.action_type, remedy.action_type.__name__)
        form = Forms(self.messages, self.locale, self.names).of_remedy(remedy)
        known = {field: _value(value) for field, value in remedy.known.items()}
        return {"action": self.word("action", name), "values": known, "form": form}

    def subject(self, ref: Ref) -> SubjectJson:
        """A subject: the text that stands for it, its kind and its name."""
        return {"id": str(ref), "kind": ref.kind, "name": self.names.subject(ref)}

    def word(self, kind: str, word: str) -> Word:
        """A word with its label."""
        return {"id": word, "label": self.messages.word(kind, word, self.locale)}

    def words(self, kind: str, words: Iterable[str]) -> list[Word]:
        """Words with their labels."""
        return [self.word(kind, word) for word in words]

    def trigger(self, kind: str, trigger: str) -> Word:
        """A trigger of a kind of subject with its label."""
        word = self.messages.word("trigger", f"{kind}/{trigger}", self.locale)
        return {"id": trigger, "label": word.removeprefix(f"{kind}/")}

    def state(self, kind: str, state: str) -> Word:
        """A state of a kind of subject with its label."""
        return {"id": state, "label": self.messages.state(kind, state, self.locale)}


def _value(value: object) -> Plain:
    return plain(value, lambda attribute: bool(attribute.eq), _simpler)


def _simpler(value: object) -> object:
    return str(value) if isinstance(value, Ref) else value
