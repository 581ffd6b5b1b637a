// The reviewer's desk: which article lies on it, which field is looked at, and what is done.
class Desk {
  constructor() {
    this.articles = DATA.index.map(() => null); // made when they are first looked at
    this.states = DATA.index.map((item) => Store.read(item.digest) || {});
    this.at = Math.max(0, this.states.findIndex((state) => !state.checked));
    this.selected = null;
    this.settings = Store.read("settings") || {};
    this.marking = false;
    this.unsaved = false;
  }

  article(at = this.at) {
    if (!this.articles[at]) {
      const made = new Article({ ...this.held(at), digest: DATA.index[at].digest });
      if (this.states[at].log) made.restore(this.states[at].log, this.states[at].at);
      this.articles[at] = made;
    }
    return this.articles[at];
  }

  // What the page holds of an article, without laying it on the desk.
  held(at) {
    return JSON.parse(document.getElementById(`article-${at}`).textContent);
  }

  get lang() {
    const language = this.article().now.language;
    return language ? language.value : null;
  }

  // ---------------------------------------------------------------- doing and undoing

  do(entry) {
    const article = this.article();
    const before = { edited: article.edited, selected: this.selected };
    if (!article.add(entry)) {
      this.tell(say("not.done"));
      return false;
    }
    this.keep();
    if (entry.do === "add") this.selected = `${entry.what}/n${article.at - 1}`;
    if (this.selected && article.find(this.selected) === null && !this.single(this.selected)) this.selected = null;
    this.tell(say(`did.${entry.do === "judge" ? (entry.right === null ? "unjudge" : entry.right ? "right" : "wrong") : entry.do}`));
    View.draw(this);
    if (before.selected !== this.selected && this.selected) View.focusCard(this.selected);
    return true;
  }

  single(key) {
    return key === "headline" || key === "language" || key.startsWith("problems");
  }

  undo(by = -1) {
    const article = this.article();
    const entry = article.step(by);
    if (!entry) {
      this.tell(say(by < 0 ? "nothing.to.undo" : "nothing.to.redo"));
      return;
    }
    if (this.selected && article.find(this.selected) === null && !this.single(this.selected)) this.selected = null;
    this.keep();
    this.tell(say(by < 0 ? "undone" : "redone"));
    View.draw(this);
  }

  keep() {
    const article = this.article();
    const { log, at, checked, edited } = article;
    const state = log.length ? { log, at, checked, edited } : {};
    this.states[this.at] = state;
    if (log.length) Store.write(article.digest, state);
    else Store.remove(article.digest);
    this.unsaved = true;
  }

  forget() {
    DATA.index.forEach((item) => Store.remove(item.digest));
    this.articles.fill(null);
    this.states = DATA.index.map(() => ({}));
    this.selected = null;
    this.unsaved = false;
    View.draw(this);
    View.list(this);
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
    Store.write("settings", this.settings);
  }

  // ---------------------------------------------------------------- going about

  open(at, { focus = true } = {}) {
    if (at < 0 || at >= DATA.index.length) {
      this.tell(say(at < 0 ? "first.article" : "last.article"));
      return;
    }
    this.at = at;
    this.selected = null;
    this.marking = false;
    View.draw(this, { anew: true });
    if (focus) View.focusTitle();
  }

  // The next article of those that the list shows.
  go(by) {
    const shown = View.shown();
    const here = shown.indexOf(this.at);
    const to = here < 0 ? (by > 0 ? shown.find((at) => at > this.at) : shown.findLast((at) => at < this.at)) : shown[here + by];
    this.open(to === undefined ? (by > 0 ? DATA.index.length : -1) : to);
  }

  select(key, focus = false) {
    this.selected = key;
    View.draw(this, { text: false });
    if (key) View.reveal(key, { card: focus, text: true });
    if (focus && key) View.focusCard(key);
  }

  // Another click on a piece of text goes to the next of the fields it belongs to.
  selectAmong(keys) {
    const cards = [...new Set(keys.map((key) => this.cardOf(key)))];
    const here = cards.indexOf(this.selected);
    this.select(cards[(here + 1) % cards.length], false);
    View.reveal(this.selected, { card: true, text: false });
  }

  // "entities/3/mentions/0" is on the card "entities/3".
  cardOf(key) {
    return key.split("/").slice(0, 2).join("/");
  }

  keyOf(path) {
    const [, list, at] = path.split("/");
    if (list === "headline" || list === "language") return list;
    const was = this.article().old[list];
    const key = `${list}/${at}`;
    return Array.isArray(was) && at && ["dates", "quotes", "entities", "credits", "notes"].includes(list) && this.article().find(key) ? key : null;
  }

