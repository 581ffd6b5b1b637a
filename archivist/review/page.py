"""This module writes the page on which people review articles: one HTML file that needs no other.

No network and no server: a content security policy allows the page's own script and style by their
hashes and nothing else. The articles lie in it as JSON and are drawn when they are looked at, so
that hundreds of them stay light. The same articles give the same bytes.
"""

from __future__ import annotations

import functools
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.resources import files

from archivist import __version__
from archivist.pages.labels import label, labels
from archivist.pages.markup import attribute, script_json, text
from archivist.review.article import Article
from archivist.review.sample import Design

Say = Callable[..., str]  # a label's words as HTML

# In this order: each uses what stands before it.
SCRIPTS = (
    "words",
    "edtf",
    "patch",
    "article",
    "edits",
    "text",
    "fields",
    "store",
    "desk",
    "view",
    "page",
)
KINDS = ("person", "organization", "place", "event", "work")
FILTERS = ("all", "open", "checked", "edited", "problems", "withheld")
KEYS = (
    ("n p", "next"),
    ("j k", "field"),
    ("r w", "judge"),
    ("c", "check"),
    ("s", "speaker"),
    ("t", "type"),
    ("e", "value"),
    ("b", "bounds"),
    ("m", "mark"),
    ("Delete", "remove"),
    ("z y", "undo"),
    ("x", "save"),
    ("/", "search"),
    ("Esc", "leave"),
    ("?", "help"),
)


def page(
    articles: Sequence[Article], design: Design, *, language: str, name: str, by: str | None
) -> Iterator[bytes]:
    """The page in pieces, UTF-8; the last ends with a newline.

    `language`: of the page's own words; `name`: how the files that it saves begin; `by`: who
    reviews, if it is known.
    """
    data = {
        "by": by,
        "design": design.to_json(),
        "index": [item.index() for item in articles],
        "labels": _labels(language),
        "lang": language,
        "name": name,
    }
    yield _bytes(_head(language), _body(design, articles, language))
    yield _bytes(f'<script type="application/json" id="data">{script_json(data)}</script>\n')
    for at, item in enumerate(articles):
        held = script_json(item.data())
        yield _bytes(f'<script type="application/json" id="article-{at}">{held}</script>\n')
    yield _bytes(f"<script>{_script()}</script>\n</body>\n</html>\n")


def _bytes(*pieces: str) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


def _labels(language: str) -> dict[str, str]:
    return {**labels("review.", language), **{kind: label(kind, language) for kind in KINDS}}


# ------------------------------------------------------------------ script and style


