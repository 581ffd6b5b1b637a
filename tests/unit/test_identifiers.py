"""Identifiers of the library's own: checked by the rules of their schemes, never made."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archivist
from archivist import fingerprint
from archivist.errors import UsageError, WorldRefused
from archivist.readers import identifiers, schemes
from archivist.record import Record, Source, record_id
from archivist.settings import Settings

TEXT = b"FERRY SAILS AGAIN\n\nThe ferry sailed again on Monday, the mayor said.\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()

GOOD = [
    ("ark", "ark:12345/x6np1wh8k"),
    ("ark", "ark:/12025/654xz321/s3/f8.05v.tiff"),  # the form with a slash, and a part of it
    ("ark", "https://n2t.net/ark:99999/fk4gt2m"),
    ("ark", "ark:b5060/x-y-z"),
    ("urn", "urn:nbn:de:101:1-201102033592"),
    ("urn", "URN:ISBN:978-3-16-148410-0"),
    ("urn", "urn:example:a/b?+res?=query#part"),
    ("urn", "urn:newsml:example.org:20241011:item-7:1U"),
    ("urn:newsml", "urn:newsml:example.org:20241011T101500Z:item-7:12"),
    ("doi", "10.1000/182"),
    ("doi", "https://doi.org/10.1234.5/a(b)c<1>"),
    ("handle", "20.500.12345/abc"),
    ("uuid", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"),
    ("isbn", "978-3-16-148410-0"),
    ("isbn", "0-306-40615-2"),
    ("isbn", "080442957X"),
    ("issn", "0317-8471"),
    ("issn", "2434-561X"),
    ("shelfmark", "Per. It. 12, 3 bis"),
    ("shelfmark", "Ä 7"),
    ("url", "https://example.org/a?b=c#d"),
]
BAD = [
    ("ark", "ark:1234/x"),  # four digits
    ("ark", "ark:12345"),
    ("ark", "ark:12345/ä"),
    ("ark", "ark:12a45/x"),  # a vowel
    ("ark", "12345/x6np1wh8k"),
    ("urn", "urn:x:a"[:6]),
    ("urn", "urn:-x:a"),
    ("urn", "urn:nbn:de:1 01"),
    ("urn", "urn:example:a%2"),
    ("urn", "urn:isbn:978-3-16-148410-1"),
    ("urn", "urn:newsml:example.org:2024:item"),
    ("urn:newsml", "urn:newsml:example.org:20241311:item"),  # a thirteenth month
    ("urn:newsml", "urn:nbn:de:101:1-201102033592"),
    ("doi", "11.1000/182"),
    ("doi", "10.1000"),
    ("handle", "abc"),
    ("uuid", "123e4567e89b12d3a456426614174000"),
    ("isbn", "978-3-16-148410-1"),
    ("isbn", "0-306-40615-3"),
    ("isbn", "12345"),
    ("issn", "0317-8472"),
    ("issn", "03178471"),
    ("shelfmark", " "),
    ("shelfmark", "Per.\n12"),
    ("url", "example.org/a"),
    ("url", "https://exa mple.org"),
]


@pytest.mark.parametrize(("scheme", "value"), GOOD)
def test_good_ones_pass(scheme: str, value: str) -> None:
    assert schemes.fault(scheme, value) is None


@pytest.mark.parametrize(("scheme", "value"), BAD)
def test_bad_ones_are_told(scheme: str, value: str) -> None:
    said = schemes.fault(scheme, value)
    assert said
    assert said.startswith("found ")
    assert "wanted " in said


@given(st.sampled_from(schemes.schemes()), st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_judged(scheme: str, value: str) -> None:
    schemes.fault(scheme, value)
    schemes.same(scheme, value)
    schemes.noid_holds(value)


def test_the_check_character_of_noid() -> None:
    assert schemes.noid_holds("ark:13030/xf93gt2q")  # the example of the NOID documentation
    assert schemes.noid_holds("https://n2t.net/ark:/13030/xf93gt2q/page3")
    assert not schemes.noid_holds("ark:13030/xf93gt2r")
    assert not schemes.noid_holds("ark:13030/xf93tg2q")  # two letters changed places


def test_schemes_have_the_names_that_libraries_use() -> None:
    names = (
        "ARK",
        "Urn",
        "URN:NBN",
        "NewsML",
        "Shelfmark",
        "Signatur",
        "call number",
        "hdl",
        "DOI",
    )
    assert [schemes.scheme_of(name) for name in names] == [
        *("ark", "urn", "urn", "urn:newsml", "shelfmark", "shelfmark", "shelfmark"),
        *("handle", "doi"),
    ]
    assert schemes.scheme_of("colour") is None


# ------------------------------------------------------------------ the table


def table(tmp_path: Path, text: str) -> str:
    path = tmp_path / "ids.csv"
    path.write_text(text, "utf-8")
    return str(path)


def record(name: str, listed: str, *, data: bytes = TEXT, part: str | None = None) -> Record:
    source = Source(name, name, data, part)
    (found,) = archivist.convert(source, settings=Settings(identifiers=listed))
    assert found.record is not None
    return found.record


def given_to(found: Record) -> list[tuple[str, str, str | None]]:
    return [(item.scheme, item.value, item.evidence.context) for item in found.identifiers]


@pytest.mark.parametrize("key", ["in/a.txt", "./in/a.txt", DIGEST, f"sha256:{DIGEST.upper()}"])
def test_a_unit_is_found(key: str, tmp_path: Path) -> None:
    column = "sha256" if DIGEST in key.lower() else "path"
    listed = table(tmp_path, f"{column},scheme,value\n{key},ARK,ark:12345/x6np1wh8k\n")
    found = record("in/a.txt", listed)
    assert given_to(found) == [("ark", "ark:12345/x6np1wh8k", "ids.csv:2#value")]
    assert found.identifiers[0].evidence.confidence == 100
    assert archivist.validate(found) == ()


def test_a_unit_is_found_by_its_id(tmp_path: Path) -> None:
    for key in (record_id(DIGEST), record_id(DIGEST).removeprefix("urn:uuid:")):
        listed = table(tmp_path, f"id,shelfmark\n{key},Per. 12\n")
        assert given_to(record("a.txt", listed)) == [
            ("shelfmark", "Per. 12", "ids.csv:2#shelfmark")
        ]


def test_rows_and_columns_can_be_mixed(tmp_path: Path) -> None:
    listed = table(
        tmp_path,
        "Path;Ark;Shelfmark;Scheme;Value\n"
        "a.txt;ark:12345/a;Per. 12;issn;0317-8471\n"
        "a.txt;;;urn:newsml;urn:newsml:example.org:20241011:item-7:1U\n"
        "b.txt;ark:12345/b;;;\n",
    )
    assert given_to(record("a.txt", listed)) == [
        ("ark", "ark:12345/a", "ids.csv:2#Ark"),
        ("shelfmark", "Per. 12", "ids.csv:2#Shelfmark"),
        ("issn", "0317-8471", "ids.csv:2#value"),
        ("urn", "urn:newsml:example.org:20241011:item-7:1U", "ids.csv:3#value"),
    ]


def test_nobody_else_gets_it(tmp_path: Path) -> None:
    listed = table(tmp_path, "path,ark\na.txt,ark:12345/a\nbox.zip!/a.txt,ark:12345/b\n")
    assert given_to(record("in/a.txt", listed)) == []
    assert given_to(record("A.txt", listed)) == []
    assert given_to(record("box.zip", listed, part="!/a.txt")) == [
        ("ark", "ark:12345/b", "ids.csv:3#ark")
    ]


def test_normal_forms_of_a_name_are_one(tmp_path: Path) -> None:
    listed = table(tmp_path, "path,ark\nAn\u0303o/a.txt,ark:12345/a\n")
    assert len(given_to(record("A\u00f1o/a.txt", listed))) == 1


def test_identifiers_stand_beside_those_of_the_source(tmp_path: Path) -> None:
    page = b"---\nurl: https://news.example.org/ferry\n---\n\nThe ferry sailed again on Monday.\n"
    listed = table(tmp_path, "path,ark\na.md,ark:12345/a\n")
    found = record("a.md", listed, data=page)
    assert found.identifiers[0].scheme == "ark"
    assert len(found.identifiers) == 2


def test_the_table_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    one = dict(fingerprint.options(Settings(identifiers=table(tmp_path, "path,ark\n"))))
    other = table(tmp_path, "path,ark\na.txt,ark:12345/a\n")
    assert one["options"].startswith("identifiers=sha256:")
    assert one != dict(fingerprint.options(Settings(identifiers=other)))


WRONG = {
    "scheme": ("path,scheme,value\na,colour,red\n", "ids.csv:2:3: C040 found the scheme 'colour'"),
    "value": ("path,ark\na,ark:1/x\n", "ids.csv:2:3: C040 ark: found the authority 1"),
    "no value": ("path,scheme,value\na,ark,\n", "ids.csv:2:7: C040 ark: found nothing"),
    "no path": ("path,ark\n,ark:12345/x\n", "ids.csv:2:1: C040 found no path"),
    "a field more": ("path,ark\na,ark:12345/x,y\n", "ids.csv:2:15: C040 found 3 fields, wanted 2"),
    "twice": (
        "path,ark\na,ark:12345/x-y\nb,ark:/12345/xy\n",
        "ids.csv:3:3: C041 found 'ark:/12345/xy' again, wanted it once: line 2 has it for a",
    ),
    "several": ("path,ark\na,1\nb,2\nc,3\n", "(and 2 more)"),
    "after a line break in a cell": ('path,ark\n"a\nb",ark:12345/x\nc,1\n', "ids.csv:4:3: C040 "),
    "columns": ("title,ark\na,ark:12345/x\n", "ids.csv:1: found the columns title, ark"),
    "nothing": ("", "ids.csv:1: "),
    "open quote": ('path,ark\n"a,ark:12345/x\n', "ids.csv:2: found no CSV"),
    "check character": ("path,ark+noid\na,ark:13030/xf93gt2r\n", "whose check character is wrong"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    text, words = WRONG[name]
    listed = table(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        archivist.convert(TEXT, settings=Settings(identifiers=listed))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_can_be_shared_is_shared(tmp_path: Path) -> None:
    listed = table(tmp_path, "path,issn,shelfmark\na,0317-8471,P 1\nb,0317-8471,P 1\n")
    assert identifiers.look(listed).problems == []
    told = table(tmp_path, "path,scheme,value\na,ark+noid,ark:13030/xf93gt2q\n")
    assert given_to(record("a", told))[0][:2] == ("ark", "ark:13030/xf93gt2q")


def test_everything_wrong_has_its_code(tmp_path: Path) -> None:
    listed = table(tmp_path, "path,ark\na,ark:12345/x\nb,1\nc,ark:12345/x\n")
    found = identifiers.look(listed)
    assert [(item.code, item.location.line) for item in found.problems] == [
        ("C040", 3),
        ("C041", 4),
    ]


def test_rows_of_nothing_are_told(tmp_path: Path) -> None:
    listed = identifiers.look(
        table(
            tmp_path,
            f"path,sha256,ark\na.txt,,ark:12345/a\nb.txt,,ark:12345/b\n,{DIGEST},ark:12345/c\n",
        )
    )
    (found,) = listed.unused([("a.txt", ""), ("other.txt", DIGEST)])
    assert (found.code, found.location.line) == ("C042", 3)
    assert "b.txt" in found.message


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(WorldRefused):
        archivist.convert(TEXT, settings=Settings(identifiers="none.csv"))


@given(st.binary(max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    for head in (b"", b"path,ark\n", b"path,scheme,value\n"):
        try:
            found = identifiers.parsed(head + content, "ids.csv")
        except UsageError:
            continue
        assert all(item.code in ("C040", "C041") for item in found.problems)
