// Builds DOM nodes. Foreign text only ever becomes a text node: nothing here parses HTML.

const AS_PROPERTY = new Set(["value", "checked", "disabled", "selected", "hidden", "htmlFor", "multiple", "open"]);

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (AS_PROPERTY.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const byId = (id) => document.getElementById(id);

let last = 0;
export const freshId = (prefix) => `${prefix}-${++last}`;

export function toast(words) {
  const box = h("div", { class: "toast" }, h("p", {}, words));
  const close = h("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: () => box.remove() }, icon("M5 5l10 10M15 5 5 15"));
  box.append(close);
  byId("toasts").append(box);
  setTimeout(() => box.remove(), 12000);
}

// Only web and mail addresses become links; anything else stays words.
export function safeLink(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return document.createTextNode(label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}
