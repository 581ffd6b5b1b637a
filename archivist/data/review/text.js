// The text of an article with everything that was found in it. Where things overlap, a piece of
// text belongs to several: each piece says which, and nothing is nested.
const LONG = 8000; // units of a block that is shown whole
const SPEAKERS = 8; // colours and patterns; the ninth speaker has those of the first, and a 9

const Text = (() => {
  // Every span that is shown: its key, its code points, its classes.
  function marks(article) {
    const { now } = article;
    const found = [];
    const mark = (key, span, ...classes) => span && found.push({ key, span, classes });
    const evidence = (key, item, ...classes) => item && item.evidence && mark(key, item.evidence.span, ...classes);
    const numbers = speakers(article);
    now.quotes.forEach((quote) => {
      const key = `quotes/${quote.$}`;
      const at = numbers.get(speakerOf(quote)) || 0;
      const look = at ? `sp${((at - 1) % SPEAKERS) + 1}` : "sp0";
      quote.spans.forEach((span, piece) =>
        found.push({ key, span, classes: ["q", look, quote.kind], chip: piece === 0 ? chip(article, quote, at) : null }));
      if (quote.cue) mark(key, quote.cue.span, "cue");
      quote.interpolations.forEach((span) => mark(key, span, "interpolation"));
      if (quote.speaker) mark(`${key}/speaker`, quote.speaker.span, "says");
      if (quote.via) mark(key, quote.via.span, "via");
    });
    for (const entity of now.entities) {
      for (const mention of entity.mentions) {
        mark(`entities/${entity.$}/mentions/${mention.$}`, mention.span, "e", entity.type);
      }
    }
    evidence("headline", now.headline, "fact", "headline");
    for (const date of now.dates) evidence(`dates/${date.$}`, date, "fact", "date");
    for (const credit of now.credits) evidence(`credits/${credit.$}`, credit, "fact", "credit");
    for (const note of now.notes) mark(`notes/${note.$}`, note.span, "note");
    return found;
  }

  // entity → number of the speaker in this article, from 1 in order of speaking.
  function speakers({ now }) {
    const numbers = new Map();
    const order = [...now.quotes].sort((one, other) => one.spans[0][0] - other.spans[0][0]);
    for (const quote of order) {
      const who = speakerOf(quote);
      if (who !== null && !numbers.has(who)) numbers.set(who, numbers.size + 1);
    }
    return numbers;
  }

  // An entity, or a phrase such as "the spokeswoman" that is nobody's mention.
  function speakerOf({ speaker }) {
    if (!speaker) return null;
    return speaker.entity || (speaker.span ? `phrase ${speaker.span[0]}` : null);
  }

  function speakerName(article, quote) {
    const { speaker } = quote;
    const entity = speaker && article.entity(speaker.entity);
    if (entity) return entity.name;
    return speaker && speaker.span ? `“${article.words(speaker.span)}”` : say("nobody");
  }

  function chip(article, quote, at) {
    const sign = quote.kind === "direct" ? "“" : quote.kind === "mixed" ? "“≈" : "≈";
    return { words: `${sign} ${at || "?"} ${cut(speakerName(article, quote), 40)}`, at };
  }

  // Into an element: the blocks of the text, each of pieces.
  function draw(into, article, lang) {
    const { places, now } = article;
    const units = marks(article).map((mark) => ({ ...mark, start: places.unit(mark.span[0]), end: places.unit(mark.span[1]) }));
    units.sort((one, other) => one.start - other.start || other.end - one.end);
    const blocks = now.blocks.length ? now.blocks : [{ role: "paragraph", span: [0, places.length] }];
    into.replaceChildren(...blocks.flatMap((block) => {
      const [start, end] = block.span.map((point) => places.unit(point));
      const here = units.filter((mark) => mark.start < end && mark.end > start);
      return parts(places.text, start, end).map(([from, to], at, all) => {
        const made = el(`p.block.${block.role}`, { dir: "auto", lang, "data-role": at ? null : say(`block.${block.role}`) });
        if (all.length > 1) made.classList.add("part");
        pieces(made, places.text, from, to, here.filter((mark) => mark.start < to && mark.end > from));
        return made;
      });
    }));
  }

  // A block of a megabyte takes a browser many seconds to lay out: it is shown in parts, each laid
  // out when it comes into sight.
  function parts(text, start, end) {
    const found = [];
    let from = start;
    while (end - from > LONG) {
      const blank = text.lastIndexOf(" ", from + LONG);
      const to = blank > from ? blank + 1 : from + LONG + (/[\udc00-\udfff]/.test(text[from + LONG]) ? 1 : 0);
      found.push([from, to]);
      from = to;
    }
    return [...found, [from, end]];
  }

  function pieces(into, text, start, end, here) {
    const cuts = new Set([start, end]);
    for (const mark of here) {
      cuts.add(Math.max(mark.start, start));
      cuts.add(Math.min(mark.end, end));
    }
    const at = [...cuts].sort((one, other) => one - other);
    for (let n = 0; n + 1 < at.length; n += 1) {
      const over = here.filter((mark) => mark.start <= at[n] && mark.end >= at[n + 1]);
      for (const mark of over) {
        if (mark.chip && mark.start === at[n]) {
          const look = mark.classes[1];
          into.append(el(`span.chip.${look}`, { "data-key": mark.key, "data-chip": "" }, el("bdi", {}, flat(mark.chip.words))));
        }
      }
      into.append(piece(text.slice(at[n], at[n + 1]), at[n], over));
    }
  }

  function piece(words, unit, over) {
    const made = el("span.piece", { "data-unit": unit });
    if (over.length) {
      made.classList.add(...new Set(over.flatMap((mark) => mark.classes)));
      made.dataset.keys = [...new Set(over.map((mark) => mark.key))].join(" ");
      const facts = over.filter((mark) => mark.classes[0] === "fact");
      if (facts.some((mark) => mark.start === unit)) made.classList.add("starts");
      if (facts.some((mark) => mark.end === unit + words.length)) made.classList.add("ends");
      const sizes = over.map((mark) => mark.end - mark.start);
      made.dataset.key = over[sizes.indexOf(Math.min(...sizes))].key;
    }
    let at = 0;
    for (const found of words.matchAll(HIDDEN)) {
      if (found[0] === "\r" && words[found.index + 1] === "\n") continue; // a line end, and shown as one
      made.append(words.slice(at, found.index));
      made.append(el("span.hidden-character", { "data-at": found.index, "data-size": found[0].length }, codePoint(found[0])));
      at = found.index + found[0].length;
    }
    made.append(words.slice(at));
    return made;
  }

  // The unit of the text at a place of the page, as a selection has it; null outside.
  function unitAt(node, offset) {
    const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (node.nodeType !== Node.TEXT_NODE) {
      const child = node.childNodes[offset];
      if (child) return unitAt(first(child), 0);
      const before = node.childNodes[offset - 1];
      return before ? unitAt(last(before), last(before).length ?? 0) : null;
    }
    const hidden = holder.closest(".hidden-character[data-at]");
    const here = holder.closest("[data-unit]");
    if (!here) return null;
    if (hidden) return Number(here.dataset.unit) + Number(hidden.dataset.at) + (offset ? Number(hidden.dataset.size) : 0);
    let unit = Number(here.dataset.unit);
    for (const child of here.childNodes) {
      if (child === node) return unit + offset;
      unit += child.nodeType === Node.TEXT_NODE ? child.length : Number(child.dataset.size);
    }
    return unit;
  }

  function first(node) {
    while (node.firstChild) node = node.firstChild;
    return node;
  }

  function last(node) {
    while (node.lastChild) node = node.lastChild;
    return node;
  }

  // The span that is selected in an element, without white space at its ends; null for none.
  function selected(into, article) {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!into.contains(range.startContainer) || !into.contains(range.endContainer)) return null;
    const start = bound(into, range, true);
    const end = bound(into, range, false);
    if (start === null || end === null || start >= end) return null;
    return article.places.trimmed([article.places.point(start), article.places.point(end)]);
  }

  function bound(into, range, isStart) {
    const [node, offset] = isStart ? [range.startContainer, range.startOffset] : [range.endContainer, range.endOffset];
    const unit = unitAt(node, offset);
    if (unit !== null) return unit;
    const all = [...into.querySelectorAll("[data-unit]")].filter((item) => range.intersectsNode(item));
    if (!all.length) return null;
    if (isStart) return Number(all[0].dataset.unit);
    const final = all.at(-1);
    return unitAt(last(final), last(final).length ?? 0);
  }

  return { draw, marks, speakers, speakerOf, speakerName, selected };
})();
