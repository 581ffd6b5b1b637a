// Words on the page: labels, and the words of strangers, with what hides or steers text shown.
const DATA = JSON.parse(document.getElementById("data").textContent);
const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

// A label; {0}, {1} … are put in.
function say(key, ...values) {
  const words = DATA.labels[key];
  if (words === undefined) return key;
  return words.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)]));
}

// On one line as the record has it: white space is what Python takes for it, U+FEFF is none.
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const oneLine = (words) => words.replace(BLANKS, " ").replace(/^ | $/g, "");

const number = (value) => value.toLocaleString(DATA.lang);
const codePoint = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

// For places that hold text alone: options, labels, titles.
const flat = (words) => String(words).replace(HIDDEN, "\u25a1");

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…` : words);

// An element: name.class, what it has, what is in it. Strings become text, never markup.
function el(name, has = {}, ...within) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(has)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "selected") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...within.flat(Infinity).filter((item) => item !== null && item !== undefined && item !== false));
  return made;
}

// The words of strangers: in their own direction, hidden characters by their code points.
function strange(words, most = 400) {
  const made = el("bdi", { dir: "auto" });
  put(made, cut(String(words), most));
  return made;
}

function put(into, words) {
  let end = 0;
  for (const found of words.matchAll(HIDDEN)) {
    into.append(words.slice(end, found.index), el("span.hidden-character", {}, codePoint(found[0])));
    end = found.index + found[0].length;
  }
  into.append(words.slice(end));
}
