"""A small set of articles of our own, of which every answer is known: for tables and queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from archivist import Record, Settings, convert
from archivist.record import Source

AS_OF = "2026-01-02T03:04:05Z"

# name → what the source declares; the text is below.
ARTICLES: dict[str, dict[str, object]] = {
    "ferry": {
        "title": "Ferry sails again",
        "author": "Lena Brandt",
        "date": "2024-03-03",
        "tags": ["transport"],
        "text": (
            '"We waited two weeks for it," said Anna Moor, the mayor.\n\n'
            'Tom Reed, a captain, said: "The engine is new."\n\n'
            "Image credit: Jan Vos"
        ),
    },
    "bridge": {
        "title": "Bridge closes",
        "author": "Lena Brandt",
        "date": "2024-03",
        "tags": ["transport", "budget"],
        "text": (
            "VELGRAD, 4 March 2024 (Reuters) - The old bridge over the river is closed.\n\n"
            '"The bridge is safe," said Anna Moor.\n\n'
            "Tom Reed watched the works for an hour. Nobody answered the phone."
        ),
    },
    "budget": {
        "title": "Town votes on budget",
        "date": "2023",
        "tags": ["budget"],
        "text": '"It will be tight," she said.\n\nThe budget is the largest in ten years.',
    },
    "ponte": {
        "title": "Chiude il ponte",
        "date": "2024-02-10",
        "text": (
            "«Il ponte è sicuro», ha detto Marta Neri.\n\n"
            "La città aspetta da anni una strada nuova.\n\n"
            "Crediti immagine: Jan Vos"
        ),
    },
    "undated": {
        "text": (
            "The library opens its doors to readers who like old maps of the coast.\n\n"
            "It was closed for a year.\n"
        ),
    },
    "reprint": {
        "title": "Bridge closes",
        "text": (
            "VELGRAD, 4 March 2024 (Reuters) - The old bridge over the river is closed.\n\n"
            '"The bridge is safe," said Anna Moor.\n\n'
            "Tom Reed watched the works for an hour. Nobody answered the phone. Reprinted."
        ),
    },
}


def records(articles: dict[str, dict[str, object]] = ARTICLES) -> dict[str, Record]:
    """name → record."""
    return {name: _record(name, facts) for name, facts in articles.items()}


def _record(name: str, facts: dict[str, object]) -> Record:
    data = json.dumps(facts).encode() + b"\n"
    given = Source(f"{name}.jsonl", f"{name}.jsonl", data)
    (conversion,) = convert(given, settings=Settings(as_of=AS_OF))
    assert conversion.record is not None, conversion.problems
    return conversion.record


def lines(found: Iterable[Record], path: Path) -> Path:
    """A JSON Lines file of records."""
    written = (json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in found)
    path.write_text("".join(written), "utf-8")
    return path
