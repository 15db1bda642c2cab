// The line to the service: a WebSocket, and long polling where a network does not let one through.
const WAITS = [500, 1000, 2000, 4000, 8000, 15000];
const ACK_WAIT = 10000;

export class Line {
  constructor({ base, queue, on }) {
    Object.assign(this, { base, queue, on, seq: 0, tries: 0, failures: 0, up: null, socket: null });
    this.sentAt = new Map();
    addEventListener("online", () => this.retryNow());
    addEventListener("offline", () => this.state(false));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retryNow());
    setInterval(() => this.flush(), 4000);
  }

  state(up) {
    if (this.up === up) return;
    this.up = up;
    this.on.state(up);
  }

  open() {
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    let socket;
    try {
      socket = new WebSocket(`${scheme}//${location.host}${this.base}/chat/ws?after=${this.seq}`);
    } catch {
      // Some old browsers do not count a socket as 'self' and throw.
      return void this.poll();
    }
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.tries = this.failures = 0;
      this.sentAt.clear();
      this.state(true);
      this.flush();
    };
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (event.code === 4401) return location.assign(`${this.base}/`);
      if (!opened) this.failures += 1;
      this.state(false);
      const next = () => (this.failures >= 2 ? this.poll() : this.open());
      this.timer = setTimeout(next, this.wait());
    };
  }

  wait() {
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    return wait * (0.75 + Math.random() / 2);
  }

  retryNow() {
    if (this.socket || this.polling) return this.flush();
    this.tries = 0;
    clearTimeout(this.timer);
    this.open();
  }

  async poll() {
    this.polling = true;
    const until = Date.now() + 60000;
    try {
      while (Date.now() < until) {
        const answer = await fetch(`${this.base}/chat/poll?after=${this.seq}`, { cache: "no-store" });
        if (answer.status === 401) return location.assign(`${this.base}/`);
        if (!answer.ok) throw new Error(String(answer.status));
        this.state(true);
        this.tries = 0;
        this.take(await answer.json());
        this.flush();
      }
      this.failures = 1;
    } catch {
      this.state(false);
    }
    this.polling = false;
    this.timer = setTimeout(() => this.open(), this.wait());
  }

  take(parcel) {
    if (parcel.ack) {
      this.sentAt.delete(parcel.ack);
      this.on.ack(parcel.ack, this.queue.drop(parcel.ack));
    } else if (parcel.nack) {
      if (parcel.again) return void this.sentAt.set(parcel.nack, Date.now() + parcel.again * 1000 - ACK_WAIT);
      this.sentAt.delete(parcel.nack);
      this.on.refused(parcel.nack, this.queue.drop(parcel.nack), parcel.why);
    } else if (parcel.messages) {
      this.seq = parcel.first ? parcel.seq : Math.max(this.seq, parcel.seq);
      this.on.messages(parcel);
    }
  }

  flush() {
    const now = Date.now();
    for (const item of this.queue.items) {
      if (now - (this.sentAt.get(item.id) ?? 0) < ACK_WAIT) continue;
      const { shown, ...sent } = item;
      if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(sent));
      else if (this.polling && this.up) this.post(sent);
      else return;
      this.sentAt.set(item.id, now);
    }
  }

  async post(item) {
    try {
      const answer = await fetch(`${this.base}/chat/send`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(item),
      });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) this.take(await answer.json());
    } catch {
      this.sentAt.delete(item.id);
    }
  }
}
