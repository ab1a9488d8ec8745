// Counts what of a checklist is ready, and says it.

export function checklist(box) {
  const groups = [...box.querySelectorAll("ol > li")];
  const state = document.createElement("output");
  const line = document.createElement("p");
  line.className = "checklist__state";
  line.append(state);
  box.append(line);

  function count() {
    const done = groups.filter((group) => group.querySelector("input:checked")).length;
    const said = box.dataset.said.replace("{done}", done).replace("{all}", groups.length);
    state.textContent = done === groups.length ? box.dataset.all : said;
  }

  box.addEventListener("change", count);
  count();
}
