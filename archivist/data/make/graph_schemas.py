"""Writes schemas/context.jsonld and schemas/vocabulary.ttl from the mapping of the graph.

Run it after a change of the mapping: python archivist/data/make/graph_schemas.py
"""

from __future__ import annotations

from pathlib import Path

from archivist.exporters.graph.context import published
from archivist.exporters.graph.vocabulary import vocabulary

SCHEMAS = Path(__file__).parents[3] / "schemas"

for name, data in (("context.jsonld", published()), ("vocabulary.ttl", vocabulary())):
    (SCHEMAS / name).write_bytes(data)
    print(f"schemas/{name}  {len(data):,} bytes")
