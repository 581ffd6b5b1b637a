"""Any text becomes an article: valid spans, ordered blocks, the same again, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import assert_linear

from archivist import edtf, extractors
from archivist.extractors import Article
from archivist.extractors.phrases import phrase_to_edtf
from archivist.readers import plain
from archivist.record import Document, Evidence, Source, Span
from archivist.settings import Settings

# What pages are made of, so that Hypothesis meets the rules and not only noise.
PIECES = [
    " date 2024-10 ",
    "Pubblicato il 03/04/2024",
    "Updated: 31 June 2024",
    "By Ada Fenn and ",
    "Von der Leyen",
    "(ANSA) - ROMA, 22 APR - ",
    "LEEDS (Reuters) - ",
    "Crediti immagine: NATO",
    "Foto: X/Y, via Z (Archiv",
    "© Ponte 2024",
    "REUTERS/A B",
    "(AP)",
    "Lusa/fim",
    "-30-",
    "- item",
    "1. ",
    "si è detto si è detto",
    "Recco.Chi",
    "R o m a ,",
    "perchÃ©",
    "\r\n",
    "\r",
    "\n\n",
    "\n    ",
    "\u2028",
    "\x00",
    "\x0c",
    "\u0301",
    "𝔅",
    "ﬁ",
    "İ",
    "ß",
    "שלום",
    '"',
    "«",
    "(",
    ")" * 5,
    ":",
    ";",
    "/",
    " ",
    "the bridge is open and the mayor said that it was not",
    "il ponte è aperto e la sindaca ha detto che non lo era",
]
WORDS = [
    *("circa", "about", "verso il", "before", "not after", "dal", "between", "und", "or", "bis"),
    *("1900", "1998", "44", "12", "40", "XIX", "c", "s", "Jh.", "anni", "BC", "a.C.", "spring"),
    *("marzo", "Juni", "avr.", "mar", "03/04/2024", "2024-10-25", "10:15:30", "+02:00", "1998/99"),
    *(".", "-", "/", "?", "~", "(", ")", "[", "]", "'", ";", ",", "the", "del", "an II"),
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40).map("".join),
)


def extract(text: str, language: str | None = None) -> Article:
    document, _ = plain.read(Source("a.txt", "a.txt", text.encode()), Settings())
    if document is None:
        document = Document(Source("a.txt", "a.txt", b""), "text/plain", text, None, ())
    return extractors.extract(document, Settings(language=language))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([None, "it", "en", "fr", "de", "es", "pt", "nl", "pl"]))
def test_any_text_becomes_an_article_with_valid_spans(text: str, language: str | None) -> None:
    text = text.removeprefix("\ufeff")  # a byte order mark is no text
    article = extract(text, language)
    end = 0
    for block in article.blocks:
        assert text[end : block.span.start].strip() == ""
        assert end <= block.span.start < block.span.end <= len(text)
        assert _placed(block.evidence, text) == 0
        end = block.span.end
    assert not article.blocks or text[end:].strip() == ""
    assert article.title.value
    _check_values(article, text)
    assert extract(text, language) == article


def _check_values(article: Article, text: str) -> None:
    for date in article.dates:
        edtf.parse(date.value)
        assert _placed(date.evidence, text) == 1
        assert date.evidence.span is None or date.evidence.span.of(text) == date.verbatim
    for credit in article.credits:
        assert _placed(credit.evidence, text) == 1
        whole = credit.evidence.span
        for name in credit.names:
            assert name.span is None or name.span.of(text) == name.name
            assert whole is None or name.span is None or name.span in whole
    for item in (article.language, article.headline, article.rights):
        assert item is None or _placed(item.evidence, text) == 1
    for note in article.notes:
        assert 0 <= note.span.start < note.span.end <= len(text)
    line = article.dateline
    if line:
        whole = line.evidence.span
        assert whole
        assert all(part is None or part in whole for part in (line.place, line.agency))
        assert line.date is None or article.dates[line.date].role == "dateline"


def _placed(evidence: Evidence, text: str) -> int:
    """How many of the four places an evidence has."""
    if evidence.span is not None:
        assert _valid(evidence.span, text)
    places = (evidence.span, evidence.declared, evidence.context, evidence.corrected)
    return sum(place is not None for place in places)


def _valid(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(WORDS),
            max_size=8,
        ).map(" ".join),
    ),
    st.sampled_from([None, "it", "en", "fr", "de", "es", "pt", "nl", "pl", "xx"]),
)
def test_a_phrase_gives_valid_edtf_or_nothing(text: str, language: str | None) -> None:
    found = phrase_to_edtf(text, language)
    if found is not None:
        assert (found.value is None) == (found.why != "read")
        if found.value is not None:
            edtf.parse(found.value)


@settings(max_examples=60, deadline=None)
@given(
    st.dates().filter(lambda day: day.year >= 1000),
    st.sampled_from(["{d} {m} {y}", "{y}-{n:02}-{d:02}", "{d:02}.{n:02}.{y}"]),
)
def test_a_printed_day_is_that_day_or_refused(day: object, form: str) -> None:
    from datetime import date

    from archivist.extractors.phrases.words import cldr

    assert isinstance(day, date)
    name = next(form for form, number in cldr()["en"]["month"] if number == day.month)
    text = form.format(d=day.day, m=name, n=day.month, y=day.year)
    found = phrase_to_edtf(text, "en")
    assert found
    if found.why == "ambiguous":
        assert day.day <= 12
    else:
        assert found.value == day.isoformat()


HOSTILE = {
    "one letter": "a" * 1_000_000,
    "blanks": "x" + " " * 1_000_000 + "x",
    "line ends": "a\n" * 500_000,
    "brackets": "(" * 1_000_000,
    "dashes": "- " * 500_000,
    "full stops": "." * 1_000_000,
    "digits": "1" * 1_000_000,
    "slashes": "a/" * 200_000,
    "colons": "Foto:" * 100_000,
    "quotes": '"' * 200_000,
    "marks": "Ã" * 500_000,
    "capitals": "PARIS, " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    """Of this station's own rules; a quadratic one would take minutes."""
    assert_linear(lambda size: _own_rules(HOSTILE[name][:size]), 240_000)


def _own_rules(text: str) -> None:
    from archivist.extractors import chronology, credits, datelines, language, layout, notes, title

    document, _ = plain.read(Source("a", "a", text.encode()), Settings())
    assert document
    tables = language.decide(document, Settings()).tables
    blocks = layout.arrange(document.text, document.blocks, tables)
    line = datelines.parts(document.text, blocks, tables)
    chronology.read(document, blocks, line, tables, Settings())
    title.title(document, blocks, None)
    credits.read(document.text, blocks, tables)
    notes.read(document.text, blocks, tables)
