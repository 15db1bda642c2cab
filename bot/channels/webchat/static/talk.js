// The list of messages on the page: order, days, what is newest, what has been pressed.
import { readAloud, spoken } from "./aloud.js";
import { $, el } from "./dom.js";
import { Seen } from "./seen.js";
import { t } from "./words.js";
import { day, draw } from "./view.js";

const local = (item) => ({
  id: `local:${item.id}`, sender: "person", kind: item.kind, lines: item.shown ? [item.shown] : [], options: [],
  photos: [], uploads: item.photos ?? [], at: new Date().toISOString(), waiting: true, speaker: "", key: item.id,
});

export class Talk {
  constructor({ base, queue, onTap, online }) {
    Object.assign(this, { base, queue, onTap, online, messages: new Map(), nodes: new Map(), pressed: new Map(), acted: 0, waiting: false });
    this.log = $("log");
    this.scroller = $("scroll");
    this.seen = new Seen(this.scroller, (ids) => this.onSeen(ids));
    this.onSeen = () => {};
    this.context = {
      base,
      online,
      read: (message) => readAloud(spoken(message)),
      tap: (message, option) => this.tap(message, option),
      chosen: (message, option) => this.pressed.get(message.id) === option.tap,
      codeUrl: (message) => `${base}/chat/code/${message.id}?v=${message.code}`,
      photoUrls: (message) =>
        message.sender === "person"
          ? message.photos.map((id) => `${base}/chat/upload/${id}`)
          : message.photos.map((id) => `${base}/chat/photo/${id}`),
    };
  }

  tap(message, option) {
    if (option.ticked === null && this.pressed.has(message.id)) return;
    this.pressed.set(message.id, option.tap);
    this.redraw(message);
    this.onTap(message, option);
    setTimeout(() => this.release(message.id), 6000);
  }

  release(id) {
    if (this.pressed.delete(id) && this.messages.has(id)) this.redraw(this.messages.get(id));
  }

  // The newest message that still has answers: digits on a keyboard mean its options.
  get newest() {
    const open = [...this.messages.values()].filter(
      (message) => message.options.some((option) => !option.url) && !message.withdrawn,
    );
    return open.sort((a, b) => a.id - b.id).at(-1);
  }

  merge(parcel) {
    const near = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 160;
    const here = document.hasFocus() && this.log.contains(document.activeElement);
    let last = null;
    for (const message of parcel.messages) last = this.put(message, !parcel.first) ?? last;
    this.arrange();
    if (parcel.older) return;
    // Whoever did something is shown the answer, also from far up in the talk.
    if (parcel.first || near || this.waiting || last?.sender === "person") this.toEnd(last);
    if (last && last.sender !== "person") this.waiting = false;
    // A button that is still there keeps the focus; one that went away hands it to the news.
    const lost = here && !document.activeElement.closest("#log .button");
    if (!parcel.first && last && last.sender !== "person" && lost) this.focus(last.id);
    if (!parcel.first && last?.read_aloud) readAloud(spoken(last));
  }

  put(message, fresh) {
    const old = this.messages.get(message.id);
    if (message.hidden) {
      this.remove(message.id);
      return null;
    }
    if (message.key) this.drop(message.key);
    this.pressed.delete(message.id);
    this.messages.set(message.id, message);
    const node = this.redraw(message);
    if (fresh && message.sender !== "person") node.classList.add("fresh");
    return old && message.sender === "person" ? null : message;
  }

  redraw(message) {
    const old = this.nodes.get(message.id);
    const held = old?.contains(document.activeElement) ? document.activeElement.dataset : null;
    const node = draw(message, this.context);
    if (old) {
      this.seen.forget(old);
      old.replaceWith(node);
    }
    this.nodes.set(message.id, node);
    if (message.sender !== "person" && !message.seen && !message.withdrawn) this.seen.watch(node, message.id);
    if (held) {
      const again = held.tap && node.querySelector(`[data-tap="${CSS.escape(held.tap)}"]`);
      (again || node).focus({ preventScroll: true });
    }
    return node;
  }

  remove(id) {
    const node = this.nodes.get(id);
    if (node) {
      this.seen.forget(node);
      node.remove();
    }
    this.nodes.delete(id);
    this.messages.delete(id);
  }

  arrange() {
    const order = [...this.messages.values()].sort((a, b) => a.id - b.id);
    const newest = this.newest;
    let before = "";
    for (const old of this.log.querySelectorAll(".day")) old.remove();
    let spot = this.log.firstElementChild;
    for (const message of order) {
      const node = this.nodes.get(message.id);
      if (node === spot) spot = spot.nextElementSibling;
      else this.log.insertBefore(node, spot);
      node.classList.toggle("earlier", message.id < (newest?.id ?? 0));
      const today = day(message.at);
      if (today !== before) node.before(el("div", { class: "day" }, today));
      before = today;
    }
    for (const item of this.log.querySelectorAll(".waiting")) this.log.append(item);
  }

  // What was done but not confirmed stands at the end, marked as waiting.
  showWaiting(item) {
    if (this.log.querySelector(`[data-id="local:${item.id}"]`)) return;
    this.log.append(draw(local(item), this.context));
    this.toEnd();
  }

  drop(clientId) {
    this.log.querySelector(`[data-id="local:${CSS.escape(clientId)}"]`)?.remove();
  }

  toEnd(message) {
    const node = message && this.nodes.get(message.id);
    requestAnimationFrame(() => {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      const alarm = this.nodes.get(this.alarm);
      if (alarm && alarm.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top) this.toTop(alarm);
      else if (node && node.offsetHeight > this.scroller.clientHeight - 8) this.toTop(node);
    });
  }

  // An alarm after which nothing was done here yet: "dial 120" must not be pushed off the screen by
  // the question below it.
  get alarm() {
    for (const message of [...this.messages.values()].sort((a, b) => b.id - a.id).slice(0, 3)) {
      if (message.sender === "person" || message.id <= this.acted) return null;
      if (message.urgent && !message.withdrawn) return message.id;
    }
    return null;
  }

  // The person did something: what came before is no longer news.
  noteAct() {
    this.acted = Math.max(0, ...this.messages.keys());
    this.waiting = true;
  }

  // Not scrollIntoView: inside a frame it would scroll the page around it too.
  toTop(node) {
    this.scroller.scrollTop += node.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - 8;
  }

  focus(id) {
    this.nodes.get(id)?.focus({ preventScroll: true });
  }

  renew() {
    for (const message of this.messages.values()) this.redraw(message);
    this.arrange();
  }

  get first() {
    return Math.min(...this.messages.keys());
  }
}
