// Slack's mrkdwn as DOM nodes (docs.slack.dev, "Formatting message text"). Text nodes only; no HTML is parsed.

import { h, safeLink } from "./dom.js";
import { emoji } from "./emoji.js";
import { moment, state } from "./state.js";

const TOKEN = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\5(?![\w*_~])/g;
const STYLES = { "*": "strong", _: "em", "~": "s" };

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function lines(text) {
  return unescape(text).split("\n").flatMap((line, number) => (number ? [h("br"), line] : [line]));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(...lines(text.slice(end, match.index)));
    nodes.push(piece(match));
    end = match.index + match[0].length;
  }
  return [...nodes, ...lines(text.slice(end))];
}

function piece([whole, fence, code, angled, short, mark, inner]) {
  if (fence !== undefined) return h("pre", {}, unescape(fence.replace(/^\n/, "")));
  if (code !== undefined) return h("code", {}, unescape(code));
  if (angled !== undefined) return angle(angled);
  if (short !== undefined) return emoji(short) ?? whole;
  return h(STYLES[mark], {}, inline(inner));
}

function angle(content) {
  const [target, ...rest] = content.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelName(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${label || target.slice(1).split("^")[0]}`);
  return safeLink(unescape(target), unescape(label || target));
}

export function mention(user, label) {
  const person = state.people.get(user);
  return h("span", { class: user === state.me ? "mention me" : "mention" }, `@${person?.name ?? (label || user)}`);
}

export function channelName(id, label) {
  const channel = state.channels.find((each) => each.id === id);
  return h("span", { class: "mention" }, `#${channel?.name ?? (label || id)}`);
}

function dateToken(target, fallback) {
  const [, epoch, format, link] = target.split("^");
  const words = formatDate(epoch, format) ?? unescape(fallback);
  return link ? safeLink(link, words) : h("time", { datetime: isoOf(epoch), title: unescape(fallback) }, words);
}

// A Date ends 8.64e15 milliseconds from 1970 (ECMA-262, "Time Values and Time Range"); NaN is in no range.
const isMoment = (epoch) => Math.abs(Number(epoch)) <= 8.64e12;
const isoOf = (epoch) => (isMoment(epoch) ? new Date(Number(epoch) * 1000).toISOString() : "");

const FORMS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { month: "long", day: "numeric", year: "numeric" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

export function formatDate(epoch, format) {
  if (!isMoment(epoch) || !format) return null;
  return format.replace(/\{(\w+)\}/g, (whole, token) => {
    const form = FORMS[token.replace("_pretty", "")];
    return form ? moment(epoch, form) : whole;
  });
}

// Quoted lines become one blockquote, everything else stays in a row.
export function mrkdwn(text) {
  const parts = [];
  for (const chunk of String(text ?? "").split(/((?:^|\n)(?:&gt;|>) ?[^\n]*(?:\n(?:&gt;|>) ?[^\n]*)*)/)) {
    if (!chunk) continue;
    const quoted = /^\n?(?:&gt;|>)/.test(chunk);
    const body = quoted ? chunk.replace(/^\n/, "").replace(/(^|\n)(?:&gt;|>) ?/g, "$1") : chunk;
    parts.push(...(quoted ? [h("blockquote", {}, inline(body))] : inline(body)));
  }
  return parts;
}

// A text object: plain_text shows its characters, mrkdwn its marks.
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text);
}

export function plain(text) {
  return lines(String(text ?? "").replaceAll("&", "&amp;")).map((part) => (typeof part === "string" ? withEmoji(part) : part)).flat();
}

function withEmoji(text) {
  return text.split(/(:[a-z0-9_+-]+:)/).map((part) => (/^:[a-z0-9_+-]+:$/.test(part) ? emoji(part.slice(1, -1)) ?? part : part));
}
