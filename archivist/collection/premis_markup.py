"""This module writes the pieces of a PREMIS document: elements, words, identifiers."""

from __future__ import annotations

import re

VOCABULARY = "http://id.loc.gov/vocabulary/preservation"


def element(tag: str, *content: str) -> str:
    """An element with its content two columns deeper, one element a line."""
    inner = "".join(content).replace("\n", "\n  ")[:-2]
    return f"<{tag}>\n  {inner}</{tag.partition(' ')[0]}>\n"


def plain(tag: str, value: str) -> str:
    return f"<{tag}>{_text(value)}</{tag}>\n"


def term(tag: str, label: str, scheme: str, code: str | None) -> str:
    """A word of a vocabulary of the Library of Congress, with its URI if it has one."""
    if code is None:
        return plain(tag, label)
    base = f"{VOCABULARY}/{scheme}"
    said = f'authority="{scheme}" authorityURI="{base}" valueURI="{base}/{code}"'
    return f"<{tag} {said}>{_text(label)}</{tag}>\n"


def identifier(of: str, type_: str, value: str, *, role: str | None = None) -> str:
    """`objectIdentifier`, `linkingEventIdentifier`, …: all are built alike."""
    name = f"{of}Identifier"
    last = plain(f"{of}Role", role) if role else ""
    return element(name, plain(f"{name}Type", type_), plain(f"{name}Value", value), last)


def _text(value: str) -> str:
    """Escaped for XML 1.0 on one line; what XML cannot hold becomes `\\x00`, visibly."""
    value = _FOREIGN.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_FOREIGN = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
