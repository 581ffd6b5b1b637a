"""This module counts what readers judged: how many values of a field and rule were right.

A judgement file has one JSON object a line, as the page of `archivist review` saves them: an
article, who judged, how the articles were chosen, and every value with its verdict. A field of an
article counts when all its values were judged, for whoever judges only what is wrong would make
every rule look bad. Precision is right / (right + wrong); values that a reader added were missed,
and say nothing of precision.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archivist.errors import InvalidRecord
from archivist.jsontext import load
from archivist.problems import Location, Problem, problem

FIELDS = ("headline", "language", "date", "credit", "quote", "speaker", "mention", "type")
VERDICTS = ("right", "wrong", "missed", "open")
Z = 1.959963984540054  # the 97.5 % point of the normal distribution: 95 % lie within ± Z

_SHAPE: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "contentDigest": (str,),
    "by": (str,),
    "language": (str, type(None)),
    "checked": (bool,),
    "design": (dict,),
    "values": (list,),
}


class Interval(NamedTuple):
    """Shares from 0 to 1."""

    low: float
    high: float


def wilson(right: int, n: int) -> Interval:
    """The score interval of 95 % for a share of `right` in `n` > 0 (Wilson 1927).

    Unlike the interval by the standard error it stays within 0 and 1, and is no point at 0 or n.
    """
    share, square = right / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if right == 0 else middle - reach
    return Interval(low, 1.0 if right == n else middle + reach)


@dataclass(frozen=True, slots=True)
class Judged:
    """An article as somebody judged it; values are (field, rule or None, verdict)."""

    id: str
    content: str
    by: str
    language: str | None
    checked: bool
    design: tuple[int | None, str | None, int | None, tuple[str, ...]]
    values: tuple[tuple[str, str | None, str], ...]


@dataclass(slots=True)
class Tally:
    """Values of one field, or of one rule of it; `articles` they were found in."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    articles: int = 0

    @property
    def n(self) -> int:
        """Values that were judged."""
        return self.right + self.wrong

    def to_json(self) -> dict[str, Any]:
        """Shares in percent with one decimal; null where nothing was judged."""
        low, high = wilson(self.right, self.n) if self.n else (None, None)
        return {
            "judged": self.n,
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "articles": self.articles,
            "precision": percent(self.right / self.n if self.n else None),
            "low": percent(low),
            "high": percent(high),
        }


def percent(share: float | None) -> float | None:
    """In percent, one decimal."""
    return None if share is None else round(100 * share, 1)


@dataclass(slots=True)
class Precision:
    """All judgements together. An article that one reader judged twice counts as last judged."""

    articles: int = 0
    checked: int = 0
    again: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # field → articles not judged whole
    readers: Counter[str] = field(default_factory=Counter)
    designs: Counter[tuple[int | None, str | None, int | None, tuple[str, ...]]] = field(
        default_factory=Counter
    )
    fields: dict[str, Tally] = field(default_factory=dict)
    rules: dict[tuple[str, str], Tally] = field(default_factory=dict)

    def add(self, judged: Judged) -> None:
        """Count one article; each once."""
        self.articles += 1
        self.checked += judged.checked
        self.readers[judged.by] += 1
        self.designs[judged.design] += 1
        by_field: dict[str, list[tuple[str | None, str]]] = {}
        for name, rule, verdict in judged.values:
            by_field.setdefault(name, []).append((rule, verdict))
        for name, values in by_field.items():
            if any(verdict == "open" for _, verdict in values):
                self.left_out[name] += 1
            else:
                self._count(name, values)

    def _count(self, name: str, values: list[tuple[str | None, str]]) -> None:
        _book(self.fields.setdefault(name, Tally()), (verdict for _, verdict in values))
        by_rule: dict[str, list[str]] = {}
        for rule, verdict in values:
            if rule is not None:  # what was missed has no rule
                by_rule.setdefault(rule, []).append(verdict)
        for rule, verdicts in by_rule.items():
            _book(self.rules.setdefault((name, rule), Tally()), verdicts)

    def to_json(self) -> dict[str, Any]:
        """Everything counted, for programs."""
        return {
            "articles": self.articles,
            "checked": self.checked,
            "judgedAgain": self.again,
            "readers": dict(sorted(self.readers.items())),
            "designs": [
                {"size": size, "seed": seed, "of": of, "where": list(where), "articles": n}
                for (size, seed, of, where), n in self.ordered_designs()
            ],
            "notJudgedWhole": dict(sorted(self.left_out.items())),
            "fields": {name: self.fields[name].to_json() for name in self.named()},
            "rules": [
                {"field": name, "rule": rule, **tally.to_json()}
                for name in self.named()
                for rule, tally in self.of_field(name)
            ],
        }

    def named(self) -> list[str]:
        """The fields that count, in the order of the page."""
        return [name for name in FIELDS if name in self.fields]

    def of_field(self, name: str) -> list[tuple[str, Tally]]:
        """The rules of a field, those with most values first."""
        found = [(rule, tally) for (of, rule), tally in self.rules.items() if of == name]
        return sorted(found, key=lambda item: (-item[1].n, item[0]))

    def ordered_designs(
        self,
    ) -> list[tuple[tuple[int | None, str | None, int | None, tuple[str, ...]], int]]:
        """How articles were chosen, and how many so; the most frequent first."""
        return sorted(self.designs.items(), key=lambda item: (-item[1], str(item[0])))


