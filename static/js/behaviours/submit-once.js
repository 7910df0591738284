/* A second press while the first one is on its way does nothing. The server does not rely on it: accounts/web/once.py. */
const FREE_AFTER = 10_000; // an answer that is a file leaves the page as it is

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), FREE_AFTER);
});

function free(form) {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
