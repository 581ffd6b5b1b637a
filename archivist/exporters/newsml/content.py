"""This module maps what is said of the content: dates, language, headline, topics, identifiers."""

from __future__ import annotations

from typing import Any

from archivist import edtf
from archivist.exporters.newsml import names
from archivist.exporters.newsml.draft import Draft, Path
from archivist.exporters.newsml.found import Element, Found
from archivist.exporters.newsml.strings import from_code, in_text, one_line, to_code
from archivist.namespaces import CV
from archivist.record import Date, Dateline, Identifier, Record, Topic, Value

# The two dates that have an element of their own; all others are properties with their role.
DATES = {"created": "contentCreated", "modified": "contentModified"}

# ------------------------------------------------------------------ to NewsML-G2


def write_content(draft: Draft, record: Record) -> None:
    """Everything of contentMeta but credits and entities."""
    _dates(draft, record.dates)
    for number, identifier in enumerate(record.identifiers):
        draft.administrative.append(_identifier(draft, identifier, number))
    if record.language is not None:
        tag = draft.attribute("tag", record.language.value, ("language", "value"))
        cited = draft.cite(record.language.evidence, "lang", ("language",))
        draft.language.append(f'<language id="lang"{tag}{cited}/>')
    for number, topic in enumerate(record.topics):
        draft.subjects.append(_topic(draft, topic, number))
    if record.headline is not None:
        draft.descriptive.append(_label(draft, "headline", "", record.headline, "headline"))
    if record.dateline is not None:
        _dateline(draft, record.dateline)
    if record.summary is not None:
        role = ' role="drol:summary"'
        draft.descriptive.append(_label(draft, "description", role, record.summary, "summary"))


def _label(draft: Draft, element: str, role: str, value: Value, key: str) -> str:
    cited = draft.cite(value.evidence, key, (key,), native=True)
    content = draft.content(value.value, (key, "value"))
    return f'<{element} id="{key}"{cited}{role}>{content}</{element}>'


def _dates(draft: Draft, dates: tuple[Date, ...]) -> None:
    taken: dict[str, str] = {}
    for number, date in enumerate(dates):
        own, path = f"d{number + 1}", ("dates", number)
        known = draft.cite(date.evidence, own, path)
        known += draft.attribute("arc:verbatim", date.verbatim, (*path, "verbatim"))
        element, native = DATES.get(date.role), _xsd(date.value)
        if element is not None and native is not None and element not in taken:
            value = draft.attribute("arc:edtf", date.value, (*path, "value"))
            taken[element] = f'<{element} id="{own}"{known}{value}>{native}</{element}>'
        else:
            value = draft.attribute("value", date.value, (*path, "value"))
            draft.properties.append(
                f'<contentMetaExtProperty id="{own}" rel="arcrel:date"'
                f' arc:dateRole="{date.role}"{value}{known}/>'
            )
    draft.dates += [taken[element] for element in DATES.values() if element in taken]


def _xsd(value: str) -> str | None:
    """The lexical form that XML Schema has for exactly this date, None where it has none."""
    native = edtf.parse(value).to_xsd() if edtf.is_valid(value) else None
    return None if native is None else native[0]


def _identifier(draft: Draft, identifier: Identifier, number: int) -> str:
    own, path = f"i{number + 1}", ("identifiers", number)
    cited = draft.cite(identifier.evidence, own, path)
    content = draft.content(identifier.value, (*path, "value"))
    return f'<altId id="{own}"{cited} type="arcrel:id.{identifier.scheme}">{content}</altId>'


def _topic(draft: Draft, topic: Topic, number: int) -> str:
    """A code of a scheme is a QCode; the scheme is IPTC's, or declared in the item's catalog."""
    own, path = f"t{number + 1}", ("topics", number)
    cited = draft.cite(topic.evidence, own, path, native=True)
    if topic.scheme is not None and topic.code is not None:
        if topic.scheme not in names.iptc_schemes():
            draft.schemes.setdefault(topic.scheme, f"{CV}topic/{topic.scheme}/")
        known = draft.attribute("qcode", f"{topic.scheme}:{to_code(topic.code)}", ())
    else:
        known = draft.attribute("arc:scheme", topic.scheme, (*path, "scheme"))
        if topic.code is not None:
            known += draft.literal(topic.code, (*path, "code"))
    name = "" if topic.name is None else draft.line("name", "", topic.name, (*path, "name"))
    return f'<subject id="{own}"{cited}{known} type="{names.TOPIC}">{name}</subject>'


