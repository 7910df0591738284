/* The lines of an ordered list are dragged by their grip; the line's own form sends its new place. The buttons of that form do
   the same without a pointer, and without this script. */
const GRIP = "[data-reorder] > * > .builder__grip";

let line = null;

const others = () => [...line.parentElement.children].filter((one) => one !== line);

/* Before which line the dragged one stands at this height; none is the end. */
const below = (y) => others().find((one) => y < one.getBoundingClientRect().top + one.offsetHeight / 2);

function drag({ clientY }) {
  const next = below(clientY) ?? null;
  if (line.nextElementSibling !== next) line.parentElement.insertBefore(line, next);
}

function stop(event) {
  removeEventListener("pointermove", drag);
  for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, stop);
  const moved = line;
  line = null;
  moved.classList.remove("is-dragged");
  const place = [...moved.parentElement.children].indexOf(moved);
  if (String(place) === moved.dataset.place) return;
  if (event.type === "pointercancel") return back(moved);
  const field = moved.querySelector("[data-reorder-form] input[name=to]");
  field.disabled = false;
  field.value = place;
  field.form.requestSubmit();
}

/* The drag was taken away: the line returns to where the server knows it. */
function back(moved) {
  const list = moved.parentElement;
  const place = Number(moved.dataset.place);
  moved.remove();
  list.insertBefore(moved, list.children[place] ?? null);
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(GRIP);
  if (!grip || event.button || line) return;
  event.preventDefault();
  line = grip.parentElement;
  line.classList.add("is-dragged");
  addEventListener("pointermove", drag);
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, stop);
});
