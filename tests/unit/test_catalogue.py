"""What the library knows: catalogues and path patterns, through the public door."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import archivist
from archivist import Conversion, Settings, Source
from archivist.errors import UsageError, WorldRefused
from archivist.readers import catalogue, path_patterns

TEXT = b"The ferry was late again on Monday, the captain said.\n"


def converted(
    name: str, settings: Settings, data: bytes = TEXT
) -> tuple[archivist.Record, Conversion]:
    (found,) = archivist.convert(Source(name, name, data), settings=settings)
    assert found.record is not None
    return found.record, found


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "metadata.csv"
    file.write_text(
        "filename,dc.title,dc.date,dc.creator,dc.subject,dc.subject,dc.language,dc.rights\n"
        'objects/1987/ferry.txt,The late ferry,1987-03-05,"Verdi, Ada",sea,ships,en,"© Gazette"\n'
        "objects/1987,,,,,,,In copyright\n"
        "objects/box.zip,The box,1990,,boxes,,en,\n"
        "objects/box.zip!/inner/a.txt,In the box,1991,,,,,\n"
        "tower,The tower,1992,,,,,\n"
    )
    return file


def test_a_row_enters_with_its_place_as_evidence(listed: Path) -> None:
    record, found = converted("1987/ferry.txt", Settings(metadata=str(listed)))
    assert (record.title.value, record.title.kind) == ("The late ferry", "formal")
    assert record.title.evidence.context == "metadata.csv:2#dc.title"
    assert record.headline is None
    assert [(d.role, d.value, d.evidence.context) for d in record.dates] == [
        ("published", "1987-03-05", "metadata.csv:2#dc.date")
    ]
    assert [(c.role, c.names[0].name, c.verbatim) for c in record.credits] == [
        ("author", "Ada Verdi", "Verdi, Ada")
    ]
    assert [topic.name for topic in record.topics] == ["sea", "ships"]
    assert record.language is not None
    assert record.language.evidence.context == "metadata.csv:2#dc.language"
    assert record.rights is not None
    assert record.rights.notice == "© Gazette"
    assert not found.problems
    assert archivist.validate(record) == ()


@pytest.mark.parametrize("format", ["jsonld", "newsml-g2", "turtle"])
def test_what_is_supplied_survives_every_export(listed: Path, format: str) -> None:
    record, _ = converted("1987/ferry.txt", Settings(metadata=str(listed)))
    data = archivist.export(record, format)
    (back,) = archivist.read(data)
    assert back == record


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("1987/ferry.txt", "The late ferry"),
        ("ferry.txt", "The late ferry"),
        ("shelf/1987/ferry.txt", "The late ferry"),
        ("1987/ferry.html.txt", None),
        ("1987/ferry", "The late ferry"),
        ("tower.txt", "The tower"),
        ("other.txt", None),
    ],
)
def test_names_are_found_with_and_without_folders_and_suffix(
    listed: Path, name: str, title: str | None
) -> None:
    record, _ = converted(name, Settings(metadata=str(listed)))
    assert (record.title.value if record.title.kind == "formal" else None) == title


def test_a_row_for_a_folder_holds_for_what_lies_in_it(listed: Path) -> None:
    record, _ = converted("1987/other.txt", Settings(metadata=str(listed)))
    assert record.rights is not None
    assert record.rights.evidence.context == "metadata.csv:3#dc.rights"
    assert record.title.kind == "devised"


def test_parts_have_rows_of_their_own_and_what_holds_for_their_box(listed: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("inner/a.txt", TEXT)
        box.writestr("inner/b.txt", TEXT + b"Again.\n")
    settings = Settings(metadata=str(listed))
    source = Source("box.zip", "box.zip", packed.getvalue())
    first, second = (found.record for found in archivist.convert(source, settings=settings))
    assert first is not None
    assert second is not None
    assert first.title.value == "In the box"
    assert [date.value for date in first.dates] == ["1991"]
    assert second.title.kind == "devised"
    assert second.dates == ()
    assert [topic.name for topic in second.topics] == ["boxes"]


def test_disagreement_is_said_and_both_are_kept(listed: Path) -> None:
    page = b"---\ntitle: A tower\ndate: 1993\nauthor: Ben Weiss\n---\n\n" + TEXT
    listed.write_text(
        "filename,dc.title,dc.date,dc.creator\ntower.md,Harbours of the north,1992,Ada Verdi\n"
    )
    record, found = converted("tower.md", Settings(metadata=str(listed)), page)
    assert [date.value for date in record.dates] == ["1992", "1993"]
    assert record.headline is not None
    assert (record.title.value, record.headline.value) == ("Harbours of the north", "A tower")
    assert {name.name for credit in record.credits for name in credit.names} == {
        "Ada Verdi",
        "Ben Weiss",
    }
    assert [problem.code for problem in found.problems] == ["E003", "E010", "E010"]
    alike = listed.with_name("alike.csv")
    alike.write_text('filename,dc.title,dc.date,dc.creator\ntower.md,A TOWER,1993,"Weiss, Ben"\n')
    _, found = converted("tower.md", Settings(metadata=str(alike)), page)
    assert not found.problems


def test_any_table_is_a_catalogue_with_a_mapping(tmp_path: Path) -> None:
    table = tmp_path / "fonds.csv"
    table.write_text("Nr;Objekt;Titel;Jahr\n1;ferry.txt;Die Fähre;1987\n", "latin-1")
    mapping = tmp_path / "map.toml"
    mapping.write_text('[catalogue]\nfile = "Objekt"\ntitle = "Titel"\ndate = 4\n')
    settings = Settings(metadata=str(table), mapping=str(mapping))
    record, _ = converted("ferry.txt", settings)
    assert record.title.value == "Die Fähre"
    assert record.dates[0].evidence.context == "fonds.csv:2#Jahr"
    options = record.generator.components["options"]
    assert options.startswith("map=sha256:")
    assert ";metadata=sha256:" in options


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("title,date\nx,1987\n", "none called filename"),
        ("1;2\n3;4\n", "no line with the names"),
        ("filename,dc.title\na.txt,b,c\n", "3 fields, wanted 2"),
        ("\x00\x01\x02\x03" * 100, "wanted text"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: str, found: str) -> None:
    file = tmp_path / "metadata.csv"
    file.write_text(content)
    with pytest.raises(UsageError, match=found):
        archivist.convert(TEXT, settings=Settings(metadata=str(file)))
    with pytest.raises(WorldRefused):
        archivist.convert(TEXT, settings=Settings(metadata=str(tmp_path / "none.csv")))


def test_rows_are_found_by_line() -> None:
    assert catalogue.of_box(()) == ()


# ------------------------------------------------------------------ path patterns


@pytest.mark.parametrize(
    ("pattern", "name", "date", "publisher"),
    [
        ("{paper}/{year}/{month}/{day}/*", "Gazette/1987/03/05/a.txt", "1987-03-05", "Gazette"),
        ("{paper}/{year}/{month}/…", "x/Gazette/1987/3/05/a.txt", "1987-03", "Gazette"),
        ("{paper}/{year}/**", "Gazette/1987/a/b/c.txt", "1987", "Gazette"),
        ("{paper}_{date}.txt", "archive/Gazette_19870305.txt", "1987-03-05", "Gazette"),
        ("{year}-{month}-{day}_*", "1987-03-05_front.txt", "1987-03-05", None),
        ("{paper}/{year}/{month}/*", "Gazette/1987/13/a.txt", None, None),
        ("{paper}/{year}/*", "Gazette/1987/03/a.txt", None, None),
    ],
)
def test_paths_say_what_the_pattern_says(
    pattern: str, name: str, date: str | None, publisher: str | None
) -> None:
    record, _ = converted(name, Settings(paths=(pattern,)))
    assert [item.value for item in record.dates] == ([date] if date else [])
    assert [c.names[0].name for c in record.credits] == ([publisher] if publisher else [])
    for item in record.dates:
        assert item.evidence.context == f"path {pattern}"


def test_the_first_pattern_that_fits_is_taken() -> None:
    record, _ = converted("1987/03/a.txt", Settings(paths=("{year}/{month}/*", "{year}/**")))
    assert [item.value for item in record.dates] == ["1987-03"]
    assert record.generator.components["options"] == "path={year}/{month}/*|{year}/**"


def test_a_month_in_words_is_read_in_the_language_of_the_text() -> None:
    text = "Il traghetto era di nuovo in ritardo lunedì, ha detto il capitano della nave.\n"
    record, _ = converted(
        "1987/marzo/5/a.txt", Settings(paths=("{year}/{month}/{day}/*",)), text.encode()
    )
    assert [item.value for item in record.dates] == ["1987-03-05"]


@pytest.mark.parametrize(
    ("pattern", "hint"), [("{yaer}/*", "did you mean {year}?"), ("{year}/{year}", "there are")]
)
def test_a_pattern_with_unknown_names_is_refused(pattern: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        archivist.convert(TEXT, settings=Settings(paths=(pattern,)))
    assert hint in (refused.value.hint or "")
    assert path_patterns.facts("x", ()) == ()