@functools.cache
def _script() -> str:
    pieces = "\n".join(_file(f"{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{pieces}\n}})();\n'


@functools.cache
def _style() -> str:
    return _file("style.css")


def _file(name: str) -> str:
    held = files("archivist").joinpath("data", "review", name).read_text("utf-8")
    return held.replace("\r\n", "\n")


def _allowed(content: str) -> str:
    """The hash by which the policy allows a script or style that stands in the page."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


# ------------------------------------------------------------------ what stands in the page


def _head(language: str) -> str:
    policy = (
        f"default-src 'none'; script-src {_allowed(_script())}; style-src {_allowed(_style())};"
        " base-uri 'none'; form-action 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="archivist {attribute(__version__)}">
<title>{text(label("review.page", language))}</title>
<style>{_style()}</style>
</head>
"""


def _body(design: Design, articles: Sequence[Article], language: str) -> str:
    say = functools.partial(_said, language)
    chosen = _chosen(design, len(articles), language)
    return "".join(
        (
            _top(say, chosen),
            _list(say, articles),
            _middle(say, language),
            _help_dialog(say),
            _save_dialog(say),
        )
    )


def _said(language: str, key: str, *values: object) -> str:
    """The words of a label as HTML, values in their places."""
    words = label(f"review.{key}", language)
    for at, value in enumerate(values):
        words = words.replace(f"{{{at}}}", str(value))
    return text(words)


def _top(say: Say, chosen: str) -> str:
    """How the articles were chosen, how far the reader is, and what acts on the whole page."""
    return f"""<body>
<a class="skip" href="#text">{say("skip.text")}</a>
<header class="top">
<div><h1>{say("page")}</h1>
<p class="design">{text(chosen)}</p></div>
<div class="how-far"><progress id="bar" max="1" value="0" aria-labelledby="progress"></progress>
<span id="progress"></span></div>
<div class="tools" role="group" aria-label="{say("tools")}">
<button type="button" id="undo">{say("undo")}</button>
<button type="button" id="redo">{say("redo")}</button>
<button type="button" id="help">{say("help")}</button>
<button type="button" id="save" class="main">{say("save")}</button></div>
</header>
"""


def _list(say: Say, articles: Sequence[Article]) -> str:
    """The articles to choose from: the script fills it."""
    languages = sorted({item.record.language.value for item in articles if item.record.language})
    options = "".join(
        f'<option value="{kind}">{say(f"filter.{kind}")}</option>' for kind in FILTERS
    )
    options += "".join(
        f'<option value="lang {attribute(tag)}">{say("language")}: {text(tag)}</option>'
        for tag in languages
    )
    return f"""<nav class="list" aria-label="{say("articles")}">
<div class="seek">
<label>{say("search")}<input type="search" id="search" autocomplete="off"></label>
<label>{say("filter")}<select id="filter">{options}</select></label>
<p id="found" role="status"></p></div>
<ol id="articles"></ol>
</nav>
"""


def _middle(say: Say, language: str) -> str:
    """The article with its legend, what was found in it, and the line that says what happened."""
    legend = "".join(
        f'<span><span class="e {kind}">{text(label(kind, language))}</span></span>'
        for kind in KINDS
    )
    return f"""<main id="main">
<div class="about"><h2 id="title" tabindex="-1" dir="auto"></h2>
<p id="facts"></p>
<p class="actions"><button type="button" id="previous">{say("previous")}</button>
<button type="button" id="next">{say("next")}</button>
<button type="button" id="mark">{say("mark")}</button>
<button type="button" id="check" aria-pressed="false">✓ {say("check")}</button></p></div>
<div id="text" tabindex="0" role="region" aria-label="{say("text")}"></div>
<div id="as" role="region" aria-label="{say("set.as")}" hidden></div>
<p class="legend"><span><span class="q direct sp1">{say("quote.direct")}</span></span>\
<span><span class="q indirect sp1">{say("quote.indirect")}</span></span>{legend}\
<span><span class="fact starts ends">{say("date")}</span></span>\
<span><span class="fact starts ends">{say("credit")}</span></span>\
<span><span class="note">{say("note")}</span></span></p>
</main>
<aside class="fields" aria-labelledby="of-fields"><h2 id="of-fields">{say("fields")}</h2>
<div id="fields"></div></aside>
<footer class="said"><span id="said" role="status" aria-live="polite"></span>
<span class="private">{say("private")}</span></footer>
<noscript><p>{say("no.script")}</p></noscript>
"""


def _help_dialog(say: Say) -> str:
    keys = "".join(f"<dt>{_keys(keys)}</dt><dd>{say(f'key.{name}')}</dd>" for keys, name in KEYS)
    return f"""<dialog id="help-dialog" aria-labelledby="help-title">
<button type="button" class="close" data-close>{say("close")}</button>
<h2 id="help-title">{say("help")}</h2>
<p>{say("help.how")}</p>
<dl class="keys">{keys}</dl>
<p><label><input type="checkbox" id="keys"> {say("keys.on")}</label></p>
<p><label><input type="checkbox" id="advance"> {say("advance")}</label></p>
</dialog>
"""


def _save_dialog(say: Say) -> str:
    return f"""<dialog id="save-dialog" aria-labelledby="save-title">
<button type="button" class="close" data-close>{say("close")}</button>
<h2 id="save-title">{say("save")}</h2>
<p id="will-save"></p>
<div class="field"><label>{say("by")}<input type="text" id="by" autocomplete="name"
aria-describedby="by-wrong"></label>\
<label>{say("reason")}<input type="text" id="reason"></label></div>
<p id="by-wrong" class="wrong"></p>
<div><button type="button" id="save-patch" class="main">{say("save.patch")}</button>
<pre>archivist apply PATCH RECORDS -o corrected</pre></div>
<div><button type="button" id="save-judgements" class="main">{say("save.judgements")}</button>
<pre>archivist stats --reviewed JUDGEMENTS</pre></div>
<p id="saved" role="status"></p>
<p id="kept"></p>
<p><button type="button" id="forget">{say("forget")}</button></p>
</dialog>
"""


def _keys(keys: str) -> str:
    return " ".join(f"<kbd>{text(key)}</kbd>" for key in keys.split())


def _chosen(design: Design, number: int, language: str) -> str:
    """How the articles were chosen, in words."""
    key = "design.all" if design.size is None else "design.sample"
    words = label(f"review.{key}", language)
    for at, value in enumerate((f"{number:,}", f"{design.of:,}", design.seed)):
        words = words.replace(f"{{{at}}}", str(value))
    return " · ".join((words, *design.where))
