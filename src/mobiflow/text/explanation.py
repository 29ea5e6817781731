"""The answer to "may I?", as data, as sentences and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field

from mobiflow._record import record
from mobiflow.errors import MobiflowError
from mobiflow.text.bound import BoundMessages
from mobiflow.text.grouping import By, Group, group_json, grouped
from mobiflow.text.summary import as_html, as_text, sections
from mobiflow.verdict import Refusal
from mobiflow.verdict.shapes import ExplanationJson

__all__ = ["Explanation", "Refused"]


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
        found = sections(self.voice, self.grouped(), locale, people)
        return as_text(self.voice, found, locale)

    def to_json(
        self, locale: str = "en", people: Mapping[str, str] | None = None
    ) -> ExplanationJson:
        """The answer as JSON values: whether it is a yes, and every reason, also grouped."""
        found = {refusal.key: refusal.to_json(locale, people) for refusal in self.refusals}
        return {
            "allowed": self.allowed,
            "text": self.text(locale, people=people),
            "groups": [group_json([found[r.key] for r in g.refusals]) for g in self.grouped()],
            "refusals": [*found.values()],
        }

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        number = len(self.refusals)
        reasons = f"refused, {number} reason{'s' if number > 1 else ''}"
        return f"<Explanation: {'allowed' if self.allowed else reasons}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        if self.voice is None or self.allowed:
            return "<p>Allowed.</p>" if self.allowed else f"<p>{self!r}</p>".replace("<E", "&lt;E")
        return as_html(self.voice, sections(self.voice, self.grouped(), "en"), "en")


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
