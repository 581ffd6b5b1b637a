"""Records for property tests: hostile ones, ordinary ones, and two made by hand.

`records()` gives records that pass the schema and every check, and are as unpleasant as a valid
record can be; `plain_records()` the same shapes with ordinary words. Offsets are built from the
generated text, so nothing is filtered away, and every example shrinks towards little. Hypothesis
varies few records a lot; `samples()` is the broad net: many independent records, no shrinking.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from archivist import record as r

T = TypeVar("T")

# ------------------------------------------------------------------ what the strings are made of

NASTY = (
    "é",  # U+00E9, composed
    "e\u0301",  # the same letter, decomposed
    "\u212b",  # ANGSTROM SIGN: NFC would turn it into Å
    "𝔘𝕟𝕚",  # astral: two UTF-16 units, four UTF-8 bytes a character
    "👩🏽‍🚀",  # joined and tinted
    "\U0010ffff",  # the last code point, a noncharacter
    "\ufffe\uffff",  # noncharacters that XML cannot carry
    "\ufffd",
    "\ufeff",  # a BOM in the middle
    "\u200b\u200d\u00ad",
    "\u202eabc\u202c",  # right-to-left override
    "مرحبا بالعالم",
    "שָׁלוֹם",
    "日本語の記事。",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "  ",
    " ",
    "\u00a0",
    "\u0085",
    "\u2028\u2029",
    "\u3000",
    "\x00",
    "\x01\x08\x0b\x0c\x0e\x1b\x1f",
    "\x7f\x80\x9f",
    "</script>",
    "<!-- --",
    "]]>",
    "<b>&amp;&#10;</b>",
    '"',
    "'",
    '"""',
    "\\",
    "\\u0041\\n\\",
    "«",
    "»",
    "“”„‚‘’",
    "…",
    "[il presidente]",
    "{}",
    "^^",
    "@en",
    "%20%",
    "#/~0~1",
    "`|",
    "null",
    "_:b0",
    "-",
    "A",
    "a.b",
    "0123456789" * 30,
)
WORDS = ("Roma", "la", "città", "said", "Mario", "Rossi", "NATO", "che", "oggi", "Kyiv", "2024")

_nasty_string = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8),
)
_plain_string = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
GAPS = ("\n\n", "\r\n", "\r", "", " \t", "\u2028", "\x85", "\n \n\u3000")
COMPONENTS = ("rules", "lxml", "Z.9_a-b", "0")


@functools.lru_cache(maxsize=4096)
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    """Building a strategy costs more than drawing from it."""
    return st.integers(low, high)


EDTF_VALUES = (
    "1985-04-12",
    "1985-04",
    "1985",
    "1985-04-12T23:20:30",
    "1985-04-12T23:20:30Z",
    "1985-04-12T23:20:30-04",
    "1985-04-12T23:20:30+04:30",
    "1964/2008",
    "2004-06/2006-08",
    "2004-02-01/2005",
    "Y170000002",
    "Y-170000002",
    "2001-21",
    "1984?",
    "2004-06~",
    "2004-06-11%",
    "201X",
    "20XX",
    "2004-XX",
    "1985-04-XX",
    "1985-XX-XX",
    "XXXX-10-25",
    "1985-04-12/..",
    "../1985-04-12",
    "1985/",
    "/1985-04",
    "1984-06-02?/2004-08-08~",
    "-1985",
    "Y-17E7",
    "1950S2",
    "Y171010000S3",
    "2001-34",
    "[1667,1668,1670..1672]",
    "[..1760-12-03]",
    "[1760-12..]",
    "{1667,1668,1670..1672}",
    "{1960,1961-12}",
    "2004-06-11%",
    "2004-06~-11",
    "?2004-06-~11",
    "156X-12-25",
    "15XX-12-XX",
    "XXXX-12-XX",
    "1XXX-XX",
    "2004-06-XX/2004-07-03",
)
LANGUAGES = (
    "it",
    "en-GB",
    "pt-BR",
    "zh-Hans-CN",
    "sr-Latn-RS",
    "de-CH-1996",
    "sl-rozaj-biske",
    "en-u-islamcal",
    "es-419",
    "en-a-bbb-x-a-ccc",
    "x-whatever",
    "i-klingon",
    "art-lojban",
    "und",
    "EN-latn-gb",
)
IRIS = (
    "http://www.wikidata.org/entity/Q423",
    "https://example.org/a?b=c&d=%C3%A9#é",
    "https://example.org/città/𝔘",
    "urn:uuid:12345678-1234-5678-1234-567812345678",
    "tag:example.org,2024:newsml_L1N0",
    "mailto:desk@example.org",
    "http://[2001:db8::1]:8080/x;y='z'",
    "http://cv.iptc.org/newscodes/mediatopic/16000000",
    "file:///a/../b/./c",
    "HTTP://EXAMPLE.ORG",
    "ark:/12148/btv1b8449691v",
)
ENCODINGS = ("utf-8", "UTF-8", "windows-1252", "iso-8859-15", "utf-16-le", "shift_jis", "cp1252")
INSTANTS = (
    "2026-11-22T10:00:00Z",
    "2024-02-29T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T00:00:00Z",
)
RULES = ("title.opening-words", "quote.marks", "a", "date.header-2_b", "x" * 96)
SCHEMES = ("url", "ark", "medtop", "wikidata", "a", "iso3166-1_a2")
NAMES = ("a.txt", "1/b/2.html", "città 👩 \u202e.txt", 'a "b" <c>\n&.json', "-", "x..y/...")
HUGE = 9007199254740991

