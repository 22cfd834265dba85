// The instruments: two sliders, and a table of numbers that was computed when the page was made. The page only finds the
// places of its numbers. All of it is one function, since a page has globals of its own, such as `top`.
(() => {
"use strict";

const all = (selector, from) => [...from.querySelectorAll(selector)];
const set = (element, attributes) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
};
const svgTag = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children);
  return element;
};
const shortNumber = (value) => {
  if (Math.abs(value) < 1e-12) return "0";
  const text = value.toPrecision(5);
  const trimmed = text.includes("e") || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
  return trimmed.replaceAll("-", "−");
};
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
/// The width of a text in pixels, about.
const textWidth = (text) => 6.9 * text.length;

/// A scale from values to places, and its ticks.
function scale(range, from, to, isLogarithmic, beyond = 0.02) {
  const [low, high] = isLogarithmic ? range.map(Math.log10) : range;
  const place = (value) => {
    const t = ((isLogarithmic ? Math.log10(Math.max(value, 1e-300)) : value) - low) / (high - low);
    return from + clamp(t, -beyond, 1 + beyond) * (to - from);
  };
  const ticks = [];
  if (isLogarithmic) {
    // A label needs 32 pixels.
    const decade = Math.abs(to - from) / (high - low);
    const steps = decade < 110 ? [1] : [1, 2, 5];
    for (let power = Math.floor(low); power <= high + 1e-9; power += decade < 32 && from < to ? 2 : 1) {
      ticks.push(...steps.map((m) => m * 10 ** power)
        .filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9));
    }
  } else {
    const rough = (high - low) / (Math.abs(to - from) < 300 ? 5 : 7);
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= rough);
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9; k += 1) ticks.push(k * step);
  }
  const label = (tick) => isLogarithmic && (tick >= 1e4 || tick < 1e-2)
    ? `10${[...String(Math.round(Math.log10(tick)))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`
    : shortNumber(Number(tick.toPrecision(10)));
  return { place, ticks, label };
}

/// Heights near the wanted ones, in their order, that lie at least a line of text apart.
function spread(heights, low, high, gap = 13) {
  const order = heights.map((_, k) => k).sort((a, b) => heights[a] - heights[b]);
  const places = order.map((k) => clamp(heights[k], low, high));
  for (let k = 1; k < places.length; k += 1) places[k] = Math.max(places[k], places[k - 1] + gap);
  for (let k = places.length - 1; k >= 0; k -= 1) {
    places[k] = Math.min(places[k], k === places.length - 1 ? high : places[k + 1] - gap);
  }
  const result = [];
  order.forEach((k, place) => { result[k] = places[place]; });
  return result;
}

const viridis = ["440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"]
  .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
function color(t) {
  const place = clamp(t, 0, 1) * (viridis.length - 1);
  const index = Math.min(viridis.length - 2, Math.floor(place));
  const mix = viridis[index].map((c, k) => Math.round(c + (place - index) * (viridis[index + 1][k] - c)));
  return `rgb(${mix.join()})`;
}

