"""This script makes the tables of archivist/checks/newsml out of the files of the standards.

python archivist/data/make/newsml_tables.py STANDARDS

STANDARDS holds newsml-g2/, catalogs/, ninjs/, nitf/, newsml1/ and newscodes/ as their makers
publish them. Only facts are taken: names, codes, digests.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

PACKAGE = Path(__file__).parent.parent.parent
TABLES = PACKAGE / "checks/newsml"
XS = "{http://www.w3.org/2001/XMLSchema}"
NAR = "{http://iptc.org/std/nar/2006-10-01/}"
IPTC = "https://www.iptc.org/std/"
KINDS = {
    "QCodeType": "qcode",
    "QCodeListType": "qcodes",
    "xs:ID": "id",
    "xs:IDREF": "idref",
    "xs:IDREFS": "idrefs",
    "xs:language": "language",
}


def catalogs(root: Path) -> Iterator[str]:
    """alias, uri, the first and the last catalog that has it."""
    seen: dict[tuple[str, str], list[int]] = {}
    for path in root.glob("catalogs/*.xml"):
        number = int(re.findall(r"_(\d+)\.xml$", path.name)[0])
        for scheme in etree.parse(path).iter(NAR + "scheme"):
            seen.setdefault((scheme.get("alias", ""), scheme.get("uri", "")), []).append(number)
    for (alias, uri), numbers in sorted(seen.items()):
        yield f"{alias}\t{uri}\t{min(numbers)}\t{max(numbers)}"


def topics(root: Path) -> Iterator[str]:
    """code, and the day it was retired."""
    (path,) = root.glob("newscodes/mediatopic*.json")
    for concept in sorted(json.loads(path.read_bytes())["conceptSet"], key=lambda c: c["qcode"]):
        yield f"{concept['qcode'].partition(':')[2]}\t{concept.get('retired', '')[:10]}".rstrip()


def attributes(root: Path) -> Iterator[str]:
    """attribute, its kind, and the elements on which it is something else."""
    kinds: dict[str, str] = {}
    for attribute in _power(root).iter(XS + "attribute"):
        kind = KINDS.get(attribute.get("type", ""))
        if kind and kinds.get(attribute.get("name", "")) != "qcodes":
            kinds[attribute.get("name", "")] = kind
    others = {"rel": "a", "role": "timestamp"}
    for name, kind in sorted(kinds.items()):
        yield f"{name}\t{kind}\t{others.get(name, '')}".rstrip()


def power_only(root: Path) -> Iterator[str]:
    """element, attribute or both that 2.24 knows at the level power and not at core."""
    power = _names(root / "newsml-g2/schema_versions/NewsML-G2_2.24-spec-All-Power.xsd")
    core = _names(root / "newsml-g2/NewsML-G2_2.24-spec-All-Core.xsd")
    everywhere = set().union(*core.values())
    for element in sorted(set(power) - set(core)):
        yield f"{element}\t"
    for attribute in sorted(set().union(*power.values()) - everywhere - {"xml:lang"}):
        yield f"*\t{attribute}"
    for element in sorted(set(power) & set(core)):
        for attribute in sorted((power[element] - core[element]) & everywhere - {"xml:lang"}):
            yield f"{element}\t{attribute}"


def schemas(root: Path) -> Iterator[str]:
    """name, family, version, level, sha256 (with LF line ends), address, what it needs."""
    found = {path.name: path for path in root.rglob("*") if path.is_file()}
    rows = []
    for name, path in found.items():
        for pattern, row in _PATTERNS:
            match = re.fullmatch(pattern, name)
            if match:
                rows.append((name, *row(match), path))
    for name, family, version, level, address, needs, path in sorted(rows, key=_order):
        digest = sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        yield f"{name}\t{family}\t{version}\t{level}\t{digest}\t{address}\t{needs}".rstrip()


def _g2(match: re.Match[str]) -> tuple[str, ...]:
    version, level = match.groups()
    address = f"{IPTC}NewsML-G2/{version}/specification/{match[0]}"
    return "newsml-g2", version, level.lower(), address, "xml.xsd"


def _nitf(match: re.Match[str]) -> tuple[str, ...]:
    version = f"3.{match[1]}"
    needs = "" if match[2] else f"nitf-3-{match[1]}-ruby-include.xsd xml.xsd"
    address = f"{IPTC}NITF/{version}/specification/{match[0]}"
    return "nitf", version, "part" if match[2] else "", address, needs


_PATTERNS: tuple[tuple[str, Any], ...] = (
    (r"NewsML-G2_(2\.(?:9|\d\d))-spec-All-(Power|Core)\.xsd", _g2),
    (r"nitf-3-([3-6])(-ruby-include)?\.xsd", _nitf),
    (
        r"ninjs-schema_(\d\.\d)\.json",
        lambda m: ("ninjs", m[1], "", f"{IPTC}ninjs/{m[0]}", ""),
    ),
    (
        r"NewsMLv(1\.[02])\.dtd",
        lambda m: (
            "newsml-1",
            m[1],
            "",
            f"{IPTC}NewsML/{m[1]}/specification/NewsML_{m[1]}.dtd",
            "",
        ),
    ),
    (r"xml\.xsd", lambda m: ("xml", "1", "part", "https://www.w3.org/2001/xml.xsd", "")),
)


def _order(row: tuple[Any, ...]) -> Any:
    return row[1], tuple(map(int, row[2].split("."))), row[3], row[0]


def _power(root: Path) -> Any:
    return etree.parse(root / "newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd").getroot()


def _names(path: Path) -> dict[str, set[str]]:
    """element → all attributes that it may have anywhere."""
    root = etree.parse(path).getroot()
    types = {node.get("name"): node for node in root.iter(XS + "complexType")}
    groups = {node.get("name"): node for node in root.findall(XS + "attributeGroup")}

    def attributes_of(node: Any) -> set[str]:
        found: set[str] = set()
        for child in node:
            match child.tag.removeprefix(XS) if isinstance(child.tag, str) else "":
                case "attribute":
                    found.add(child.get("name") or child.get("ref"))
                case "attributeGroup":
                    found |= attributes_of(groups[child.get("ref")])
                case "extension" | "restriction":
                    base = types.get(child.get("base"))
                    found |= attributes_of(child) | (
                        attributes_of(base) if base is not None else set()
                    )
                case "complexContent" | "simpleContent" | "complexType":
                    found |= attributes_of(child)
        return found

    names: dict[str, set[str]] = {}
    for element in root.iter(XS + "element"):
        if element.get("name"):
            known = names.setdefault(element.get("name"), set())
            base = types.get(element.get("type"))
            known |= attributes_of(element) | (attributes_of(base) if base is not None else set())
    return names


def main(root: Path) -> None:
    for path, lines in (
        (TABLES / "catalogs.tsv", catalogs(root)),
        (TABLES / "mediatopics.tsv", topics(root)),
        (TABLES / "attributes.tsv", attributes(root)),
        (TABLES / "power-only.tsv", power_only(root)),
        (PACKAGE / "data/official-schemas.tsv", schemas(root)),
    ):
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
