"""Values for property tests, drawn from the annotations and checks of the classes themselves.

A field added to the model is drawn from then on, without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any, Final, cast

import attrs
from hypothesis import strategies as st

from mobiflow import (
    Flow,
    InvalidValue,
    Learner,
    Mobility,
    Period,
    Refusal,
    Refused,
    Remedy,
    UnknownName,
)
from mobiflow._runtime.journal import Recorded
from mobiflow.actions import (
    Action,
    AmendContract,
    ChangeLearner,
    ChangeStay,
    CollectDocument,
    Excuse,
    Fire,
    GiveFeedback,
    OpenIncident,
    RecordAttendance,
    RejectDocument,
    WaiveTask,
)
from mobiflow.model import Company, Contract, Document, Ref
from mobiflow.model.constraints import COUNTRY, ID, LINE, PROSE, SCORE
from mobiflow.model.introspection import Field, Shape, shape_of
from mobiflow.testing import at
from tests.support import answered

# -- leaves

ids: Final = st.text("abcxyzÉß0189-_.:#+|~'\"\\", min_size=1, max_size=8)
texts: Final = st.text(st.characters(codec="utf-8"), max_size=20)
lines: Final = texts.filter(str.strip)
countries: Final = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
days: Final = st.dates(date(1900, 1, 1), date(2200, 12, 31))
periods: Final = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)),
    st.dates(date(1900, 1, 1), date(2190, 12, 31)),
    st.integers(0, 400),
)
json_values: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(texts, inside, max_size=3),
    max_leaves=6,
)
json_with_fractions: Final = json_values | st.floats(allow_nan=False)

_LEAVES: Final[Mapping[Any, st.SearchStrategy[Any]]] = {
    str: texts,
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    date: days,
    datetime: st.datetimes(timezones=st.just(UTC)),
    time: st.times(),
    Period: periods,
}
_CHECKED: Final[Mapping[object, st.SearchStrategy[Any]]] = {
    ID["check"]: ids,
    COUNTRY["check"]: countries,
    LINE["check"]: lines,
    PROSE["check"]: lines,
    SCORE["check"]: st.integers(1, 5),
}


# -- classes


def values(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Instances of an attrs class whose fields are all what they claim to be."""
    return _values(cast("Hashable", cls))


@cache
def _values(cls: Any) -> st.SearchStrategy[Any]:  # a class, for a cache
    if cls in _LEAVES:
        return _LEAVES[cls]
    if cls is Recorded:
        return st.builds(Recorded, texts, st.dictionaries(texts, json_values, max_size=3))
    if cls is Refusal:
        return st.builds(Refusal, texts, values(Ref), _of(shape_of(Mapping[str, str])), guard=texts)
    return st.builds(
        cls, **{field.alias: _field(field) for field in shape_of(cls).fields if field.compared}
    )


def _field(field: Field) -> st.SearchStrategy[Any]:
    checked = _CHECKED.get(field.check)
    if checked is not None:
        return checked | st.none() if field.shape.optional else checked
    return _of(field.shape)


