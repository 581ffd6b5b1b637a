"""This module is the frame of every page: head, menu, footer; and the few parts pages share.

HTML Living Standard; landmarks and a skip link as WAI-ARIA 1.2 and WCAG 2.2 (AA) ask for. No inline
style and no inline script that runs: the policy in the head forbids both, and every request abroad.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archivist.pages.labels import label
from archivist.pages.markup import attribute, safe_link, text
from archivist.site.addresses import FOLDERS, numbered, relative

MENU = ("person", "organization", "place")  # always there, so that no page depends on another
LONGEST = 200  # characters of a title or name in a list; its own page has it whole
# `file:` is for sites opened from a disk, where 'self' names nothing in some browsers.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:;"
    " base-uri 'none'; form-action 'self' file:"
)
RTL = frozenset(("ar", "arc", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))

# What no HTML document may hold (HTML, section 13.2.3.5): controls, and code points that are no
# characters for ever.
NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site have in common. `language` is that of the words around."""

    title: str
    language: str
    base: str
    version: str
    metadata_licence: str | None = None

    def say(self, key: str) -> str:
        """A label of the site as HTML."""
        return text(self.label(key))

    def label(self, key: str) -> str:
        return label(f"site.{key}", self.language)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path, title, and the HTML of its main part.

    `head`: further elements of the head; `scripts`: paths of scripts; `language`: of the title.
    """

    path: str
    title: str
    main: str
    head: str = ""
    scripts: Sequence[str] = field(default=())
    description: str = ""
    canonical: bool = True


def write(page: Page, frame: Frame) -> bytes:
    """The page: UTF-8, ends with a newline."""
    here = page.path

    def to(target: str) -> str:
        return attribute(relative(here, target))

    title = one_line(page.title)
    titled = title if here == "index.html" else f"{title} – {one_line(frame.title, 80)}"
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{plain(titled)}</title>",
        f'<meta name="description" content="{attribute(one_line(page.description))}">'
        if page.description
        else "",
        f'<meta name="generator" content="archivist {attribute(frame.version)}">',
        f'<link rel="stylesheet" href="{to("assets/site.css")}">',
        f'<link rel="icon" href="{to("assets/icon.svg")}" type="image/svg+xml">',
        f'<link rel="describedby" href="{to("dataset.ttl")}" type="text/turtle">'
        if here == "index.html"
        else "",
        page.head,
        *(f'<script defer src="{to(script)}"></script>' for script in page.scripts),
    ]
    written = (
        f'<!DOCTYPE html>\n<html lang="{frame.language}">\n<head>\n'
        + "\n".join(line for line in head if line)
        + f'\n</head>\n<body>\n<a class="skip" href="#main">{frame.say("skip")}</a>\n'
        + _header(here, frame)
        + f'<main id="main" tabindex="-1">\n{page.main.strip()}\n</main>\n'
        + _footer(here, frame)
        + "</body>\n</html>\n"
    )
    return NO_CHARACTER.sub("\u25a1", written).encode()


def _header(here: str, frame: Frame) -> str:
    entries = [("search.html", frame.say("search")), ("timeline.html", frame.say("timeline"))]
    entries += [(f"{FOLDERS[kind]}/index.html", frame.say(kind)) for kind in MENU]
    entries += [(f"{page}.html", frame.say(page)) for page in ("network", "quality", "data")]
    items = "".join(f"<li>{_entry(here, path, name)}</li>" for path, name in entries)
    return (
        f'<header class="top"><p class="site">{_entry(here, "index.html", _name(frame))}</p>\n'
        f'<nav aria-label="{attribute(label("site.main", frame.language))}"><ul>{items}</ul></nav>'
        "</header>\n"
    )


def _name(frame: Frame) -> str:
    return f"<bdi>{text(one_line(frame.title, 80))}</bdi>"


def _entry(here: str, path: str, name: str) -> str:
    current = ' aria-current="page"' if here == path else ""
    return f'<a href="{attribute(relative(here, path))}"{current}>{name}</a>'


def _footer(here: str, frame: Frame) -> str:
    licence = ""
    if frame.metadata_licence:
        licence = f"<p>{frame.say('metadata-licence')}: {address(frame.metadata_licence)}</p>\n"
    return (
        f"<footer>\n{licence}<p>{frame.say('made-by')} archivist {text(frame.version)}"
        f' · <a href="{attribute(relative(here, "data.html"))}">{frame.say("data")}</a></p>\n'
        "</footer>\n"
    )


# ------------------------------------------------------------------ parts


def one_line(value: str, longest: int = LONGEST) -> str:
    """Words on one line, cut with an ellipsis where they are more than a list has room for."""
    line = " ".join(value[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def plain(value: str) -> str:
    """Text where no element can stand, as in a title: hidden characters are boxes."""
    return attribute(value).replace("&quot;", '"').replace("&#x27;", "'")


def words(value: str, language: str | None = None, longest: int = LONGEST) -> str:
    """The words of a stranger on one line, in their own direction, told apart by language."""
    lang = f' lang="{attribute(language)}"' if language else ""
    return f"<bdi{lang}>{text(one_line(value, longest))}</bdi>"


def link(here: str, target: str, inner: str, more: str = "") -> str:
    """A link to a path of the site; `inner` is HTML."""
    path, _, anchor = target.partition("#")
    href = relative(here, path) if path else ""
    return (
        f'<a href="{attribute(href)}{"#" + attribute(anchor) if anchor else ""}"{more}>{inner}</a>'
    )


def address(value: str) -> str:
    """An address outside as a link, where it is one that is safe to follow; else as words."""
    shown = text(one_line(value, 120))
    if safe_link(value) is None or value.lower().startswith("urn:"):
        return f"<bdi>{shown}</bdi>"
    return f'<a href="{attribute(value)}" rel="external noopener noreferrer">{shown}</a>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A description list; names and values are HTML; a name for several values comes once."""
    written: list[str] = []
    before = None
    for name, value in rows:
        if name != before:
            written.append(f"<dt>{name}</dt>")
        written.append(f"<dd>{value}</dd>")
        before = name
    return f'<dl class="facts">{"".join(written)}</dl>\n' if written else ""


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table with its caption; cells are HTML, the first of a row names it."""
    body = "\n".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    named = f' class="{kind}"' if kind else ""
    return (
        f'<div class="scroll"><table{named}>\n<caption>{caption}</caption>\n<thead><tr>{top}</tr>'
        f"</thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
    )


def section(heading: str, inner: str, id: str = "", kind: str = "") -> str:
    """A part of a page with its heading; nothing where there is nothing in it."""
    if not inner:
        return ""
    named = f' class="{kind}"' if kind else ""
    own = f' id="{id}"' if id else ""
    return f"<section{named}><h2{own}>{heading}</h2>\n{inner}</section>\n"


def pager(path: str, page: int, last: int, frame: Frame) -> str:
    """Links to the pages of a list that has several."""
    if last == 1:
        return ""
    shown = sorted({1, 2, page - 1, page, page + 1, last} & set(range(1, last + 1)))
    items = []
    for number in shown:
        current = ' aria-current="page"' if number == page else ""
        items.append(f"<li>{link(path, numbered(path, number), str(number), current)}</li>")
    name = attribute(label("site.pages", frame.language))
    here = numbered(path, page)
    turn = []
    if page > 1:
        turn.append(link(here, numbered(path, page - 1), frame.say("previous"), ' rel="prev"'))
    if page < last:
        turn.append(link(here, numbered(path, page + 1), frame.say("next"), ' rel="next"'))
    turns = "".join(f"<li>{one}</li>" for one in turn)
    return f'<nav class="pager" aria-label="{name}"><ul>{"".join(items)}{turns}</ul></nav>\n'
