// The site's own script: dark or light, copying, the table of contents, search, keys, and the instruments. It loads
// nothing but search.js beside it. All of it is one function, since a page has globals of its own, such as `top`.
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

// Instruments: two sliders, and a table that was computed when the page was made

const svgTag = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const shortNumber = (value) => {
  if (Math.abs(value) < 1e-12) return "0";
  const text = value.toPrecision(5);
  const trimmed = text.includes("e") || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  return trimmed.replaceAll("-", "−");
};
const [width, height, left, right, top, bottom] = [420, 260, 46, 14, 30, 34];

/// A scale from values to places, and its ticks.
function scale(range, from, to, isLogarithmic, beyond = 0.02) {
  const [low, high] = isLogarithmic ? range.map(Math.log10) : range;
  const place = (value) => {
    const t = ((isLogarithmic ? Math.log10(Math.max(value, 1e-300)) : value) - low) / (high - low);
    return from + Math.max(-beyond, Math.min(1 + beyond, t)) * (to - from);
  };
  const ticks = [];
  if (isLogarithmic) {
    for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power += 1) ticks.push(10 ** power);
  } else {
    const rough = (high - low) / 6;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= rough);
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9; k += 1) ticks.push(k * step);
  }
  const label = (tick) => isLogarithmic && (tick >= 1e4 || tick < 1e-2)
    ? `10${[...String(Math.round(Math.log10(tick)))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`
    : shortNumber(Number(tick.toPrecision(10)));
  return { place, ticks, label };
}

function drawing(panel) {
  const svg = svgTag("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": panel.title });
  svg.append(svgTag("text", { x: left, y: 17, class: "title" }, panel.title));
  return svg;
}

function axis(svg, scaled, isVertical) {
  for (const tick of scaled.ticks) {
    const at = scaled.place(tick);
    const line = isVertical ? { x1: left, x2: width - right, y1: at, y2: at }
      : { x1: at, x2: at, y1: top, y2: height - bottom };
    const text = isVertical ? { x: left - 6, y: at + 4, "text-anchor": "end" }
      : { x: at, y: height - bottom + 16, "text-anchor": "middle" };
    svg.append(svgTag("line", { ...line, class: "grid" }), svgTag("text", { ...text, class: "tick" }, scaled.label(tick)));
  }
}

const viridis = ["440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"]
  .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
function color(t) {
  const place = Math.max(0, Math.min(1, t)) * (viridis.length - 1);
  const index = Math.min(viridis.length - 2, Math.floor(place));
  const mix = viridis[index].map((c, k) => Math.round(c + (place - index) * (viridis[index + 1][k] - c)));
  return `rgb(${mix.join()})`;
}

class Instrument {
  constructor(section) {
    this.section = section;
    Object.assign(this, JSON.parse(section.querySelector("script[type='application/json']").textContent));
    this.inputs = all("input[type=range]", section);
    this.byName = Object.fromEntries(this.quantities.map((quantity) => [quantity.name, quantity]));
    const place = section.querySelector(".panels");
    this.updates = this.panels.map((panel) => {
      const svg = drawing(panel);
      place.append(svg);
      return this[panel.kind](svg, panel);
    });
    for (const input of this.inputs) input.addEventListener("input", () => this.update());
    this.update();
  }

  get positions() { return this.inputs.map((input) => Number(input.value)); }
  at(name, [i, j] = this.positions) { return this.byName[name].values[i * this.sliders[1].values.length + j]; }
  value(slider) { return this.sliders[slider].values[this.positions[slider]]; }

  update() {
    this.inputs.forEach((input, k) => {
      const text = shortNumber(this.value(k));
      input.nextElementSibling.textContent = text;
      input.setAttribute("aria-valuetext", text);
    });
    for (const cell of all("[data-quantity]", this.section)) {
      cell.textContent = shortNumber(this.at(cell.dataset.quantity));
    }
    for (const update of this.updates) update();
  }

  move(positions) {
    this.inputs.forEach((input, k) => { input.value = positions[k]; });
    this.update();
  }

