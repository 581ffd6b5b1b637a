"""This module reads the role printed beside a person: `segretario generale della NATO, Mark Rutte`.

A role begins with a noun of [roles] heads and goes on with adjectives and complements; before
the name it ends at the name, after the name it stands between commas or in brackets.
"""

from __future__ import annotations

import re

from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.record import Evidence, Role, Span

TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*\.?")
LONGEST = 12  # words of a role
OPENING = re.compile(r" ?[,(–—-] ?")


def roles(text: str, name: Name, lexicon: Lexicon, start: int, end: int) -> list[Role]:
    """The roles beside one mention of a person, in the block `text[start:end]`."""
    found = []
    before = role_before(text, name, lexicon, start)
    if before:
        found.append(_role(text, before, "entity.role-before"))
    after = _after(text, name.end, lexicon, end)
    if after:
        found.append(_role(text, after, "entity.role-after"))
    return found


def role_before(text: str, name: Name, lexicon: Lexicon, start: int) -> Span | None:
    """The role that ends where a name begins, in the block that begins at `start`."""
    # `il sindaco, Paolo Rossi, tace`, but `per il sindaco, Paolo Rossi ha torto`
    closed = name.after[:1] in ",.;:)" or not name.after.strip()
    return _before(text, name.start, lexicon, start, closed=closed)


def _role(text: str, span: Span, rule: str) -> Role:
    return Role(span.of(text), span, Evidence(rule))


# ------------------------------------------------------------------ before the name


def _before(text: str, name: int, lexicon: Lexicon, start: int, *, closed: bool) -> Span | None:
    """Walks back from the name over complements to the head of the role."""
    left = max(start, name - 120)
    stop = _joint(text, name, left)
    if "," in text[stop:name] and not closed:
        return None
    if not lexicon.names_role(text[left:stop]):
        return None
    words = list(TOKEN.finditer(text, left, stop))
    head: int | None = None
    for position in range(len(words) - 1, max(-1, len(words) - 1 - LONGEST), -1):
        word = words[position]
        right = words[position + 1].start() if position + 1 < len(words) else stop
        if not _joined(text[word.end() : right]):
            break
        folded = word.group().lower()
        if lexicon.is_role(folded):
            head = position
        elif head is not None:
            if not _extends(word.group(), lexicon):
                break
            head = position
        elif not _inside(words, position, lexicon):
            break
    if head is None:
        return None
    return _trimmed(text, words, head, stop, lexicon)


def _joint(text: str, name: int, left: int) -> int:
    """Where the words before the name end: a blank, a comma or a bracket stands between."""
    stop = name
    while stop > left and text[stop - 1] in " \u00a0([":
        stop -= 1
    if stop > left and text[stop - 1] in ",])":
        stop -= 1
    return stop


def _joined(gap: str) -> bool:
    return gap in ("", " ", "'", "’", "\u00a0", "-", "\n")


def _extends(word: str, lexicon: Lexicon) -> bool:
    """Left of a head: `vice`, and where modifiers come first, `NATO`, `Foreign`."""
    folded = word.lower()
    if lexicon.is_role(folded) or folded in lexicon.role_first:
        return True
    return (
        lexicon.language in ("en", "nl")
        and word[0].isupper()
        and folded not in lexicon.function
        and word[-1] != "."
    )


def _inside(words: list[re.Match[str]], position: int, lexicon: Lexicon) -> bool:
    """Between head and name: capitalised words, prepositions, adjectives, their nouns."""
    word = words[position].group()
    folded = word.lower()
    if word[0].isupper():
        return folded not in lexicon.function or word.isupper()
    if folded in lexicon.links or folded in lexicon.elisions:
        return True
    if folded in lexicon.function or folded in lexicon.verbs or folded in lexicon.said:
        return False
    if position > 0 and words[position - 1].group().lower() in lexicon.links:
        return True  # `ministra della critica`
    if folded in lexicon.finite:
        return False
    # `presidente francese`, `director general`
    return folded.endswith(lexicon.adjectives) or folded in lexicon.honorifics


def _trimmed(
    text: str, words: list[re.Match[str]], head: int, stop: int, lexicon: Lexicon
) -> Span | None:
    """The role without a link that dangles at its end: `presidente di` is none."""
    last = words[-1]
    if last.group().lower() in lexicon.links or last.end() != stop:
        return None
    return Span(words[head].start(), stop)


# ------------------------------------------------------------------ after the name


def _after(text: str, name: int, lexicon: Lexicon, end: int) -> Span | None:
    """`, segretario generale della NATO,`: up to the next comma, bracket or verb."""
    opening = OPENING.match(text, name, end)
    if not opening or not lexicon.names_role(text[opening.end() : opening.end() + 60]):
        return None
    words: list[re.Match[str]] = []
    before = opening.end()
    for match in TOKEN.finditer(text, opening.end(), min(end, name + 140)):
        gap = text[before : match.start()]
        if len(words) == LONGEST or (gap != "" and not _joined(gap)):
            break
        words.append(match)
        before = match.end()
    return _phrase(words, lexicon)


def _phrase(words: list[re.Match[str]], lexicon: Lexicon) -> Span | None:
    """The words of the role from its first modifier on: no article before, no verb after."""
    first, head = 0, None
    while first < len(words) and words[first].group().lower() in lexicon.articles:
        first += 1
    for position in range(first, min(len(words), first + 4)):
        folded = words[position].group().lower()
        if lexicon.is_role(folded):
            head = position
            break
        if folded in lexicon.function or folded in lexicon.verbs:
            return None
    if head is None:
        return None
    last = head
    for position in range(head + 1, len(words)):
        if not _inside(words, position, lexicon):
            break
        last = position
    while last > head and words[last].group().lower() in lexicon.links:
        last -= 1
    tail = words[last]
    stop = tail.end() - (tail.group().endswith(".") and not tail.group()[:-1].isupper())
    return Span(words[first].start(), stop)
