// Reads the page aloud, a sentence at a time: a long text stops some voices half-way, and each sentence tells
// that the screen is in use. The button shows only where the machine has a Chinese voice of its own.

import { used } from "./idle.js";

const LONGEST = 80; // characters read in one go
const button = document.querySelector("[data-read]");
const speech = globalThis.speechSynthesis;
const read = button?.textContent;
let rest = [];

function voice() {
  return speech.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith("zh"));
}

function sentences() {
  const parts = document.getElementById("main").innerText.split(/(?<=[。！？；\n])/);
  return parts.flatMap((part) => part.trim().match(new RegExp(`.{1,${LONGEST}}`, "gu")) ?? []);
}

function stop() {
  rest = [];
  speech.cancel();
  button.textContent = read;
}

function next() {
  const words = rest.shift();
  if (words === undefined) return stop();
  const said = new SpeechSynthesisUtterance(words);
  Object.assign(said, { voice: voice(), lang: "zh-CN", rate: 0.9 });
  said.addEventListener("start", used);
  said.addEventListener("end", next);
  said.addEventListener("error", stop);
  speech.speak(said);
}

if (button && speech) {
  const offer = () => (button.hidden = !voice());
  speech.addEventListener("voiceschanged", offer);
  offer();
  button.addEventListener("click", () => {
    if (button.textContent !== read) return stop();
    rest = sentences();
    button.textContent = button.dataset.read;
    next();
  });
  addEventListener("pagehide", () => speech.cancel());
}
