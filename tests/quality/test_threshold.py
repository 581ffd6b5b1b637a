"""Who asks for N percent with --min-confidence gets names of which N in a hundred are right.

On part of the annotated texts of the shared corpora; the floors only rise.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest

from archivist import Settings, convert

TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
SETS = {
    "it": ("it-kind-wikinews-train", 20),
    "en": ("en-conll-val", 8),
    "de": ("de-conll-val", 4),
}
# Language → precision in percent at --min-confidence 70 and 85.
FLOORS = {"it": (88, 89), "en": (87, 92), "de": (77, 85)}

Place = tuple[int, int, str]


@functools.cache
def gold(path: Path, step: int) -> tuple[tuple[str, frozenset[Place]], ...]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[::step]]
    return tuple(
        (
            row["text"],
            frozenset(
                (item["start"], item["end"], item["type"])
                for item in row["entities"]
                if item["type"] in TYPES.values()
            ),
        )
        for row in rows
    )


def claimed(text: str, language: str, least: int | None) -> set[Place]:
    settings = Settings(format="plain", language=language, min_confidence=least)
    (found,) = convert(text.encode(), settings=settings)
    assert found.record is not None
    return {
        (mention.span.start, mention.span.end, TYPES[entity.type])
        for entity in found.record.entities
        if entity.type in TYPES
        for mention in entity.mentions
    }


def precision(shared: Path, language: str, least: int) -> tuple[float, int]:
    """In percent, and of how many."""
    name, step = SETS[language]
    path = shared / "corpora" / "gold" / "ner-dev" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}")
    right = number = 0
    for text, expected in gold(path, step):
        found = claimed(text, language, least)
        number += len(found)
        right += len(found & expected)
    return 100 * right / number, number


@pytest.mark.parametrize("language", SETS)
def test_what_is_asked_for_is_what_is_right(shared: Path, language: str) -> None:
    at = [precision(shared, language, least) for least in (0, 70, 85)]
    for (found, number), floor in zip(at[1:], FLOORS[language], strict=True):
        assert number > 100
        assert found >= floor, f"{found:.1f} % of {number}"
    shares = [found for found, _ in at]
    assert shares == sorted(shares)  # the more is asked, the more is right
    assert [n for _, n in at] == sorted((n for _, n in at), reverse=True)
