"""This package says a record as one RDF graph, and reads that graph back.

`mapping` is the table, `terms` its words, `derived` what follows for readers of schema.org,
`writing` the walk, `lines` the spelling, `reading` the way back.
"""

from __future__ import annotations

from archivist.exporters.graph.lines import lines
from archivist.exporters.graph.reading import record_of
from archivist.exporters.graph.statements import Literal, Statement, line, statement
from archivist.record import Record
from archivist.settings import Settings

__all__ = ["Literal", "Statement", "line", "lines", "quads", "record_of", "statement"]


def quads(record: Record, settings: Settings) -> list[Statement]:
    """The statements of the graph at `settings.detail`, sorted; the graph is named apart."""
    return [statement(one) for one in lines(record, settings, named=False)]