# ------------------------------------------------------------------ the generator


class _Maker:
    """Makes the parts of one record over one text.

    `number(low, high)` decides everything, both ends included; `string()` gives the free strings.
    """

    def __init__(
        self, number: Callable[[int, int], int], string: Callable[[], str], *, hostile: bool
    ) -> None:
        self.number = number
        self.string = string
        self.hostile = hostile
        self.text = ""

    # --- small decisions

    def flag(self) -> bool:
        return self.number(0, 1) == 1

    def gap(self) -> str:
        return self.pick(GAPS) if self.hostile else "\n\n"

    def pick(self, values: Sequence[T]) -> T:
        return values[self.number(0, len(values) - 1)]

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.flag() else None

    def several(self, make: Callable[[], T], most: int = 2) -> tuple[T, ...]:
        return tuple(make() for _ in range(self.number(0, most)))

    def span(self, low: int = 0, high: int | None = None) -> r.Span:
        high = len(self.text) if high is None else high
        start = self.number(low, high - 1)
        return r.Span(start, self.number(start + 1, high))

    def collapsed(self, span: r.Span) -> str:
        """The surface, or the surface on one line with single blanks: both are that surface."""
        surface = span.of(self.text)
        return self.pick((surface, " ".join(surface.split()) or surface))

    # --- evidence

    def confidence(self) -> int | None:
        return self.pick((None, 0, 100, 97))

    def elsewhere(self) -> r.Evidence:
        """Evidence that is not a span."""
        rule, confidence = self.pick(RULES), self.confidence()
        match self.number(0, 2):
            case 0:
                return r.Evidence(rule, confidence, declared=self.string())
            case 1:
                return r.Evidence(rule, confidence, context=self.string())
            case _:
                corrected = r.Corrected(self.string(), self.string())
                return r.Evidence(rule, confidence, corrected=corrected)

    def evidence(self) -> r.Evidence:
        return self.spanned(self.span()) if self.flag() else self.elsewhere()

    def spanned(self, span: r.Span) -> r.Evidence:
        return r.Evidence(self.pick(RULES), self.confidence(), span=span)

    def placed(self) -> r.Evidence:
        """Evidence of an object with a span of its own."""
        return self.elsewhere() if self.flag() else r.Evidence(self.pick(RULES), self.confidence())

    def surface(self) -> tuple[str, r.Evidence]:
        """A value that is printed (on one line or as it is) or comes from elsewhere."""
        if self.flag():
            span = self.span()
            return self.collapsed(span), self.spanned(span)
        return self.string(), self.elsewhere()

    def verbatim(self) -> tuple[str, r.Evidence]:
        if self.flag():
            span = self.span()
            return span.of(self.text), self.spanned(span)
        return self.string(), self.elsewhere()

    def value(self) -> r.Value:
        return r.Value(*self.surface())

    # --- the parts in the order of the record

    def blocks(self) -> tuple[r.Block, ...]:
        """Sets the text, too. No block at all is only possible over white space."""
        if self.hostile and self.number(0, 19) == 19:
            self.text = self.pick((" ", "\n\r\n", "\t\u2028"))
            return ()
        blocks = []
        text = self.gap()
        for _ in range(self.number(1, 4)):
            start = len(text)
            text += self.string()
            span = r.Span(start, len(text))
            blocks.append(r.Block(self.pick(get_args(r.BlockRole)), span, self.placed()))
            text += self.gap()
        self.text = text
        return tuple(blocks)

    def title(self) -> r.Title:
        if self.flag():
            value, evidence = self.surface()
            return r.Title(value, "formal", evidence)
        span = self.span()
        ending = self.pick(("", "…"))
        return r.Title(self.collapsed(span) + ending, "devised", self.spanned(span))

    def source(self) -> r.SourceInfo:
        return r.SourceInfo(
            name=self.pick(NAMES) if self.hostile else "articles/one.txt",
            part=self.maybe(self.string),
            places=self.several(self.string),
            media_type=self.pick(("text/plain", "application/vnd.iptc.g2.newsitem+xml")),
            encoding=self.maybe(lambda: r.Value(self.pick(ENCODINGS), self.evidence())),
            size=self.pick((1, 0, 3466, HUGE)),
            sha256=self.pick(("0" * 64, "9dae150e592de7b0652977f4406e7466" * 2)),
            url=self.maybe(lambda: self.pick(IRIS)),
            puid=self.maybe(lambda: self.pick(("x-fmt/111", "fmt/471"))),
        )

    def identifier(self) -> r.Identifier:
        if self.flag():
            return r.Identifier("url", self.pick(IRIS), self.evidence())
        return r.Identifier(self.pick(SCHEMES[1:]), self.string(), self.evidence())

    def date(self) -> r.Date:
        role, value = self.pick(get_args(r.DateRole)), self.pick(EDTF_VALUES)
        verbatim, evidence = self.verbatim()
        return r.Date(role, value, verbatim if self.flag() else None, evidence)

    def dateline(self, dates: int) -> r.Dateline:
        verbatim, evidence = self.verbatim()
        inside = evidence.span or r.Span(0, len(self.text))
        return r.Dateline(
            place=self.maybe(lambda: self.span(inside.start, inside.end)),
            agency=self.maybe(lambda: self.span(inside.start, inside.end)),
            date=self.pick((None, *range(dates))),
            verbatim=verbatim,
            evidence=evidence,
        )

    def credit(self, entities: Sequence[r.Entity]) -> r.Credit:
        verbatim, evidence = self.verbatim()
        inside = evidence.span or r.Span(0, len(self.text))
        ids = (None, *(entity.id for entity in entities))

        def name() -> r.CreditName:
            if self.flag():
                span = self.span(inside.start, inside.end)
                return r.CreditName(self.collapsed(span), span, self.pick(ids))
            return r.CreditName(self.string(), None, self.pick(ids))

        role = self.pick(get_args(r.CreditRole))
        return r.Credit(role, self.several(name), verbatim, evidence)

    def naming(self, entity: r.Entity) -> r.Credit:
        """The credit that an entity without a mention needs."""
        name = r.CreditName(self.string(), None, entity.id)
        return r.Credit(self.pick(get_args(r.CreditRole)), (name,), *self.verbatim())

    def rights(self) -> r.Rights:
        notice, evidence = self.surface()
        return r.Rights(
            statement=self.maybe(lambda: self.pick(IRIS)),
            holder=self.maybe(self.string),
            notice=notice if self.flag() else None,
            evidence=evidence,
        )

    def topic(self) -> r.Topic:
        scheme = self.maybe(lambda: self.pick(SCHEMES))
        code = self.maybe(self.string)
        name = self.string() if code is None else self.maybe(self.string)
        return r.Topic(scheme, code, name, self.evidence())

    def role(self) -> r.Role:
        if self.flag():
            span = self.span()
            return r.Role(self.collapsed(span), span, self.placed())
        return r.Role(self.string(), None, self.elsewhere())

    def entity(self, number: int) -> r.Entity:
        kind = self.pick(get_args(r.EntityType))

        def mention() -> r.Mention:
            return r.Mention(self.span(), kind == "organization" and self.flag(), self.placed())

        def identifier() -> r.EntityIdentifier:
            return r.EntityIdentifier(self.pick(SCHEMES), self.pick(IRIS), self.evidence())

        return r.Entity(
            id=f"e{number}",
            type=kind,
            name=self.string(),
            roles=self.several(self.role, 1),
            mentions=self.several(mention, 3),
            identifiers=self.several(identifier, 1),
        )

    def entities(self) -> tuple[r.Entity, ...]:
        return tuple(self.entity(number + 1) for number in range(self.number(0, 3)))

    def spans(self, low: int, high: int) -> tuple[r.Span, ...]:
        """One span, or several ordered and disjoint ones that may touch: an interrupted quote."""
        pieces = min(self.pick((1, 1, 2, 3)), high - low)
        spans = []
        for after in range(pieces - 1, -1, -1):
            start = self.number(low, high - 1 - after)
            low = self.number(start + 1, high - after)
            spans.append(r.Span(start, low))
        return tuple(spans)

    def quote(self, within: r.Quote | None, entities: Sequence[r.Entity]) -> r.Quote:
        hull = (within.spans[0].start, within.spans[-1].end) if within else (0, len(self.text))
        spans = self.spans(*hull)
        speakers = tuple(entity.id for entity in entities if entity.type != "place")

        def interpolation() -> r.Span:
            whole = self.pick(spans)
            return self.span(whole.start, whole.end)

        def party() -> tuple[str | None, r.Span | None, r.Evidence]:
            if speakers and self.flag():
                return self.pick(speakers), None, self.elsewhere()
            return self.pick((None, *speakers)), self.span(), self.placed()

        def speaker() -> r.Speaker:
            entity, span, evidence = party()
            return r.Speaker(entity, span, self.string()[:64], evidence)

        return r.Quote(
            id="",
            kind=self.pick(get_args(r.QuoteKind)),
            spans=spans,
            within=within.id if within else None,
            cue=self.maybe(lambda: r.Cue(self.span())),
            speaker=self.maybe(speaker),
            via=self.maybe(lambda: r.Via(*party())),
            interpolations=self.several(interpolation),
            evidence=self.placed(),
        )

    def quotes(self, entities: Sequence[r.Entity]) -> tuple[r.Quote, ...]:
        """Some inside an earlier one; the numbers run forwards or, as validly, backwards."""
        count = self.number(0, 3)
        ids = [f"q{number + 1}" for number in range(count)]
        backwards = self.flag()
        if backwards:
            ids.reverse()
        quotes: list[r.Quote] = []
        for own in ids:
            within = self.pick((None, *quotes))
            quote = self.quote(within, entities)
            quotes.append(_with_id(quote, own))
        return tuple(reversed(quotes) if backwards else quotes)

    def note(self) -> r.Note:
        code = self.pick(("glued-sentences", "doubled-words", "a", "mojibake"))
        return r.Note(code, self.span(), self.placed())

    def relation(self) -> r.Relation:
        return r.Relation(self.pick(get_args(r.RelationType)), self.pick(IRIS), self.evidence())

    def pointer(self) -> str:
        tokens = self.several(self.string)
        return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in tokens)

    def json(self, levels: int) -> Any:
        """Any JSON value without floats: the value of a patch."""
        match self.number(0, 5 if levels else 3):
            case 0:
                return self.pick((None, True, False))
            case 1:
                return self.pick((0, -1, HUGE, -HUGE))
            case 2 | 3:
                return self.pick(("", self.string()))
            case 4:
                return list(self.several(lambda: self.json(levels - 1), 3))
            case _:
                keys = (*self.several(self.string), "")
                return {key: self.json(levels - 1) for key in keys}

    def operation(self) -> r.PatchOperation:
        op = self.pick(("add", "remove", "replace", "move", "copy", "test"))
        from_ = self.pointer() if op in ("move", "copy") else None
        value = self.json(3) if op in ("add", "replace", "test") else None
        return r.PatchOperation(op, self.pointer(), from_, value)

    def entry(self) -> r.HistoryEntry:
        return r.HistoryEntry(
            action=self.pick(("extracted", "corrected", "migrated")),
            tool=self.string(),
            version=self.string(),
            rules=self.maybe(self.string),
            by=self.maybe(self.string),
            patch=self.several(self.operation),
        )

    def record(self) -> r.Record:
        blocks = self.blocks()
        source = self.source()
        dates = self.several(self.date)
        entities = self.entities()
        unnamed = [entity for entity in entities if not entity.mentions]
        credits = self.several(lambda: self.credit(entities))
        return r.Record(
            schema_version=r.SCHEMA_VERSION,
            id=r.record_id(source.sha256),
            generator=r.Generator(
                name=self.string(),
                version=self.string(),
                components={self.pick(COMPONENTS): text for text in self.several(self.string, 3)},
                as_of=self.pick(INSTANTS),
            ),
            source=source,
            identifiers=self.several(self.identifier),
            language=self.maybe(lambda: r.Value(self.pick(LANGUAGES), self.evidence())),
            text=self.text,
            blocks=blocks,
            title=self.title(),
            headline=self.maybe(self.value),
            summary=self.maybe(self.value),
            dates=dates,
            dateline=self.maybe(lambda: self.dateline(len(dates))),
            credits=credits + tuple(map(self.naming, unnamed)),
            rights=self.maybe(self.rights),
            topics=self.several(self.topic),
            entities=entities,
            quotes=self.quotes(entities),
            notes=self.several(self.note),
            relations=self.several(self.relation, 1),
            revision=self.pick((1, 2, HUGE)),
            status=self.pick(get_args(r.Status)),
            history=self.several(self.entry),
        )


