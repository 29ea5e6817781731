"""The answer to "may I?", as data and as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field

from mobiflow._record import record
from mobiflow.errors import MobiflowError
from mobiflow.i18n import N_
from mobiflow.text.grouping import By, Group, grouped
from mobiflow.text.messages import BoundMessages, colon
from mobiflow.verdict import Refusal

__all__ = ["Explanation", "Refused"]

_HEADING: Final = N_("Not possible yet. What is missing:")
_WHO: Final = N_("To be done by: {who}")
_OTHERS: Final = N_("What nobody can clear:")
_WRONG: Final = N_("What is wrong with it:")
_DUE: Final = N_("by {due}")
_AND: Final = N_("; ")


@record
class Explanation:
    """The answer to "may I?": whether it is allowed, and every reason why not."""

    refusals: tuple[Refusal, ...] = ()
    voice: BoundMessages | None = field(default=None, eq=False, repr=False)

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals

    def grouped(self, by: By = "matter") -> tuple[Group, ...]:
        """The refusals put together by who must act and what is the matter.

        ``by`` says how coarsely: the same *matter* due on the same day and asked by the same, or
        the same *code*, whatever document or task it is about.
        """
        return grouped(self.refusals, by)

    def text(self, locale: str = "en", *, people: Mapping[str, str] | None = None) -> str:
        """Everything that stands in the way, grouped, as sentences."""
        if self.voice is None or self.allowed:
            return "\n".join(refusal.text(locale, people=people) for refusal in self.refusals)
        return "\n".join(_lines(self.voice, self.grouped(), locale, people))

    def __str__(self) -> str:
        return self.text()


def _lines(
    voice: BoundMessages,
    groups: tuple[Group, ...],
    locale: str,
    people: Mapping[str, str] | None,
) -> Iterator[str]:
    say, word = voice.messages.say, voice.messages.word
    yield say(_HEADING, locale)
    ruled = any(refusal.guard for group in groups if not group.who for refusal in group.refusals)
    for who in dict.fromkeys(group.who for group in groups):
        roles = ", ".join(word("role", role, locale) for role in who)
        others = say(_OTHERS if ruled else _WRONG, locale)
        yield f"  {say(_WHO, locale).format(who=roles) if who else others}"
        for group in groups:
            if group.who == who:
                names = dict.fromkeys(voice.name(ref, people) for ref in group.subjects)
                matter = group.matter(locale, people=people)
                aside = _aside(voice, group, locale)
                yield f"    - {', '.join(names)}{colon(locale)} {matter} ({aside})"


def _aside(voice: BoundMessages, group: Group, locale: str) -> str:
    """By when, and who asks for it."""
    say = voice.messages.say
    due = [say(_DUE, locale).format(due=group.due.isoformat())] if group.due else []
    asked = ", ".join(say(text, locale) for text in (*group.basis, *group.asked_by))
    return say(_AND, locale).join((*due, asked))


class Refused(MobiflowError):
    """An action was refused; ``explanation`` says all the reasons, and nothing was changed."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        super().__init__(explanation)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason, as data."""
        return self.explanation.refusals

    def __str__(self) -> str:
        return str(self.explanation)
