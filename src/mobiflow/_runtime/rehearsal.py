"""Following remedies: the one loop behind to-dos, plans, the test kit and the demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Final, TypeAlias

from attrs import define, field

from mobiflow._record import record
from mobiflow._runtime.evaluation import evaluated
from mobiflow._runtime.execution import execute
from mobiflow._runtime.samples import sample
from mobiflow._runtime.snapshot import Snapshot, permission_of, requested
from mobiflow.actions._spec import Action, values_of
from mobiflow.errors import UnknownName
from mobiflow.model import Actor
from mobiflow.rules.permissions import someone
from mobiflow.verdict import Refusal, Remedy

__all__ = ["Attempt", "Followed", "Rehearsal", "follow", "probe", "pursue", "someone_who_may"]

Attempt: TypeAlias = Callable[[Refusal, Remedy], "tuple[Refusal, ...] | None"]
"""Takes a remedy, or tries to: what stands in its way, nothing when it was taken, and ``None``
when it is to be left alone."""


@record
class Followed:
    """What following refusals came to: which can be cleared now, and which nobody can clear."""

    cleared: tuple[Refusal, ...]
    dead_ends: tuple[Refusal, ...]


def follow(refusals: Iterable[Refusal], attempt: Attempt) -> Followed:
    """Refusals followed down to those whose remedies can be taken now, each looked at once."""
    cleared: list[Refusal] = []
    dead_ends: list[Refusal] = []
    seen: set[str] = set()
    waiting = list(refusals)[::-1]
    while waiting:
        refusal = waiting.pop()
        if refusal.key in seen:
            continue
        seen.add(refusal.key)
        if refusal.remedy is None:
            dead_ends.append(refusal)
        elif behind := attempt(refusal, refusal.remedy):
            waiting += reversed(behind)
        elif behind is not None:
            cleared.append(refusal)
    return Followed(tuple(cleared), tuple(dead_ends))


ENOUGH: Final = 3
"""How often something is cleared that does not last, before it counts as not to be cleared."""

MOST_ROUNDS: Final = 500
"""After so many rounds what is left counts as not to be cleared: a guard whose reasons are always
new would never let go. The whole guide takes five."""


def probe(snapshot: Snapshot, remedy: Remedy, today: date) -> tuple[Refusal, ...]:
    """What stands in the way of a remedy, whoever takes it and whatever is answered."""
    return evaluated(snapshot, sample(snapshot, remedy, today), None, today)


def pursue(
    current: Callable[[], Snapshot],
    goal: Callable[[Snapshot], Action],
    take: Callable[[Refusal, Remedy], bool],
    today: date,
) -> tuple[Refusal, ...]:
    """Take remedies, round after round, until nothing is in a goal's way or nothing gets further.

    ``take`` takes a remedy that nothing stands in the way of, and tells whether it did. What is
    left is what stands in the way of the goal then, and what nobody can clear behind it.
    """
    times = Counter[str]()
    rounds = 0
    while refusals := evaluated(asked := current(), goal(asked), None, today):
        rounds += 1
        attempt = partial(_attempt, current=current, take=take, today=today, asked=asked)
        found = follow(refusals, attempt)
        lasting = any(times[refusal.key] < ENOUGH for refusal in found.cleared)
        if not lasting or rounds == MOST_ROUNDS:
            left = (*refusals, *found.dead_ends)
            return tuple({refusal.key: refusal for refusal in left}.values())
        times.update(refusal.key for refusal in found.cleared)
    return ()


def _attempt(
    refusal: Refusal,
    remedy: Remedy,
    *,
    current: Callable[[], Snapshot],
    take: Callable[[Refusal, Remedy], bool],
    today: date,
    asked: Snapshot,
) -> tuple[Refusal, ...] | None:
    """Take a remedy; or what stood in its way when the round began, ``None`` if nothing did.

    What has been done since may have cleared the refusal, and a remedy that has become needless
    is not to be followed.
    """
    now = current()
    behind = probe(now, remedy, today)
    if not behind:
        return () if take(refusal, remedy) else None
    return behind if now is asked else probe(asked, remedy, today) or None


@define(eq=False, repr=False)
class Rehearsal:
    """Remedies taken on a copy, with assumed answers. Not frozen: the copy moves on."""

    snapshot: Snapshot
    today: date
    steps: list[Refusal] = field(factory=list[Refusal])

    def pursue(self, act: Action) -> tuple[Refusal, ...]:
        """Take what clears the way to an action; what is left that nobody can clear."""
        return pursue(lambda: self.snapshot, lambda _: act, self._take, self.today)

    def _take(self, refusal: Refusal, remedy: Remedy) -> bool:
        act = sample(self.snapshot, remedy, self.today)
        mobility, _ = execute(self.snapshot, requested(self.snapshot, act))
        self.snapshot = self.snapshot.then(mobility)
        self.steps.append(refusal)
        return True


def someone_who_may(snapshot: Snapshot, act: Action) -> Actor:
    """An actor with the role, and the relation, that an action needs.

    Raises:
        UnknownName: when nobody may do it.
    """
    request = requested(snapshot, act)
    permission = permission_of(snapshot, request.spec, partial(values_of, request.act))
    of, targets = request.spec.acts_for(request.act), request.targets
    for role in permission.everyone:
        found = [someone(role, snapshot.mobility, target, of) for target in targets]
        actors = [actor for actor in found if actor is not None]
        if found and len(actors) == len(found):
            return Actor(role, of={name for actor in actors for name in actor.of})
    raise UnknownName("actor for", type(act).__name__, permission.everyone)