def _with_id(quote: r.Quote, own: str) -> r.Quote:
    fields = {name: getattr(quote, name) for name in r.Quote.__dataclass_fields__}
    return r.Quote(**{**fields, "id": own})


def json_values(strings: st.SearchStrategy[str] = _nasty_string) -> st.SearchStrategy[Any]:
    """Any JSON value that the strict loader accepts: integers of I-JSON, no floats."""
    scalars = st.one_of(st.none(), st.booleans(), st.integers(-HUGE, HUGE), strings)
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.one_of(strings, st.just("")), inner, max_size=3),
        ),
        max_leaves=6,
    )


@st.composite
def records(draw: Callable[[st.SearchStrategy[Any]], Any], hostile: bool = True) -> r.Record:
    """Valid records; `hostile=False` gives the same shapes with ordinary words."""
    strings = _nasty_string if hostile else _plain_string

    def number(low: int, high: int) -> int:
        return int(draw(_integers(low, high)))

    return _Maker(number, lambda: str(draw(strings)), hostile=hostile).record()


def plain_records() -> st.SearchStrategy[r.Record]:
    """Valid records made of ordinary words."""
    return records(hostile=False)


def sample(seed: int, *, hostile: bool = True) -> r.Record:
    """One valid record without Hypothesis: the same for a seed, a tenth of the time."""
    dice = random.Random(seed)

    def string() -> str:
        if hostile:
            return "".join(dice.choices(NASTY, k=dice.choice((1, 1, 2, 4))))
        return " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))

    return _Maker(dice.randint, string, hostile=hostile).record()


