// The screen's own keys. They type into the field that was touched last, and the answers follow.

const WAIT = 200; // milliseconds after the last key

for (const form of document.querySelectorAll("[data-keys]")) {
  const fields = [...form.querySelectorAll("input:not([type=hidden])")];
  let field = fields[0];
  for (const each of fields) {
    each.inputMode = "none"; // no second keyboard over the first one
    each.addEventListener("focus", () => (field = each));
  }
  for (const button of form.querySelectorAll("button[name=key]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (button.value === "clear") field.value = "";
      else if (button.value === "delete") field.value = field.value.slice(0, -1);
      else if (field.maxLength < 0 || field.value.length < field.maxLength) field.value += button.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  for (const pad of form.querySelectorAll("[data-pad]")) pad.hidden = false;
  field.focus(); // a scanner types into it
  const found = document.getElementById("found");
  if (found) follow(form, field, found);
}

function follow(form, field, found) {
  let timer = 0;
  let asked = null;

  async function answer() {
    asked?.abort();
    asked = new AbortController();
    try {
      const page = await fetch(`${form.action}?${new URLSearchParams({ q: field.value })}`, { signal: asked.signal });
      const whole = new DOMParser().parseFromString(await page.text(), "text/html");
      const answers = whole.getElementById("found");
      if (answers) found.replaceChildren(...answers.childNodes);
    } catch {
      // offline, or overtaken by the next key: the button itself still asks
    }
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(answer, WAIT);
  });
}
