// The site's own script: dark or light, copying, the table of contents, search, and keys. It loads nothing but search.js
// beside it. All of it is one function, since a page has globals of its own, such as `top`.
(() => {
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const say = (text) => { byId("said").textContent = text; };

// Dark or light

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* A browser may refuse to remember. */ }
  say(`The page is ${theme}.`);
}

// Copying

async function copy(button) {
  const code = button.closest(".cell").querySelector("code");
  let isCopied = false;
  try {
    await navigator.clipboard.writeText(code.textContent);
    isCopied = true;
  } catch {
    getSelection().selectAllChildren(code);
    isCopied = document.execCommand("copy");
    getSelection().removeAllRanges();
  }
  button.textContent = isCopied ? "Copied" : "Select it";
  say(isCopied ? "Copied." : "Copying is not allowed here.");
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// The table of contents follows the text

const sections = all("main section[id]").filter((section) => section.parentElement.id === "content");

function currentSection() {
  const line = innerHeight * 0.3;
  let current = -1;
  sections.forEach((section, index) => { if (section.getBoundingClientRect().top <= line) current = index; });
  return current;
}

function follow() {
  const id = sections[currentSection()]?.id;
  for (const link of all(".toc a")) {
    const isCurrent = decodeURIComponent(link.hash.slice(1)) === id;
    if (isCurrent === link.hasAttribute("aria-current")) continue;
    link.toggleAttribute("aria-current", isCurrent);
    if (!isCurrent) continue;
    link.setAttribute("aria-current", "location");
    const list = link.closest("nav");
    const [row, box] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (row.top < box.top || row.bottom > box.bottom) list.scrollTop += row.top - box.top - box.height / 2;
  }
}

function goToSection(step) {
  const current = currentSection();
  const next = sections[Math.max(0, Math.min(sections.length - 1, current + step))];
  if (step < 0 && current <= 0) scrollTo({ top: 0 });
  else next?.scrollIntoView();
}

// On a phone a table's row is a card, whose cells say what their column's head says

for (const table of all("table.plain")) {
  const heads = all("th", table).map((head) => head.textContent);
  for (const row of all("tbody tr", table)) {
    [...row.cells].forEach((cell, column) => { if (cell.textContent) cell.dataset.head = heads[column] ?? ""; });
  }
}

// A box that scrolls by itself can be scrolled by the keyboard

function reachBoxes() {
  for (const box of all(".scroll, .formula, pre, .wide")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0; else box.removeAttribute("tabindex");
  }
}

// On a phone a figure is small until it is touched

document.documentElement.classList.add("touch");
for (const paper of all(".figure .paper")) {
  paper.addEventListener("click", () => { paper.classList.toggle("large"); reachBoxes(); });
}

// Formulas in the text that are wider than the page scroll in themselves

function fitFormulas() {
  for (const formula of all("main p math, main li math, main td math")) {
    const holder = formula.parentElement;
    const isWide = formula.getBoundingClientRect().width > formula.closest("p, li, td").clientWidth + 1;
    if (isWide && !holder.classList.contains("wide")) {
      const box = document.createElement("span");
      box.className = "wide";
      formula.replaceWith(box);
      box.append(formula);
    } else if (!isWide && holder.classList.contains("wide")) {
      holder.replaceWith(formula);
    }
  }
}

// Search

let words = null;

function openSearch() {
  byId("search").showModal();
  byId("query").select();
  if (words) return;
  const script = document.createElement("script");
  script.src = "search.js";
  script.onload = () => { words = window.bookWords; search(); };
  script.onerror = () => { byId("found").textContent = "search.js is missing beside this page."; };
  document.head.append(script);
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function score(entry, terms) {
  const [title, text] = [plain(entry.title), plain(entry.words)];
  let sum = 0;
  for (const term of terms) {
    const count = text.split(term).length - 1;
    if (title.includes(term)) sum += 20;
    else if (count === 0) return 0;
    sum += Math.min(count, 8);
  }
  return sum;
}

function excerpt(entry, terms) {
  const text = plain(entry.words);
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
  const terms = plain(byId("query").value).split(/\s+/).filter(Boolean);
  const results = byId("results");
  results.replaceChildren();
  if (!terms.length || !words) { byId("found").textContent = ""; return; }
  const hits = words.map((entry) => [score(entry, terms), entry]).filter(([points]) => points > 0)
    .sort((a, b) => b[0] - a[0]);
  byId("found").textContent = hits.length ? `${hits.length} place${hits.length > 1 ? "s" : ""}` : "Nothing found";
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

// Keys

function handleKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const isScrollable = event.target.closest?.("pre, .scroll, .formula");
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const follows = (rel) => document.querySelector(`.ways a[rel=${rel}]`)?.click();
  const actions = {
    "/": openSearch, "?": () => byId("help").showModal(), d: switchTheme, n: () => goToSection(1),
    p: () => goToSection(-1), h: () => document.querySelector(".home").click(),
    ArrowRight: () => isScrollable || follows("next"), ArrowLeft: () => isScrollable || follows("prev"),
  };
  const action = actions[event.key];
  if (!action) return;
  if (!event.key.startsWith("Arrow")) event.preventDefault();
  action();
}

// Beginning

for (const element of all(".tools, .copy")) element.hidden = false;
for (const button of all(".copy")) button.addEventListener("click", () => copy(button));
byId("theme").addEventListener("click", switchTheme);
byId("open-search").addEventListener("click", openSearch);
byId("open-help").addEventListener("click", () => byId("help").showModal());
byId("query").addEventListener("input", search);
byId("search").addEventListener("keydown", moveInResults);
for (const dialog of all("dialog")) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
document.addEventListener("keydown", handleKey);
const contents = document.querySelector(".toc details");
const isRoomy = matchMedia("(min-width: 70rem)");
const unfold = () => { if (contents) contents.open = isRoomy.matches; };
isRoomy.addEventListener("change", unfold);
unfold();
for (const link of all(".toc a")) link.addEventListener("click", () => { if (!isRoomy.matches) contents.open = false; });
fitFormulas();
reachBoxes();
follow();
let isWaiting = false;
addEventListener("scroll", () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => { isWaiting = false; follow(); });
}, { passive: true });
addEventListener("resize", () => { fitFormulas(); reachBoxes(); });
addEventListener("beforeprint", () => all("details").forEach((details) => {
  if (!details.open && !details.closest("nav")) { details.open = true; details.dataset.printed = ""; }
}));
addEventListener("afterprint", () => all("details[data-printed]").forEach((details) => {
  details.open = false;
  delete details.dataset.printed;
}));
})();
