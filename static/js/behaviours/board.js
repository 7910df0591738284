/* Cards of the board are dragged into another column; the card's own form is sent, as its button does without a pointer. */
let card = null;

for (const one of document.querySelectorAll("[data-board] [data-card]:has(form)")) one.draggable = true;

const column = (event) => card && event.target.closest("[data-board] [data-stage]");

document.addEventListener("dragstart", (event) => {
  card = event.target.closest?.("[data-card]") ?? null;
  card?.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const over = column(event);
  for (const one of document.querySelectorAll("[data-stage].is-over")) one.classList.toggle("is-over", one === over);
  if (!over) return;
  event.preventDefault();
  over.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const over = column(event);
  if (!over) return;
  event.preventDefault();
  const to = card.querySelector("select[name=stage]");
  if (over.contains(card)) return;
  to.value = over.dataset.stage;
  to.form.requestSubmit();
});

document.addEventListener("dragend", () => {
  card?.classList.remove("is-dragged");
  for (const one of document.querySelectorAll("[data-stage].is-over")) one.classList.remove("is-over");
  card = null;
});
