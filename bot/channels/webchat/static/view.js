// Draws one message. Everything a person or the core wrote goes in as text, never as markup.
import { canRead } from "./aloud.js";
import { el, icon } from "./dom.js";
import { lang, t } from "./words.js";

const HREF = /^(tel:[+0-9*#-]+|https:\/\/|\/(?!\/))/;
const zone = { timeZone: "Asia/Shanghai" };
const place = () => (lang() === "zh" ? "zh-CN" : "en-GB");

export const clock = (at) =>
  new Date(at).toLocaleTimeString(place(), { ...zone, hour: "2-digit", minute: "2-digit", hour12: false });
export const day = (at) =>
  new Date(at).toLocaleDateString(place(), { ...zone, month: "long", day: "numeric", weekday: "short" });

function pictures(urls) {
  const box = el("div", { class: "pictures" });
  for (const url of urls) {
    const image = el("img", { src: url, alt: t("photo"), loading: "lazy" });
    image.onerror = () => image.replaceWith(el("span", { class: "lost" }, t("photo_gone")));
    box.append(image);
  }
  return box;
}

function code(message, context) {
  return el("img", { class: "code", src: context.codeUrl(message), alt: t("code"), width: 231, height: 231 });
}

function paper(message, context) {
  const sheet = el("div", { class: "paper" });
  if (message.withdrawn) {
    sheet.append(el("p", {}, t("withdrawn")));
    return sheet;
  }
  if (message.urgent) sheet.append(el("span", { class: "badge" }, icon("alarm"), t("urgent")));
  if (message.speaker) sheet.append(el("span", { class: "who" }, message.speaker));
  else sheet.append(el("span", { class: "unseen" }, t(message.sender === "person" ? "i_said" : "it_said")));
  if (message.kind === "place") sheet.append(el("p", {}, icon("pin"), ` ${t("my_place")}`));
  for (const line of message.lines) sheet.append(el("p", {}, line));
  if (message.photos.length) sheet.append(pictures(context.photoUrls(message)));
  if (message.code) sheet.append(code(message, context));
  sheet.append(under(message, context));
  return sheet;
}

function under(message, context) {
  const foot = el("div", { class: "under" });
  if (message.waiting) foot.append(icon("clock"), el("span", {}, t(context.online() ? "sending" : "queued")));
  else foot.append(el("time", { datetime: message.at }, clock(message.at)));
  if (message.sender === "service" && message.lines.length && canRead())
    foot.append(
      el("button", { class: "button", type: "button", onclick: () => context.read(message) }, icon("voice"), t("read")),
    );
  return foot;
}

function insides(option) {
  const parts = [];
  if (option.number !== null) parts.push(el("span", { class: "num" }, String(option.number)));
  if (option.style === "danger") parts.push(icon("alarm"));
  if (option.url.startsWith("tel:")) parts.push(icon("phone"));
  parts.push(el("span", {}, option.label));
  if (option.style === "danger") parts.push(el("span", { class: "tag" }, t("urgent")));
  if (option.ticked !== null) {
    const box = el("span", { class: "tick", "aria-hidden": true });
    if (option.ticked) box.append(icon("tick"));
    parts.push(box);
  }
  return parts;
}

function button(option, message, context) {
  const looks = `button ${option.style === "main" ? "main" : option.style === "danger" ? "danger" : ""}`;
  if (option.url) {
    if (!HREF.test(option.url)) return null;
    const own = option.url.startsWith("/");
    const href = own ? context.base + option.url : option.url;
    const away = option.url.startsWith("https:");
    return el("a", { class: looks, href, target: away && "_blank", rel: away && "noopener" }, ...insides(option));
  }
  const chosen = context.chosen(message, option);
  return el(
    "button",
    {
      class: `${looks}${chosen ? " sent" : ""}`, type: "button", "data-tap": option.tap,
      "data-number": option.number ?? false,
      "aria-pressed": option.ticked === null ? false : String(option.ticked),
      onclick: () => context.tap(message, option),
    },
    ...insides(option),
  );
}

function choices(message, context) {
  const made = (small) =>
    message.options
      .filter((option) => (option.style === "small") === small)
      .map((option) => button(option, message, context))
      .filter(Boolean);
  const group = el("div", { class: "answers", role: "group", "aria-label": t("choices") });
  const rows = made(false);
  const quiet = made(true);
  if (rows.length) group.append(el("div", { class: "choices" }, ...rows));
  if (quiet.length) group.append(el("div", { class: "aside" }, ...quiet));
  return group;
}

export function draw(message, context) {
  const looks = ["item"];
  if (message.sender === "person") looks.push("me");
  if (message.speaker) looks.push("staff");
  if (message.urgent) looks.push("urgent");
  if (message.withdrawn) looks.push("gone");
  if (message.waiting) looks.push("waiting");
  const node = el("article", { class: looks.join(" "), tabindex: "-1", "data-id": message.id });
  node.append(paper(message, context));
  if (message.options.length && !message.withdrawn) node.append(choices(message, context));
  return node;
}
