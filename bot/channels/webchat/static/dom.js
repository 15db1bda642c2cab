// Elements are built node by node: a person's words can never become markup.
const SVG = "http://www.w3.org/2000/svg";
const DRAWN = {
  voice: ["M4 9v6h4l5 4V5L8 9H4z", "M16.5 8.5a5 5 0 0 1 0 7", "M19 6a8.5 8.5 0 0 1 0 12"],
  phone: ["M6 3h4l1.5 5-2.3 1.6a12 12 0 0 0 5.2 5.2L16 12.5l5 1.5v4a2.5 2.5 0 0 1-2.8 2.5A17 17 0 0 1 3.5 5.8 2.5 2.5 0 0 1 6 3z"],
  alarm: ["M12 3 2 20.5h20L12 3z", "M12 9.5v5", "M12 17.600v.2"],
  tick: ["M4 12.5 10 18 20 6.5"],
  pin: ["M12 21s7-6.5 7-12A7 7 0 0 0 5 9c0 5.500 7 12 7 12z", "M12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7v5.5l3.5 2"],
  go: ["M9 5l7 7-7 7"],
};

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of DRAWN[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export const $ = (id) => document.getElementById(id);
