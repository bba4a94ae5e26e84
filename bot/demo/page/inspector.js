// What went over the wire, on both pages: the last signed requests, the app's calls and their answers.

import { byId, h, icon } from "./dom.js";
import { on } from "./listeners.js";

// What the side that is played has to say: `directions` by kind of entry, the `lead` above all, whether a problem `failed`.
let side = null;
let state = null;

const json = (label, value) => h("details", {}, h("summary", {}, label), h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));

function row(entry) {
  const [direction, kind] = side.directions[entry.direction];
  const bad = entry.problem ? h("p", { class: side.failed(entry) ? "bad" : "remark" }, entry.problem) : null;
  return h("li", { class: entry.direction },
    h("p", { class: "what" }, h("span", { class: "arrow", "aria-label": direction }, entry.direction === "to_app" ? "→" : "←"), h("code", {}, entry.name), h("span", { class: "ms" }, `${entry.ms.toFixed(entry.ms < 10 ? 1 : 0)} ms`)),
    h("p", { class: "how" }, `${kind} · HTTP ${entry.status || "none"}`), bad,
    json("Request", entry.request), json("Answer", entry.response));
}

function draw() {
  const close = h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: toggle }, icon("M5 5l10 10M15 5 5 15"));
  byId("wire").replaceChildren(h("header", { class: "panelhead" }, h("h2", {}, "Over the wire"), close),
    h("div", { class: "scroll" }, h("p", { class: "lead" }, side.lead),
      h("ol", { id: "wire-list" }, [...state.traffic].reverse().map(row))));
}

function toggle() {
  const hidden = !byId("wire").hidden;
  byId("wire").hidden = hidden;
  byId("wire-toggle").setAttribute("aria-expanded", String(!hidden));
  if (hidden) byId("wire-toggle").focus();
  else { draw(); byId("wire").querySelector("button").focus(); }
}

export function start(known, played) {
  state = known;
  side = played;
  byId("wire-toggle").addEventListener("click", toggle);
  byId("wire").addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(); });
  on("traffic", (entry) => { if (!byId("wire").hidden) byId("wire-list").prepend(row(entry)); });
}
