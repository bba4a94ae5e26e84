// What the agent view adds to the Messages tab: questions to start with, and what the app says it is doing.

import { byId, h } from "./dom.js";
import { on } from "./listeners.js";
import { act } from "./server.js";
import { repliesTo, state } from "./state.js";

const LASTS = 120_000;

export function prompts(channel) {
  const ask = async (event, text) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    await act("say", { channel: channel.id, text: text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") });
    button.removeAttribute("aria-busy");
  };
  const chips = state.prompts.map((each) => h("button", { type: "button", class: "idea prompt", title: each.message, onclick: (event) => ask(event, each.message) }, each.title));
  return h("div", { class: "ideas starts", role: "group", "aria-label": "Questions to start with" }, h("span", {}, "Start with"), chips);
}

const ofApp = (channel, thread) => repliesTo(channel, thread).filter((each) => each.user === state.bot && !each.ephemeral).length;

// A status is gone as soon as the app has written into its thread, as in Slack.
function open() {
  return [...state.statuses.values()].filter((each) => each.status && ofApp(each.channel, each.thread_ts) === each.after);
}

const line = (each) => h("p", { class: "working", role: "status" }, h("strong", {}, state.people.get(state.bot).name), ` ${each.status}`);

export const statusIn = (channel, thread) => open().filter((each) => each.channel === channel && each.thread_ts === thread).map(line);

export function drawWorking() {
  byId("working").replaceChildren(...open().filter((each) => each.channel === state.place && state.thread?.ts !== each.thread_ts).map(line));
}

export function start(redraw) {
  for (const kind of ["status", "message", "state"]) on(kind, drawWorking);
  on("status", (told) => { if (told.status) setTimeout(() => { if (state.statuses.get(`${told.channel} ${told.thread_ts}`) === told) { told.status = ""; redraw(); drawWorking(); } }, LASTS); });
}
