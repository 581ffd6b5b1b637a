"""This module counts what records hold: dates, languages, credits, names, quotations, evidence.

One pass, in memory that does not grow with the number of records: values of which there are few
are counted exactly, names by `Ranking`. Names are counted as printed and per article: two forms of
one name are two, and two people of one name are one, because nobody has decided otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from archivist.collection.reports import year_of

PAIRED = 60  # names of an article that are paired: a list of hundreds is no company
KEPT = 20_000  # names of a ranking that are never dropped for a rarer one
LEVELS = ((90, "90–100 %"), (70, "70–89 %"), (50, "50–69 %"), (0, "0–49 %"))

_MONTH = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))(?:-[0-9]{2}.*|[?~%])?")


class Ranking:
    """Counts of names, the most frequent of however many (Misra and Gries 1982).

    Up to 40,000 different ones all counts are exact. Beyond, the rarest are dropped, and a count
    may be too low by at most `error`, which is at most all that was counted divided by 20,000.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._counts: Counter[str] = Counter()
        self.total = 0
        self.error = 0

    def add(self, names: Iterable[str]) -> None:
        """Count each of the names once."""
        for name in names:
            self._counts[name] += 1
            self.total += 1
        if len(self._counts) > 2 * self._kept:
            self._drop()

    def _drop(self) -> None:
        """Lower all counts by that of the first that is too many."""
        less = sorted(self._counts.values(), reverse=True)[self._kept]
        self._counts = Counter({name: n - less for name, n in self._counts.items() if n > less})
        self.error += less

    @property
    def distinct(self) -> int | None:
        """How many different names; None when some were dropped."""
        return None if self.error else len(self._counts)

    def top(self, most: int) -> list[tuple[str, int]]:
        """The most frequent, equals by name."""
        return sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:most]


@dataclass(slots=True)
class Stats:
    """What was counted. Dates: the one an article is filed by, as in the ledger.

    `years`, `months`: records by the year and month of that date, where it is within one.
    `undated` have none, `spanning` one of no single year. `credits` by role, `entities` by type:
    records that have the name. `speakers`: quotations by the name the article has for who said it;
    `named_otherwise`: by a word that is no name (`he`, `the company`). `confidence`: evidence by
    field and percent, None where it was not measured; `rules`: the same by rule. `pairs`: people
    and bodies that an article names both, where they are wanted: not None; "one NUL other".
    What only a collection knows is else empty.
    """

    records: int = 0
    bytes: int = 0
    characters: int = 0
    years: Counter[int] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    spanning: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    credits: dict[str, Ranking] = field(default_factory=dict)
    credited: int = 0
    entities: dict[str, Ranking] = field(default_factory=dict)
    quotes: Counter[str] = field(default_factory=Counter)
    quoting: int = 0
    speakers: Ranking = field(default_factory=Ranking)
    unattributed: int = 0
    named_otherwise: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    confidence: dict[str, Counter[int | None]] = field(default_factory=dict)
    rules: dict[str, Counter[int | None]] = field(default_factory=dict)
    pairs: Ranking | None = None
    accessions: int = 0
    withdrawn: int = 0
    warned: int = 0
    warnings: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    near_pairs: int = 0
    near_records: int = 0

    def add(self, record: Mapping[str, Any]) -> None:
        """Count a record as JSON."""
        source = record["source"]
        self.records += 1
        self.bytes += source["size"]
        self.characters += len(record["text"])
        language = record["language"]
        self.languages[language["value"] if language else ""] += 1
        self.titles[record["title"]["kind"]] += 1
        self.formats[source["mediaType"]] += 1
        self.notes.update({note["code"] for note in record["notes"]})
        self._add_date(record["dates"])
        self._add_credits(record["credits"])
        self._add_names(record["entities"])
        self._add_quotes(record)
        self._add_evidence(record)

    def _add_date(self, dates: list[dict[str, Any]]) -> None:
        filed = next((date for date in dates if date["role"] == "published"), None)
        filed = filed or (dates[0] if dates else None)
        if filed is None:
            self.undated += 1
            return
        year = year_of(filed["value"])
        if year is None:
            self.spanning += 1
            return
        self.years[year] += 1
        if found := _MONTH.fullmatch(filed["value"]):
            self.months[found[1]] += 1

    def _add_credits(self, credits: list[dict[str, Any]]) -> None:
        self.credited += bool(credits)
        named: dict[str, dict[str, None]] = {}
        for credit in credits:
            names = named.setdefault(credit["role"], {})
            names.update((name["name"], None) for name in credit["names"])
        _add_ranked(self.credits, named)

    def _add_names(self, entities: list[dict[str, Any]]) -> None:
        named: dict[str, dict[str, None]] = {}
        for entity in entities:
            named.setdefault(entity["type"], {})[entity["name"]] = None
        _add_ranked(self.entities, named)
        if self.pairs is not None:
            who = {**named.get("person", {}), **named.get("organization", {})}
            plain = [name for name in who if "\0" not in name][:PAIRED]
            self.pairs.add(f"{one}\0{other}" for one, other in combinations(sorted(plain), 2))

    def _add_quotes(self, record: Mapping[str, Any]) -> None:
        names = {entity["id"]: entity["name"] for entity in record["entities"]}
        self.quoting += bool(record["quotes"])
        said = []
        for quote in record["quotes"]:
            self.quotes[quote["kind"]] += 1
            speaker = quote["speaker"]
            if speaker is None:
                self.unattributed += 1
            elif speaker["entity"] in names:
                said.append(names[speaker["entity"]])
            else:
                self.named_otherwise += 1
        self.speakers.add(said)

    def _add_evidence(self, record: Mapping[str, Any]) -> None:
        for name, evidence in _evidence(record):
            counts = self.confidence.get(name)
            if counts is None:
                counts = self.confidence[name] = Counter()
            counts[evidence["confidence"]] += 1
            rule = self.rules.get(evidence["rule"])
            if rule is None:
                rule = self.rules[evidence["rule"]] = Counter()
            rule[evidence["confidence"]] += 1


