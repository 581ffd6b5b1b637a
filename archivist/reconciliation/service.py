"""This module is the language of reconciliation services: manifest, queries, candidates.

Reconciliation Service API 0.2: section 3.1 the manifest, 4.1 queries, 4.2 candidates, 4.3 how they
are sent. JSON is read strictly: no key twice, no NaN, and what is not of the form is a ValueError.
"""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archivist.errors import NetworkFailed

SPOKEN = ("0.2", "0.1")
BATCH = 10  # queries in a request to a service that does not say how many it takes: as OpenRefine
MOST = 50  # however many it takes: what is asked and not answered is asked again
LONGEST = 300  # characters of a name or description of a candidate

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Service:
    """Where it is asked, what it calls itself, and how its ids become IRIs.

    `space`: the IRI that an id is appended to; `view`: an address with `{{id}}` in it, or "".
    """

    endpoint: str
    name: str
    space: str
    view: str
    batch: int = BATCH

    @property
    def shown(self) -> str:
        """The address without what may be a key in it."""
        return self.endpoint.partition("?")[0]

    def iri(self, id: str) -> str:
        """The id as an IRI where the service says how, else the id."""
        if _IRI.fullmatch(id) and "://" in id:
            return id
        quoted = urllib.parse.quote(id, safe="/:@!$&'()*+,;=~-._")
        if _IRI.fullmatch(self.space) and self.space[-1] in "/#=:":
            return self.space + quoted
        found = self.view.replace("{{id}}", quoted)
        return found if _IRI.fullmatch(found) else id


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a name may mean; `score` as the service spells it, `match`: it is certain."""

    id: str
    name: str
    score: str
    match: bool
    about: str


Query = Mapping[str, Any]


def query(
    name: str, types: Iterable[str], properties: Iterable[tuple[str, str]], limit: int
) -> dict[str, Any]:
    """A query of version 0.2 that a service of 0.1 understands, too."""
    asked: dict[str, Any] = {"query": name, "limit": limit}
    kinds = list(types)
    if kinds:
        asked["type"] = kinds[0] if len(kinds) == 1 else kinds
    values = [{"pid": pid, "v": value} for pid, value in properties]
    return {**asked, "properties": values} if values else asked


def batch(queries: Iterable[Query]) -> dict[str, str]:
    """The form of a request: the queries as q0, q1, …"""
    numbered = {f"q{number}": dict(item) for number, item in enumerate(queries)}
    return {"queries": json.dumps(numbered, ensure_ascii=False, separators=(",", ":"))}


# ------------------------------------------------------------------ what comes back


def strict(data: bytes) -> Any:
    """The JSON value; numbers with a fraction as they are spelled. Raises ValueError."""
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=str,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as error:
        raise ValueError(f"its answer is not UTF-8 at byte {error.start:,}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"its answer is no JSON: {error.msg}, character {error.pos:,}") from None
    except RecursionError:
        raise ValueError("its answer is nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("its answer has a key twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"its answer has {name}, which is no JSON")


def manifest(value: Any, endpoint: str) -> Service:
    """The service of a manifest. Raises ValueError, NetworkFailed for a version we do not speak."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise ValueError("its answer is no manifest of a reconciliation service")
    versions = value.get("versions", ["0.1"])
    if not isinstance(versions, list) or not any(item in SPOKEN for item in versions):
        said = ", ".join(map(str, versions)) if isinstance(versions, list) else str(versions)
        hint = f"we speak {' and '.join(SPOKEN)} of the Reconciliation Service API"
        raise NetworkFailed(
            f"{endpoint.partition('?')[0]}: it speaks {shown(said)} only", hint=hint
        )
    view, size = value.get("view"), value.get("batchSize")
    return Service(
        endpoint,
        shown(value["name"]),
        _text(value.get("identifierSpace")),
        _text(view.get("url")) if isinstance(view, dict) else "",
        max(1, min(size, MOST)) if type(size) is int else BATCH,
    )


def candidates(value: Any, count: int) -> list[list[Candidate] | None]:
    """Of each of `count` queries what was found; None: no answer to it that can be understood.

    Raises ValueError when the whole is no answer. Keys that nobody asked for are passed over.
    """
    if not isinstance(value, dict):
        raise ValueError("its answer is no JSON object")
    found = [_result(value.get(f"q{number}")) for number in range(count)]
    if all(item is None for item in found):
        said = value.get("message") or value.get("error") or value.get("status")
        raise ValueError("it answered none of the queries" + (f": {shown(said)}" if said else ""))
    return found


def _result(answer: Any) -> list[Candidate] | None:
    results = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        return None
    found = [_candidate(item) for item in results]
    return None if results and not any(found) else [item for item in found if item]


def _candidate(item: Any) -> Candidate | None:
    """None for what has no id that could be written down, or no name."""
    if not isinstance(item, dict):
        return None
    id, name, score = item.get("id"), item.get("name"), item.get("score")
    if not isinstance(id, str) or not id.isprintable() or not re.fullmatch(r"\S{1,500}", id):
        return None
    if not isinstance(name, str) or not shown(name):
        return None
    spelled = str(score) if isinstance(score, int | str) and not isinstance(score, bool) else ""
    return Candidate(id, shown(name), shown(spelled), item.get("match") is True, _about(item))


def _about(item: dict[str, Any]) -> str:
    """The description, and what types it has."""
    types = item.get("type")
    named = [
        shown(kind.get("name") or kind.get("id") if isinstance(kind, dict) else kind)
        for kind in (types if isinstance(types, list) else ())
    ]
    return shown(" · ".join(part for part in (shown(item.get("description")), *named) if part))


def shown(value: Any) -> str:
    """A string of somebody else on one line, without what a terminal obeys; "" for no string."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
