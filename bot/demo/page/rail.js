// The left rail: channels, the direct line, the app's Home; and who is looking.

import { byId, h, icon } from "./dom.js";
import { closeMenu, fillRail, offerPeople, startFrame, whoami } from "./frame.js";
import { on } from "./listeners.js";
import { avatar } from "./messages.js";
import { go } from "./room.js";
import { listenAs } from "./server.js";
import { state, unread } from "./state.js";
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
  const channels = state.channels.filter((each) => !each.direct);
  const direct = state.channels.find((each) => each.direct);
  const me = state.people.get(state.me);
  fillRail([
    h("h2", {}, "Channels"), channels.map((each) => place(each.id, each.name, icon(HASH))).reduce((list, node) => { list.append(node); return list; }, h("div", {})),
    h("h2", {}, "Tierline"), place(direct.id, "Direct messages", h("img", { src: "/page/mark.svg", alt: "", width: 18, height: 18 })), place("home", "App Home", icon(HOUSE)),
    whoami(me, avatar(me)),
  ]);
}

function actAs(user) {
  closeThread();
  listenAs(user);
}

export function start() {
  on("state", () => {
    const known = state.place === "home" || state.channels.some((each) => each.id === state.place);
    const direct = state.channels.find((each) => each.direct).id;
    offerPeople(state);
    byId("switch").hidden = !state.beside;
    go(known ? state.place : state.place.startsWith("D") ? direct : state.channels[0].id);
    draw();
  });
  on("message", draw);
  startFrame(actAs);
}
