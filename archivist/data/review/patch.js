// The JSON Patch (RFC 6902) from a record to its edited copy: tests first, then edits in place,
// removals from the end, additions. Items of lists know their old places by the key "$".
const Patch = (() => {
  const ANCHORS = {
    dates: ["role", "value", "verbatim"],
    blocks: ["role", "span"],
    credits: ["role", "verbatim"],
    names: ["name", "span"],
    entities: ["type", "name"],
    roles: ["value", "span"],
    mentions: ["span"],
    identifiers: ["scheme", "iri"],
    quotes: ["kind", "spans"],
  };
  const FIELDS = ["language", "blocks", "title", "headline", "dates", "credits", "entities", "quotes"];

  const plain = (value) => {
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.keys(value).filter((key) => key !== "$" && key !== "evidence").sort()
        .map((key) => [key, plain(value[key])]));
  };
  const same = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

  class Difference {
    constructor(old, now) {
      this.old = old;
      this.now = now;
      this.tests = new Map();
      this.edits = [];
      this.removals = [];
      this.additions = [];
    }

    operations() {
      for (const key of FIELDS) this.value(`/${key}`, key, this.old[key], this.now[key]);
      const last = this.datelineDate();
      const changes = [...this.edits, ...this.removals, ...this.additions, ...last];
      if (!changes.length) return [];
      this.nameLinks(changes);
      const tests = [...this.tests].map(([path, value]) => ({ op: "test", path, value }));
      return [...tests, ...changes];
    }

    // A dateline's link follows its date by itself, unless the date is removed.
    datelineDate() {
      const [line, now] = [this.old.dateline, this.now.dateline];
      if (!line || line.date === now.date) return [];
      this.tests.set("/dateline/date", line.date);
      return [{ op: "replace", path: "/dateline/date", value: now.date }];
    }

    nameLinks(changes) {
      const said = [...changes.map((change) => [change.path, change.value]), ...this.tests];
      for (const [path, value] of said) {
        for (const [key, id] of links(path.slice(path.lastIndexOf("/") + 1), value)) {
          const list = key === "within" ? "quotes" : "entities";
          const item = this.old[list][Number(id.slice(1)) - 1];
          if (item) this.anchor(`/${list}/${Number(id.slice(1)) - 1}`, list, item);
        }
      }
    }

    value(path, key, old, now) {
      if (same(old, now)) return;
      const objects = [old, now].every((item) => item && typeof item === "object" && !Array.isArray(item));
      if (objects) this.object(path, old, now);
      else if (key in ANCHORS && Array.isArray(old)) this.list(path, key, old, now);
      else {
        this.tests.set(path, old);
        this.edits.push({ op: "replace", path, value: bare(now) });
      }
    }

    object(path, old, now) {
      const keys = Object.keys(old).filter((key) => key !== "evidence").sort();
      for (const key of keys) this.value(`${path}/${key}`, key, old[key], now[key]);
    }

    list(path, key, old, now) {
      if (!old.length) this.tests.set(path, []);
      const kept = new Map(now.filter((item) => typeof item.$ === "number").map((item) => [item.$, item]));
      const [removals, additions] = [[], []];
      old.forEach((item, at) => {
        if (!kept.has(at)) {
          this.anchor(`${path}/${at}`, key, item);
          removals.unshift({ op: "remove", path: `${path}/${at}` });
        } else if (!same(item, kept.get(at))) {
          this.anchor(`${path}/${at}`, key, item);
          this.value(`${path}/${at}`, "", item, kept.get(at));
        }
      });
      now.forEach((item, at) => {
        if (typeof item.$ !== "number") additions.push({ op: "add", path: `${path}/${at}`, value: bare(item) });
      });
      if (path.split("/").length > 2) this.edits.push(...removals, ...additions);
      else {
        this.removals.push(...removals);
        this.additions.push(...additions);
      }
    }

    anchor(path, key, item) {
      const parts = path.split("/");
      if (parts.length === 5) {
        this.anchor(parts.slice(0, 3).join("/"), parts[1], this.old[parts[1]][Number(parts[2])]);
      }
      for (const name of ANCHORS[key]) {
        if (item[name] !== null && item[name] !== undefined) this.tests.set(`${path}/${name}`, item[name]);
      }
      if (key === "entities" && item.mentions.length) {
        this.tests.set(`${path}/mentions/0/span`, item.mentions[0].span);
      }
      for (const place of ["span", "declared", "context"]) {
        if (item.evidence && place in item.evidence) {
          this.tests.set(`${path}/evidence/${place}`, item.evidence[place]);
        }
      }
    }
  }

  // A value without what is ours alone; evidence is written when the patch is applied.
  const bare = (value) => {
    if (Array.isArray(value)) return value.map(bare);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$").map(([key, item]) => [key, bare(item)]));
  };

  function* links(key, value) {
    if ((key === "entity" || key === "within") && typeof value === "string") yield [key, value];
    else if (Array.isArray(value)) for (const item of value) yield* links("", item);
    else if (value && typeof value === "object") {
      for (const [name, item] of Object.entries(value)) yield* links(name, item);
    }
  }

  return { operations: (old, now) => new Difference(old, now).operations(), same, bare };
})();
