"""This module finds the cues: verbs of saying with their auxiliaries, fixed wordings, frames.

A cue is a group of items such as `ha pubblicamente dichiarato` or `has repeatedly said`; a frame
is `according to`, `Secondo quanto dichiarato da`. What is passive, a noun, or a name is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from archivist.extractors.quotes.lexicon import (
    FINITE,
    GERUND,
    INFINITIVE,
    PARTICIPLE,
    SAY,
    Lexicon,
    Phrases,
)
from archivist.extractors.quotes.narration import COMMA, DASH, QUOTE, SPACE, STOP, Narration

CLAUSE = 25  # items between a verb and its particle
BOUND = 64  # flag: an infinitive before it (`aver detto`, `to have said`) shares a subject
GROUP = 6  # items a verb group may have before its verb: `non ha ancora pubblicamente`


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Items [start, end) of a cue; `verb` is the item that says; `kind` the flags of its form."""

    start: int
    verb: int
    end: int
    kind: int

    @property
    def finite(self) -> bool:
        """It has a subject of its own."""
        return bool(self.kind & (FINITE | PARTICIPLE)) and not self.kind & BOUND

    @property
    def says(self) -> bool:
        """It carries speech, rather than belief or finding."""
        return bool(self.kind & SAY)


def cues(narration: Narration) -> list[CueGroup]:
    """All verb cues in order; they do not overlap."""
    found: list[CueGroup] = []
    reach = 0
    triggers = narration.lexicon.triggers
    for item in [i for i, low in enumerate(narration.lows) if low in triggers]:
        if item < reach:
            continue
        group = _phrase_cue(narration, item, reach) or _verb_cue(narration, item, reach)
        if group:
            found.append(group)
            reach = group.end
    return found


def _phrase_cue(narration: Narration, item: int, reach: int) -> CueGroup | None:
    end = match_phrase(narration, item, narration.lexicon.phrases)
    if end is None or _goes_on(narration, end):
        return None
    start = _group_start(narration, item, reach)
    kind = narration.lexicon.verbs.get(narration.lows[item], 0) | SAY
    if not kind & (FINITE | PARTICIPLE | GERUND):
        kind |= FINITE
    return CueGroup(start, item, end, kind)


def _goes_on(narration: Narration, end: int) -> bool:
    """`went on to win`: an infinitive behind the wording, and what it says is another thing."""
    return end < len(narration) and narration.lows[end] in narration.lexicon.purposes


def _verb_cue(narration: Narration, item: int, reach: int) -> CueGroup | None:
    lexicon = narration.lexicon
    kind = lexicon.verbs.get(narration.lows[item], 0)
    if narration.lows[item] in lexicon.particles:
        kind |= _with_particle(narration, item)
    if not kind:
        return None
    start = _group_start(narration, item, reach)
    if _is_noun(narration, item, start) or _is_name(narration, item):
        return None
    group = narration.lows[start:item]
    helped = any(low in lexicon.auxiliaries for low in group) or _is_inverted(narration, start)
    if any(low in lexicon.passives for low in group) and not any(
        low in lexicon.clitics for low in group
    ):
        return None
    if (
        kind & PARTICIPLE
        and not kind & FINITE
        and not helped
        and not _far_auxiliary(narration, item)
    ):
        return None
    if any(low in lexicon.infinitives for low in group):
        kind |= BOUND
    return CueGroup(start, item, item + 1, kind)


def _with_particle(narration: Narration, item: int) -> int:
    """`teilte … mit`: a verb of saying when its particle ends the clause."""
    particles = narration.lexicon.particles[narration.lows[item]]
    for at in range(item + 1, min(item + CLAUSE, len(narration))):
        if narration.gaps[at - 1] >= STOP or narration.lows[at] == QUOTE:
            return 0
        if narration.lows[at] in particles and narration.gaps[at] != SPACE:
            return FINITE | SAY
    return 0


def _group_start(narration: Narration, item: int, reach: int) -> int:
    """Back over auxiliaries, clitics, negations and adverbs: `non ha mai detto`."""
    lexicon, start = narration.lexicon, item
    while start > max(reach, item - GROUP) and narration.gaps[start - 1] == SPACE:
        low = narration.lows[start - 1]
        if not (low in lexicon.auxiliaries or low in lexicon.clitics or lexicon.is_adverb(low)):
            break
        start -= 1
    while start < item and narration.lows[start] not in lexicon.auxiliaries | lexicon.clitics:
        start += 1  # an adverb before the auxiliary belongs to the clause, not to the cue
    return start


def _is_noun(narration: Narration, item: int, start: int) -> bool:
    """`the report`, `la critica`: an article before; `die Frage`: a capital inside a sentence."""
    lexicon = narration.lexicon
    if item == 0 or narration.gaps[item - 1] > COMMA:
        return False
    if narration.is_capital(item) and item - 1 not in narration.quoted:
        return True
    if narration.gaps[item - 1] != SPACE:
        return False
    if lexicon.singular and _is_singular(narration, item):
        return True
    before = narration.lows[item - 1]
    if before in lexicon.possessives or before in lexicon.prepositions - lexicon.auxiliaries:
        return True
    if before not in lexicon.determiners or before in lexicon.pronouns:
        return False
    return before not in lexicon.clitics or _is_article(narration, item - 1)


