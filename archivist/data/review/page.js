// The page: what buttons and keys do, the dialogs, and the files that are saved.
const desk = new Desk();
const $ = (id) => document.getElementById(id);

// ---------------------------------------------------------------- buttons

const ACTS = {
  previous: () => desk.go(-1),
  next: () => desk.go(1),
  undo: () => desk.undo(-1),
  redo: () => desk.undo(1),
  check: () => desk.check(),
  save: () => openSave(),
  help: () => $("help-dialog").showModal(),
  mark: () => Marking.begin(),
};
for (const [id, act] of Object.entries(ACTS)) $(id).addEventListener("click", act);
for (const close of document.querySelectorAll("dialog [data-close]")) {
  close.addEventListener("click", () => close.closest("dialog").close());
}
$("search").addEventListener("input", () => View.sift(desk));
$("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const [first] = View.shown();
  if (first !== undefined) desk.open(first);
});
$("filter").addEventListener("change", () => View.sift(desk));

$("text").addEventListener("click", (event) => {
  const piece = event.target.closest("[data-key]");
  const chosen = document.getSelection();
  if (!piece || (chosen.rangeCount && !chosen.isCollapsed)) return;
  const keys = (piece.dataset.keys || piece.dataset.key).split(" ");
  const inner = piece.dataset.key;
  desk.selectAmong([inner, ...keys.filter((key) => key !== inner)]);
});

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if ($("as").contains(document.activeElement)) return;
  if (!chosen.rangeCount || (!$("text").contains(chosen.anchorNode) && !chosen.isCollapsed)) return;
  const span = Text.selected($("text"), desk.article());
  if (span || !$("as").hidden) View.as(desk, span);
});

// ---------------------------------------------------------------- keys

const KEYS = {
  n: () => desk.go(1),
  p: () => desk.go(-1),
  j: () => field(1),
  k: () => field(-1),
  r: () => judge(true),
  w: () => judge(false),
  c: () => desk.check(),
  s: () => control("speaker"),
  t: () => control("type") || control("role") || control("kind"),
  e: () => control("value") || control("another"),
  b: () => control("bound"),
  m: () => Marking.begin(),
  z: () => desk.undo(-1),
  y: () => desk.undo(1),
  x: () => openSave(),
  Delete: () => take(),
  "/": () => $("search").focus(),
  "?": () => $("help-dialog").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, select, textarea");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing) {
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      desk.undo(key === "y" || event.shiftKey ? 1 : -1);
      return;
    }
  }
  if (event.key === "Escape") return leave(typing);
  if (typing || event.altKey) return;
  if (desk.marking && Marking.key(event)) return;
  const head = event.target.closest(".head");
  if (head && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    field(event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (event.ctrlKey || event.metaKey || desk.settings.keys === false || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});

function leave(typing) {
  if (typing) typing.closest("[data-card]")?.querySelector(".head").focus();
  desk.marking = false;
  document.getSelection().removeAllRanges();
  View.as(desk, null);
}

// The next field, opened; from the last it goes on to the first.
function field(by) {
  const keys = [...document.querySelectorAll("[data-card]")].map((item) => item.dataset.card);
  const here = keys.indexOf(desk.selected);
  const to = here < 0 ? (by > 0 ? 0 : keys.length - 1) : (here + by + keys.length) % keys.length;
  desk.select(keys[to], true);
}

function control(name) {
  const card = desk.selected && [...document.querySelectorAll("[data-card]")].find((item) => item.dataset.card === desk.selected);
  const found = card && [...card.querySelectorAll("[data-c]")].find((item) => item.dataset.c.split(" ")[0] === name && !item.disabled);
  if (found) found.focus();
  return Boolean(found);
}

// On the part of the card that has the focus: a quotation and its speaker are judged apart.
function judge(right) {
  if (!desk.selected || !/^(headline|language|dates|quotes|entities|credits)/.test(desk.selected)) {
    desk.tell(say("choose.field"));
    return;
  }
  const article = desk.article();
  const held = document.activeElement.closest?.(".judge button, .field select");
  const speaker = `${desk.selected}/speaker`;
  const keys = desk.selected.startsWith("quotes") && right && !held ? [desk.selected, speaker] : [desk.selected];
  for (const key of keys) if (article.before(key) !== null && article.find(key) !== null) desk.do({ do: "judge", key, right });
}

function take() {
  if (desk.selected && /^(dates|quotes|entities|credits)/.test(desk.selected)) desk.do({ do: "remove", key: desk.selected });
  else if (desk.selected === "headline" && desk.article().now.headline) desk.do({ do: "headline", value: null });
}

// ---------------------------------------------------------------- marking words by keys

const Marking = (() => {
  let [from, to] = [0, 0]; // words

  function begin() {
    const article = desk.article();
    const words = Spans.words(article);
    if (!words.length) return;
    const item = desk.selected && article.find(desk.selected);
    const start = item && (item.spans ? item.spans[0][0] : item.mentions?.[0]?.span[0] ?? item.span?.[0]);
    from = to = Math.max(0, words.findIndex((word) => word[1] > (start ?? visible(article))));
    desk.marking = true;
    $("text").focus({ preventScroll: true });
    desk.tell(say("marking"));
    show(article);
  }

  // The first character of the text that is in sight.
  function visible(article) {
    const top = $("text").getBoundingClientRect().top;
    const piece = [...$("text").querySelectorAll("[data-unit]")].find((item) => item.getBoundingClientRect().bottom > Math.max(top, 0) + 4);
    return piece ? article.places.point(Number(piece.dataset.unit)) : 0;
  }

  function show(article) {
    const words = Spans.words(article);
    const span = [words[from][0], words[to][1]];
    const [start, end] = span.map((point) => place(article.places.unit(point)));
    if (!start || !end) return;
    document.getSelection().setBaseAndExtent(...start, ...end);
    const holder = end[0].parentElement;
    holder.scrollIntoView({ block: "nearest" });
    View.as(desk, span);
  }

  // Node and offset of a unit of the text.
  function place(unit) {
    const pieces = [...$("text").querySelectorAll("[data-unit]")];
    const piece = pieces.findLast((item) => Number(item.dataset.unit) <= unit);
    let left = unit - Number(piece.dataset.unit);
    for (const child of piece.childNodes) {
      const size = child.nodeType === Node.TEXT_NODE ? child.length : Number(child.dataset.size);
      if (left <= size) return child.nodeType === Node.TEXT_NODE ? [child, left] : [piece, [...piece.childNodes].indexOf(child) + (left ? 1 : 0)];
      left -= size;
    }
    return [piece, piece.childNodes.length];
  }

  // Whether the key was one of ours.
  function key(event) {
    const article = desk.article();
    const words = Spans.words(article);
    const last = words.length - 1;
    const clip = (at) => Math.max(0, Math.min(last, at));
    const right = getComputedStyle($("text").firstElementChild).direction === "rtl" ? -1 : 1;
    const across = { ArrowRight: right, ArrowLeft: -right }[event.key];
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && $("text") === document.activeElement) {
      $("as").querySelector("button")?.focus();
      event.preventDefault();
      return true;
    }
    if ((!across && !down) || event.target !== $("text")) return false;
    event.preventDefault();
    if (across && event.shiftKey) to = Math.max(from, clip(to + across));
    else if (across) from = to = clip((across > 0 ? to : from) + across);
    else {
      const block = paragraph(article, words[from][0]) + down;
      const start = article.now.blocks[block]?.span[0];
      const found = start === undefined ? -1 : words.findIndex((word) => word[0] >= start);
      if (found >= 0) from = to = found;
    }
    show(article);
    return true;
  }

  const paragraph = (article, point) => article.now.blocks.findIndex((block) => point < block.span[1]);

  return { begin, key };
})();

