"""This module tells file servers how to serve the site: types, links, CORS, and what is gone.

A plain copy works without: these make `article/{uuid}` (without suffix) answer, in the format that
is asked for. For Netlify and its like (`_headers`, `_redirects`), Apache (`.htaccess`) and nginx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archivist.exporters import Exporter
from archivist.site import linkset
from archivist.site.addresses import STATE
from archivist.site.folder import Folder
from archivist.site.state import State

# Formats beside articles and identities that servers rarely know.
MORE = ((linkset.SUFFIX, linkset.MEDIA_TYPE), (".txt", "text/plain"))
_TEXTUAL = ("text/turtle", "text/plain", "application/n-quads")
_UUID = "[0-9a-f-]{36}"
_RESOURCE = rf"(article/{_UUID}|id/[^/]+/[^/.]+)"


def types(formats: tuple[Exporter, ...]) -> dict[str, str]:
    """suffix → media type with its charset."""
    found = {item.suffix: item.media_type for item in formats} | dict(MORE)
    return {s: f"{m}; charset=utf-8" if m in _TEXTUAL else m for s, m in found.items()}


def write_all(
    state: State, folder: Folder, base: str, formats: tuple[Exporter, ...], *, text: bool
) -> None:
    known = {s: m for s, m in types(formats).items() if text or s != ".txt"}
    path = urlsplit(base).path or "/"
    gone = [id[-36:] for (id,) in state.rows("SELECT id FROM gone ORDER BY id")]
    folder.put("_headers", _lines(_headers(path, known)))
    folder.put(
        "_redirects", _lines(f"{path}article/{one} {path}article/{one}.html 410" for one in gone)
    )
    folder.put(".htaccess", _lines(_apache(path, known, gone)))
    folder.put("nginx.conf", _lines(_nginx(path, known, gone)))


def _lines(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _headers(path: str, known: dict[str, str]) -> Iterator[str]:
    yield "# Netlify, Cloudflare Pages: headers by path"
    yield f"{path}*"
    yield "  Access-Control-Allow-Origin: *"
    yield "  X-Content-Type-Options: nosniff"
    yield f'  Link: <{path}dataset.ttl>; rel="describedby"; type="text/turtle"'
    for suffix, media_type in known.items():
        for below in ("article", "id/*") if suffix in (".ttl", ".jsonld") else ("article",):
            yield f"{path}{below}/*{suffix}"
            yield f"  Content-Type: {media_type}"
    yield f"{path}.well-known/void"
    yield "  Content-Type: text/turtle; charset=utf-8"


def _apache(path: str, known: dict[str, str], gone: list[str]) -> Iterator[str]:
    yield "# Apache 2.4 with mod_headers, mod_rewrite, mod_setenvif (AllowOverride All)"
    yield "Options -Indexes -MultiViews"
    yield "AddDefaultCharset utf-8"
    for suffix, media_type in known.items():
        yield f'<FilesMatch "{re.escape(suffix)}$">'
        yield f"  ForceType '{media_type}'"
        yield "</FilesMatch>"
    yield '<FilesMatch "^void$">'
    yield "  ForceType 'text/turtle; charset=utf-8'"
    yield "</FilesMatch>"
    yield "Header always set Access-Control-Allow-Origin *"
    yield "Header always set X-Content-Type-Options nosniff"
    yield f'SetEnvIf Request_URI "^(.*/article/{_UUID})(\\.html)?$" ARTICLE=$1'
    for suffix, media_type in known.items():
        kind = _relation(suffix)
        yield (
            f'Header add Link "<%{{ARTICLE}}e{suffix}>; rel=\\"{kind}\\";'
            f' type=\\"{media_type.partition(";")[0]}\\"" env=ARTICLE'
        )
    yield "RewriteEngine On"
    yield f"RewriteBase {path}"
    yield f"RewriteRule ^{re.escape(STATE)}(/|$) - [F,L]"
    for one in gone:
        yield f"RewriteRule ^article/{one}(\\.[a-z.]+)?$ - [G,L]"
    yield "ErrorDocument 410 " + f"{path}gone.html"
    for suffix, media_type in _chosen(known):
        yield f"RewriteCond %{{HTTP_ACCEPT}} {re.escape(media_type)}"
        yield f"RewriteCond %{{DOCUMENT_ROOT}}{path}$1{suffix} -f"
        yield f"RewriteRule ^{_RESOURCE}$ $1{suffix} [L,E=NEGOTIATED]"
    yield f"RewriteRule ^{_RESOURCE}$ $1.html [L,E=NEGOTIATED]"
    yield "RewriteRule ^dataset$ dataset.ttl [L]"
    yield "Header append Vary Accept env=REDIRECT_NEGOTIATED"


def _nginx(path: str, known: dict[str, str], gone: list[str]) -> Iterator[str]:
    yield "# nginx: the map belongs into http { }, the rest into server { }"
    yield "map $http_accept $archivist_suffix {"
    yield '  default ".html";'
    for suffix, media_type in _chosen(known):
        yield f'  "~{re.escape(media_type)}" "{suffix}";'
    yield "}"
    yield f"location ^~ {path}{STATE} {{ deny all; }}"
    yield f"error_page 410 {path}gone.html;"
    for one in gone:
        yield f"location ~ ^{path}article/{one} {{ return 410; }}"
    yield f'location ~ "^{path}{_RESOURCE}$" {{'
    yield '  add_header Vary "Accept" always;'
    yield '  add_header Access-Control-Allow-Origin "*" always;'
    for suffix, media_type in known.items():
        yield (
            f'  add_header Link "<{path}$1{suffix}>; rel=\\"{_relation(suffix)}\\";'
            f' type=\\"{media_type.partition(";")[0]}\\"";'
        )
    yield f"  try_files {path}$1$archivist_suffix {path}$1.html =404;"
    yield "}"
    for suffix, media_type in {**known, "/.well-known/void": "text/turtle; charset=utf-8"}.items():
        yield f"location ~ {re.escape(suffix)}$ {{"
        yield f'  types {{ }} default_type "{media_type}";'
        yield '  add_header Access-Control-Allow-Origin "*" always;'
        yield "}"


def _relation(suffix: str) -> str:
    return {linkset.SUFFIX: "linkset", ".txt": "item"}.get(suffix, "describedby")


def _chosen(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(suffix, media type) of what can be asked for by Accept, the first that is named."""
    for suffix in (".ttl", ".jsonld", ".nq", linkset.SUFFIX, ".newsml.xml"):
        if suffix in known:
            yield suffix, known[suffix].partition(";")[0]
