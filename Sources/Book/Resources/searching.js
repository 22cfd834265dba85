// The search. It loads search.js beside it, once, and nothing else.
(() => {
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

let words = null;
let vocabulary = null;

function openSearch() {
  byId("search").showModal();
  byId("query").select();
  if (words) return;
  const script = document.createElement("script");
  script.src = "search.js";
  script.onload = () => {
    words = window.bookWords;
    for (const entry of words) Object.assign(entry, { plain: plain(entry.words), plainTitle: plain(entry.title) });
    vocabulary = new Set(words.flatMap((entry) => `${entry.plainTitle} ${entry.plain}`.match(/[\p{L}-]{4,}/gu) ?? []));
    search();
  };
  script.onerror = () => { byId("found").textContent = "search.js is missing beside this page."; };
  document.head.append(script);
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/// Whether one changed, missing, added or exchanged letter makes one word of the other.
function isNear(first, second) {
  if (Math.abs(first.length - second.length) > 1) return false;
  let start = 0;
  while (start < first.length && first[start] === second[start]) start += 1;
  const rests = (a, b) => first.slice(start + a) === second.slice(start + b);
  const isExchanged = first[start] === second[start + 1] && first[start + 1] === second[start] && rests(2, 2);
  return rests(1, 1) || rests(1, 0) || rests(0, 1) || isExchanged;
}

/// What may stand for each part of a query: the part itself, what the book calls it, or a word one letter away.
function alternatives(query) {
  let rest = plain(query).trim();
  const groups = [];
  for (const [name, others] of window.bookNames) {
    const place = ` ${rest} `.indexOf(` ${plain(name)} `);
    if (place < 0) continue;
    groups.push([plain(name), ...others.map(plain)]);
    rest = (rest.slice(0, place) + " " + rest.slice(place + name.length)).trim();
  }
  for (const term of rest.split(/\s+/).filter(Boolean)) {
    const isKnown = words.some((entry) => entry.plain.includes(term));
    const near = isKnown || term.length < 4 ? [] : [...vocabulary].filter((word) => isNear(word, term));
    groups.push([term, ...near]);
  }
  return groups;
}

function score(entry, groups) {
  let sum = 0;
  for (const group of groups) {
    const counts = group.map((term) => entry.plain.split(term).length - 1);
    const isTitle = group.some((term) => entry.plainTitle.includes(term));
    if (isTitle) sum += 20;
    else if (!counts.some(Boolean)) return 0;
    sum += Math.min(Math.max(...counts), 8);
  }
  return sum;
}

function excerpt(entry, terms) {
  const text = entry.plain;
  const place = Math.max(0, text.indexOf(terms.find((term) => text.includes(term)) ?? ""));
  const start = Math.max(0, place - 50);
  const piece = document.createElement("span");
  const shown = (start > 0 ? "…" : "") + entry.words.slice(start, start + 150) + "…";
  let rest = shown;
  while (rest) {
    const low = plain(rest);
    const hits = low.length === rest.length ? terms.map((term) => [low.indexOf(term), term.length]) : [];
    const [at, length] = hits.filter(([index]) => index >= 0).sort((a, b) => a[0] - b[0])[0] ?? [rest.length, 0];
    piece.append(rest.slice(0, at));
    if (length) {
      const mark = document.createElement("mark");
      mark.textContent = rest.slice(at, at + length);
      piece.append(mark);
    }
    rest = rest.slice(at + length);
  }
  return piece;
}

function search() {
  const results = byId("results");
  results.replaceChildren();
  if (!byId("query").value.trim() || !words) { byId("found").textContent = ""; return; }
  const groups = alternatives(byId("query").value);
  const terms = groups.flat();
  const hits = words.map((entry) => [score(entry, groups), entry]).filter(([points]) => points > 0)
    .sort((a, b) => b[0] - a[0]);
  const others = groups.flatMap((group) => group.slice(1));
  const also = others.length ? `; also for ${others.slice(0, 3).join(", ")}` : "";
  byId("found").textContent = hits.length ? `${hits.length} place${hits.length > 1 ? "s" : ""}${also}` : "Nothing found";
  for (const [, entry] of hits.slice(0, 20)) {
    const [item, link, place, title] = ["li", "a", "small", "strong"].map((name) => document.createElement(name));
    link.href = entry.address;
    place.textContent = entry.place;
    title.textContent = entry.title;
    link.append(place, title, excerpt(entry, terms));
    link.addEventListener("click", () => byId("search").close());
    item.append(link);
    results.append(item);
  }
}

function moveInResults(event) {
  const links = all("#results a");
  if (!links.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp" && event.key !== "Enter")) return;
  const index = links.indexOf(document.activeElement);
  if (event.key === "Enter") {
    if (index < 0) { event.preventDefault(); links[0].click(); }
    return;
  }
  event.preventDefault();
  const next = index + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) byId("query").focus(); else links[Math.min(next, links.length - 1)].focus();
}

byId("open-search").addEventListener("click", openSearch);
byId("query").addEventListener("input", search);
byId("search").addEventListener("keydown", moveInResults);
})();
