"""This module remembers who has spoken and resolves `he`, `the spokeswoman` to an entity.

A role resolves to the person with whom it was printed (`la portavoce del porto Ada Moor`
… `La portavoce del porto`), a pronoun to the speaker before it when nobody else came
between. What stays open stays open: the speaker then has a span and no entity.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from archivist.extractors.quotes.gender import Genders
from archivist.extractors.quotes.lexicon import Lexicon
from archivist.extractors.quotes.names import Subject
from archivist.record import Entity

COMPLEMENT = 60  # code points between a role and its name: `portavoce del porto `
PRONOUN_REACH = 600  # code points back to the speaker a pronoun takes up
ROLE_REACH = 20_000  # code points back to where a role was printed
_BROKEN = re.compile(r"[.,;:!?()\n\"“”«»„]")
_LETTER = re.compile(r"\w")


class Memory:
    """Persons of the article, their roles as printed, and the speakers so far."""

    def __init__(self, folded: str, entities: tuple[Entity, ...], lexicon: Lexicon) -> None:
        """`folded`: the text in lower case, character by character."""
        self.folded, self.lexicon = folded, lexicon
        persons = [entity for entity in entities if entity.type == "person"]
        self.persons = (
            sorted(
                (mention.span.start, mention.span.end, entity)
                for entity in persons
                for mention in entity.mentions
                if mention.span.end <= len(folded)
            )
            if persons
            else []
        )
        self.starts = [found[0] for found in self.persons]
        self.offices = self._offices(persons)
        self.by_id = {entity.id: entity for entity in persons}
        self.genders = Genders(folded, lexicon)

    def _offices(self, persons: list[Entity]) -> dict[str, list[tuple[int, Entity, str]]]:
        """Where each person is named, with each role, in text order, by its first word."""
        roles = {e.id: [role.value.lower() for role in e.roles] for e in persons if e.roles}
        found: dict[str, list[tuple[int, Entity, str]]] = {}
        for start, _, entity in self.persons:
            for value in roles.get(entity.id, ()):
                found.setdefault(value.partition(" ")[0], []).append((start, entity, value))
        return found

    def role(self, subject: Subject) -> Entity | None:
        """The one person whose printed role this phrase repeats, before the phrase."""
        words = self.folded[subject.span.start : subject.span.end].split()
        sex = self.genders.of_phrase(words)
        if words and words[0] in self.lexicon.determiners | self.lexicon.possessives:
            words = words[1:]
        phrase = " ".join(words)
        if not phrase or not self.persons:
            return None
        found = self._by_role(phrase, subject.span.start, sex)
        return found or self._by_neighbour(phrase, subject.span.start, sex)

    def _can_be(self, entity: Entity, sex: str) -> bool:
        """Nothing printed beside the name says otherwise."""
        return not sex or self.genders.of(entity) in ("", sex)

    def _by_role(self, phrase: str, before: int, sex: str) -> Entity | None:
        """By the roles the entities carry."""
        last: Entity | None = None
        for start, entity, value in self.offices.get(phrase.partition(" ")[0], ()):
            same = value == phrase or value.startswith(phrase + " ")
            if same and before - ROLE_REACH <= start < before and self._can_be(entity, sex):
                last = entity
        return last

    def _by_neighbour(self, phrase: str, before: int, sex: str) -> Entity | None:
        """By the words printed beside a name: `phrase … Name` or `Name, phrase`."""
        if self.folded.find(phrase, max(0, before - ROLE_REACH - COMPLEMENT)) >= before:
            return None  # printed here for the first time
        for index in range(bisect_left(self.starts, before) - 1, -1, -1):
            start, end, entity = self.persons[index]
            if before - start > ROLE_REACH:
                return None
            left = self.folded[max(0, start - COMPLEMENT) : start]
            at = left.rfind(phrase)
            beside = at >= 0 and self._role_then_name(left, at, phrase)
            right = self.folded[end : end + COMPLEMENT]
            if (beside or self._name_then_role(right, phrase)) and self._can_be(entity, sex):
                return entity
        return None

    def _role_then_name(self, left: str, at: int, phrase: str) -> bool:
        between = left[at + len(phrase) :]
        whole = at == 0 or not left[at - 1].isalnum()
        if _BROKEN.search(between) or not whole or between[:1].isalnum():
            return False
        words = between.split()
        return not words or (
            len(words) < 7
            and words[0] in self.lexicon.genitives
            and words[-1] not in self.lexicon.genitives
        )

    def _name_then_role(self, right: str, phrase: str) -> bool:
        if not right.startswith((", ", " (")):
            return False
        words = right[2:].split()
        if words and words[0] in self.lexicon.determiners:
            words = words[1:]
        return " ".join(words).startswith(phrase)

    def pronoun(self, subject: Subject, last: tuple[int, Entity | None] | None) -> Entity | None:
        """The person of that gender who spoke last or was alone named since, if one only fits.

        `last`: where the last speaker is printed, and who it is; None for somebody unknown, whom
        the pronoun may mean, so that nobody named before counts.
        """
        low = self.folded[subject.span.start : subject.span.end]
        sex = "m" if low in self.lexicon.male else "f" if low in self.lexicon.female else ""
        at = subject.span.start
        near = last if last and at - last[0] <= PRONOUN_REACH else None
        if not sex:
            return None
        named = self._named(max(near[0] if near else 0, at - PRONOUN_REACH), at)
        speaker = near[1] if near else None
        if speaker:
            named[speaker.id] = speaker
        fitting = [entity for entity in named.values() if self._can_be(entity, sex)]
        if speaker and not fitting:  # `he said. … she said`: somebody named before
            named = self._named(at - PRONOUN_REACH, at)
            fitting = [entity for entity in named.values() if self.genders.of(entity) == sex]
        known = [entity for entity in fitting if self.genders.of(entity) == sex]
        if len(known) == 1 and (speaker is known[0] or speaker not in fitting):
            fitting = known
        if len(fitting) != 1:
            return None
        self.genders.learn(fitting[0], sex)
        return fitting[0]

    def _named(self, since: int, until: int) -> dict[str, Entity]:
        """The persons named between two offsets, by id."""
        first, last = bisect_left(self.starts, since), bisect_left(self.starts, until)
        return {entity.id: entity for _, _, entity in self.persons[first:last]}
