"""Hundreds of broken records, made by a table: each is found, with its code, on its line.

The expected line is not ours: a mark is put where the fault is, and looked for in the dumped text.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cli.calling import Call
from lxml import etree
from strategies import rich_record

from archivist import jsontext, pipeline
from archivist.exporters import EXPORTERS

MARK = "@@here@@"
ANYWHERE = -1  # which of several lines is at fault is a matter of view
GOOD = {**rich_record().to_json(), "revision": 1}
TEXT = json.dumps(GOOD, indent=2, ensure_ascii=False)


class Broken(NamedTuple):
    """A file with one fault that must be found: its code and line (None: anywhere)."""

    name: str
    data: bytes
    code: str
    line: int | None
    suffix: str = ".record.json"

    @property
    def file(self) -> str:
        return self.name + self.suffix


# ------------------------------------------------------------------ faults of values, by a table

# pointer → value that cannot be, and the code that says so.
VALUES: tuple[tuple[str, Any, str], ...] = (
    ("/id", "urn:uuid:00000000-0000-5000-8000-000000000000", "V024"),
    ("/language/value", "Italian!", "V021"),
    ("/dates/0/value", "2024-02-30", "V020"),
    ("/dates/0/value", "25 October 2024", "V020"),
    ("/dates/1/value", "2024-13", "V020"),
    ("/generator/asOf", "2024-04-31T00:00:00Z", "V023"),
    ("/source/name", "/etc/passwd", "V026"),
    ("/source/name", "a/../../b.txt", "V026"),
    ("/source/url", "not an iri", "V022"),
    ("/blocks/0/span", [0, 10**6], "V010"),
    ("/blocks/0/span", [9, 9], "V010"),
    ("/blocks/1/span", [0, 5], "V011"),
    ("/quotes/0/id", "q9", "V032"),
    ("/quotes/0/speaker/entity", "e99", "V030"),
    ("/quotes/0/spans/0", [10**6, 10**6 + 1], "V010"),
    ("/entities/0/id", "e7", "V032"),
    ("/revision", 0, "V001"),
    ("/revision", 1.5, "R025"),
    ("/revision", 2**60, "R025"),
    ("/status", "lost", "V001"),
    ("/schemaVersion", "9.9", "V003"),
    ("/text", "", "V001"),
    ("/source/sha256", "xyz", "V001"),
)


def of_values() -> Iterator[Broken]:
    for number, (pointer, value, code) in enumerate(VALUES):
        yield at_pointer(f"value-{number}", pointer, value, code)


def of_types() -> Iterator[Broken]:
    """Every third value of the record in turn is of another type."""
    for number, pointer in list(enumerate(pointers(GOOD)))[1::3]:
        if pointer and "/components" not in pointer and "/patch" not in pointer:
            value = at(GOOD, pointer)
            wrong: Any = {"no": "such"} if not isinstance(value, dict) else [7]
            yield at_pointer(f"type-{number}", pointer, wrong, "V001")


def of_keys() -> Iterator[Broken]:
    """Every other value, if it is an object, has a key too many, and lacks one."""
    for number, pointer in list(enumerate(pointers(GOOD)))[::2]:
        value = at(GOOD, pointer)
        if not isinstance(value, dict) or "/components" in pointer or "/patch" in pointer:
            continue
        more = {**value, "colour": "red"}
        yield at_pointer(f"more-{number}", pointer, more, "V001", line_of(f"{pointer}/colour"))
        less = dict(list(value.items())[1:])
        if value and "/evidence" not in pointer:
            yield at_pointer(f"less-{number}", pointer, less, "V001", line_of(pointer))


# ------------------------------------------------------------------ faults of the text

# what is replaced in the dumped text, by what, the code, and the words on the line of the fault.
TEXTS: tuple[tuple[str, str, str, str], ...] = (
    ('"revision": 1,', '"revision": 1,,', "R021", '"revision": 1,,'),
    ('"revision": 1,', '"revision": 1', "R021", '"status"'),
    ('"revision": 1,', '"revision": 01,', "R021", '"revision"'),
    ('"revision": 1,', '"revision": NaN,', "R024", '"revision"'),
    ('"revision": 1,', '"revision": -Infinity,', "R024", '"revision"'),
    ('"revision": 1,', '"revision": -0,', "R025", '"revision"'),
    ('"revision": 1,', '"revision": 1, "revision": 1,', "R022", '"revision"'),
    ('"revision": 1,', '"revision": None,', "R021", '"revision"'),
    ('"revision": 1,', '"revision": 1, // one', "R021", "// one"),
    ('"status": "usable"', "\"status\": 'usable'", "R021", '"status"'),
    ('"status": "usable"', '"status": "\\ud800"', "R023", '"status"'),
    ('"status": "usable"', '"status": "a\tb"', "R021", '"status"'),
    ('"status": "usable"', '"status": "\\x41"', "R021", '"status"'),
    ('"status": "usable"', '"status": ' + "[" * 70 + "]" * 70, "R026", '"status"'),
    ('"status": "usable"', '"status" "usable"', "R021", '"status"'),
    ('"status": "usable"', 'status: "usable"', "R021", "status"),
)


def of_texts() -> Iterator[Broken]:
    for number, (old, new, code, words) in enumerate(TEXTS):
        assert TEXT.count(old) == 1, old
        text = TEXT.replace(old, new)
        lines = [at for at, line in enumerate(text.split("\n"), 1) if words in line]
        yield Broken(f"text-{number}", text.encode(), code, lines[-1])


def of_bytes() -> Iterator[Broken]:
    data = TEXT.encode()
    yield Broken("bytes-bom", b"\xef\xbb\xbf" + data, "R020", 1)
    yield Broken("bytes-utf-16", TEXT.encode("utf-16"), "R020", 1)
    yield Broken(
        "bytes-latin", data.replace(b'"usable"', b'"us\xe9ble"'), "R020", line_of("/status")
    )
    yield Broken("bytes-none", b"", "R001", None)
    for part in range(1, 30):  # a copy that broke off
        cut = TEXT[: len(TEXT) * part // 30].rstrip()
        yield Broken(f"bytes-cut-{part}", cut.encode(), "R021", None)


# ------------------------------------------------------------------ faults of meaning, in rows

DATES = ("2024-13-01", "2023-02-29", "24-10-2024", "2024-10-25T25:00:00", "October 2024", "2024//")
TAGS = ("it_IT", "italiano!", "i", "it--IT", "en-a", "de-1996-1996", "x", "Ke")
IRIS = ("example.org", "https://a b", "https://[::1", "schema:Person", "//example.org/", "%")
NAMES = ("C:/a.txt", "a//b.txt", "./a.txt", "a\\b.txt", "a/..", "/")


def of_rows() -> Iterator[Broken]:
    """Many values of one kind, in a place of that kind."""
    for number, value in enumerate(DATES):
        yield at_pointer(f"date-{number}", f"/dates/{number % 3}/value", value, "V020")
    for number, value in enumerate(TAGS):
        yield at_pointer(f"tag-{number}", "/language/value", value, "V021")
    places = ("/source/url", "/rights/statement", "/entities/3/identifiers/0/iri")
    for number, value in enumerate(IRIS):
        yield at_pointer(f"iri-{number}", places[number % 3], value, "V022")
    for number, value in enumerate(NAMES):
        yield at_pointer(f"name-{number}", "/source/name", value, "V026")


def of_places() -> Iterator[Broken]:
    """Every span beyond the text, empty, and backwards; every link to nothing; lists turned."""
    for number, pointer in enumerate(pointers(GOOD)):
        value = at(GOOD, pointer)
        if isinstance(value, list) and [type(item) for item in value] == [int, int]:
            start, end = value
            other = ([len(GOOD["text"]), len(GOOD["text"]) + 1], [end, end], [end, start])
            yield at_pointer(f"place-{number}", pointer, other[number % 3], "V010")
        elif pointer.endswith("/entity") and value is not None:
            yield at_pointer(f"link-{number}", pointer, "e77", "V030")
    for key, code in (("blocks", "V011"), ("entities", "V032"), ("quotes", "V032")):
        yield at_pointer(f"turned-{key}", f"/{key}", GOOD[key][::-1], code, ANYWHERE)
        twice = [GOOD[key][0], *GOOD[key]]
        yield at_pointer(f"twice-{key}", f"/{key}", twice, code, ANYWHERE)


def of_surfaces() -> Iterator[Broken]:
    """Everything that the text is said to say, with a letter more, and from a character on."""
    said = [*(f"/credits/{number}/verbatim" for number in (0, 1)), "/dateline/verbatim"]
    said += ["/headline/value", "/title/value", "/rights/notice", "/entities/0/roles/0/value"]
    said += [f"/credits/{number}/names/0/name" for number in (0, 1)] + ["/dates/0/verbatim"]
    for number, pointer in enumerate(said):
        value = at(GOOD, pointer)
        yield at_pointer(f"more-said-{number}", pointer, value + "s", "V013")
        yield at_pointer(f"less-said-{number}", pointer, value[1:], "V013")


def of_exports() -> Iterator[Broken]:
    """Exports that broke off; where their last line says it, and where a parser looks further."""
    record = rich_record()
    for item in EXPORTERS:
        if item.name in ("record", "tables"):
            continue
        code = {"jsonld": "R021", "newsml-g2": "R040"}.get(item.name, "R030")
        data = pipeline.export(record, item.name)
        for part in (1, 3, 5, 7, 9):
            cut = data[: len(data) * part // 10].rstrip()
            line = cut.count(b"\n") + 1 if item.name in ("jsonld", "newsml-g2") else None
            yield Broken(f"cut-{item.name}-{part}", cut, code, line, item.suffix)


# ------------------------------------------------------------------ how they are made


def pointers(value: Any, pointer: str = "") -> Iterator[str]:
    yield pointer
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from pointers(inner, f"{pointer}/{key}")


def at(value: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        value = value[int(token) if isinstance(value, list) else token]
    return value


def put(pointer: str, value: Any) -> Any:
    if not pointer:
        return value
    data = copy.deepcopy(GOOD)
    parent, _, key = pointer.rpartition("/")
    holder = at(data, parent)
    holder[int(key) if isinstance(holder, list) else key] = value
    return data


def line_of(pointer: str) -> int:
    """The line of the value in the dumped text, by a mark in its place."""
    text = json.dumps(put(pointer, MARK), indent=2, ensure_ascii=False)
    return text[: text.index(MARK)].count("\n") + 1


def at_pointer(name: str, pointer: str, value: Any, code: str, line: int | None = None) -> Broken:
    text = json.dumps(put(pointer, value), indent=2, ensure_ascii=False)
    if line == ANYWHERE:
        return Broken(name, text.encode(), code, None)
    return Broken(name, text.encode(), code, line or line_of(pointer))


MADE: tuple[Callable[[], Iterator[Broken]], ...] = (
    of_values,
    of_types,
    of_keys,
    of_texts,
    of_bytes,
    of_rows,
    of_places,
    of_surfaces,
    of_exports,
)
BASKET = [broken for make in MADE for broken in make()]


@pytest.fixture
def basket(folder: Path) -> Path:
    """All of them as files, and a valid one."""
    (folder / "in").mkdir()
    for broken in BASKET:
        (folder / "in" / broken.file).write_bytes(broken.data)
    (folder / "in" / "good.record.json").write_bytes(TEXT.encode())
    return folder


def test_the_basket_is_large() -> None:
    assert len(BASKET) >= 400
    assert len({broken.name for broken in BASKET}) == len(BASKET)


def test_each_is_found_on_its_line_in_every_format(call: Call, basket: Path) -> None:
    reports = [f"--report={name}" for name in ("r.json", "r.sarif", "r.xml", "gitlab=r.gl")]
    done = call("validate", "in", *reports)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    found = json.loads(Path("r.json").read_bytes())
    places: dict[str, list[tuple[str, int | None]]] = {}
    for item in found["problems"]:
        places.setdefault(Path(item["file"]).name, []).append((item["code"], item["line"]))
    missed = [
        (broken.name, broken.code, broken.line, places.get(broken.file))
        for broken in BASKET
        if not any(
            code == broken.code and broken.line in (None, line)
            for code, line in places.get(broken.file, [])
        )
    ]
    assert not missed
    assert "good.record.json" not in places
    check_same(found["problems"], done.stdout)


def check_same(problems: list[dict[str, Any]], text: str) -> None:
    """The other formats say the same problems in the same places."""
    wanted = [(item["code"], item["file"], item["line"]) for item in problems]
    printed = re.findall(r"^(\S+?)(?::(\d+))?(?::\d+)?: ([A-Z]\d{3}) (?:error|warning)", text, re.M)
    assert [(code, file, int(line) if line else None) for file, line, code in printed] == wanted
    (run,) = json.loads(Path("r.sarif").read_bytes())["runs"]
    assert [sarif(item) for item in run["results"]] == wanted
    quality = json.loads(Path("r.gl").read_bytes())
    assert [
        (item["check_name"], item["location"]["path"], item["location"]["lines"]["begin"])
        for item in quality
    ] == [(code, file, line or 1) for code, file, line in wanted]
    tree = etree.parse("r.xml").getroot()
    said = "\n".join(node.text or "" for node in tree.iter("failure"))
    assert len(re.findall(r"^\S+: [A-Z]\d{3} error: ", said, re.M)) == len(wanted)
    assert tree.get("failures") == str(len({file for _, file, _ in wanted}))


def sarif(result: dict[str, Any]) -> tuple[str, str, int | None]:
    physical = result["locations"][0]["physicalLocation"]
    line = physical.get("region", {}).get("startLine")
    return result["ruleId"], physical["artifactLocation"]["uri"], line


def test_in_lines_of_records_the_line_is_that_of_the_record(call: Call, folder: Path) -> None:
    good = jsontext.canonical(GOOD)
    chosen = [b for b in BASKET if b.name.startswith(("value", "more", "less"))]
    lines = []
    for broken in chosen:
        lines += [good, json.dumps(json.loads(broken.data), ensure_ascii=False).encode()]
    (folder / "all.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    done = call("validate", "all.jsonl", "--format", "json")
    found = json.loads(done.stdout)
    assert found["checked"] == 2 * len(chosen)
    by_line: dict[int, set[str]] = {}
    for item in found["problems"]:
        by_line.setdefault(item["line"], set()).add(item["code"])
    for number, broken in enumerate(chosen, 1):
        assert 2 * number - 1 not in by_line
        assert broken.code in by_line[2 * number], broken.name
