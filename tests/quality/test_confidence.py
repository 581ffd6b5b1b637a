"""The confidence of a value is the precision of its rule, measured: the table is what rules reach.

`archivist/data/make/confidence.py` writes the table. Here it is measured again, and held against
texts that were not used for it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from archivist.extractors import measured

MAKE = Path(__file__).parents[2] / "archivist" / "data" / "make" / "confidence.py"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("confidence", MAKE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["it", "en", "de", "es", "nl", "fr", "pt"])
def test_the_table_says_what_the_entity_rules_reach(
    language: str, make: ModuleType, shared: Path
) -> None:
    name = make.ENTITY_SETS[language]
    path = shared / "corpora" / "gold" / "ner-dev" / f"{name}.jsonl"
    given, right, _ = make.count_entities(path)
    for rule, number in given.items():
        found = measured.table().get((rule, language))
        assert (found is not None) == (number >= make.ENOUGH), rule
        if found:
            assert abs(found.precision - 100 * right[rule] / number) <= 3, rule


def test_the_table_says_what_an_engine_and_the_rules_it_agrees_with_reach(
    make: ModuleType, shared: Path
) -> None:
    engine, model = make.ENGINES["fr"]
    if not make.is_installed(engine, "fr", model):
        pytest.skip(f"{model} is not installed")
    path = shared / "corpora" / "gold" / "ner-dev" / f"{make.ENTITY_SETS['fr']}.jsonl"
    given, right, _ = make.of_engine(make.count_entities(path, engine), engine)
    assert given
    for rule, number in given.items():
        found = measured.confidence(rule, "fr", (model,))
        assert (found is not None) == (number >= make.ENOUGH), rule
        if found is not None:
            assert abs(found - 100 * right[rule] / number) <= 3, rule


@pytest.mark.parametrize("language", ["it", "en", "de"])
def test_the_table_says_what_the_quote_rules_reach(
    language: str, make: ModuleType, shared: Path
) -> None:
    name = make.QUOTE_SETS[language]
    path = shared / "corpora" / "gold" / "quotes-dev" / f"{name}.jsonl"
    given, right, _ = make.count_quotes(path, make.scorer(shared))
    for rule, number in given.items():
        found = measured.table().get((rule, language))
        if found:
            assert abs(found.precision - 100 * right[rule] / number) <= 3, rule


def test_confidence_holds_on_texts_it_was_not_measured_on(make: ModuleType, shared: Path) -> None:
    """News measured, an encyclopaedia met: what is said to be surer is right more often."""
    gold = shared / "corpora" / "gold" / "ner-dev"
    sure, unsure = [0, 0], [0, 0]
    for language in ("it", "en", "de", "es", "nl"):
        given, right, _ = make.count_entities(gold / f"{language}-wikineural-val.jsonl")
        for rule, number in given.items():
            found = measured.confidence(rule, language)
            if found is not None:
                side = sure if found >= 70 else unsure
                side[0] += right[rule]
                side[1] += number
    assert sure[0] / sure[1] >= 0.8
    assert sure[0] / sure[1] > unsure[0] / unsure[1] + 0.15


def test_what_was_never_measured_has_no_confidence() -> None:
    assert measured.confidence("entity.given-name", "ja") is None
    assert measured.confidence("no.rule", "it") is None
    assert measured.confidence("entity.given-name", None) is None
    assert measured.confidence("entity.given-name", "it-CH") is not None


def test_what_was_measured_with_a_model_holds_for_that_model_only() -> None:
    rule, model = "entity.given-name+spacy", "fr_core_news_sm-3.8.0"
    alone, agreed = measured.confidence("entity.given-name", "fr"), measured.confidence
    assert agreed(rule, "fr", (model,)) is not None
    assert agreed(rule, "fr") is None
    assert agreed(rule, "fr", ("fr_core_news_lg-3.8.0", "spacy-3.8.0")) is None
    assert agreed(rule, "de", (model,)) is None
    assert measured.confidence("entity.given-name", "fr", (model,)) == alone


def test_a_finer_rule_is_as_sure_as_its_own_until_it_is_measured() -> None:
    rule = "entity.gazetteer.country"
    assert measured.confidence(f"{rule}.located", "fr") == measured.confidence(rule, "fr")
    finer, rough = measured.confidence(f"{rule}.located", "it"), measured.confidence(rule, "it")
    assert finer is not None
    assert rough is not None
    assert finer > rough + 20
