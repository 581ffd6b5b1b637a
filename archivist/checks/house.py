"""This module checks what a house demands of its records beyond the contract (house rules).

`REQUIREMENTS` is the list of what can be demanded. Nothing is demanded unless somebody asks for
it, and nothing is invented to fulfil it: a record without headline has none in its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from archivist.checks.finding import Finding
from archivist.record import Record

# True demands that something is there; a word demands a degree of it; False demands nothing.
Wanted = bool | str

PRECISION = ("year", "month", "day", "time")
# What a newspaper prints is mostly the date of its dateline.
_OF_THE_ARTICLE = ("published", "created", "dateline")
_EDTF_OF = {
    "year": r"-?\d{4}",
    "month": r"-?\d{4}-(0[1-9]|1[0-2])",
    "day": r"-?\d{4}-\d\d-\d\d",
    "time": r"-?\d{4}-\d\d-\d\dT.+",
}


class Requirement(NamedTuple):
    """One thing a house can demand: its code, the place that lacks it, the degrees it has, and
    what is said of a record without it (None: it is there)."""

    code: str
    path: str
    degrees: tuple[str, ...]
    lacks: Callable[[Record, Wanted], str | None]


def check(record: Record, require: Mapping[str, Wanted]) -> Iterator[Finding]:
    """A finding for each demand that is not met. `require`: names of `REQUIREMENTS`."""
    for name, wanted in require.items():
        if wanted is False:
            continue
        demand = REQUIREMENTS[name]
        lacking = demand.lacks(record, wanted)
        if lacking is not None:
            hint = f"demanded by your rules: {name} = {'true' if wanted is True else repr(wanted)}"
            yield Finding(demand.code, demand.path, f"{name}: {lacking}", hint.replace("'", '"'))


# ------------------------------------------------------------------ what is lacking


def _no_headline(record: Record, wanted: Wanted) -> str | None:
    if record.headline is not None:
        return None
    return "found null, would be right: a headline that the source printed or declared"


def _no_summary(record: Record, wanted: Wanted) -> str | None:
    if record.summary is not None:
        return None
    return "found null, would be right: a summary that the source printed or declared"


def _no_language(record: Record, wanted: Wanted) -> str | None:
    return None if record.language is not None else "found null, would be right: a language tag"


def _no_dateline(record: Record, wanted: Wanted) -> str | None:
    return None if record.dateline is not None else "found null, would be right: a dateline"


def _no_identifier(record: Record, wanted: Wanted) -> str | None:
    schemes = [item.scheme for item in record.identifiers]
    if wanted is True:
        return None if schemes else "found none, would be right: an identifier of any scheme"
    if wanted in schemes:
        return None
    listed = ", ".join(dict.fromkeys(schemes)) or "none"
    return f"found {listed}, would be right: an identifier of the scheme {wanted}"


def _no_topic(record: Record, wanted: Wanted) -> str | None:
    return None if record.topics else "found none, would be right: a topic"


def _no_url(record: Record, wanted: Wanted) -> str | None:
    return None if record.source.url else "found null, would be right: where the source was"


def _no_rights(record: Record, wanted: Wanted) -> str | None:
    if record.rights is None:
        return "found null, would be right: a statement, a holder or a notice"
    if wanted is True or getattr(record.rights, str(wanted)) is not None:
        return None
    return f"found rights without {wanted}, would be right: a {wanted}"


def _credit(role: str, *others: str) -> Callable[[Record, Wanted], str | None]:
    roles = (role, *others)

    def lacks(record: Record, wanted: Wanted) -> str | None:
        held = [item for item in record.credits if item.role in roles]
        if wanted == "captioned" and not any(b.role == "caption" for b in record.blocks):
            return None
        named = any(credit.names for credit in held)
        if named or (held and wanted != "named"):
            return None
        others = ", ".join(dict.fromkeys(item.role for item in record.credits)) or "none"
        what = "a credit with a name in it" if wanted == "named" else "a credit"
        return f"found {others}, would be right: {what} of the role {' or '.join(roles)}"

    return lacks


def _no_date(record: Record, wanted: Wanted) -> str | None:
    least = PRECISION.index("year" if wanted is True else str(wanted))
    forms = "|".join(_EDTF_OF[name] for name in PRECISION[least:])
    precise = re.compile(rf"(?:{forms})[?~%]?")
    dates = [item.value for item in record.dates if item.role in _OF_THE_ARTICLE]
    if any(precise.fullmatch(value) or (wanted is True and value) for value in dates):
        return None
    found = ", ".join(dates[:3]) or _other_dates(record)
    right = "when it appeared" if wanted is True else f"when it appeared, to the {wanted}"
    return f"found {found}, would be right: {right}"


def _other_dates(record: Record) -> str:
    roles = ", ".join(dict.fromkeys(item.role for item in record.dates))
    return f"dates of other roles ({roles})" if roles else "none"


REQUIREMENTS: dict[str, Requirement] = {
    "headline": Requirement("V101", "/headline", (), _no_headline),
    "author": Requirement("V102", "/credits", ("named",), _credit("author")),
    "date": Requirement("V103", "/dates", PRECISION, _no_date),
    "image-credit": Requirement(
        "V104", "/credits", ("captioned",), _credit("image", "photographer", "illustrator")
    ),
    "rights": Requirement("V105", "/rights", ("statement", "holder", "notice"), _no_rights),
    "language": Requirement("V106", "/language", (), _no_language),
    "dateline": Requirement("V107", "/dateline", (), _no_dateline),
    "summary": Requirement("V108", "/summary", (), _no_summary),
    # Degrees of an identifier are schemes: whatever scheme a house uses.
    "identifier": Requirement("V109", "/identifiers", ("*",), _no_identifier),
    "publisher": Requirement(
        "V110", "/credits", ("named",), _credit("publisher", "agency", "source")
    ),
    "topic": Requirement("V111", "/topics", (), _no_topic),
    "url": Requirement("V112", "/source/url", (), _no_url),
}