def _of(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.cls in _LEAVES and shape.form != "words":
        return _LEAVES[shape.cls]
    match shape.form:
        case "words":
            return st.sampled_from(shape.words)
        case "either":
            return st.one_of([_of(option) for option in shape.options])
        case "list":
            listed = st.lists(_of(shape.parts[0]), max_size=2)
            unique = st.frozensets(_of(shape.parts[0]), max_size=2)
            return unique if shape.cls is frozenset else listed.map(tuple)
        case "map":
            return _map(shape.parts[1])
        case _:
            return values(shape.cls)


def _map(shape: Shape) -> st.SearchStrategy[Any]:
    """A map from texts, or from the ids that the items have themselves."""
    own = "kind" if shape.cls is Document else "id"
    if shape.form != "record" or own not in {field.name for field in shape.fields}:
        return st.dictionaries(texts, _of(shape), max_size=2)
    return st.lists(values(shape.cls), max_size=2).map(
        lambda items: {getattr(item, own): item for item in items}
    )


# -- mobilities, whose ids have to stand for something

mobilities: Final[st.SearchStrategy[Mobility]] = st.deferred(lambda: values(Mobility).map(_tied))


def _tied(drawn: Mobility) -> Mobility:
    """The same mobility with ids that differ and stand for something."""
    companies = {
        f"c-{name}": attrs.evolve(company, id=f"c-{name}", documents=_held(company.documents))
        for name, company in drawn.companies.items()
    }
    learners = {
        f"l-{name}": _placed(attrs.evolve(learner, id=f"l-{name}"), companies)
        for name, learner in drawn.learners.items()
    }
    incidents = {
        f"i-{name}": attrs.evolve(
            incident,
            id=f"i-{name}",
            learner=next(iter(learners), None) if incident.learner else None,
            company=next(iter(companies), None) if incident.company else None,
        )
        for name, incident in drawn.incidents.items()
    }
    return attrs.evolve(
        drawn,
        id=f"m-{drawn.id}",
        companies=companies,
        learners=learners,
        incidents=incidents,
        documents=_held(drawn.documents),
    )


def _held(documents: Mapping[str, Document], *holders: str) -> dict[str, Document]:
    return {kind: attrs.evolve(held, learners=holders) for kind, held in documents.items()}


def _placed(learner: Learner, companies: Mapping[str, Company]) -> Learner:
    hosts = [company.id for company in companies.values() if company.kind == "host"]
    senders = [company.id for company in companies.values() if company.kind == "sending"]
    return attrs.evolve(
        learner,
        employer=senders[0] if senders and learner.employer else None,
        placements=tuple(
            attrs.evolve(placement, company=hosts[0]) for placement in learner.placements if hosts
        ),
        documents=_held(learner.documents, learner.id),
        contracts=tuple(
            _signed(attrs.evolve(contract, version=version), hosts)
            for version, contract in enumerate(learner.contracts, start=1)
        ),
    )


def _signed(contract: Contract, hosts: list[str]) -> Contract:
    signatures = tuple(
        attrs.evolve(signature, of=hosts[0] if hosts and signature.of else None)
        for signature in contract.signatures
    )
    return attrs.evolve(contract, companies=tuple(hosts), signatures=signatures)


# -- mobilities that real flows reach


def _incident(flow: Flow, name: str) -> Action:
    number = len(flow.mobility.incidents) + 1
    return OpenIncident(f"incident-{number}", "well-being", learner=name, account="Homesick.")


def _excuse(flow: Flow, name: str) -> Action:
    refusals = flow.explain("advance").refusals
    chosen = next((r for r in refusals if r.excusable_by), refusals[0])
    return Excuse(chosen, reason="Agreed by phone.", until=date(2027, 9, 1))


def _longer(flow: Flow, name: str) -> Action:
    period = Period(flow.mobility.period.start, flow.mobility.period.end + timedelta(days=7))
    return ChangeStay(name, period, reason="The bakery asked.")


_DAILY_LIFE: Final[tuple[Callable[[Flow, str], Action], ...]] = (
    _incident,
    _excuse,
    _longer,
    lambda _, name: ChangeLearner(name, contact="+33 1 23 45 67 89", nationality="IE"),
    lambda _, name: RejectDocument(name, "insurance", reason="Illegible."),
    lambda flow, _: CollectDocument(
        tuple(flow.mobility.learners), "insurance", valid_until=date(2028, 1, 1), reference="A1"
    ),
    lambda _, name: AmendContract(name, ("dates",), reason="A longer stay."),
    lambda _, name: GiveFeedback(name, 4, comment="Good bread."),
    lambda _, name: RecordAttendance(name, date(2027, 3, 26), 1),
    lambda _, name: Fire("interrupt", Ref("learner", name), reason="Ill.", force_majeure=True),
    lambda _, name: Fire("withdraw", Ref("learner", name), reason="Moved away."),
    lambda _flow, _name: WaiveTask("review-and-disseminate/thank-companies", reason="None hosted."),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow somewhere on its way, after some of what daily life brings."""
    start = draw(st.sampled_from(["before", "before", "during", "after"]))
    flow = at(start, learners=draw(st.integers(1, 3)))
    for happens in draw(st.lists(st.sampled_from(_DAILY_LIFE), max_size=6)):
        attempt(flow, happens, draw(st.sampled_from(sorted(flow.mobility.learners))))
    if draw(st.booleans()):
        go_on(flow, draw(st.integers(1, 12)))
    return flow


def attempt(flow: Flow, happens: Callable[[Flow, str], Action], learner: str) -> None:
    """Do something, as somebody who may, if it is possible now."""
    try:
        act = happens(flow, learner)
        flow.acting_as(flow.actor_for(act)).do(act)
    except (Refused, UnknownName, InvalidValue, IndexError):
        return


def go_on(flow: Flow, steps: int) -> None:
    """Take some of what is to be done next."""
    for _ in range(steps):
        for item in flow.todo()[:1]:
            attempt(flow, partial(_taken, remedy=item.remedy), "")


def _taken(flow: Flow, _name: str, remedy: Remedy) -> Action:
    return answered(flow, remedy)
