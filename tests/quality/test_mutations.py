"""Each rule that is switched off makes a test fail: what nobody would notice is no rule.

Two ways to switch off. Every code, wherever it comes from: the tests of its examples in
`tests/problems/` run once more without it. Every place of the checks that says something, and every
condition of the quick look: it is taken out of the code, and the examples must tell.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import dataclasses
import functools
import inspect
import json
import os
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from properties.test_quick import damaged
from strategies import RICH_TEXT, rich_record, samples

from archivist import checks, jsontext
from archivist.checks import carriage, history, links, quick, shape, spans, surfaces, values, wholes
from archivist.errors import InvalidRecord
from archivist.problems import CODES
from archivist.record import Record

TESTS = Path(__file__).parents[1]
PROBLEMS = TESTS / "problems"
EXAMPLES = {path.name for path in PROBLEMS.iterdir()}
# Their examples are no parameters of a test: the tests that speak of them must notice.
OF_SEVERAL = ("R100", "W001")
# Said by another process, whose words the test reads: tests/collection/test_refusals.py.
ELSEWHERE_SAID = ("C030",)
# Codes that no small file draws: the tests that speak of them must notice.
LACKING = [
    code
    for code in CODES
    if code in OF_SEVERAL or not any(name.startswith(code) for name in EXAMPLES)
    if code not in ELSEWHERE_SAID
]


# Processes that a test starts are without the code, too.
IN_CHILDREN = """
import os
if "SWITCHED_CODE" in os.environ:
    import switching
    switching.in_child()
