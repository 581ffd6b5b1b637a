"""This module finds the noun phrase that speaks: before its verb, behind it, at a sentence's start.

Without a parser, by small words: a phrase goes back from the verb to a subordinator, a verb, a
comma; `X, role, said` and `X (party) said` skip the insertion; `X, who said` goes to X.
"""

from __future__ import annotations

from archivist.extractors.quotes.cues import CueGroup, Frame
from archivist.extractors.quotes.names import Mentions, Names, Subject
from archivist.extractors.quotes.narration import BRACKET, COMMA, DASH, QUOTE, SPACE, Narration
from archivist.record import Span

LONGEST = 30  # items in a noun phrase; beyond it the phrase is a misreading
INSERTIONS = 3  # between a name and its verb: `X, 45, of the town council, said`


class Subjects:
    """Looks up subjects in one narration."""

    def __init__(self, narration: Narration, mentions: Mentions, cues: list[CueGroup]) -> None:
        self.n, self.lexicon = narration, narration.lexicon
        self.names = Names(narration, mentions)
        self.cue_items = {item for cue in cues for item in range(cue.start, cue.end)}

    def is_clean(self, first: int, subject: Subject) -> bool:
        """The phrase opens its clause: in German or Dutch it stands where a subject does."""
        start, n = subject.items[0], self.n
        low, named = n.small[start], subject.span.start == n.starts[start]
        if low in self.lexicon.oblique:
            return False
        if self.names.is_preposition(start) and not (subject.kind == "name" and named):
            return False
        return start == first or n.gaps[start - 1] != SPACE or n.small[start - 1] in self._openers

    @property
    def _openers(self) -> frozenset[str]:
        return self.lexicon.conjunctions | self.lexicon.complementizers

    def of_frame(self, frame: Frame, first: int, last: int) -> Subject | None:
        """Whom a frame names, between the items `first` and `last`."""
        if frame.behind:
            return self.before(first, frame.start)
        return self.after(frame.end, last, any_case=True)

    # -------------------------------------------------------------- before the verb

    def before(self, first: int, at: int) -> Subject | None:
        """The phrase that ends before item `at`, not reaching back over item `first`."""
        n, lexicon = self.n, self.lexicon
        last = at - 1
        while last >= first and n.gaps[last] == SPACE and lexicon.is_adverb(n.small[last]):
            last -= 1
        if last < first:
            return None
        if n.lows[last] == QUOTE:
            return self._named_by_quotation(first, last)
        low, gap = n.small[last], n.gaps[last]
        if gap in (COMMA, DASH, BRACKET):
            return self._before_insertion(first, last)
        if gap != SPACE:
            return None
        if low in lexicon.conjunctions:
            return self.opening(first, last)
        if low in lexicon.relatives and last > first and not self.names.is_pronoun(last):
            return self.antecedent(first, last)
        if self.names.is_pronoun(last):
            return self.names.pronoun(last)
        return self._phrase_before(first, last)

    def _named_by_quotation(self, first: int, item: int) -> Subject | None:
        """`Ein Vertreter der „con energy ag“ bezeichnete`: the marks hold a name of the phrase."""
        n, lexicon = self.n, self.lexicon
        if not lexicon.noun_capitals or item - 2 < first or n.gaps[item] != SPACE:
            return None
        inside = n.small[item - 1] in lexicon.genitives and n.capitals[item - 2]
        return self._phrase_before(first, item - 2) if inside else None

    def _phrase_before(self, first: int, last: int) -> Subject | None:
        """The phrase whose last item is `last`."""
        n, lexicon = self.n, self.lexicon
        if n.small[last] in lexicon.breaks:
            return None
        start = last
        while start > max(first, last - LONGEST) and n.gaps[start - 1] == SPACE:
            low = n.small[start - 1]
            relative = low in lexicon.relatives and low not in lexicon.determiners
            if relative and start - 2 not in self.cue_items:
                return self.antecedent(first, start - 1)
            if low in lexicon.breaks or n.lows[start - 1] == QUOTE or start - 1 in self.cue_items:
                break
            if low in lexicon.auxiliaries:
                break
            if low in lexicon.conjunctions and not self._joins(start - 1):
                break
            start -= 1
        return self.names.head(start, last + 1)

    def _joins(self, item: int) -> bool:
        """`Moor and Fenn`: a conjunction between two names, not between two clauses."""
        return item > 0 and self.n.capitals[item - 1] and self.n.capitals[item + 1]

    def antecedent(self, first: int, relative: int) -> Subject | None:
        """`X, who said`: what the relative pronoun stands for."""
        last = relative - 1
        if last < first or self.n.lows[last] == QUOTE:
            return None
        if self.n.gaps[last] == BRACKET:
            return self._before_insertion(first, last)
        for name in self.names.within(max(first, last - LONGEST), last + 1):
            if name.end == last + 1:
                return self.names.subject(name, name.start, name.end)
        if self.n.gaps[last] == COMMA:  # `X, role, who`
            outer = self._before_insertion(first, last)
            if outer and outer.kind == "name":
                return outer
        return self._phrase_before(first, last)

    def _before_insertion(self, first: int, last: int) -> Subject | None:
        """`X, role, said`; `X (party) said`; `X (party), role, said`; `the minister, X, said`."""
        first, at = max(first, last - 2 * LONGEST), last
        inserted: Subject | None = None
        found: Subject | None = None
        for _ in range(INSERTIONS):
            opened = self._opened(first, at)
            if opened is None:
                break
            opened = self._before_bracket(first, opened)
            inserted = inserted or self.names.whole(opened + 1, at + 1)
            outer = self._phrase_before(first, opened)
            if outer and outer.kind != "noun" and outer.items[1] == opened + 1:
                return outer
            found = found or outer
            at = opened
        return inserted or found

    def _before_bracket(self, first: int, item: int) -> int:
        """`X (party), role`: the item before the bracket that closes behind this one."""
        n, opened = self.n, item
        if ")" not in n.text[n.ends[item] : n.starts[item + 1]]:
            return item
        while opened > first and "(" not in n.text[n.ends[opened - 1] : n.starts[opened]]:
            opened -= 1
        return opened - 1 if opened > first else item

    def _opened(self, first: int, last: int) -> int | None:
        """The item before the comma or bracket that opened the insertion ending at `last`."""
        opened = last - 1
        while opened >= first and self.n.gaps[opened] not in (COMMA, DASH, BRACKET):
            if self.n.gaps[opened] != SPACE:
                return None
            opened -= 1
        return opened if opened >= first else None

    def of_verb_before(self, first: int, at: int) -> Subject | None:
        """`X si è compiaciuto dichiarando`: who does the verb before, by its auxiliary."""
        n, lexicon = self.n, self.lexicon
        item = at - 1
        while (
            item > first and n.gaps[item - 1] == SPACE and n.small[item] not in lexicon.auxiliaries
        ):
            item -= 1
        if n.small[item] not in lexicon.auxiliaries:
            return None
        while item > first and n.small[item - 1] in lexicon.clitics and n.gaps[item - 1] == SPACE:
            item -= 1
        return self.before(first, item)

    # -------------------------------------------------------------- at the start of a clause

    def opening(self, first: int, limit: int) -> Subject | None:
        """The subject of the sentence from `first` on: the first phrase that can be one."""
        n = self.n
        start, limit = first, min(limit, first + 4 * LONGEST)
        while start < limit:
            end = start + 1
            while end < limit and n.gaps[end - 1] == SPACE and n.lows[end] != QUOTE:
                end += 1
            found = self._opens(start, end)
            if found:
                return self._listed(found, end, limit)
            start = end
        return None

    def _listed(self, found: Subject, at: int, limit: int) -> Subject:
        """`X, Y e i Z hanno detto`: all of them, and so nobody alone."""
        n = self.n
        if found.kind != "name" or found.items[1] != at or at >= limit or n.gaps[at - 1] != COMMA:
            return found
        names = self.names.within(at, min(limit, at + LONGEST))[:2]
        if len(names) < 2 or names[0].start != at or names[1].start - names[0].end > 2:
            return found
        first, second = names
        if n.small[first.end] not in self.lexicon.conjunctions or max(n.gaps[at : second.start]):
            return found
        span = Span(found.span.start, n.ends[second.end - 1])
        return Subject(span, None, "name", (found.items[0], second.end))

    def nominative(self, first: int, limit: int, *, last: bool = False) -> Subject | None:
        """`Hier sparte der Minister nicht mit Kritik`, `Das lehnt er ab`: by the form alone."""
        n, found = self.n, None
        for item in range(first + 1, limit):
            if n.small[item] not in self.lexicon.nominative or n.gaps[item - 1] != SPACE:
                continue
            if n.capitals[item - 1] or self.names.is_preposition(item - 1):
                continue
            pronoun = self.names.is_pronoun(item)
            end = item + 1 if pronoun else self._phrase_end(item, limit)
            found = self.names.head(item, end) or found
            if found and not last:
                break
        return found

    def only_person(self, first: int, limit: int) -> Subject | None:
        """The one person whom the items name on their own account."""
        if limit - first > 4 * LONGEST or first >= limit:
            return None
        found = {
            name.entity.id: name
            for name in self.names.within(first, limit)
            if name.entity and name.entity.type == "person" and not self.names.hangs(name, first)
        }
        if len(found) != 1:
            return None
        (name,) = found.values()
        return self.names.subject(name, name.start, name.end)

    def _opens(self, start: int, end: int) -> Subject | None:
        """The subject of a stretch without commas: what stands before its first verb."""
        n, lexicon = self.n, self.lexicon
        while start < end and (
            n.small[start] in lexicon.conjunctions
            or n.small[start] in lexicon.breaks
            or lexicon.is_adverb(n.small[start])
        ):
            start += 1
        if start == end or n.lows[start] == QUOTE or self.names.is_preposition(start):
            return None
        if n.small[start] in lexicon.pronouns:
            return self.names.pronoun(start)
        stop = start
        while stop < end and stop - start < LONGEST:
            low = n.small[stop]
            if low in lexicon.auxiliaries or low in lexicon.clitics - lexicon.determiners:
                break
            if low in lexicon.verbs and stop > start and low not in lexicon.prepositions:
                break
            stop += 1
        for name in self.names.within(start, stop):
            if not self.names.hangs(name, start) and not self.names.is_opening_word(name):
                return self.names.subject(name, start, name.end)
        return self._opening_noun(start, stop, end)

    def _opening_noun(self, start: int, stop: int, end: int) -> Subject | None:
        """`Der Verfasser veröffentlichte`, `Il ministro ha`: an article and what it governs."""
        low, lexicon = self.n.small[start], self.lexicon
        if low not in lexicon.determiners or low in lexicon.oblique:
            return None
        if lexicon.noun_capitals:
            stop = min(stop, self._phrase_end(start, end))
        if stop - start < 2 or (stop == end and not self._is_antecedent(end)):
            return None
        within = self.n.small[start + 1 : stop]
        if any(low in lexicon.breaks or low in lexicon.pronouns for low in within):
            return None
        return self.names.head(start, stop)

    def _is_antecedent(self, end: int) -> bool:
        """`Der Ermittler, der …`: a comma and a relative pronoun behind it."""
        n, lexicon = self.n, self.lexicon
        if end >= len(n) or n.gaps[end - 1] != COMMA:
            return False
        forms = lexicon.relatives | lexicon.determiners if lexicon.noun_capitals else frozenset()
        return n.small[end] in forms

    def inside(self, at: int, limit: int) -> Subject | None:
        """The phrase behind `in`: `dem Schreiben`, `una nota del ministero`."""
        n, end = self.n, at
        while end < limit and n.gaps[end - 1] == SPACE and n.lows[end] != QUOTE:
            if end > at and self._ends_before(end, limit):
                break
            end += 1
        return self.names.head(at, end)

    def is_marked(self, subject: Subject) -> bool:
        """It begins as a noun phrase does: `der Minister`, not `Ähnlich`."""
        low = self.n.small[subject.items[0]]
        lexicon = self.lexicon
        if low in lexicon.determiners or low in lexicon.possessives or low in lexicon.others:
            return True
        start, end = subject.items
        capitals = end - start > 1 and all(self.n.capitals[start:end])
        return capitals or self.names.is_genitive(start)  # `Anja Moor`, `Moors Partei`

    # -------------------------------------------------------------- behind the verb

    def after(self, at: int, limit: int, *, any_case: bool = False) -> Subject | None:
        """The phrase that begins at item `at` or after adverbs, before item `limit`.

        `any_case`: an article no subject has is right here: `nach Angaben des Ministers`.
        """
        n, lexicon = self.n, self.lexicon
        start = self._past_adverbials(at, limit)
        if start >= limit or (start > 0 and n.gaps[start - 1] != SPACE):
            return None
        if n.small[start] in lexicon.pronouns:
            return self.names.pronoun(start)
        if not self._can_begin(start, any_case=any_case):
            return None
        end = self._phrase_end(start, limit)
        found = self.names.head(start, end)
        if found and found.kind == "noun" and end < limit and n.gaps[end - 1] == COMMA:
            stop = end + 1
            while stop < limit and n.gaps[stop - 1] == SPACE:
                stop += 1
            return self.names.whole(end, stop) or found
        return found

    def _past_adverbials(self, start: int, limit: int) -> int:
        """`said on Monday X`, `disse à Lusa o ministro`: past when, and to whom."""
        n, lexicon = self.n, self.lexicon
        while start < limit and n.gaps[start - 1] == SPACE:
            if self._skippable(start):
                start += 1
                continue
            end = start + 1
            while end < min(limit, start + 4) and n.gaps[end - 1] == SPACE:
                if n.lows[end] in lexicon.time or self._is_told(start, end):
                    break
                end += 1
            else:
                return start
            if not self.names.is_preposition(start) and n.small[start] not in lexicon.to:
                return start
            start = self._past_name(end, limit)
        return start

    def _past_name(self, item: int, limit: int) -> int:
        while item < limit and (self.n.capitals[item] or self.n.lows[item] in self.lexicon.time):
            if self.n.gaps[item] != SPACE:
                return item + 1
            item += 1
        return item

    def _skippable(self, item: int) -> bool:
        low, lexicon = self.n.small[item], self.lexicon
        if low in lexicon.pronouns or low in lexicon.determiners:
            return False
        if lexicon.is_adverb(low) or low in lexicon.clitics:
            return True
        return low in lexicon.time and not lexicon.compounds

    def _is_told(self, start: int, end: int) -> bool:
        """`disse à Lusa o ministro`; not `disse a maestrina Inês`, whose `a` is an article."""
        if self.n.small[start] not in self.lexicon.to or not self.n.capitals[end]:
            return False
        return end == start + 1 or self.n.small[start] not in self.lexicon.determiners

    def _can_begin(self, item: int, *, any_case: bool) -> bool:
        n, lexicon = self.n, self.lexicon
        low = n.small[item]
        if (
            n.lows[item] == QUOTE
            or low in lexicon.breaks
            or low in lexicon.relatives
            or low in lexicon.complementizers
        ):
            return False
        if low in lexicon.oblique:
            return any_case
        if self.names.is_preposition(item) or item in self.cue_items or low in lexicon.auxiliaries:
            return False
        if any(n.lows[item - 1] in forms for forms in lexicon.contractions.values()):
            return True  # the article is in the word before: `dalla portavoce`
        if low in lexicon.determiners or low in lexicon.possessives or low in lexicon.others:
            return True
        return n.capitals[item] or not (lexicon.null_subject or lexicon.noun_capitals)

    def _phrase_end(self, start: int, limit: int) -> int:
        n, end = self.n, start + 1
        while end < min(limit, start + LONGEST) and n.gaps[end - 1] == SPACE:
            if n.lows[end] == QUOTE or end in self.cue_items or self._ends_before(end, limit):
                break
            end += 1
        return end

    def _ends_before(self, item: int, limit: int) -> bool:
        """The word at this item begins something else."""
        n, lexicon = self.n, self.lexicon
        low = n.small[item]
        if low in lexicon.genitives:
            return False
        if low in lexicon.breaks or low in lexicon.prepositions or low in lexicon.auxiliaries:
            return True
        if lexicon.is_adverb(low) or n.lows[item] in lexicon.time:
            return True
        if low in lexicon.determiners and not self._governed(item - 1):
            # `Ada Moor la Ruritania`: the next phrase begins; `Jan de Vries`: the name goes on
            return not (lexicon.verb_second and item + 1 < limit and self._joins(item))
        if low in lexicon.conjunctions:
            return not (item + 1 < limit and self._joins(item))
        if not lexicon.compounds and not n.capitals[item] and self.names.ends_mention(item - 1):
            return True  # `Volgens Fatima el Amrani kostte`: behind a name the phrase is at its end
        # `Moor hinzu`: in German a small word behind a noun is not of its phrase
        return lexicon.noun_capitals and n.capitals[item - 1] and not n.capitals[item]

    def _governed(self, item: int) -> bool:
        """The word is one after which a determiner goes on with the same phrase."""
        low, lexicon = self.n.small[item], self.lexicon
        return low in lexicon.prepositions or low in lexicon.genitives or low in lexicon.determiners