def _dateline(draft: Draft, dateline: Dateline) -> None:
    path: Path = ("dateline",)
    cited = draft.cite(dateline.evidence, "dateline", path)
    date = "" if dateline.date is None else f' arc:ref="d{dateline.date + 1}"'
    content = draft.content(dateline.verbatim, (*path, "verbatim"))
    draft.descriptive.append(f'<dateline id="dateline"{cited}{date}>{content}</dateline>')
    if dateline.place is not None:
        draft.part("dateline-place", "dateline.place", dateline.place)
        _located(draft, draft.surface(dateline.place))
    if dateline.agency is not None:
        draft.part("dateline-agency", "dateline.agency", dateline.agency)


def _located(draft: Draft, place: str) -> None:
    """The place of a dateline for readers who look for it where the standard has it."""
    if place:
        draft.administrative.append(
            f'<located id="located"><name>{in_text(one_line(place))}</name></located>'
        )
        draft.derived["dateline-place"] = ["located"]
        draft.surfaces["dateline-place"] = place


# ------------------------------------------------------------------ from NewsML-G2


def read_content(found: Found) -> dict[str, Any]:
    """dates, identifiers, language, topics, headline, dateline, summary."""
    meta = found.section("contentMeta")
    return {
        "dates": _read_dates(found, meta),
        "identifiers": [_read_identifier(found, element) for element in found.all(meta, "altId")],
        "language": _read_language(found, found.one(meta, "language")),
        "topics": [
            _read_topic(found, element)
            for element in found.all(meta, "subject")
            if element.get("type") == names.TOPIC
        ],
        "headline": _read_value(found, found.one(meta, "headline")),
        "dateline": _read_dateline(found, found.one(meta, "dateline")),
        "summary": _read_value(found, found.one(meta, "description")),
    }


def _read_value(found: Found, element: Element) -> dict[str, Any] | None:
    if element is None:
        return None
    return {"value": found.text(element), "evidence": found.evidence(element)}


def _read_language(found: Found, element: Element) -> dict[str, Any] | None:
    if element is None:
        return None
    return {"value": element.get("tag"), "evidence": found.evidence(element)}


def _read_dates(found: Found, meta: Element) -> list[dict[str, Any]]:
    dates = [
        (element, role, found.own(element, "edtf"))
        for role, name in DATES.items()
        for element in found.all(meta, name)
    ]
    dates += [
        (element, found.own(element, "dateRole"), element.get("value"))
        for element in found.properties(meta, "arcrel:date")
    ]
    return [
        {
            "role": role,
            "value": value,
            "verbatim": found.own(element, "verbatim"),
            "evidence": found.evidence(element),
        }
        for element, role, value in sorted(dates, key=lambda date: int(date[0].get("id")[1:]))
    ]


def _read_identifier(found: Found, element: Element) -> dict[str, Any]:
    return {
        "scheme": found.code(element.get("type")).removeprefix("id."),
        "value": found.text(element),
        "evidence": found.evidence(element),
    }


def _read_topic(found: Found, element: Element) -> dict[str, Any]:
    name, qcode = found.one(element, "name"), element.get("qcode")
    scheme, code = found.own(element, "scheme"), found.literal(element)
    if qcode is not None:
        scheme, _, escaped = qcode.partition(":")
        code = from_code(escaped)
    return {
        "scheme": scheme,
        "code": code,
        "name": None if name is None else found.text(name),
        "evidence": found.evidence(element),
    }


def _read_dateline(found: Found, element: Element) -> dict[str, Any] | None:
    if element is None:
        return None
    date = found.own(element, "ref")
    return {
        "place": found.range("dateline-place"),
        "agency": found.range("dateline-agency"),
        "date": date and int(date[1:]) - 1,
        "verbatim": found.text(element),
        "evidence": found.evidence(element),
    }
