// The left rail: channels, the direct line, the app's Home; and who is looking.

import { byId, h, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { go } from "./room.js";
import { listenAs } from "./server.js";
import { on, state, unread } from "./state.js";
import { closeThread } from "./thread.js";

const HASH = "M8 3 6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14";
const HOUSE = "M3 9.5 10 3.5l7 6M5 8.5V17h10V8.5";

function place(id, label, mark) {
  const count = id === "home" || id === state.place ? 0 : unread(id);
  const visit = () => { closeThread(); go(id); draw(); closeMenu(); };
  return h("button", { type: "button", class: count ? "place news" : "place", "aria-current": id === state.place ? "page" : null, onclick: visit },
    mark, h("span", {}, label), count ? h("b", { class: "count" }, String(count), h("span", { class: "sr" }, " unread")) : null);
}

export function draw() {
  const focused = [...byId("rail").querySelectorAll(".place")].indexOf(document.activeElement);
  const channels = state.channels.filter((each) => !each.direct);
  const direct = state.channels.find((each) => each.direct);
  const me = state.people.get(state.me);
  byId("rail").replaceChildren(
    h("h2", {}, "Channels"), channels.map((each) => place(each.id, each.name, icon(HASH))).reduce((list, node) => { list.append(node); return list; }, h("div", {})),
    h("h2", {}, "Tierline"), place(direct.id, "Direct messages", h("img", { src: "/page/mark.svg", alt: "", width: 18, height: 18 })), place("home", "App Home", icon(HOUSE)),
    h("div", { class: "whoami" }, avatar(me), h("p", {}, h("strong", {}, me.name), h("small", {}, me.title))));
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

function actAs(user) {
  sessionStorage.setItem("me", user);
  closeThread();
  listenAs(user);
}

export function start() {
  on("state", () => {
    const known = state.place === "home" || state.channels.some((each) => each.id === state.place);
    const direct = state.channels.find((each) => each.direct).id;
    people();
    byId("switch").hidden = !state.beside;
    go(known ? state.place : state.place.startsWith("D") ? direct : state.channels[0].id);
    draw();
  });
  on("message", draw);
  byId("actas").addEventListener("change", (event) => actAs(event.target.value));
  byId("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("railopen");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
}
