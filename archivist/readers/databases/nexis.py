"""This module reads one article of LexisNexis or Nexis, given as paragraphs.

Two layouts. The old one has labels in capitals around the body (`BYLINE:`, `LENGTH:`, …,
`LOAD-DATE:`), with publication, date and headline unlabelled before them. The new one (Nexis Uni,
Lexis Advance) has headline, publication and date, labels ending in a no-break space, and the
sections Body, Graphic and Classification under headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archivist.readers.databases import nexis_fields, printed_days
from archivist.readers.databases.articles import Article
from archivist.readers.databases.nexis_fields import Line
from archivist.readers.databases.profiles import Profile
from archivist.record import BlockRole

_LABEL = re.compile(r"([^\W\d_][^:\n]{1,30}?)\s?:(?=[\s\xa0]|$)[\s\xa0]*(.*)", re.DOTALL)
_RIGHTS = re.compile(r"(?:Copyright|©|\(c\)|All Rights Reserved|Alle Rechte)", re.IGNORECASE)

# Sections of the new layout → role of what stands under their headings.
_SECTIONS: dict[str, BlockRole] = {
    "body": "paragraph",
    "full": "paragraph",
    "abstract": "paragraph",
    "caption": "caption",
    "correction": "correction",
    "notes": "notice",
}


def read(paragraphs: Iterable[str], profile: Profile) -> Article:
    """The article of the paragraphs between its start and its end."""
    lines = [
        _line(text.strip(), f"p[{number}]", profile)
        for number, text in enumerate(paragraphs, start=1)
    ]
    lines = [line for line in lines if line.text and not _is_end(line.text, profile)]
    body = next((at for at, line in enumerate(lines) if _heading(line, profile) == "body"), None)
    article = Article("nexis")
    if body is not None and any(_is_new(line) for line in lines[:body]):
        _new_head(lines[:body], article)
        _sections(lines[body:], article, profile)
    else:
        _old(lines, article, profile)
    return article


def _is_new(line: Line) -> bool:
    """Labels of the new layout end in a no-break space; without labels its date must do."""
    return _closes(line) if line.field is not None else bool(printed_days.begins(line.text))


def _line(text: str, path: str, profile: Profile) -> Line:
    match = _LABEL.match(text)
    if match is None:
        return Line(text, path)
    label = match[1]
    known = profile.field_of("labels", label)
    if known is None:
        return Line(text, path)
    sure = label.isupper() or text[len(label) : len(label) + 2] == ":\xa0"
    return Line(text, path, known, label, match[2].strip()) if sure else Line(text, path)


def _is_end(text: str, profile: Profile) -> bool:
    return len(text) < 60 and profile.field_of("ends", text) is not None


def _heading(line: Line, profile: Profile) -> str | None:
    """Which section of the new layout a line opens."""
    return profile.field_of("headings", line.text) if len(line.text) < 40 else None


# ------------------------------------------------------------------ the new layout


def _new_head(lines: Sequence[Line], article: Article) -> None:
    """Headline, publication, date, edition, copyright; then labels."""
    bare = [line for line in lines if line.field is None]
    days = (at for at, line in enumerate(bare) if at and printed_days.begins(line.text))
    day = next(days, 0)
    if day != 1:
        nexis_fields.headline(bare[:1], article)
    for line in bare[:1] if day == 1 else bare[1:2]:
        nexis_fields.publication(line, article)
    if day:
        nexis_fields.date(bare[day], article)
    for line in bare[day + 1 :] if day else bare[2:]:
        if _RIGHTS.match(line.text):
            article.state("rights.notice", line.text, line.path, "copyright")
        else:
            article.show("header", line.text, line.path, "head")
    for line in lines:
        if line.field is not None:
            nexis_fields.labelled(line, article)


def _sections(lines: Sequence[Line], article: Article, profile: Profile) -> None:
    section = "body"
    for line in lines:
        opened = _heading(line, profile)
        if opened is not None:
            section = opened
        elif line.field is not None and (section == "classification" or _closes(line)):
            nexis_fields.labelled(line, article)
        elif section in _SECTIONS:
            article.show(_SECTIONS[section], line.text, line.path, section)
        elif _RIGHTS.match(line.text):
            article.state("rights.notice", line.text, line.path, "copyright")


def _closes(line: Line) -> bool:
    """Labels that stand in the body of the new layout, behind the text."""
    return line.text[len(line.label) : len(line.label) + 2] == ":\xa0"


# ------------------------------------------------------------------ the old layout


def _old(lines: Sequence[Line], article: Article, profile: Profile) -> None:
    """Unlabelled lines, labels, body, labels: the body begins behind the last label of the head."""
    first = next((at for at, line in enumerate(lines) if line.field is not None), None)
    if first is None or not _has_day(lines[: first + 8]):
        first = min(3, len(lines))
    bare = list(lines[:first])
    at = first
    while at < len(lines) and (lines[at].field is not None or _continues(lines, at, profile)):
        if lines[at].field is None:
            bare.append(lines[at])
        at += 1
        if lines[at - 1].field == "body":
            break
    head = [line for line in lines[first:at] if line.field is not None]
    _old_head(_apart(bare), head, article, profile)
    opening = [Line(line.value, line.label) for line in head if line.field == "body"]
    _rest([*opening, *lines[at:]], article)


def _apart(bare: Sequence[Line]) -> list[Line]:
    """`Copyright 2001 Guardian Newspapers Limited` and the name of the paper in one paragraph."""
    found: list[Line] = []
    for line in bare:
        parts = line.text.split("\n") if _RIGHTS.match(line.text) else [line.text]
        while len(parts) > 1 and _RIGHTS.match(parts[1]):
            parts[:2] = [" ".join(parts[:2])]
        found.extend(Line(part.strip(), line.path) for part in parts)
    return found


def _has_day(lines: Sequence[Line]) -> bool:
    return any(printed_days.begins(line.text) for line in lines)


def _continues(lines: Sequence[Line], at: int, profile: Profile) -> bool:
    """A line between labels of the head: `Copyright 2001 …`, an edition, a date behind labels."""
    behind = lines[at + 1 : at + 2]
    if not behind or behind[0].field in (None, "body") or lines[at - 1].field == "body":
        return False
    text = lines[at].text
    return bool(_RIGHTS.match(text) or printed_days.begins(text) or _is_edition(text, profile))


def _old_head(bare: list[Line], head: Sequence[Line], article: Article, profile: Profile) -> None:
    for line in [line for line in bare if _RIGHTS.match(line.text)]:
        article.state("rights.notice", line.text, line.path, "copyright")
        bare.remove(line)
    labelled = any(line.field == "headline" for line in head)
    day = next((at for at, line in enumerate(bare) if at and printed_days.begins(line.text)), None)
    if day is None:
        day = next((at for at, line in enumerate(bare) if printed_days.begins(line.text)), None)
    if bare and day != 0:
        nexis_fields.publication(bare[0], article)
    if day is not None:
        nexis_fields.date(bare[day], article)
    titles = _titles(bare, day, profile)
    if not labelled:
        nexis_fields.headline(titles, article)
    for line in head:
        nexis_fields.labelled(line, article)


def _titles(bare: Sequence[Line], day: int | None, profile: Profile) -> list[Line]:
    """What stands behind the date is the headline, else what stands before it."""
    if day is None:
        return [line for line in bare[1:] if not _is_edition(line.text, profile)]
    behind = [line for line in bare[day + 1 :] if not _is_edition(line.text, profile)]
    return behind or [line for line in bare[1:day] if not _is_edition(line.text, profile)]


def _is_edition(text: str, profile: Profile) -> bool:
    folded = text.casefold()
    return len(text) < 60 and any(word in folded for word in profile.all("editions"))


def _rest(lines: Sequence[Line], article: Article) -> None:
    """The body, in which labels are words like others; behind it labels, and the copyright."""
    end = _tail(lines)
    for line in lines[:end]:
        article.show("paragraph", line.text, line.path, "body")
    role: BlockRole = "other"
    for line in lines[end:]:
        if line.field is not None:
            role = nexis_fields.labelled(line, article) or "other"
        elif _RIGHTS.match(line.text):
            article.state("rights.notice", line.text, line.path, "copyright")
        else:
            article.show(role, line.text, line.path, role)


def _tail(lines: Sequence[Line]) -> int:
    """Where the labels behind the body begin: from there on there is nothing else.

    What goes on from a caption or correction belongs to its label.
    """
    at = len(lines)
    while at:
        if lines[at - 1].field is not None or _RIGHTS.match(lines[at - 1].text):
            at -= 1
            continue
        before = range(at - 1, max(-1, at - _GOES_ON), -1)
        label = next((n for n in before if lines[n].field is not None), None)
        if label is None or lines[label].field not in ("caption", "correction"):
            return at
        at = label
    return at


_GOES_ON = 12  # paragraphs that a caption or correction has at most
