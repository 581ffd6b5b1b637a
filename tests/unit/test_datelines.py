"""Datelines as agencies print them, and sentences that only look like one."""

from __future__ import annotations

import pytest

from archivist.extractors.datelines import match

REST = "The mayor of the town said on it that nothing was lost"

# language, printed line, dateline, place, agency, date
DATELINES = [
    ("it", "(ANSA) - TORINO, 3 MAG - Il ponte riapre dopo un anno", "TORINO", "ANSA", "3 MAG"),
    (
        "it",
        "Bari, 3 mag. (LaPresse) – “Il ponte riapre domani”, ha detto",
        "Bari",
        "LaPresse",
        "3 mag.",
    ),
    (
        "it",
        "Roma, 3 mag. - (Adnkronos) - Il ponte riapre dopo un anno",
        "Roma",
        "Adnkronos",
        "3 mag.",
    ),
    ("it", "BARI (3 maggio) – «Il ponte riapre domani», ha detto lui", "BARI", None, "3 maggio"),
    ("it", "Bari – Il ponte sul torrente riapre domani dopo un anno", "Bari", None, None),
    ("it", "14 dic – Il ponte sul torrente riapre domani", None, None, "14 dic"),
    ("it", "Carini (PA) - Il ponte sul torrente riapre domani", "Carini", None, None),
    ("en", f"LEEDS (Reuters) - {REST}", "LEEDS", "Reuters", None),
    ("en", f"LEEDS, England, May 3, 2014 (AFP) - {REST}", "LEEDS", "AFP", "May 3, 2014"),
    ("en", f"SAN JUAN, Argentina (AP) _ {REST}", "SAN JUAN", "AP", None),
    ("en", f"San Jose (tca/dpa) - {REST}", "San Jose", "tca/dpa", None),
    ("en", f"ALBANY, N.Y., May 3 - {REST}", "ALBANY", None, "May 3"),
    ("en", f"ALBANY, NY--May 3, 2005--{REST}", "ALBANY", None, "May 3, 2005"),
    ("fr", "LYON, 3 mai 2014 (AFP) - Le pont rouvre demain matin", "LYON", "AFP", "3 mai 2014"),
    ("fr", "3 mai 2014. - Le pont rouvre demain matin, dit-on", None, None, "3 mai 2014"),
    ("de", "Kassel (dpa) - Die Brücke wird morgen wieder geöffnet", "Kassel", "dpa", None),
    ("de", "BERLIN/PARIS (AFP) - Die Brücke wird morgen geöffnet", "BERLIN/PARIS", "AFP", None),
    (
        "de",
        "Kassel (dts Nachrichtenagentur) – Die Brücke wird morgen geöffnet",
        "Kassel",
        "dts Nachrichtenagentur",
        None,
    ),
    ("de", "KASSEL. Die Brücke wird morgen wieder geöffnet", "KASSEL", None, None),
    ("es", "Sevilla, 3 may (EFE).- El puente abre mañana de nuevo", "Sevilla", "EFE", "3 may"),
    ("es", "Sevilla.- El puente abre mañana de nuevo tras un año", "Sevilla", None, None),
    ("pt", "Porto, 3 mai 2024 (Lusa) – A ponte abre amanhã", "Porto", "Lusa", "3 mai 2024"),
    ("nl", "DEN HAAG (ANP) - De brug gaat morgen weer open", "DEN HAAG", "ANP", None),
    ("nl", "lotterdam (anp) - De brug gaat morgen weer open", "lotterdam", "anp", None),
    (None, "OSLO, 3. mai (NTB) – Broen åpner igjen i morgen", "OSLO", "NTB", "3. mai"),
]


