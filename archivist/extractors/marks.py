"""This module recognises the lines around an article by their wording: `ENDS`, `Errata corrige:`,
`Leggi anche`, `Nella foto`. The wordings are in `[notices]` of the language tables.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from archivist.extractors.wording import LABEL, Labels, fold, own_first, words

Kind = Literal["correction", "notice", "caption"]
SHORT = 90  # code points: a line that starts with a wording and no colon is one only if it is short
LONGEST = 600  # code points of a correction or notice with a colon

# `-30-`, `###`, `* * *`, `+++`, `Reuter`, `Lusa/fim`: the same in every newsroom
_END_SIGNS = re.compile(
    r"[-–—]{0,2}\s?30\s?[-–—]{1,2}|#{3,5}|(?:#\s){2}#|(?:\*\s?){3,5}|[_=]{3,}|\+{3,}"
)
_AGENCY_END = re.compile(r"[^\W\d_]{2,20}\s?/\s?(?:fim|fin|fine|ende|end)", re.IGNORECASE)
_REUTER = re.compile(r"\(?(?:Reuter|REUTER|Reuters|REUTERS)\)?\.?\s?(?:&#3;|[\x03])?")


@functools.cache
def _ends(language: str | None) -> frozenset[str]:
    return frozenset(fold(w) for code in own_first(language) for w in words(code, "notices", "end"))


@functools.cache
def _labels(language: str | None) -> Labels:
    kinds: tuple[Kind, ...] = ("correction", "notice", "caption")
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    own = language.split("-")[0].lower() if language else None
    for code in own_first(language):
        for kind in kinds:
            wordings = words(code, "notices", kind)
            # of other languages only with a colon: `red` is the Dutch newsroom, and a colour
            found[kind].extend(w if code == own else w.rstrip(":") + ":" for w in wordings)
    return Labels(found)


@functools.cache
def _own_labels(language: str | None) -> Labels:
    """A line that is nothing but a wording has to be in the article's language."""
    code = language.split("-")[0].lower() if language else ""
    kinds: tuple[Kind, ...] = ("correction", "notice", "caption")
    return Labels({kind: words(code, "notices", kind) for kind in kinds})


def is_end(line: str, language: str | None) -> bool:
    """Whether the line says that the article ends, or goes on elsewhere (`segue`)."""
    return len(line) <= 30 and (is_end_sign(line) or fold(line) in _ends(language))


def is_end_sign(line: str) -> bool:
    """The end marks that are no word of the language: `-30-`, `###`, `Lusa/fim`, `Reuter`."""
    signs = (_END_SIGNS, _AGENCY_END, _REUTER)
    return len(line) <= 30 and any(sign.fullmatch(line) for sign in signs)


def kind(line: str, language: str | None) -> Kind | None:
    """Correction, notice or caption by the wording that the line starts with."""
    bare = line.lstrip("([*»→>-– \t")
    label = _labels(language).at_start(bare)
    if label is None:
        whole = _own_labels(language).whole(bare.rstrip(")]*.:… "))
        return whole if len(line) <= LABEL else None  # type: ignore[return-value]
    with_colon = bare[label.end : label.end + 2].lstrip()[:1] in (":", "-", "–", ".")
    if len(line) <= (LONGEST if with_colon else SHORT):
        return label.kind  # type: ignore[return-value]
    return None


_READING_TIME = re.compile(
    r"\d{1,2}\s?(?:min(?:\.|ute[ns]?|uti|utos)?)\s"
    r"(?:read|de lecture|di lettura|de lectura|de leitura|leestijd)",
    re.IGNORECASE,
)


def is_reading_time(line: str) -> bool:
    """`1 Min Read`, `Temps de lecture : 3 min`."""
    return len(line) <= 40 and bool(_READING_TIME.search(line))