def samples(count: int, *, hostile: bool = True) -> tuple[r.Record, ...]:
    """`count` records of as many seeds: 300 of them hold every choice and every nasty string."""
    return tuple(sample(seed, hostile=hostile) for seed in range(count))


# ------------------------------------------------------------------ made by hand


def minimal_record() -> r.Record:
    """The least that is a record: one letter, everything else null or empty."""
    digest = "0" * 64
    return r.Record(
        schema_version=r.SCHEMA_VERSION,
        id=r.record_id(digest),
        generator=r.Generator("archivist", "0.1.0", {}, "2026-11-22T10:00:00Z"),
        source=r.SourceInfo("a.txt", None, (), "text/plain", None, 1, digest, None, None),
        identifiers=(),
        language=None,
        text="A",
        blocks=(r.Block("paragraph", r.Span(0, 1), r.Evidence("block.blank-line")),),
        title=r.Title("A", "devised", r.Evidence("title.opening-words", 100, span=r.Span(0, 1))),
        headline=None,
        summary=None,
        dates=(),
        dateline=None,
        credits=(),
        rights=None,
        topics=(),
        entities=(),
        quotes=(),
        notes=(),
        relations=(),
        revision=1,
        status="usable",
        history=(),
    )


RICH_TEXT = (
    "Il porto riapre lunedì\n"
    "di Ada Valli\n\n"
    "TRIESTE, 3 maggio 2024 (Agenzia Adria) - Il porto riapre lunedì .\n\n"
    "La sindaca Nora Berti ha detto: «Abbiamo lavorato [per mesi]», e poi: «Grazie. "
    "Mi hanno scritto “venite presto”». Lo ha confermato per il Comune il portavoce Ugo Sala.\n\n"
    "Foto: Ivo Crast\n© 2024 Il Golfo"
)


