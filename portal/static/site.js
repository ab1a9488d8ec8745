// Everything works without this file; it adds suggestions, counts, print buttons.

import { aloud } from "./aloud.js";
import { checklist } from "./checklist.js";
import { combobox } from "./suggest.js";
import { fromFragment } from "./track.js";
import { view } from "./view.js";

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
