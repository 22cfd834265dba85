// A deck's own script: one slide at a time, keys, all slides at once, dark or light. It loads nothing.
"use strict";

const root = document.documentElement;
const deck = document.getElementById("deck");
const frames = [...deck.children];
const slides = frames.map((frame) => frame.querySelector(".slide"));
let current = 0;
let typed = "";

// The stage takes the screen's shape between 16:9 and 4:3, and is scaled to fill it.

function fitStage() {
  const height = Math.min(960, Math.max(720, Math.floor(1280 * innerHeight / innerWidth)));
  root.style.setProperty("--stage-height", `${height}px`);
  root.style.setProperty("--scale", Math.min(innerWidth / 1280, innerHeight / height));
}

// Faces differ from machine to machine: an idea that is larger than its slide is set smaller until it fits.

function isTooLarge(body) {
  return body.scrollHeight > body.clientHeight || body.scrollWidth > body.clientWidth;
}

/** A long formula alone is set smaller, not the words around it. */
function fitFormula(formula) {
  formula.style.removeProperty("--formula-fit");
  const width = formula.querySelector("math").getBoundingClientRect().width / scale();
  const number = formula.querySelector(".eqno:not(.unseen)")?.getBoundingClientRect().width ?? 0;
  const room = formula.clientWidth - (number / scale() + (number ? 12 : 0));
  if (width > room) formula.style.setProperty("--formula-fit", (0.99 * room / width).toFixed(3));
}

const scale = () => parseFloat(root.style.getPropertyValue("--scale"));

function fitIdea(slide) {
  const body = slide.querySelector(".body");
  let fit = 1;
  body.style.removeProperty("--fit");
  slide.querySelectorAll(".formula").forEach(fitFormula);
  while (isTooLarge(body) && fit > 0.5) {
    fit -= 0.04;
    body.style.setProperty("--fit", fit.toFixed(2));
    for (const code of body.querySelectorAll("pre[style]")) {
      code.dataset.size ??= parseFloat(code.style.fontSize);
      code.style.fontSize = `${code.dataset.size * fit}px`;
    }
  }
}

function fitAll() {
  fitStage();
  // Slides out of sight are not laid out unless they are asked to be.
  for (const frame of frames) frame.style.contentVisibility = "visible";
  for (const code of deck.querySelectorAll("pre[data-size]")) code.style.fontSize = `${code.dataset.size}px`;
  slides.forEach(fitIdea);
  for (const frame of frames) frame.style.removeProperty("content-visibility");
}

// One slide at a time

const isDetail = (index) => frames[index]?.classList.contains("detail") ?? false;

/** The lecture's slides, but below it its details. */
const isInOverview = () => root.classList.contains("overview");

/** The next slide in a direction: of the lecture, or of the details while they last. */
function step(by) {
  let index = current + by;
  if (isDetail(current) && isDetail(index)) return index;
  while (isDetail(index)) index += by;
  return index >= frames.length || index < 0 ? current : index;
}

let lectureSlide = 0;

/** From the lecture down to the details of its section. */
function goDown() {
  if (isDetail(current)) { show(step(1)); return; }
  let index = current + 1;
  while (index < frames.length && !isDetail(index) && !slides[index].matches(".opener, .section")) index += 1;
  if (!isDetail(index)) return;
  lectureSlide = current;
  show(index);
}

function goUp() {
  if (isDetail(current)) show(lectureSlide);
}

function show(index, isRemembered = true) {
  frames[current].classList.remove("current");
  current = Math.min(frames.length - 1, Math.max(0, index));
  frames[current].classList.add("current");
  const lecture = frames.filter((_, k) => !isDetail(k));
  const done = frames.slice(0, current + 1).filter((_, k) => !isDetail(k)).length;
  document.getElementById("progress").style.width = `${100 * done / lecture.length}%`;
  if (isRemembered) history.replaceState(null, "", `#${slides[current].id}`);
  if (isInOverview()) frames[current].scrollIntoView({ block: "nearest" });
  dispatchEvent(new CustomEvent("slide"));
}

