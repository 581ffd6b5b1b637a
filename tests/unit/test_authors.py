"""Declared authors: labels, addresses, dates and offices go, names stay as they were printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.extractors import authors, declared
from archivist.record import Declared

NAMES = [
    ("en", "By Dan Hill", ["Dan Hill"]),
    ("en", "By Dan Hill, AP Business Writer", ["Dan Hill", "AP"]),
    ("en", "By Dan Hill and Amy Roe", ["Dan Hill", "Amy Roe"]),
    ("en", "Dan Hill, Amy Roe and Lou Fox", ["Dan Hill", "Amy Roe", "Lou Fox"]),
    ("en", "Amy Roe, Staff Writer, and Dan Hill, Contributor", ["Amy Roe", "Dan Hill"]),
    ("en", "Dan Hill, The Hill Gazette", ["Dan Hill"]),
    ("en", "Dan Hill | The Hill Gazette", ["Dan Hill"]),
    ("en", "Dan Hill in London", ["Dan Hill"]),
    ("en", "Dan Hill BRIDGE DAILY NEWS", ["Dan Hill"]),
    ("en", "Dan Hill, Jr.", ["Dan Hill, Jr."]),
    ("en", "Dr. Dan Hill, MD", ["Dr. Dan Hill"]),
    ("en", "Roerick, Amy", ["Amy Roerick"]),
    ("en", "Hillard, Dan; Roerick, Amy", ["Dan Hillard", "Amy Roerick"]),
    ("en", "Amy Roe and the Bridge Team", ["Amy Roe", "Bridge Team"]),
    ("en", "bridgefan and r2d4", ["bridgefan", "r2d4"]),
    ("en", "DAN HILL and AMY ROE", ["DAN HILL", "AMY ROE"]),
    ("en", "Dan E Hill", ["Dan E Hill"]),
    ("en", "a.roe@gazette.example (Amy Roe)", ["Amy Roe"]),
    ("en", "Amy Roe <a.roe@gazette.example>", ["Amy Roe"]),
    ("en", "Amy Roe @amyroe", ["Amy Roe"]),
    ("en", "Amy Roe (@amyroe)", ["Amy Roe"]),
    ("en", "By Amy RoePublished Nov 9, 2023 at 5:01 a.m. ET", ["Amy Roe"]),
    ("en", "https://social.example/amy.roe", []),
    ("en", "{{ post.author }}", []),
    ("en", "Reuters", ["Reuters"]),
    ("en", "Ahmed al-Sayed, Omar bin Zayd", ["Ahmed al-Sayed", "Omar bin Zayd"]),
    ("en", "Mary-Jane O'Hill, Dan McRoe", ["Mary-Jane O'Hill", "Dan McRoe"]),
    ("de", "Von Jan Kurz", ["Jan Kurz"]),
    ("de", "von Tobi", ["Tobi"]),
    ("de", "29. Juni 2017, 23:39 · von Tobi", ["Tobi"]),
    ("de", "dpa/Lia Kurz", ["dpa", "Lia Kurz"]),
    ("de", "Lia Kurz (dpa)", ["Lia Kurz"]),
    ("de", "Lia Kurz, Korrespondentin in Paris", ["Lia Kurz"]),
    ("de", "Jan Kurz Chefredakteur", ["Jan Kurz"]),
    ("de", "A. Kurz, Lia Lang und Jan Weit", ["A. Kurz", "Lia Lang", "Jan Weit"]),
    ("de", "Ina von der Au", ["Ina von der Au"]),
    ("fr", "Par Léa Roy", ["Léa Roy"]),
    ("fr", "Léa Roy et Luc Petit", ["Léa Roy", "Luc Petit"]),
    ("it", "Redazione", ["Redazione"]),
    ("it", "F. Q.", ["F. Q."]),
    ("it", "Di Marzo", ["Di Marzo"]),
    ("it", "di Lia Conti, inviata a Parigi", ["Lia Conti"]),
    ("it", "Lia Conti e Ugo De Santis", ["Lia Conti", "Ugo De Santis"]),
    ("es", "Ana Gil y Luz Sol", ["Ana Gil", "Luz Sol"]),
    ("es", "Ana Ortega y Gasset", ["Ana Ortega y Gasset"]),
    ("pt", "Rui da Costa e Silva", ["Rui da Costa e Silva"]),
    ("nl", "Door Teun van der Wit en An de Boer", ["Teun van der Wit", "An de Boer"]),
    ("sv", "Av Anna Ek och Erik Ask", ["Anna Ek", "Erik Ask"]),
    ("da", "Per Olsen", ["Per Olsen"]),
    ("pl", "Autor: Jan Klon", ["Jan Klon"]),
    ("tr", "Yazan: Ayşe Kaya", ["Ayşe Kaya"]),
    ("ru", "Иван Мостов и Анна Рекина", ["Иван Мостов", "Анна Рекина"]),
    ("el", "Του Γιάννη Γέφυρα", ["Γιάννη Γέφυρα"]),
    ("ar", "بقلم أحمد علي", ["أحمد علي"]),
    ("ja", "山田太郎記者", ["山田太郎"]),
    ("ko", "홍길동 기자", ["홍길동"]),
    ("ko", "홍길동·김철수 기자", ["홍길동", "김철수"]),
]


@pytest.mark.parametrize(("language", "value", "expected"), NAMES)
def test_a_declared_author_names(language: str, value: str, expected: list[str]) -> None:
    assert [name.text for name in authors.read(value, language)] == expected


@given(st.text(max_size=80), st.sampled_from(("en", "de", "it", "ko", "ar", None)))
def test_names_are_of_the_value(value: str, language: str | None) -> None:
    for name in authors.read(value, language):
        assert name.text.strip() == name.text
        assert any(char.isalpha() for char in name.text)


def credits(value: str, role: str = "author") -> list[tuple[str, list[str]]]:
    found = declared.credits((Declared(f"credit.{role}", value, "meta[author]", "x"),), "de")
    assert all(credit.verbatim == value for credit in found)
    return [(credit.role, [name.name for name in credit.names]) for credit in found]


def test_an_agency_beside_people_is_credited_apart() -> None:
    assert credits("dpa/Lia Kurz") == [("author", ["Lia Kurz"]), ("agency", ["dpa"])]
    assert credits("dpa") == [("author", ["dpa"])]


def test_an_address_alone_is_nobody() -> None:
    assert credits("https://social.example/lia.kurz") == []


def test_who_is_stated_twice_is_credited_once() -> None:
    facts = [Declared("credit.author", value, "x", "x") for value in ("Lia Kurz", "Von Lia Kurz")]
    assert len(declared.credits(facts, "de")) == 1