/// A drawing: its box, and the edges of the plot in it.
class Drawing {
  constructor(panel, [width, height], { left = 46, right = 14 } = {}) {
    [this.width, this.left, this.right, this.top, this.bottom] = [width, left, width - right, 28, height - 32];
    this.height = height;
    this.svg = svgTag("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": panel.title });
    this.svg.append(svgTag("text", { x: 4, y: 14, class: "title" }, panel.title));
  }

  x(range, isLogarithmic) { return scale(range, this.left, this.right, isLogarithmic); }
  y(range, isLogarithmic, beyond) { return scale(range, this.bottom, this.top, isLogarithmic, beyond); }

  text(words, attributes) {
    const text = svgTag("text", { class: "tick", ...attributes }, words);
    this.svg.append(text);
    return text;
  }

  axis(scaled, isVertical, hasGrid = true) {
    for (const tick of scaled.ticks) {
      const at = scaled.place(tick);
      if (hasGrid) {
        this.svg.append(svgTag("line", {
          class: "grid",
          ...(isVertical ? { x1: this.left, x2: this.right, y1: at, y2: at } : { x1: at, x2: at, y1: this.top, y2: this.bottom }),
        }));
      }
      this.text(scaled.label(tick), isVertical ? { x: this.left - 6, y: at + 4, "text-anchor": "end" }
        : { x: at, y: this.bottom + 14, "text-anchor": "middle" });
    }
  }

  /// The words below the horizontal axis.
  caption(words) { this.text(words, { x: this.right, y: this.height - 3, "text-anchor": "end" }); }

  /// A group that shows nothing outside of the plot.
  clipped(id, ...children) {
    const [width, height] = [this.right - this.left, this.bottom - this.top];
    this.svg.append(svgTag("clipPath", { id }, svgTag("rect", { x: this.left, y: this.top - 2, width, height: height + 4 })));
    const group = svgTag("g", { "clip-path": `url(#${id})` }, ...children);
    this.svg.append(group);
    return group;
  }

  /// Names in their colours, one below the other at the plot's upper right corner.
  names(entries) {
    entries.forEach(([words, series], k) => {
      this.text(words, { x: this.right - 2, y: this.top + 12 + 15 * k, "text-anchor": "end", class: `tick name s${series}` });
    });
  }
}

class Instrument {
  constructor(section) {
    this.section = section;
    Object.assign(this, JSON.parse(section.querySelector("script[type='application/json']").textContent));
    this.inputs = all("input[type=range]", section);
    this.byName = Object.fromEntries(this.quantities.map((quantity) => [quantity.name, quantity]));
    this.place = section.querySelector(".panels");
    for (const input of this.inputs) input.addEventListener("input", () => this.update());
    this.build();
  }

  /// Makes the drawings for the room that there is, so that their text has the page's size.
  build() {
    const room = this.place.clientWidth;
    if (room === this.room) return;
    this.room = room;
    const [count, gap] = [this.panels.length, 19];
    const columns = room < 560 ? 1 : 2;
    const size = [Math.floor((room - (columns - 1) * gap) / columns), columns === 1 ? 152 : count > columns ? (this.section.closest(".slide") ? 160 : 188) : 226];
    this.place.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    this.place.replaceChildren();
    this.choose(columns === 1);
    this.updates = this.panels.map((panel, k) => {
      const { drawing, update } = this[panel.kind](panel, size, `clip-${this.section.id}-${k}`);
      this.place.append(drawing.svg);
      return update;
    });
    this.choice?.dispatchEvent(new Event("change"));
    this.update();
  }

  /// On a phone one drawing is shown at a time, so that it and the sliders are seen together.
  choose(isNarrow) {
    this.choice?.remove();
    this.choice = null;
    if (!isNarrow || this.panels.length < 2) return;
    const options = this.panels.map((panel, k) => Object.assign(document.createElement("option"), { value: k, textContent: panel.title }));
    this.choice = Object.assign(document.createElement("select"), { className: "choice", ariaLabel: "Which drawing" });
    this.choice.append(...options);
    this.place.before(this.choice);
    this.choice.addEventListener("change", () => {
      all("svg", this.place).forEach((svg, k) => { svg.style.display = k === Number(this.choice.value) ? "" : "none"; });
    });
  }

  get positions() { return this.inputs.map((input) => Number(input.value)); }
  at(name, [i, j] = this.positions) { return this.byName[name].values[i * this.sliders[1].values.length + j]; }
  value(slider) { return this.sliders[slider].values[this.positions[slider]]; }
  mark(name) { return this.byName[name].mark; }
  series(name) { return `s${this.byName[name].color}`; }

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

