// What a reader can do to an article, each as a function of the article, the entry of its log and
// the entry's number. They keep the record whole: what links what is removed lets go of it.
const Edits = (() => {
  const hull = (quote) => [quote.spans[0][0], quote.spans.at(-1)[1]];
  const inside = (inner, outer) => outer[0] <= inner[0] && inner[1] <= outer[1];
  const must = (value) => {
    if (value === null || value === undefined) throw new TypeError("not there");
    return value;
  };

  function freeId(article, list, letter) {
    const used = article.now[list].map((item) => Number(item.id.slice(1)));
    return `${letter}${Math.max(article.old[list].length, ...used, 0) + 1}`;
  }

  // -------------------------------------------------------------- headline, language

  function headline({ now, old }, { value, span }) {
    if (value === null && span === undefined) plainParagraph(now);
    now.headline = value === null ? null : { ...(now.headline || {}), value };
    if (span) {
      const block = now.blocks.find((item) => item.span[0] === span[0] && item.span[1] === span[1]);
      if (block) block.role = "headline";
    }
    if (old.title.kind === "devised" && value === null) now.title = structuredClone(old.title);
    else if (value !== null) now.title = { ...now.title, value, kind: "formal" };
    else now.title = { ...now.title, ...devised(now, old) };
  }

  // The block that was taken for a headline.
  function plainParagraph(now) {
    const span = now.headline && now.headline.evidence && now.headline.evidence.span;
    const block = now.blocks.find((item) => item.role === "headline" && span && inside(item.span, span));
    if (block) block.role = "paragraph";
  }

  // The opening words, cut at a word (DACS 2.3): at most 90 characters with the ellipsis.
  function devised(now, old) {
    const opening = now.blocks.find((item) => item.role === "paragraph") || now.blocks[0];
    const text = new Places(old.text);
    const words = oneLine(opening ? text.words(opening.span) : old.text);
    if (words.length <= 90) return { value: words, kind: "devised" };
    const cut = words.slice(0, 89);
    const blank = cut.lastIndexOf(" ");
    return { value: `${cut.slice(0, blank > 30 ? blank : 89).trimEnd()}…`, kind: "devised" };
  }

  function language({ now }, { value }) {
    now.language = value === null ? null : { ...(now.language || {}), value };
  }

  // -------------------------------------------------------------- quotations and who speaks

  function speaker(article, { key, to, span }, number) {
    const quote = must(article.find(key));
    if (to === null) {
      quote.speaker = null;
      return;
    }
    if (typeof to === "object") {
      to = addEntity(article, to, number).$;
    }
    const entity = must(article.find(`entities/${to}`));
    const place = span || nearest(entity, quote);
    quote.speaker = { ...(quote.speaker || {}), entity: entity.id, span: place, how: "corrected" };
  }

  function nearest(entity, quote) {
    const [start] = hull(quote);
    const spans = entity.mentions.map((mention) => mention.span);
    spans.sort((one, other) => Math.abs(one[0] - start) - Math.abs(other[0] - start));
    return spans.length ? [...spans[0]] : null;
  }

  function kind(article, { key, to }) {
    must(article.find(key)).kind = to;
  }

  // The span of a mention, or of a piece of a quotation.
  function span(article, { key, piece, to }) {
    const item = must(article.find(key));
    if (!item.spans) {
      item.span = [...to];
      return;
    }
    item.spans[piece] = [...to];
    item.spans.sort((one, other) => one[0] - other[0]);
    item.interpolations = item.interpolations.filter((part) => item.spans.some((whole) => inside(part, whole)));
    for (const quote of article.now.quotes) loosen(article.now, quote);
  }

  function loosen(now, quote) {
    const outer = now.quotes.find((item) => item.id === quote.within);
    if (quote.within && (!outer || !inside(hull(quote), hull(outer)))) quote.within = null;
  }

  function addQuote(article, { value }, number) {
    const { now } = article;
    const around = now.quotes.filter((item) => inside(value.span, hull(item)));
    around.sort((one, other) => hull(one)[1] - hull(one)[0] - (hull(other)[1] - hull(other)[0]));
    insert(now.quotes, {
      $: `n${number}`, id: freeId(article, "quotes", "q"), kind: value.kind, spans: [[...value.span]],
      within: around.length ? around[0].id : null, cue: null, speaker: null, via: null, interpolations: [],
    }, (item) => hull(item)[0]);
  }

  // -------------------------------------------------------------- entities

  function addEntity(article, { name, type, span: place }, number) {
    const entity = {
      $: `n${number}`, id: freeId(article, "entities", "e"), type, name, roles: [], identifiers: [],
      mentions: [{ $: "n0", span: [...place], metonym: false }],
    };
    article.now.entities.push(entity);
    return entity;
  }

  function type(article, { key, to }) {
    const entity = must(article.find(key));
    entity.type = to;
    if (to !== "organization") for (const mention of entity.mentions) mention.metonym = false;
  }

  function name(article, { key, to }) {
    must(article.find(key)).name = to;
  }

  function mention(article, { key, span: place }, number) {
    const entity = must(article.find(key));
    insert(entity.mentions, { $: `n${number}`, span: [...place], metonym: false }, (item) => item.span[0]);
  }

  // -------------------------------------------------------------- dates and credits

  function date(article, { key, role, value }) {
    Object.assign(must(article.find(key)), { role, value });
  }

  function credit(article, { key, role }) {
    must(article.find(key)).role = role;
  }

  function creditName(article, { key, to }) {
    const held = must(article.find(key));
    const words = held.span && oneLine(article.words(held.span));
    held.name = to;
    if (words !== to) held.span = null;
  }

  // -------------------------------------------------------------- in and out

  function add(article, entry, number) {
    const { what, value } = entry;
    if (what === "quotes") addQuote(article, entry, number);
    else if (what === "entities") addEntity(article, value, number);
    else if (what === "dates") article.now.dates.push({ $: `n${number}`, ...value });
    else if (what === "credits") {
      const names = [{ $: "n0", name: value.name, span: value.span, entity: null }];
      article.now.credits.push({ $: `n${number}`, role: value.role, names, verbatim: value.verbatim });
    } else throw new TypeError(what);
  }

  // Before the first that begins later: those of old keep their order.
  function insert(list, item, start) {
    const at = list.findIndex((other) => start(other) > start(item));
    list.splice(at < 0 ? list.length : at, 0, item);
  }

  function remove(article, { key }) {
    const { now } = article;
    const parts = key.split("/");
    const item = must(article.find(key));
    if (parts.length === 1) {
      now[key] = null;
      return;
    }
    const list = article.find(parts.slice(0, -1).join("/"));
    if (parts[0] === "entities" && parts.length === 2) letGo(now, item.id);
    if (parts[0] === "dates" && now.dateline && now.dateline.date === item.$) now.dateline.date = null;
    list.splice(list.indexOf(item), 1);
    if (parts[0] === "quotes") for (const quote of now.quotes) loosen(now, quote);
    if (parts[0] === "entities" && parts[2] === "mentions" && !list.length) {
      const credited = now.credits.some((held) => held.names.some((one) => one.entity === article.find(parts.slice(0, 2).join("/")).id));
      if (!credited) remove(article, { key: parts.slice(0, 2).join("/") });
    }
  }

  function letGo(now, id) {
    for (const quote of now.quotes) {
      for (const key of ["speaker", "via"]) {
        const party = quote[key];
        if (party && party.entity === id) {
          if (party.span) party.entity = null;
          else quote[key] = null;
        }
      }
    }
    for (const held of now.credits) {
      for (const one of held.names) if (one.entity === id) one.entity = null;
    }
  }

  // -------------------------------------------------------------- judgements

  function judge(article, { key, right }) {
    if (right === null) article.judged.delete(key);
    else article.judged.set(key, right);
  }

  function checked(article, { on }) {
    article.checked = on;
  }

  return { headline, language, speaker, kind, span, type, name, mention, date, credit, creditName,
    add, remove, judge, checked };
})();
