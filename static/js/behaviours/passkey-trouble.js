/* A passkey prompt that is closed or fails must not end in silence: allauth's script tells, the page's note says it. */
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("passkey_trouble");
  if (!note) return;
  event.preventDefault();
  note.hidden = false;
});
