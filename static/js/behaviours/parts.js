/* What a person notices of a part that htmx loads: after 300 ms a skeleton, a note when it fails, and no lost focus. */
const SLOW_AFTER = 300;
const waiting = new WeakMap();

function show(name) {
  const words = document.getElementById(`failure-${name}`);
  document.getElementById("failures")?.replaceChildren(words.content.cloneNode(true));
}

function say(text) {
  const status = document.getElementById("loading");
  if (status) status.textContent = text ? status.dataset.words : "";
}

function isTold(xhr) {
  return xhr.getResponseHeader("HX-Retarget") === "#failures";
}

document.addEventListener("htmx:beforeRequest", ({ detail: { target, xhr } }) => {
  target.setAttribute("aria-busy", "true");
  const timer = setTimeout(() => {
    target.classList.add("is-loading");
    say(true);
  }, SLOW_AFTER);
  waiting.set(xhr, timer);
});

document.addEventListener("htmx:afterRequest", ({ detail: { target, xhr, successful } }) => {
  clearTimeout(waiting.get(xhr));
  target.removeAttribute("aria-busy");
  target.classList.remove("is-loading");
  say(false);
  if (successful) document.getElementById("failures")?.replaceChildren();
});

/* The server says in a note what is wrong; everything else that fails gets the page's own words. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.isError && isTold(detail.xhr)) detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (!isTold(detail.xhr)) show("broken");
});
document.addEventListener("htmx:sendError", () => show("unreachable"));
document.addEventListener("htmx:timeout", () => show("unreachable"));

/* The link or button that was pressed may be gone with the old part. */
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  const part = target.isConnected ? target : document.getElementById(target.id);
  if (!part || document.activeElement !== document.body) return;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
});
