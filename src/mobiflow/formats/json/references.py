"""Whether the ids in a mobility stand for something in it, and its states for something at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mobiflow.errors import Problem
from mobiflow.formats.leaves import step
from mobiflow.model import Contract, Document, Learner, Mobility, Subject
from mobiflow.model.words import CompanyKind

__all__ = ["dangling", "unknown_states"]


def dangling(mobility: Mobility) -> Iterator[Problem]:
    """The ids that are given twice, or that stand for nothing."""
    yield from _twice(mobility)
    yield from _of_documents(mobility, mobility.documents, "$")
    for name, company in mobility.companies.items():
        yield from _of_documents(mobility, company.documents, f"$.companies{step(name)}")
    for name, learner in mobility.learners.items():
        yield from _of_learner(mobility, learner, f"$.learners{step(name)}")
    for name, incident in mobility.incidents.items():
        path = f"$.incidents{step(name)}"
        if incident.learner is not None:
            yield from _learner(mobility, incident.learner, f"{path}.learner")
        if incident.company is not None:
            yield from _company(mobility, incident.company, f"{path}.company")


def unknown_states(mobility: Mobility, states: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """The subjects that are in a state their lifecycle does not have."""
    for kind, subject, path in _with_state(mobility):
        known = states.get(kind)
        if known is not None and subject.status not in known:
            expected = ", ".join(known)
            a = "an" if kind[0] in "aeiou" else "a"
            message = f"{subject.status!r} is no state of {a} {kind}; expected one of {expected}."
            yield Problem(f"{path}.status", message)


def _with_state(mobility: Mobility) -> Iterator[tuple[str, Subject, str]]:
    yield "mobility", mobility, "$"
    yield from _held(mobility.documents, "$")
    for name, company in mobility.companies.items():
        path = f"$.companies{step(name)}"
        yield f"{company.kind}-company", company, path
        yield from _held(company.documents, path)
    for name, learner in mobility.learners.items():
        path = f"$.learners{step(name)}"
        yield "learner", learner, path
        yield from _held(learner.documents, path)
        for index, contract in enumerate(learner.contracts):
            yield "contract", contract, f"{path}.contracts[{index}]"
    for name, incident in mobility.incidents.items():
        yield "incident", incident, f"$.incidents{step(name)}"


def _held(documents: Mapping[str, Document], path: str) -> Iterator[tuple[str, Document, str]]:
    for kind, document in documents.items():
        yield "document", document, f"{path}.documents{step(kind)}"


def _twice(mobility: Mobility) -> Iterator[Problem]:
    taken = {mobility.id: "the mobility itself"}
    for kind in ("learners", "companies", "incidents"):
        for name in getattr(mobility, kind):
            if name in taken:
                yield Problem(f"$.{kind}{step(name)}", f"{name!r} is also {taken[name]}.")
            taken.setdefault(name, f"in {kind}")


def _of_learner(mobility: Mobility, learner: Learner, path: str) -> Iterator[Problem]:
    if learner.employer is not None:
        yield from _company(mobility, learner.employer, f"{path}.employer", "sending")
    for index, placement in enumerate(learner.placements):
        place = f"{path}.placements[{index}].company"
        yield from _company(mobility, placement.company, place, "host")
    yield from _of_documents(mobility, learner.documents, path)
    versions: set[int] = set()
    for index, contract in enumerate(learner.contracts):
        place = f"{path}.contracts[{index}]"
        if contract.version in versions:
            message = f"version {contract.version} is here twice; correct or remove one."
            yield Problem(f"{place}.version", message)
        versions.add(contract.version)
        yield from _of_contract(mobility, contract, place)


def _of_contract(mobility: Mobility, contract: Contract, path: str) -> Iterator[Problem]:
    for index, company in enumerate(contract.companies):
        yield from _company(mobility, company, f"{path}.companies[{index}]")
    for index, signature in enumerate(contract.signatures):
        if signature.of is not None:
            yield from _company(mobility, signature.of, f"{path}.signatures[{index}].of")


def _of_documents(
    mobility: Mobility, documents: Mapping[str, Document], path: str
) -> Iterator[Problem]:
    for kind, document in documents.items():
        for index, learner in enumerate(document.learners):
            place = f"{path}.documents{step(kind)}.learners[{index}]"
            yield from _learner(mobility, learner, place)


def _learner(mobility: Mobility, name: str, path: str) -> Iterator[Problem]:
    if name not in mobility.learners:
        yield Problem(path, f"there is no learner {name!r} in this mobility.")


def _company(
    mobility: Mobility, name: str, path: str, kind: CompanyKind | None = None
) -> Iterator[Problem]:
    found = mobility.companies.get(name)
    if found is None:
        yield Problem(path, f"there is no company {name!r} in this mobility.")
    elif kind is not None and found.kind != kind:
        yield Problem(path, f"expected a {kind} company, but {name!r} is a {found.kind} company.")