  surface(panel, size) {
    const drawing = new Drawing(panel, size);
    const { svg, left, right, top, bottom } = drawing;
    const [xs, ys] = this.sliders.map((slider) => slider.values);
    const span = (values) => {
      const half = (values[1] - values[0]) / 2;
      return [values[0] - half, values.at(-1) + half];
    };
    const [x, y] = [drawing.x(span(xs)), drawing.y(span(ys))];
    const [low, high] = panel.range;
    const cells = svgTag("g", { class: "cells", "shape-rendering": "crispEdges" });
    const [cellWidth, cellHeight] = [(right - left) / xs.length, (bottom - top) / ys.length];
    xs.forEach((_, i) => ys.forEach((_, j) => {
      // The square root keeps the neighbourhood of the smallest value apart.
      const t = Math.sqrt(clamp((this.at(panel.of[0], [i, j]) - low) / (high - low), 0, 1));
      cells.append(svgTag("rect", {
        x: (left + i * cellWidth).toFixed(2), y: (bottom - (j + 1) * cellHeight).toFixed(2),
        width: (cellWidth + 0.3).toFixed(2), height: (cellHeight + 0.3).toFixed(2), fill: color(t),
      }));
    }));
    const marker = [svgTag("line", { class: "cross" }), svgTag("line", { class: "cross" }),
      svgTag("circle", { r: 5.5, class: "marker" })];
    svg.append(cells, ...marker);
    drawing.axis(x, false, false);
    drawing.axis(y, true, false);
    drawing.caption(`${this.sliders[0].label} →, ${this.sliders[1].label} ↑`);
    const pick = (event) => {
      const box = svg.getBoundingClientRect();
      const px = (event.clientX - box.left) * drawing.width / box.width;
      const py = (event.clientY - box.top) * drawing.height / box.height;
      const index = (value, count) => clamp(Math.floor(value), 0, count - 1);
      this.move([index((px - left) / cellWidth, xs.length), index((bottom - py) / cellHeight, ys.length)]);
    };
    cells.addEventListener("pointerdown", (event) => { cells.setPointerCapture(event.pointerId); pick(event); });
    cells.addEventListener("pointermove", (event) => { if (event.buttons) pick(event); });
    const update = () => {
      const [px, py] = [x.place(this.value(0)), y.place(this.value(1))];
      set(marker[0], { x1: px, x2: px, y1: top, y2: bottom });
      set(marker[1], { x1: left, x2: right, y1: py, y2: py });
      set(marker[2], { cx: px, cy: py });
    };
    return { drawing, update };
  }

  slice(panel, size, id) {
    const widest = Math.max(...panel.of.map((name) => textWidth(this.mark(name))));
    const drawing = new Drawing(panel, size, { right: widest + 10 });
    const slider = this.sliders[panel.along];
    const along = slider.values;
    const x = drawing.x([along[0], along.at(-1)], slider.logarithmic);
    const y = drawing.y(panel.range, panel.logarithmic, 10);
    drawing.axis(x, false);
    drawing.axis(y, true);
    drawing.caption(slider.label);
    const cursor = svgTag("line", { y1: drawing.top, y2: drawing.bottom, class: "cursor" });
    const lines = panel.of.map((name) => svgTag("path", { class: `line ${this.series(name)}` }));
    const dots = panel.of.map((name) => svgTag("circle", { r: 4.5, class: `dot ${this.series(name)}` }));
    const names = panel.of.map((name) => drawing.text(this.mark(name), {
      x: drawing.right + 7, class: `tick name ${this.series(name)}`,
    }));
    drawing.clipped(id, cursor, ...lines, ...dots);
    const update = () => {
      const positions = this.positions;
      const here = x.place(this.value(panel.along));
      set(cursor, { x1: here, x2: here });
      const at = (name, index) => this.at(name, panel.along === 0 ? [index, positions[1]] : [positions[0], index]);
      panel.of.forEach((name, k) => {
        const points = along.map((value, index) => `${x.place(value).toFixed(1)},${y.place(at(name, index)).toFixed(1)}`);
        set(lines[k], { d: "M" + points.join("L") });
        set(dots[k], { cx: here, cy: y.place(this.at(name)) });
      });
      const ends = panel.of.map((name) => y.place(at(name, along.length - 1)));
      spread(ends, drawing.top + 4, drawing.bottom).forEach((place, k) => set(names[k], { y: place + 4 }));
    };
    return { drawing, update };
  }

