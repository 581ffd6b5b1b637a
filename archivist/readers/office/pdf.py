"""This module reads PDF with a text layer (ISO 32000), through PDFium.

Lines come in the order of the file's content, which is that of columns in nearly all; they make
paragraphs by their gaps, indents and sizes of type. Hyphens at line ends stay as printed. Heads
and feet that run through the pages are blocks of their own. Nothing is taken from pictures: a
scan without text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.readers.layout import lay_out
from archivist.readers.office import package, properties
from archivist.readers.office.pdf_layout import leaves
from archivist.readers.office.pdf_lines import Line, lines
from archivist.record import Declared, Document, Source
from archivist.settings import Settings

if TYPE_CHECKING:
    import pypdfium2

INSTALL = 'pip install "archivist[pdf]"'
_PASSWORD = 4  # FPDF_ERR_PASSWORD, fpdfview.h


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
    pages = [tuple(lines(opened, number)) for number in range(len(opened))]
    if not any(pages):
        return None, (_scan(len(pages), source),)
    stated = opened.get_metadata_dict()
    text, blocks = lay_out(leaves(pages, stated.get("Title", "")))
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
