// Letter size, 18 to 30 px, remembered on this phone. Loaded first so that the page never jumps.
const root = document.documentElement;
const name = `size:${root.dataset.base}`;
const keep = (value) => { try { localStorage.setItem(name, value); } catch { /* remembered until closed */ } };

function use(value) {
  root.dataset.size = value;
  for (const button of document.querySelectorAll("[data-set]"))
    button.setAttribute("aria-pressed", String(button.dataset.set === value));
}

let stored = null;
try { stored = localStorage.getItem(name); } catch { /* no store */ }
use(["s", "m", "l", "x"].includes(stored) ? stored : "m");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set]");
  if (!button) return;
  use(button.dataset.set);
  keep(button.dataset.set);
});
