// rich_text blocks (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

import { h, safeLink } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelName, formatDate, mention } from "./mrkdwn.js";

const STYLED = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(node, style) {
  return Object.entries(STYLED).reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

// Bars drawn with block characters get the page's color; the characters stay what they are.
const bars = (line) => line.split(/([█▓▒░▰▱■□]{4,})/).map((part, at) => (at % 2 ? h("span", { class: "bar", "aria-hidden": "true" }, part) : part));

function words(text) {
  return String(text ?? "").split("\n").flatMap((line, number) => (number ? [h("br"), ...bars(line)] : bars(line)));
}

function part(element) {
  switch (element.type) {
    case "text": return styled(h("span", {}, words(element.text)), element.style);
    case "link": return styled(safeLink(element.url, element.text || element.url), element.style);
    case "user": return mention(element.user_id);
    case "channel": return channelName(element.channel_id);
    case "emoji": return emoji(element.name) ?? `:${element.name}:`;
    case "date": return styled(h("time", {}, formatDate(element.timestamp, element.format) ?? element.fallback ?? ""), element.style);
    case "broadcast": return h("span", { class: "mention" }, `@${element.range}`);
    case "color": return h("code", {}, element.value);
    default: return h("span", { class: "unsupported" }, `unsupported element: ${element.type}`);
  }
}

export const parts = (elements) => (elements ?? []).map(part);

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  return h(tag, { class: `indent-${Math.min(element.indent ?? 0, 4)}` }, element.elements.map((item) => h("li", {}, parts(item.elements))));
}

function piece(element) {
  switch (element.type) {
    case "rich_text_section": return h("p", {}, parts(element.elements));
    case "rich_text_list": return list(element);
    case "rich_text_preformatted": return h("pre", {}, parts(element.elements));
    case "rich_text_quote": return h("blockquote", {}, parts(element.elements));
    default: return h("p", { class: "unsupported" }, `unsupported element: ${element.type}`);
  }
}

export const richText = (block) => h("div", { class: "b-rich" }, (block.elements ?? []).map(piece));
