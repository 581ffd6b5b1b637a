"""A source becomes documents, a document becomes a record, a record becomes exports.

Whatever is wrong on the way becomes problems.

    import archivist
    for article in archivist.convert("story.txt", to=["jsonld"]):
        print(article.record.title.value, article.problems)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archivist.errors import ArchivistError, InvalidRecord
    from archivist.pipeline import (
        Conversion,
        convert,
        export,
        read,
        to_graph,
        to_jsonld,
        to_newsml,
        validate,
    )
    from archivist.problems import Problem
    from archivist.record import Document, Record, Source
    from archivist.settings import Settings

__version__ = "0.1.0"

# Loaded when first used, so that `import archivist` and `archivist --help` stay fast.
_HOMES = {
    "ArchivistError": "errors",
    "InvalidRecord": "errors",
    "Conversion": "pipeline",
    "convert": "pipeline",
    "export": "pipeline",
    "read": "pipeline",
    "to_graph": "pipeline",
    "to_jsonld": "pipeline",
    "to_newsml": "pipeline",
    "validate": "pipeline",
    "Problem": "problems",
    "Document": "record",
    "Record": "record",
    "Source": "record",
    "Settings": "settings",
}

__all__ = [
    "ArchivistError",
    "Conversion",
    "Document",
    "InvalidRecord",
    "Problem",
    "Record",
    "Settings",
    "Source",
    "convert",
    "export",
    "read",
    "to_graph",
    "to_jsonld",
    "to_newsml",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'archivist' has no attribute {name!r}")
    return getattr(import_module(f"archivist.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
