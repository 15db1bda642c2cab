// Puts the page together: what is typed, tapped, pinned or photographed goes into the queue; what
// comes down the line goes onto the board.
import { $ } from "./dom.js";
import { takeFiles } from "./files.js";
import { Line } from "./line.js";
import { Photos } from "./photos.js";
import { Queue, freshId } from "./queue.js";
import { Talk } from "./talk.js";
import { speak, t } from "./words.js";

const root = document.documentElement;
const base = root.dataset.base;
const queue = new Queue(`queue:${base}:${root.dataset.account}`);
const say = $("say");
const words = $("words-in");
let up = null;
let unread = 0;

const talk = new Talk({ base, queue, online: () => up !== false, onTap: tapped });
const line = new Line({
  base,
  queue,
  on: { state: stateChanged, ack: acked, refused, messages: arrived },
});
talk.onSeen = (ids) => put({ kind: "seen", seen: ids.map(String) });

function put(item) {
  const whole = { id: freshId(), ...item };
  queue.add(whole);
  if (whole.kind !== "seen") talk.noteAct();
  const shows = whole.kind !== "seen" && (up === false || whole.kind !== "tap");
  if (shows) talk.showWaiting(whole);
  line.flush();
  showQueued();
}

function tapped(message, option) {
  put({ kind: "tap", tap: option.tap, about: String(message.id), shown: option.ticked === null ? option.label : "" });
}

function stateChanged(now) {
  up = now;
  if (!now) for (const item of queue.waiting) if (item.shown || item.photos) talk.showWaiting(item);
  showQueued();
}

function showQueued() {
  const count = queue.waiting.length;
  const strip = $("offline");
  strip.hidden = up !== false;
  const text = count ? t("offline_queued", { n: count }) : t("offline");
  if (!strip.hidden && strip.textContent !== text) strip.textContent = text;
}

// A tap whose question was replaced leaves no line of its own, so its stand-in goes by itself.
function acked(id) {
  setTimeout(() => talk.drop(id), 1500);
  showQueued();
}

function refused(id, item, why) {
  talk.drop(id);
  if (item?.about) talk.release(Number(item.about));
  tell(why);
  if (item?.kind === "text" && !words.value) words.value = item.text;
}

function tell(text) {
  say.textContent = text;
  say.hidden = !text;
  clearTimeout(tell.timer);
  if (text) tell.timer = setTimeout(() => tell(""), 9000);
}

function arrived(parcel) {
  if (parcel.lang && speak(parcel.lang)) talk.renew();
  talk.merge(parcel);
  if (parcel.first || parcel.older) $("older").hidden = !parcel.more;
  if (!parcel.first && !parcel.older && document.visibilityState !== "visible") {
    unread += parcel.messages.filter((message) => message.sender !== "person" && !message.hidden).length;
    document.title = unread ? `(${unread}) ${t("name")}` : t("name");
  }
  showQueued();
}

async function older() {
  const button = $("older");
  if (button.hidden || button.disabled || !talk.messages.size) return;
  button.disabled = true;
  const height = $("scroll").scrollHeight;
  try {
    const answer = await fetch(`${base}/chat/older?before=${talk.first}`, { cache: "no-store" });
    if (answer.ok) {
      arrived({ ...(await answer.json()), older: true });
      $("scroll").scrollTop += $("scroll").scrollHeight - height;
    }
  } catch {
    tell(t("offline"));
  }
  button.disabled = false;
}

function sendWords() {
  const text = words.value.trim();
  if (!text) return words.focus();
  if (text.length > 4096) return tell(t("too_long"));
  words.value = "";
  grow();
  put({ kind: "text", text, shown: text });
  if (!matchMedia("(pointer: coarse)").matches) words.focus();
}

function grow() {
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 4}px`;
}

function pin() {
  if (!navigator.geolocation) return tell(t("place_not"));
  tell(t("place_looking"));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      tell("");
      put({ kind: "place", place: [coords.latitude, coords.longitude], shown: "" });
    },
    () => tell(t("place_not")),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

function toggle(button, panel) {
  const open = panel.hidden;
  panel.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
}

function closeTray() {
  $("tray").hidden = true;
  $("plus").setAttribute("aria-expanded", "false");
}

new Photos({ base, tell, send: (photos) => put({ kind: "photos", photos, shown: t("photos_n", { n: photos.length }) }) });
takeFiles({ base, tell, before: closeTray, send: (file, name) => put({ kind: "file", file, text: name, shown: name }) });
$("older").onclick = older;
for (const way of document.querySelectorAll("[data-go]"))
  way.onclick = () => put({ kind: "tap", tap: way.dataset.go, shown: way.textContent.trim() });
$("plus").onclick = () => toggle($("plus"), $("tray"));
$("size").onclick = () => toggle($("size"), $("sizes"));
$("photo").onclick = () => { closeTray(); $("pick").click(); };
$("place").onclick = () => { closeTray(); pin(); };
$("write").onsubmit = (event) => { event.preventDefault(); sendWords(); };
words.oninput = grow;
words.onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendWords();
  }
};
$("scroll").addEventListener("scroll", () => $("scroll").scrollTop < 40 && older(), { passive: true });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input")) return;
  if (event.key === "Escape") {
    $("sizes").hidden = true;
    $("size").setAttribute("aria-expanded", "false");
    return closeTray();
  }
  if (!/^[0-9]$/.test(event.key)) return;
  const message = talk.newest;
  const option = message?.options.find((one) => String(one.number) === event.key && !one.url);
  if (option) talk.tap(message, option);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  unread = 0;
  document.title = t("name");
});

for (const item of queue.waiting) if (item.shown || item.photos) talk.showWaiting(item);
line.open();
