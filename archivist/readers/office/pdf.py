"""This module reads PDF with a text layer (ISO 32000), through PDFium.

Lines come in the order of the file's content, which is that of columns in nearly all; they make
paragraphs by their gaps, indents and sizes of type. Hyphens at line ends stay as printed. Heads
and feet that run through the pages are blocks of their own. Nothing is taken from pictures: a
scan without text is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Any

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.office import package, properties
from archivist.record import Declared, Document, Source
from archivist.settings import Settings

if TYPE_CHECKING:
    import pypdfium2

INSTALL = 'pip install "archivist[pdf]"'
_PASSWORD = 4  # FPDF_ERR_PASSWORD, fpdfview.h
_LEADING = 1.35  # a gap is wider than so many usual line distances
_SIZE = 1.15  # another size of type, in relation to the line before
_LARGE = 1.25  # type of headings, in relation to that of most lines
_HEADING = 300  # characters a heading has at most
_TOP = 5  # blocks of the first page among which the headline is
_SHORT = 0.85  # a line that ends so early in its column ends a paragraph, if a sentence ends too
_RUNNING = 3  # pages on which a first or last line is the same, but for its numbers
_SENTENCE_END = (".", "!", "?", ":", "…", '."', ".”", ".»", "!”", "?”", "!»", "?»")


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of a PDF; up to 1,024 others may stand before them."""
    return head.startswith(b"%PDF-") or b"\n%PDF-1." in head[:1024]


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; or R080 (damaged), R081 (encrypted), R082 (no text), R083 (no PDFium)."""
    try:
        import pypdfium2
    except ImportError:
        return None, (_missing(source),)
    try:
        opened = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            return None, (package.encrypted(source),)
        return None, (package.broken("a PDF that PDFium cannot open", source),)
    try:
        return _read(opened, source)
    finally:
        opened.close()


def _missing(source: Source) -> Problem:
    message = "found a PDF, and nothing installed that reads it"
    return problem("R083", message, Location(source.location), hint=INSTALL)


def _read(
    opened: pypdfium2.PdfDocument, source: Source
) -> tuple[Document | None, tuple[Problem, ...]]:
    pages = [tuple(_lines(opened, number)) for number in range(len(opened))]
    if not any(pages):
        return None, (_scan(len(pages), source),)
    stated = opened.get_metadata_dict()
    text, blocks = lay_out(_leaves(pages, stated.get("Title", "")))
    if not texts.is_visible(text):
        return None, (plain.no_text(source),)
    from importlib.metadata import version

    declared = (*source.declared, *_declared(stated))
    parts = (("pypdfium2", version("pypdfium2")),)
    document = Document(source, "application/pdf", text, None, blocks, declared, parts)
    return document, _silent(pages, source)


def _scan(pages: int, source: Source) -> Problem:
    count = f"{pages:,} {'page' if pages == 1 else 'pages'}"
    message = f"found {count} of pictures without a text layer, wanted text"
    hint = "recognise the text first (OCR), e.g. ocrmypdf scan.pdf text.pdf"
    return problem("R082", message, Location(source.location), hint=hint)


def _silent(pages: Sequence[Sequence[Line]], source: Source) -> tuple[Problem, ...]:
    without = [str(number) for number, page in enumerate(pages, start=1) if not page]
    if not without:
        return ()
    named = ", ".join(without[:10]) + (", …" if len(without) > 10 else "")
    message = f"found no text on {len(without):,} of {len(pages):,} pages: {named}"
    hint = "blank pages and pictures have none; scanned pages need OCR"
    return (problem("R084", message, Location(source.location), hint=hint),)


# ------------------------------------------------------------------ what the file states


def _declared(stated: dict[str, str]) -> Iterator[Declared]:
    """ISO 32000-2, 14.3.3: the document information dictionary."""
    made = _moment(stated.get("CreationDate", ""))
    if made:
        yield Declared("date.created", made, "Info/CreationDate", "pdf.created")
    for word in properties.words(stated.get("Keywords", "")):
        yield Declared("topic", word, "Info/Keywords", "pdf.keywords")


_DATE = re.compile(
    r"D:(\d{4})(?:(\d{2})(\d{2})?)?(?:(?<=\d{8})(\d{2})(\d{2})(\d{2})?)?"
    r"(Z|[+-]\d{2}'?\d{2})?.*",
    re.S,
)


def _moment(value: str) -> str:
    """`D:20240312101500+01'00'` → `2024-03-12T10:15:00+01:00` (ISO 32000-2, 7.9.4)."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not (day and hour and minute and second):
        return date
    shift = zone or ""
    if shift and shift != "Z":
        shift = f"{shift[:3]}:{shift[-2:]}"
    return f"{date}T{hour}:{minute}:{second}{shift}"