DATELINES += [
    (language, f"{line} {TEXT}", place, agency, date)
    for TEXT in ("bridge opens again today after one whole year",)
    for language, line, place, agency, date in (
        ("en", "LEEDS, May 3, 2024 /PRNewswire/ -- The", "LEEDS", "PRNewswire", "May 3, 2024"),
        ("en", "SAN DIEGO--(BUSINESS WIRE)--The", "SAN DIEGO", "BUSINESS WIRE", None),
        ("en", "May 3 (Reuters) - The", None, "Reuters", "May 3"),
        ("en", "NEW DELHI: The", "NEW DELHI", None, None),
        ("fr", "LYON (France), 3 mai 2024 (AFP) - Le", "LYON", "AFP", "3 mai 2024"),
        ("fr", "Bruxelles (Belgique), 3 mai - Le", "Bruxelles", None, "3 mai"),
        ("de", "BERLIN/PARIS (AFP) Der", "BERLIN/PARIS", "AFP", None),
        ("de", "BERLIN taz | Der", "BERLIN", "taz", None),
        ("sv", "STOCKHOLM (TT). Den", "STOCKHOLM", "TT", None),
        ("pl", "Warszawa, 3.05.2024 (PAP) - Most", "Warszawa", "PAP", "3.05.2024"),
        ("cs", "Praha 3. května (ČTK) - Most", "Praha", "ČTK", "3. května"),
        (
            "hu",
            "Budapest, 2024. május 3., péntek (MTI) - A",
            "Budapest",
            "MTI",
            "2024. május 3., péntek",
        ),
        ("ru", "МОСКВА, 3 мая. /ТАСС/. Мост", "МОСКВА", "ТАСС", "3 мая."),
        ("ru", "МОСКВА, 3 мая - РИА Новости. Мост", "МОСКВА", "РИА Новости", "3 мая"),
        ("uk", "Київ. 3 травня. УНІАН. Міст", "Київ", "УНІАН", "3 травня"),
        ("ko", "(서울=연합뉴스) 홍길동 기자 = ", "서울", "연합뉴스", None),
        ("ja", "【東京共同】", "東京", "共同", None),
        ("ja", "（ロンドン 3日 ロイター） ", "ロンドン", "ロイター", None),
        ("zh", "新华社北京5月3日电（记者 张三）", "北京", "新华社", "5月3日"),
    )
]


@pytest.mark.parametrize(("language", "line", "place", "agency", "date"), DATELINES)
def test_a_dateline_has_its_parts(
    language: str | None, line: str, place: str | None, agency: str | None, date: str | None
) -> None:
    found = match(line, language)
    assert found
    parts = [line[slice(*part)] if part else None for part in found[1:4]]
    assert parts == [place, agency, date]
    assert line[: found.end].rstrip()[-1] in "-–—_.:|/=)）】"
    assert not line[found.end :][:1].isspace()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "BREAKING NEWS - The bridge opens again today after one whole year"),
        ("en", "He said (Reuters) - what everybody had said for one whole year now"),
        ("it", "Marta – disse lei – è una donna che non ha paura di niente"),
        ("it", "Juventus – Milan 2-1 ieri sera allo stadio di Torino"),
        ("it", "ITALIA - FRANCIA 34-17 (16-0) Marcatori: 8 cp Carta, 14 cp Foglio"),
        ("it", "Il Movimento dei ponti (MDP) - ha detto che non ci sta"),
        ("en", "The Bridge Union (BU) - which has nine members - said on it"),
        ("en", "Well - That is what they all said to me yesterday"),
        ("en", "In 1998 (May 5) - the man said that he was there"),
        ("en", "State-of-the-art bridges are what this town wanted to have"),
        ("en", "LEEDS (Reuters) -"),
        ("de", "Die Brücke - so sagt man - wird morgen wieder geöffnet"),
        ("es", "Casa 12 - El puente abre mañana de nuevo tras un año"),
        ("fr", "- Le pont rouvre demain matin, dit le maire"),
        (None, ""),
    ],
)
def test_a_sentence_is_no_dateline(language: str | None, line: str) -> None:
    assert match(line, language) is None
