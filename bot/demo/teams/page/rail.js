// The left rail: chats, the team's channels; and who is looking.

import { byId, h } from "/page/dom.js";
import { avatar, clockTime } from "./post.js";
import { go, roomMark } from "./room.js";
import { listenAs } from "./server.js";
import { newest, on, roomOf, state, unread } from "./state.js";

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
  const focused = [...byId("rail").querySelectorAll(".place")].indexOf(document.activeElement);
  const chats = state.rooms.filter((each) => each.kind !== "channel");
  const channels = state.rooms.filter((each) => each.kind === "channel");
  const me = state.people.get(state.me);
  byId("rail").replaceChildren(...[
    chats.length ? h("h2", {}, "Chat") : null, h("div", {}, chats.map(place)),
    channels.length ? h("h2", {}, "Teams and channels") : null,
    channels.length ? h("p", { class: "team" }, h("span", { class: "avatar square small", "aria-hidden": "true" }, "PP"), channels[0].team) : null,
    h("div", {}, channels.map(place)),
    h("div", { class: "whoami" }, avatar(me), h("p", {}, h("strong", {}, me.name), h("small", {}, me.title))),
  ].filter(Boolean));
  if (focused >= 0) byId("rail").querySelectorAll(".place")[focused]?.focus();
}

function closeMenu() {
  document.body.classList.remove("railopen");
  byId("menu").setAttribute("aria-expanded", "false");
}

function people() {
  const humans = [...state.people.values()].filter((each) => !each.bot);
  byId("actas").replaceChildren(...humans.map((each) => h("option", { value: each.id, selected: each.id === state.me }, `${each.name} · ${each.title}`)));
}

export function start() {
  on("state", () => {
    people();
    const wasPersonal = roomOf(state.place) === undefined;
    go(wasPersonal ? state.rooms[0].id : state.place);
    draw();
  });
  for (const kind of ["message", "deleted"]) on(kind, draw);
  byId("actas").addEventListener("change", (event) => { sessionStorage.setItem("me", event.target.value); listenAs(event.target.value); });
  byId("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("railopen");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
}
