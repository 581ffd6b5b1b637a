// Edits by chance, through the same doors that buttons and keys use: arguments are a seed and how many.
let state = arguments[0];
const chance = (below) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
const one = (list) => list[chance(list.length)];
const desk = archivistReview.desk;
const types = ["person", "organization", "place", "event", "work"];
for (let at = 0; at < desk.articles.length; at += 1) {
  desk.open(at);
  for (let n = 0; n < arguments[1]; n += 1) {
    const article = desk.article(), { now } = article, length = article.places.length;
    const start = chance(length), span = [start, Math.min(length, start + 1 + chance(40))];
    const words = archivistReview.oneLine(article.words(span));
    const key = (list) => now[list].length ? `${list}/${one(now[list]).$}` : null;
    const quote = key("quotes"), entity = key("entities"), date = key("dates"), credit = key("credits");
    const who = entity && article.find(entity);
    const speaks = who && now.quotes.some((q) => [q.speaker, q.via].some((p) => p && p.entity === who.id));
    switch (chance(19)) {
      case 0: if (quote && who && who.type !== "place") desk.do({ do: "speaker", key: quote, to: String(who.$) }); break;
      case 1: if (quote) desk.do({ do: "speaker", key: quote, to: null }); break;
      case 2: if (quote && words) desk.speakerNamed(quote, words.split(" ")[0]); break;
      case 3: if (quote) desk.do({ do: "kind", key: quote, to: one(["direct", "indirect", "mixed"]) }); break;
      case 4: case 5: if (quote) desk.move(quote, chance(article.find(quote).spans.length), chance(2), one([-2, -1, 1, 2])); break;
      case 6: if (entity) { const type = one(types); if (!(speaks && type === "place")) desk.do({ do: "type", key: entity, to: type }); } break;
      case 7: if (entity && words) desk.do({ do: "name", key: entity, to: words }); break;
      case 8: if (entity && who.mentions.length) desk.move(`${entity}/mentions/${one(who.mentions).$}`, 0, chance(2), one([-2, -1, 1, 2])); break;
      case 9: if (entity && who.mentions.length) desk.do({ do: "remove", key: `${entity}/mentions/${one(who.mentions).$}` }); break;
      case 10: { const gone = one([quote, entity, date, credit]); if (gone) desk.do({ do: "remove", key: gone }); } break;
      case 11: if (words) desk.do({ do: "add", what: "quotes", value: { kind: one(["direct", "indirect"]), span } }); break;
      case 12: if (words) desk.do({ do: "add", what: "entities", value: { name: words, type: one(types), span } }); break;
      case 13: if (words && entity) desk.do({ do: "mention", key: entity, span }); break;
      case 14: if (date) desk.do({ do: "date", key: date, role: "created", value: one(["2024", "2024-10~", "XXXX-10-25"]) });
        else if (words) desk.do({ do: "add", what: "dates", value: { role: "published", value: "2024-10", verbatim: article.words(span) } }); break;
      case 15: if (words) desk.do({ do: "add", what: "credits", value: { role: "author", name: words, verbatim: article.words(span), span } });
        else if (credit) desk.do({ do: "credit", key: credit, role: "editor" }); break;
      case 16: if (words) desk.do(chance(2) ? { do: "headline", value: words, span } : { do: "headline", value: null }); break;
      case 17: {
        const party = quote && article.find(quote).speaker, speaker = party && article.entity(party.entity);
        if (speaker) desk.do({ do: "remove", key: `entities/${speaker.$}` });
        break;
      }
      default: desk.undo(one([-1, -1, 1])); break;
    }
  }
}
return { patches: desk.patches("Ada"), now: desk.articles.map((article) => article.now) };
