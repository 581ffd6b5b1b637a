"""What the quote rules reach on annotated news, with floors that only rise.

Scored by `score.py` beside the shared gold sets: exact spans, the right speaker, both together
(end to end) and, with reported speech, overlap of at least half. The entities are those of the
pipeline. The sets are measured only; where they are absent the tests skip.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archivist.extractors import entities, quotes
from archivist.text import paragraphs

# (set, mode): floors in percent, at most 3 points below what is reached.
FLOORS: dict[tuple[str, str], dict[str, float]] = {
    ("en-polnear-dev", "direct"): {"exact": 95.5, "speaker": 93, "e2e": 90},
    ("en-polnear-dev", "all"): {"overlap": 58.5, "precision": 77.5},
    ("it-wikinews-hand", "direct"): {"exact": 94, "speaker": 92.5, "e2e": 78.5},
    ("de-wikinews-traindev", "direct"): {"exact": 86, "speaker": 82, "e2e": 69},
    ("de-wikinews-traindev", "all"): {"overlap": 58.5, "precision": 83},
}


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The scorer, a script beside the gold."""
    spec = importlib.util.spec_from_file_location("score", shared / "corpora/gold/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(gold: dict[str, Any]) -> dict[str, Any]:
    """The quotes found in a gold text, one row a span, in the form of the scorer."""
    text, language = gold["text"], gold["lang"]
    blocks = tuple(paragraphs(text))
    found = []
    for quote in quotes.find(text, blocks, language, entities.find(text, blocks, language)):
        speaker = quote.speaker.span if quote.speaker else None
        for span in quote.spans:
            found.append(
                {
                    "start": span.start,
                    "end": span.end,
                    "kind": quote.kind,
                    "speaker_start": speaker.start if speaker else None,
                    "speaker_end": speaker.end if speaker else None,
                }
            )
    return {"id": gold["id"], "quotes": found}


_PREDICTED: dict[str, dict[str, Any]] = {}


def predicted(name: str, gold: dict[str, Any]) -> dict[str, Any]:
    """Each set is read once for both modes."""
    if name not in _PREDICTED:
        _PREDICTED[name] = {key: row(article) for key, article in gold.items()}
    return _PREDICTED[name]


@pytest.mark.parametrize(("name", "mode"), FLOORS)
def test_quotes_of_annotated_sets(name: str, mode: str, shared: Path, score: ModuleType) -> None:
    lines = (shared / f"corpora/gold/quotes-dev/{name}.jsonl").read_text("utf-8").splitlines()
    gold = {article["id"]: article for article in map(json.loads, lines)}
    result = score.quotes(gold, predicted(name, gold), mode)
    reached = {
        "exact": result["exact"]["F1"],
        "overlap": result["overlap"]["F1"],
        "precision": result["overlap"]["P"],
        "e2e": result["e2e"]["F1"],
        "speaker": result["speaker_acc"]["acc"],
    }
    floors = FLOORS[name, mode]
    assert all(reached[measure] >= floor for measure, floor in floors.items()), reached
