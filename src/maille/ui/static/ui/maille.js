/* Small helps only: every page works without this file.
   - `data-autosave="key"` on a textarea keeps what is typed in this browser until the form is sent;
   - `data-print` on a button prints the page; what `.on-paper` folds is opened while it prints;
   - an open menu closes on Escape or a click elsewhere;
   - the error summary takes the focus. */
"use strict";

for (const area of document.querySelectorAll("textarea[data-autosave]")) {
  const key = `maille:${location.pathname}:${area.dataset.autosave}`;
  try {
    const kept = localStorage.getItem(key);
    if (kept && !area.value) area.value = kept;
    area.addEventListener("input", () => localStorage.setItem(key, area.value));
    area.form?.addEventListener("submit", () => localStorage.removeItem(key));
  } catch {
    /* No storage here: the page works all the same. */
  }
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
const folded = [...document.querySelectorAll(".on-paper details.why:not([open])")];
addEventListener("beforeprint", () => folded.forEach((each) => (each.open = true)));
addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));

document.getElementById("erreurs")?.focus();