def _at(surface: str, nth: int = 0) -> r.Span:
    start = -1
    for _ in range(nth + 1):
        start = RICH_TEXT.index(surface, start + 1)
    return r.Span(start, start + len(surface))


def _from(surface: str, rule: str, confidence: int | None = None) -> r.Evidence:
    return r.Evidence(rule, confidence, span=_at(surface))


def _rich_blocks() -> tuple[r.Block, ...]:
    roles: tuple[r.BlockRole, ...] = (
        "headline",
        "byline",
        "paragraph",
        "paragraph",
        "caption",
        "notice",
    )
    lines = [line for line in RICH_TEXT.split("\n") if line]
    evidence = r.Evidence("block.layout", 98)
    return tuple(
        r.Block(role, _at(line), evidence) for role, line in zip(roles, lines, strict=True)
    )


def _person(number: int, name: str, role: str | None) -> r.Entity:
    placed = r.Evidence("entity.role-title", 88)
    roles = (r.Role(role, _at(role), placed),) if role else ()
    mentions = (r.Mention(_at(name), False, placed),)
    return r.Entity(f"e{number}", "person", name, roles, mentions, ())


def _rich_entities() -> tuple[r.Entity, ...]:
    gazetteer = r.Evidence("entity.gazetteer")
    linked = r.Evidence("link.table", context="authorities.csv:3#iri")
    trieste = r.EntityIdentifier("geonames", "https://sws.geonames.org/3165185/", linked)
    return (
        _person(1, "Nora Berti", "sindaca"),
        _person(2, "Ugo Sala", "portavoce"),
        _person(3, "Ada Valli", None),
        r.Entity(
            "e4",
            "place",
            "Trieste",
            (),
            (r.Mention(_at("TRIESTE"), False, gazetteer),),
            (trieste,),
        ),
        r.Entity(
            "e5",
            "organization",
            "Comune",
            (),
            (r.Mention(_at("Comune"), True, gazetteer),),
            (),
        ),
        r.Entity("e6", "organization", "Il Golfo", (), (), ()),
    )


