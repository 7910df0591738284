/* Without a connection a form is not sent: the browser would leave the page, and what was typed with it. */
const note = document.getElementById("offline");

function tell() {
  note.hidden = navigator.onLine;
}

addEventListener("online", tell);
addEventListener("offline", tell);
document.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    tell();
    note.focus();
  },
  true,
);
if (note) tell();
