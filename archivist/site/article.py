"""This module makes the page of an article: its text with what was found in it, and its facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archivist.exporters import Exporter
from archivist.exporters.graph.lines import document_iri
from archivist.pages.markup import attribute, text
from archivist.record import Credit, Date, Entity, Quote, Record, Span
from archivist.settings import Settings
from archivist.site import addresses, embed, inline, linkset, spoken, subjects
from archivist.site.layout import (
    Frame,
    Page,
    address,
    facts,
    link,
    one_line,
    section,
    words,
    write,
)

KINDS = ("person", "organization", "place", "event", "work")
LONGEST_TITLE = 240  # at the top of the page; the text below has all of it


@dataclass(frozen=True, slots=True)
class Shown:
    """An article on its way to its page. `formats`: those its data can be had in; `related`:
    ids of articles that it stands in a relation to and that are on the site too."""

    record: Record
    settings: Settings
    formats: tuple[Exporter, ...]
    related: Collection[str] = ()

    @property
    def path(self) -> str:
        return addresses.article(self.record.id)

    @property
    def language(self) -> str | None:
        return self.record.language.value if self.record.language else None

    def title(self, frame: Frame) -> str:
        """The title, where it may be shown: one devised of opening words is text."""
        title = self.record.title
        if self.settings.without_text and title.kind == "devised":
            return frame.label("no-title")
        return title.value


def page(shown: Shown, frame: Frame) -> bytes:
    """The page of an article: UTF-8, ends with a newline."""
    record = shown.record
    main = "".join(
        (
            f'<article class="article"{_lang(shown)}>\n{_head(shown, frame)}',
            _summary(shown, frame),
            _text(shown, frame),
            "</article>\n",
            '<div class="beside">\n',
            section(frame.say("facts"), _facts(shown, frame), "facts"),
            section(frame.say("names"), _names(shown, frame), "names"),
            section(frame.say("quotes"), _quotes(shown, frame), "quotes"),
            section(frame.say("notes"), _notes(shown, frame), "notes"),
            section(frame.say("formats"), _formats(shown, frame), "formats"),
            "</div>\n",
        )
    )
    head = linkset.head(record, shown.settings, shown.formats) + embed.block(record, shown.settings)
    title = shown.title(frame)
    return write(Page(shown.path, title, main, head, description=_described(shown)), frame)


def _lang(shown: Shown) -> str:
    return f' lang="{attribute(shown.language)}"' if shown.language else ""


def _described(shown: Shown) -> str:
    if shown.settings.without_text:
        return ""
    summary = shown.record.summary
    return summary.value if summary else opening(shown.record)


def opening(record: Record) -> str:
    """The first words of the body."""
    blocks = [block for block in record.blocks if block.role in ("paragraph", "list-item")]
    start = blocks[0].span if blocks else Span(0, len(record.text))
    return one_line(start.of(record.text))


# ------------------------------------------------------------------ the article


def _head(shown: Shown, frame: Frame) -> str:
    record, own = shown.record, f' lang="{frame.language}"'
    date = subjects.filed_date(record)
    over = [
        link(
            shown.path,
            addresses.date(subjects.shelf(date.value if date else None)),
            _when(date, frame),
        )
    ]
    title = one_line(shown.title(frame), LONGEST_TITLE)
    lines = [f'<p class="over"{own}>{" · ".join(over)}</p>', _title(shown, title)]
    if record.title.kind == "devised":
        lines.append(f'<p class="devised"{own}>{frame.say("devised")}</p>')
    authors = [c for c in record.credits if c.role == "author" and c.names]
    if authors:
        lines.append(f'<p class="by">{", ".join(_credited(shown, c) for c in authors)}</p>')
    return f"<header>\n{chr(10).join(lines)}\n</header>\n"


def _title(shown: Shown, title: str) -> str:
    """The title; where the text prints it, with what was found in it."""
    block = None if shown.settings.without_text else inline.title_block(shown.record)
    if block is None or block.span.end - block.span.start > LONGEST_TITLE:
        return f'<h1 dir="auto">{text(title)}</h1>'
    number = shown.record.blocks.index(block) + 1
    found = [mark for mark in _marks(shown) if mark.span in block.span]
    return (
        f'<h1 id="p{number}" dir="auto">{inline.inner(shown.record.text, block.span, found)}</h1>'
    )


def _when(date: Date | None, frame: Frame) -> str:
    if date is None:
        return frame.say("undated")
    said = text(spoken.in_words(date.value, frame.language))
    exact = spoken.machine(date.value)
    timed = f'<time datetime="{attribute(exact)}">{said}</time>' if exact else said
    known = text(spoken.known(date.value, frame.language))
    return f'{timed} <span class="known">({known})</span>'


def _summary(shown: Shown, frame: Frame) -> str:
    summary = shown.record.summary
    if summary is None or shown.settings.without_text:
        return ""
    return f'<p class="summary" dir="auto">{text(summary.value)}</p>\n'


def _text(shown: Shown, frame: Frame) -> str:
    if shown.settings.without_text:
        return f'<p class="no-text" lang="{frame.language}">{frame.say("no-text")}</p>\n'
    record = shown.record
    block = inline.title_block(record)
    if block and block.span.end - block.span.start > LONGEST_TITLE:
        block = None
    body = inline.body(record, _marks(shown), title=block)
    return f'<div class="text" id="text">\n{body}</div>\n'


def _marks(shown: Shown) -> list[inline.Mark]:
    return [*_quote_marks(shown.record), *_name_marks(shown)]


def _quote_marks(record: Record) -> Iterator[inline.Mark]:
    named = {entity.id: entity.name for entity in record.entities}
    for quote in record.quotes:
        who = _speaker(quote, record, named)
        for number, span in enumerate(quote.spans):
            last = number == len(quote.spans) - 1
            after = f' <span class="said-by">{words(who, None, 60)}</span>' if who and last else ""
            element = "q" if quote.kind != "indirect" else "span"
            kind = f' class="quote {quote.kind}"'
            yield inline.Mark(span, "" if number else quote.id, element, kind, 0, after)


def _speaker(quote: Quote, record: Record, named: dict[str, str]) -> str | None:
    """Who said it, by name, else in the words that say so."""
    speaker = quote.speaker
    if speaker is None:
        return None
    if speaker.entity in named:
        return named[speaker.entity]
    return speaker.span.of(record.text) if speaker.span else None


def _name_marks(shown: Shown) -> Iterator[inline.Mark]:
    """Each mention as a link to the page of its name; one inside another without a link."""
    spans = [m.span for entity in shown.record.entities for m in entity.mentions]
    whole = _outermost(spans)
    for entity in shown.record.entities:
        href = attribute(addresses.relative(shown.path, subjects.of_entity(entity)))
        for number, mention in enumerate(entity.mentions, 1):
            kind = f' class="name {entity.type}{" metonym" if mention.metonym else ""}"'
            id = f"{entity.id}-m{number}"
            if mention.span in whole:
                yield inline.Mark(mention.span, id, "a", f'{kind} href="{href}"', 1)
            else:
                yield inline.Mark(mention.span, id, "span", kind, 2)


def _outermost(spans: list[Span]) -> set[Span]:
    """Those that lie in no longer one."""
    found: set[Span] = set()
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end or span in found:
            found.add(span)
            end = max(end, span.end)
    return found


# ------------------------------------------------------------------ beside it


def _facts(shown: Shown, frame: Frame) -> str:
    return facts([*_dates(shown, frame), *_origin(shown, frame), *_known_as(shown, frame)])


def _dates(shown: Shown, frame: Frame) -> Iterator[tuple[str, str]]:
    for number, date in enumerate(shown.record.dates, 1):
        printed = ""
        if date.verbatim and not shown.settings.without_text:
            printed = f' <span class="soft">{frame.say("printed")}: {words(date.verbatim)}</span>'
        code = f'<code class="edtf">{text(date.value)}</code>'
        said = f'<span id="d{number}">{_when(date, frame)}</span>'
        role = f'<span class="soft">{frame.say(f"date.{date.role}")}</span>'
        yield frame.say("date"), f"{said} {role} {code}{printed}"
    if not shown.record.dates:
        yield frame.say("date"), frame.say("undated")
    if shown.record.dateline and not shown.settings.without_text:
        yield frame.say("dateline"), words(shown.record.dateline.verbatim, shown.language)


def _origin(shown: Shown, frame: Frame) -> Iterator[tuple[str, str]]:
    record = shown.record
    for number, credit in enumerate(record.credits, 1):
        role = f'<span class="soft">{frame.say(f"credit.{credit.role}")}</span>'
        named = _credited(shown, credit)
        if named:
            yield frame.say("credits"), f'<span id="c{number}">{named} {role}</span>'
    if shown.language:
        yield frame.say("language"), f"<code>{text(shown.language)}</code>"
    rights = record.rights
    if rights is None:
        yield frame.say("text-licence"), frame.say("not-stated")
    else:
        parts = [address(rights.statement)] if rights.statement else []
        parts += [words(said) for said in (rights.holder, rights.notice) if said]
        yield frame.say("text-licence"), f'<span id="rights">{" · ".join(parts)}</span>'
    if shown.settings.metadata_licence:
        yield frame.say("metadata-licence"), address(shown.settings.metadata_licence)


def _credited(shown: Shown, credit: Credit) -> str:
    """The names of a credit as links; its verbatim line where it has none."""
    entities = {entity.id: entity for entity in shown.record.entities}
    named = []
    for name in credit.names:
        entity = entities.get(name.entity or "")
        said = words(name.name)
        named.append(_to_name(shown, entity, said) if entity else said)
    if named:
        return ", ".join(named)
    return "" if shown.settings.without_text else words(credit.verbatim)


def _to_name(shown: Shown, entity: Entity, said: str) -> str:
    return link(shown.path, subjects.of_entity(entity), said)


def _known_as(shown: Shown, frame: Frame) -> Iterator[tuple[str, str]]:
    record = shown.record
    iri = document_iri(record, shown.settings)
    yield frame.say("cite"), f'<a href="{attribute(iri)}"><code>{text(iri)}</code></a>'
    for identifier in record.identifiers:
        scheme = f'<span class="soft">{text(one_line(identifier.scheme, 40))}</span>'
        yield frame.say("identifiers"), f"{address(identifier.value)} {scheme}"
    for relation in record.relations:
        said = f'<span class="soft">{frame.say(f"relation.{relation.type}")}</span>'
        target = text(one_line(relation.target))
        if relation.target in shown.related:
            target = link(shown.path, addresses.article(relation.target), target)
        yield frame.say("related"), f"{said} {target}"
    source = record.source
    size = f'<span class="soft">{source.size:,} {frame.say("bytes")}</span>'
    yield frame.say("source"), f"{words(source.name)} {size}"
    digest = f'<code class="digest">{source.sha256}</code>'
    yield "SHA-256", digest
    if record.revision > 1:
        yield frame.say("revision"), str(record.revision)


def _names(shown: Shown, frame: Frame) -> str:
    """The names by kind, each with how often and what the article calls it."""
    parts = []
    for kind in KINDS:
        found = [entity for entity in shown.record.entities if entity.type == kind]
        items = "".join(_name(shown, entity, frame) for entity in found)
        if items:
            parts.append(f'<h3>{frame.say(kind)}</h3>\n<ul class="names">{items}</ul>\n')
    topics = [named for named in subjects.names(shown.record) if named.kind == "topic"]
    if topics:
        items = "".join(
            f'<li id="{one.node}">{link(shown.path, one.page, words(one.name))}</li>'
            for one in topics
        )
        parts.append(f'<h3>{frame.say("topic")}</h3>\n<ul class="names">{items}</ul>\n')
    if not parts:
        return ""
    return "".join(parts) + f'<p class="soft">{frame.say("names-note")}</p>\n'


def _name(shown: Shown, entity: Entity, frame: Frame) -> str:
    named = _to_name(shown, entity, words(entity.name, shown.language))
    times = (
        f' <span class="soft">×{len(entity.mentions)}</span>' if len(entity.mentions) > 1 else ""
    )
    role = ""
    if entity.roles and not shown.settings.without_text:
        role = f' <span class="role">{words(entity.roles[0].value, shown.language)}</span>'
    same = "".join(
        f' <span class="same">{address(found.iri)}</span>' for found in entity.identifiers[:1]
    )
    return f'<li id="{attribute(entity.id)}">{named}{times}{role}{same}</li>'


def _quotes(shown: Shown, frame: Frame) -> str:
    entities = {entity.id: entity for entity in shown.record.entities}
    items = "".join(_quote(shown, quote, entities, frame) for quote in shown.record.quotes)
    return f'<ol class="said">\n{items}</ol>\n' if items else ""


def _quote(shown: Shown, quote: Quote, entities: dict[str, Entity], frame: Frame) -> str:
    """Who says it, of what kind it is, and its first words."""
    names = {id: entity.name for id, entity in entities.items()}
    said_by = _speaker(quote, shown.record, names)
    entity = entities.get(quote.speaker.entity or "") if quote.speaker else None
    if entity:
        who = _to_name(shown, entity, words(entity.name, shown.language))
    elif said_by and not shown.settings.without_text:
        who = words(said_by, shown.language)
    else:
        who = f'<span class="soft">{frame.say("speaker-unknown")}</span>'
    via = entities.get(quote.via.entity or "") if quote.via else None
    if via:
        through = _to_name(shown, via, words(via.name, shown.language))
        who += f' <span class="soft">{frame.say("via")}</span> {through}'
    kind = f'<span class="soft">{frame.say(f"quote.{quote.kind}")}</span>'
    said = f'<span class="words">{_quoted(shown, quote)}</span>'
    return f'<li class="{quote.kind}">{who} {kind} {said}</li>\n'


def _quoted(shown: Shown, quote: Quote) -> str:
    """Its first words, as a link into the text; its offsets where there is no text."""
    if shown.settings.without_text:
        places = ", ".join(f"{span.start}–{span.end}" for span in quote.spans)
        return f'<code id="{attribute(quote.id)}">{places}</code>'
    said = " … ".join(span.of(shown.record.text) for span in quote.spans)
    return link(shown.path, f"#{quote.id}", words(said, shown.language, 140))


def _notes(shown: Shown, frame: Frame) -> str:
    found: dict[str, int] = {}
    for note in shown.record.notes:
        found[note.code] = found.get(note.code, 0) + 1
    items = "".join(
        f"<li><code>{text(code)}</code>{f' ×{number}' if number > 1 else ''}</li>"
        for code, number in found.items()
    )
    return f"<ul>{items}</ul>\n" if items else ""


def _formats(shown: Shown, frame: Frame) -> str:
    items = [
        f'<li><a href="{shown.record.id[-36:]}{item.suffix}" type="{item.media_type}">'
        f'{text(item.suffix)}</a> <span class="soft">{text(item.title)}</span></li>'
        for item in shown.formats
    ]
    if not shown.settings.without_text:
        items.append(
            f'<li><a href="{shown.record.id[-36:]}.txt" type="text/plain">.txt</a>'
            f' <span class="soft">{frame.say("text")}, UTF-8</span></li>'
        )
    items.append(
        f'<li><a href="{shown.record.id[-36:]}.linkset.json" type="application/linkset+json">'
        '.linkset.json</a> <span class="soft">RFC 9264</span></li>'
    )
    return f'<ul class="formats">{"".join(items)}</ul>\n'
