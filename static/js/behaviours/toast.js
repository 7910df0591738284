/* A message that can be undone floats over the page for ten seconds; it waits while it is pointed at or focused. */
const SECONDS = 10;
const place = document.querySelector(".toasts");

function float(message) {
  message.classList.add("toast");
  message.querySelector("[data-toast-close]").hidden = false;
  place.append(message); // it stands early in the page: the second Tab reaches it
  let timer;
  const leave = () => message.remove();
  const wait = () => (timer = setTimeout(leave, SECONDS * 1000));
  for (const stop of ["mouseenter", "focusin"]) message.addEventListener(stop, () => clearTimeout(timer));
  for (const go of ["mouseleave", "focusout"]) {
    message.addEventListener(go, () => {
      clearTimeout(timer);
      if (!message.matches(":hover, :focus-within")) wait();
    });
  }
  message.querySelector("[data-toast-close]").addEventListener("click", leave);
  wait();
}

function floatAll() {
  document.querySelectorAll(".messages [data-toast]").forEach(float);
  for (const list of document.querySelectorAll(".messages")) if (!list.querySelector(".note")) list.remove();
}
if (place) {
  floatAll();
  document.addEventListener("htmx:afterSettle", floatAll);
}