def _book(tally: Tally, verdicts: Iterable[str]) -> None:
    counted = Counter(verdicts)
    tally.right += counted["right"]
    tally.wrong += counted["wrong"]
    tally.missed += counted["missed"]
    tally.articles += 1


def precision(judgements: Iterable[Judged]) -> Precision:
    """All together, each article of each reader once, as it was last given."""
    last: dict[tuple[str, str], Judged] = {}
    found, again = Precision(), 0
    for judged in judgements:
        again += (judged.id, judged.by) in last
        last[judged.id, judged.by] = judged
    for judged in last.values():
        found.add(judged)
    found.again = again
    return found


# ------------------------------------------------------------------ a file of judgements


def read(lines: Iterable[bytes], file: str) -> Iterator[Judged]:
    """The judgements of a file, line by line. Raises InvalidRecord (W001, or why it is no JSON)."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _judged(load(line, file), Location(file, number))


def _judged(value: Any, where: Location) -> Judged:
    if not isinstance(value, dict) or value.get("judgements") != 1:
        raise InvalidRecord((_wrong(where, "another JSON value", "judgements 1"),))
    for key, kinds in _SHAPE.items():
        if not isinstance(value.get(key), kinds):
            raise InvalidRecord((_wrong(where, f"no {key} as it should be", key, f"/{key}"),))
    return Judged(
        value["id"],
        value["contentDigest"],
        value["by"],
        value["language"],
        value["checked"],
        _design(value["design"]),
        tuple(_value(item, at, where) for at, item in enumerate(value["values"])),
    )


def _design(value: dict[str, Any]) -> tuple[int | None, str | None, int | None, tuple[str, ...]]:
    size, seed, of, conditions = (value.get(key) for key in ("size", "seed", "of", "where"))
    return (
        size if type(size) is int else None,
        seed if isinstance(seed, str) else None,
        of if type(of) is int else None,
        tuple(map(str, conditions)) if isinstance(conditions, list) else (),
    )


def _value(value: Any, at: int, where: Location) -> tuple[str, str | None, str]:
    held = value if isinstance(value, dict) else {}
    name, rule, verdict = (held.get(key) for key in ("field", "rule", "verdict"))
    if name not in FIELDS or verdict not in VERDICTS or not isinstance(rule, str | None):
        right = f"a field ({', '.join(FIELDS)}), a rule or null, and {', '.join(VERDICTS)}"
        raise InvalidRecord((_wrong(where, "another value", right, f"/values/{at}"),))
    return name, rule, verdict


def _wrong(where: Location, found: str, right: str, path: str = "") -> Problem:
    what = f"no judgement: found {found}, would be right: {right}"
    hint = "the page of archivist review saves judgements"
    return problem("W001", what, where, path=path, hint=hint)
