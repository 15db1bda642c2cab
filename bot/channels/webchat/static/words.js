// The page's own words in both languages, sent with the page so that a switch needs no request.
const all = JSON.parse(document.getElementById("words").textContent);
let language = document.documentElement.dataset.lang;

export const lang = () => language;

export function t(key, gaps = {}) {
  const pattern = (all[language] ?? all.zh)[key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(gaps[name] ?? ""));
}

// Several chats on one page (the demo) need landmarks that can be told apart.
const frame = window.frameElement?.title ?? "";

function label(place) {
  place.setAttribute("aria-label", [t(place.dataset.tLabel), frame].filter(Boolean).join(" · "));
}

if (frame) document.querySelectorAll("header, main, footer").forEach(label);

export function speak(next) {
  if (!all[next] || next === language) return false;
  language = next;
  document.documentElement.dataset.lang = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  for (const place of document.querySelectorAll("[data-t]")) place.textContent = t(place.dataset.t);
  document.querySelectorAll("[data-t-label]").forEach(label);
  for (const place of document.querySelectorAll("[data-t-hint]")) place.placeholder = t(place.dataset.tHint);
  document.title = t("name");
  return true;
}
