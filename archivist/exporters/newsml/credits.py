"""This module maps credits: names as creator, contributor or infoSource, the printed line beside.

The line of an author is `by`, of any other credit of the text `creditline`. Credits of a picture
are a part of their own: in contentMeta they would credit the text.
"""

from __future__ import annotations

from typing import Any

from archivist.exporters.newsml import names
from archivist.exporters.newsml.draft import Draft, Path, attributes
from archivist.exporters.newsml.found import Element, Found
from archivist.record import Credit, CreditName, Record

PICTURE = "credit."
PARTIES = ("creator", "contributor", "infoSource")

# ------------------------------------------------------------------ to NewsML-G2


def write_credits(draft: Draft, record: Record) -> None:
    """Credits of the text in contentMeta, those of pictures as parts."""
    for number, credit in enumerate(record.credits):
        own, path = f"c{number + 1}", ("credits", number)
        parties = [
            _party(draft, credit.role, name, f"{own}-n{at + 1}", (*path, "names", at))
            for at, name in enumerate(credit.names)
        ]
        if credit.role in names.PICTURE:
            draft.parts.append(_picture(draft, credit, own, path, "".join(parties)))
        else:
            draft.administrative += parties
            draft.descriptive.append(_line(draft, credit, own, path))


def _party(draft: Draft, role: str, name: CreditName, own: str, path: Path) -> str:
    if name.span is not None:
        draft.point(name.span, own)
    party = names.CREDIT[role]
    concept = "" if name.entity is None else draft.concepts[name.entity]
    line = draft.line("name", "", name.name, (*path, "name"))
    return f'<{party.element} id="{own}"{concept} role="{party.role}">{line}</{party.element}>'


def _line(draft: Draft, credit: Credit, own: str, path: Path) -> str:
    """`by` may run over several lines, `creditline` may not."""
    known = f' id="{own}"{draft.cite(credit.evidence, own, path)}'
    path = (*path, "verbatim")
    if credit.role == "author":
        return f"<by{known}>{draft.content(credit.verbatim, path)}</by>"
    known += f' arc:creditRole="{credit.role}"'
    return draft.line("creditline", known, credit.verbatim, path)


def _picture(draft: Draft, credit: Credit, own: str, path: Path, parties: str) -> str:
    """The part is anchored where the credit is printed, if it is printed."""
    span = credit.evidence.span
    if span is None:
        known = draft.cite(credit.evidence, own, path)
    else:
        draft.anchor(span, own)
        known = f' contentrefs="text" arc:char="{span.start},{span.end}"'
        known += attributes(credit.evidence)
    line = draft.line("creditline", "", credit.verbatim, (*path, "verbatim"))
    role = f'<role qcode="arcpart:{PICTURE}{credit.role}"/>'
    return f'<partMeta partid="{own}"{known}>{role}{parties}{line}</partMeta>'


# ------------------------------------------------------------------ from NewsML-G2


def read_credits(found: Found) -> list[dict[str, Any]]:
    """In the order of their ids, wherever they were written."""
    meta = found.section("contentMeta")
    credits = {line.get("id"): ("author", line) for line in found.all(meta, "by")}
    for line in found.all(meta, "creditline"):
        credits[line.get("id")] = (found.own(line, "creditRole"), line)
    parties = _parties(found, meta)
    for part in found.sections("partMeta"):
        if found.kind(part).startswith(PICTURE):
            credits[part.get("partid")] = (found.kind(part).removeprefix(PICTURE), part)
            parties.update(_parties(found, part))
    return [
        _read_credit(found, own, *credits[own], parties.get(own, []))
        for own in sorted(credits, key=lambda own: int(own[1:]))
    ]


def _parties(found: Found, parent: Element) -> dict[str, list[Element]]:
    """The names below one element, by the id of their credit: `c2-n1` is the first of `c2`."""
    parties: dict[str, list[Element]] = {}
    for name in PARTIES:
        for party in found.all(parent, name):
            parties.setdefault(party.get("id").partition("-")[0], []).append(party)
    return parties


def _read_credit(
    found: Found, own: str, role: str, element: Element, parties: list[Element]
) -> dict[str, Any]:
    line = element if role not in names.PICTURE else found.one(element, "creditline")
    evidence = found.evidence(element)
    if found.spans.get(own):
        evidence["span"] = found.range(own)
    return {
        "role": role,
        "names": [
            {
                "name": found.text(found.one(party, "name")),
                "span": found.derived.get(party.get("id")),
                "entity": found.entity(party),
            }
            for party in parties
        ],
        "verbatim": found.text(line),
        "evidence": evidence,
    }
