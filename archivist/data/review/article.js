// One article: its record as it was, the log of what the reader did, and the record as it is then.
// Whatever is done is an entry of the log; undo goes a step back in it, a reload goes through it.
class Article {
  constructor(held) {
    this.held = held;
    this.old = held.record;
    this.digest = held.digest;
    this.log = [];
    this.at = 0; // entries that hold; those behind it are undone
    this.places = new Places(this.old.text);
    this.replay();
  }

  // ---------------------------------------------------------------- the log

  restore(log, at) {
    this.log = Array.isArray(log) ? log : [];
    this.at = Math.max(0, Math.min(Number(at) || 0, this.log.length));
    this.replay();
  }

  // Whether the entry could be done; what cannot be done leaves everything as it was.
  add(entry) {
    const [log, at] = [this.log, this.at];
    this.log = [...log.slice(0, at), entry];
    this.at = this.log.length;
    if (this.replay()) return true;
    this.log = log;
    this.at = at;
    this.replay();
    return false;
  }

  step(by) {
    const to = this.at + by;
    if (to < 0 || to > this.log.length) return null;
    const entry = this.log[by > 0 ? this.at : to];
    this.at = to;
    this.replay();
    return entry;
  }

  replay() {
    this.now = tagged(this.old);
    this.judged = new Map();
    this.checked = false;
    let right = true;
    this.log.slice(0, this.at).forEach((entry, number) => {
      try {
        Edits[entry.do](this, entry, number);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // what it speaks of is not there
        right = false;
      }
    });
    this.edited = !Patch.same(this.old, this.now);
    return right;
  }

  // ---------------------------------------------------------------- things by their keys

  // "quotes/3/speaker": the list, the place of old (or n1, added by log entry 1), what is in it.
  find(key) {
    let value = this.now;
    for (const part of key.split("/")) {
      value = Array.isArray(value) ? value.find((item) => String(item.$) === part) : value[part];
      if (value === undefined || value === null) return null;
    }
    return value;
  }

  before(key) {
    let value = this.old;
    for (const part of key.split("/")) {
      value = part.startsWith("n") && Array.isArray(value) ? undefined : value[part];
      if (value === undefined || value === null) return null;
    }
    return value;
  }

  entity(id) {
    return this.now.entities.find((item) => item.id === id) || null;
  }

  words(span) {
    return this.places.words(span);
  }

  // ---------------------------------------------------------------- what the reader thinks of it

  // right, wrong, missed (added by the reader) or open.
  verdict(key) {
    const [was, is] = [this.before(key), this.find(key)];
    if (was === null) return is === null ? "none" : "missed";
    if (is === null || !Patch.same(own(key, was), own(key, is))) return "wrong";
    const said = this.judged.get(key);
    if (said !== undefined) return said ? "right" : "wrong";
    return this.checked ? "right" : "open";
  }

  // Every value a rule gave, or the reader added, with what the reader thinks: for the statistics.
  values() {
    const found = [];
    const tell = (field, key, was, evidence, verdict) => {
      if (verdict === "none") return;
      const known = was ? evidence || was.evidence : null;
      found.push({ field, path: `/${key}`, rule: known ? known.rule : null,
        confidence: known ? known.confidence : null, verdict });
    };
    for (const key of ["headline", "language"]) tell(key, key, this.before(key), null, this.verdict(key));
    for (const [field, list] of [["date", "dates"], ["credit", "credits"], ["quote", "quotes"]]) {
      for (const key of this.keys(list)) {
        tell(field, key, this.before(key), null, this.verdict(key));
        if (list === "quotes") {
          const speaker = `${key}/speaker`;
          const gone = this.find(key) === null && this.before(speaker) !== null;
          tell("speaker", speaker, this.before(speaker), null, gone ? "wrong" : this.verdict(speaker));
        }
      }
    }
    for (const key of this.keys("entities")) this.ofEntity(key, tell);
    return found;
  }

  ofEntity(key, tell) {
    const [was, is] = [this.before(key), this.find(key)];
    const said = this.verdict(key);
    const whole = is === null || this.judged.get(key) === false ? "wrong" : null;
    const sure = this.checked || this.judged.get(key) === true;
    const type = whole || (was === null ? "missed" : was.type !== is.type ? "wrong" : sure ? "right" : "open");
    tell("type", `${key}/type`, was, was && was.mentions.length ? was.mentions[0].evidence : null, type);
    for (const mention of this.keys(`${key}/mentions`)) {
      const verdict = this.verdict(mention);
      const kept = whole || (verdict === "open" ? (sure || said === "right" ? "right" : "open") : verdict);
      tell("mention", mention, this.before(mention), null, kept);
    }
  }

  // The keys of a list: what was there, in its order, then what was added.
  keys(list) {
    const was = this.before(list) || [];
    const is = this.find(list) || [];
    const added = is.filter((item) => typeof item.$ === "string").map((item) => `${list}/${item.$}`);
    return [...was.map((_, at) => `${list}/${at}`), ...added];
  }

  patch(by, reason) {
    const operations = Patch.operations(this.old, this.now);
    if (!operations.length) return null;
    const patch = { id: this.old.id, sourceSha256: this.old.source.sha256,
      contentDigest: this.held.content, by };
    return reason ? { ...patch, reason, operations } : { ...patch, operations };
  }

  hasJudgements() {
    return this.checked || this.edited || this.judged.size > 0;
  }
}

// What a value says itself: a quotation without its speaker, an entity without its mentions.
function own(key, value) {
  const [list, , part] = key.split("/");
  if (list === "quotes" && !part) {
    return { kind: value.kind, spans: value.spans };
  }
  if (list === "entities" && !part) return { name: value.name, type: value.type };
  if (list === "credits") {
    return { role: value.role, verbatim: value.verbatim, names: value.names.map(({ name }) => name) };
  }
  if (part === "speaker") return { entity: value.entity };
  return value;
}

function tagged(record) {
  const copy = structuredClone({ ...record, text: null });
  copy.text = record.text;
  const tag = (list) => list.forEach((item, at) => { item.$ = at; });
  for (const list of ["blocks", "dates", "credits", "entities", "quotes", "notes"]) tag(copy[list]);
  for (const entity of copy.entities) [entity.mentions, entity.roles, entity.identifiers].forEach(tag);
  for (const credit of copy.credits) tag(credit.names);
  return copy;
}

// Offsets of the record count code points, those of JavaScript UTF-16 code units.
class Places {
  constructor(text) {
    this.text = text;
    this.starts = null; // of each code point, where some take two units
    if (/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
      const starts = [];
      for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
      starts.push(text.length);
      this.starts = Int32Array.from(starts);
    }
    const letter = /\p{L}/u.exec(text);
    this.fromRight = letter !== null && /[\u0590-\u08ff\ufb1d-\ufefc]/.test(letter[0]); // ← goes on
    this.length = this.starts ? this.starts.length - 1 : text.length;
  }

  unit(point) {
    return this.starts ? this.starts[Math.min(point, this.length)] : point;
  }

  // The code point at a unit; of the two halves of one, the same.
  point(unit) {
    if (!this.starts) return unit;
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  words([start, end]) {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  trimmed([start, end]) {
    const words = this.words([start, end]);
    const before = words.length - words.trimStart().length;
    const after = words.length - words.trimEnd().length;
    return before === words.length ? null : [start + before, end - after]; // white space: one unit each
  }

  line(point) {
    if (!this.lines) this.lines = [...this.text.matchAll(/\r\n|\r|\n/g)].map((found) => found.index + found[0].length);
    const unit = this.unit(point);
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle] <= unit) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
