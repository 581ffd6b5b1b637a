"""This module is the paper on which a news item is written: its sections, anchors and residuals.

There is one anchor: `partMeta` with `arc:char="start,end"`, code points of the rendition `text`,
counted as RFC 5147 does. Whatever has a span points at such a part (`derivedFromValue`); spans that
are nobody's own part get one with the role `arcpart:evidence`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from archivist.exporters.newsml.strings import (
    carried,
    in_attribute,
    in_text,
    is_carried,
    one_line,
)
from archivist.record import Evidence, Span

Path = tuple[str | int, ...]

# A surface is repeated in derivedFromValue for people; the part says where it is. A summary's or
# language's evidence can be the whole text, which is not repeated.
LONGEST_SURFACE = 240

# IPTC's words for how a value was found and why it is there.
TOOL, DIRECT, INFERRED = "howextr:tool", "why:direct", "why:inferred"


@dataclass(slots=True)
class Draft:
    """Lines of XML by section, in the order of the XML Schema.

    `concepts` and `names` say of each entity, by its id, the attributes it is referred to by, and
    its name.
    """

    text: str
    concepts: dict[str, str]
    names: dict[str, str]
    schemes: dict[str, str] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    administrative: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    descriptive: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    asserts: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    anchors: dict[tuple[int, int], str] = field(default_factory=dict)
    derived: dict[str, list[str]] = field(default_factory=dict)
    surfaces: dict[str, str] = field(default_factory=dict)
    stated: dict[tuple[str, str, str | None], list[str]] = field(default_factory=dict)
    residuals: list[str] = field(default_factory=list)
    evidence_parts: int = 0

    # --- strings

    def string(self, value: str, path: Path) -> str:
        """What XML can hold of a value of the record; the rest of it goes into a residual."""
        if is_carried(value):
            return value
        pointer = "".join(f"/{token}" for token in path)
        whole = in_attribute(json.dumps(value))
        self.residuals.append(
            f'<contentMetaExtProperty rel="arcrel:residual" literal="{pointer}" value="{whole}"/>'
        )
        return carried(value)

    def attribute(self, name: str, value: str | None, path: Path) -> str:
        """` name="value"`, or nothing for None."""
        return "" if value is None else f' {name}="{in_attribute(self.string(value, path))}"'

    def content(self, value: str, path: Path) -> str:
        """Element content of type string or mixed."""
        return in_text(self.string(value, path))

    def literal(self, value: str, path: Path) -> str:
        """` literal="…"`, one line; the exact string beside it if it is not."""
        value = self.string(value, path)
        shown = one_line(value)
        verbatim = "" if shown == value else f' arc:verbatim="{in_attribute(value)}"'
        return f' literal="{in_attribute(shown)}"{verbatim}'

    def line(self, element: str, attributes: str, value: str, path: Path) -> str:
        """An element whose content must be one line; the exact string beside it if it is not."""
        value = self.string(value, path)
        shown = one_line(value)
        if shown != value:
            attributes += f' arc:verbatim="{in_attribute(value)}"'
        return f"<{element}{attributes}>{in_text(shown)}</{element}>"

    # --- spans and evidence

    def anchor(self, span: Span, partid: str) -> None:
        """Others with this very span point at this part; the first one wins."""
        self.anchors.setdefault((span.start, span.end), partid)

    def part(self, partid: str, role: str, span: Span, attributes: str = "") -> None:
        """An anchored part without content of its own."""
        self.anchor(span, partid)
        self.parts.append(
            f'<partMeta partid="{partid}" contentrefs="text" arc:char="{span.start},{span.end}"'
            f'{attributes}><role qcode="arcpart:{role}"/></partMeta>'
        )

    def point(self, span: Span, target: str) -> None:
        """Says that the element `target` got its value from the characters of `span`."""
        key = (span.start, span.end)
        partid = self.anchors.get(key)
        if partid is None:
            self.evidence_parts += 1
            partid = f"s{self.evidence_parts}"
            self.part(partid, "evidence", span)
        self.derived.setdefault(partid, []).append(target)
        self.surfaces[partid] = self.surface(span)

    def surface(self, span: Span) -> str:
        """The characters of a short span as XML can hold them, else ""."""
        if span.end - span.start > LONGEST_SURFACE:
            return ""
        return carried(self.text[span.start : span.end])

    def cite(
        self,
        evidence: Evidence,
        target: str,
        path: Path,
        *,
        native: bool = False,
        how: str | None = None,
        why: str = DIRECT,
    ) -> str:
        """Attributes for rule and confidence; notes the place of the evidence of `target`."""
        path = (*path, "evidence")
        if evidence.span is not None:
            self.point(evidence.span, target)
        elif evidence.declared is not None:
            self._state("declared", self.string(evidence.declared, (*path, "declared")), target)
        elif evidence.context is not None:
            self._state("context", self.string(evidence.context, (*path, "context")), target)
        elif evidence.corrected is not None:
            inside = (*path, "corrected")
            patch = self.string(evidence.corrected.patch, (*inside, "patch"))
            self._state(
                "corrected", patch, target, self.string(evidence.corrected.by, (*inside, "by"))
            )
        return attributes(evidence, native=native, how=how, why=why)

    def _state(self, kind: str, value: str, target: str, by: str | None = None) -> None:
        self.stated.setdefault((kind, value, by), []).append(target)

    # --- the last sections

    def derivations(self) -> Iterable[str]:
        """`derivedFromValue` for spans, `derivedFrom` for places outside the text."""
        for partid, targets in self.derived.items():
            surface = in_text(self.surfaces[partid])
            yield (
                f'<derivedFromValue sourceidref="{partid}" idrefs="{" ".join(targets)}">'
                f"{surface}</derivedFromValue>"
            )
        for (kind, value, by), targets in self.stated.items():
            names = self.line("name", "", value, ())
            if by is not None:
                names += self.line("name", ' role="arcrole:corrector"', by, ())
            yield (
                f'<derivedFrom idrefs="{" ".join(targets)}" type="arcrel:{kind}">'
                f"{names}</derivedFrom>"
            )


def attributes(
    evidence: Evidence, *, native: bool = False, how: str | None = None, why: str = DIRECT
) -> str:
    """Rule and confidence; how and why only of what a tool took from the text.

    `native`: the element has @confidence, else it is ours. `how`: instead of `howextr:tool`.
    """
    elsewhere = (evidence.declared, evidence.context, evidence.corrected)
    if elsewhere == (None, None, None):
        said = f' how="{how or TOOL}" why="{why}"'
    else:
        said = f' how="{how}"' if how else ""
    return _attributes(said, evidence.rule, evidence.confidence, native)


@functools.lru_cache(maxsize=4096)
def _attributes(said: str, rule: str, confidence: int | None, native: bool) -> str:
    prefix = "" if native else "arc:"
    sure = "" if confidence is None else f' {prefix}confidence="{confidence}"'
    return f'{said} creator="arcmeth:{in_attribute(rule)}"{sure}'