def _add_ranked(rankings: dict[str, Ranking], named: Mapping[str, Iterable[str]]) -> None:
    for group, names in named.items():
        rankings.setdefault(group, Ranking()).add(names)


def _evidence(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(field, evidence) of what a reader would ask "how sure?" about."""
    for name in ("language", "title", "headline", "summary", "dateline", "rights"):
        if record[name] is not None:
            yield name, record[name]["evidence"]
    for name in ("dates", "credits", "topics", "quotes"):
        for item in record[name]:
            yield name, item["evidence"]
    for quote in record["quotes"]:
        if quote["speaker"] is not None:
            yield "speakers", quote["speaker"]["evidence"]
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            yield "mentions", mention["evidence"]


def levels(counts: Mapping[int | None, int]) -> dict[str, int]:
    """Confidences by level, the surest first; "" for those that were not measured."""
    found = dict.fromkeys((*(name for _, name in LEVELS), ""), 0)
    for percent, number in counts.items():
        level = "" if percent is None else next(n for least, n in LEVELS if percent >= least)
        found[level] += number
    return {name: number for name, number in found.items() if number}


# ------------------------------------------------------------------ for machines


def to_json(stats: Stats, most: int) -> dict[str, Any]:
    """Everything as a JSON value; of names the `most` frequent."""
    return {
        "records": stats.records,
        "sourceBytes": stats.bytes,
        "characters": stats.characters,
        "dates": {
            "years": {f"{year:04d}": n for year, n in sorted(stats.years.items())},
            "months": dict(sorted(stats.months.items())),
            "spanningYears": stats.spanning,
            "undated": stats.undated,
        },
        "languages": _ranked(stats.languages),
        "titles": _ranked(stats.titles),
        "formats": _ranked(stats.formats),
        "credits": {
            "records": stats.credited,
            **{role: _ranking(stats.credits[role], most) for role in sorted(stats.credits)},
        },
        "entities": {kind: _ranking(stats.entities[kind], most) for kind in sorted(stats.entities)},
        "quotes": {
            "records": stats.quoting,
            "kinds": _ranked(stats.quotes),
            "withoutSpeaker": stats.unattributed,
            "speakersWithoutName": stats.named_otherwise,
            "speakers": _ranking(stats.speakers, most),
        },
        "notes": _ranked(stats.notes),
        "confidence": {name: _measured(n) for name, n in sorted(stats.confidence.items())},
        "collection": {
            "accessions": stats.accessions,
            "withdrawnLeftOut": stats.withdrawn,
            "recordsWithWarnings": stats.warned,
            "warnings": stats.warnings,
            "setAside": _ranked(stats.set_aside),
            "quarantined": _ranked(stats.quarantined),
            "nearDuplicates": {"pairs": stats.near_pairs, "records": stats.near_records},
        }
        if stats.accessions
        else None,
    }


def _ranking(ranking: Ranking, most: int) -> dict[str, Any]:
    return {
        "counted": ranking.total,
        "distinct": ranking.distinct,
        "tooLowByAtMost": ranking.error,
        "top": [{"name": name, "count": n} for name, n in ranking.top(most)],
    }


def _measured(counts: Counter[int | None]) -> dict[str, Any]:
    sure = levels(counts)
    none = sure.pop("", 0)
    return {"measured": counts.total() - none, "notMeasured": none, "levels": sure}


def _ranked(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first, equals by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