function showAddressed() {
  const id = decodeURIComponent(location.hash.slice(1));
  const index = slides.findIndex((slide) => slide.id === id);
  show(index < 0 ? 0 : index, index >= 0);
}

/** The nearest beginning of a section before the current slide or after it. */
function section(step) {
  let index = current + step;
  while (index > 0 && index < slides.length - 1 && !(slides[index].matches(".section, .opener, .title, .verdict") && !isDetail(index))) index += step;
  return index;
}

function switchOverview(isOn) {
  root.classList.toggle("overview", isOn);
  if (isOn) frames[current].scrollIntoView({ block: "center" });
}

function switchTheme() {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* A browser may refuse to remember. */ }
}

function switchFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => {});
}

// Keys

const keys = {
  ArrowRight: () => show(step(1)), PageDown: () => show(step(1)), " ": () => show(step(1)), n: () => show(step(1)),
  ArrowLeft: () => show(step(-1)), PageUp: () => show(step(-1)), Backspace: () => show(step(-1)), p: () => show(step(-1)),
  ArrowDown: goDown, ArrowUp: goUp, "]": () => show(section(1)), "[": () => show(section(-1)),
  Home: () => show(0), End: () => show(frames.findLastIndex((_, k) => !isDetail(k))), s: () => openPresenter(),
  o: () => switchOverview(!root.classList.contains("overview")), Escape: () => switchOverview(!root.classList.contains("overview")),
  Enter: () => {
    if (typed) show(frames.indexOf(frames.filter((_, k) => !isDetail(k))[Number(typed) - 1] ?? frames[current]));
    else if (root.classList.contains("overview")) switchOverview(false);
    else show(step(1));
  },
  f: switchFullScreen, d: switchTheme, b: () => root.classList.toggle("empty"), ".": () => root.classList.toggle("empty"),
  h: () => { location.href = "index.html"; }, "?": () => document.getElementById("help").showModal(),
};

function press(key) {
  if (root.classList.contains("empty")) { root.classList.remove("empty"); return true; }
  if (/^[0-9]$/.test(key)) { typed += key; return true; }
  if (!keys[key]) return false;
  keys[key]();
  typed = "";
  return true;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return;
  if (event.target.closest("input, select")) return;
  if (event.target.closest("button, a") && (event.key === "Enter" || event.key === " ")) return;
  const key = event.key === " " && event.shiftKey ? "ArrowLeft" : event.key;
  if (press(key)) event.preventDefault();
});

document.getElementById("tools").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  press(button.dataset.key);
  button.blur();
});

deck.addEventListener("click", (event) => {
  if (!root.classList.contains("overview")) return;
  const index = frames.indexOf(event.target.closest(".frame"));
  if (index < 0) return;
  show(index);
  switchOverview(false);
});

// A finger, and a pointer that calls the buttons

let touched = null;
addEventListener("touchstart", (event) => { touched = event.changedTouches[0]; }, { passive: true });
addEventListener("touchend", (event) => {
  if (!touched || root.classList.contains("overview")) return;
  const across = event.changedTouches[0].clientX - touched.clientX;
  const along = event.changedTouches[0].clientY - touched.clientY;
  if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(along)) show(step(across < 0 ? 1 : -1));
}, { passive: true });

let resting = 0;
addEventListener("mousemove", () => {
  root.classList.add("pointing");
  clearTimeout(resting);
  resting = setTimeout(() => root.classList.remove("pointing"), 1500);
});

root.classList.add("live");
document.getElementById("tools").hidden = false;
fitAll();
showAddressed();
addEventListener("resize", fitAll);
addEventListener("hashchange", showAddressed);
// A sheet is as wide as 16:9 is, whatever the screen.
addEventListener("beforeprint", () => { root.style.setProperty("--stage-height", "720px"); slides.forEach(fitIdea); });
addEventListener("afterprint", fitAll);
