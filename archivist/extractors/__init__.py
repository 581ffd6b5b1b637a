"""The second station: a document becomes everything of a record that has to be judged.

Order: language, layout, dateline and dates, title and headline, credits, entities (with what
dateline and credits know of them, and what an engine says), quotes, the entities that credits
name, notes; last, what is not sure enough is left out. Each module reads one field; `extract` puts
them in a row.
"""

from __future__ import annotations

from dataclasses import dataclass

from archivist.extractors import (
    authority,
    catalogued,
    chronology,
    credits,
    datelines,
    declared,
    entities,
    headed,
    language,
    layout,
    links,
    measured,
    notes,
    quotes,
    rights,
    second_opinion,
    threshold,
    title,
)
from archivist.problems import Location, Problem
from archivist.record import (
    Block,
    Credit,
    Date,
    Dateline,
    Document,
    Entity,
    Identifier,
    Note,
    Quote,
    Relation,
    Rights,
    Title,
    Topic,
    Value,
)
from archivist.settings import Settings


@dataclass(frozen=True, slots=True)
class Article:
    """Everything of a record that extraction decides, and what was wrong on the way.

    `components`: name and version of what was asked beside our own rules.
    """

    identifiers: tuple[Identifier, ...]
    language: Value | None
    blocks: tuple[Block, ...]
    title: Title
    headline: Value | None
    summary: Value | None
    dates: tuple[Date, ...]
    dateline: Dateline | None
    credits: tuple[Credit, ...]
    rights: Rights | None
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[Note, ...]
    relations: tuple[Relation, ...]
    problems: tuple[Problem, ...]
    components: tuple[tuple[str, str], ...] = ()


def extract(document: Document, settings: Settings) -> Article:
    """What the document says, each value with its evidence. Raises nothing for any text."""
    facts, text = document.declared, document.text
    chosen = language.decide(document, settings)
    # words of dates, bylines and credits are known of more languages than have tables of their own
    spoken = chosen.value.value if chosen.value else chosen.tables
    blocks = headed.corrected(text, layout.arrange(text, document.blocks, spoken), facts)
    line = datelines.parts(text, blocks, spoken)
    when = chronology.read(document, blocks, line, spoken, settings)
    headline = title.headline(text, blocks, facts)
    people = credits.merged(
        (
            *declared.credits(facts, spoken),
            *credits.of_dateline(text, line),
            *credits.read(text, blocks, spoken),
        )
    )
    place = line.place if line else None
    hints = entities.hints(text, place, people, chosen.tables)
    names = authority.load(settings.authority)
    ours = entities.find(text, blocks, chosen.tables, names.with_hints(text, hints))
    where = Location(document.source.location)
    opinion = second_opinion.ask(settings.engine, text, blocks, spoken, ours, where)
    found = opinion.entities
    said = quotes.find(text, blocks, chosen.tables, found)
    related, unrelated = declared.relations(document)
    named = title.title(document, blocks, headline)
    sure = threshold.kept(
        threshold.Kept(
            measured.with_confidence(names.linked(found, text), chosen.tables, opinion.components),
            measured.with_confidence(said, chosen.tables),
            links.to_entities(people, found),
        ),
        text,
        settings.min_confidence,
    )
    return Article(
        identifiers=declared.identifiers(facts),
        language=chosen.value,
        blocks=blocks,
        title=named,
        headline=headline,
        summary=title.summary(facts),
        dates=when.dates,
        dateline=datelines.dateline(text, line, when.dateline),
        credits=sure.credits,
        rights=declared.rights(facts) or rights.read(text, blocks),
        topics=declared.topics(facts),
        entities=sure.entities,
        quotes=sure.quotes,
        notes=notes.read(text, blocks, chosen.tables),
        relations=related,
        problems=(
            *chosen.problems,
            *opinion.problems,
            *when.problems,
            *unrelated,
            *catalogued.disagreements(document, named, headline, people),
        ),
        components=opinion.components,
    )
