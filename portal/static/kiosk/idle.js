// A screen that nobody uses asks, then clears itself. Using is: touching, scrolling, typing, and what calls `used`.

import { reachable } from "./leave.js";

const COOKIE = "kiosk_text";
const AGAIN = 5000; // milliseconds between attempts to show the first page
const { home, ask, wipe } = document.body.dataset;
const first = home || location.pathname;
const still = document.getElementById("still");
const fresh = () => location.pathname === home && document.documentElement.dataset.text === "normal";
let last = performance.now();

export function used() {
  last = performance.now();
  if (still.open) still.close();
}

function watch() {
  const left = Number(ask) + Number(wipe) - (performance.now() - last) / 1000;
  if (left <= 0) finish();
  else if (left <= Number(wipe) && !fresh()) {
    still.querySelector("[data-seconds]").textContent = Math.ceil(left);
    if (!still.open) still.showModal();
  }
}

const watching = setInterval(watch, 1000);

export function finish() {
  clearInterval(watching);
  // Not only silenced: a voice that is cut off goes on with the next sentence.
  document.querySelector("[data-aloud-stop]")?.click();
  for (const field of document.querySelectorAll("input, textarea")) {
    field.value = "";
    field.checked = false;
  }
  localStorage.clear();
  sessionStorage.clear();
  document.cookie = `${COOKIE}=; path=/kiosk; max-age=0`;
  history.replaceState(null, "", first);
  document.documentElement.dataset.text = "normal";
  document.body.replaceChildren(document.getElementById("cleared").content.cloneNode(true));
  start();
}

// Not before the server answers: the browser's own error page has no way back.
async function start() {
  if (await reachable(first)) location.replace(first);
  else setTimeout(start, AGAIN);
}

for (const kind of ["pointerdown", "touchmove", "wheel"]) {
  document.addEventListener(kind, used, { capture: true, passive: true });
}
document.getElementById("main").addEventListener("scroll", used, { passive: true });
// Not the input itself: something that lies on a key fills a field for ever, and is nobody.
document.addEventListener("keydown", (event) => {
  if (!event.repeat) used();
});
addEventListener("beforeprint", used);
addEventListener("afterprint", used);
for (const button of document.querySelectorAll("[data-finish]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    finish();
  });
}
still.querySelector("[data-stay]").addEventListener("click", used);
