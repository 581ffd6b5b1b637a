"""Real files of news standards: the verdicts of the official schemas, and no rule cries wolf.

INDEX.tsv has, for each file, what libxml2 and Xerces say of it by the XML Schema of NewsML-G2 2.35,
and which JSON Schemas accept it. Ours is that of Xerces: libxml2, references and blanks seen to.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from archivist import markup, official
from archivist.checks import newsml
from archivist.checks.newsml import documents, ninjs, schema, siblings, tour

NAMES = (
    "catalogRef|rightsInfo|itemMeta|itemClass|provider|versionCreated|firstCreated|pubStatus"
    "|contentMeta|urgency|creator|language|subject|slugline|headline"
)
POWER = "NewsML-G2_2.35-spec-All-Power.xsd"
CORE = "NewsML-G2_2.24-spec-All-Core.xsd"
# INDEX.tsv was made with a GeoJSON schema that accepts all. IPTC's own test suite has these two
# among those that should fail, and with the shape of RFC 7946 they do.
BAD_GEOJSON = {"2.0/should_fail/001_bad_geojson.json", "3.0/should_fail/001_bad_geojson.json"}
# Of the valid files without unit tests and vocabularies, 2026-11: how many each rule finds fault
# with. More of one is a false alarm, or files that were added.
MOST = {
    "G001": 1, "G002": 206, "G003": 181, "G004": 27, "G005": 0, "G006": 191, "G007": 24, "G008": 0,
    "G009": 8, "G010": 16, "G011": 13, "G012": 0, "G013": 12, "G014": 235, "G015": 0, "G016": 0,
    "G018": 0, "G019": 81, "G022": 0, "G025": 14, "G026": 192, "G027": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "corpora/newsml"
    if not (folder / "INDEX.tsv").is_file():
        pytest.skip("corpus of news standards absent below ARCHIVIST_SHARED")
    return folder


@pytest.fixture(scope="module")
def cache(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The official schemas, out of the shared copy of the standards."""
    from click.testing import CliRunner

    from archivist.cli.group import archivist

    if not (shared / "standards").is_dir():
        pytest.skip("standards absent below ARCHIVIST_SHARED")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHIVIST_CACHE", str(tmp_path_factory.mktemp("cache")))
        done = CliRunner().invoke(
            archivist, ["schema", "fetch", "--from", str(shared / "standards")]
        )
        assert done.exit_code == 0, done.output
        yield


