"""This module knows what the keys of JSON-LD mean: contexts (JSON-LD 1.1 API sections 4 and 5).

For documents that a parser has accepted: what is against the rules is not looked for here. A
context elsewhere is never fetched; below one, what is not defined in the file is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archivist.checks.rdf.iris import BASE, is_absolute, resolved
from archivist.checks.rdf.jsonld import known

KEYWORDS = frozenset(
    "@base @container @context @default @direction @embed @explicit @graph @id @included @index"
    " @json @language @list @nest @none @omitDefault @prefix @preserve @propagate @protected"
    " @requireAll @reverse @set @type @value @version @vocab @import".split()
)
_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+")
_GEN_DELIM = (":", "/", "?", "#", "[", "]", "@")
UNSET: Any = object()  # no context of its own, no language of its own


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term means. `iri` None: values are left out on purpose."""

    iri: str | None
    type: str | None = None
    container: frozenset[str] = frozenset()
    context: Any = UNSET
    language: Any = UNSET
    prefix: bool = False
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The active context. `unknown`: contexts that were not fetched; `near`: of those whose terms
    are known from elsewhere."""

    terms: Mapping[str, Definition] = field(default_factory=dict)
    vocab: str | None = None
    base: str | None = BASE
    language: str | None = None
    previous: Context | None = None
    unknown: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def of(self, key: str) -> Definition | None:
        """The definition of a term, None when there is none."""
        return self.terms.get(key)

    def key(self, key: str) -> str | None:
        """What a key or type means: an IRI, a keyword, itself where nothing says; None: nothing."""
        return _expanded(self, key, True, False)

    def type(self, value: str) -> str | None:
        """What a value of @type means, or one that is coerced to @vocab."""
        return _expanded(self, value, True, True)

    def link(self, value: str) -> str | None:
        """What a value of @id means."""
        return _expanded(self, value, False, True)

    def with_local(self, local: Any, propagate: bool = True) -> Context:
        """This context with a local one over it."""
        if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
            propagate = local["@propagate"]
        found = self
        if not propagate and self.previous is None:
            found = replace(found, previous=self)
        for one in local if isinstance(local, list) else [local]:
            found = _with_one(found, one, propagate)
        return found


def elsewhere(local: Any) -> Iterator[str]:
    """The addresses of contexts that are not in the file."""
    for one in local if isinstance(local, list) else [local]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and isinstance(one.get("@import"), str):
            yield one["@import"]


def _with_one(found: Context, local: Any, propagate: bool) -> Context:
    if local is None:
        return Context(previous=None if propagate else found)
    for address in elsewhere(local):
        if known.is_schema_org(address):
            found = _with_terms(found, known.context())
            found = replace(found, near=(*found.near, address))
        else:
            found = replace(found, unknown=(*found.unknown, address))
    return _with_terms(found, local) if isinstance(local, dict) else found


def _with_terms(found: Context, local: dict[str, Any]) -> Context:
    if "@base" in local:
        base = local["@base"]
        found = replace(found, base=None if base is None else resolved(base, found.base or BASE))
    if "@vocab" in local:
        vocab = local["@vocab"]
        vocab = None if vocab is None else _expanded(found, vocab, True, True)
        found = replace(found, vocab=vocab)
    if "@language" in local:
        found = replace(found, language=local["@language"])
    return _Defining(found, local).context()


class _Defining:
    """Definitions may lean on others of the same context, in any order."""

    def __init__(self, found: Context, local: dict[str, Any]) -> None:
        self._local = local
        self._seen: set[str] = set()
        self._terms = dict(found.terms)
        self._context = replace(found, terms=self._terms)

    def context(self) -> Context:
        for term in self._local:
            if term not in KEYWORDS or term == "@type":
                self._define(term)
        return self._context

    def _define(self, term: str) -> None:
        if term in self._seen or term not in self._local:
            return
        self._seen.add(term)
        value = self._local[term]
        self._terms.pop(term, None)
        simple = not isinstance(value, dict)
        said: dict[str, Any] = {"@id": value} if simple else value
        if "@id" in said and said["@id"] is None:
            self._terms[term] = Definition(None)
            return
        iri = self._iri(term, said)
        if iri is None:
            return
        kind = said.get("@type")
        container = said.get("@container") or []
        self._terms[term] = Definition(
            iri,
            self._expanded(kind) if isinstance(kind, str) else None,
            frozenset([container] if isinstance(container, str) else container),
            said.get("@context", UNSET),
            said.get("@language", UNSET),
            said.get("@prefix") is True or (simple and _may_be_prefix(term, iri)),
            "@reverse" in said,
        )

    def _iri(self, term: str, said: dict[str, Any]) -> str | None:
        """What the term stands for; None for what only looks like a keyword, or nothing."""
        given = said.get("@reverse", said.get("@id"))
        if isinstance(given, str) and given != term:
            if given not in KEYWORDS and _LIKE_KEYWORD.fullmatch(given):
                return None
            return self._expanded(given)
        if ":" in term[1:]:
            prefix, _, local = term.partition(":")
            self._define(prefix)
            known_prefix = self._terms.get(prefix)
            return known_prefix.iri + local if known_prefix and known_prefix.iri else term
        if "/" in term:
            return self._expanded(term)
        if term == "@type":
            return term
        vocab = self._context.vocab
        return None if vocab is None else vocab + term

    def _expanded(self, value: str) -> str | None:
        for needed in (value, value.partition(":")[0]):
            self._define(needed)
        return _expanded(self._context, value, True, False)


def _may_be_prefix(term: str, iri: str) -> bool:
    return not re.search("[:/]", term) and (iri.endswith(_GEN_DELIM) or iri.startswith("_:"))


def _expanded(found: Context, value: str, vocab: bool, document: bool) -> str | None:
    """IRI expansion (section 5.2.2)."""
    if value in KEYWORDS:
        return value
    if _LIKE_KEYWORD.fullmatch(value):
        return None
    definition = found.terms.get(value)
    if definition is not None and (vocab or definition.iri in KEYWORDS):
        return definition.iri
    if ":" in value[1:]:
        prefix, _, local = value.partition(":")
        if prefix == "_" or local.startswith("//"):
            return value
        start = found.terms.get(prefix)
        if start is not None and start.iri is not None and start.prefix:
            return start.iri + local
        if is_absolute(value):
            return value
    if vocab and found.vocab is not None:
        return found.vocab + value
    if document:
        return value if found.base is None else resolved(value, found.base)
    return value
