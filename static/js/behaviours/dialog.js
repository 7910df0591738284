/* A link with data-dialog opens a dialog instead of its page: the one that it names, or its page's form in a new one. The form
   is sent as on its own page: htmx swaps it when it is refused, and leads on when it has acted. */
const FIELDS = "[aria-invalid=true], input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";

async function load(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("main form.form[method=post]");
  if (!answer.ok || answer.redirected || !form) throw new Error(answer.status);
  if (!form.hasAttribute("action")) form.setAttribute("action", link.href); // it posts to its own page, not to this one
  open(link, page.querySelector("main h1").textContent, form);
}

function open(link, title, form) {
  const dialog = document.getElementById("dialog-of-pages").content.cloneNode(true).firstElementChild;
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector(".dialog__body").append(form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  dialog.showModal();
  window.htmx?.process(dialog);
  dialog.querySelector(FIELDS)?.focus();
}

document.addEventListener("click", (event) => {
  // "Cancel" of a form leads to the page that is behind the dialog already.
  const back = event.target.closest(".dialog a");
  if (back?.href === location.href) {
    event.preventDefault();
    back.closest("dialog").close();
    return;
  }
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const named = link.dataset.dialog && document.getElementById(link.dataset.dialog);
  event.preventDefault();
  if (named) named.showModal();
  else load(link).catch(() => location.assign(link.href));
});

/* A click beside a dialog closes it, unless something was typed into it. */
document.addEventListener("mousedown", ({ target }) => {
  if (target.matches("dialog.dialog") && !target.dataset.touched) target.close();
});
document.addEventListener("input", ({ target }) => {
  const dialog = target.closest("dialog.dialog");
  if (dialog) dialog.dataset.touched = "true";
});