def index(corpus: Path, format: str) -> Iterator[tuple[dict[str, str], bytes]]:
    with (corpus / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["format"] == format:
                yield row, (corpus / row["path"]).read_bytes()


def verdict(valid: bool) -> str:
    return "yes" if valid else "no"


@pytest.mark.usefixtures("cache")
def test_newsml_g2_is_as_valid_as_the_index_says(corpus: Path) -> None:
    item = official.by_name()[POWER]
    wrong, seen = [], Counter[str]()
    for row, data in index(corpus, "g2"):
        root = markup.parse_xml(data)
        raw = schema.is_valid(root, item)
        faults = list(schema.deviations(root, item, "G020"))
        faults += [fault for fault in newsml.faults(root) if fault.code in ("G001", "G024")]
        ours = verdict(raw is True), verdict(not faults)
        seen["differ"] += ours[0] != ours[1]
        seen["all"] += 1
        if ours != (row["xsd235_valid"], row["xerces235_valid"]):
            wrong.append((row["path"], ours))
    assert wrong == []
    assert seen["all"] > 500
    assert seen["differ"] >= 7  # five references to nothing, blanks around dates in two


@pytest.mark.usefixtures("cache")
def test_each_version_has_its_schema_and_loads(corpus: Path) -> None:
    families = ("newsml-g2", "nitf", "newsml-1")
    for item in official.schemas():
        if item.level != "part" and item.family in families:
            assert schema.compiled(item) is not None, item.name
    for row, data in index(corpus, "g2"):
        chosen, _ = newsml.chosen(markup.parse_xml(data))
        assert (chosen is None) == (row["standardversion"] == "0.4"), row["path"]


@pytest.mark.usefixtures("cache")
def test_ninjs_is_accepted_by_the_versions_of_the_index(corpus: Path) -> None:
    known = [item for item in official.schemas() if item.family == "ninjs"]
    wrong, seen = [], 0
    for row, data in index(corpus, "ninjs"):
        value = json.loads(data.decode("utf-8-sig"))
        accepting = [item.version for item in known if ninjs.accepts(item, value)]
        seen += 1
        if f"ninjs:{','.join(accepting) or 'none'}" != row["other_validation"]:
            wrong.append(row["path"])
        found = {finding.code for finding in ninjs.check(value)}
        stated = ninjs.stated_version(value)
        if stated is None:
            assert ("G030" in found) == (not accepting), row["path"]
        elif stated:
            assert ("G030" in found) == (stated not in accepting), row["path"]
    assert {path.partition("test_suite/")[2] for path in wrong} == BAD_GEOJSON
    assert seen > 150


@pytest.mark.usefixtures("cache")
def test_nitf_and_newsml_1_are_as_valid_as_the_index_says(corpus: Path) -> None:
    for row, data in index(corpus, "nitf"):
        try:
            root = markup.parse_xml(data)
        except etree.XMLSyntaxError:
            assert row["other_validation"] == "malformed"
            continue
        item = official.by_name()["nitf-3-6.xsd"]
        inner = (
            root if siblings.is_one(root) else next(e for e in root.iter("*") if siblings.is_one(e))
        )
        bare = not inner.tag.startswith("{")
        raw = schema.is_valid(inner, item)
        named = siblings.in_namespace(inner) if bare else inner
        said = f"xsd3.6:{verdict(raw is True)}"
        with_namespace = verdict(not list(schema.deviations(inner, item, "G023", named)))
        assert f"{said} (with ns: {with_namespace})" == row["other_validation"], row["path"]
    item = official.by_name()["NewsMLv1.2.dtd"]
    for row, data in index(corpus, "newsml1"):
        faults = list(schema.deviations(markup.parse_xml(data), item, "G023"))
        assert f"dtd1.2:{verdict(not faults)}" == row["other_validation"], row["path"]


@pytest.mark.usefixtures("cache")
def test_the_level_is_what_the_schema_of_core_says(corpus: Path) -> None:
    """G008 for those that say nothing of their level, and are not of core."""
    core, seen = official.by_name()[CORE], 0
    for row, data in index(corpus, "g2"):
        root = markup.parse_xml(data)
        items = [part for part in tour.parts(root) if part.get("guid")]
        if row["xsd235_valid"] != "yes" or not items or b"digitalSourceType" in data:
            continue  # digitalSourceType is newer than the last schema of core
        if any(item.get("conformance") is None for item in items):
            found = any(fault.code == "G008" for fault in newsml.faults(root))
            assert found == bool(list(schema.deviations(root, core, "G020"))), row["path"]
            seen += 1
    assert seen > 20


def test_no_rule_cries_wolf(corpus: Path) -> None:
    found: Counter[str] = Counter()
    for row, data in index(corpus, "g2"):
        plain = "unit_test" not in row["path"] and "CV," not in row["vendor"]
        if row["xsd235_valid"] == "yes" and plain:
            found.update({fault.code for fault in tour.faults(markup.parse_xml(data))})
    assert {code: number for code, number in found.items() if number > MOST[code]} == {}
    assert found["G002"] > 180  # and they do find something
    assert found["G003"] > 170


@pytest.mark.usefixtures("cache")
def test_every_finding_has_a_line_and_a_column(corpus: Path) -> None:
    """Whatever a file is: problems with places, and nothing raised."""
    for format in ("g2", "nitf", "newsml1", "ninjs"):
        for row, data in list(index(corpus, format))[::3]:
            problems = documents.check(data, row["path"])
            assert problems is not None or format in ("ninjs", "g2"), row["path"]
            for problem in problems or ():
                assert problem.location.line, (row["path"], problem)
                assert problem.location.column, (row["path"], problem)
                assert len(problem.message) < 400


def test_ours_is_faultless() -> None:
    """What archivist writes breaks no rule for all; of rights it knows only what it was told."""
    from archivist import Settings, Source, convert, pipeline

    text = "Rain over Genoa\n\nBy Ada Byron\n\nGENOA, 3 May 2024 - It rained on Friday.\n"
    (found,) = convert(Source("a.txt", "a.txt", text.encode()))
    assert found.record is not None
    written = pipeline.export(
        found.record, "newsml-g2", settings=Settings(provider="Daily Example")
    )
    codes = {fault.code for fault in tour.faults(markup.parse_xml(written))}
    assert codes <= {"G014"}


@pytest.mark.usefixtures("cache")
def test_what_is_broken_in_real_items_is_found_where_it_is(corpus: Path) -> None:
    """An attribute that no schema knows, in any start tag: XML Schema says so, at its column."""
    chance, broken = random.Random(1), 0
    for row, data in list(index(corpus, "g2"))[::2]:
        if row["xsd235_valid"] != "yes" or row["root"] != "newsItem" or b"\r" in data:
            continue
        text = data.decode("utf-8-sig")
        head = text.partition("<contentSet")[0].partition("<assert")[0]
        if head.count('xmlns="') > 1:
            continue  # an extension of another namespace, of which the schema says nothing
        tags = list(re.finditer(rf"<({NAMES})(?=[\s/>])", head))
        plain = [tag for tag in tags if _is_outside(text, tag.start())]
        for tag in chance.sample(plain, min(3, len(plain))):
            place = tag.end()
            bad = f'{text[:place]} bogus="1"{text[place:]}'
            before = bad[: place + 1].split("\n")
            problems = documents.check(bad.encode(), row["path"])
            where = {
                (item.location.line, item.location.column)
                for item in problems or ()
                if item.code == "G020" and "found bogus" in item.message
            }
            assert where == {(len(before), len(before[-1]) + 1)}, (row["path"], tag[0])
            broken += 1
    assert broken > 150


def _is_outside(text: str, place: int) -> bool:
    """Not in a comment."""
    return text.rfind("<!--", 0, place) <= text.rfind("-->", 0, place)