def _is_inverted(narration: Narration, item: int) -> bool:
    """`a-t-elle répondu`, `ont-ils dit`: the pronoun hangs on its auxiliary."""
    lows, lexicon = narration.lows, narration.lexicon
    if item < 2 or lows[item - 1] not in lexicon.pronouns:
        return False
    at = item - 2 - (lows[item - 2] == "t" and item > 2)
    return narration.text[narration.ends[at]] == "-" and lows[at] in lexicon.auxiliaries


def _is_name(narration: Narration, item: int) -> bool:
    """`Hope Moor did not answer`: two capitals open a sentence whose verb needs a subject."""
    lexicon = narration.lexicon
    if lexicon.null_subject or lexicon.verb_second or item + 1 >= len(narration):
        return False
    opens = narration.capitals[item] and (item == 0 or narration.gaps[item - 1] >= STOP)
    return opens and narration.capitals[item + 1] and narration.gaps[item] == SPACE


def _is_article(narration: Narration, item: int) -> bool:
    """`la denuncia`, or `X la denuncia`? A clitic has a subject right before it."""
    lexicon = narration.lexicon
    if item == 0 or narration.gaps[item - 1] != SPACE:
        return True
    low = narration.small[item - 1]
    if item > 1 and narration.small[item - 2] in lexicon.auxiliaries:
        return True  # `a reçu la demande`
    small = (lexicon.prepositions, lexicon.conjunctions, lexicon.breaks, lexicon.auxiliaries)
    return any(low in words for words in small) or low.endswith(lexicon.verb_endings)


def _is_singular(narration: Narration, item: int) -> bool:
    """`an hourlong show`, `Friday's tweets`: a noun behind a singular or a genitive."""
    lexicon, lows = narration.lexicon, narration.lows
    kind = lexicon.verbs.get(lows[item], 0)
    if kind & PARTICIPLE or not kind & FINITE:
        return False
    apostrophe = narration.text[narration.starts[item - 1] - 1] in "'’"
    if lows[item - 1] == "s" and apostrophe and lows[item].endswith("s"):
        return True
    base = bool(kind & INFINITIVE)
    near = range(item - 1, max(item - 3, 0) - 1, -1)
    for at in near:
        if narration.gaps[at] != SPACE:
            return False
        if lows[at] in lexicon.singular:
            return base
    return False


def _far_auxiliary(narration: Narration, item: int) -> bool:
    """`hat am Montag gesagt`: the auxiliary opened the clause (verb-second languages only)."""
    if not narration.lexicon.verb_second:
        return False
    first, _ = narration.sentence(item)
    for back in range(item - 1, max(first, item - 25) - 1, -1):
        if narration.lows[back] in narration.lexicon.auxiliaries:
            return True
    return False


def match_phrase(narration: Narration, item: int, phrases: Phrases) -> int | None:
    """One past the longest fixed wording that starts at this item, or None."""
    for rest in phrases.get(narration.lows[item], ()):
        end = item + 1 + len(rest)
        printed = tuple(narration.lows[item + 1 : end])
        if printed == rest and all(gap == SPACE for gap in narration.gaps[item : end - 1]):
            return end
    return None


@dataclass(frozen=True, slots=True)
class Frame:
    """Items [start, end) of `according to`, `Secondo quanto dichiarato dalla`.

    `behind`: it follows its speaker, as `zufolge` does.
    """

    start: int
    end: int
    behind: bool = False


def frames(narration: Narration) -> list[Frame]:
    """All frames in order."""
    lexicon = narration.lexicon
    found: list[Frame] = []
    for item, low in enumerate(narration.lows):
        if low in lexicon.frames_behind:
            found.append(Frame(item, item + 1, behind=True))
        if low not in lexicon.frames:
            continue
        if _is_noun(narration, item, item):
            continue
        if low in lexicon.tags and not _after_comma(narration, item):
            continue
        end = match_frame(narration, item)
        if end is not None:
            found.append(Frame(item, end))
    return found


def _after_comma(narration: Narration, item: int) -> bool:
    """`…, so X`, `…“ so X`."""
    if item == 0:
        return False
    return narration.gaps[item - 1] in (COMMA, DASH) or item - 1 in narration.quoted


def match_frame(narration: Narration, item: int) -> int | None:
    """One past the frame that starts at this item, with its links, or None."""
    lexicon = narration.lexicon
    end = match(narration, item, lexicon.frames)
    if end is None:
        return None
    return match(narration, end, lexicon.frame_links) or end


def match(narration: Narration, item: int, phrases: Phrases) -> int | None:
    """Like `match_phrase`, with contracted prepositions and placeholders for verb forms."""
    if item >= len(narration):
        return None
    for first in (narration.lows[item], "{finite}"):
        for rest in phrases.get(first, ()):
            pattern = (first, *rest)
            end = item + len(pattern)
            if end <= len(narration) and all(
                _fits(narration.lexicon, narration.lows[item + i], part)
                for i, part in enumerate(pattern)
            ):
                return end
    return None


def _fits(lexicon: Lexicon, low: str, part: str) -> bool:
    if part == "{participle}":
        return bool(lexicon.verbs.get(low, 0) & PARTICIPLE)
    if part == "{finite}":
        return bool(lexicon.verbs.get(low, 0) & FINITE)
    return low == part or low in lexicon.contractions.get(part, ())
