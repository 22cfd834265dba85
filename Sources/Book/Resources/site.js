// The site's own script: dark or light, all code or the equations, copying, the table of contents, and keys. All of it is one
// function, since a page has globals of its own, such as `top`.
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
  remember("theme", theme);
  say(`The page is ${theme}.`);
}

// All code, or the equations only

const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => {
  try { localStorage.setItem(name, value); } catch { /* A browser may refuse to remember. */ }
};

function showCode(isAll) {
  document.documentElement.dataset.code = isAll ? "all" : "equations";
  byId("code").setAttribute("aria-pressed", isAll);
  for (const fold of all("details.program")) fold.open = isAll;
}

function switchCode() {
  const isAll = document.documentElement.dataset.code !== "all";
  const place = sections[currentSection()];
  const before = place?.getBoundingClientRect().top;
  showCode(isAll);
  // The reader stays where they were, whatever unfolds above.
  if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
  remember("code", isAll ? "all" : "equations");
  say(isAll ? "All code is shown." : "Only the equations are shown.");
  reachBoxes();
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
  for (const box of all(".scroll, .scroller, pre, .wide")) {
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

// Keys

function handleKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key.length === 1 && !byId("letters").checked) return;
  const isScrollable = event.target.closest?.("pre, .scroll, .scroller");
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const follows = (rel) => document.querySelector(`.ways a[rel=${rel}]`)?.click();
  const actions = {
    "/": () => byId("open-search").click(), "?": () => byId("help").showModal(), d: switchTheme, c: switchCode, n: () => goToSection(1),
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
byId("code").addEventListener("click", switchCode);
showCode(remembered("code") === "all");
byId("letters").checked = remembered("keys") !== "off";
byId("letters").addEventListener("change", (event) => remember("keys", event.target.checked ? "on" : "off"));
byId("open-help").addEventListener("click", () => byId("help").showModal());
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
})();