def _rich_credits() -> tuple[r.Credit, ...]:
    author = r.CreditName("Ada Valli", _at("Ada Valli"), "e3")
    photographer = r.CreditName("Ivo Crast", _at("Ivo Crast"), None)
    declared = r.Evidence("credit.declared", 100, declared="meta[publisher]")
    return (
        r.Credit("author", (author,), "di Ada Valli", _from("di Ada Valli", "credit.byline", 95)),
        r.Credit(
            "photographer",
            (photographer,),
            "Foto: Ivo Crast",
            _from("Foto: Ivo Crast", "credit.label"),
        ),
        r.Credit("publisher", (r.CreditName("Il Golfo", None, "e6"),), "Il Golfo", declared),
    )


def _rich_quotes() -> tuple[r.Quote, ...]:
    placed = r.Evidence("quote.marks", 96)
    berti = r.Speaker("e1", _at("Nora Berti"), "colon lead-in", r.Evidence("speaker.colon"))
    first, rest = (
        _at("Abbiamo lavorato [per mesi]"),
        _at("Grazie. Mi hanno scritto “venite presto”"),
    )
    said, confirmed = r.Cue(_at("ha detto")), r.Cue(_at("Lo ha confermato"))
    hole = (_at("[per mesi]"),)
    comune = r.Speaker("e5", None, "per + body", r.Evidence("speaker.via", declared="x"))
    via = r.Via("e2", _at("Ugo Sala"), r.Evidence("speaker.spokesperson"))
    inner = (_at("venite presto"),)
    lo = (_at("Lo"),)
    return (
        r.Quote("q1", "direct", (first, rest), None, said, berti, None, hole, placed),
        r.Quote("q2", "mixed", inner, "q1", None, None, None, (), placed),
        r.Quote("q3", "indirect", lo, None, confirmed, comune, via, (), placed),
    )


