"""This module parses XML as it comes from agencies: wrong encodings, blanks, broken markup."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from archivist import markup
from archivist.problems import Location, Problem, problem
from archivist.readers import xmlhead
from archivist.record import Source, Value
from archivist.settings import Settings
from archivist.text import decode_stated


class Parsed(NamedTuple):
    """The root element, the encoding of the bytes, and what had to be repaired."""

    root: etree._Element
    encoding: Value
    problems: tuple[Problem, ...]


_DECLARATION = re.compile(r"\s*<\?xml\s.*?\?>", re.DOTALL)


def parse(source: Source, settings: Settings) -> tuple[Parsed | None, tuple[Problem, ...]]:
    """The document, or the errors that say why there is none."""
    label = xmlhead.encoding(source.data) or source.charset
    decoded, problems = decode_stated(
        source.data, source.location, label, "xml/encoding", encoding=settings.encoding
    )
    if decoded is None:
        return None, problems
    text = _DECLARATION.sub("", decoded.text, count=1).lstrip()
    root, fault = _strictly(text)
    if root is None:
        root, halted = _as_far_as_it_goes(text)
        where = Location(source.location)
        if root is None or halted:
            message = f"found no well-formed XML: {fault}"
            return None, (*problems, problem("R040", message, where))
        message = f"found markup that is not well-formed, read as far as it goes: {fault}"
        problems += (problem("R095", message, where, hint="compare the text with the source"),)
    return Parsed(root, decoded.encoding, problems), ()


def _strictly(text: str) -> tuple[etree._Element | None, str]:
    """The root, or what the parser says against it."""
    try:
        return markup.parse_xml(text.encode("utf-8", "replace")), ""
    except etree.XMLSyntaxError as error:
        return None, " ".join(str(error).split())[:160]


def _as_far_as_it_goes(text: str) -> tuple[etree._Element | None, bool]:
    """The root of what is not well-formed, and whether a limit of the parser ended it early."""
    text = xmlhead.ILLEGAL.sub("", text[max(0, text.find("<")) :])
    parser = markup.xml_parser(recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, False
    limits = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_ENTITY_LOOP)
    return root, any(entry.type in limits for entry in parser.error_log)
