// Standard Markdown, as far as `markdown` blocks need it: headings, lists, quotes, code, emphasis, links.

import { h, safeLink } from "./dom.js";

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|(?<!\w)[*_](?=\S)(.+?)[*_](?!\w)|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const [whole, code, strong, em, label, address] of text.matchAll(INLINE)) {
    const at = text.indexOf(whole, end);
    nodes.push(text.slice(end, at));
    if (code !== undefined) nodes.push(h("code", {}, code));
    else if (strong !== undefined) nodes.push(h("strong", {}, inline(strong)));
    else if (em !== undefined) nodes.push(h("em", {}, inline(em)));
    else nodes.push(safeLink(address, label));
    end = at + whole.length;
  }
  return [...nodes, text.slice(end)];
}

const KINDS = [
  [/^#{1,6} (.*)$/, (items) => items.map((words) => h("p", { class: "heading" }, inline(words)))],
  [/^[-*] (.*)$/, (items) => [h("ul", {}, items.map((words) => h("li", {}, inline(words))))]],
  [/^\d+\. (.*)$/, (items) => [h("ol", {}, items.map((words) => h("li", {}, inline(words))))]],
  [/^> ?(.*)$/, (items) => [h("blockquote", {}, items.map((words) => h("p", {}, inline(words))))]],
  [/^(.*\S.*)$/, (items) => [h("p", {}, items.flatMap((words, at) => (at ? [h("br"), ...inline(words)] : inline(words))))]],
];

export function markdown(text) {
  const nodes = [];
  let open = null;
  const close = () => { if (open) nodes.push(...open.build(open.items)); open = null; };
  for (const line of String(text ?? "").split("\n")) {
    const kind = KINDS.find(([pattern]) => pattern.test(line));
    if (!kind || kind[1] !== open?.build) close();
    if (kind) (open ??= { build: kind[1], items: [] }).items.push(line.match(kind[0])[1]);
  }
  close();
  return nodes;
}
