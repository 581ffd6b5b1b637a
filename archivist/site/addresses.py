"""This module says where on the site each thing has its page: paths below the site's folder.

A path depends on the thing alone, never on what else is on the site, so that a page can be linked
before it is made. Paths are ASCII, lower case but for identifiers of authorities, and safe on
every file system; ids inside a page are the local names of the graph (`q1`, `e5-m2`, `p3`).
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

STATE = ".archivist-site"
ARTICLES = "article"
LONGEST = 48  # letters of a name in a path
_UUID = 36

# The kinds that have pages, in the order of the menu → folder.
FOLDERS = {
    "person": "person",
    "organization": "body",
    "place": "place",
    "event": "event",
    "work": "work",
    "topic": "topic",
}
# Of several authorities the first here says where the page is; then the others by name.
PREFERRED = ("wikidata", "viaf", "gnd", "isni", "orcid", "lcnaf", "geonames")
# Authorities whose IRIs end in what identifies alone; of others the whole IRI is told apart.
_ALONE = frozenset((*PREFERRED, "medtop", "iso3166-1a2", "iso3166-2", "eu-country"))
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


def article(id: str, suffix: str = ".html") -> str:
    """`article/{uuid}.html`, or its data with another suffix."""
    return f"{ARTICLES}/{id[-_UUID:]}{suffix}"


def named(kind: str, name: str, iris: dict[str, str] | None = None) -> str:
    """The page of a name; of the first of its authorities (scheme → IRI) where it has any."""
    if iris:
        scheme = min(iris, key=_preference)
        return identified(scheme, iris[scheme])
    return f"{FOLDERS[kind]}/{_told_apart(name, kind)}.html"


def identified(scheme: str, iri: str) -> str:
    """`id/wikidata/Q42.html`."""
    last = re.split(r"[/#:=]", iri.rstrip("/#"))[-1]
    authority = slug(scheme) or "other"
    if scheme in _ALONE and _PLAIN.fullmatch(last):
        return f"id/{authority}/{last}.html"
    return f"id/{authority}/{_told_apart(last, iri)}.html"


def date(value: str) -> str:
    """The page of a year, month or day (`2024`, `2024-10`, `2024-10-25`), `undated` or `other`."""
    return f"date/{value}.html"


def numbered(path: str, page: int) -> str:
    """`x.html`, `x.2.html`, …: the pages of a list, from 1."""
    return path if page == 1 else f"{path.removesuffix('.html')}.{page}.html"


def relative(source: str, target: str) -> str:
    """The address of one path as a link on the page at another."""
    here, there = source.split("/")[:-1], target.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "../" * len(here) + "/".join(there)


def slug(name: str) -> str:
    """A name in lower-case ASCII letters, digits and hyphens; empty where it has none of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def _preference(scheme: str) -> tuple[int, str]:
    return (PREFERRED.index(scheme) if scheme in PREFERRED else len(PREFERRED), scheme)


def _told_apart(name: str, more: str) -> str:
    """The slug and 48 bits of a digest: among a million names two are equal once in 600 sites."""
    digest = sha256(f"{more}\n{name}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug(name)}-{digest}".lstrip("-")
