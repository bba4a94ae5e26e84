// One message as it stands in a channel or a thread.

import { content } from "./blocks.js";
import { h, icon } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { moment, repliesTo, state } from "./state.js";
import { somewhere } from "./where.js";

export function avatar(person) {
  if (person.bot) return h("img", { class: "avatar", src: "/page/mark.svg", alt: "" });
  const initials = person.name.split(" ").map((word) => word[0]).join("");
  const node = h("span", { class: "avatar", "aria-hidden": "true" }, initials);
  node.style.setProperty("--hue", person.hue);
  return node;
}

const clockTime = (ts) => moment(ts, { hour: "numeric", minute: "2-digit" });
const fullTime = (ts) => moment(ts, { dateStyle: "full", timeStyle: "short" });

function ran(message) {
  return h("div", { class: "message ran", "data-ts": message.ts }, h("span", { class: "gutter" }), h("p", {}, "You ran ", h("code", {}, message.text), " · ", h("time", {}, clockTime(message.ts))));
}

function threadButton(message, openThread) {
  const replies = repliesTo(message.channel, message.ts);
  if (!replies.length) return h("button", { type: "button", class: "reply quiet", onclick: () => openThread(message.ts) }, "Reply in thread");
  const words = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  return h("button", { type: "button", class: "replies", onclick: () => openThread(message.ts) }, words, h("small", {}, ` last at ${clockTime(replies.at(-1).ts)}`));
}

// One message that cannot be drawn must not take the others with it.
export function messageNode(message, options = {}) {
  try {
    return drawn(message, options);
  } catch (error) {
    console.error(error);
    return h("div", { class: "message", "data-ts": message.ts }, h("span", { class: "gutter" }), h("p", { class: "waiting" }, "This message cannot be shown."));
  }
}

function drawn(message, { openThread = null }) {
  if (message.command) return ran(message);
  const person = state.people.get(message.user) ?? { name: message.user, hue: 0 };
  const where = somewhere({ channel: message.channel, ts: message.ts });
  const own = message.user !== state.bot;
  const head = h("div", { class: "byline" }, h("strong", {}, person.name), person.bot ? h("span", { class: "badge" }, "App") : null,
    h("time", { title: fullTime(message.ts) }, clockTime(message.ts)), message.edited ? h("small", {}, "(edited)") : null);
  const body = own ? h("div", { class: "content" }, h("p", { class: "b-text" }, mrkdwn(message.text))) : content(message, where);
  return h("article", { class: `message${message.ephemeral ? " private" : ""}`, "data-ts": message.ts, "aria-label": `${person.name}, ${clockTime(message.ts)}` },
    avatar(person),
    h("div", { class: "body" }, message.ephemeral ? h("p", { class: "only" }, "Only visible to you") : null, head, body, (message.files ?? []).map(attached),
      openThread && !message.ephemeral ? threadButton(message, openThread) : null));
}

const kilobytes = (size) => (size < 1000 ? `${size} bytes` : `${Math.round(size / 1000)} kB`);

function attached(file) {
  const address = `/demo/api/files/${encodeURIComponent(file.id)}?user=${encodeURIComponent(state.me)}`;
  return h("a", { class: "file", href: address, download: file.name }, icon("M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16.5h12"), h("span", {}, h("strong", {}, file.title), h("small", {}, `${file.filetype.toUpperCase()} · ${kilobytes(file.size)} · download`)));
}

export function dayLine(ts) {
  return h("div", { class: "day", role: "separator" }, h("span", {}, moment(ts, { weekday: "long", month: "long", day: "numeric" })));
}

export const dayOf = (ts) => moment(ts, { dateStyle: "short" });
