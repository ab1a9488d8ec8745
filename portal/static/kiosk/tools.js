// Size of the text, pages up and down, one part of a guide at a time, the checklist's count, the printer.

import { checklist } from "../checklist.js";
import { used } from "./idle.js";

const main = document.getElementById("main");
const root = document.documentElement;

for (const link of document.querySelectorAll("[data-size]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const size = link.dataset.size;
    root.dataset.text = size;
    document.cookie = `kiosk_text=${size}; path=/kiosk; samesite=strict`;
    for (const each of document.querySelectorAll("[data-size]")) each.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    measure();
  });
}

const steps = [...document.querySelectorAll("[data-scroll]")];

function measure() {
  const room = main.scrollHeight - main.clientHeight;
  for (const button of steps) {
    button.hidden = room < 2;
    button.disabled = Number(button.dataset.scroll) < 0 ? main.scrollTop < 1 : main.scrollTop > room - 2;
  }
}

for (const button of steps) {
  button.addEventListener("click", () => main.scrollBy(0, Number(button.dataset.scroll) * main.clientHeight * 0.85));
}
main.addEventListener("scroll", measure, { passive: true });
new ResizeObserver(measure).observe(main);
for (const child of main.children) new ResizeObserver(measure).observe(child);

for (const tabs of document.querySelectorAll("[data-tabs]")) {
  const links = [...tabs.querySelectorAll("a")];
  const part = (link) => document.querySelector(link.hash).closest("section");
  const show = (chosen) => {
    for (const link of links) {
      part(link).classList.toggle("kiosk-part--off", link !== chosen);
      if (link === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
    });
  }
  show(links[0]);
}

document.querySelectorAll("[data-checklist]").forEach(checklist);

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    used();
    print();
  });
}