  surface(svg, panel) {
    const [xs, ys] = this.sliders.map((slider) => slider.values);
    const span = (values) => {
      const half = (values[1] - values[0]) / 2;
      return [values[0] - half, values.at(-1) + half];
    };
    const x = scale(span(xs), left, width - right);
    const y = scale(span(ys), height - bottom, top);
    const [low, high] = panel.range;
    const cells = svgTag("g", { class: "cells", "shape-rendering": "crispEdges" });
    const [cellWidth, cellHeight] = [(width - left - right) / xs.length, (height - top - bottom) / ys.length];
    xs.forEach((xValue, i) => ys.forEach((yValue, j) => {
      // The square root keeps the neighbourhood of the smallest value apart.
      const t = Math.sqrt(Math.max(0, Math.min(1, (this.at(panel.of[0], [i, j]) - low) / (high - low))));
      cells.append(svgTag("rect", {
        x: (left + i * cellWidth).toFixed(2), y: (height - bottom - (j + 1) * cellHeight).toFixed(2),
        width: (cellWidth + 0.3).toFixed(2), height: (cellHeight + 0.3).toFixed(2), fill: color(1 - t),
      }));
    }));
    const marker = [svgTag("line", { class: "cross" }), svgTag("line", { class: "cross" }),
      svgTag("circle", { r: 5.5, class: "marker" })];
    svg.append(cells, ...marker);
    axis(svg, { ...x }, false);
    axis(svg, { ...y }, true);
    all("line.grid", svg).forEach((line) => line.remove());
    svg.append(svgTag("text", { x: width - right, y: height - 3, "text-anchor": "end", class: "tick" },
      `${this.sliders[0].label} →, ${this.sliders[1].label} ↑`));
    const pick = (event) => {
      const box = svg.getBoundingClientRect();
      const [px, py] = [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height];
      const clamp = (value, count) => Math.max(0, Math.min(count - 1, Math.floor(value)));
      this.move([clamp((px - left) / cellWidth, xs.length), clamp((height - bottom - py) / cellHeight, ys.length)]);
    };
    cells.addEventListener("pointerdown", (event) => { cells.setPointerCapture(event.pointerId); pick(event); });
    cells.addEventListener("pointermove", (event) => { if (event.buttons) pick(event); });
    return () => {
      const [px, py] = [x.place(this.value(0)), y.place(this.value(1))];
      const set = (element, attributes) => Object.entries(attributes).forEach(([k, v]) => element.setAttribute(k, v));
      set(marker[0], { x1: px, x2: px, y1: top, y2: height - bottom });
      set(marker[1], { x1: left, x2: width - right, y1: py, y2: py });
      set(marker[2], { cx: px, cy: py });
    };
  }

  slice(svg, panel) {
    const along = this.sliders[panel.along].values;
    const x = scale([along[0], along.at(-1)], left, width - right);
    const y = scale(panel.range, height - bottom, top, panel.logarithmic, 10);
    axis(svg, x, false);
    axis(svg, y, true);
    svg.append(svgTag("text", { x: width - right, y: height - 3, "text-anchor": "end", class: "tick" },
      this.sliders[panel.along].label));
    const cursor = svgTag("line", { y1: top, y2: height - bottom, class: "cursor" });
    const lines = panel.of.map((name) => svgTag("path", { class: `line s${this.byName[name].color}` }));
    const dots = panel.of.map((name) => svgTag("circle", { r: 4.5, class: `dot s${this.byName[name].color}` }));
    const clip = `clip-${this.section.id}-${svg.parentElement.children.length}`;
    svg.append(svgTag("clipPath", { id: clip },
      svgTag("rect", { x: left, y: top - 2, width: width - left - right, height: height - top - bottom + 4 })));
    svg.append(cursor, svgTag("g", { "clip-path": `url(#${clip})` }, ...lines, ...dots));
    return () => {
      const positions = this.positions;
      const here = x.place(this.value(panel.along));
      cursor.setAttribute("x1", here);
      cursor.setAttribute("x2", here);
      panel.of.forEach((name, k) => {
        const points = along.map((value, index) => {
          const place = panel.along === 0 ? [index, positions[1]] : [positions[0], index];
          return `${x.place(value).toFixed(1)},${y.place(this.at(name, place)).toFixed(1)}`;
        });
        lines[k].setAttribute("d", "M" + points.join("L"));
        dots[k].setAttribute("cx", here);
        dots[k].setAttribute("cy", y.place(this.at(name)));
      });
    };
  }