  stack(panel, size) {
    const drawing = new Drawing(panel, size, { left: 16 });
    const { svg, left, top, bottom } = drawing;
    const x = drawing.x(panel.range);
    drawing.axis(x, false);
    const [lower, upper, total] = panel.of;
    const [high, low] = [top + 40, bottom - 28];
    const parts = [lower, upper];
    const bars = parts.map((name) => svgTag("rect", { y: high, height: low - high, class: `bar ${this.series(name)}` }));
    const line = svgTag("line", { y1: top + 20, y2: bottom, class: `line ${this.series(total)}` });
    svg.append(...bars, line);
    const names = parts.map((name) => drawing.text("", { "text-anchor": "middle", class: `tick name ${this.series(name)}` }));
    const label = drawing.text(this.mark(total), {
      y: top + 14, "text-anchor": "middle", class: `tick name ${this.series(total)}`,
    });
    const update = () => {
      const [from, to] = [x.place(this.at(lower)), x.place(this.at(total))];
      [[left, Math.max(left, from)], [Math.max(left, from), to]].forEach(([start, end], k) => {
        set(bars[k], { x: start, width: Math.max(0, end - start) });
        set(names[k], { x: (start + end) / 2, y: k === 0 ? high - 8 : low + 16 });
        names[k].textContent = end - start < 1 ? "" : this.mark(parts[k]);
      });
      set(line, { x1: to, x2: to });
      set(label, { x: to });
    };
    return { drawing, update };
  }

  bars(panel, size) {
    const widest = Math.max(...panel.of.map((name) => textWidth(this.mark(name))));
    const drawing = new Drawing(panel, size, { left: widest + 12, right: 62 });
    const { svg, left, top, bottom } = drawing;
    const x = drawing.x(panel.range, panel.logarithmic);
    drawing.axis(x, false);
    const step = (bottom - top) / panel.of.length;
    const rows = panel.of.map((name, k) => {
      const y = top + step * (k + 0.18);
      const bar = svgTag("rect", { x: left, y, height: step * 0.64, class: `bar ${this.series(name)}` });
      svg.append(bar);
      drawing.text(this.mark(name), {
        x: left - 7, y: y + step * 0.32 + 4, "text-anchor": "end", class: `tick name ${this.series(name)}`,
      });
      return { name, bar, number: drawing.text("", { y: y + step * 0.32 + 4 }) };
    });
    const update = () => {
      for (const { name, bar, number } of rows) {
        const end = x.place(this.at(name));
        set(bar, { width: Math.max(0, end - left) });
        set(number, { x: Math.max(left, end) + 5 });
        number.textContent = shortNumber(Number(this.at(name).toPrecision(3)));
      }
    };
    return { drawing, update };
  }

  gaussians(panel, size, id) {
    const drawing = new Drawing(panel, size, { left: 16 });
    const { left, right, top, bottom } = drawing;
    drawing.axis(drawing.x(panel.range), false);
    const peak = 1.6;
    const curve = (mean, deviation) => "M" + panel.bell.map((density, k) => {
      const z = mean + deviation * (k - (panel.bell.length - 1) / 2) / 10;
      const px = left + (z - panel.range[0]) / (panel.range[1] - panel.range[0]) * (right - left);
      return `${px.toFixed(1)},${(bottom - density / deviation / peak * (bottom - top)).toFixed(1)}`;
    }).join("L");
    const moving = svgTag("path", { class: "line area s1" });
    const fixed = panel.fixed.map(({ mean, deviation, color }) =>
      svgTag("path", { class: `line dashed s${color}`, d: curve(mean, deviation) }));
    drawing.clipped(id, ...fixed, moving);
    const peaks = panel.fixed.map(({ mean, deviation }) => [mean, deviation]);
    const names = [...panel.fixed.map(({ label, color }) => [label, color]), [panel.moving, 1]].map(([words, series]) =>
      drawing.text(words, { "text-anchor": "middle", class: `tick name s${series}` }));
    // Each name stands on the top of its curve; two tops that are close have their names one above the other.
    const update = () => {
      const places = [...peaks, [this.value(0), this.value(1)]].map(([mean, deviation]) => [
        clamp(left + (mean - panel.range[0]) / (panel.range[1] - panel.range[0]) * (right - left), left + 20, right - 20),
        bottom - 0.4 / deviation / peak * (bottom - top) - 5]);
      const heights = spread(places.map(([, y]) => y), top + 8, bottom - 6);
      names.forEach((name, k) => {
        const isNear = places.some(([x], other) => other !== k && Math.abs(x - places[k][0]) < 70);
        set(name, { x: places[k][0], y: isNear ? heights[k] : clamp(places[k][1], top + 8, bottom) });
      });
      set(moving, { d: curve(this.value(0), this.value(1)) });
    };
    return { drawing, update };
  }

