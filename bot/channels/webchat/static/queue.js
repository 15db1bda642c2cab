// What the person did and the service has not yet confirmed. It survives a reload and a flat
// battery; each item keeps its id, so sending it twice has one effect.
const LIMIT = 200;

export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export class Queue {
  constructor(name) {
    this.name = name;
    try {
      this.items = JSON.parse(localStorage.getItem(name) ?? "[]");
    } catch {
      this.items = [];
    }
  }

  add(item) {
    this.items.push(item);
    if (this.items.length > LIMIT) this.items.splice(0, this.items.length - LIMIT);
    this.keep();
  }

  drop(id) {
    const item = this.items.find((one) => one.id === id);
    this.items = this.items.filter((one) => one.id !== id);
    this.keep();
    return item;
  }

  get waiting() {
    return this.items.filter((item) => item.kind !== "seen");
  }

  keep() {
    try {
      localStorage.setItem(this.name, JSON.stringify(this.items));
    } catch {
      /* a full or forbidden store: memory alone still works until the page is closed */
    }
  }
}
