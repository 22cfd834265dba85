// What a reader meets in the text: a preview of an equation before its link is followed, and the card of a claim.
(() => {
"use strict";

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

// Claims: a number in the prose opens the card of its claim

for (const link of all("a.claimed")) {
  link.addEventListener("click", (event) => {
    const card = byId(link.hash.slice(1).replace("claim-", "about-"));
    if (!card?.showPopover) return;
    event.preventDefault();
    card.showPopover();
  });
}

// Equations: equations.js beside the page holds the formulas; it is loaded at the first hover

let equations = null;
const preview = Object.assign(document.createElement("div"), { className: "preview", hidden: true });
preview.setAttribute("role", "tooltip");
document.body.append(preview);

function withEquations(action) {
  if (equations) { action(); return; }
  const script = document.createElement("script");
  script.src = "equations.js";
  script.onload = () => { equations = window.bookEquations; action(); };
  document.head.append(script);
}

const labelOf = (link) => decodeURIComponent(link.hash.slice(1)).replace(/^eq(uation)?-/, "");

function showPreview(link) {
  const equation = equations[labelOf(link)];
  if (!equation || !link.matches(":hover, :focus")) return;
  const title = Object.assign(document.createElement("strong"), { textContent: equation.title });
  const formula = document.createElement("div");
  formula.innerHTML = equation.formula;
  preview.replaceChildren(title, formula);
  preview.hidden = false;
  const [box, own] = [link.getBoundingClientRect(), preview.getBoundingClientRect()];
  const left = Math.max(8, Math.min(document.documentElement.clientWidth - own.width - 8, box.left - 20));
  const isAbove = box.bottom + own.height + 8 > innerHeight && box.top > own.height + 8;
  preview.style.left = `${left + scrollX}px`;
  preview.style.top = `${(isAbove ? box.top - own.height - 8 : box.bottom + 8) + scrollY}px`;
}

const hidePreview = () => { preview.hidden = true; };

for (const link of all("main a[href*='#eq'], main a[href*='#definition-1'], main a[href*='#figure-1']")) {
  if (link.closest(".eqno")) continue;
  link.classList.add("eq-link");
  for (const name of ["mouseenter", "focus"]) {
    link.addEventListener(name, () => withEquations(() => showPreview(link)));
  }
  for (const name of ["mouseleave", "blur", "click"]) link.addEventListener(name, hidePreview);
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hidePreview(); });
})();
