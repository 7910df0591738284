/* A box in the head of a list ticks every row of the page. Without scripts it is not there. */
const boxes = (head) => document.querySelectorAll(`input[name="${head.dataset.tickAll}"]`);
const showAll = () => document.querySelectorAll("[data-tick-all]").forEach((head) => (head.hidden = false));

document.addEventListener("change", (event) => {
  const head = event.target;
  if (head.matches("[data-tick-all]")) boxes(head).forEach((box) => (box.checked = head.checked));
});
document.addEventListener("htmx:afterSettle", showAll);
showAll();
