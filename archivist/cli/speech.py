"""This module says who speaks in an article: `Anna Bo, mayor ×2 (once as “the mayor”)`."""

from __future__ import annotations

from archivist.cli.words import other_surfaces
from archivist.record import Quote, Record


class Speech:
    """The speakers of one record's quotes, in words."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._entities = {entity.id: entity for entity in record.entities}
        self._quotes = {quote.id: quote for quote in record.quotes}

    def by_speaker(self, quotes: list[Quote]) -> tuple[str, ...]:
        """One phrase for each speaker, in the order in which they speak."""
        groups = _grouped_by_speaker(quotes)
        return tuple(self._said(group, len(groups)) for group in groups)

    def _said(self, quotes: list[Quote], groups: int) -> str:
        """`Anna Bo, mayor ×2 (once as "the mayor"), within Carl Di's`."""
        first = quotes[0]
        said = self._speaker_name(first)
        entity = self._entities.get(first.speaker.entity or "") if first.speaker else None
        if entity and entity.roles and groups <= 2 and len(quotes) == 1:
            said += f", {entity.roles[0].value}"
        if len(quotes) > 1:
            said += f" ×{len(quotes)}"
        said += self._called(quotes, said)
        if first.via:
            via = self._entities.get(first.via.entity or "")
            said += f", through {via.name if via else 'a spokesperson'}"
        outer = self._quotes.get(first.within or "")
        return f"{said}, within {_possessive(self._speaker_name(outer))}" if outer else said

    def _speaker_name(self, quote: Quote) -> str:
        speaker = quote.speaker
        if speaker is None:
            return "nobody named"
        entity = self._entities.get(speaker.entity or "")
        if entity:
            return entity.name
        return speaker.span.of(self._record.text) if speaker.span else "nobody named"

    def _called(self, quotes: list[Quote], name: str) -> str:
        """How else the text calls the speaker where it quotes them."""
        spans = [quote.speaker.span for quote in quotes if quote.speaker and quote.speaker.span]
        called = other_surfaces(name, [span.of(self._record.text) for span in spans])
        if not called:
            return ""
        times = "" if len(quotes) == 1 else "once " if len(called) == 1 else ""
        return f" ({times}as " + ", ".join(f"“{surface}”" for surface in called[:2]) + ")"


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _grouped_by_speaker(quotes: list[Quote]) -> list[list[Quote]]:
    groups: dict[object, list[Quote]] = {}
    for quote in quotes:
        speaker = quote.speaker
        key = speaker and (speaker.entity or speaker.span)
        groups.setdefault((key, quote.within if key is None else None), []).append(quote)
    return list(groups.values())
