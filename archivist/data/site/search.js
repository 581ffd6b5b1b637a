/* Search without a server: the index lies in files beside this one, which are loaded as scripts
   when they are needed. Words are cut as `tokens` in search.py cuts them. */
"use strict";

const archivistSearch = (() => {
  const PAGE = 20;
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const MARK = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

  let site = { total: 0, files: 16, per: 250, years: [], langs: [] };
  let years = [];
  let languages = [];
  const files = new Map(); // name → promise of its content
  const handed = new Map(); // name → what resolves it

  function tokens(said) {
    const plain = said.normalize("NFKD").replace(MARK, "").toLowerCase().replaceAll("ς", "σ");
    const found = [];
    for (const [word] of plain.matchAll(WORD)) {
      const letters = [...word];
      if (!IS_UNSPACED.test(word)) found.push(letters.slice(0, 40).join(""));
      else if (letters.length === 1) found.push(word);
      else for (let at = 0; at + 1 < letters.length; at++) found.push(letters[at] + letters[at + 1]);
    }
    return found;
  }

  function part(word) {
    const [first, second] = [...word];
    return (first.codePointAt(0) * 31 + (second ? second.codePointAt(0) : 0)) % site.files;
  }

  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve) => {
        handed.set(name, resolve);
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onerror = () => resolve(null);
        document.head.append(script);
      }));
    }
    return files.get(name);
  }

  function runs(written) {
    const found = [];
    for (const run of written) {
      const at = run.lastIndexOf("*");
      for (let times = Number(run.slice(at + 1)); times; times--) found.push(run.slice(0, at));
    }
    return found;
  }

  /* How well each article fits a word: 2 where it is in its title or names, 1 in its text, 0 not.
     Lines are in order, so that those of a beginning lie together. */
  function fits(content, word, unfinished) {
    const found = new Float32Array(site.total);
    const text = `\n${content || ""}\n`;
    const start = `\n${word}${unfinished ? "" : " "}`;
    for (let at = text.indexOf(start); at >= 0; ) {
      const blank = text.indexOf(" ", at);
      const end = text.indexOf("\n", at + 1);
      const whole = blank - at - 1 === word.length ? 0.5 : 0;
      let number = 0;
      for (const step of text.slice(blank + 1, end).split(" ")) {
        number += parseInt(step, 36); // which stops before the `!` of a title
        const fit = (step.endsWith("!") ? 2 : 1) + whole;
        if (fit > found[number]) found[number] = fit;
      }
      at = text.startsWith(start, end) ? end : -1;
    }
    return found;
  }

  async function find(query) {
    const words = tokens(query);
    const unfinished = /[\p{L}\p{N}]$/u.test(query);
    const contents = await Promise.all(words.map((word) => load(`w-${part(word)}`)));
    const total = new Float32Array(site.total).fill(1);
    words.forEach((word, at) => {
      const last = at === words.length - 1 && unfinished && [...word].length > 1;
      const next = fits(contents[at], word, last);
      for (let number = 0; number < total.length; number++) {
        total[number] = total[number] && next[number] ? total[number] + next[number] : 0;
      }
    });
    const found = [];
    total.forEach((fit, number) => { if (fit) found.push(number); });
    return found.sort((one, other) => total[other] - total[one] || one - other);
  }

  async function documents(numbers) {
    const wanted = [...new Set(numbers.map((number) => Math.floor(number / site.per)))];
    const loaded = new Map(
      await Promise.all(wanted.map(async (number) => [number, await load(`d-${number}`)])),
    );
    return numbers.map((number) => (loaded.get(Math.floor(number / site.per)) || [])[number % site.per]);
  }

  // ---------------------------------------------------------------- the page

  const at = (id) => document.getElementById(id);
  let results = [];
  let shown = 0;
  let asked = 0;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  async function show() {
    const mine = asked;
    const numbers = results.slice(shown, shown + PAGE);
    const found = await documents(numbers);
    if (mine !== asked) return;
    for (const one of found) {
      if (!one) continue;
      const [id, title, language, when, opening] = one;
      const item = element("li", "");
      const link = element("a", "", { href: `article/${id}.html` });
      link.append(element("bdi", title, language ? { lang: language } : {}));
      item.append(link, " ", element("span", when, { class: "soft" }));
      if (opening) {
        item.append(element("span", opening, { class: "opening", dir: "auto", ...(language ? { lang: language } : {}) }));
      }
      at("results").append(item);
    }
    shown += numbers.length;
    at("more").hidden = shown >= results.length;
  }

  function histogram() {
    const counts = new Map();
    for (const number of results) {
      const year = years[number];
      if (year) counts.set(year, (counts.get(year) || 0) + 1);
    }
    const keys = [...counts.keys()].sort();
    at("when").replaceChildren();
    if (keys.length < 2) return;
    const first = Number(keys[0]);
    const last = Number(keys[keys.length - 1]);
    const step = last - first <= 150 ? 1 : last - first <= 1500 ? 10 : 100;
    const bars = [];
    for (let start = first - (first % step); start <= last; start += step) {
      let count = 0;
      for (let year = start; year < start + step; year++) count += counts.get(String(year).padStart(4, "0")) || 0;
      bars.push([start, count]);
    }
    const svg = (name, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const picture = svg("svg", { class: "bars", viewBox: "0 0 720 92", role: "img", "aria-label": at("said").dataset.when });
    const width = Math.min(720 / bars.length, 48);
    const top = Math.max(...bars.map(([, count]) => count));
    const every = Math.max(1, Math.ceil(34 / width));
    bars.forEach(([start, count], index) => {
      const height = count ? Math.max(3, (count / top) * 64) : 0;
      const bar = svg("rect", { class: "bar", x: index * width, y: 70 - height, width: Math.max(1, width - Math.min(2, width / 4)), height });
      const title = svg("title", {});
      title.textContent = `${start}: ${count}`;
      bar.append(title);
      picture.append(bar);
      if (index % every === 0) {
        const label = svg("text", { x: index * width + width / 2, y: 86 });
        label.textContent = String(start);
        picture.append(label);
      }
    });
    picture.append(svg("path", { class: "axis", d: `M0 70H${width * bars.length}` }));
    at("when").append(picture);
  }

  async function ask() {
    const query = at("query").value;
    const mine = ++asked;
    const year = at("year").value;
    const language = at("language").value;
    const begun = performance.now();
    const all = tokens(query).length ? await find(query) : [];
    if (mine !== asked) return;
    results = all.filter((number) => (!year || years[number] === year) && (!language || languages[number] === language));
    shown = 0;
    at("results").replaceChildren();
    histogram();
    await show();
    if (mine !== asked) return;
    const said = at("said").dataset;
    at("status").textContent = tokens(query).length ? (results.length ? `${results.length.toLocaleString()} ${said.found}` : said.none) : "";
    document.documentElement.dataset.milliseconds = String(Math.ceil(performance.now() - begun));
    const hash = query ? `#${encodeURIComponent(query)}` : "";
    history.replaceState(null, "", location.pathname + hash);
  }

  function options(id, values) {
    for (const value of [...new Set(values)].filter(Boolean).sort()) {
      at(id).append(element("option", value, { value }));
    }
  }

  function start() {
    years = runs(site.years);
    languages = runs(site.langs);
    options("year", years);
    options("language", languages);
    let waiting = 0;
    at("query").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 60);
    });
    at("year").addEventListener("change", ask);
    at("language").addEventListener("change", ask);
    at("search").addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
    at("more").addEventListener("click", async () => {
      const first = at("results").children.length;
      await show();
      at("results").children[first]?.querySelector("a").focus();
    });
    const asking = () => {
      let query = location.hash.slice(1);
      try { query = decodeURIComponent(query); } catch { /* as it is */ }
      if (query === "main") return;
      query ||= new URLSearchParams(location.search).get("q") || "";
      if (query) {
        at("query").value = query;
        ask();
      }
    };
    addEventListener("hashchange", asking);
    asking();
    document.documentElement.dataset.ready = "";
  }

  const hand = (name, value) => handed.get(name)?.(value);
  document.addEventListener("DOMContentLoaded", start);
  return {
    about: (value) => { site = value; },
    words: (number, value) => hand(`w-${number}`, value),
    documents: (number, value) => hand(`d-${number}`, value),
    tokens,
  };
})();
