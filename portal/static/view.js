// Elder mode without loading the page anew, so that nothing typed in it is lost.

const YEAR = 31536000; // seconds
const root = document.documentElement;

function show(elder) {
  if (elder) root.dataset.view = "elder";
  else delete root.dataset.view;
}

export function view(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const elder = event.submitter.value === "elder";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `view=elder; path=/; max-age=${elder ? YEAR : 0}; samesite=lax${secure}`;
    show(elder);
    form.querySelector(`[data-view-for="${elder ? "elder" : "standard"}"]`).focus();
  });
  // The back button may bring a page as it was left.
  addEventListener("pageshow", (event) => event.persisted && show(document.cookie.split("; ").includes("view=elder")));
}
