"""This module names the speaker of each quote, in text order: each knows who spoke before.

What the sentence names comes first; a role or a pronoun is resolved to its entity; a quotation
that nothing names goes on with the speaker before it, in its paragraph or the one before.
"""

from __future__ import annotations

from dataclasses import replace

from archivist.extractors.quotes.alternation import Alternation
from archivist.extractors.quotes.attribution import Attribution, Attributions
from archivist.extractors.quotes.earlier import Earlier
from archivist.extractors.quotes.lexicon import PARTICIPLE
from archivist.extractors.quotes.memory import Memory
from archivist.extractors.quotes.names import Subject
from archivist.extractors.quotes.narration import PARAGRAPH, STOP, Narration
from archivist.record import Entity, Evidence, Speaker, Via


class Speakers:
    """The speakers so far; `spoken` is told of each quote that has one."""

    def __init__(self, narration: Narration, attributions: Attributions, memory: Memory) -> None:
        self.n, self.attributions, self.memory = narration, attributions, memory
        self.last: Speaker | None = None
        self.item = -1
        self.alternation, self.earlier = Alternation(narration), Earlier(attributions)

    def spoken(self, speaker: Speaker, start: int, item: int) -> None:
        """This speaker's words begin at `start` and end at `item`."""
        self.last, self.item = speaker, item
        self.alternation.add(start, item + 1, speaker)

    def named(self, found: Attribution) -> Speaker | None:
        """The named subject, resolved where it is a role or a pronoun; None for a bare verb."""
        subject = found.subject
        if subject is None or self.is_nobody(subject):
            return None
        entity, how, rule = subject.entity, found.how, found.rule
        if entity is None and subject.kind == "noun":
            entity = self.memory.role(subject)
            if entity:
                how, rule = "role anaphora", "speaker.role"
        elif subject.kind == "pronoun":
            if not self._is_plural(found, subject):
                entity = entity or self.memory.pronoun(subject, self._last_person())
            how, rule = "pronoun", "speaker.pronoun"
        return Speaker(entity.id if entity else None, subject.span, how, Evidence(rule))

    def is_nobody(self, subject: Subject | None) -> bool:
        """`hieß es`."""
        if subject is None:
            return False
        return self.n.folded[subject.span.start : subject.span.end] in self.n.lexicon.impersonal

    def _last_person(self) -> tuple[int, Entity | None] | None:
        """Where the last speaker is printed, and which person it is, if it is a person."""
        if self.last is None or self.last.span is None:
            return None
        entity = self.memory.by_id.get(self.last.entity) if self.last.entity else None
        if entity is None and self.last.entity is not None:
            return None  # an organization: no pronoun takes it up
        return self.last.span.start, entity

    def _is_plural(self, found: Attribution, subject: Subject) -> bool:
        """`sie sagten`, `zij zeiden`: the form of `sie` with the verb of many."""
        if found.cue is None or not self.n.lexicon.verb_second:
            return False
        verb = self.n.folded[found.cue.start : found.cue.end].split()[0]
        finite = not self.n.lexicon.verbs.get(verb, 0) & PARTICIPLE
        word = self.n.folded[subject.span.start : subject.span.end]
        return finite and verb.endswith("en") and word in self.n.lexicon.female

    def of_quotation(self, item: int, found: Attribution | None) -> Speaker | None:
        """By the sentence, else by what came before."""
        if not self.n.lexicon.triggers:
            return None  # no words of this language: nobody is named
        if found and (found.cue or found.how != "sentence subject"):
            return self._by_sentence(item, found)
        if found and not self.reported(item):
            return self.named(found)
        turn = self.alternation.turn(item) if found is None else None
        if turn:
            return turn
        speaker = self.before(item)
        if speaker is None or not self.follows(item) or self._apart(item):
            speaker = self._named(self.earlier.sentence_before(item)) or speaker
        if speaker is None and self.reported(item):
            speaker = self._reporting(item)
        if speaker is None and found and found.subject and found.subject.kind == "pronoun":
            return self.named(found)
        return speaker

    def _by_sentence(self, item: int, found: Attribution) -> Speaker | None:
        if self.is_nobody(found.subject):
            return None
        told = found.rule == "speaker.lead-in" and self.reported(item - 1)
        earlier = self.before(item) or self._reporting(item) if told else None
        return earlier or self.named(found) or self._unnamed(item)

    def _unnamed(self, item: int) -> Speaker | None:
        """`«…», zanjó`: the verb names nobody; who spoke, or whom the sentence before is about."""
        speaker = self.before(item)
        if not self.n.lexicon.null_subject or (speaker and not self._apart(item)):
            return speaker
        return self._named(self.earlier.sentence_before(item)) or speaker

    def _reporting(self, item: int) -> Speaker | None:
        """Who reports, in a sentence before this one that is in the mood of reports."""
        found = self.earlier.cue_before(item)
        return self._named(found or self.earlier.sentence_before(item, inside=True))

    def _named(self, found: Attribution | None) -> Speaker | None:
        return self.named(found) if found else None

    def before(self, item: int) -> Speaker | None:
        """The speaker before, in the same paragraph or right before it."""
        if self.last is None:
            return None
        between = self.n.gaps[self.item : item]
        if between.count(PARAGRAPH) > 1:
            return None
        if PARAGRAPH in between and self.n.gaps[item - 1] != PARAGRAPH:
            return None
        return replace(self.last, how="previous speaker", evidence=Evidence("speaker.previous"))

    def reported(self, item: int) -> bool:
        """The sentence is in a mood that marks reported speech."""
        return self.earlier.is_reported(item)

    def follows(self, item: int) -> bool:
        """Right behind a quotation of the same paragraph that has a speaker."""
        return self.last is not None and PARAGRAPH not in self.n.gaps[self.item : item]

    def _apart(self, item: int) -> bool:
        """A sentence of the narrator's stands between."""
        gaps = self.n.gaps[self.item : item]
        return sum(gap == STOP for gap in gaps) > 1

    def via(self, found: Attribution | None) -> Via | None:
        """`X, through its spokesman Y, said`: who spoke for the organization."""
        if found is None or found.subject is None or found.subject.kind == "pronoun":
            return None
        entity = found.subject.entity
        if entity is not None and entity.type != "organization":
            return None
        through = self.attributions.through(found.subject)
        if through is None:
            return None
        name = through.entity.id if through.entity else None
        return Via(name, through.span, Evidence("speaker.via"))
