"""This module says what follows from the record in the words of schema.org, DCMI and PROV.

For readers who know nothing of `arch:`. Nothing here is read back: it all stands in the record's
own fields, and reading checks that it does.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from archivist import edtf
from archivist import record as r
from archivist.exporters import unmeasured
from archivist.exporters.graph.mapping import COMPACT, FULL
from archivist.exporters.graph.terms import TERM, Term
from archivist.jsontext import canonical, of_record
from archivist.namespaces import ISO639_2, PROFILE

Said = tuple[str, Term, Any]
Out = list[Said]

_TYPE = TERM["type"]
_ARTICLE = "#article"
_SPEAKING = ("person", "organization")  # a place is never a speaker or an author

# Credit role → property of the article whose value is the credited agent.
_CREDITED: dict[str, str] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "contributor": "contributor",
    "publisher": "publisher",
    "agency": "sourceOrganization",
}
# Credit role → property of the image: who made it, or only to whom it is credited.
_PICTURED = {"photographer": "creator", "illustrator": "creator", "image": "attributedTo"}

# Role of a date → property for one that has an XML Schema type.
_DATED = {"published": "datePublished", "created": "dateCreated", "modified": "dateModified"}

_RELATED = {
    "revisionOf": "wasRevisionOf",
    "translationOf": "translationOfWork",
    "partOf": "partOfWork",
    "duplicateOf": "relation",
    "nearDuplicateOf": "relation",
}
_SPOKEN = {
    "direct": ("spokenByCharacter", "creator"),
    "indirect": ("author",),
    "mixed": ("spokenByCharacter", "creator", "author"),
}
_APPEARS = {
    "direct": ("isPartOf",),
    "indirect": ("appearance",),
    "mixed": ("isPartOf", "appearance"),
}

# Topic scheme → where its codes are IRIs (IPTC NewsCodes).
_SUBJECTS = {"medtop": "http://cv.iptc.org/newscodes/mediatopic/"}


def document(record: r.Record, detail: str, out: Out) -> None:
    out.append(("", TERM["conformsTo"], PROFILE))
    out.append(("", TERM["detail"], detail))
    if detail != "core":
        out.append(("", TERM["generatedAtTime"], record.generator.as_of))
        out += [("", TERM["unmeasuredField"], name) for name in unmeasured.fields(record)]
    if detail == "full":
        out.append(("", TERM["contentDigest"], content_digest(record)))
    out.append(("", TERM["mainEntity"], _ARTICLE))


def licence(iri: str, out: Out) -> None:
    """The licence of the description, on the document that it is about.

    Never on the article or on anybody it names: who licenses a description owns neither (the New
    York Times once gave its licence to the people of DBpedia so).
    """
    out += [("", TERM["sdLicense"], iri), ("", TERM["license"], iri)]


def content_digest(record: r.Record) -> str:
    """SHA-256 of the canonical record without `asOf`, hexadecimal.

    A graph that lost an optional value is the graph of another record: this tells them apart.
    """
    data, _ = of_record(record)
    generator = {key: data["generator"][key] for key in ("name", "version", "components")}
    return sha256(canonical({**data, "generator": generator})).hexdigest()


def article(record: r.Record, level: int, out: Out) -> None:
    _language(record, out)
    _dates(record, out)
    _credits(record, out)
    _identified(record, out)
    _entities(record, out)
    _quotes(record, out)
    _text(record, level, out)
    if level >= COMPACT:
        _relations(record, out)
    if level == FULL:
        _motives(record, out)


def _language(record: r.Record, out: Out) -> None:
    code = _iso639_2().get(record.language.value.split("-")[0].lower()) if record.language else None
    if code:
        out.append((_ARTICLE, TERM["language"], ISO639_2 + code))


@functools.cache
def _iso639_2() -> dict[str, str]:
    lines = (files(__package__) / "iso639-2.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


# ------------------------------------------------------------------ dates


def _dates(record: r.Record, out: Out) -> None:
    """Bounds on every date; on the article the dates of publication and their typed forms."""
    unsaid = True
    for number, date in enumerate(record.dates, 1):
        bounds, typed = _calendar(date.value)
        out += [(f"#d{number}", term, day) for term, day in bounds]
        if date.role == "published":
            out.append((_ARTICLE, TERM["date"], date.value))
            if unsaid:  # of several, the first: two pairs of bounds would mix
                out += [(_ARTICLE, term, day) for term, day in bounds]
                unsaid = False
        if date.role in _DATED and typed:
            out.append((_ARTICLE, TERM[_DATED[date.role]], typed))
        if date.role == "coverage":
            out.append((_ARTICLE, TERM["temporalCoverage"], date.value))
    if record.dateline:
        out.append((_ARTICLE, TERM["dateline"], record.dateline.verbatim))


@functools.lru_cache(maxsize=4096)
def _calendar(value: str) -> tuple[list[tuple[Term, str]], tuple[str, str] | None]:
    """First and last day, and (lexical form, XML Schema type), as far as there are any.

    No days for what reaches outside 0001-9999, as a date without a year does: editions 1.0 and 1.1
    of XML Schema mean different years by those. An open end has no day either.
    """
    try:
        when = edtf.parse(value)
    except edtf.EdtfError:
        return [], None
    bounds = ((TERM["dateEarliest"], when.earliest()), (TERM["dateLatest"], when.latest()))
    days = [(term, day) for term, day in bounds if day]
    if not all(1 <= day.year <= 9999 for _, day in days):
        return [], when.to_xsd()
    return [(term, str(day)) for term, day in days], when.to_xsd()


# ------------------------------------------------------------------ credits, rights, topics


def _credits(record: r.Record, out: Out) -> None:
    types = {entity.id: entity.type for entity in record.entities}
    for number, credit in enumerate(record.credits, 1):
        agents = [
            agent
            for place, name in enumerate(credit.names, 1)
            if (agent := _agent(name, f"#c{number}-n{place}", types, out))
        ]
        if credit.role in _CREDITED:
            out += [(_ARTICLE, TERM[_CREDITED[credit.role]], agent) for agent in agents]
        elif credit.role in _PICTURED:
            _image(credit, f"#c{number}-image", agents, out)
        elif credit.role == "source":
            out += [(_ARTICLE, TERM["citation"], name.name) for name in credit.names]


def _agent(name: r.CreditName, own: str, types: Mapping[str, str], out: Out) -> str | None:
    """The person or organization, else the name itself as an agent of unknown kind."""
    if name.entity:
        return "#" + name.entity if types.get(name.entity) in _SPEAKING else None
    out.append((own, _TYPE, "prov:Agent"))
    return own


def _image(credit: r.Credit, own: str, agents: list[str], out: Out) -> None:
    """The picture that is credited: described, though the text does not hold it."""
    text = ", ".join(name.name for name in credit.names) or credit.verbatim
    out.append((_ARTICLE, TERM["image"], own))
    out.append((own, _TYPE, "schema:ImageObject"))
    out.append((own, TERM["creditText"], text))
    out += [(own, TERM[_PICTURED[credit.role]], agent) for agent in agents]


def _identified(record: r.Record, out: Out) -> None:
    for identifier in record.identifiers:
        if identifier.scheme in ("url", "canonical"):
            out.append((_ARTICLE, TERM["url"], identifier.value))
    if record.rights and record.rights.notice is not None:
        out.append((_ARTICLE, TERM["copyrightNotice"], record.rights.notice))
    if record.rights and record.rights.statement is not None:
        out.append((_ARTICLE, TERM["usageInfo"], record.rights.statement))
    for topic in record.topics:
        if topic.scheme in _SUBJECTS and topic.code and topic.code.isdecimal():
            out.append((_ARTICLE, TERM["subject"], _SUBJECTS[topic.scheme] + topic.code))


# ------------------------------------------------------------------ entities, quotes


def _entities(record: r.Record, out: Out) -> None:
    for entity in record.entities:
        own = "#" + entity.id
        out += [(own, TERM["sameAs"], identifier.iri) for identifier in entity.identifiers]
        if entity.type == "person":
            out += [(own, TERM["jobTitle"], role.value) for role in entity.roles]


def _quotes(record: r.Record, out: Out) -> None:
    types = {entity.id: entity.type for entity in record.entities}
    for quote in record.quotes:
        own = "#" + quote.id
        words = " […] ".join(span.of(record.text) for span in quote.spans)
        out.append((own, TERM["text"], words))
        out += [(own, TERM[key], _ARTICLE) for key in _APPEARS[quote.kind]]
        who = quote.speaker.entity if quote.speaker else None
        if who and types.get(who) in _SPEAKING:
            out += [(own, TERM[key], "#" + who) for key in _SPOKEN[quote.kind]]


# ------------------------------------------------------------------ text, relations, motives


def _text(record: r.Record, level: int, out: Out) -> None:
    """The text as the base of all offsets."""
    data = record.text.encode("utf-8")
    out += (
        (_ARTICLE, TERM["encoding"], "#text"),
        ("#text", _TYPE, "schema:MediaObject"),
        ("#text", TERM["encodingFormat"], "text/plain;charset=utf-8"),
        ("#text", TERM["size"], len(data)),
        ("#text", TERM["sha256"], sha256(data).hexdigest()),
        ("#text", TERM["wasDerivedFrom"], "#source"),
    )
    if level >= COMPACT:
        out.append(("#text", TERM["contentSize"], f"{len(data)} B"))
        out.append(("#source", TERM["contentSize"], f"{record.source.size} B"))


def _relations(record: r.Record, out: Out) -> None:
    for relation in record.relations:
        out.append((_ARTICLE, TERM[_RELATED[relation.type]], relation.target))


def _motives(record: r.Record, out: Out) -> None:
    """Why each annotation was made (Web Annotation), and which blocks are paragraphs (DoCO)."""
    for number, block in enumerate(record.blocks, 1):
        if block.role == "paragraph":
            out.append((f"#p{number}", _TYPE, "doco:Paragraph"))
    for entity in record.entities:
        for number in range(1, len(entity.mentions) + 1):
            own = f"#{entity.id}-m{number}"
            out.append((own, TERM["motivatedBy"], "oa:identifying"))
    for number in range(1, len(record.notes) + 1):
        out.append((f"#n{number}", TERM["motivatedBy"], "oa:commenting"))
