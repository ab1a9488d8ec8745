// Everything works without this file; it adds suggestions, counts, print buttons.

import { aloud } from "./aloud.js";
import { checklist } from "./checklist.js";
import { fromFragment } from "./track.js";
import { view } from "./view.js";

const WAIT = 150; // milliseconds after the last key

function combobox(input, number) {
  const list = document.createElement("ul");
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let active = -1;
  let timer = 0;
  let asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function show(found) {
    list.replaceChildren(
      ...found.map(({ text, address }, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = text;
        option.dataset.address = address;
        return option;
      }),
    );
    mark(-1);
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const typed = input.value.trim();
    if (!typed) return close();
    try {
      const answer = await fetch(`/search/suggest?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      list.hidden = true; // offline, or overtaken by the next key: the form itself still works
    }
  }

  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const many = list.children.length;
    if (event.key === "ArrowDown") mark((active + 1) % many);
    else if (event.key === "ArrowUp") mark((active < 0 ? many : active) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.address);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
}

function left(area) {
  const line = document.createElement("p");
  line.className = "field__left";
  line.id = `${area.id}-left`;
  area.after(line);
  area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());

  function count() {
    const some = Number(area.dataset.longest) - [...area.value].length;
    line.textContent = (some < 0 ? area.dataset.over : area.dataset.left).replace("{n}", Math.abs(some));
    line.classList.toggle("field__left--over", some < 0);
  }

  area.addEventListener("input", count);
  count();
}

if (matchMedia("(min-width: 60rem)").matches) {
  for (const details of document.querySelectorAll("[data-open-wide]")) details.open = true;
}
document.querySelectorAll("[data-suggest]").forEach(combobox);
document.querySelectorAll("[data-checklist]").forEach(checklist);
document.querySelectorAll("[data-longest]").forEach(left);
document.querySelectorAll("[data-fragment]").forEach(fromFragment);
document.querySelector("[data-focus]")?.focus();
document.querySelectorAll("form[action='/view']").forEach(view);
for (const button of document.querySelectorAll("[data-aloud]")) {
  aloud(button, document.querySelector("[data-aloud-stop]"));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.documentElement.dataset.only = button.dataset.print;
    print();
    delete document.documentElement.dataset.only;
  });
}
