"""This module writes the report of an accession for people: one HTML page, no scripts, no network.

Names are of strangers: escaped, in their own direction, with what steers or hides text shown.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Mapping
from importlib.resources import files

from archivist.collection import report_chart
from archivist.collection.ledger import Row
from archivist.collection.report_markup import code, counts, name, number, rows, several, shown
from archivist.collection.reports import SHOWN, Summary, ranked
from archivist.problems import CODES

MOST = 20  # lines of a list of counts

# Set-aside reasons in words; a reason that is not here stands as it is.
REASONS = {
    "media": "pictures, sound, film, style sheets and the like",
    "redirect": "pages that only lead elsewhere",
    "error-page": "pages that say something went wrong",
    "front-page": "front pages",
    "index-page": "lists of articles",
    "no-article": "pages without an article",
    "robots": "instructions for crawlers",
    "duplicate": "the same bytes again; the record has all their places",
    "revisit": "captures that say nothing changed",
    "draft": "drafts",
    "other-type": "other things than articles",
    "not-usable": "records that are withheld",
    "withdrawn": "articles that this collection has withdrawn",
}


def report_html(summary: Summary) -> bytes:
    """`report.html`: UTF-8, HTML 5, ends with a newline."""
    sections = [(at, title, body) for at, title, make in _SECTIONS if (body := make(summary))]
    menu = "".join(f'<li><a href="#{at}">{title}</a></li>' for at, title, _ in sections)
    main = "\n".join(
        f'<section aria-labelledby="{at}">\n<h2 id="{at}">{title}</h2>\n{body}\n</section>'
        for at, title, body in sections
    )
    page = _PAGE.format(
        title=f"What happened: {shown(summary.accession.name)}",
        style=_style(),
        head=_head(summary),
        menu=menu,
        main=main,
        version=shown(summary.accession.version),
    )
    return page.encode("utf-8", "replace")


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header>
{head}
</header>
<nav aria-label="Contents"><ul>{menu}</ul></nav>
<main id="main">
{main}
</main>
<footer>
<p>Written by archivist {version}. This page needs no network and no other file. The same facts for
programs: report.json beside it; a row for every unit that was read: report.csv.</p>
</footer>
</body>
</html>
"""


@functools.cache
def _style() -> str:
    return (files("archivist") / "data" / "report.css").read_text("utf-8").replace("\r\n", "\n")


# ------------------------------------------------------------------ the head and the account


def _head(summary: Summary) -> str:
    said = summary.accession
    kinds = {"articles": "Articles taken in", "withdrawal": "Articles withdrawn"}
    kind = kinds.get(said.kind, "A successor, without what was purged")
    part = f", bag {said.part} of {said.of}" if said.of > 1 else ""
    return (
        f"<h1>{shown(said.name)}</h1>\n"
        f'<p class="soft">{kind}{part} · <time datetime="{shown(said.as_of)}">'
        f"{shown(said.as_of.replace('T', ' ').replace('Z', ' UTC'))}</time></p>"
    )


def _account(summary: Summary) -> str:
    done = summary.accession.counts
    if summary.accession.kind == "withdrawal" and not done.read:
        return "<p>Nothing was read. What was withdrawn, and why, is in withdrawn.csv.</p>"
    tiles = (
        ("read", done.read, ""),
        ("written", done.written, ""),
        ("unchanged", done.unchanged, ""),
        ("set aside", done.set_aside, ""),
        ("quarantined", done.quarantined, "bad" if done.quarantined else ""),
        ("written with warnings", done.warned, ""),
    )
    drawn = "".join(
        f'<div><dt>{label}</dt><dd class="{kind}">{number(n)}</dd></div>'
        if kind
        else f"<div><dt>{label}</dt><dd>{number(n)}</dd></div>"
        for label, n, kind in tiles
    )
    return (
        f"<p>read {number(done.read)} = written {number(done.written)}"
        f" + unchanged {number(done.unchanged)} + set aside {number(done.set_aside)}"
        f" + quarantined {number(done.quarantined)}</p>\n"
        f'<dl class="tiles">{drawn}</dl>\n{_disagreement(summary)}'
        "<p>A unit is one article-to-be: a file, or one part of a file that holds several. Each"
        " unit that was read is in exactly one of the four columns.</p>"
    )


