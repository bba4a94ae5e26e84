// The middle of the page: a chat's bubbles or a channel's posts.

import { byId, h, icon } from "/page/dom.js";
import { on } from "/page/listeners.js";
import { composer } from "./composer.js";
import { avatar, bubble, channelPost, dayLine, dayOf, replyNode, rootNode } from "./post.js";
import { act } from "./server.js";
import { markRead, postsIn, roomOf, state } from "./state.js";

const log = () => byId("log");
const here = () => roomOf(state.place);
const inChannel = () => here().kind === "channel";
const reply = (root) => composer(here(), root);
const node = (message) => (inChannel() ? channelPost(message, reply) : bubble(message));

const HASH = "M8 3 6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14";
const GROUP = "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM1.5 17v-1a5 5 0 0 1 10 0v1M13.5 9.5a2.6 2.6 0 1 0 0-5.2M13 12.2a4.6 4.6 0 0 1 5.5 4.3v.5";

export function roomMark(room, size = "") {
  if (room.personal) return avatar(state.people.get(state.bot.id), size);
  return h("span", { class: `avatar square ${size}`, "aria-hidden": "true" }, icon(room.kind === "channel" ? HASH : GROUP));
}

function welcome(room) {
  const lead = room.personal ? "Ask Tierline anything about your partners, in your own words." : `${room.topic}. Mention @Tierline to ask it something.`;
  return h("div", { class: "welcome" }, roomMark(room, "large"), h("h2", {}, room.name), h("p", {}, lead));
}

function draw() {
  const room = here();
  byId("title").textContent = room.name;
  byId("topic").textContent = room.kind === "channel" ? `${room.team}${room.shared ? " · shared with people of another organization" : ""}` : room.topic;
  byId("roommark").replaceChildren(roomMark(room));
  byId("room").classList.toggle("channel", inChannel());
  document.title = `${room.name} · Tierline demo`;
  const nodes = [welcome(room)];
  let day = "";
  for (const message of postsIn(room.id)) {
    if (dayOf(message.id) !== day) nodes.push(dayLine(message.id));
    day = dayOf(message.id);
    nodes.push(node(message));
  }
  log().replaceChildren(...nodes);
  byId("composer").replaceChildren(...composer(room));
  drawInstall();
  markRead(room.id);
  toEnd();
}

function drawInstall() {
  const removed = state.removed.has(state.place);
  const button = byId("install");
  const me = state.people.get(state.me);
  button.hidden = me.guest || me.external;
  button.textContent = removed ? "Add Tierline" : "Remove Tierline";
}

const toEnd = () => { byId("scroll").scrollTop = byId("scroll").scrollHeight; };
const atEnd = () => byId("scroll").scrollHeight - byId("scroll").scrollTop - byId("scroll").clientHeight < 60;

export function go(place) {
  state.place = place;
  state.replying = null;
  draw();
}

// A button that was pressed may be gone afterwards: keep the keyboard where the message is.
function swap(old, fresh) {
  const end = atEnd();
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (held) (fresh.querySelector(".card button, .card input, .card select") ?? byId("write"))?.focus();
  if (end) toEnd();
}

// Only the message itself is drawn anew: what somebody is writing into another card or reply stays.
function put(message, known) {
  const old = log().querySelector(`[data-id="${message.id}"]`);
  if (old) swap(old, !inChannel() ? bubble(message) : message.thread ? replyNode(message) : rootNode(message));
  else if (known) return;
  else if (message.thread && inChannel()) putReply(message);
  else putLast(message);
}

function putReply(message) {
  const post = log().querySelector(`[data-post="${message.thread}"]`);
  post?.querySelector(".replies").append(replyNode(message));
  post?.scrollIntoView({ block: post.offsetHeight > byId("scroll").clientHeight ? "end" : "nearest" });
}

function putLast(message) {
  const before = postsIn(message.room).filter((each) => Number(each.id) < Number(message.id)).at(-1);
  if (!before || dayOf(before.id) !== dayOf(message.id)) log().append(dayLine(message.id));
  const fresh = node(message);
  log().append(fresh);
  toEnd();
  if (fresh.offsetHeight > byId("scroll").clientHeight) fresh.scrollIntoView({ block: "start" });
}

function heard({ message, known }) {
  if (message.room !== state.place) return;
  markRead(state.place);
  put(message, known);
}

function gone({ room, id }) {
  if (room !== state.place) return;
  const old = log().querySelector(`[data-id="${id}"]`);
  (old?.closest(`[data-post="${id}"]`) ?? old)?.remove();
}

export function start() {
  on("message", heard);
  on("deleted", gone);
  on("installed", drawInstall);
  byId("install").addEventListener("click", () => act("install", { room: state.place, remove: !state.removed.has(state.place) }));
}