# ------------------------------------------------------------------ lines


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its place on the page, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def _lines(opened: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    """The lines of a page that hold words; none of a page that cannot be opened."""
    import pypdfium2

    try:
        page = opened[number].get_textpage()
        held = page.get_text_range() if page.count_chars() else ""
    except pypdfium2.PdfiumError:
        return
    # PDFium puts U+FFFE where a hyphen ends a line that the next word goes on from.
    at = 0
    for line in re.split(r"(\ufffe|\r\n|[\r\n])", held):
        start, at = at, at + len(line)
        hyphen = "-" if held.startswith("\ufffe", at) else ""
        words = line.strip()
        if words and words != "\ufffe":
            first = start + len(line) - len(line.lstrip())
            yield _placed(page, _words(line) + hyphen, first, first + len(words) - 1)


def _words(line: str) -> str:
    """The words of a line without control characters, which some fonts leave behind."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", "", line).strip()


def _placed(page: Any, line: str, first: int, last: int) -> Line:
    left, bottom, _, top = _box(page, first)
    _, low, right, high = _box(page, last)
    return Line(line, left, min(bottom, low), right, max(top, high))


def _box(page: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2
    from pypdfium2 import raw

    place = raw.FPDFText_GetCharIndexFromTextIndex(page, index)
    try:
        left, bottom, right, top = page.get_charbox(place, loose=True)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return left, bottom, right, top


# ------------------------------------------------------------------ paragraphs


def _leaves(pages: Sequence[Sequence[Line]], title: str) -> Iterator[Leaf]:
    leading = _usual_leading(pages)
    running = _running(pages)
    found = [
        (number, held, role)
        for number, lines in enumerate(pages, start=1)
        for held, role in _grouped(lines, running, leading)
    ]
    usual = _usual_height(pages)
    head = _headline([held for number, held, role in found if number == 1 and not role], usual)
    headed = head is not None
    for number, held, role in found:
        text = "\n".join(line.text for line in held)
        path = f"page[{number}]"
        if role:
            yield Leaf("other", "pdf.running", path, text)
        elif held is head:
            yield Leaf("headline", "pdf.large-type", path, text)
        elif not headed and properties.same(text, title):
            headed = True
            yield Leaf("headline", "pdf.title", path, text)
        elif _is_large(held, usual):
            yield Leaf("subhead", "pdf.large-type", path, text)
        else:
            headed = True
            yield Leaf("paragraph", "pdf.paragraph", path, text)


def _usual_height(pages: Sequence[Sequence[Line]]) -> float:
    """The height of the type that most characters are set in."""
    letters: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        letters[round(line.height, 1)] += len(line.text)
    return max(letters, key=lambda height: (letters[height], height), default=0.0)


def _is_large(held: Sequence[Line], usual: float) -> bool:
    short = sum(len(line.text) for line in held) <= _HEADING
    return usual > 0 and short and min(line.height for line in held) >= _LARGE * usual


def _headline(blocks: Sequence[list[Line]], usual: float) -> list[Line] | None:
    """The block set in the largest type at the top of the first page."""
    large = [held for held in blocks[:_TOP] if _is_large(held, usual)]
    return max(large, key=lambda held: held[0].height, default=None)


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """First and last lines that come again on other pages, with their numbers as `#`."""
    edges = Counter(
        key for lines in pages if lines for key in {_key(lines[0]), _key(lines[-1])} if key
    )
    return frozenset(key for key, times in edges.items() if times >= _RUNNING)


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _usual_leading(pages: Sequence[Sequence[Line]]) -> float:
    """The distance from line to line, in heights of the line, that is met most."""
    steps = [
        (above.bottom - below.bottom) / above.height
        for lines in pages
        for above, below in pairwise(lines)
        if above.height > 0 and 0 < above.bottom - below.bottom < 3 * above.height
    ]
    return median_low(steps) if steps else 1.2


def _grouped(
    lines: Sequence[Line], running: frozenset[str], leading: float
) -> Iterator[tuple[list[Line], bool]]:
    """Lines of one paragraph together; True for heads and feet of the page."""
    held: list[Line] = []
    for at, line in enumerate(lines):
        if at in (0, len(lines) - 1) and _key(line) in running:
            if held:
                yield held, False
            held = []
            yield [line], True
            continue
        if held and _parted(held, line, leading):
            yield held, False
            held = []
        held.append(line)
    if held:
        yield held, False


def _parted(held: Sequence[Line], line: Line, leading: float) -> bool:
    """Whether a line begins a new paragraph after those held."""
    last = held[-1]
    big, small = max(last.height, line.height), min(last.height, line.height)
    if small <= 0 or big / small > _SIZE:
        return True
    step = last.bottom - line.bottom
    ended = last.text.endswith(_SENTENCE_END)
    if step < 0:  # the next column, or a block that stands elsewhere
        return ended or not (line.text[:1].islower() or last.text.endswith("-"))
    if step > _LEADING * leading * last.height:
        return True
    edge = min(item.left for item in held[1:] or held)
    if line.left > edge + 0.6 * line.height and last.left < line.left:
        return ended or last.left <= edge
    width = max(item.right for item in held) - edge
    return ended and len(held) > 1 and last.right < edge + _SHORT * width