  ellipses(panel, size) {
    const drawing = new Drawing(panel, size, { left: 16 });
    const { svg, left, right, top } = drawing;
    const bottom = drawing.height - 22;
    const [middle, center] = [(left + right) / 2, (top + bottom) / 2];
    const unit = (bottom - top) / 2 / panel.range[1];
    for (const tick of [-0.5, 0, 0.5]) {
      const [x, y] = [middle + tick * unit, center - tick * unit];
      const edge = middle - panel.range[1] * unit;
      svg.append(svgTag("line", { class: "grid", x1: edge, x2: 2 * middle - edge, y1: y, y2: y }),
        svgTag("line", { class: "grid", x1: x, x2: x, y1: top, y2: bottom }));
      drawing.text(shortNumber(tick), { x, y: bottom + 14, "text-anchor": "middle" });
      drawing.text(shortNumber(tick), { x: edge - 6, y: y + 4, "text-anchor": "end" });
    }
    const shapes = panel.ellipses.map(({ across, angle }) => svgTag("ellipse", {
      cx: middle, cy: center, class: `line ${angle ? "area " : ""}${this.series(across)}`,
    }));
    svg.append(...shapes);
    drawing.names(panel.ellipses.map(({ across }) => [this.mark(across), this.byName[across].color]));
    const update = () => panel.ellipses.forEach(({ across, up, angle }, k) => {
      const turn = angle ? -this.at(angle) : 0;
      set(shapes[k], {
        rx: this.at(across) * unit, ry: this.at(up) * unit, transform: `rotate(${turn.toFixed(3)} ${middle} ${center})`,
      });
    });
    return { drawing, update };
  }

  spectrum(panel, size) {
    const drawing = new Drawing(panel, size, { right: 24 });
    const { svg, left, right, top, bottom } = drawing;
    const y = drawing.y(panel.range, true);
    drawing.axis(y, true);
    const step = (right - left) / panel.eigenvalues.length;
    const bars = panel.eigenvalues.map((eigenvalue, k) => {
      const bar = svgTag("rect", {
        x: left + step * (k + 0.2), width: step * 0.6, y: y.place(eigenvalue), height: bottom - y.place(eigenvalue),
      });
      drawing.text("λ" + "₁₂₃₄₅₆₇₈₉"[k], { x: left + step * (k + 0.5), y: bottom + 14, "text-anchor": "middle" });
      svg.append(bar);
      return bar;
    });
    const level = svgTag("line", { class: "level", x1: left, x2: right });
    svg.append(level);
    const label = drawing.text("s²", { x: right + 4 });
    let end = right - 2;
    for (const [words, series] of [["left out by d", 0], ["collapses", 2], ["carries", 1]]) {
      drawing.text(words, { x: end, y: top + 10, "text-anchor": "end", class: `tick name s${series}` });
      end -= textWidth(words) + 14;
    }
    const update = () => {
      const [variance, count] = [this.value(0), this.value(1)];
      panel.eigenvalues.forEach((eigenvalue, k) => {
        set(bars[k], { class: k >= count ? "bar idle" : `bar s${eigenvalue > variance ? 1 : 2}` });
      });
      set(level, { y1: y.place(variance), y2: y.place(variance) });
      set(label, { y: y.place(variance) + 4 });
    };
    return { drawing, update };
  }
}

const instruments = all(".explorable", document).map((section) => new Instrument(section));
addEventListener("resize", () => instruments.forEach((instrument) => instrument.build()));
})();
