"""This module knows of schema.org's context what can be checked without it.

The context itself is never fetched, and none of it is here but facts: every key is a term of
schema.org, and which of those that news use hold a date or a link (schema.org 30.0, 2026-03-19).
"""

from __future__ import annotations

import functools
import re
from typing import Any

from archivist.checks.rdf.iris import WELL_KNOWN
from archivist.namespaces import SCHEMA

_ADDRESS = re.compile(r"https?://(?:www\.)?schema\.org(?:/docs/jsonldcontext\.json(?:ld)?)?/?#?")
_DATES = (
    "birthDate dateCreated dateDeleted dateIssued dateModified datePosted datePublished deathDate"
    " dissolutionDate endDate expires foundingDate lastReviewed releaseDate sdDatePublished"
    " startDate uploadDate"
)
_LINKS = (
    "acquireLicensePage archivedAt contentUrl correctionsPolicy discussionUrl diversityPolicy"
    " embedUrl ethicsPolicy image isBasedOn isPartOf license logo mainEntityOfPage masthead"
    " publishingPrinciples relatedLink sameAs sdLicense significantLink thumbnailUrl url usageInfo"
)


def is_schema_org(address: str) -> bool:
    """Whether a context is that of schema.org, however it is addressed."""
    return _ADDRESS.fullmatch(address) is not None


@functools.cache
def context() -> dict[str, Any]:
    """What stands in for the context. Not to be changed."""
    found: dict[str, Any] = {"type": "@type", "id": "@id", "@vocab": SCHEMA, "schema": SCHEMA}
    found |= {prefix: iri for prefix, iri in WELL_KNOWN.items() if prefix not in ("edtf",)}
    found |= {key: {"@id": SCHEMA + key, "@type": SCHEMA + "Date"} for key in _DATES.split()}
    return found | {key: {"@id": SCHEMA + key, "@type": "@id"} for key in _LINKS.split()}
