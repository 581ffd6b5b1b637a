"""This module says in a reader's words what a record says in codes: dates, languages, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archivist import languages
from archivist.record import Evidence, Record

_MEDIA = {
    "text/plain": "plain text",
    "text/markdown": "Markdown",
    "text/html": "HTML",
    "text/csv": "table",
    "text/x-wiki": "wiki page",
    "message/rfc822": "mail",
    "application/pdf": "PDF",
    "application/rtf": "RTF",
    "application/json": "JSON",
    "application/feed+xml": "feed entry",
    "application/feed+json": "JSON Feed item",
    "application/rss+xml": "WordPress post",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
}
# Scripts that put no blank between words: their length is told in characters.
_UNSPACED = ("ja", "zh", "th", "lo", "km", "my")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_NO_BODY = ("header", "credit", "byline", "end-mark")


def media_words(media_type: str) -> str:
    """`plain text` for `text/plain`; an unknown type as it is."""
    return _MEDIA.get(media_type, media_type)


def language_name(tag: str) -> str:
    """The English name from the language's table, else the tag."""
    name = languages.section(tag, "language").get("name")
    return f"{name} ({tag})" if name and "-" in tag else str(name or tag)


def date_words(value: str) -> str:
    """What an EDTF value leaves open: `month known`, `day known, no year`, `from … to …`."""
    if "/" in value:
        return "interval"
    if value.startswith(("[", "{")):
        return "one of several" if value.startswith("[") else "all of several"
    core, doubt = value.rstrip("?~%"), value[len(value.rstrip("?~%")) :]
    words = [_precision(core)]
    if re.match(r"X{4}", core):
        words.append("no year")
    elif "X" in core:
        words.append("digits missing")
    if doubt or re.search(r"[?~%]", core):
        words.append("uncertain" if "?" in value or "%" in value else "approximate")
    return ", ".join(words)


def _precision(core: str) -> str:
    digits = re.sub(r"[?~%]", "", core)
    if "T" in digits:
        return "time known"
    parts = digits.lstrip("-").split("-")
    if len(parts) == 2 and parts[1].isdigit() and int(parts[1]) > 12:
        return _SEASONS.get(parts[1], "part of a year") + " of a year"
    return {1: "year known", 2: "month known"}.get(len(parts), "day known")


def evidence_words(evidence: Evidence) -> str:
    """Where a value comes from that no span of the text shows."""
    if evidence.declared is not None:
        return f"declared in {evidence.declared}"
    if evidence.context is not None:
        return f"given by {evidence.context}"
    if evidence.corrected is not None:
        return f"corrected by {evidence.corrected.by}"
    return ""


def word_count(record: Record) -> str:
    """`496 words` of the article's body; characters for scripts without blanks."""
    body = " ".join(b.span.of(record.text) for b in record.blocks if b.role not in _NO_BODY)
    if record.language and record.language.value.split("-")[0].lower() in _UNSPACED:
        number, unit = sum(char.isalnum() for char in body), "character"
    else:
        number, unit = len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", body)), "word"
    return f"{number:,} {unit if number == 1 else unit + 's'}"


def other_surfaces(name: str, surfaces: Iterable[str]) -> list[str]:
    """The different ways the text says it otherwise: not a part of the name, nor it with more."""
    known = [name.casefold()]
    found = []
    for surface in surfaces:
        folded = " ".join(surface.casefold().split())
        if not any(folded in other or other in folded for other in known):
            found.append(" ".join(surface.split()))
            known.append(folded)
    return found
