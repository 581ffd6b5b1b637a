"""This module writes what lists the site: site maps, changes, and redirects for resolvers.

Site maps follow sitemaps.org 0.9: at most 50,000 addresses a file, an index above them. Changes
are an ActivityStreams 2.0 collection, newest last. Redirects are CSV, a row an identifier.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from archivist.site import addresses
from archivist.site.folder import Folder
from archivist.site.state import State

PER_MAP = 50_000
PER_CHANGES = 1_000
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write_all(state: State, folder: Folder, base: str, as_of: str) -> None:
    _sitemaps(state, folder, base)
    _changes(state, folder, base, as_of)
    folder.put("redirects.csv", _redirects(state, base))
    robots = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
    folder.put("robots.txt", robots.encode())


# ------------------------------------------------------------------ site maps


def _sitemaps(state: State, folder: Folder, base: str) -> None:
    """Articles with the instant of their records, then the pages that gather them."""
    names: list[str] = []
    waiting: list[str] = []
    for line in _urls(state, base):
        waiting.append(line)
        if len(waiting) == PER_MAP:
            names.append(_sitemap(folder, len(names) + 1, waiting))
            waiting = []
    if waiting or not names:
        names.append(_sitemap(folder, len(names) + 1, waiting))
    lines = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    index = f"{_XML}<sitemapindex {_NS}>\n{lines}</sitemapindex>\n"
    folder.put("sitemap.xml", index.encode())


def _sitemap(folder: Folder, number: int, lines: list[str]) -> str:
    name = f"sitemap-{number}.xml"
    folder.put(name, f"{_XML}<urlset {_NS}>\n{''.join(lines)}</urlset>\n".encode())
    return name


def _urls(state: State, base: str) -> Iterator[str]:
    for page in ("", "timeline.html", "network.html", "quality.html", "data.html"):
        yield f"<url><loc>{escape(base + page)}</loc></url>\n"
    for id, as_of in state.rows("SELECT id, as_of FROM articles ORDER BY id"):
        loc = escape(f"{base}{addresses.ARTICLES}/{id[-36:]}")
        yield f"<url><loc>{loc}</loc><lastmod>{escape(as_of)}</lastmod></url>\n"
    for (page,) in state.rows("SELECT page FROM temp.subjects ORDER BY page"):
        yield f"<url><loc>{escape(base + page)}</loc></url>\n"


# ------------------------------------------------------------------ changes


def _changes(state: State, folder: Folder, base: str, as_of: str) -> None:
    """What this run and those before it changed, in pages that later runs only add to."""
    state.say("UPDATE changes SET as_of=? WHERE as_of IS NULL", (as_of,))
    total = state.number("SELECT count(*) FROM changes")
    last = max(1, -(-total // PER_CHANGES))
    rows = state.rows("SELECT what, id, digest, as_of FROM changes ORDER BY number")
    for number in range(1, last + 1):
        items = [_activity(base, *row) for row, _ in zip(rows, range(PER_CHANGES), strict=False)]
        page = {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{base}changes-{number}.json",
            "type": "OrderedCollectionPage",
            "partOf": f"{base}changes.json",
            **({"prev": f"{base}changes-{number - 1}.json"} if number > 1 else {}),
            **({"next": f"{base}changes-{number + 1}.json"} if number < last else {}),
            "orderedItems": items,
        }
        folder.put(f"changes-{number}.json", _json(page))
    collection = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{base}changes.json",
        "type": "OrderedCollection",
        "totalItems": total,
        "first": f"{base}changes-1.json",
        "last": f"{base}changes-{last}.json",
    }
    folder.put("changes.json", _json(collection))


def _activity(base: str, what: str, id: str, digest: str | None, as_of: str) -> dict[str, object]:
    """`digest`: of the record, so that a harvester knows whether it has it."""
    thing: dict[str, object] = {"id": f"{base}{addresses.ARTICLES}/{id[-36:]}"}
    thing["type"] = "Tombstone" if what == "Delete" else "Article"
    if digest:
        thing["digest"] = f"sha256:{digest}"
    return {"type": what, "object": thing, "endTime": as_of}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# ------------------------------------------------------------------ redirects


def _redirects(state: State, base: str) -> bytes:
    """identifier,scheme,target,status: ARK, URN, DOI and what else the records hold; 410 for what
    is gone. An identifier that several articles have leads to none, and is left out."""
    rows: Iterable[tuple[str, str, str]] = state.rows(
        "SELECT value, scheme, min(article) FROM resolved GROUP BY scheme, value"
        " HAVING count(DISTINCT article)=1 ORDER BY scheme, value"
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("identifier", "scheme", "target", "status"))
    for value, scheme, id in rows:
        if not value.startswith(base):
            target = f"{base}{addresses.ARTICLES}/{id[-36:]}"
            writer.writerow((_inert(value), _inert(scheme), target, 303))
    for (id,) in state.rows("SELECT id FROM articles ORDER BY id"):
        writer.writerow((id, "urn", f"{base}{addresses.ARTICLES}/{id[-36:]}", 303))
    for (id,) in state.rows("SELECT id FROM gone ORDER BY id"):
        writer.writerow((id, "urn", f"{base}{addresses.ARTICLES}/{id[-36:]}", 410))
    return out.getvalue().encode("utf-8", "replace")


def _inert(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in "=+-@\t\r" else value