def _disagreement(summary: Summary) -> str:
    if summary.adds_up:
        return ""
    found = summary.counted
    return (
        '<p class="wrong"><strong>The ledger says otherwise:</strong> '
        f"read {number(found.read)} = written {number(found.written)}"
        f" + unchanged {number(found.unchanged)} + set aside {number(found.set_aside)}"
        f" + quarantined {number(found.quarantined)}; {number(found.warned)} with warnings.</p>\n"
    )


# ------------------------------------------------------------------ what was kept out


def _quarantined(summary: Summary) -> str:
    return _kept_out(
        summary.codes,
        summary.quarantined,
        "quarantined",
        lambda reason: CODES[reason].title if reason in CODES else "",
    )


def _set_aside(summary: Summary) -> str:
    return _kept_out(summary.reasons, summary.set_aside, "set aside", lambda r: REASONS.get(r, ""))


def _kept_out(
    counted: Counter[str], listed: tuple[Row, ...], words: str, explain: Callable[[str], str]
) -> str:
    total = sum(counted.values())
    if not total:
        return ""
    reasons = [((code(reason), shown(explain(reason))), n) for reason, n in ranked(counted)]
    left = total > len(listed)
    part = f"the first {number(len(listed))} of" if left else "all"
    caption = f"Units {words}: {part} {number(total)}"
    lines = (
        (name(row.path + row.part), code(row.reason), f"<bdi>{shown(row.message)}</bdi>")
        for row in listed
    )
    more = "<p>The others are in report.csv: <code>outcome</code> names what became of a unit, "
    more += "<code>reason</code> and <code>message</code> say why.</p>"
    return (
        counts(f"Reasons, {several(total, 'unit')}", ("Reason", "Meaning", "Units"), reasons)
        + rows(caption, ("Unit", "Reason", "What was found"), lines)
        + (more if left else "")
    )


# ------------------------------------------------------------------ what the records hold


def _dates(summary: Summary) -> str:
    if not summary.counted.written:
        return ""
    years = summary.years
    said = []
    if years:
        first, last = min(years), max(years)
        span = str(first) if first == last else f"{first} to {last}"
        said.append(f"{several(sum(years.values()), 'record')} with a date in one year: {span}")
    if summary.spanning:
        said.append(f"{number(summary.spanning)} with a date that is no single year")
    said.append(f"{number(summary.undated)} without a date")
    return f"<p>{'; '.join(said)}. No date was guessed.</p>\n{_years(years)}"


def _years(years: Mapping[int, int]) -> str:
    if not years:
        return ""
    step = report_chart.step_of(years)
    each = "year" if step == 1 else f"{step} years"
    title = f"Records by {each}, {min(years)} to {max(years)}"
    bars = report_chart.binned(years, step).items()
    lines = [((report_chart.label(year, step),), n) for year, n in bars if n]
    return (
        f"<figure>{report_chart.histogram(years, title)}<figcaption>{title}</figcaption></figure>"
        f"\n<details><summary>The same as a table</summary>\n"
        f"{counts(title, ('Years', 'Records'), lines)}</details>"
    )


def _languages(summary: Summary) -> str:
    return _counted(summary.languages, "Records by language", "Language", "none found")


def _titles(summary: Summary) -> str:
    """Titles that the source has, and those devised of the opening words."""
    return _counted(summary.titles, "Records by kind of title", "Title", "not said")


def _files(summary: Summary) -> str:
    return _counted(summary.files, "Units by the end of their names", "Name ends in", "others")


def _counted(counted: Counter[str], caption: str, head: str, nothing: str) -> str:
    if not counted:
        return ""
    total = sum(counted.values())
    found = [
        (f"<bdi>{shown(value)}</bdi>" if value else nothing, n) for value, n in ranked(counted)
    ]
    if found[MOST:]:
        rest = (f"{len(found) - MOST} others", sum(n for _, n in found[MOST:]))
        found = [*found[:MOST], rest]
    lines = [((value, f"{100 * n / total:.1f} %"), n) for value, n in found]
    return counts(caption, (head, "Share", "Count"), lines)


def _records(summary: Summary) -> str:
    parts = (_languages(summary), _titles(summary), _files(summary))
    warned = several(summary.counted.warned, "record")
    said = (
        f"<p>{warned} with {several(summary.warnings, 'warning')}: the column"
        " <code>warnings</code> of report.csv has the number for each.</p>\n"
    )
    tables = f'<div class="tables">{"".join(parts)}</div>'
    return (said if summary.counted.warned else "") + tables


