"""An accession as it is sealed, for tests of what is said of it."""

from __future__ import annotations

from archivist.collection.facts import Accession, Counts

HOSTILE = "<script>alert('1')</script>&amp;\"\u202egpj.exe\x1b[31m\x00\u200b"


def accession(**said: object) -> Accession:
    facts: dict[str, object] = {
        "number": 1,
        "kind": "articles",
        "as_of": "2026-11-22T10:00:00Z",
        "version": "0.1.0",
        "components": {"rules": "sha256:0", "lxml": "5.2"},
        "fingerprint": "sha256:1",
        "options": "",
        "formats": ("jsonld",),
        "detail": "compact",
        "originals": "kept",
        "operator": "Ada",
        "organization": None,
        "rights": None,
        "inputs": 9,
        "input_bytes": 900,
        "counts": Counts(written=4, unchanged=1, set_aside=2, quarantined=2, warned=1),
        "reasons": {"media": 1, "duplicate": 1},
        "codes": {"R002": 2},
        "checked": None,
    }
    return Accession(**{**facts, **said})  # type: ignore[arg-type]
