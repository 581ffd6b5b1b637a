// What is drawn: the list of articles, the article with its text, its fields, and the dialogs.
const View = (() => {
  const $ = (id) => document.getElementById(id);
  let filter = "all";
  let sought = "";

  // ---------------------------------------------------------------- the article on the desk

  // `text`: whether it changed too; a long one takes time.
  function draw(desk, { anew = false, text = true } = {}) {
    const article = desk.article();
    const focus = document.activeElement;
    const kept = focus && focus.dataset && focus.dataset.c ? [focus.closest("[data-card]")?.dataset.card, focus.dataset.c] : null;
    const scroll = $("fields").scrollTop;
    if (text) {
      heading(desk, article);
      Text.draw($("text"), article, desk.lang);
      progress(desk);
      row(desk, desk.at);
    }
    Fields.draw($("fields"), article, desk);
    highlight(desk);
    $("undo").disabled = article.at === 0;
    $("redo").disabled = article.at === article.log.length;
    if (anew) {
      $("text").scrollTop = 0;
      $("fields").scrollTop = 0;
      as(desk, null);
    } else {
      $("fields").scrollTop = scroll;
      if (kept) again(kept);
    }
  }

  // The focus goes back to the control it was on, or to the card.
  function again([card, name]) {
    const holder = [...document.querySelectorAll("[data-card]")].find((item) => item.dataset.card === card);
    if (!holder) return;
    const control = [...holder.querySelectorAll("[data-c]")].find((item) => item.dataset.c === name && !item.disabled);
    (control || holder.querySelector(".head")).focus({ preventScroll: true });
  }

  function heading(desk, article) {
    const { old } = article;
    const name = old.source.name + (old.source.part || "");
    $("title").replaceChildren();
    put($("title"), cut(article.now.title.value, 300));
    if (desk.lang) $("title").lang = desk.lang;
    const facts = [say("article.of", number(desk.at + 1), number(DATA.index.length)), strange(name, 200)];
    if (old.status !== "usable") facts.push(el("strong.withheld", {}, say(`status.${old.status}`)));
    if (old.revision > 1) facts.push(say("revision", number(old.revision)));
    if (article.now.title.kind === "devised") facts.push(say("title.devised"));
    $("facts").replaceChildren(...facts.flatMap((fact, at) => (at ? [" · ", fact] : [fact])));
    $("check").setAttribute("aria-pressed", String(article.checked));
    document.title = `${flat(cut(article.now.title.value, 80))} — ${say("page")}`;
    $("previous").disabled = DATA.index.length < 2;
    $("next").disabled = DATA.index.length < 2;
  }

  // ---------------------------------------------------------------- field and evidence

  function highlight(desk) {
    for (const item of $("text").querySelectorAll(".on, .with")) item.classList.remove("on", "with");
    const key = desk.selected && desk.selected.startsWith("problems")
      ? desk.keyOf(desk.article().held.problems[Number(desk.selected.split("/")[1])].path) : desk.selected;
    if (!key) return;
    for (const item of $("text").querySelectorAll("[data-keys], [data-chip]")) {
      const keys = (item.dataset.keys || item.dataset.key).split(" ");
      if (keys.some((one) => one === key || one.startsWith(`${key}/mentions`))) {
        item.classList.add(item.classList.contains("cue") && !item.classList.contains("q") ? "with" : "on");
      } else if (keys.some((one) => one.startsWith(`${key}/`))) item.classList.add("with");
    }
  }

  function reveal(key, { card, text }) {
    const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (text) bring($("text").querySelector(".on"), reduced ? "auto" : "smooth");
    if (card) cardOf(key)?.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  // Into sight within the text alone: on a narrow screen the page stays where it is.
  function bring(piece, behavior) {
    if (!piece) return;
    const box = $("text");
    const [frame, at] = [box.getBoundingClientRect(), piece.getBoundingClientRect()];
    const isSeen = at.top >= frame.top + 8 && at.top <= frame.bottom - 60;
    if (!isSeen) box.scrollTo({ top: box.scrollTop + at.top - frame.top - 80, behavior });
  }

  const cardOf = (key) => [...document.querySelectorAll("[data-card]")].find((item) => item.dataset.card === key);
  const focusCard = (key) => cardOf(key)?.querySelector(".head").focus();
  const focusTitle = () => $("title").focus();

  // ---------------------------------------------------------------- the list

  function list(desk) {
    $("articles").replaceChildren(...DATA.index.map((_, at) => el("li", { "data-at": at })));
    DATA.index.forEach((_, at) => row(desk, at));
    sift(desk);
    progress(desk);
  }

  function row(desk, at) {
    const item = DATA.index[at];
    const state = desk.states[at];
    const holder = $("articles").children[at];
    if (!holder) return;
    for (const old of $("articles").querySelectorAll("[aria-current]")) if (Number(old.parentElement.dataset.at) !== desk.at) old.removeAttribute("aria-current");
    const sign = state.checked ? "✓" : state.edited ? "✎" : "·";
    const words = state.checked ? say("is.checked") : state.edited ? say("is.edited") : "";
    holder.replaceChildren(el("button", { type: "button", "aria-current": at === desk.at ? "true" : null, onclick: () => desk.open(at) },
      el("span.sign", { "aria-hidden": "true" }, sign), words ? el("span.unseen", {}, words, " ") : null,
      el("span.of", {}, el("span.name", { lang: item.language }, strange(item.title, 90)),
        el("span.small", {}, strange(item.name, 60), item.date ? ` · ${flat(item.date)}` : "", item.language ? ` · ${item.language}` : "",
          state.checked && state.edited ? " · ✎" : ""))));
  }

  const folded = (words) => words.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  function haystack(desk, at) {
    const item = DATA.index[at];
    if (item.hay === undefined) {
      const { record: old } = desk.held(at);
      item.hay = folded([item.title, item.name, old.text, ...old.entities.map(({ name }) => name)].join("\n"));
    }
    return item.hay;
  }

  function passes(desk, at) {
    const [item, state] = [DATA.index[at], desk.states[at]];
    if (filter === "open" && state.checked) return false;
    if (filter === "checked" && !state.checked) return false;
    if (filter === "edited" && !state.edited) return false;
    if (filter === "problems" && !item.problems && !item.notes) return false;
    if (filter === "withheld" && item.status === "usable") return false;
    if (filter.startsWith("lang ") && (item.language || "") !== filter.slice(5)) return false;
    return !sought || sought.split(/\s+/).every((word) => haystack(desk, at).includes(word));
  }

  function sift(desk) {
    sought = folded($("search").value.trim());
    filter = $("filter").value;
    let left = 0;
    [...$("articles").children].forEach((holder, at) => {
      holder.hidden = !passes(desk, at);
      left += holder.hidden ? 0 : 1;
    });
    $("found").textContent = say("articles.shown", number(left), number(DATA.index.length));
    return left;
  }

  const shown = () => [...$("articles").children].filter((item) => !item.hidden).map((item) => Number(item.dataset.at));

  function progress(desk) {
    const done = desk.states.filter((state) => state.checked).length;
    const edited = desk.states.filter((state) => state.edited).length;
    $("bar").max = DATA.index.length;
    $("bar").value = done;
    $("progress").textContent = say("progress", number(done), number(DATA.index.length), number(edited));
  }

  // ---------------------------------------------------------------- what selected words become

  function as(desk, span) {
    const bar = $("as");
    if (bar.contains(document.activeElement) && span) return;
    bar.hidden = !span;
    if (!span) {
      bar.replaceChildren();
      return;
    }
    const article = desk.article();
    const words = article.words(span);
    const line = oneLine(words);
    const done = (entry) => () => {
      document.getSelection().removeAllRanges();
      desk.marking = false;
      if (desk.do(entry)) as(desk, null);
    };
    const button = (name, text, entry) => el("button", { type: "button", "data-as": name, onclick: done(entry) }, text);
    const entity = (type) => button(type, say(type), { do: "add", what: "entities", value: { name: line, type, span } });
    const moved = movable(desk);
    bar.replaceChildren(
      el("p.words", {}, say("set.as"), " “", strange(line, 80), "”"),
      el("p.actions", {},
        moved ? el("button", { type: "button", "data-as": "here", onclick: () => {
          document.getSelection().removeAllRanges();
          desk.setSpan(...moved, span);
          as(desk, null);
        } }, say("move.here")) : null,
        button("headline", say("headline"), { do: "headline", value: line, span }),
        ...["direct", "indirect"].map((kind) => button(kind, say(`quote.${kind}`), { do: "add", what: "quotes", value: { kind, span: kind === "direct" ? unquoted(article, span) : span } })),
        ...Fields.TYPES.map(entity)),
      el("div.more", {}, mentionOf(desk, article, span, done), creditAs(words, line, span, done), dateAs(words, done)));
  }

  // The field that is looked at, when it has one span that can be moved.
  function movable(desk) {
    const item = desk.selected && desk.article().find(desk.selected);
    if (!item) return null;
    if (desk.selected.startsWith("quotes") && item.spans.length === 1) return [desk.selected, 0];
    if (desk.selected.startsWith("entities") && item.mentions.length === 1) return [`${desk.selected}/mentions/${item.mentions[0].$}`, 0];
    return null;
  }

  // The words of a quotation stand without their marks.
  function unquoted(article, span) {
    const words = article.words(span);
    const pairs = ["\"\"", "“”", "„“", "„”", "«»", "»«", "‘’", "''", "「」", "『』"];
    const marked = pairs.some((pair) => words.length > 2 && words.startsWith(pair[0]) && words.endsWith(pair[1]));
    return marked ? article.places.trimmed([span[0] + 1, span[1] - 1]) || span : span;
  }

  function chooser(name, words, options) {
    const select = el("select", { "data-as": name }, options.map(([value, text]) => el("option", { value }, text)));
    return [select, el("label", {}, words, " ", select)];
  }

  function mentionOf(desk, article, span, done) {
    if (!article.now.entities.length) return null;
    const [select, label] = chooser("entity", say("mention.of"), article.now.entities.map((item) => [String(item.$), flat(cut(item.name, 60))]));
    return el("span", {}, label, el("button", { type: "button", "data-as": "mention", onclick: () => done({ do: "mention", key: `entities/${select.value}`, span })() }, say("set")));
  }

  function creditAs(words, line, span, done) {
    const [select, label] = chooser("credit-role", say("credit"), Fields.CREDIT_ROLES.map((role) => [role, say(`credit.${role}`)]));
    return el("span", {}, label, el("button", { type: "button", "data-as": "credit",
      onclick: () => done({ do: "add", what: "credits", value: { role: select.value, name: line, verbatim: words, span } })() }, say("set")));
  }

  function dateAs(words, done) {
    const [select, label] = chooser("date-role", say("date"), Fields.DATE_ROLES.map((role) => [role, say(`date.${role}`)]));
    const input = el("input", { type: "text", "data-as": "edtf", "aria-label": say("date.edtf"), placeholder: "2024-10-25", size: "12",
      value: Edtf.isValid(words) ? words : "", autocomplete: "off" });
    const wrong = el("span.wrong", { role: "alert" });
    const save = el("button", { type: "button", "data-as": "date", onclick: () => {
      const value = input.value.trim();
      if (Edtf.isValid(value)) done({ do: "add", what: "dates", value: { role: select.value, value, verbatim: words } })();
      else wrong.textContent = say("date.wrong");
    } }, say("set"));
    input.addEventListener("input", () => {
      const isRight = Edtf.isValid(input.value.trim());
      input.setAttribute("aria-invalid", String(!isRight));
      wrong.textContent = isRight || !input.value.trim() ? "" : say("date.wrong");
    });
    return el("span", {}, label, input, save, wrong);
  }

  return { draw, list, row, sift, shown, progress, reveal, focusCard, focusTitle, as, highlight };
})();
