"""Pictures of counts can be read, are the same every time, and hostile words do nothing in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from collection.keeping import AS_OF, articles
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from reuse import hostile

from archivist.cli.group import archivist
from archivist.cli.pictures import EDGES, PICTURES, _strongest
from archivist.collection.stats import Ranking, Stats
from archivist.exporters import BY_NAME
from archivist.pages import columns, network, stacks
from archivist.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("Anna Moor", "Mill Haven Ferry Company", "Ada", "北京市人民政府", "אַברהם", "Ødegård & Søn")


def _tree(data: bytes) -> etree._Element:
    """The picture. Raises where it is no XML; nothing in it may act or fetch."""
    found = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert found.tag == f"{SVG}svg"
    allowed = {"svg", "title", "desc", "style", "rect", "text", "path", "g"}
    assert {etree.QName(item).localname for item in found.iter()} <= allowed
    names = {name for item in found.iter() for name in item.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert found.find(f"{SVG}title").text  # type: ignore[union-attr]
    assert found.find(f"{SVG}desc").text  # type: ignore[union-attr]
    return found


def _boxes(tree: etree._Element) -> list[tuple[float, float, float, float]]:
    """Left, upper, right, lower of each name."""
    found = []
    for item in tree.iter(f"{SVG}rect"):
        if item.get("class") == "node":
            x, y, width, height = (
                float(item.get(key, "")) for key in ("x", "y", "width", "height")
            )
            found.append((x, y, x + width, y + height))
    return found


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _company(number: int) -> tuple[list[tuple[str, int]], list[tuple[int, int, int]]]:
    """Names of all lengths, some in a crowd, some in pairs, some alone."""
    nodes = [(f"{NAMES[at % len(NAMES)]} {at}", 1 + (number - at) ** 2) for at in range(number)]
    crowd = combinations(range(number // 2), 2)
    edges = [(a, b, 1 + (a * b) % 7) for a, b in crowd if (a + b) % 3]
    return nodes, edges + [(at, at + 1, 2) for at in range(number // 2, number - 4, 2)]


# ------------------------------------------------------------------ the network


@pytest.mark.parametrize("number", [0, 1, 2, 3, 12, 40, 60])
def test_no_name_lies_on_another(number: int) -> None:
    tree = _tree(network.svg("Company", "Who is named together.", *_company(number)))
    boxes = _boxes(tree)
    assert len(boxes) == number
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]
    width, height = float(tree.get("width", "")), float(tree.get("height", ""))
    assert all(box[0] >= 0 and box[1] >= 80 and box[2] <= width for box in boxes)
    assert all(box[3] <= height for box in boxes)
    if number == 40:
        assert width < 1600
        assert height < 1200


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, 10**6)), max_size=25),
    st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30), st.integers(-1, 99)), max_size=60),
)
def test_any_names_and_ties_can_be_drawn(
    nodes: list[tuple[str, int]], edges: list[tuple[int, int, int]]
) -> None:
    boxes = _boxes(_tree(network.svg("Title", "Note", nodes, edges, "it")))
    assert len(boxes) == len(nodes)
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]


def test_each_box_and_line_says_what_it_is() -> None:
    nodes = [("Anna Moor", 12), ("Mill Haven Ferry and Tug Company of 1888", 3)]
    tree = _tree(network.svg("Company", "Note.", nodes, [(1, 0, 2)], "en"))
    titles = [item.text for item in tree.iter(f"{SVG}title")]
    assert "Anna Moor: 12" in titles
    assert "Anna Moor – Mill Haven Ferry and Tug Company of 1888: 2" in titles
    assert tree.get("lang") == "en"
    assert "Anna Moor 12" in (tree.findtext(f"{SVG}desc") or "")


def test_the_same_picture_whatever_the_hash_seed_and_the_order_of_ties() -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from reuse.test_pictures import _company\n"
        "from archivist.pages import network\n"
        "sys.stdout.buffer.write(network.svg('a', 'b', *_company(30)))"
    )
    nodes, edges = _company(30)
    wanted = network.svg("a", "b", nodes, edges)
    assert wanted == network.svg("a", "b", nodes, [(b, a, n) for a, b, n in reversed(edges)])
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parents[1])],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.stdout == wanted


def test_names_that_are_tied_stand_closer() -> None:
    nodes = [(f"n{at}", 5) for at in range(12)]
    edges = [(a, b, 5) for a, b in combinations(range(6), 2)]
    edges += [(a, b, 5) for a, b in combinations(range(6, 12), 2)]
    boxes = _boxes(_tree(network.svg("t", "d", nodes, edges)))
    middle = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes]

    def mean(pairs: list[tuple[int, int]]) -> float:
        far = [
            ((middle[a][0] - middle[b][0]) ** 2 + (middle[a][1] - middle[b][1]) ** 2) ** 0.5
            for a, b in pairs
        ]
        return sum(far) / len(far)

    apart = [(a, b) for a in range(6) for b in range(6, 12)]
    assert mean([(a, b) for a, b, _ in edges]) * 1.3 < mean(apart)


def test_nobody_looks_lonely_who_is_not() -> None:
    crowd = [(a, b, 9) for a, b in combinations(range(20), 2)]
    kept = _strongest([*crowd, (0, 30, 1)])
    assert len(kept) == EDGES
    assert (0, 30, 1) in kept


# ------------------------------------------------------------------ other drawings


@pytest.mark.parametrize("top", [1, 2, 6, 7, 99, 1000, 123456])
def test_a_scale_has_few_round_figures(top: int) -> None:
    assert 1 <= top / columns.step(top) <= 6
    assert re.fullmatch("[125]0*", str(columns.step(top)))


def test_columns_and_stacks_are_to_scale() -> None:
    tree = _tree(columns.svg("t", "d", "n", [("2023", "2023", 5), ("", "2024", 10)]))
    low, high = (
        float(x.get("height", "")) for x in tree.iter(f"{SVG}rect") if x.get("class") == "bar"
    )
    assert high == pytest.approx(2 * low)
    parts = (("step1", "sure", 30), ("none", "not", 10))
    rows = [stacks.Row("field", parts), stacks.Row("none", ())]
    tree = _tree(
        stacks.svg("t", "d", [("a", "1")], [stacks.Section("s", "n", rows, [("step1", "sure")])])
    )
    kinds = {x.get("class"): float(x.get("width", "")) for x in tree.iter(f"{SVG}rect")}
    assert kinds["step1"] == pytest.approx(3 * kinds["none"], rel=0.01)
    assert [x.text for x in tree.iter(f"{SVG}text")].count("40") == 1


# ------------------------------------------------------------------ stats


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures")
    articles(root / "in", 20)
    (root / "in" / "undated.txt").write_text("A note\n\nNobody knows when it sank.\n", "utf-8")
    words = ["archive", root / "in", "-o", root / "kept", "-j1", "--as-of", AS_OF]
    assert CliRunner().invoke(archivist, [*map(str, words)]).exit_code == 0
    return root / "kept"


@pytest.mark.parametrize("name", PICTURES)
def test_stats_draws_each_picture(kept: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.svg"
    words = ["stats", kept, "--format", "svg", "--picture", name, "-o", path, "-q"]
    done = CliRunner().invoke(archivist, [*map(str, words)])
    assert done.exit_code == 0, done.stderr
    said = " ".join(text for text in _tree(path.read_bytes()).itertext() if text.strip())
    wanted = {
        "overview": ("Records by year", "Anna Moor"),
        "timeline": ("kept: time line", "Records by month: 20 of 21 records.", "2024-03"),
        "network": ("who is named together", "Anna Moor: 20"),
        "quality": ("Confidence by rule", "quotations with a name", "100 %", "not measured"),
    }[name]
    assert [words for words in wanted if words not in said] == []
    if name == "timeline":
        assert "1 without a date, 0 dated to no single month. No date was guessed." in said


def test_a_picture_is_drawn_as_svg_only(kept: Path) -> None:
    done = CliRunner().invoke(archivist, ["stats", str(kept), "--picture", "network"])
    assert done.exit_code == 2
    assert "add --format svg" in done.stderr


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_counted_is_a_picture_too(name: str) -> None:
    _tree(PICTURES[name](Stats(pairs=Ranking()), "nothing", 10))


@pytest.mark.parametrize(
    ("years", "months", "each"),
    [
        ({2020: 3, 2024: 2}, {"2020-01": 3, "2024-12": 2}, "month"),
        ({2019: 3, 2024: 2}, {"2019-01": 3, "2024-12": 2}, "year"),
        ({2024: 9}, {"2024-12": 2}, "year"),
        ({1500: 1, 2024: 1}, {}, "10 years"),
    ],
)
def test_the_time_line_is_as_fine_as_the_dates(
    years: dict[int, int], months: dict[str, int], each: str
) -> None:
    stats = Stats(records=sum(years.values()), years=Counter(years), months=Counter(months))
    said = " ".join(_tree(PICTURES["timeline"](stats, "a", 10)).itertext())
    assert f"Records by {each}: " in said


def test_long_lists_of_names_are_not_all_paired() -> None:
    names = [{"id": f"e{at}", "type": "person", "name": f"P{at:04d}"} for at in range(2000)]
    stats = Stats(pairs=Ranking())
    stats._add_names(names)
    assert stats.pairs is not None
    assert stats.pairs.total == 60 * 59 / 2


@pytest.mark.parametrize("name", PICTURES)
def test_hostile_names_are_names(tmp_path: Path, name: str) -> None:
    for words, record in hostile.records(long=True).items():
        data = BY_NAME["record"].write(record, Settings())
        (tmp_path / f"{words}.record.json").write_bytes(data)
    words = ["stats", tmp_path, "--format", "svg", "--picture", name, "-q"]
    done = CliRunner().invoke(archivist, [*map(str, words)])
    assert done.exit_code == 0, done.stderr
    _tree(done.stdout_bytes)
    for char in ("\u202e", "\u2066", "\u200b", "\ufeff", "\x1b"):
        assert char.encode() not in done.stdout_bytes
