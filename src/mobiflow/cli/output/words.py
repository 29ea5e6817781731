"""The words of a workflow in the language of a session."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from mobiflow.cli.output.session import Session, safe
from mobiflow.i18n import N_
from mobiflow.model import Period, Ref
from mobiflow.text import Messages
from mobiflow.text.bound import BoundMessages
from mobiflow.verdict import Refusal

__all__ = ["Words", "action_label", "kebab"]


def kebab(name: str) -> str:
    """The name of an action as the command line writes it.

    >>> kebab("CollectDocument")
    'collect-document'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def action_label(messages: Messages, name: str, locale: str) -> str:
    """What an action is called, by its name or that on the command line; empty without label."""
    address = f"action:{''.join(part[:1].upper() + part[1:] for part in name.split('-'))}"
    known = messages.labels.get(address)
    return messages.say(known, locale) if known is not None else ""


@frozen
class Words:
    """Says what things are called, in one language."""

    messages: BoundMessages
    session: Session

    def say(self, message: str) -> str:
        """A text of the workflow."""
        return self.messages.messages.say(message, self.session.locale)

    def label(self, kind: str, word: str) -> str:
        """A word of the workflow: a trigger, a fact, the status of a step."""
        return self.messages.messages.word(kind, word, self.session.locale)

    def action(self, name: str) -> str:
        """An action by its name, or by that on the command line; empty when it has no label."""
        return action_label(self.messages.messages, name, self.session.locale)

    def state(self, kind: str, state: str) -> str:
        """A state of a subject."""
        return self.messages.messages.word("state", f"{kind}/{state}", self.session.locale)

    def roles(self, roles: Iterable[str]) -> str:
        """Roles, one after the other."""
        return ", ".join(self.label("role", role) for role in roles)

    def name(self, ref: Ref) -> str:
        """A subject's name, or else its id."""
        return safe(self.messages.name(ref))

    def subject(self, ref: Ref) -> str:
        """A subject's name, with which of its documents or contracts is meant."""
        if ref.kind == "document":
            return f"{self.name(ref)}, {self.label('document', ref.id)}"
        if ref.kind == "contract":
            version = self.session.say(N_("Version {version}"), version=ref.id)
            return f"{self.name(ref)}, {version}"
        return self.name(ref)

    def person(self, known: str) -> str:
        """The name of a learner or a company, or else the id."""
        return self.name(Ref("learner", known))

    def matter(self, refusal: Refusal) -> str:
        """What is the matter, without the subject's name in front."""
        return safe(refusal.matter(self.session.locale))

    def period(self, period: Period) -> str:
        """A stretch of days."""
        return f"{period.start} \N{EN DASH} {period.end}"
