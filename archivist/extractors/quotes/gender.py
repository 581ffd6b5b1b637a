"""This module tells from the words printed beside a name whether it can be `he` or `she`.

`Frau`, `Mrs`, `la portavoce`, `die Ministerin` tell; the given name does not, and a masculine
office does not either where papers print it of women too (`il ministro Ada Moor`). What is found
serves to resolve pronouns and roles of this article and is kept nowhere.
"""

from __future__ import annotations

import re

from archivist.extractors.quotes.lexicon import Lexicon
from archivist.record import Entity

BESIDE = 60  # code points beside a name that are looked at
_WORDS = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.;:!?()\n\"“”«»„]")


class Genders:
    """What the words beside the names of one article tell: `m`, `f`, or nothing."""

    def __init__(self, folded: str, lexicon: Lexicon) -> None:
        """`folded`: the text in lower case, character by character."""
        self.folded, self.lexicon = folded, lexicon
        self.known: dict[str, str] = {}

    def of(self, entity: Entity) -> str:
        """By all its mentions; nothing where they disagree."""
        if entity.id not in self.known:
            found = {self._beside(m.span.start, m.span.end) for m in entity.mentions}
            found.discard("")
            self.known[entity.id] = found.pop() if len(found) == 1 else ""
        return self.known[entity.id]

    def of_phrase(self, words: list[str]) -> str:
        """Of `la portavoce`, `die Ministerin`, `Mrs`: the first word that tells."""
        for at, word in enumerate(words[:3]):
            sex = self._of_word(word)
            if sex:
                return sex
            article = words[at - 1] if at else ""
            if word in self.lexicon.offices and article:
                return self._of_article(article)
        return ""

    def learn(self, entity: Entity, sex: str) -> None:
        """A pronoun was resolved to it."""
        self.known[entity.id] = sex

    def _beside(self, start: int, end: int) -> str:
        left = self.folded[max(0, start - BESIDE) : start].rstrip(" .\u00a0")
        before = _WORDS.findall(_END.split(left)[-1])[-6:] if not left.endswith(",") else []
        right = self.folded[end : end + BESIDE]
        after = _END.split(right[2:].split(",")[0])[0] if right.startswith(", ") else ""
        return self._before(before) or self.of_phrase(_WORDS.findall(after)[:2])

    def _before(self, words: list[str]) -> str:
        """`Mrs X`, `la portavoce X`, `la portavoce del porto X`: the nearest word that tells."""
        for at in range(len(words) - 1, -1, -1):
            adjacent = at == len(words) - 1 or words[at + 1] in self.lexicon.genitives
            if not adjacent:
                continue
            if sex := self._of_word(words[at]):
                return sex
            if words[at] in self.lexicon.offices:
                return self._of_article(words[at - 1]) if at else ""
        return ""

    def _of_word(self, word: str) -> str:
        lexicon = self.lexicon
        if word in lexicon.female_words or word.endswith(lexicon.female_offices):
            return "f"
        if word in lexicon.male_words or word.endswith(lexicon.male_offices):
            return "m"
        return ""

    def _of_article(self, word: str) -> str:
        """Only the feminine article tells: `il ministro` is printed of women too."""
        return "f" if word in self.lexicon.female_articles else ""