"""


def _files() -> list[str]:
    """The tests of examples, and those that speak of a lacking code."""
    files = []
    for path in sorted(TESTS.rglob("test_*.py")):
        source = path.read_text("utf-8")
        speaks = any(code in source for code in LACKING)
        if path != Path(__file__) and (speaks or '/ "problems"' in source):
            files.append(str(path))
    return files


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str, str]]:
    """(code, example, test, what became of it) of every test, its code switched off."""
    notes = tmp_path_factory.mktemp("switched") / "notes.jsonl"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "switching", "-p", "no:cacheprovider"]
    command += ["--no-header", *_files()]
    (notes.parent / "sitecustomize.py").write_text(IN_CHILDREN)
    path = os.pathsep.join([str(notes.parent), str(TESTS), str(TESTS.parent)])
    env = {**os.environ, "SWITCHED_OFF": str(notes), "SWITCH": ",".join(LACKING)}
    done = subprocess.run(
        command,
        env={**env, "PYTHONPATH": path},
        cwd=TESTS.parent,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:]
    return [tuple(json.loads(line)) for line in notes.read_text("utf-8").splitlines()]


def test_every_code_is_missed_when_it_is_gone(
    outcomes: list[tuple[str, str, str, str]],
) -> None:
    noticed = {code for code, _, _, became in outcomes if became in ("failed", "skipped")}
    assert [code for code in CODES if code not in {*noticed, *ELSEWHERE_SAID}] == []


def test_every_example_misses_its_code(outcomes: list[tuple[str, str, str, str]]) -> None:
    noticed = {example for _, example, _, became in outcomes if became in ("failed", "skipped")}
    left = EXAMPLES - noticed
    assert sorted(name for name in left if not name.startswith(OF_SEVERAL)) == []


# ------------------------------------------------------------------ every place of the checks

MODULES = (spans, surfaces, wholes, values, links, history, carriage)


class Cut(ast.NodeTransformer):
    """Takes the `number`th thing out of a module; `what` says which, empty when there is none.

    What can be taken out: a `yield` that is a statement, the no of a `return False`, and each side
    of `and`.
    """

    def __init__(self, number: int) -> None:
        self.left = number
        self.what = ""

    def _is_it(self, node: ast.AST) -> bool:
        self.left -= 1
        if self.left == -1:
            self.what = f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]}"
        return self.left == -1

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Yield | ast.YieldFrom) and self._is_it(node):
            nothing = ast.parse("if False:\n    yield").body[0]  # a generator stays one
            return ast.copy_location(nothing, node)
        return self.generic_visit(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        node.body = [self.visit(item) for item in node.body]  # not its end: that would be for ever
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if ast.unparse(node) == "return False" and self._is_it(node):
            node.value = ast.Constant(True)
            return node
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        if isinstance(node.op, ast.And):
            for at, value in enumerate(node.values):
                if self._is_it(value):
                    node.values[at] = ast.copy_location(ast.Constant(True), value)
                    return node
        return self.generic_visit(node)


def _mutants(module: types.ModuleType) -> Iterator[tuple[str, ast.Module]]:
    source = inspect.getsource(module)
    for number in range(1000):
        cut = Cut(number)
        tree = cut.visit(ast.parse(source))
        if not cut.what:
            return
        yield cut.what, ast.fix_missing_locations(tree)


def _codes_of(tree: ast.Module, file: str) -> dict[str, types.CodeType]:
    """The code of the functions of a module, by their names."""
    whole = compile(tree, file, "exec")
    return {item.co_name: item for item in whole.co_consts if isinstance(item, types.CodeType)}


class Swapped:
    """The functions of a module with the code of a mutant, for a while."""

    def __init__(self, module: types.ModuleType, tree: ast.Module) -> None:
        new = _codes_of(tree, str(module.__file__))
        own = [item for item in vars(module).values() if _is_of(item, module)]
        self._kept = [item for item in own if hasattr(item, "cache_clear")]
        plain = [inspect.unwrap(item) for item in own]
        self._pairs = [(item, new[item.__name__]) for item in plain if item.__name__ in new]
        self._old = [item.__code__ for item, _ in self._pairs]

    def __enter__(self) -> None:
        self._swap([code for _, code in self._pairs])

    def __exit__(self, *_: object) -> None:
        self._swap(self._old)

    def _swap(self, codes: list[types.CodeType]) -> None:
        for (item, _), code in zip(self._pairs, codes, strict=True):
            item.__code__ = code
        for item in self._kept:
            item.cache_clear()


def _is_of(item: object, module: types.ModuleType) -> bool:
    plain = inspect.unwrap(item) if callable(item) else item
    return isinstance(plain, types.FunctionType) and plain.__module__ == module.__name__


DROPPED = object()
BEYOND = [9990, 9999]
TRIESTE = [RICH_TEXT.index("TRIESTE"), RICH_TEXT.index("TRIESTE") + 7]
BARE = {"rule": "r", "confidence": None}
ELSEWHERE = [0, 2]  # a place of the text that says something else
AWAY = "https://example.org/ x"
# One thing wrong in the record that fills every field: where, and what stands there then.
DAMAGED: tuple[tuple[str, Any], ...] = (
    ("/blocks/0", DROPPED),
    ("/rights/notice", "© nobody"),
    ("/rights/notice", None),
    ("/rights/statement", None),
    ("/quotes/0/speaker/entity", None),
    ("/credits/0/evidence", {"rule": "credit.declared", "confidence": None, "declared": "x"}),
    ("/source/encoding/value", "utf 8"),
    ("/blocks/+", {"role": "other", "span": [len(RICH_TEXT)] * 2, "evidence": BARE}),
    ("/credits/0/names/0", {"name": " ", "span": [26, 26], "entity": None}),
    ("/entities/0/roles/0", {"value": " ", "span": [26, 26], "evidence": BARE}),
    ("/history/1/patch/0/value", 1.5),
    ("/revision", 2.0),
    ("/credits/0/names/0", {"name": "TRIESTE", "span": TRIESTE, "entity": None}),
    ("/quotes/1/spans", [ELSEWHERE]),
    ("/entities/0/roles/0/value", "assessora"),
    ("/credits/0/names/0", {"name": "Il", "span": ELSEWHERE, "entity": None}),
    ("/dateline/agency", ELSEWHERE),
    ("/identifiers/0/value", AWAY),
    ("/rights/statement", AWAY),
    ("/entities/3/identifiers/0/iri", AWAY),
    ("/quotes/1/id", "q9"),
    ("/quotes/0/speaker/entity", "e99"),
    ("/credits/0/names/0/entity", "e99"),
    ("/history/1/patch/2/from", "/text"),
)


def _of_rich() -> Iterator[Any]:
    """The rich record with each span, and each evidence of a value, beyond the text; and more."""
    value = json.loads(jsontext.canonical(rich_record().to_json()))
    todo: list[Any] = [value]
    while todo:
        parent = todo.pop()
        for key in list(parent) if isinstance(parent, dict) else range(len(parent)):
            held = parent[key]
            if isinstance(held, list) and [type(item) for item in held] == [int, int]:
                parent[key] = BEYOND
            elif key == "evidence":
                places = {name: held[name] for name in ("rule", "confidence")}
                parent[key] = {**places, "span": BEYOND}
            if parent[key] is not held:
                yield value
            parent[key] = held
            if isinstance(held, dict | list):
                todo.append(held)
    for pointer, other in DAMAGED:
        *path, last = pointer.split("/")[1:]
        damaged = copy.deepcopy(value)
        parent = damaged
        for token in path:
            parent = parent[int(token) if isinstance(parent, list) else token]
        if last == "+":
            parent.append(other)
        elif other is DROPPED:
            parent.pop(int(last))
        else:
            parent[int(last) if isinstance(parent, list) else last] = other
        yield damaged


DEEP: dict[Any, Any] = {"a": 2**60, "b": functools.reduce(lambda deep, _: [deep], range(70), [])}


class Odd:
    """Nothing that JSON knows."""


@functools.cache
def _inputs() -> tuple[bytes, ...]:
    files = [path.read_bytes() for path in sorted(PROBLEMS.glob("[VR]0*/input.json"))]
    return (*files, *(_dumped(value) for value in _of_rich()))


def _dumped(value: Any) -> bytes:
    """As the canonical form is, with numbers that it has no place for."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


