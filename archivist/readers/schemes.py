"""This module checks identifiers against the rules of their schemes; it makes none.

ARK (draft-kunze-ark), URN (RFC 8141), NewsML URNs (RFC 3085), DOI and Handle (ISO 26324, RFC
3651), UUID (RFC 9562), ISBN and ISSN (ISO 2108, ISO 3297), URL (RFC 3986); a shelfmark is what
the library writes on the shelf, and any words will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

BETANUMERIC = "0123456789bcdfghjkmnpqrstvwxz"  # NOID: no vowels, no l, no y

# Identifiers of these are of one thing; the others can be shared, as the ISSN of a newspaper is.
OF_ONE = frozenset(("ark", "urn", "urn:newsml", "doi", "handle", "uuid"))


def scheme_of(name: str) -> str | None:
    """The scheme as we call it: `URN:NBN` and `Urn` are urn; None for one we do not know."""
    known = re.sub(r"[\s_-]+", "", name.strip().lower())
    known = _ALIASES.get(known, known)
    return known if known in _CHECKS else None


def schemes() -> tuple[str, ...]:
    """The schemes that are known."""
    return tuple(_CHECKS)


def fault(scheme: str, value: str) -> str | None:
    """What is wrong with an identifier, as `found …, wanted …`; None when nothing is."""
    if not value.strip():
        return "found nothing, wanted an identifier"
    if value != value.strip() or not value.isprintable():
        return f"found {value[:60]!r}, wanted it without blanks around it and control characters"
    return _CHECKS[scheme](value)


def same(scheme: str, value: str) -> str:
    """A form in which two spellings of one identifier are equal."""
    if scheme == "ark":
        return re.sub(r"^ark:/?", "ark:", _bare(value)).replace("-", "")
    if scheme in ("doi", "handle", "uuid", "urn", "urn:newsml"):
        return _bare(value).lower()
    return value


def _bare(value: str) -> str:
    """Without the resolver before it: `https://doi.org/10.1/x`, `https://n2t.net/ark:12345/x`."""
    return re.sub(r"(?i)^(?:https?://[^/]+/(?=ark:|10\.|\d)|doi:|hdl:|urn:uuid:)", "", value)


def _needs(pattern: str, wanted: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)

    def check(value: str) -> str | None:
        return None if compiled.fullmatch(value) else f"found {value[:80]!r}, wanted {wanted}"

    return check


# ------------------------------------------------------------------ one scheme each

_ARK = re.compile(rf"(?:https?://[^/\s]+/)?ark:/?([{BETANUMERIC}]+)/([^\s/.][^\s]*)")


def _ark(value: str) -> str | None:
    """A name assigning authority is five digits, or betanumeric; a name is ASCII without blanks."""
    found = _ARK.fullmatch(value)
    if not found or not value.isascii():
        return f"found {value[:80]!r}, wanted an ARK such as ark:12345/x6np1wh8k"
    if len(found[1]) < 5:
        return f"found the authority {found[1]}, wanted five digits or letters of {BETANUMERIC}"
    return None


def noid_holds(value: str) -> bool:
    """Whether the last character of an ARK's base name is the check character of NOID.

    Only an archive knows whether its ARKs have one: nothing here asks unless it is told to.
    """
    bare = re.sub(r"^ark:/?", "", _bare(value))
    authority, _, name = bare.partition("/")
    base = re.split(r"[/.?]", name)[0].replace("-", "")
    if not base:
        return False
    body, last = f"{authority}/{base[:-1]}", base[-1]
    total = sum(at * max(0, BETANUMERIC.find(char)) for at, char in enumerate(body, 1))
    return BETANUMERIC[total % len(BETANUMERIC)] == last


# RFC 8141, section 2: the assigned name; resolution, query and fragment may follow.
_PCHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_URN = re.compile(
    rf"(?i:urn):([A-Za-z0-9](?:[A-Za-z0-9-]{{0,30}}[A-Za-z0-9])):{_PCHAR}(?:{_PCHAR}|/)*"
    rf"(?:\?\+{_PCHAR}(?:{_PCHAR}|[/?])*)?(?:\?={_PCHAR}(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)


def _urn(value: str) -> str | None:
    found = _URN.fullmatch(value)
    if not found:
        return f"found {value[:80]!r}, wanted a URN such as urn:nbn:de:101-2024"
    kind = found[1].lower()
    if kind == "uuid":
        return _uuid(value)
    if kind == "newsml":
        return _newsml(value)
    if kind in ("isbn", "issn"):
        return _CHECKS[kind](value.rpartition(":")[2])
    return None


# RFC 3085: urn:newsml:provider:date:item:revision and U (update) or A or N.
_NEWSML = re.compile(
    r"(?i:urn:newsml):[^:\s]+:([0-9]{8})(?:T[0-9]{6}(?:Z|[+-][0-9]{4})?)?:[^\s:]+(?::[0-9]+[AUN]?)?"
)


def _newsml(value: str) -> str | None:
    found = _NEWSML.fullmatch(value)
    if found and _is_day(found[1]):
        return None
    wanted = "urn:newsml:example.org:20241011:item-7:1U"
    return f"found {value[:80]!r}, wanted a NewsML URN such as {wanted}"


def _is_day(digits: str) -> bool:
    from datetime import date

    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


_UUID = re.compile(r"(?i)(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _uuid(value: str) -> str | None:
    if _UUID.fullmatch(value):
        return None
    return f"found {value[:80]!r}, wanted a UUID: 8, 4, 4, 4 and 12 hexadecimal digits"


def _isbn(value: str) -> str | None:
    """ISBN-13 (weights 1 and 3, modulo 10) or ISBN-10 (weights 10 to 1, modulo 11)."""
    bare = re.sub(r"[\s-]", "", value).upper()
    if re.fullmatch(r"97[89][0-9]{10}", bare):
        total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(bare))
        return None if total % 10 == 0 else _digit(value)
    if re.fullmatch(r"[0-9]{9}[0-9X]", bare):
        return None if _modulo_11(bare) else _digit(value)
    return f"found {value[:80]!r}, wanted an ISBN of 13 or 10 digits"


def _issn(value: str) -> str | None:
    """Eight digits, the last a check digit modulo 11: 0317-8471."""
    if not re.fullmatch(r"(?:ISSN )?[0-9]{4}-[0-9]{3}[0-9Xx]", value):
        return f"found {value[:80]!r}, wanted an ISSN such as 0317-8471"
    return None if _modulo_11(value[-9:].replace("-", "").upper()) else _digit(value)


def _modulo_11(digits: str) -> bool:
    size = len(digits)
    values = (10 if digit == "X" else int(digit) for digit in digits)
    return sum((size - at) * value for at, value in enumerate(values)) % 11 == 0


def _digit(value: str) -> str:
    return f"found {value[:80]!r}, whose check digit is wrong: wanted it as printed"


def _any(value: str) -> None:
    """A shelfmark: what the shelf says."""


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "ark": _ark,
    "urn": _urn,
    "urn:newsml": _newsml,
    # A prefix such as 10.1000 or 10.1000.10, a slash, and any characters but blanks.
    "doi": _needs(
        r"(?i:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+",
        "a DOI such as 10.1000/182",
    ),
    "handle": _needs(
        r"(?i:hdl:|https?://hdl\.handle\.net/)?[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*/\S+",
        "a handle such as 20.1000/100",
    ),
    "uuid": _uuid,
    "isbn": _isbn,
    "issn": _issn,
    "shelfmark": _any,
    "url": _needs(
        r"(?i:https?|ftp)://[^\s/<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?", "an http address"
    ),
}
_ALIASES = {
    "newsml": "urn:newsml",
    "urnnewsml": "urn:newsml",
    "urnnbn": "urn",
    "nbn": "urn",
    "urn:nbn": "urn",
    "hdl": "handle",
    "callnumber": "shelfmark",
    "signature": "shelfmark",
    "signatur": "shelfmark",
    "segnatura": "shelfmark",
    "cote": "shelfmark",
    "signatura": "shelfmark",
    "uri": "url",
}
