// "Seen" is said only of a message that really was on an open page for a moment.
const DWELL = 700;

export class Seen {
  constructor(root, report) {
    this.visible = new Map();
    this.root = root;
    this.report = report;
    this.watcher = new IntersectionObserver((entries) => this.look(entries), { threshold: [0, 0.3, 0.6, 1] });
    document.addEventListener("visibilitychange", () => this.arm());
  }

  watch(node, id) {
    node.seenId = id;
    this.watcher.observe(node);
  }

  forget(node) {
    this.watcher.unobserve(node);
    if (this.visible.get(node.seenId) === node) this.visible.delete(node.seenId);
  }

  look(entries) {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const fills = rootBounds && intersectionRect.height >= rootBounds.height * 0.6;
      if (intersectionRatio >= 0.6 || fills) this.visible.set(target.seenId, target);
      else this.visible.delete(target.seenId);
    }
    this.arm();
  }

  arm() {
    clearTimeout(this.timer);
    if (document.visibilityState !== "visible" || !this.visible.size) return;
    this.timer = setTimeout(() => this.tell(), DWELL);
  }

  tell() {
    if (document.visibilityState !== "visible" || !this.visible.size) return;
    const nodes = [...this.visible.entries()];
    for (const [, node] of nodes) this.watcher.unobserve(node);
    this.visible.clear();
    this.report(nodes.map(([id]) => id));
  }
}
