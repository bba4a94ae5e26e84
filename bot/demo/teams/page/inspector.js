// What went over the wire: the last activities, connector calls and their answers.

import { byId, h, icon } from "/page/dom.js";
import { on, state } from "./state.js";

const DIRECTIONS = { to_app: ["to the app", "activity with a signed token"], connector: ["from the app", "Bot Connector call"] };

const json = (label, value) => h("details", {}, h("summary", {}, label), h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));

function row(entry) {
  const [direction, kind] = DIRECTIONS[entry.direction];
  const bad = entry.problem ? h("p", { class: entry.status >= 400 || !entry.status ? "bad" : "remark" }, entry.problem) : null;
  return h("li", { class: entry.direction },
    h("p", { class: "what" }, h("span", { class: "arrow", "aria-label": direction }, entry.direction === "to_app" ? "→" : "←"), h("code", {}, entry.name), h("span", { class: "ms" }, `${entry.ms.toFixed(entry.ms < 10 ? 1 : 0)} ms`)),
    h("p", { class: "how" }, `${kind} · HTTP ${entry.status || "none"}`), bad,
    json("Request", entry.request), json("Answer", entry.response));
}

function draw() {
  const close = h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: toggle }, icon("M5 5l10 10M15 5 5 15"));
  byId("wire").replaceChildren(h("header", { class: "panelhead" }, h("h2", {}, "Over the wire"), close),
    h("div", { class: "scroll" }, h("p", { class: "lead" }, "Every activity carries a token signed as Microsoft signs it, and goes over HTTP to the running app."),
      h("ol", { id: "wire-list" }, [...state.traffic].reverse().map(row))));
}

function toggle() {
  const hidden = !byId("wire").hidden;
  byId("wire").hidden = hidden;
  byId("wire-toggle").setAttribute("aria-expanded", String(!hidden));
  if (hidden) byId("wire-toggle").focus();
  else { draw(); byId("wire").querySelector("button").focus(); }
}

export function start() {
  byId("wire-toggle").addEventListener("click", toggle);
  byId("wire").addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(); });
  on("traffic", (entry) => { if (!byId("wire").hidden) byId("wire-list").prepend(row(entry)); });
}
