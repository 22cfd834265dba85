// The speaker's window: the slide, the next one, the notes, the time. It is a window of the deck's own, and loads nothing.
let presenter = null;
let began = Date.now();

const presenterPage = `<main><section id="now"></section><section id="after"></section>
<aside id="notes"></aside></main>
<footer><button id="reset" title="Begin the time anew">0:00</button><span id="clock"></span><span id="count"></span></footer>`;

const presenterStyle = `body { margin: 0; background: var(--ground); color: var(--text); font: 20px/1.5 var(--serif); overflow: hidden; }
main { display: grid; grid-template: auto minmax(0, 1fr) / 3fr 2fr; gap: 16px; height: calc(100vh - 56px); padding: 16px; }
#notes { grid-column: 1 / -1; overflow-y: auto; border-top: 1px solid var(--line); padding-top: 8px; }
#now, #after { position: relative; overflow: hidden; border: 1px solid var(--line); aspect-ratio: 16 / 9; }
#now .slide, #after .slide { position: absolute; inset: auto; left: 0; top: 0; width: 1280px; height: 720px; transform-origin: 0 0; }
footer { display: flex; justify-content: space-between; align-items: center; height: 40px; padding: 0 16px; font: 24px var(--sans); }
#reset { font: inherit; }`;

/** The copy of a slide, scaled into a box of the speaker's window. */
function showCopy(box, slide) {
  const copy = slide?.cloneNode(true);
  box.replaceChildren(...(copy ? [copy] : []));
  if (copy) copy.style.transform = `scale(${box.clientWidth / 1280})`;
}

function showInPresenter() {
  if (!presenter || presenter.closed) return;
  const [page, find] = [presenter.document, (id) => presenter.document.getElementById(id)];
  showCopy(find("now"), slides[current]);
  showCopy(find("after"), slides[step(1)]);
  const notes = frames[current].querySelector(".notes")?.cloneNode(true);
  if (notes) notes.hidden = false;
  find("notes").replaceChildren(...(notes ? [notes] : []));
  find("count").textContent = slides[current].querySelector("footer span:last-child").textContent;
  page.title = `Speaker · ${document.title}`;
}

function showTime() {
  if (!presenter || presenter.closed) return;
  const seconds = Math.floor((Date.now() - began) / 1000);
  presenter.document.getElementById("reset").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  presenter.document.getElementById("clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function openPresenter() {
  if (presenter && !presenter.closed) { presenter.focus(); return; }
  presenter = open("", "speaker", "width=1100,height=800");
  if (!presenter) return;
  const page = presenter.document;
  page.head.replaceChildren(...[...document.querySelectorAll("style")].map((style) => style.cloneNode(true)));
  page.head.append(Object.assign(page.createElement("style"), { textContent: presenterStyle }));
  page.documentElement.dataset.theme = root.dataset.theme ?? "";
  page.body.innerHTML = presenterPage;
  page.getElementById("reset").addEventListener("click", () => { began = Date.now(); showTime(); });
  page.addEventListener("keydown", (event) => { if (event.key !== "s" && press(event.key)) event.preventDefault(); });
  presenter.addEventListener("resize", showInPresenter);
  began = Date.now();
  showInPresenter();
  showTime();
}

addEventListener("slide", showInPresenter);
setInterval(showTime, 500);
