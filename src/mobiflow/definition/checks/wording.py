"""How problems are put: what was found, where, what to do, and whose contribution it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mobiflow.errors import Problem, UnknownName, shown

__all__ = ["listed", "problem", "unknown", "unless_known"]


def problem(path: str, message: str, source: str = "") -> Problem:
    """A problem, with the plugin that contributed what is at its path, when it is known."""
    return Problem(path, f"{message} Contributed by {source}." if source else message)


def unknown(
    path: str, kind: str, name: str, known: Iterable[str], *, source: str = "", hint: str = ""
) -> Problem:
    """A name that stands for nothing, with what may have been meant."""
    return problem(path, str(UnknownName(kind, name, known, hint)), source)


def unless_known(
    path: str, kind: str, names: str | Iterable[str], known: Iterable[str], source: str = ""
) -> Iterator[Problem]:
    """A problem for a name that is not known, or for each of several by its number."""
    known = tuple(known)
    if isinstance(names, str):
        if names not in known:
            yield unknown(path, kind, names, known, source=source)
        return
    for index, name in enumerate(names):
        yield from unless_known(f"{path}[{index}]", kind, name, known, source)


def listed(words: Iterable[str]) -> str:
    """Words as a reader expects them: quoted, with commas."""
    return ", ".join(shown(word) for word in words)
