"""This module says how sure a rule is in a language: its precision measured on annotated texts.

`data/confidence.tsv` is written by `data/make/confidence.py`. A rule that was never measured in a
language, or gave too few values to tell, has no confidence: None, shown as `–`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from archivist.record import Evidence

Value = TypeVar("Value")


REFINED = ".located"


class Measure(NamedTuple):
    """How often a rule was right: `n` values, `precision` and `recall` in percent.

    `set`: the annotated texts, and of a rule with an engine the model: `fr-news+fr_model-3.8.0`.
    """

    n: int
    precision: int
    recall: int | None
    set: str
    measured: str


@functools.cache
def table() -> dict[tuple[str, str], Measure]:
    """(rule, language) → its measure."""
    found = {}
    lines = (files("archivist") / "data" / "confidence.tsv").read_text("utf-8").splitlines()
    for line in lines[1:]:
        rule, language, n, precision, recall, name, day = line.split("\t")
        share = int(recall) if recall else None
        found[rule, language] = Measure(int(n), int(precision), share, name, day)
    return found


def confidence(rule: str, language: str | None, models: Collection[str] = ()) -> int | None:
    """The precision of the rule in the language (`pt-BR` as `pt`), None when not measured.

    A rule that refines another (`entity.gazetteer.country.located`), too seldom met to be measured
    itself, is as sure as the other. What an engine says or
    agrees with (`entity.given-name+spacy`) is a rule of its own, as sure as it was measured with
    the same model: `models` are those in use, as `fr_core_news_sm-3.8.0`.
    """
    code = (language or "").split("-")[0]
    found = table().get((rule, code)) or table().get((rule.removesuffix(REFINED), code))
    if found is None:
        return None
    model = found.set.partition("+")[2]
    return found.precision if not model or model in models else None


class Standing(NamedTuple):
    """How often one kind of value was right in a language, over all rules that were measured.

    `n` values, `precision` in percent of them; `sets`: the annotated texts, `measured`: the last
    day; `rules`: how many were measured.
    """

    n: int
    precision: int
    rules: int
    sets: tuple[str, ...]
    measured: str


# What of a record a rule gives, by the first word of its id.
FAMILIES = {"entities": "entity", "quotes": "quote", "speakers": "speaker"}


def standing(family: str, language: str) -> Standing | None:
    """Of one of `FAMILIES` by our rules alone; None: not measured in that language."""
    opening = FAMILIES[family] + "."
    found = [
        item
        for (rule, code), item in table().items()
        if code == language and rule.startswith(opening) and "+" not in item.set
    ]
    total = sum(item.n for item in found)
    if not total:
        return None
    right = sum(item.n * item.precision for item in found)
    sets = tuple(sorted({item.set for item in found}))
    last = max(item.measured for item in found)
    return Standing(total, round(right / total), len(found), sets, last)


def with_confidence(
    value: Value, language: str | None, components: Collection[tuple[str, str]] = ()
) -> Value:
    """The entities or quotes with the measured confidence in every evidence that had none.

    `components`: name and version of what was asked beside the rules.
    """
    models = frozenset(f"{name}-{version}" for name, version in components)
    return _filled(value, language, models)  # type: ignore[no-any-return]


def _filled(value: Any, language: str | None, models: frozenset[str]) -> Any:
    """The value, made anew where evidence lies in it; written out, for there are thousands."""
    kind: Any = type(value)
    if kind is tuple:
        return tuple([_filled(item, language, models) for item in value])
    if kind is Evidence:
        if value.confidence is not None:
            return value
        sure = confidence(value.rule, language, models)
        return Evidence(
            value.rule, sure, value.span, value.declared, value.context, value.corrected
        )
    fields = _fields(kind)
    if not fields:
        return value
    return kind(
        *[
            _filled(getattr(value, name), language, models) if evident else getattr(value, name)
            for name, evident in fields
        ]
    )


# The attributes of a class in which evidence lies, at whatever depth.
_EVIDENT = frozenset({"evidence", "mentions", "roles", "identifiers", "speaker", "via"})


@functools.cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """(name, whether evidence lies in it) of all fields of a class; () where it lies in none."""
    if not dataclasses.is_dataclass(kind):
        return ()
    found = tuple((field.name, field.name in _EVIDENT) for field in dataclasses.fields(kind))
    return found if any(evident for _, evident in found) else ()
