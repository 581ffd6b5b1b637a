"""This module reads a message of RFC 5322 and MIME: newsletters, press releases, agency mail.

The text is the plain text part, else what the HTML part shows. Attachments are parts of their own:
`press.eml!/release.docx`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses

from archivist import text as texts
from archivist.problems import Location, problem
from archivist.readers import layout
from archivist.readers.parts import Part, Stream, fitting
from archivist.readers.xhtml import fragment
from archivist.record import Aside, Block, Declared, Document, Source
from archivist.settings import Settings

# `>From` at the start of a line: how a mailbox tells it from its separator.
_QUOTED = re.compile(r"^>(?=>*From )", re.MULTILINE)
# Attachments that are about the mail and no papers of their own.
NO_TEXT = frozenset(
    [
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "application/ms-tnef",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "message/delivery-status",
        "text/rfc822-headers",
    ]
)
FIRST = rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)"
_HEAD = re.compile(rb"(?:From [^\r\n]+\r?\n)?" + FIRST + rb"{2,}")
_KNOWN = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|date|subject|from|to):", re.I | re.M
)


def opens(head: bytes) -> bool:
    """Whether it begins with header fields, three of them such as every mail has."""
    found = _HEAD.match(head[:16384])
    return found is not None and len({name.lower() for name in _KNOWN.findall(found[0])}) >= 3


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The message itself, then its attachments."""
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    message = _parsed(source.data)
    if message is None:
        deep = problem("R026", "found parts nested too deeply", Location(source.location))
        yield Part(source, problems=(deep,))
        return
    leaves = list(_leaves(message))
    yield _document(source, message, leaves, settings)
    taken: dict[str, int] = {}
    for leaf in leaves:
        name = _attachment(leaf)
        data = _content(leaf)
        if name is not None and data:
            taken[name] = taken.get(name, 0) + 1
            number = f"#{taken[name]}" if taken[name] > 1 else ""
            kind = leaf.get_content_type()
            known = kind if kind != "application/octet-stream" else None
            attached = stream.source(f"!/{name}{number}", data, media_type=known)
            aside = Aside("other-type", f"media type {kind}") if kind in NO_TEXT else None
            yield Part(attached, aside=aside)


def _parsed(data: bytes) -> Message | None:
    """The message; None where multiparts lie in each other deeper than Python can go."""
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except RecursionError:
        return None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a message inside a message is one of them."""
    open_parts = [message]
    while open_parts:
        part = open_parts.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            open_parts.extend(p for p in reversed(inner) if isinstance(p, Message))
        else:
            yield part


def _attachment(part: Message) -> str | None:
    """The name of a part that is a file beside the message; None for what is shown in it."""
    stated = part.get_filename() if _is_safe(part) else None
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    if part.get_content_type() == "message/rfc822":
        return _file_name(stated or "message.eml")
    if stated is None and not disposition.startswith("attachment"):
        return None
    if part.get_content_maintype() == "text" and disposition.startswith("inline"):
        return None
    return _file_name(stated or f"part.{part.get_content_subtype()}")


def _is_safe(part: Message) -> bool:
    """Python's reader of RFC 2231 names raises for some broken ones."""
    try:
        part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError, AssertionError):
        return False
    return True


def _file_name(stated: str) -> str:
    """The last step of a stated name: a mail never says where a file lies."""
    name = _unfolded(stated).replace("\\", "/").rpartition("/")[2].strip(". \t")
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "_", name)[:120] or "part"


def _content(part: Message) -> bytes:
    """The bytes of a part after base64 or quoted-printable."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else None
        return _as_bytes(held) if isinstance(held, Message) else b""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _as_bytes(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, KeyError, UnicodeError, AttributeError):
        return b""


# ------------------------------------------------------------------ the message as an article


def _document(source: Source, message: Message, leaves: list[Message], settings: Settings) -> Part:
    bodies = [leaf for leaf in leaves if _attachment(leaf) is None]
    part = _best(bodies, "text/plain") or _best(bodies, "text/html")
    if part is None:
        return _without_text(source, message)
    data, label = _content(part), part.get_param("charset")
    stated = label if isinstance(label, str) else None
    decoded, problems = texts.decode_stated(
        data, source.location, stated, "Content-Type", encoding=settings.encoding
    )
    if decoded is None:
        return Part(source, problems=problems)
    shown = _QUOTED.sub("", decoded.text) if source.data.startswith(b"From ") else decoded.text
    text, blocks = _laid_out(shown, part.get_content_type())
    if not texts.is_visible(text):
        return _without_text(source, message)
    facts = (*source.declared, *_facts(message))
    document = Document(source, "message/rfc822", text, decoded.encoding, blocks, facts)
    return Part(source, document, problems=problems)


def _without_text(source: Source, message: Message) -> Part:
    """A mail that only carries files is what its subject says."""
    only = layout.Leaf("headline", "mail.subject", "Subject", _header(message, "Subject"))
    text, blocks = layout.lay_out([only])
    if not text:
        return Part(source, aside=Aside("no-article", "a mail without subject and text"))
    facts = (*source.declared, *_facts(message))
    return Part(source, Document(source, "message/rfc822", text, None, blocks, facts))


def _best(parts: list[Message], kind: str) -> Message | None:
    """The first part of that type that shows something."""
    return next((p for p in parts if p.get_content_type() == kind and _content(p).strip()), None)


def _laid_out(text: str, kind: str) -> tuple[str, tuple[Block, ...]]:
    if kind == "text/html":
        return layout.lay_out(fragment(text))
    return text, tuple(texts.paragraphs(text))


def _facts(message: Message) -> Iterator[Declared]:
    subject = _header(message, "Subject")
    if subject:
        yield Declared("headline", subject, "Subject", "mail.subject")
    if _header(message, "Date"):
        yield Declared("date.published", _header(message, "Date"), "Date", "mail.date")
    for name in _senders(message):
        yield Declared("credit.author", name, "From", "mail.from")
    identifier = _header(message, "Message-ID").strip("<> ")
    if identifier:
        yield Declared("identifier.message-id", identifier, "Message-ID", "mail.message-id")
    language = _header(message, "Content-Language").partition(",")[0]
    if language:
        yield Declared("language", language, "Content-Language", "mail.language")


def _senders(message: Message) -> Iterator[str]:
    """Names only: an address names nobody."""
    try:
        senders = getaddresses([_header(message, "From")])
    except (ValueError, IndexError, TypeError):
        return
    for name, _ in senders:
        if name.strip() and "@" not in name:
            yield name.strip()


def _header(message: Message, name: str) -> str:
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return _unfolded(next(found, ""))


def _unfolded(value: object) -> str:
    """A header in letters: encoded words decoded, raw bytes as UTF-8 or cp1252, on one line."""
    printed = str(value)
    try:
        pieces = decode_header(printed)
    except (HeaderParseError, ValueError, LookupError):
        pieces = [(printed, None)]
    return " ".join("".join(_letters(raw, label) for raw, label in pieces).split())


def _letters(raw: bytes | str, label: str | None) -> str:
    """One piece of a header; Python's mail parser keeps bytes beyond ASCII as surrogates."""
    data = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw
    stated = texts.codec_of(label) if label else None
    for name in (stated, "utf-8", "cp1252"):
        try:
            if name:
                return data.decode(name)
        except UnicodeError:
            continue
    return data.decode("latin-1")
