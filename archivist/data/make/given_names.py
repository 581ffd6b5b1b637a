"""This script makes given-names.tsv out of Faker's lists (MIT).

Needs Faker in an environment of its own. Run: `python given_names.py`. Given names only: no
surname ever enters the data. Cyrillic lists are written as the Latin press writes them.
given-names.tsv: name, number of Faker's locales that know it.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import defaultdict
from pathlib import Path

import faker.providers.person as person

OUT = Path(__file__).parents[1] / "given-names.tsv"
NAME = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[’'-][^\W\d_]+)*")
LATIN = str.maketrans(
    {
        **dict(zip("абвгґдезийіклмнопрстуфыэў", "abvggdeziyiklmnoprstufyeu", strict=True)),
        "ё": "yo",
        "є": "ye",
        "ж": "zh",
        "ї": "yi",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)


def main() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for name in given_names(provider):
            for form in romanised(name, module.name):
                names[form].add(module.name)
    rows = [f"{name}\t{len(places)}" for name, places in sorted(names.items())]
    OUT.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), OUT.stat().st_size)


def given_names(provider: type) -> set[str]:
    found: set[str] = set()
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if attribute.startswith("first_") and isinstance(values, tuple | list | dict):
            found |= {v if isinstance(v, str) else v[-1] for v in values}
    return found


def romanised(name: str, locale: str) -> list[str]:
    """The name in Latin letters, in the ways newspapers print it; nothing for other scripts."""
    if locale in {"ru_RU", "uk_UA", "bg_BG", "mk_MK"}:
        latin = name.lower().translate(LATIN).capitalize()
        variants = {latin, re.sub("iy$", "y", latin), re.sub("iy$", "ij", latin)}
        variants |= {re.sub("iy", "i", latin), re.sub("yi$", "y", latin)}
        return [v for v in variants if v.isascii() and len(v) > 2]
    if locale == "zh_TW":
        name = name.title()
    return [name] if NAME.fullmatch(name) and name[0] < "ɐ" and len(name) > 1 else []


if __name__ == "__main__":
    main()
