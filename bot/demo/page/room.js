// The middle of the page: a channel's messages, or the app's Home tab.

import { drawWorking } from "./agent.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { byId, h } from "./dom.js";
import { on } from "./listeners.js";
import { avatar, dayLine, dayOf, messageNode } from "./messages.js";
import { act } from "./server.js";
import { isReply, markRead, messagesOf, state } from "./state.js";
import { openThread } from "./thread.js";
import { somewhere } from "./where.js";

const log = () => byId("log");
const here = () => state.channels.find((each) => each.id === state.place);

function welcome(channel) {
  const bot = state.people.get(state.bot);
  const words = channel.direct ? "Ask Tierline anything about your partners, in your own words." : channel.topic;
  return h("div", { class: "welcome" }, avatar(channel.direct ? bot : { name: "#", hue: 168 }), h("h2", {}, channel.direct ? "Tierline" : `#${channel.name}`), h("p", {}, words));
}

function drawMessages(channel) {
  const nodes = [welcome(channel)];
  let day = "";
  for (const message of messagesOf(channel.id)) {
    if (dayOf(message.ts) !== day) nodes.push(dayLine(message.ts));
    day = dayOf(message.ts);
    nodes.push(messageNode(message, { openThread }));
  }
  log().replaceChildren(...nodes);
  toEnd();
}

function toEnd() {
  byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

function drawHome() {
  const view = state.home;
  const empty = h("p", { class: "waiting" }, "Waiting for Tierline to draw its Home tab…");
  log().replaceChildren(h("div", { class: "home" }, view ? blocks(view.blocks, somewhere({ view: view.id })) : empty));
}

function draw() {
  const home = state.place === "home";
  const channel = here();
  byId("title").textContent = home ? "Tierline" : channel.direct ? "Tierline" : `# ${channel.name}`;
  byId("topic").textContent = home ? "Home" : channel.topic;
  document.title = `${byId("title").textContent} · Tierline demo`;
  byId("room").classList.toggle("athome", home);
  byId("composer").hidden = home;
  if (home) { drawHome(); return; }
  drawMessages(channel);
  markRead(channel.id);
  byId("composer").replaceChildren(...composer(channel));
}

export function go(place) {
  state.place = place;
  draw();
  drawWorking();
  if (place === "home") act("home", {});
  else if (here().direct) act("messages", {});
}

function put(message, known) {
  const old = log().querySelector(`[data-ts="${message.ts}"]`);
  const node = messageNode(message, { openThread });
  if (old) { swap(old, node); return; }
  if (known) return;
  const before = messagesOf(message.channel).filter((each) => each.ts < message.ts).at(-1);
  if (!before || dayOf(before.ts) !== dayOf(message.ts)) log().append(dayLine(message.ts));
  log().append(node);
  toEnd();
  if (node.offsetHeight > byId("scroll").clientHeight) node.scrollIntoView({ block: "start" });
}

// A button that was pressed may be gone afterwards: keep the keyboard where the message is.
function swap(old, node) {
  const focused = old.contains(document.activeElement);
  const atEnd = byId("scroll").scrollHeight - byId("scroll").scrollTop - byId("scroll").clientHeight < 40;
  old.replaceWith(node);
  if (focused) (node.querySelector("button, select, input") ?? byId("write")).focus();
  if (atEnd) toEnd();
}

function heard({ message, known }) {
  if (message.channel !== state.place) return;
  markRead(state.place);
  if (!isReply(message)) { put(message, known); return; }
  const root = state.messages.get(`${message.channel} ${message.thread_ts}`);
  if (root) put(root, true);
}

export function start() {
  on("message", heard);
  on("deleted", (gone) => { if (gone.channel === state.place) log().querySelector(`[data-ts="${gone.ts}"]`)?.remove(); });
  on("prompts", () => { if (here()?.direct && !byId("write").value) byId("composer").replaceChildren(...composer(here())); });
  on("home", () => { if (state.place === "home") drawHome(); });
}
