// Leaving a page: never into the history, so that the next person has nothing to go back to, and never into
// nothing: where the server cannot be reached the page stays, and says so.

const PATIENCE = 8000; // milliseconds
const lost = document.getElementById("lost");

export async function reachable(address) {
  try {
    await fetch(address, { method: "HEAD", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

export async function leave(address) {
  if (await reachable(address)) location.replace(address);
  else lost.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  if (link.getAttribute("href").startsWith("#")) {
    document.querySelector(link.hash)?.scrollIntoView();
    return;
  }
  const target = new URL(link.href);
  if (target.origin === location.origin && target.pathname.startsWith("/kiosk/")) leave(target.href);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  event.preventDefault();
  if (form.method === "post") {
    if (await reachable(form.action)) form.submit();
    else lost.showModal();
  } else {
    leave(`${form.action}?${new URLSearchParams(new FormData(form, event.submitter))}`);
  }
});

lost.querySelector("[data-close]").addEventListener("click", () => lost.close());

// A page that the browser kept may show what somebody else had chosen.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(document.body.dataset.home || location.pathname);
});
for (const kind of ["contextmenu", "dragstart", "auxclick"]) {
  document.addEventListener(kind, (event) => event.preventDefault());
}
history.scrollRestoration = "manual";