  stack(svg, panel) {
    const x = scale(panel.range, left, width - right);
    axis(svg, x, false);
    const [lower, upper, total] = panel.of;
    const bars = [lower, upper].map((name) => svgTag("rect", { y: 90, height: 70, class: `bar s${this.byName[name].color}` }));
    const names = [lower, upper].map((name) => svgTag("text", { class: "tick", "text-anchor": "middle" }));
    const line = svgTag("line", { y1: top + 20, y2: height - bottom, class: `line s${this.byName[total].color}` });
    const label = svgTag("text", { y: top + 14, "text-anchor": "middle", class: "tick" }, "log p(x)");
    svg.append(...bars, line, label, ...names);
    return () => {
      const [from, to] = [x.place(this.at(lower)), x.place(this.at(total))];
      const spans = [[left, Math.max(left, from)], [Math.max(left, from), to]];
      spans.forEach(([start, end], k) => {
        bars[k].setAttribute("x", start);
        bars[k].setAttribute("width", Math.max(0, end - start));
        names[k].setAttribute("x", (start + end) / 2);
        names[k].setAttribute("y", k === 0 ? 80 : 178);
        names[k].textContent = end - start < 1 ? "" : ["bound", "gap"][k];
      });
      line.setAttribute("x1", to);
      line.setAttribute("x2", to);
      label.setAttribute("x", to);
    };
  }

  bars(svg, panel) {
    const x = scale(panel.range, left, width - right - 56, panel.logarithmic);
    axis(svg, x, false);
    const step = (height - top - bottom) / panel.of.length;
    const rows = panel.of.map((name, k) => {
      const y = top + step * (k + 0.18);
      const bar = svgTag("rect", { x: left, y, height: step * 0.64, class: `bar s${this.byName[name].color}` });
      const number = svgTag("text", { y: y + step * 0.32 + 4, class: "tick" });
      svg.append(bar, number, svgTag("text", { x: left - 6, y: y + step * 0.32 + 4, "text-anchor": "end", class: "tick" },
        String.fromCharCode(97 + k)));
      return { name, bar, number };
    });
    const letters = panel.of.map((name, k) => [name, String.fromCharCode(97 + k)]);
    for (const [name, letter] of letters) {
      const cell = this.section.querySelector(`[data-quantity="${name}"]`).previousElementSibling;
      const tag = document.createElement("small");
      tag.textContent = ` ${letter}`;
      cell.append(tag);
    }
    return () => {
      for (const { name, bar, number } of rows) {
        const end = x.place(this.at(name));
        bar.setAttribute("width", Math.max(0, end - left));
        number.setAttribute("x", Math.max(left, end) + 5);
        number.textContent = shortNumber(Number(this.at(name).toPrecision(3)));
      }
    };
  }

  gaussians(svg, panel) {
    const x = scale(panel.range, left, width - right);
    const peak = 1.6;
    const y = scale([0, peak], height - bottom, top);
    axis(svg, x, false);
    const clip = `clip-${this.section.id}`;
    svg.append(svgTag("clipPath", { id: clip },
      svgTag("rect", { x: left, y: top, width: width - left - right, height: height - top - bottom })));
    const curve = (mean, deviation) => "M" + panel.bell.map((density, k) => {
      const z = mean + deviation * (k - (panel.bell.length - 1) / 2) / 10;
      const px = left + (z - panel.range[0]) / (panel.range[1] - panel.range[0]) * (width - left - right);
      return `${px.toFixed(1)},${(height - bottom - density / deviation / peak * (height - top - bottom)).toFixed(1)}`;
    }).join("L");
    const moving = svgTag("path", { class: "line area s1" });
    const group = svgTag("g", { "clip-path": `url(#${clip})` });
    for (const fixed of panel.fixed) {
      group.append(svgTag("path", { class: `line dashed s${fixed.color}`, d: curve(fixed.mean, fixed.deviation) }));
    }
    group.append(moving);
    svg.append(group);
    [...panel.fixed, { label: panel.moving, color: 1 }].forEach((entry, k) => {
      svg.append(svgTag("text", { x: width - right, y: top + 14 + 17 * k, "text-anchor": "end", class: `tick name s${entry.color}` },
        entry.label));
    });
    return () => moving.setAttribute("d", curve(this.value(0), this.value(1)));
  }
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
for (const section of all(".explorable")) new Instrument(section);
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
