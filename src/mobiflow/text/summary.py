"""Everything that stands in the way, in sections by who must act: as a text, and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mobiflow._record import record
from mobiflow.i18n import N_
from mobiflow.text.bound import BoundMessages
from mobiflow.text.grouping import Group
from mobiflow.text.messages import colon

__all__ = ["Section", "as_html", "as_text", "ordered", "sections"]

_HEADING: Final = N_("Not possible yet. What is missing:")
_WHO: Final = N_("To be done by: {who}")
_OTHERS: Final = N_("What nobody can clear:")
_WRONG: Final = N_("What is wrong with it:")
_DUE: Final = N_("by {due}")
_AND: Final = N_("; ")


@record
class Section:
    """What the same roles have to do: a heading, and lines of text with an aside each."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def sections(
    voice: BoundMessages,
    groups: Iterable[Group],
    locale: str,
    people: Mapping[str, str] | None = None,
) -> Iterator[Section]:
    """Groups of refusals put into words, by who must act."""
    groups = tuple(groups)
    say, word = voice.messages.say, voice.messages.word
    ruled = any(refusal.guard for group in groups if not group.who for refusal in group.refusals)
    for who in dict.fromkeys(group.who for group in groups):
        roles = ", ".join(word("role", role, locale) for role in who)
        others = say(_OTHERS if ruled else _WRONG, locale)
        heading = say(_WHO, locale).format(who=roles) if who else others
        same = (group for group in groups if group.who == who)
        yield Section(heading, tuple(_line(voice, group, locale, people) for group in same))


def _line(
    voice: BoundMessages, group: Group, locale: str, people: Mapping[str, str] | None
) -> tuple[str, str]:
    """Of whom and what is the matter; then by when, and who asks for it."""
    say = voice.messages.say
    names = ", ".join(dict.fromkeys(voice.name(ref, people) for ref in group.subjects))
    due = [say(_DUE, locale).format(due=group.due.isoformat())] if group.due else []
    asked = ", ".join(say(text, locale) for text in (*group.basis, *group.asked_by))
    aside = say(_AND, locale).join((*due, asked))
    return f"{names}{colon(locale)} {group.matter(locale, people=people)}", aside


def as_text(voice: BoundMessages, found: Iterable[Section], locale: str) -> str:
    """Sections as a text, below a heading."""
    lines = [voice.messages.say(_HEADING, locale)]
    for section in found:
        lines.append(f"  {section.heading}")
        lines += (f"    - {text} ({aside})" for text, aside in section.lines)
    return "\n".join(lines)


def as_html(voice: BoundMessages, found: Iterable[Section], locale: str) -> str:
    """Sections as HTML; every text is escaped."""
    parts = [f"<p>{_escaped(voice.messages.say(_HEADING, locale))}</p>"]
    for section in found:
        items = (
            f"<li>{_escaped(text)} <small>({_escaped(aside)})</small></li>"
            for text, aside in section.lines
        )
        parts.append(
            f"<p><strong>{_escaped(section.heading)}</strong></p><ul>{''.join(items)}</ul>"
        )
    return "".join(parts)


def _escaped(text: str) -> str:
    from html import escape  # heavy: only who shows HTML pays

    return escape(text)


def ordered(texts: Iterable[str]) -> str:
    """Texts as a numbered list in HTML; every text is escaped."""
    return f"<ol>{''.join(f'<li>{_escaped(text)}</li>' for text in texts)}</ol>"
