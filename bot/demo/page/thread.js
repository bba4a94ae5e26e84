// The side panel with one thread.

import { drawWorking, statusIn } from "./agent.js";
import { composer } from "./composer.js";
import { byId, h, icon } from "./dom.js";
import { on } from "./listeners.js";
import { messageNode } from "./messages.js";
import { find, isReply, repliesTo, state } from "./state.js";

const panel = () => byId("thread");

const roomForBoth = () => window.matchMedia("(min-width: 1001px)").matches;

export function openThread(ts, { focus = true } = {}) {
  state.thread = { channel: state.place, ts };
  draw();
  drawWorking();
  if (focus) panel().querySelector("textarea").focus();
}

// An answer to what this person has just said is shown at once; it does not take the keyboard away.
function answersMe(message) {
  const root = isReply(message) && message.channel === state.place && message.user === state.bot && find(message.channel, message.thread_ts);
  return root && root.user === state.me;
}

export function closeThread() {
  const ts = state.thread?.ts;
  state.thread = null;
  drawWorking();
  panel().hidden = true;
  if (ts) document.querySelector(`#log [data-ts="${ts}"] :is(.reply, .replies)`)?.focus();
}

function list(root) {
  const replies = repliesTo(root.channel, root.ts);
  return [messageNode(root), h("p", { class: "count" }, `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`), ...replies.map((each) => messageNode(each)), ...statusIn(root.channel, root.ts)];
}

function draw() {
  const root = state.thread && find(state.thread.channel, state.thread.ts);
  if (!root) { panel().hidden = true; return; }
  const channel = state.channels.find((each) => each.id === root.channel);
  const close = h("button", { type: "button", class: "icon", "aria-label": "Close thread", onclick: closeThread }, icon("M5 5l10 10M15 5 5 15"));
  panel().hidden = false;
  panel().replaceChildren(h("header", { class: "panelhead" }, h("h2", {}, "Thread"), h("small", {}, channel.direct ? "Tierline" : `# ${channel.name}`), close),
    h("div", { class: "scroll" }, h("div", { class: "log", id: "thread-log", role: "log", "aria-live": "polite" }, list(root))),
    h("div", { class: "composer" }, composer(channel, root.ts)));
  panel().querySelector(".scroll").scrollTop = 1e6;
}

function heard({ message, known }) {
  if (!known && roomForBoth() && state.thread?.ts !== message.thread_ts && answersMe(message)) { openThread(message.thread_ts, { focus: false }); return; }
  if (!state.thread || ![message.thread_ts, message.ts].includes(state.thread.ts)) return;
  const root = find(state.thread.channel, state.thread.ts);
  byId("thread-log").replaceChildren(...list(root));
  panel().querySelector(".scroll").scrollTop = 1e6;
}

export function redraw() {
  const root = state.thread && find(state.thread.channel, state.thread.ts);
  if (root && byId("thread-log")) byId("thread-log").replaceChildren(...list(root));
}

export function start() {
  on("message", heard);
  on("status", redraw);
  on("deleted", heardGone);
  panel().addEventListener("keydown", (event) => { if (event.key === "Escape") closeThread(); });
}

function heardGone(gone) {
  if (state.thread?.channel === gone.channel) draw();
}