// ---------------------------------------------------------------- saving

function openSave() {
  const touched = desk.touched();
  const patches = desk.patches("?");
  const checked = desk.states.filter((state) => state.checked).length;
  $("by").value = desk.settings.by || DATA.by || "";
  $("will-save").textContent = say("will.save", number(patches.length), number(checked), number(touched.length));
  $("kept").textContent = Store.works() ? say("kept.here") : say("not.kept");
  $("forget").textContent = say("forget");
  look();
  $("save-dialog").showModal();
  $($("by").value ? "save-patch" : "by").focus();
}

function look() {
  const named = $("by").value.trim() !== "";
  $("save-patch").disabled = !named || !desk.patches("?").length;
  $("save-judgements").disabled = !named || !desk.touched().length;
  $("by-wrong").textContent = named ? "" : say("by.wanted");
}

function give(name, lines) {
  const blob = new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join("")], { type: "application/jsonl" });
  const link = el("a", { href: URL.createObjectURL(blob), download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  desk.unsaved = false;
  $("saved").textContent = say("saved", name);
}

$("by").addEventListener("input", () => {
  desk.set("by", $("by").value.trim());
  look();
});
$("save-patch").addEventListener("click", () => give(`${DATA.name}.patch.jsonl`, desk.patches($("by").value.trim(), $("reason").value.trim())));
$("save-judgements").addEventListener("click", () => give(`${DATA.name}.judgements.jsonl`, desk.judgements($("by").value.trim())));
$("forget").addEventListener("click", () => {
  if ($("forget").textContent !== say("forget.sure")) {
    $("forget").textContent = say("forget.sure");
    return;
  }
  desk.forget();
  $("save-dialog").close();
  desk.tell(say("forgotten"));
});
$("keys").checked = desk.settings.keys !== false;
$("keys").addEventListener("change", () => desk.set("keys", $("keys").checked));
$("advance").checked = desk.settings.advance !== false;
$("advance").addEventListener("change", () => desk.set("advance", $("advance").checked));
window.addEventListener("beforeunload", (event) => {
  if (desk.unsaved && !Store.works()) event.preventDefault();
});

View.list(desk);
View.draw(desk, { anew: true });
document.body.classList.add("ready");
window.archivistReview = Object.freeze({ desk, isEdtf: Edtf.isValid, oneLine });
