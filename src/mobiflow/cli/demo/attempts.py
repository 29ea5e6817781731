"""What was tried in vain, watched until it is allowed: what clears which of its refusals."""

from __future__ import annotations

from collections import Counter
from datetime import date

from attrs import define, field

from mobiflow.actions import Action
from mobiflow.cli.demo.shown import Attempt, Cleared, Done
from mobiflow.flow import Flow
from mobiflow.model import Ref
from mobiflow.verdict import Refusal

__all__ = ["Attempts"]


@define(eq=False)
class _Watch:
    """The refusals of an attempt not cleared yet. Not frozen: it is there to see them go."""

    action: Action
    asked: date
    open: dict[str, Refusal]
    cleared: Counter[tuple[str, str]] = field(factory=Counter[tuple[str, str]])

    def look(self, flow: Flow, doing: str) -> None:
        """Ask again: whatever is not said any more was cleared by ``doing``."""
        still = {refusal.key: refusal for refusal in flow.explain(self.action).refusals}
        for key, refusal in self.open.items():
            if key not in still:
                self.cleared[refusal.code, doing] += 1
        self.open = still


@define(eq=False)
class Attempts:
    """What has been tried in vain. Not frozen: they come and go."""

    _watches: dict[tuple[str, Ref], _Watch] = field(
        factory=dict[tuple[str, Ref], _Watch], init=False
    )
    _doing: str = field(default="", init=False)

    def notice(self, flow: Flow, what: str) -> None:
        """Say what is going to be done; what was tried is asked again when it is something else."""
        if what != self._doing:
            for watch in self._watches.values():
                watch.look(flow, self._doing)
            self._doing = what

    def made(self, action: Action, done: Done, refusals: tuple[Refusal, ...], day: date) -> Attempt:
        """Something was tried, with this answer; it is watched as long as it is refused."""
        key = (done.what, done.subjects[0])
        known = self._watches.pop(key, None)
        if refusals:
            self._watches[key] = _Watch(action, day, {r.key: r for r in refusals})
        return Attempt(
            done.by,
            done.what,
            done.subjects[0],
            refusals,
            known.asked if known else None,
            _most_first(known.cleared) if known else (),
        )


def _most_first(cleared: Counter[tuple[str, str]]) -> tuple[Cleared, ...]:
    return tuple(Cleared(*pair, count) for pair, count in cleared.most_common())