def _rich_history() -> tuple[r.HistoryEntry, ...]:
    value = {"value": "Il porto", "list": [1, None, True, {"": "è"}]}
    patch = (
        r.PatchOperation("test", "/headline/value", None, "Il porto riapre"),
        r.PatchOperation("replace", "/headline", None, value),
        r.PatchOperation("remove", "/topics/0", None, None),
        r.PatchOperation("move", "/notes/1", "/notes/0", None),
    )
    return (
        r.HistoryEntry("extracted", "archivist", "0.1.0", "sha256:ab", None, ()),
        r.HistoryEntry("corrected", "archivist", "0.1.0", None, "desk@example.org", patch),
    )


def rich_record() -> r.Record:
    """Every field filled with ordinary values."""
    digest = "00582d279303fd1c99ced7ff2ff4eefd8bcb987a22827239db2bdf77ac4b5512"
    declared = r.Evidence("declared", 100, declared="meta[x]")
    context = r.Evidence("sidecar", None, context="metadata.csv:17#dc.subject")
    human = r.Evidence("correction", None, corrected=r.Corrected("desk@example.org", "#2"))
    headline = "Il porto riapre lunedì"
    line = "TRIESTE, 3 maggio 2024 (Agenzia Adria)"
    notice = "© 2024 Il Golfo"
    utf8 = r.Value("utf-8", r.Evidence("decode.utf-8", 100, declared="bytes"))
    return r.Record(
        schema_version=r.SCHEMA_VERSION,
        id=r.record_id(digest),
        generator=r.Generator(
            "archivist", "0.1.0", {"rules": "sha256:ab", "lxml": "6.1.3"}, "2026-11-22T10:00:00Z"
        ),
        source=r.SourceInfo(
            name="golfo/porto.html",
            part="#3",
            places=("box.zip!/porto.html",),
            media_type="text/html",
            encoding=utf8,
            size=3466,
            sha256=digest,
            url="https://example.org/porto?id=1",
            puid="fmt/471",
        ),
        identifiers=(r.Identifier("url", "https://example.org/porto", declared),),
        language=r.Value("it", r.Evidence("language.words", 99, span=_at(RICH_TEXT))),
        text=RICH_TEXT,
        blocks=_rich_blocks(),
        title=r.Title(headline, "formal", _from(headline, "title.headline", 95)),
        headline=r.Value(headline, _from(headline, "headline.first-line", 95)),
        summary=r.Value("Riapertura del porto", declared),
        dates=(
            r.Date("dateline", "2024-05-03", "3 maggio 2024", _from("3 maggio 2024", "date.day")),
            r.Date("published", "2024-05", None, context),
            r.Date("coverage", "XXXX-05", "maggio", human),
        ),
        dateline=r.Dateline(
            _at("TRIESTE"), _at("Agenzia Adria"), 0, line, _from(line, "dateline.agency", 97)
        ),
        credits=_rich_credits(),
        rights=r.Rights(
            "https://rightsstatements.org/vocab/InC/1.0/",
            "Il Golfo",
            notice,
            _from(notice, "rights.notice"),
        ),
        topics=(r.Topic("medtop", "04000000", "economia", context),),
        entities=_rich_entities(),
        quotes=_rich_quotes(),
        notes=(r.Note("blank-before-mark", _at(" ."), r.Evidence("note.blank", 100)),),
        relations=(
            r.Relation("revisionOf", "urn:uuid:" + "1" * 8 + "-1111" * 3 + "-" + "1" * 12, human),
        ),
        revision=2,
        status="usable",
        history=_rich_history(),
    )
