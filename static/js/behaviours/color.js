/* Beside a field for a color: the browser's own palette, which writes into the field. */
for (const field of document.querySelectorAll("input[data-color]")) {
  const palette = document.createElement("input");
  const row = document.createElement("div");
  palette.type = "color";
  palette.value = field.dataset.color;
  palette.setAttribute("aria-label", field.dataset.palette);
  row.className = "color-field";
  field.replaceWith(row);
  row.append(field, palette);
  const follow = () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) palette.value = field.value.toLowerCase();
  };
  palette.addEventListener("input", () => (field.value = palette.value));
  field.addEventListener("input", follow);
  follow();
}
