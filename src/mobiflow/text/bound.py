"""What a workflow says of one mobility: its messages, with the names that the mobility knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mobiflow._record import evolve, record
from mobiflow.model import Ref
from mobiflow.model.introspection import Plain
from mobiflow.text.answers import Answers
from mobiflow.text.forms import Forms
from mobiflow.text.messages import Messages
from mobiflow.text.names import Known, Names
from mobiflow.verdict import Refusal, Remedy
from mobiflow.verdict.shapes import RefusalJson, RemedyJson

__all__ = ["BoundMessages", "voice_of"]

_NOBODY: Final[Mapping[str, str]] = {}


@record(eq=False)
class BoundMessages:
    """What a workflow says, with the names of one mobility."""

    messages: Messages
    mobility: Known

    def given_to(self, refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
        """The refusals, able to say themselves, and their remedies with them."""
        return tuple(
            evolve(r, voice=self, remedy=self.remedy(r.remedy) if r.remedy is not None else None)
            for r in refusals
        )

    def remedy(self, remedy: Remedy) -> Remedy:
        """The remedy, able to say what it asks for."""
        return Remedy(remedy.action_type, remedy.known, remedy.ask, voice=self)

    def names(self, people: Mapping[str, str] | None = None) -> Names:
        """The names of the mobility, after those that an app gives."""
        return Names(self.mobility, _NOBODY if people is None else people)

    def name(self, ref: Ref, people: Mapping[str, str] | None = None) -> str:
        """What a subject is called: its name if known, or else its id."""
        return self.names(people).subject(ref)

    def matter(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str:
        """What is the matter, without the subject in front."""
        return self.messages.matter(refusal, locale, self.names(people))

    def sentence(self, refusal: Refusal, locale: str, people: Mapping[str, str] | None) -> str:
        """The whole sentence."""
        return self.messages.sentence(refusal, locale, self.names(people))

    def names_its_subject(self, refusal: Refusal) -> bool:
        """Whether what is the matter cannot be said of several subjects at once."""
        return self.messages.names_its_subject(refusal)

    def answers(self, locale: str, people: Mapping[str, str] | None = None) -> Answers:
        """What puts answers into JSON, in a language."""
        return Answers(self.messages, locale, self.names(people))

    def refusal_json(
        self, refusal: Refusal, locale: str, people: Mapping[str, str] | None
    ) -> RefusalJson:
        """A refusal as JSON."""
        return self.answers(locale, people).refusal(refusal)

    def remedy_json(
        self, remedy: Remedy, locale: str, people: Mapping[str, str] | None
    ) -> RemedyJson:
        """A remedy as JSON."""
        return self.answers(locale, people).remedy(remedy)

    def form(
        self, remedy: Remedy, locale: str, people: Mapping[str, str] | None
    ) -> dict[str, Plain]:
        """What a remedy asks for, as a JSON Schema."""
        return Forms(self.messages, locale, self.names(people)).of_remedy(remedy)


def voice_of(voice: BoundMessages | None) -> BoundMessages:
    """The voice of an answer that an engine hands out.

    Raises:
        ValueError: when the answer was made by hand, so that nobody gave it one.
    """
    if voice is None:
        raise ValueError("Made by hand: only what an engine hands out is put into words like this.")
    return voice
