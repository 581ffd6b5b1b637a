"""This module is the only place that configures lxml: no entities, no DTD, no network."""

from __future__ import annotations

from lxml import etree


def xml_parser(*, recover: bool = False) -> etree.XMLParser:
    """A parser for one document; entities stay unresolved, nothing is fetched.

    `recover`: go on behind what is not well-formed.
    """
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Raises `etree.XMLSyntaxError` (line and column in it)."""
    return etree.fromstring(data, xml_parser())
