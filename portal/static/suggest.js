// Names to choose from while somebody types: the ARIA combobox with a list. The form works without it.

const WAIT = 150; // milliseconds after the last key
const KEPT = 50; // answers remembered, for who deletes a letter and types it again

const answers = new Map();

async function look(typed, signal) {
  if (!answers.has(typed)) {
    const answer = await fetch(`/search/suggest?q=${encodeURIComponent(typed)}`, { signal });
    if (!answer.ok) return [];
    answers.set(typed, await answer.json());
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
  }
  return answers.get(typed);
}

function named(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

export function combobox(input, number) {
  const list = named("ul", "suggestions");
  const told = named("p", "only-read");
  list.id = `suggestions-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  told.setAttribute("role", "status");
  input.after(list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  input.setAttribute("aria-expanded", "false");
  let active = -1;
  let timer = 0;
  let asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    show([]);
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    list.children[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    mark(-1);
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = list.hidden ? "" : input.dataset.suggest.replace("{n}", found.length);
  }

  function option({ text, label, address }, index) {
    const item = named("li", "suggestions__one");
    item.append(text, " ", named("span", "suggestions__kind", label));
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.dataset.address = address;
    return item;
  }

  async function ask() {
    asked?.abort();
    const mine = (asked = new AbortController());
    const typed = input.value.trim();
    try {
      const found = typed ? await look(typed, mine.signal) : [];
      if (!mine.signal.aborted) show(found);
    } catch {
      if (!mine.signal.aborted) show([]); // offline: the form itself still asks
    }
  }

  function soon(event) {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  }

  function go(item) {
    location.assign(item.dataset.address);
  }

  input.addEventListener("input", soon);
  input.addEventListener("compositionend", soon);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    // 229: Safari ends a composition before the key that ended it.
    if (event.isComposing || event.keyCode === 229 || list.hidden) return;
    const many = list.children.length;
    if (event.key === "ArrowDown") mark((active + 1) % many);
    else if (event.key === "ArrowUp") mark((active < 0 ? many : active) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) go(list.children[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) go(item);
  });
}
