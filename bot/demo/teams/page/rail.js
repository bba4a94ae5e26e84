// The left rail: chats, the team's channels; and who is looking.

import { h } from "/page/dom.js";
import { closeMenu, fillRail, offerPeople, startFrame, whoami } from "/page/frame.js";
import { on } from "/page/listeners.js";
import { avatar, clockTime } from "./post.js";
import { go, roomMark } from "./room.js";
import { listenAs } from "./server.js";
import { newest, roomOf, state, unread } from "./state.js";

function preview(room) {
  const last = newest(room.id);
  if (!last) return null;
  const words = last.text.replace(/<\/?at[^>]*>/g, "").replace(/[*_`]/g, "") || "Sent a card";
  return h("small", {}, `${last.user === state.me ? "You: " : ""}${words}`);
}

function place(room) {
  const count = room.id === state.place ? 0 : unread(room.id);
  const last = room.kind === "channel" ? null : newest(room.id);
  const visit = () => { go(room.id); draw(); closeMenu(); };
  return h("button", { type: "button", class: count ? `place news ${room.kind}` : `place ${room.kind}`, "aria-current": room.id === state.place ? "page" : null, onclick: visit },
    room.kind === "channel" ? h("span", { class: "dash", "aria-hidden": "true" }, room.shared ? "∞" : "") : roomMark(room, "small"),
    h("span", { class: "name" }, h("span", {}, room.name), room.kind === "channel" ? null : preview(room)),
    last ? h("time", {}, clockTime(last.id)) : null,
    count ? h("b", { class: "count" }, String(count), h("span", { class: "sr" }, " unread")) : null);
}

export function draw() {
  const chats = state.rooms.filter((each) => each.kind !== "channel");
  const channels = state.rooms.filter((each) => each.kind === "channel");
  const me = state.people.get(state.me);
  fillRail([
    chats.length ? h("h2", {}, "Chat") : null, h("div", {}, chats.map(place)),
    channels.length ? h("h2", {}, "Teams and channels") : null,
    channels.length ? h("p", { class: "team" }, h("span", { class: "avatar square small", "aria-hidden": "true" }, "PP"), channels[0].team) : null,
    h("div", {}, channels.map(place)),
    whoami(me, avatar(me)),
  ]);
}

export function start() {
  on("state", () => {
    offerPeople(state);
    const wasPersonal = roomOf(state.place) === undefined;
    go(wasPersonal ? state.rooms[0].id : state.place);
    draw();
  });
  for (const kind of ["message", "deleted"]) on(kind, draw);
  startFrame(listenAs);
}
