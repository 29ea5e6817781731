"""Where everybody sleeps: facts of Acme's own, a guard that asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from mobiflow import Ask, Context, Guard, Learner, Reason, Ref, Remedy
from mobiflow.actions import SetFacts
from mobiflow_acme.words import N_


@frozen
class Lodging:
    """Where a learner lives during the stay.

    The room is personal: it is kept with the learner, never in a journal.
    """

    dormitory: str | None = field(
        default=None, metadata={"label": N_("Dormitory")}
    )
    room: str | None = field(
        default=None, metadata={"label": N_("Room"), "personal": True}
    )


def lodged() -> Guard:
    """The dormitory is known."""
    says = {"not-lodged": N_("nobody has said where they will live")}
    return Guard("acme.lodged", 1, _lodged, says=says)


def _lodged(context: Context, learner: Learner) -> Iterator[Reason]:
    if context.facts(learner, Lodging).dormitory is None:
        ask = Ask("facts", Lodging, N_("Lodging"))
        remedy = Remedy(SetFacts, {"subject": learner.id}, (ask,))
        yield Reason(
            "not-lodged",
            Ref("learner", learner.id),
            {},
            remedy,
            deadline_key="fact/lodging",
        )
