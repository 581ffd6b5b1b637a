"""Every rule that gives a value is explained: what it does, with an example."""

from __future__ import annotations

import re
from pathlib import Path

import archivist
from archivist.extractors.declared import CREDIT_ROLES, DATE_ROLES
from archivist.extractors.measured import table
from archivist.extractors.rules import rules

HOME = Path(archivist.__file__).parent
FAMILIES = (
    "decode|language|headline|title|block|notice|date|dateline|byline|credit|caption|note|entity|link"
    "|quote|speaker"
)
LITERAL = re.compile(rf'"((?:{FAMILIES})\.[a-z][a-z.-]*[a-z])"')
# What formats declare is called alike: `date.published` is a field and no rule.
FIELDS = {f"date.{role}" for role in DATE_ROLES} | {f"credit.{role}" for role in CREDIT_ROLES}


def test_each_rule_in_the_code_is_explained() -> None:
    sources = [*HOME.glob("extractors/**/*.py"), *HOME.glob("text/*.py")]
    named = {name for path in sources for name in LITERAL.findall(path.read_text("utf-8"))}
    assert len(named) > 100
    assert sorted(named - FIELDS - set(rules())) == []


def test_each_explained_rule_says_what_it_does() -> None:
    for name, rule in rules().items():
        assert rule.does.endswith((".", "?")), name
        assert rule.example, name


def test_each_measured_rule_is_explained() -> None:
    assert {rule for rule, _ in table()} <= set(rules())
