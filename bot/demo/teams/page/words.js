// Words of messages and cards: Markdown without HTML, mentions marked. Only known tags and safe links come out.

import { h } from "/page/dom.js";

const KNOWN = new Set(["P", "STRONG", "EM", "S", "UL", "OL", "LI", "BR", "CODE", "PRE", "BLOCKQUOTE", "HR", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD"]);
const HEADING = /^H[1-6]$/;
const AT = /<at(?:\s[^>]*)?>([^<]*)<\/at>/gi;
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARKED = new RegExp(`${OPEN}(\\d+)${CLOSE}`);

let parsers = null;

// Cards know emphasis, lists and links; messages know all of Markdown.
function parser(kind) {
  parsers ??= {
    message: window.markdownit({ html: false, linkify: true, breaks: true }).disable("image"),
    card: window.markdownit("zero").enable(["emphasis", "link", "list", "newline", "escape", "entity"]),
  };
  return parsers[kind];
}

const mentionNode = (name) => h("span", { class: "mention" }, name);

function withMentions(text, names) {
  return text.split(MARKED).map((part, at) => (at % 2 ? mentionNode(names[Number(part)]) : part)).filter((part) => part !== "");
}

function copied(node, names) {
  if (node.nodeType === Node.TEXT_NODE) return withMentions(node.nodeValue, names);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const children = [...node.childNodes].flatMap((each) => copied(each, names));
  if (node.tagName === "A") {
    const address = node.getAttribute("href") ?? "";
    return /^(https?:|mailto:)/i.test(address) ? [h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children)] : children;
  }
  if (HEADING.test(node.tagName)) return [h("p", { class: "heading" }, children)];
  if (!KNOWN.has(node.tagName)) return children;
  const start = node.tagName === "OL" ? node.getAttribute("start") : null;
  return [h(node.tagName.toLowerCase(), { start }, children)];
}

// In a card mentions are found after it is drawn, by what its `msteams.entities` list: see `markMentions`.
function drawn(text, kind) {
  const names = [];
  const marked = kind === "card" ? text : text.replaceAll(OPEN, "").replaceAll(CLOSE, "").replace(AT, (_, name) => `${OPEN}${names.push(name) - 1}${CLOSE}`);
  const page = new DOMParser().parseFromString(parser(kind).render(marked), "text/html");
  return [...page.body.childNodes].flatMap((each) => copied(each, names));
}

function plain(text) {
  const names = [];
  const marked = text.replace(AT, (_, name) => `${OPEN}${names.push(name) - 1}${CLOSE}`);
  return marked.split("\n").flatMap((line, at) => [...(at ? [h("br")] : []), ...withMentions(line, names)]);
}

export function messageWords(message) {
  return message.format === "plain" ? [h("p", {}, plain(message.text))] : drawn(message.text, "message");
}

export function markMentions(box, entities) {
  const named = new Map((entities ?? []).filter((each) => each?.type === "mention" && each.text).map((each) => [each.text, each.mentioned?.name ?? each.text]));
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue.includes("<at")) found.push(walker.currentNode);
  for (const node of found) {
    const parts = node.nodeValue.split(/(<at(?:\s[^>]*)?>[^<]*<\/at>)/i);
    node.replaceWith(...parts.filter(Boolean).map((part) => (named.has(part) ? mentionNode(named.get(part)) : part)));
  }
}

// The renderer of cards takes a string of markup: it is made from nodes that were built here, never from foreign text.
export function cardMarkup(text) {
  const box = h("div", {}, drawn(text, "card"));
  return [...box.childNodes].map((each) => (each.nodeType === Node.TEXT_NODE ? "" : new XMLSerializer().serializeToString(each))).join("");
}