  check() {
    const on = !this.article().checked;
    if (!this.do({ do: "checked", on })) return;
    if (on && this.settings.advance !== false) this.go(1);
  }

  // ---------------------------------------------------------------- spans and names

  move(key, piece, end, by) {
    const article = this.article();
    const item = article.find(key);
    const spans = item.spans || [item.span];
    const to = [...spans[piece]];
    to[end] = Math.abs(by) === 1 ? to[end] + by : Spans.word(article, to[end], end, Math.sign(by));
    this.setSpan(key, piece, to);
  }

  setSpan(key, piece, to) {
    const article = this.article();
    const item = article.find(key);
    const others = (item.spans || []).filter((_, at) => at !== piece);
    const wrong = to[0] < 0 || to[1] > article.places.length || to[0] >= to[1] || !article.words(to).trim()
      || others.some((span) => span[0] < to[1] && to[0] < span[1]);
    if (wrong) this.tell(say("span.wrong"));
    else this.do({ do: "span", key, piece, to });
  }

  // A name that was typed: of an entity, or of words that stand in the text; else it is refused.
  speakerNamed(key, name) {
    const article = this.article();
    const fold = (words) => words.toLocaleLowerCase();
    const known = article.now.entities.find((item) => item.type !== "place" && fold(item.name) === fold(name));
    if (known) return this.do({ do: "speaker", key, to: String(known.$) });
    const span = Spans.nearest(article, name, article.find(key).spans[0][0]);
    if (!span) return this.tell(say("speaker.not.in.text", flat(name)));
    const holder = article.now.entities.find((item) => item.type !== "place"
      && item.mentions.some((mention) => mention.span[0] === span[0] && mention.span[1] === span[1]));
    if (holder) return this.do({ do: "speaker", key, to: String(holder.$), span });
    return this.do({ do: "speaker", key, to: { name, type: "person", span }, span });
  }

  tell(words) {
    document.getElementById("said").textContent = words;
  }

  // ---------------------------------------------------------------- what is saved

  touched() {
    return DATA.index.map((_, at) => at).filter((at) => this.states[at].log && this.states[at].at > 0);
  }

  patches(by, reason) {
    return this.touched().map((at) => this.article(at).patch(by, reason)).filter(Boolean);
  }

  judgements(by) {
    return this.touched().map((at) => this.article(at)).filter((article) => article.hasJudgements()).map((article) => ({
      judgements: 1, id: article.old.id, contentDigest: article.held.content, by,
      language: article.old.language ? article.old.language.value : null,
      checked: article.checked, design: DATA.design, values: article.values(),
    }));
  }
}

// Words and places in the text of an article, in code points.
const Spans = (() => {
  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu;

  // [start, end) of every word.
  function words(article) {
    if (!article.ofWords) {
      const { text, length } = article.places;
      const language = article.now.language ? article.now.language.value : undefined;
      const found = typeof Intl.Segmenter === "function" && length < 200000 ? segmented(text, language) : [...text.matchAll(WORD)].map((one) => [one.index, one.index + one[0].length]);
      article.ofWords = found.map((span) => span.map((unit) => article.places.point(unit)));
    }
    return article.ofWords;
  }

  function segmented(text, language) {
    let segmenter;
    try {
      segmenter = new Intl.Segmenter(language, { granularity: "word" });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
    }
    return [...segmenter.segment(text)].filter((one) => one.isWordLike).map((one) => [one.index, one.index + one.segment.length]);
  }

  // The next or last place where a word begins (end 0) or ends (end 1).
  function word(article, from, end, sign) {
    const bounds = words(article).map((span) => span[end]);
    const found = sign > 0 ? bounds.find((at) => at > from) : bounds.findLast((at) => at < from);
    return found === undefined ? from : found;
  }

  // Where words stand whole in the text, nearest to a place.
  function nearest(article, said, to) {
    const text = article.places.text;
    const isWord = (char) => char !== undefined && /[\p{L}\p{N}\p{M}]/u.test(char);
    const found = [];
    for (let at = text.indexOf(said); at >= 0; at = text.indexOf(said, at + 1)) {
      if (!isWord(text[at - 1]) && !isWord(text[at + said.length])) {
        found.push([article.places.point(at), article.places.point(at + said.length)]);
      }
    }
    found.sort((one, other) => Math.abs(one[0] - to) - Math.abs(other[0] - to));
    return found[0] || null;
  }

  return { words, word, nearest };
})();
