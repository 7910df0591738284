/* A message that can be undone floats over the page for ten seconds; it waits while it is pointed at or focused. */
const SECONDS = 10;

function float(message) {
  let place = document.querySelector(".toasts");
  if (!place) {
    place = document.createElement("div");
    place.className = "toasts";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  message.classList.add("toast");
  message.querySelector("[data-toast-close]").hidden = false;
  place.append(message);
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

const floatAll = () => document.querySelectorAll(".messages [data-toast]").forEach(float);
floatAll();
document.addEventListener("htmx:afterSettle", floatAll);
