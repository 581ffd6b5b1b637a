"""Articles of languages that have words of dates and of the press only: dates and credits."""

from __future__ import annotations

import pytest

import archivist

SWEDISH = """Bron över ån öppnar igen

Av Anna Ek
Publicerad 3 maj 2024 kl. 14.03

STOCKHOLM (TT). Den gamla bron över ån öppnar igen efter ett år av arbete, sade borgmästaren på
fredagen. Det har varit ett svårt år för alla som bor här, sade hon.

Bron stängdes för ett år sedan när den blev skadad av en storm. Nu är den lagad och alla kan gå.

Foto: Erik Ask/TT
Läs också: Bron stängs
"""
POLISH = """Most na potoku znów otwarty

Autor: Jan Klon
3 maja 2024, 14:03

WARSZAWA (PAP) - Stary most na potoku jest znowu otwarty po roku prac, powiedziała burmistrz w
piątek. To był trudny rok dla wszystkich, którzy tu mieszkają, dodała.

Most został zamknięty przed rokiem, kiedy zniszczyła go burza. Teraz jest naprawiony.

Fot. Ewa Most/PAP
Czytaj także: Most zamknięty
"""
RUSSIAN = """Старый мост снова открыт

Автор: Иван Мостов
3 мая 2024, 14:03

МОСКВА, 3 мая - РИА Новости. Старый мост через ручей снова открыт после года работ, сказала мэр
города в пятницу. Это был трудный год для всех, кто живёт здесь, добавила она.

Мост был закрыт год назад, когда его разрушила буря. Теперь он починен и все могут пройти.

Фото: Анна Рекина/ТАСС
Читайте также: Мост закрыт
"""
KOREAN = """다리가 다시 열렸다

홍길동 기자
입력 2024.05.03 14:03

(서울=연합뉴스) 오래된 다리가 일 년간의 공사 끝에 다시 열렸다고 시장이 말했다. 이곳에 사는
모든 사람에게 힘든 한 해였다고 덧붙였다.

사진=김철수 기자
무단 전재 및 재배포 금지
"""


@pytest.mark.parametrize(
    ("text", "code", "author", "picture", "agency"),
    [
        (SWEDISH, "sv", "Anna Ek", "Erik Ask", "TT"),
        (POLISH, "pl", "Jan Klon", "Ewa Most", "PAP"),
        (RUSSIAN, "ru", "Иван Мостов", "Анна Рекина", "РИА Новости"),
        (KOREAN, "ko", "홍길동", "김철수", "연합뉴스"),
    ],
)
def test_what_the_page_prints_of_itself(
    text: str, code: str, author: str, picture: str, agency: str
) -> None:
    (found,) = archivist.convert(archivist.Source("a.txt", "a.txt", text.encode()))
    assert found.problems == ()
    record = found.record
    assert record
    assert record.language
    assert record.language.value == code
    dates = {date.role: date.value for date in record.dates}
    assert dates["published"] == "2024-05-03T14:03:00"
    assert dates.get("dateline", "2024-05-03") == "2024-05-03"
    credited: dict[str, list[str]] = {
        role: [] for role in ("author", "image", "photographer", "agency")
    }
    for credit in record.credits:
        credited.setdefault(credit.role, []).extend(name.name for name in credit.names)
    assert credited["author"] == [author]
    assert picture in (*credited["image"], *credited["photographer"])
    assert credited["agency"][0] == agency
    assert record.dateline
    assert record.blocks[-1].role == "notice"
