/* Keys for those who want them: "/" searches, "?" helps, "g" and a letter goes somewhere. The pages of the help dialog
   say which; without that dialog (switched off, or no shell) there are none. */
const help = document.getElementById("shortcuts");
let goes = false;

const typing = (target) => target.isContentEditable || target.matches("input, select, textarea");

/* With a Cyrillic layout the same keys type other letters; then their place on the keyboard counts. */
function latin(event) {
  if (!/[Ѐ-ӿ.]/.test(event.key)) return event.key.toLowerCase();
  return event.code === "Slash" ? "/" : event.code.replace(/^Key/, "").toLowerCase();
}

function act(key) {
  if (goes) {
    goes = false;
    const link = help.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  }
  const search = document.querySelector("[data-search]");
  if (key === "g") goes = true;
  else if (key === "?") help.showModal();
  else if (key === "/" && search) search.focus();
  else return false;
  return true;
}

if (help) {
  for (const button of document.querySelectorAll("[data-shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest("[popover]")?.hidePopover();
      help.showModal();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (act(latin(event))) event.preventDefault();
  });
}
