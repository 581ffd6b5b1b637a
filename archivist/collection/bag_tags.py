"""This module reads the text tag files of a bag: bagit.txt, bag-info.txt, and lines in general.

RFC 8493, 2.1.1 (bag declaration), 2.2.2 (bag metadata) and 2.3 (text tag files); the drafts of
0.93 to 0.97 where they ask for less.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from archivist.collection.bag_names import V1, Version

KNOWN: tuple[Version, ...] = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), V1)

_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = r"[ \t]"
# 1.0: a colon and one blank; before, any number of blanks on both sides of the colon.
_VERSION = re.compile(r"BagIt-Version: ([0-9]+)\.([0-9]+)", re.IGNORECASE)
_VERSION_BEFORE = re.compile(
    rf"BagIt-Version{_BLANKS}*:{_BLANKS}*([0-9]+)\.([0-9]+){_BLANKS}*", re.IGNORECASE
)
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([!-~]+)", re.IGNORECASE)
_ENCODING_BEFORE = re.compile(
    rf"Tag-File-Character-Encoding{_BLANKS}*:{_BLANKS}*([!-~]+){_BLANKS}*", re.IGNORECASE
)
# Codecs of Python that are not character sets of IANA's registry.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem",
     "palmos", "utf-8-sig", "charmap"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    """What bagit.txt says. `faults`: (line or None, what was found, what would be right)."""

    version: Version
    encoding: str
    faults: tuple[tuple[int | None, str, str], ...] = ()
    unknown_encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One metadata element of bag-info.txt, with its line from 1."""

    line: int
    label: str
    value: str


def lines(text: str) -> list[str]:
    """The lines of a tag file: LF, CR and CR LF end one, in any mixture; nothing else does."""
    found = _ENDS.split(text)
    if found and not found[-1]:
        found.pop()
    return found


# ------------------------------------------------------------------ bagit.txt


def declaration(data: bytes) -> Declaration:
    """The declaration with all its faults; 1.0 and UTF-8 are assumed where it does not say."""
    faults: list[tuple[int | None, str, str]] = []
    if data.startswith(codecs.BOM_UTF8):
        faults.append((1, "a byte-order mark", "none"))
        data = data[len(codecs.BOM_UTF8) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        faults.append((None, "bytes that are not UTF-8", "UTF-8"))
        text = data.decode("utf-8", "replace")
    printed = lines(text)
    version = _version(printed, faults)
    encoding, unknown = _encoding(printed, version, faults)
    if len(printed) > 2:
        faults.append((3, f"{len(printed)} lines", "exactly two"))
    return Declaration(version, encoding, tuple(faults), unknown)


def _version(printed: list[str], faults: list[tuple[int | None, str, str]]) -> Version:
    wanted = "BagIt-Version: 1.0"
    first = printed[0] if printed else ""
    found = _VERSION_BEFORE.fullmatch(first)
    if found is None:
        faults.append((1, repr(first[:80]) if printed else "an empty file", wanted))
        return V1
    version = int(found[1]), int(found[2])
    if version not in KNOWN or first.partition(":")[2].strip() not in _SPELLED:
        faults.append((1, f"version {found[1]}.{found[2]}", "1.0, or 0.93 to 0.97"))
        return V1 if version >= V1 else KNOWN[-2]
    if version >= V1 and not _VERSION.fullmatch(first):
        faults.append((1, repr(first[:80]), f"{wanted!r}, with one blank"))
    return version


_SPELLED = frozenset(f"{major}.{minor}" for major, minor in KNOWN)


def _encoding(
    printed: list[str], version: Version, faults: list[tuple[int | None, str, str]]
) -> tuple[str, str | None]:
    """The codec, and the name of the encoding when nobody knows it."""
    wanted = "Tag-File-Character-Encoding: UTF-8"
    second = printed[1] if len(printed) > 1 else None
    found = _ENCODING_BEFORE.fullmatch(second or "")
    if found is None:
        faults.append((2, "no second line" if second is None else repr(second[:80]), wanted))
        return "utf-8", None
    if version >= V1 and not _ENCODING.fullmatch(second or ""):
        faults.append((2, repr(second), f"{wanted!r}, with one blank"))
    codec = codec_of(found[1])
    return codec or "utf-8", None if codec else found[1]


def codec_of(name: str) -> str | None:
    """Python's name of a character set; None when it has none."""
    try:
        codec = codecs.lookup(name)
        " ".encode(codec.name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if codec.name.replace("_", "-") in _NO_CHARSETS else codec.name


# ------------------------------------------------------------------ any tag file


def decode(data: bytes, codec: str) -> tuple[str, str | None]:
    """The text of a tag file, and what is wrong with its bytes.

    Bytes that are not of the encoding come back as surrogates, as the names of files do.
    """
    if codec == "utf-8":
        fault = None
        if data.startswith(codecs.BOM_UTF8):
            fault, data = "a byte-order mark, which UTF-8 must not have here", data[3:]
        elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return decode(data, "utf-16")[0], "UTF-16"
        try:
            return data.decode("utf-8"), fault
        except UnicodeDecodeError:
            return data.decode("utf-8", "surrogateescape"), "bytes that are not UTF-8"
    if codec == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16-be"  # RFC 2781, 4.3
    if codec == "utf-32" and not data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        codec = "utf-32-be"
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        return data.decode("utf-8", "surrogateescape"), f"bytes that are not {codec.upper()}"
    if text.startswith("\ufeff"):
        return text[1:], None
    return text, None


# ------------------------------------------------------------------ bag-info.txt


def elements(text: str, version: Version) -> tuple[list[Element], list[tuple[int, str, str]]]:
    """The elements in their order, continued lines joined, and (line, found, wanted) of faults."""
    found: list[Element] = []
    faults: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines(text), start=1):
        if not line.strip(" \t"):
            faults.append((number, "a blank line", "label, colon, blank, value"))
        elif line[0] in " \t":
            _continue(found, faults, number, line)
        else:
            _element(found, faults, number, line, version)
    return found, faults


def _continue(
    found: list[Element], faults: list[tuple[int, str, str]], number: int, line: str
) -> None:
    if not found:
        faults.append((number, "a continued line", "a label first"))
        return
    last = found[-1]
    found[-1] = Element(last.line, last.label, f"{last.value} {line.strip()}".strip())


def _element(
    found: list[Element],
    faults: list[tuple[int, str, str]],
    number: int,
    line: str,
    version: Version,
) -> None:
    label, colon, value = line.partition(":")
    if not colon or not label.strip():
        faults.append((number, repr(line[:60]), "label, colon, blank, value"))
        return
    if version >= V1 and label != label.strip(" \t"):
        faults.append((number, f"a blank after the label {label.strip()!r}", "none"))
    elif version >= V1 and value[:1] not in (" ", "\t", ""):
        faults.append((number, f"no blank after the colon of {label!r}", "one"))
    found.append(Element(number, label.strip(), value.strip()))
