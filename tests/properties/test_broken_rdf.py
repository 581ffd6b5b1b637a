"""Exports broken in hundreds of ways: each is found, on its line, without a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from strategies import rich_record

from archivist import anybody, pipeline
from archivist.exporters import BY_NAME
from archivist.problems import Problem
from archivist.record import Source
from archivist.settings import Settings

TEXT = ("turtle", "trig", "ntriples", "nquads")


def _export(name: str, detail: str = "full") -> str:
    data = pipeline.export(rich_record(), name, settings=Settings(detail=detail))
    return data.decode("utf-8")


def _problems(text: str, name: str) -> tuple[Problem, ...]:
    file = f"a{BY_NAME[name].suffix}"
    return anybody.read(Source(file, file, text.encode()))[1]


def _on_line(text: str, name: str, line: int, codes: tuple[str, ...]) -> bool:
    """Whether an error with one of the codes stands on the line."""
    found = _problems(text, name)
    return any(item.location.line == line and item.code.startswith(codes) for item in found)


Break = Callable[[str], str | None]  # a line → the same line broken, None where it cannot be


def _date(line: str) -> str | None:
    broken = re.sub(r'"(\d{4})(-\d\d)?(-\d\d)?"(?=\^\^)', '"soon"', line)
    return broken if broken != line else None


def _integer(line: str) -> str | None:
    broken = re.sub(r'"\d+"(?=\^\^<[^>]*(?:nteger)>)', '"many"', line)
    return broken if broken != line else None


def _blank(line: str) -> str | None:
    return re.sub(r"<([a-z]+:[^>]*)>", r"<\1 x>", line, count=1) if "<" in line else None


def _unclosed(line: str) -> str | None:
    broken = re.sub(r'"(?=(?: <[^>]*>)? \.$)', "", line)
    return broken if broken != line else None


def _tag(line: str) -> str | None:
    broken = re.sub(r'"@[a-z]{2}\b', '"@en-abcdefghi', line)
    return broken if broken != line else None


BREAKS: dict[str, tuple[Break, tuple[str, ...]]] = {
    "date": (_date, ("L001", "L003")),
    "integer": (_integer, ("L001",)),
    "blank": (_blank, ("L004", "R030")),
    "unclosed": (_unclosed, ("R030",)),
    "tag": (_tag, ("L002", "R030")),
}


def _broken(text: str, breaks: Break, most: int) -> Iterator[tuple[int, str]]:
    """(line, the text broken there), spread over the text."""
    lines = text.split("\n")
    found = [(at, new) for at, line in enumerate(lines) if (new := breaks(line)) is not None]
    for at, new in found[:: max(1, len(found) // most)]:
        yield at + 1, "\n".join([*lines[:at], new, *lines[at + 1 :]])


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("name", ["ntriples", "nquads"])
def test_a_statement_that_is_broken(name: str, how: str) -> None:
    breaks, codes = BREAKS[how]
    cases = list(_broken(_export(name), breaks, 12))
    assert len(cases) >= 1
    for line, text in cases:
        assert _on_line(text, name, line, codes), (line, text.split("\n")[line - 1])


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_a_literal_of_turtle_that_is_broken(name: str) -> None:
    for how in ("date", "tag"):
        breaks, codes = BREAKS[how]
        for line, text in _broken(_export(name), breaks, 8):
            assert _on_line(text, name, line, codes), (line, text.split("\n")[line - 1])


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_a_dot_or_semicolon_that_is_missing(name: str) -> None:
    for line, text in _broken(
        _export(name), lambda line: line[:-2] if line[-2:] == " ;" else None, 20
    ):
        found = _problems(text, name)
        assert found[0].code == "R030"
        assert found[0].location.line in (
            line,
            line + 1,
        )  # where the parser sees that it is missing


def test_markup_that_is_broken() -> None:
    text = _export("rdfxml")
    number = 0
    breaks: dict[str, tuple[Break, tuple[str, ...]]] = {
        "blank": (
            lambda line: _changed(r'(rdf:(?:about|resource)="[^"]*)"', r'\1 x"', line),
            ("L004",),
        ),
        "value": (
            lambda line: _changed(r'(datatype="[^"]*(?:EDTF|nteger|date)">)[^<]*', r"\1soon", line),
            ("L001", "L003"),
        ),
        "end": (lambda line: _changed(r"</(\w+):(\w+)>$", r"</\1:no>", line), ("R030",)),
    }
    for change, codes in breaks.values():
        for line, broken in _broken(text, change, 12):
            number += 1
            assert _on_line(broken, "rdfxml", line, codes), broken.split("\n")[line - 1]
    assert number >= 30


def _changed(pattern: str, by: str, line: str) -> str | None:
    broken = re.sub(pattern, by, line, count=1)
    return broken if broken != line else None


# ------------------------------------------------------------------ JSON-LD, value by value


def _places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items:
        if key != "@context":
            yield (*at, key)
            if isinstance(one, dict | list):
                yield from _places(one, (*at, key))


def _inside(value: Any, keys: tuple[str | int, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def _with(
    document: Any, keys: tuple[str | int, ...], change: Callable[[Any, str | int], None]
) -> str:
    copied = json.loads(json.dumps(document))
    change(_inside(copied, keys[:-1]), keys[-1])
    return json.dumps(copied, indent=1, ensure_ascii=False)


def _pointer(keys: tuple[str | int, ...]) -> str:
    return "".join(f"/{key}" for key in keys)


def _every(items: list[Any], most: int) -> list[Any]:
    return items[:: max(1, len(items) // most)]


def test_a_key_that_is_misspelt_is_told_of_ours_too() -> None:
    document = json.loads(_export("jsonld"))
    places = [
        keys
        for keys in _places(document)
        if isinstance(keys[-1], str)
        and keys[-1] not in ("id", "type", "@value", "@type")
        and "@none" not in keys
        and len(str(keys[-1])) > 3
    ]

    def misspell(node: Any, key: str | int) -> None:
        node[f"{key}x"] = node.pop(key)

    for keys in _every(places, 40):
        text = _with(document, keys, misspell)
        found = [item for item in _problems(text, "jsonld") if item.code == "L006"]
        assert [item.path for item in found] == [_pointer(keys) + "x"]
        line = text.split("\n")[(found[0].location.line or 0) - 1]
        assert line[(found[0].location.column or 0) - 1 :].startswith(f'"{keys[-1]}x"')


def test_a_link_with_a_blank_is_told_of_ours_too() -> None:
    document = json.loads(_export("jsonld"))
    places = [keys for keys in _places(document) if keys[-1] == "id"]

    def blank(node: Any, key: str | int) -> None:
        node[key] = f"{node[key]} x"

    for keys in _every(places, 40):
        text = _with(document, keys, blank)
        found = [item for item in _problems(text, "jsonld") if item.code == "L004"]
        assert [item.path for item in found] == [_pointer(keys)]


def test_a_value_of_another_type_is_told() -> None:
    document = json.loads(_export("jsonld"))
    document["@context"].pop("@protected")
    places = [keys for keys in _places(document) if isinstance(_inside(document, keys), str)]
    for keys in _every([keys for keys in places if keys[-1] in ("id", "type")], 20):
        text = _with(document, keys, lambda node, key: node.__setitem__(key, 5))
        found = [item for item in _problems(text, "jsonld") if item.code == "R030"]
        assert [item.path for item in found] == [_pointer(keys)]


def test_json_that_is_broken_anywhere() -> None:
    lines = _export("jsonld").split("\n")
    for at in _every([at for at, line in enumerate(lines) if line.endswith(",")], 30):
        text = "\n".join([*lines[:at], lines[at][:-1], *lines[at + 1 :]])
        found = _problems(text, "jsonld")
        assert found[0].code == "R021"
        assert found[0].location.line == at + 2


# ------------------------------------------------------------------ what is right


@pytest.mark.parametrize("detail", ["core", "compact", "full"])
@pytest.mark.parametrize("name", [*TEXT, "rdfxml", "jsonld"])
def test_nothing_is_wrong_with_an_export(name: str, detail: str) -> None:
    found = _problems(_export(name, detail), name)
    assert {item.code for item in found} <= ({"L015"} if detail != "full" else set())


def test_an_export_that_lost_its_profile_is_no_file_of_others() -> None:
    lines = _export("ntriples").splitlines(keepends=True)
    found = _problems("".join(line for line in lines if "conformsTo" not in line), "ntriples")
    assert [item.code for item in found] == ["R032"]


def test_articles_in_named_graphs_are_compared_one_by_one() -> None:
    first, second = _export("nquads"), _export("nquads").replace("7a2ef2bf", "7a2ef2c0")
    core = _export("nquads", "core").replace("7a2ef2bf", "7a2ef2c1")
    broken = _problems(first + second, "nquads")
    lines = (first + second).splitlines()
    start = re.compile(r"<urn:uuid:7a2ef2c0[^#>]*> ")  # the document, not a part of it
    line = next(number for number, text in enumerate(lines, 1) if start.match(text))
    assert {(item.code, item.location.line) for item in broken} == {("R034", line)}
    assert [item.code for item in _problems(first + core, "nquads")] == ["L015"]