@functools.cache
def _from_python() -> tuple[Any, ...]:
    """Values that no file holds, and records made of them."""
    rich = rich_record()
    value = rich.to_json()
    keyed: tuple[dict[Any, Any], ...] = ({1: 2}, {"\ud800": 1}, {"a": Odd()}, {"a": 1.5}, DEEP)
    patch = dataclasses.replace(rich.history[1].patch[0], value=1.5)
    entry = dataclasses.replace(rich.history[1], patch=(patch,))
    return (
        *({**value, "more": item} for item in keyed),
        dataclasses.replace(rich, text=rich.text + "\ud800"),
        dataclasses.replace(rich, history=(entry,)),
    )


@functools.cache
def _records() -> tuple[Record, ...]:
    """Those of the inputs that have the shape of a record."""
    values = []
    for data in _inputs():
        with contextlib.suppress(InvalidRecord):
            values.append(jsontext.load(data, ""))
    return tuple(Record.from_json(value) for value in values if not shape.check(value))


CRASHES = (TypeError, ValueError, AttributeError, KeyError, IndexError)


def _found() -> list[Any]:
    """What is found in all of them; without a check, somebody may stumble later."""
    found: list[Any] = []
    for record in _records():
        try:
            found.append(checks.meaning(record))
        except CRASHES as crash:
            found.append(type(crash))
    for value in _from_python():
        check = checks.validate_record if isinstance(value, Record) else checks.validate_value
        try:
            found.append(check(value, "a"))  # type: ignore[arg-type]
        except CRASHES as crash:
            found.append(type(crash))
    return found


# Conditions that only spare a look, or that another one implies: the verdict is the same without.
SPARED = (
    "value is not None",
    "_loads is not None",
    "key == 'pattern'",
    "isinstance(item, str)",
    "end < len(text)",
    "entity['roles']",
    "entity['identifiers']",
    "parent is not quote",
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_place_that_says_something_is_missed(module: types.ModuleType) -> None:
    whole = _found()
    unnoticed = []
    for what, tree in _mutants(module):
        with Swapped(module, tree):
            if _found() == whole and what.partition(": ")[2] not in SPARED:
                unnoticed.append(what)
    assert _found() == whole
    assert unnoticed == []


def test_every_condition_of_the_quick_look_is_missed() -> None:
    """Without one of them something wrong would be believed, or something right not."""
    assert all(map(quick.is_fine, _right()))
    assert not any(map(quick.is_fine, _wrong()))
    unnoticed = []
    for what, tree in _mutants(quick):
        if what.partition(": ")[2] not in SPARED:
            with Swapped(quick, tree):
                if all(map(_sees, _right())) and not any(map(_believes, _wrong())):
                    unnoticed.append(what)
    assert unnoticed == []


@functools.cache
def _right() -> tuple[bytes, ...]:
    made = (jsontext.canonical(item.to_json()) for item in (rich_record(), *samples(20)))
    return (*made, *filter(_is_valid, _inputs()))


@functools.cache
def _wrong() -> tuple[bytes, ...]:
    value = json.loads(jsontext.canonical(rich_record().to_json()))
    others = (_dumped(item) for number, item in enumerate(damaged(value)) if number % 4 == 0)
    return tuple(data for data in (*map(_canonical, _inputs()), *others) if not _is_valid(data))


def _canonical(data: bytes) -> bytes:
    try:
        return jsontext.canonical(jsontext.load(data, ""))
    except InvalidRecord:
        return data


def _is_valid(data: bytes) -> bool:
    try:
        value = jsontext.load(data, "")
    except InvalidRecord:
        return False
    return shape.decide()(value) and not checks.meaning(Record.from_json(value))


def _sees(data: bytes) -> bool:
    try:
        return quick.is_fine(data)
    except CRASHES:
        return False


def _believes(data: bytes) -> bool:
    try:
        return quick.is_fine(data)
    except CRASHES:
        return True  # without the condition it stumbles: that is noticed too
