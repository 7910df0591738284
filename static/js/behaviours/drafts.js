/* Long texts survive a lost session, a crash and a dead connection: they are kept in this browser until the server has taken
   the form (it says so with a cookie, accounts/web/once.py) or the person signs out. Only fields that ask for it: forms.LongText. */
const scope = document.body.dataset.drafts; // organization and person: nobody else at this machine meets the text
const WAIT = 600;

const key = (field) => `draft:${scope}:${new URL(field.form.action).pathname}:${field.name}`;
const fields = (root) => [...root.querySelectorAll("textarea[data-draft]")];
const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
const status = (field) => document.getElementById(`${field.id}_draft`);
const time = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(at);

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function say(field, word, at) {
  const words = status(field).querySelector("span");
  const text = status(field).dataset[word].replace("{time}", time(at));
  if (words.textContent !== text) words.textContent = text; // a screen reader says it once a minute at most
  status(field).hidden = false;
}

function save(field) {
  const at = Date.now();
  const draft = { text: field.value, at, formKey: field.form.elements.form_key?.value };
  try {
    localStorage.setItem(key(field), JSON.stringify(draft));
    say(field, "saved", at);
  } catch {
    // the browser keeps nothing for this site: the text still stands in the field
  }
}

function restore(field) {
  const draft = read(key(field));
  if (!draft || draft.text === field.defaultValue) return;
  field.value = draft.text;
  say(field, "restored", draft.at);
}

function discard(field) {
  localStorage.removeItem(key(field));
  field.value = field.defaultValue;
  status(field).hidden = true;
  field.focus();
}

/* The form whose key stands in the cookie has arrived: its drafts have done their duty. */
function forgetArrived() {
  const arrived = document.cookie.match(/(?:^|; )form_done=([^;]+)/)?.[1];
  if (!arrived) return;
  drafts()
    .filter((name) => read(name)?.formKey === arrived)
    .forEach((name) => localStorage.removeItem(name));
  document.cookie = "form_done=; path=/; max-age=0; samesite=lax";
}

function begin(root) {
  for (const field of fields(root)) {
    let timer;
    restore(field);
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, WAIT, field);
    });
    status(field)
      .querySelector("button")
      .addEventListener("click", () => discard(field));
  }
}

let isLeaving = false;

function forgetAll() {
  isLeaving = true;
  drafts().forEach((name) => localStorage.removeItem(name));
}

forgetArrived();
document.addEventListener("htmx:afterRequest", forgetArrived);
document.addEventListener(
  "submit",
  ({ target }) => (target.action.endsWith("/account/logout/") ? forgetAll() : fields(target).forEach(save)),
  true,
);
if (scope) {
  begin(document);
  document.addEventListener("htmx:load", ({ detail: { elt } }) => elt !== document.body && begin(elt));
  addEventListener("pagehide", () => {
    if (!isLeaving) fields(document).filter((field) => field.value !== field.defaultValue).forEach(save);
  });
}
