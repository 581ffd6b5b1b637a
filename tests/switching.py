"""This plugin of pytest runs each test with its code switched off: nobody says it any more.

`python -m pytest -p switching tests/test_problems*.py` (tests/quality/test_mutations.py does it).
A test that still passes has not noticed. The file that `SWITCHED_OFF` names gets a line of JSON a
test: code, example, test, and what became of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archivist.problems import Problem

NOBODY = "Z999"
CHILD = "SWITCHED_CODE"
_EXAMPLE = re.compile(r"problems/(([A-Z]\d{3})-[^/]+)")
_CODE = re.compile(r"\b([A-Z]\d{3})\b")


@contextlib.contextmanager
def switched_off(code: str) -> Iterator[None]:
    """A problem with this code gets another, wherever it is made."""
    made = Problem.__init__

    def init(self: Problem, found: str, *rest: Any, **named: Any) -> None:
        made(self, NOBODY if found == code else found, *rest, **named)

    Problem.__init__ = init  # type: ignore[method-assign]
    os.environ[CHILD] = code  # for processes that the test starts
    try:
        yield
    finally:
        Problem.__init__ = made  # type: ignore[method-assign]
        del os.environ[CHILD]


def in_child() -> None:
    """For the start of a process that such a test starts (`sitecustomize`)."""
    code = os.environ.get(CHILD)
    if code:
        contextlib.ExitStack().enter_context(_HELD.setdefault(code, switched_off(code)))


_HELD: dict[str, contextlib.AbstractContextManager[None]] = {}


_NOTICED: set[str] = set()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Instead of the test: what it says when its code is switched off."""
    for code, example in _about(pyfuncitem):
        if example or code not in _NOTICED:
            _note(pyfuncitem, code, example)
    return True


def _note(item: pytest.Function, code: str, example: str) -> None:
    given = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
    became = "passed"
    with switched_off(code):
        try:
            item.obj(**given)
        except pytest.skip.Exception:
            became = "skipped"
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - any failure is a failure
            became = "failed"
            _NOTICED.add(code)
    line = json.dumps([code, example, item.nodeid, became])
    with Path(os.environ["SWITCHED_OFF"]).open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")


def _about(item: pytest.Function) -> list[tuple[str, str]]:
    """(code, example) of a test: by its example, its row of a table of damage, or its words."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    for value in values:
        found = _EXAMPLE.search(value.as_posix()) if isinstance(value, Path) else None
        if found:
            return [(found[2], found[1])]
        row = getattr(item.module, "DAMAGE", {}).get(value) if isinstance(value, str) else None
        if row is not None:
            return [(row[0], "")]
    wanted = os.environ.get("SWITCH", "").split(",")
    said = _CODE.findall(" ".join(_words(item.function.__code__)))
    return [(code, "") for code in dict.fromkeys(said) if code in wanted]


def _words(code: Any) -> Iterator[str]:
    for item in code.co_consts:
        if isinstance(item, str):
            yield item
        elif hasattr(item, "co_consts"):
            yield from _words(item)
