// The fields of an article, each a card: what it says, its evidence, and ways to correct it.
const Fields = (() => {
  const TYPES = ["person", "organization", "place", "event", "work"];
  const KINDS = ["direct", "indirect", "mixed"];
  const DATE_ROLES = ["published", "created", "modified", "coverage", "dateline", "captured"];
  const CREDIT_ROLES = ["author", "photographer", "image", "illustrator", "editor", "translator",
    "agency", "publisher", "source", "contributor", "other"];
  const SIGNS = { right: "✓", wrong: "✗", missed: "+", open: "·", none: "·" };

  // Into an element: all sections. `desk` does what the reader wants: desk.do(entry), desk.select(key).
  function draw(into, article, desk) {
    const { now } = article;
    const of = (list) => now[list].map((item) => `${list}/${item.$}`);
    const byType = TYPES.flatMap((type) => now.entities.filter((item) => item.type === type));
    const sections = [
      ["head", ["headline", "language"]],
      ["dates", of("dates")],
      ["quotes", of("quotes").sort((one, other) => article.find(one).spans[0][0] - article.find(other).spans[0][0])],
      ["entities", byType.map((item) => `entities/${item.$}`)],
      ["credits", of("credits")],
      ["notes", of("notes")],
      ["problems", article.held.problems.map((_, at) => `problems/${at}`)],
    ];
    into.replaceChildren(...sections.filter(([name, keys]) => keys.length || name !== "problems").map(([name, keys]) =>
      el("section", { "aria-labelledby": `of-${name}` },
        el("h3", { id: `of-${name}` }, say(`of.${name}`), " ", el("span.count", {}, number(keys.length))),
        keys.length ? el("ul.cards", {}, keys.map((key) => card(article, key, desk))) : el("p.none", {}, say("none")))));
    const removed = ["dates", "quotes", "entities", "credits"].flatMap((list) =>
      article.keys(list).filter((key) => article.find(key) === null));
    if (removed.length) into.append(gone(article, removed));
  }

  function gone(article, keys) {
    return el("section", { "aria-labelledby": "of-removed" },
      el("h3", { id: "of-removed" }, say("of.removed"), " ", el("span.count", {}, number(keys.length))),
      el("ul.cards.removed", {}, keys.map((key) => el("li.card", {}, el("del", {}, strange(title(article, key, article.before(key)), 120))))));
  }

  function card(article, key, desk) {
    const isOpen = desk.selected === key;
    const verdict = key.startsWith("problems") || key.startsWith("notes") ? "none" : whole(article, key);
    const head = el("button.head", { type: "button", "data-c": "head", "aria-expanded": String(isOpen),
      tabindex: isOpen || (!desk.selected && key === "headline") ? "0" : "-1", onclick: () => desk.select(isOpen ? null : key) },
    el("span.sign", { "aria-hidden": "true" }, SIGNS[verdict]),
    verdict === "none" ? null : el("span.unseen", {}, say(`verdict.${verdict}`), " "),
    ...label(article, key));
    return el(`li.card.is-${verdict}`, { "data-card": key }, head, isOpen ? el("div.body", {}, body(article, key, desk)) : null);
  }

  // The verdict of a card is that of the worst of its values.
  function whole(article, key) {
    const parts = [article.verdict(key)];
    if (key.startsWith("quotes")) parts.push(article.verdict(`${key}/speaker`));
    if (key.startsWith("entities")) {
      const judged = article.checked || article.judged.get(key);
      for (const mention of article.keys(`${key}/mentions`)) {
        const verdict = article.verdict(mention);
        parts.push(verdict === "open" && judged ? "right" : verdict);
      }
    }
    if (parts[0] === "missed") return "missed";
    const known = parts.filter((verdict) => verdict !== "none");
    return ["wrong", "missed", "open", "right"].find((verdict) => known.includes(verdict)) || "none";
  }

  // ---------------------------------------------------------------- what a card says

  function title(article, key, item) {
    const [list] = key.split("/");
    if (list === "quotes") return pieces(article, item);
    if (list === "entities") return item.name;
    if (list === "credits") return item.verbatim;
    return item.value;
  }

  function label(article, key) {
    const [list] = key.split("/");
    const item = list === "problems" ? article.held.problems[Number(key.split("/")[1])] : article.find(key);
    switch (list) {
      case "headline":
      case "language":
        return [el("span.what", {}, say(list)), item ? strange(item.value, 160) : el("span.none", {}, say("there.is.none"))];
      case "dates":
        return [el("span.what", {}, say(`date.${item.role}`)), el("code", {}, flat(item.value))];
      case "quotes":
        return ofQuote(article, item);
      case "entities":
        return [el(`span.what.type.${item.type}`, {}, say(item.type)), strange(item.name, 120),
          item.mentions.length > 1 ? el("span.count", {}, `×${number(item.mentions.length)}`) : null];
      case "credits":
        return [el("span.what", {}, say(`credit.${item.role}`)), strange(item.names.map(({ name }) => name).join(" · ") || item.verbatim, 160)];
      case "notes":
        return [el("span.what", {}, item.code.replaceAll("-", " ")), strange(article.words(item.span), 80)];
      default:
        return [el(`span.what.${item.severity}`, {}, item.code), strange(item.message, 200)];
    }
  }

  function ofQuote(article, quote) {
    const at = Text.speakers(article).get(Text.speakerOf(quote)) || 0;
    const look = at ? `sp${((at - 1) % SPEAKERS) + 1}` : "sp0";
    return [el(`span.chip.${look}`, {}, el("bdi", {}, flat(`${at || "?"} ${cut(Text.speakerName(article, quote), 60)}`))), " ",
      el("span.what", {}, say(`quote.${quote.kind}`)), strange(pieces(article, quote), 120)];
  }

  const pieces = (article, quote) => quote.spans.map((span) => article.words(span)).join(" … ");

  // Evidence in words: rule, where, confidence.
  function evidence(article, item, span) {
    const held = item.evidence;
    if (!held || held.corrected) {
      const by = held && held.corrected ? flat(held.corrected.by) : say("you");
      return el("p.evidence", {}, say("corrected.by", by));
    }
    const place = held.span || span;
    const parts = [el("code", {}, held.rule)];
    if (place) parts.push(` · ${say("characters", number(place[0]), number(place[1]))} · ${say("line", number(article.places.line(place[0])))}`);
    if (held.declared) parts.push(" · ", say("declared"), " ", el("code", {}, flat(held.declared)));
    if (held.context) parts.push(" · ", say("context"), " ", el("code", {}, flat(held.context)));
    parts.push(" · ", held.confidence === null ? say("not.measured") : say("confidence", number(held.confidence)));
    return el("p.evidence", {}, parts);
  }

  // ---------------------------------------------------------------- how it is corrected

  function body(article, key, desk) {
    const [list] = key.split("/");
    const item = list === "problems" ? article.held.problems[Number(key.split("/")[1])] : article.find(key);
    const makers = { headline: ofHeadline, language: ofLanguage, dates: ofDate, quotes: ofQuotation,
      entities: ofEntity, credits: ofCredit, notes: ofNote, problems: ofProblem };
    return makers[list](article, key, item, desk);
  }

  const button = (name, words, act, more = {}) => el("button", { type: "button", "data-c": name, onclick: act, ...more }, words);

  function judging(article, key, desk, words) {
    if (article.before(key) === null) return null;
    const said = article.judged.get(key);
    const press = (right) => () => desk.do({ do: "judge", key, right: said === right ? null : right });
    return el("p.judge", { role: "group", "aria-label": words },
      el("span", {}, words),
      button(`right ${key}`, `✓ ${say("right")}`, press(true), { "aria-pressed": String(said === true) }),
      button(`wrong ${key}`, `✗ ${say("wrong")}`, press(false), { "aria-pressed": String(said === false) }));
  }

  // By mouse an option is set at once; by keys, which go through all of them, when one leaves the
  // control or says Enter.
  function choice(name, words, options, chosen, act) {
    const made = el("select", { "data-c": name }, options.map(([value, text, off]) => el("option", { value, disabled: off }, text)));
    let [byKeys, done] = [false, false];
    const set = () => {
      if (made.value === chosen || done) return;
      done = true; // when it is drawn anew, the old one loses the focus
      act(made.value);
    };
    made.value = chosen;
    made.addEventListener("pointerdown", () => { byKeys = false; });
    made.addEventListener("keydown", (event) => {
      byKeys = event.key !== "Enter";
      if (event.key === "Enter") {
        event.preventDefault();
        set();
      }
      if (event.key === "Escape") made.value = chosen;
    });
    made.addEventListener("change", () => byKeys || set());
    made.addEventListener("blur", set);
    return el("label.field", {}, el("span", {}, words), made);
  }

  // A text that is saved by Enter or the button; `wrong` says why it cannot be.
  function line(name, words, value, act, wrong = () => null, lang = null) {
    const input = el("input", { type: "text", value, "data-c": name, dir: "auto", lang, autocomplete: "off", spellcheck: "false" });
    const hint = el("span.wrong", { id: `hint-${name.replace(/[^a-z0-9-]/g, "-")}`, role: "alert" });
    input.setAttribute("aria-describedby", hint.id);
    const look = () => {
      const why = input.value === value ? null : wrong(input.value.trim());
      hint.textContent = why || "";
      input.setAttribute("aria-invalid", String(Boolean(why)));
      save.disabled = Boolean(why) || input.value.trim() === value;
      return why;
    };
    const save = button(`${name} save`, say("set"), () => {
      if (!look() && !save.disabled) act(input.value.trim());
    }, { disabled: true });
    input.addEventListener("input", look);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") save.click();
      if (event.key === "Escape") {
        input.value = value;
        look();
      }
    });
    return el("div.field", {}, el("label", {}, el("span", {}, words), input), save, hint);
  }

  const notEmpty = (words) => (words ? null : say("empty"));

  function ofHeadline(article, key, item, desk) {
    return [
      item ? evidence(article, item) : el("p.evidence", {}, say("headline.none")),
      judging(article, key, desk, say("headline")),
      line("value", say("headline"), item ? item.value : "", (value) => desk.do({ do: "headline", value, span: null }), notEmpty, desk.lang),
      el("p.actions", {}, item ? button("none", say("there.is.none"), () => desk.do({ do: "headline", value: null })) : null),
    ];
  }

  function ofLanguage(article, key, item, desk) {
    const wrong = (value) => (/^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$/.test(value) ? null : say("language.wrong"));
    return [item ? evidence(article, item) : null, judging(article, key, desk, say("language")),
      line("value", say("language"), item ? item.value : "", (value) => desk.do({ do: "language", value }), wrong)];
  }

  function ofDate(article, key, item, desk) {
    return [
      item.verbatim ? el("p.verbatim", {}, "“", strange(item.verbatim), "”") : null,
      evidence(article, item),
      judging(article, key, desk, say("date")),
      choice("role", say("role"), DATE_ROLES.map((role) => [role, say(`date.${role}`)]), item.role,
        (role) => desk.do({ do: "date", key, role, value: item.value })),
      line("value", say("date.edtf"), item.value, (value) => desk.do({ do: "date", key, role: item.role, value }),
        (value) => (Edtf.isValid(value) ? null : say("date.wrong"))),
      el("p.hint", {}, say("date.hint")),
      removal(key, desk),
    ];
  }

  function ofQuotation(article, key, item, desk) {
    const speaker = `${key}/speaker`;
    return [
      evidence(article, item, [item.spans[0][0], item.spans.at(-1)[1]]),
      judging(article, key, desk, say("quote")),
      choice("kind", say("kind"), KINDS.map((kind) => [kind, say(`quote.${kind}`)]), item.kind, (to) => desk.do({ do: "kind", key, to })),
      speakerChoice(article, key, item, desk),
      item.speaker ? evidence(article, item.speaker, item.speaker.span) : null,
      item.speaker && !Patch.same(item.speaker, article.before(speaker)) ? null : item.speaker && el("p.hint", {}, `${say("how")}: ${flat(item.speaker.how)}`),
      judging(article, speaker, desk, say("speaker")),
      bounds(article, key, item, desk),
      removal(key, desk),
    ];
  }

  function speakerChoice(article, key, item, desk) {
    const chosen = item.speaker ? article.entity(item.speaker.entity) : null;
    const options = [["", say("nobody")], ...TYPES.flatMap((type) => article.now.entities.filter((one) => one.type === type))
      .map((one) => [String(one.$), `${flat(cut(one.name, 60))} — ${say(one.type)}`, one.type === "place"])];
    if (item.speaker && !chosen) options.push(["?", flat(`“${cut(article.words(item.speaker.span), 60)}”`)]);
    const current = chosen ? String(chosen.$) : item.speaker ? "?" : "";
    const act = (to) => {
      if (to === "?") return;
      desk.do({ do: "speaker", key, to: to === "" ? null : to });
    };
    const another = line("another", say("speaker.another"), "", (name) => desk.speakerNamed(key, name), notEmpty, desk.lang);
    return [choice("speaker", say("speaker"), options, current, act), another];
  }

  // Buttons that move the ends of a quotation or mention, by letters and by words.
  function bounds(article, key, item, desk) {
    const spans = item.spans || [item.span];
    const [back, on, wordBack, wordOn] = article.places.fromRight ? "→←⇥⇤" : "←→⇤⇥";
    return spans.map((span, piece) => {
      const name = spans.length > 1 ? say("bounds.piece", number(piece + 1)) : say("bounds");
      const step = (end, by, sign, words) => button(`bound ${key} ${piece} ${end}${by}`, sign, () => desk.move(key, piece, end, by), { "aria-label": words, title: words });
      return el("div.bounds", { role: "group", "aria-label": name },
        el("span", {}, name),
        step(0, -2, wordBack, say("start.word.back")), step(0, -1, back, say("start.back")),
        step(0, 1, on, say("start.on")), step(0, 2, wordOn, say("start.word.on")),
        el("code", {}, `${number(span[0])}–${number(span[1])}`),
        step(1, -2, wordBack, say("end.word.back")), step(1, -1, back, say("end.back")),
        step(1, 1, on, say("end.on")), step(1, 2, wordOn, say("end.word.on")));
    });
  }

  function ofEntity(article, key, item, desk) {
    const speaks = article.now.quotes.some(({ speaker, via }) => [speaker, via].some((party) => party && party.entity === item.id));
    return [
      judging(article, key, desk, say("entity")),
      choice("type", say("type"), TYPES.map((type) => [type, say(type), type === "place" && speaks && item.type !== "place"]), item.type, (to) => desk.do({ do: "type", key, to })),
      speaks ? el("p.hint", {}, say("place.speaks")) : null,
      line("value", say("name"), item.name, (to) => desk.do({ do: "name", key, to }), notEmpty, desk.lang),
      el("ul.mentions", {}, item.mentions.map((mention) => {
        const at = `${key}/mentions/${mention.$}`;
        return el("li", {}, el("q", { lang: desk.lang }, strange(article.words(mention.span), 80)), evidence(article, mention, mention.span),
          bounds(article, at, mention, desk),
          item.mentions.length > 1 ? button(`remove ${at}`, say("remove.mention"), () => desk.do({ do: "remove", key: at })) : null);
      })),
      item.roles.length ? el("p.hint", {}, say("roles"), " ", item.roles.flatMap((role, at) => [at ? " · " : "", strange(role.value, 120)])) : null,
      item.identifiers.length ? el("ul.identifiers", {}, item.identifiers.map((held) => el("li", {}, el("code", {}, flat(held.iri)), evidence(article, held)))) : null,
      removal(key, desk),
    ];
  }

  function ofCredit(article, key, item, desk) {
    return [
      el("p.verbatim", {}, "“", strange(item.verbatim), "”"),
      evidence(article, item),
      judging(article, key, desk, say("credit")),
      choice("role", say("role"), CREDIT_ROLES.map((role) => [role, say(`credit.${role}`)]), item.role, (role) => desk.do({ do: "credit", key, role })),
      item.names.map((one) => line(`name ${one.$}`, say("name"), one.name, (to) => desk.do({ do: "creditName", key: `${key}/names/${one.$}`, to }), notEmpty, desk.lang)),
      removal(key, desk),
    ];
  }

  function ofNote(article, key, item) {
    return [el("p.hint", {}, say("note.kept")), evidence(article, item, item.span)];
  }

  function ofProblem(article, key, item, desk) {
    const target = desk.keyOf(item.path);
    return [
      el("p", {}, el("strong", {}, say(`severity.${item.severity}`)), ": ", strange(item.message, 2000)),
      item.hint ? el("p.hint", {}, strange(item.hint, 500)) : null,
      item.path ? el("p.evidence", {}, el("code", {}, flat(item.path))) : null,
      target ? el("p.actions", {}, button("go", say("go.there"), () => desk.select(target, true))) : null,
    ];
  }

  const removal = (key, desk) => el("p.actions", {}, button("remove", say("remove"), () => desk.do({ do: "remove", key })));

  return { draw, TYPES, KINDS, DATE_ROLES, CREDIT_ROLES };
})();
