/* A link with data-dialog opens a dialog instead of its page: the one it names, or its own page's content in a new one.
   A form in there is sent in place: a refusal (422) comes back into the dialog, everything else leads on as usual. */
const content = (html) => new DOMParser().parseFromString(html, "text/html");

function fill(dialog, page) {
  const main = page.querySelector("main");
  const title = main.querySelector("h1");
  dialog.querySelector("h2").textContent = title.textContent;
  dialog.querySelector(".dialog__body").replaceChildren(...main.querySelectorAll("form:not([method=dialog])"));
  dialog.querySelector("[autofocus], [aria-invalid=true], input:not([type=hidden]), select, textarea")?.focus();
}

async function load(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = content(await answer.text());
  if (!answer.ok || answer.redirected || !page.querySelector("main form")) return location.assign(link.href);
  const dialog = document.getElementById("dialog-of-pages").content.cloneNode(true).firstElementChild;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  dialog.addEventListener("submit", (event) => send(event, dialog, link.href));
  dialog.showModal();
  fill(dialog, page);
}

async function send(event, dialog, page) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  // A form without an action posts to the page that it is of, not to the page behind the dialog.
  const address = form.getAttribute("action") || page;
  try {
    const answer = await fetch(address, { method: "POST", body });
    if (answer.status === 422) fill(dialog, content(await answer.text()));
    else if (answer.redirected) location.assign(answer.url);
    else throw new Error(answer.status);
  } catch {
    location.assign(page); // the page itself says what is wrong
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const named = link.dataset.dialog && document.getElementById(link.dataset.dialog);
  if (!named && !document.getElementById("dialog-of-pages")) return;
  event.preventDefault();
  if (named) named.showModal();
  else load(link).catch(() => location.assign(link.href));
});

/* A click beside a dialog closes it, unless something was typed into it. */
document.addEventListener("mousedown", (event) => {
  if (event.target.matches("dialog.dialog") && !event.target.dataset.touched) event.target.close();
});
document.addEventListener("input", (event) => {
  const dialog = event.target.closest("dialog.dialog");
  if (dialog) dialog.dataset.touched = "1";
});