# ------------------------------------------------------------------ checksums, changes, making


def _checksums(summary: Summary) -> str:
    checked = summary.accession.checked
    if checked is None:
        return ""
    said = f"As {name(checked.source)} says: {several(checked.held, 'source')}"
    if checked.unlisted:
        said += f"; not listed in it: {number(checked.unlisted)}"
    failed = "".join(f"<li>{name(path)}</li>" for path in checked.failed[:SHOWN])
    if not failed:
        return f"<p>{said}. None failed.</p>"
    left = len(checked.failed) - SHOWN
    more = f"<p>… and {number(left)} more.</p>" if left > 0 else ""
    total = number(len(checked.failed))
    return f'<p>{said}.</p>\n<p class="bad">{total} failed:</p>\n<ul>{failed}</ul>{more}'


def _changes(summary: Summary) -> str:
    said = summary.accession
    if not said.supersedes and not summary.changed_records:
        return ""
    older = ", ".join(map(shown, said.supersedes))
    head = f"<p>Supersedes {older}, which stays as it is. " if older else "<p>"
    head += f"Changed: {several(summary.changed_records, 'record')}; changes.csv has all."
    lines = [((code(field),), n) for field, n in ranked(summary.changed)]
    fields = counts("Changed fields", ("Field", "Records"), lines) if lines else ""
    if not summary.changes:
        return f"{head}</p>"
    whole = len(summary.changes) == summary.changed_records
    caption = f"Changed records: {'all' if whole else 'the first'} {number(len(summary.changes))}"
    listed = (
        (name(change.path), shown(" ".join(change.fields)), code(change.id))
        for change in summary.changes
    )
    return f"{head}</p>\n{fields}" + rows(caption, ("Source", "Fields", "Record"), listed)


def _near(summary: Summary) -> str:
    """Records with nearly the same text: for a person to judge."""
    if not summary.near_pairs:
        return ""
    records, pairs = number(summary.near_records), number(summary.near_pairs)
    whole = len(summary.near) == summary.near_pairs
    said = (
        f"<p>The texts of {records} records are nearly those of others ({pairs} pairs): of all"
        " rows of three words in either, at least four in five are in both, as estimated from"
        " small sketches. Nothing was dropped for that; near-duplicates.csv has all.</p>\n"
    )
    caption = f"Nearly the same: {'all' if whole else 'the first'} {number(len(summary.near))}"
    listed = (
        (name(pair.path), name(pair.other_path), f"{pair.similarity} %") for pair in summary.near
    )
    return said + rows(caption, ("Record", "Earlier record", "Alike"), listed)


def _making(summary: Summary) -> str:
    said = summary.accession
    originals = "kept in data/originals"
    if said.originals == "reference":
        originals = "not in this bag: known by path and SHA-256 only"
    facts: list[tuple[str, str | None]] = [
        ("Inputs", f"{number(said.inputs)}, {number(said.input_bytes)} bytes"),
        ("Originals", originals),
        ("Exports", ", ".join(said.formats) + f" (detail {said.detail})" if said.formats else None),
        ("Operator", said.operator),
        ("Organization", said.organization),
        ("Rights", said.rights),
        ("Replaces", said.replaces),
        ("Program", f"archivist {said.version}"),
        *((f"With {name}", version) for name, version in sorted(said.components.items())),
        ("Options", said.options),
        ("Fingerprint", said.fingerprint),
    ]
    lines = "".join(
        f"<dt>{shown(term)}</dt><dd><bdi>{shown(value)}</bdi></dd>"
        for term, value in facts
        if value
    )
    return f'<dl class="facts">{lines}</dl>'


_SECTIONS: tuple[tuple[str, str, Callable[[Summary], str]], ...] = (
    ("account", "Account", _account),
    ("quarantined", "Quarantined", _quarantined),
    ("checksums", "Supplied checksums", _checksums),
    ("dates", "Dates", _dates),
    ("records", "Records", _records),
    ("changes", "Changes", _changes),
    ("near", "Nearly the same", _near),
    ("aside", "Set aside", _set_aside),
    ("making", "How it was made", _making),
)
