"""What a cohort costs: an action, an explanation, a to-do list, a plan, the whole guide.

mobiflow beside plain `transitions` and a dict; what that comparison is worth, the README says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count

from kit.peers import PEERS, Lifecycles, Peer, Subject
from kit.rounds import Contender, Effort, Result, arguments, race, report

from mobiflow import Engine, Flow
from mobiflow.actions import ChangeCompany, CollectDocument
from mobiflow.testing import Clock, at, someone_who_may

LEARNERS = 30


def an_engine() -> Engine:
    return Engine(clock=Clock(date(2027, 1, 4)))


def clear(flow: Flow, trigger: str, learner: str) -> None:
    """Do what a trigger of one learner waits for, as whoever may."""
    while refusals := flow.explain(trigger, learner=learner).refusals:
        for refusal in refusals:
            assert refusal.remedy is not None
            act = refusal.remedy.fill(**{ask.name: ask.at_least for ask in refusal.remedy.ask})
            flow.acting_as(someone_who_may(flow, act)).do(act)


def one_action(engine: Engine, sizes: Sequence[int], effort: Effort) -> Iterator[Result]:
    for size in sizes:
        flow = at("before", learners=size, engine=engine)
        numbers = count()
        hand_in = Contender(
            "mobiflow",
            lambda flow=flow, numbers=numbers: flow.do(
                CollectDocument("learner-1", "cv", reference=f"cv-{next(numbers)}")
            ),
        )
        yield from race(f"one action among {size:,}: a document is handed in", effort, hand_in)
    for size in sizes:
        flow = at("before", learners=size, engine=engine)
        clear(flow, "select", "learner-1")
        moving = [Contender("mobiflow", lambda flow=flow: there_and_back(flow), 3)]
        if size == LEARNERS:
            moving += peers_moving(engine)
        yield from race(f"one action among {size:,}: a learner changes state", effort, *moving)


def there_and_back(flow: Flow) -> None:
    """Three transitions of a learner, the first with a guard."""
    flow.do("select", learner="learner-1")
    flow.do("withdraw", learner="learner-1")
    flow.do("reinstate", learner="learner-1", reason="They thought better of it")


def peers_moving(engine: Engine) -> Iterator[Contender]:
    def move(peer: Peer, learner: Subject) -> None:
        for trigger in ("select", "withdraw", "reinstate"):
            assert peer.fire("learner", learner, trigger)

    lifecycles = lifecycles_of(engine)
    for name, make in PEERS.items():
        peer = make(lifecycles)
        learner = peer.subject("learner")
        yield Contender(name, lambda peer=peer, learner=learner: move(peer, learner), 3)


def lifecycles_of(engine: Engine) -> Lifecycles:
    return Lifecycles(engine.workflows["mobility"])


def half_way(engine: Engine) -> Flow:
    """Everybody has just left: much is done, and all the rest is still to be done."""
    flow = at("during", learners=LEARNERS, engine=engine)
    for learner in flow.mobility.learners:
        flow.do("depart", learner=learner)
    return flow


def questions(engine: Engine, effort: Effort) -> Iterator[Result]:
    flow = half_way(engine)
    numbers = count()

    def change_one() -> None:
        reference = f"cv-{next(numbers)}"
        flow.do(CollectDocument("learner-1", "cv", reference=reference))

    def change_all() -> None:
        """What all learners share is changed, so that nothing said of them before is known."""
        flow.do(ChangeCompany("company-1", contact=f"number {next(numbers)}"))

    def explain() -> int:
        return len(flow.explain("advance").refusals)

    why, among = f"why not advance, half-way: {explain()} reasons", f"{LEARNERS} learners"
    peers = tuple(peers_refusing(engine, flow))
    cold = Contender("mobiflow", explain, prepare=change_all)
    warm = Contender("mobiflow", explain, prepare=change_one)
    yield from race(f"{why}, the first time, {among}", effort, cold, *peers)
    yield from race(f"{why}, one learner changed, {among}", effort, warm)
    todos = len(flow.todo())
    yield from alone(f"to-do list, half-way: {todos} items, {among}", effort, flow.todo)
    short = effort.fewer(5)
    for where, asked in (("half-way", flow), ("from the start", start(engine))):
        steps = len(asked.plan("advance").steps)
        title = f"plan of advance, {where}: {steps} steps, {among}"
        yield from alone(title, short, lambda asked=asked: asked.plan("advance"))


def start(engine: Engine) -> Flow:
    return at("before", learners=LEARNERS, engine=engine)


def alone(what: str, effort: Effort, run: Callable[[], object]) -> Iterator[Result]:
    """What nobody else does."""
    yield from race(what, effort, Contender("mobiflow", run))


def peers_refusing(engine: Engine, flow: Flow) -> Iterator[Contender]:
    """The others say no to the same question, and nothing else."""
    lifecycles = lifecycles_of(engine)
    unmet = {refusal.guard or "tasks" for refusal in flow.explain("advance").refusals}
    for name, make in PEERS.items():
        peer = make(lifecycles)
        learners = [peer.subject("learner") for _ in range(LEARNERS)]
        mobility = peer.subject("mobility", learners)
        assert peer.fire("mobility", mobility, "advance")
        mobility.facts |= dict.fromkeys(unmet & mobility.facts.keys(), False)
        assert not peer.fire("mobility", mobility, "advance")
        yield Contender(
            name, lambda peer=peer, mobility=mobility: peer.fire("mobility", mobility, "advance")
        )


def whole_guide(engine: Engine, effort: Effort) -> Iterator[Result]:
    driven = at("completed", learners=LEARNERS, engine=engine)

    def run() -> Flow:
        return at("completed", learners=LEARNERS, engine=engine)

    lifecycles = lifecycles_of(engine)
    peers = [
        Contender(name, lambda make=make: replay(make(lifecycles), driven))
        for name, make in PEERS.items()
    ]
    title = f"the whole guide: {driven.revision:,} actions, {LEARNERS} learners"
    yield from race(title, effort.fewer(9), Contender("mobiflow", run), *peers)


def replay(peer: Peer, flow: Flow) -> None:
    """The transitions of a journal once more, and a boolean set for every other action."""
    learners = {name: peer.subject("learner") for name in flow.mobility.learners}
    mobility = peer.subject("mobility", learners.values())
    subjects = {("learner", name): learner for name, learner in learners.items()}
    subjects["mobility", flow.mobility.id] = mobility
    for entry in flow.journal:
        for act in entry.actions:
            mobility.facts[act.action] = True
        for fired in entry.fired:
            ref = (fired.subject.kind, fired.subject.id)
            if ref not in subjects:
                subjects[ref] = peer.subject(fired.subject.kind)
            subject = subjects[ref]
            if f"to {fired.dest}" in subject.facts:
                subject.facts[f"to {fired.dest}"] = True
            assert peer.fire(fired.subject.kind, subject, fired.trigger)


def results(*, quick: bool) -> Iterator[Result]:
    engine = an_engine()
    effort = Effort(3, 0.005) if quick else Effort(15, 0.05)
    yield from one_action(engine, (1, LEARNERS) if quick else (1, LEARNERS, 200, 1000), effort)
    yield from questions(engine, effort)
    yield from whole_guide(engine, effort)


if __name__ == "__main__":
    chosen = arguments("Time what a cohort costs.")
    report(results(quick=chosen.quick), as_json=chosen.json)
