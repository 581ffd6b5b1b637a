"""This module maps reported speech: a part whose creator, natively, is who made it: the speaker.

A spokesperson through whom somebody spoke is the infoSource of that part. An interrupted quote has
several ranges in `arc:char`; cue and interpolations are parts of their own, `arc:ref` names the
quote they belong to, and on a quote the quote it lies in.
"""

from __future__ import annotations

from typing import Any

from archivist.exporters.newsml import names
from archivist.exporters.newsml.draft import Draft, Path
from archivist.exporters.newsml.found import Element, Found
from archivist.exporters.newsml.strings import carried, in_attribute, in_text, one_line, to_code
from archivist.record import Quote, Record, Speaker, Via

# ------------------------------------------------------------------ to NewsML-G2


def write_quotes(draft: Draft, record: Record) -> None:
    """Quotes, their cues and interpolations as parts."""
    for index, quote in enumerate(record.quotes):
        draft.parts.append(_quote(draft, quote, ("quotes", index)))
        belongs = f' arc:ref="{quote.id}"'
        if quote.cue is not None:
            draft.part(f"{quote.id}-cue", "cue", quote.cue.span, belongs)
        for at, span in enumerate(quote.interpolations):
            draft.part(f"{quote.id}-i{at + 1}", "interpolation", span, belongs)


def _quote(draft: Draft, quote: Quote, path: Path) -> str:
    if len(quote.spans) == 1:
        draft.anchor(quote.spans[0], quote.id)
    char = " ".join(f"{span.start},{span.end}" for span in quote.spans)
    within = "" if quote.within is None else f' arc:ref="{quote.within}"'
    cited = draft.cite(quote.evidence, quote.id, path)
    via = speaker = ""
    if quote.via is not None:
        via = _via(draft, quote.via, f"{quote.id}-via", (*path, "via"))
    if quote.speaker is not None:
        speaker = _speaker(draft, quote.speaker, f"{quote.id}-speaker", (*path, "speaker"))
    return (
        f'<partMeta partid="{quote.id}" contentrefs="text" arc:char="{char}"{within}{cited}>'
        f'<role qcode="arcpart:quote.{quote.kind}"/>{via}{speaker}</partMeta>'
    )


def _speaker(draft: Draft, speaker: Speaker, own: str, path: Path) -> str:
    how = f"arcmeth:{in_attribute(to_code(speaker.how))}"
    cited = draft.cite(speaker.evidence, own, path, how=how)
    known, name = _party(draft, speaker, own)
    return f'<creator{known} role="{names.SPEAKER}"{cited}>{name}</creator>'


def _via(draft: Draft, via: Via, own: str, path: Path) -> str:
    cited = draft.cite(via.evidence, own, path)
    known, name = _party(draft, via, own)
    return f'<infoSource{known} role="{names.VIA}"{cited}>{name}</infoSource>'


def _party(draft: Draft, party: Speaker | Via, own: str) -> tuple[str, str]:
    """Who it is, and a name for people: the record has it at the entity, or in the text."""
    concept = name = ""
    if party.entity is not None:
        concept, name = draft.concepts[party.entity], carried(draft.names[party.entity])
    if party.span is not None:
        draft.point(party.span, own)
        name = name or draft.surface(party.span)
    shown = f"<name>{in_text(one_line(name))}</name>" if name else ""
    return f' id="{own}"{concept}', shown


# ------------------------------------------------------------------ from NewsML-G2


def read_quotes(found: Found) -> list[dict[str, Any]]:
    """In the order of their parts."""
    parts = found.sections("partMeta")
    interpolations: dict[str | None, list[list[int] | None]] = {}
    for part in parts:
        if found.kind(part) == "interpolation":
            inside = interpolations.setdefault(found.own(part, "ref"), [])
            inside.append(found.range(part.get("partid")))
    return [
        _read_quote(found, part, interpolations.get(part.get("partid"), []))
        for part in parts
        if found.kind(part).startswith("quote.")
    ]


def _read_quote(
    found: Found, part: Element, interpolations: list[list[int] | None]
) -> dict[str, Any]:
    own = part.get("partid")
    cue, speaker = found.range(f"{own}-cue"), found.one(part, "creator")
    via = found.one(part, "infoSource")
    return {
        "id": own,
        "kind": found.kind(part).removeprefix("quote."),
        "spans": found.spans[own],
        "within": found.own(part, "ref"),
        "cue": None if cue is None else {"span": cue},
        "speaker": None
        if speaker is None
        else {"how": found.decoded(speaker.get("how")), **_read_party(found, speaker)},
        "via": None if via is None else _read_party(found, via),
        "interpolations": interpolations,
        "evidence": found.evidence(part, placed=True),
    }


def _read_party(found: Found, party: Element) -> dict[str, Any]:
    return {
        "entity": found.entity(party),
        "span": found.derived.get(party.get("id")),
        "evidence": found.evidence(party, placed=True),
    }
