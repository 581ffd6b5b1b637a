"""This module decides the language of a document: the caller's word, the source's, the text's own.

Templates declare `en` on every page: where the words of a long text clearly say another language,
they lead and a problem shows both. Where they say nothing, or the text is short, what is declared
leads. Tags are those of BCP 47.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from archivist import languages
from archivist.extractors import declared as stating
from archivist.extractors import scripts
from archivist.extractors.identification import SAMPLE, identify, is_long, is_rival
from archivist.problems import Location, Problem, problem
from archivist.record import Declared, Document, Evidence, Span, Value
from archivist.settings import Settings

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LOCALE = re.compile(r"[.@][\w-]+$")  # es_ES.UTF-8, de_DE@euro
# No language: RFC 5646 4.1 and ISO 639-2 (undetermined, multiple, none, not coded).
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})

# Tags of one language, or of languages whose words do not tell them apart surely: where one is
# declared and another found, the declared one is right or no worse.
_ALIKE = (
    frozenset({"no", "nb", "nn"}),
    frozenset({"hr", "sr", "bs", "sh", "cnr"}),
    frozenset({"ku", "ckb", "kmr", "sdh"}),
    frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak", "gan"}),
    frozenset({"fa", "prs"}),
    frozenset({"tl", "fil"}),
    frozenset({"ar", "arb", "arz", "apc", "ary"}),
    frozenset({"de", "gsw", "bar"}),
    frozenset({"en", "sco"}),
    frozenset({"ro", "mo"}),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`value` goes into the record; `tables` is the language whose tables are used, None if none.

    They differ where a short text contradicts what its source declares, and where we have no
    tables for the language.
    """

    value: Value | None
    tables: str | None
    problems: tuple[Problem, ...] = ()


def decide(document: Document, settings: Settings) -> Decision:
    """The caller's word, else what the source declares and the words confirm or leave open."""
    if settings.language:
        evidence = Evidence("language.option", 100, context="--lang")
        return Decision(Value(settings.language, evidence), _tables(settings.language))
    sample = _sample(document)
    words = sample.of(document.text)
    found = identify(words)
    from_words = None if found is None else Value(found, Evidence(_rule(found), span=sample))
    stated = [item for item in document.declared if item.field == "language"]
    if not stated:
        return Decision(from_words, _tables(found))
    tags = [(item, normalise_tag(item.value)) for item in stated]
    known = [(item, tag) for item, tag in tags if tag is not None]
    if not known:
        return Decision(from_words, _tables(found), (_unreadable(stated[0], document),))
    agreeing = [(item, tag) for item, tag in known if found is None or _agree(tag, found)]
    item, tag = (agreeing or known)[0]
    declared = Value(tag, stating.evidence(item))
    if from_words is None or agreeing:
        return Decision(declared, _tables(tag))
    leading = from_words if is_long(words) else declared
    return Decision(
        leading, _tables(from_words.value), (_contradicted(tag, from_words, leading, document),)
    )


def _rule(found: str) -> str:
    return "language.script" if found in scripts.languages() else "language.function-words"


def _sample(document: Document) -> Span:
    """From the first block to the last, not more than `SAMPLE` code points."""
    if not document.blocks:
        return Span(0, min(len(document.text), SAMPLE))
    start = document.blocks[0].span.start
    return Span(start, min(document.blocks[-1].span.end, start + SAMPLE))


def _tables(tag: str | None) -> str | None:
    """The tag, where we have tables for its language."""
    return tag if tag and _primary(tag) in languages.codes() else None


def _agree(tag: str, found: str) -> bool:
    """Whether two tags name one language, or languages that are not told apart surely.

    Who declares Occitan or Faroese means it: templates say English.
    """
    one, other = _primary(tag), _primary(found)
    return one == other or is_rival(one) or any(one in group and other in group for group in _ALIKE)


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()


def _unreadable(item: Declared, document: Document) -> Problem:
    right = "a tag of BCP 47 such as it or pt-BR"
    message = f"declared language: found {item.value[:40]!r}, would be right: {right}"
    where = Location(document.source.location)
    return problem("E005", message, where, hint="the words of the text decided")


def _contradicted(tag: str, found: Value, leading: Value, document: Document) -> Problem:
    message = f"declared language: found {tag}, would be right by the words: {found.value}"
    hint = f"the record says {leading.value}, as the words of the text do"
    if leading is not found:
        hint = f"the record says {tag}: the text is too short to overrule it"
    where = Location(document.source.location)
    return problem("E004", message, where, path="/language", hint=hint)


# ------------------------------------------------------------------ tags


def normalise_tag(text: str) -> str | None:
    """`it_IT` → `it-IT`, `PT-br` → `pt-BR`, a name or code (`Italian`, `ita`) → `it`, else None."""
    text = _LOCALE.sub("", text.strip())
    named = _names().get(text.casefold())
    if named:
        return named
    if len(text) > 35 or not _TAG.fullmatch(text):
        return None
    first, *rest = text.replace("_", "-").split("-")
    primary = first.lower()
    if primary in _NO_LANGUAGE:
        return None
    return "-".join([_names().get(primary, primary), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    """Letters as BCP 47 writes them: `BR` region, `Hant` script, the rest small."""
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


@functools.cache
def _names() -> dict[str, str]:
    """Names and other codes of languages → the code that BCP 47 wants."""
    found = {}
    table = files("archivist").joinpath("data", "language-names.tsv").read_text("utf-8")
    for line in table.splitlines():
        code, *names = line.split("\t")
        if not code.startswith("#"):
            found.update({name.casefold(): code for name in names})
    for code in languages.codes():
        name = str(languages.section(code, "language").get("name", code))
        found.setdefault(name.casefold(), code)
    return found
