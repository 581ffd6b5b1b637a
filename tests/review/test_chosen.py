"""Which articles a page has: conditions, and samples that depend on ids and seed alone."""

from __future__ import annotations

import random
from collections import Counter
from hashlib import sha256

import pytest

from archivist import Record, Settings, convert
from archivist.errors import UsageError
from archivist.record import Source
from archivist.review import Article, Sample, condition

TEXT = (
    "BRIDGE OF HARWICK REOPENS\n\nBy Ada Fenn\n\nHARWICK, England, March 3, 2025 (Northline) -"
    ' The bridge bridge opened on Monday.\n\n"We opened it by hand," said Ruth Calloway.\n'
)
ITALIAN = (
    "Il faro di Punta Sirena resterà spento fino a primavera, dopo il cedimento della scala che"
    " era stata costruita nel secolo scorso.\n"
)


def article(text: str) -> Article:
    (found,) = convert(Source("a.txt", "a.txt", text.encode()), settings=Settings())
    assert found.record is not None
    return Article(Held(found.record))


class Held:
    def __init__(self, record: Record) -> None:
        self.record, self.location = record, "a.record.json"
        self.digest = sha256(record.id.encode()).hexdigest()


@pytest.fixture(scope="module")
def english() -> Article:
    return article(TEXT)


@pytest.fixture(scope="module")
def italian() -> Article:
    return article(ITALIAN)


@pytest.mark.parametrize(
    ("words", "of_english", "of_italian"),
    [
        ("lang=en", True, False),
        ("lang = it", False, True),
        ("lang=none", False, False),
        ("kind=direct", True, False),
        ("type=person", True, False),
        ("status=usable", True, True),
        ("speaker=calloway", True, False),
        ("speaker=none", False, False),
        ("headline=none", False, True),
        ("date=none", False, True),
        ("quote=none", False, True),
        ("credit=none", False, True),
        ("rule=quote.", True, False),
        ("confidence=none", True, True),
        ("confidence>=0", True, True),
        ("confidence<0", False, False),
        ("confidence>100", False, False),
        ("doubled-words", True, False),
        ("V013", False, False),
    ],
)
def test_a_condition_holds_or_not(
    words: str, of_english: bool, of_italian: bool, english: Article, italian: Article
) -> None:
    asked = condition(words)
    assert (asked.holds(english), asked.holds(italian)) == (of_english, of_italian)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "wanted a code or a comparison"),
        ("V999", "no problem has this code"),
        ("Lang it", "wanted a code or a comparison"),
        ("tongue=it", "nothing is called 'tongue'; lang, "),
        ("lang<it", "only confidence is compared"),
        ("lang=", "found nothing behind lang="),
        ("lang=Italian!", "wanted one such as it"),
        ("kind=spoken", "wanted direct, indirect, mixed"),
        ("type=people", "wanted person, organization"),
        ("headline=yes", "wanted none"),
        ("confidence<many", "wanted a number from 0 to 100"),
        ("confidence<170", "wanted a number from 0 to 100"),
        ("confidence<none", "wanted a number from 0 to 100"),
    ],
)
def test_what_is_no_condition_is_refused_with_what_would_be_right(words: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        condition(words)
    assert said in str(refused.value)
    assert refused.value.hint


# ------------------------------------------------------------------ samples


def drawn(ids: list[str], size: int, seed: str = "1") -> list[str]:
    sample = Sample[str](size, seed)
    for id in ids:
        sample.add(id, id)
    return list(sample)


def test_a_sample_depends_on_ids_and_seed_alone() -> None:
    ids = [f"urn:uuid:{number}" for number in range(500)]
    mixed = random.Random(3).sample(ids, len(ids))
    assert drawn(ids, 40) == drawn(mixed, 40)
    assert drawn(ids, 40) != drawn(ids, 40, "2")
    assert drawn(ids, 40)[:15] == drawn(ids, 15)  # whoever stops early has a sample
    assert drawn(ids, 1000) == drawn(ids, 500)
    assert set(drawn(ids, 1000)) == set(ids)


def test_each_article_is_as_likely_as_any_other() -> None:
    ids = [f"urn:uuid:{number}" for number in range(20)]
    counted = Counter(id for seed in range(2000) for id in drawn(ids, 5, str(seed)))
    # 500 each is expected, with a standard deviation of 19.4
    assert all(400 < counted[id] < 600 for id in ids)
