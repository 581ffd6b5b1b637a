"""This module asks an engine for names and puts what it says beside what the rules said.

Where both name the same span and type, the mention says so (`entity.given-name+spacy`). A name of
the engine that overlaps none of the rules is new (`entity.spacy`). Where they differ the rules
stay. No confidence is made up for any of it: it was never measured.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archivist import engines
from archivist.engines import Engine, Found
from archivist.extractors.entities import is_read
from archivist.extractors.entities.identity import folded, tails
from archivist.problems import Location, Problem, problem
from archivist.record import Block, Entity, EntityType, Evidence, Mention, Span

LONGEST = 160  # code points of a name: a row of names without a comma may be more


@dataclass(frozen=True, slots=True)
class Opinion:
    """The entities of rules and engine together, what the engine runs on, and what was wrong."""

    entities: tuple[Entity, ...]
    components: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def ask(
    name: str | None,
    text: str,
    blocks: tuple[Block, ...],
    language: str | None,
    entities: tuple[Entity, ...],
    where: Location,
) -> Opinion:
    """The entities with what the engine `name` says of a text in `language` (BCP 47 or None).

    Without an engine, or a model of the language, they are those of the rules. Raises what
    `engines.load` does.
    """
    if name is None:
        return Opinion(entities)
    engine, code = engines.load(name), (language or "").split("-")[0].lower()
    known = engine.languages()
    if code not in known:
        return Opinion(entities, problems=(_refused(engine, language, known, where),))
    said = list(_said(engine, text, blocks, code))
    return Opinion(merged(text, entities, said, engine.name), engine.components(code))


def _refused(
    engine: Engine, language: str | None, known: tuple[str, ...], where: Location
) -> Problem:
    found = f"an article in {language}" if language else "an article in no language known"
    right = f"one of {', '.join(known)}" if known else "one with a model, and none is installed"
    message = f"engine {engine.name}: found {found}, would be right: {right}"
    hint = "the rules alone found the entities; install a model built for the language"
    return problem("E006", message, where, path="/entities", hint=hint)


# ------------------------------------------------------------------ what the engine says


def _said(
    engine: Engine, text: str, blocks: tuple[Block, ...], language: str
) -> Iterator[tuple[Span, Found]]:
    """Its names, each within a block that is read, on whole words; of two that overlap the first.

    A name has a capital where its script has such: `le ministère` is none.
    """
    end = 0
    for block in blocks:
        if not is_read(block):
            continue
        for found in sorted(engine.find(block.span.of(text), language)):
            span = _trimmed(text, block.span, found)
            if span is not None and span.start >= end:
                yield span, found
                end = span.end


def _trimmed(text: str, block: Span, found: Found) -> Span | None:
    """A find without the marks around it; None where it cuts a word or is not written as a name."""
    start = block.start + max(0, found.start)
    end = min(block.start + found.end, block.end)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not _closes(text, end):
        end -= 1
    capital = any(c.isalpha() and c == c.upper() for c in text[start:end])  # 東京 has its own
    named = capital and end - start <= LONGEST
    return Span(start, end) if named and _is_edge(text, start) and _is_edge(text, end) else None


def _is_edge(text: str, at: int) -> bool:
    """Whether no word goes on across `at`."""
    return not (0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at]))


def _is_word(character: str) -> bool:
    """A letter or digit of a script that puts blanks between words."""
    if unicodedata.combining(character):
        return True
    return character.isdigit() or character.upper() != character.lower()


def _closes(text: str, end: int) -> bool:
    """A name ends with a letter or digit, an abbreviation (`S.A.`) with its stop."""
    last = text[end - 1]
    if last == ".":
        return "." in text[max(0, end - 4) : end - 1]
    return last.isalnum() or bool(unicodedata.combining(last))


# ------------------------------------------------------------------ both together


def merged(
    text: str,
    entities: tuple[Entity, ...],
    said: Sequence[tuple[Span, Found]],
    engine: str,
) -> tuple[Entity, ...]:
    """The entities of the rules with the engine's agreement and its own, in order of mention."""
    same = {(span, found.type) for span, found in said}
    all_of_them = _Entities(text, [_agreed(item, same, engine) for item in entities])
    taken = _outermost(mention.span for item in entities for mention in item.mentions)
    new = [(span, found) for span, found in said if not _overlaps(span, taken)]
    # full names first: the bare surname before or behind them joins them
    for span, found in sorted(new, key=lambda item: -len(item[0].of(text).split())):
        all_of_them.add(found, Mention(span, False, Evidence(f"entity.{engine}")))
    return all_of_them.in_order()


def _agreed(entity: Entity, said: set[tuple[Span, EntityType]], engine: str) -> Entity:
    mentions = tuple(
        dataclasses.replace(mention, evidence=_seconded(mention.evidence, engine))
        if (mention.span, entity.type) in said
        else mention
        for mention in entity.mentions
    )
    return dataclasses.replace(entity, mentions=mentions)


def _seconded(evidence: Evidence, engine: str) -> Evidence:
    return dataclasses.replace(evidence, rule=f"{evidence.rule}+{engine}")


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that no other holds, in order: an event may hold a place."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Whether a span shares a character with one of others, which are sorted and disjoint."""
    before = bisect_left(taken, span.end, key=lambda other: other.start)
    return bisect_right(taken, span.start, key=lambda other: other.end) < before


class _Entities:
    """Entities that grow; a name joins the one entity of its type that is printed alike."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self._text = text
        self._all = entities
        self._forms: dict[tuple[str, str], set[int]] = {}
        for number, entity in enumerate(entities):
            for mention in entity.mentions:
                self._remember(number, entity.type, self._form(mention.span))

    def add(self, found: Found, mention: Mention) -> None:
        """To the one entity with this form, else to none: a new one."""
        form = self._form(mention.span)
        alike = self._forms.get((found.type, form), set())
        if len(alike) == 1:
            (number,) = alike
            entity = self._all[number]
            mentions = (*entity.mentions, mention)
            self._all[number] = dataclasses.replace(entity, mentions=mentions)
            return
        name = " ".join(mention.span.of(self._text).split())
        self._all.append(Entity("", found.type, name, (), (mention,), ()))
        self._remember(len(self._all) - 1, found.type, form)

    def in_order(self) -> tuple[Entity, ...]:
        """By first mention, ids `e1`, `e2`, …"""
        whole = [
            dataclasses.replace(item, mentions=tuple(sorted(item.mentions, key=_place)))
            for item in self._all
        ]
        whole.sort(key=lambda item: _place(item.mentions[0]))
        return tuple(dataclasses.replace(item, id=f"e{n}") for n, item in enumerate(whole, 1))

    def _form(self, span: Span) -> str:
        return " ".join(map(folded, span.of(self._text).split()))

    def _remember(self, number: int, kind: str, form: str) -> None:
        """The form, and of a person the surnames it ends with."""
        for name in (form, *(tails(form) if kind == "person" else ())):
            self._forms.setdefault((kind, name), set()).add(number)


def _place(mention: Mention) -> Span:
    return mention.span
