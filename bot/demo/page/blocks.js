// Draws Block Kit. `where` says what the blocks belong to and carries `press(element, fields, control)`.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { input } from "./inputs.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { parts, richText } from "./richtext.js";

function section(block, where) {
  const fields = block.fields?.length ? h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textObject(field)))) : null;
  const words = h("div", { class: "words" }, block.text ? h("div", {}, textObject(block.text)) : null, fields);
  return h("div", { class: "b-section" }, words, block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, where)) : null);
}

function context(block) {
  const piece = (each) => (each.type === "image" ? image(each) : h("span", {}, textObject(each)));
  return h("div", { class: "b-context" }, block.elements.map(piece));
}

function image(block) {
  const picture = h("img", { src: block.image_url, alt: block.alt_text ?? "" });
  picture.addEventListener("error", () => picture.replaceWith(h("span", { class: "noimage" }, `Picture: ${block.alt_text || "no description"}`)));
  return picture;
}

const cellWords = (cell) => {
  if (cell.type === "rich_text") return cell.elements.map((line) => parts(line.elements));
  return plain(String(cell.text ?? cell.value ?? ""));
};

function table(block) {
  const [head, ...rows] = block.rows;
  const aligned = (at) => `to-${block.column_settings?.[at]?.align ?? "left"}`;
  const cells = (row, tag) => row.map((cell, at) => h(tag, { class: aligned(at), scope: tag === "th" ? "col" : null }, cellWords(cell)));
  return h("div", { class: "b-table", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("thead", {}, h("tr", {}, cells(head, "th"))), h("tbody", {}, rows.map((row) => h("tr", {}, cells(row, "td"))))));
}

const KINDS = {
  header: (block) => h("h3", { class: "b-header" }, plain(block.text.text)),
  section,
  context,
  image: (block) => h("figure", { class: "b-image" }, image(block), block.title ? h("figcaption", {}, textObject(block.title)) : null),
  divider: () => h("hr", { class: "b-divider" }),
  actions: (block, where) => h("div", { class: "b-actions" }, block.elements.map((each) => element(each, block, where))),
  context_actions: (block, where) => h("div", { class: "b-context-actions" }, block.elements.map((each) => element(each, block, where))),
  rich_text: richText,
  table,
  markdown: (block) => h("div", { class: "b-rich" }, markdown(block.text)),
  input: (block, where) => input(block, where),
  alert: (block) => h("div", { class: `b-alert ${block.level ?? "default"}` }, textObject(block.text)),
};

export function blocks(list, where) {
  return list.map((block) => {
    const draw = Object.hasOwn(KINDS, block.type) ? KINDS[block.type] : null;
    return draw ? draw(block, where) : h("p", { class: "unsupported" }, `unsupported block: ${block.type}`);
  });
}

export function content(message, where) {
  return h("div", { class: "content" }, message.blocks?.length ? blocks(message.blocks, where) : h("p", { class: "b-text" }, mrkdwn(message.text)));
}
