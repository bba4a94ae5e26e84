// The dialog on top of this person's screen: a native <dialog>, so focus stays inside and Escape closes.

import { blocks } from "./blocks.js";
import { byId, h, icon } from "./dom.js";
import { on } from "./listeners.js";
import { textObject } from "./mrkdwn.js";
import { act } from "./server.js";
import { state } from "./state.js";
import { somewhere } from "./where.js";

let box = null;
let shown = null;
let fields = new Map();
let opener = null;

const read = () => Object.fromEntries([...fields].map(([id, field]) => [id, { [field.item.action_id]: { type: field.item.type, ...field.read() } }]));

function complain(errors) {
  let first = null;
  for (const [id, field] of fields) {
    const words = errors[id] ?? "";
    field.error.textContent = words;
    field.field.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) first ??= field;
  }
  first?.field.focus();
  const lost = Object.keys(errors).filter((id) => !fields.has(id)).map((id) => errors[id]);
  if (lost.length) byId("toasts").append(h("div", { class: "toast" }, lost.join(" ")));
}

function missing() {
  const empty = [...fields].filter(([, field]) => !field.block.optional && field.empty());
  return Object.fromEntries(empty.map(([id]) => [id, "Please complete this required field."]));
}

async function submit(event) {
  event.preventDefault();
  const gaps = missing();
  complain(gaps);
  if (Object.keys(gaps).length) return;
  const send = box.querySelector(".send");
  send.setAttribute("aria-busy", "true");
  const result = await act("submit", { view: shown.id, values: read() });
  send.removeAttribute("aria-busy");
  if (result.errors) complain(result.errors);
}

function content(view, kept) {
  fields = new Map();
  const where = somewhere({ view: view.id }, { fields, kept, values: read });
  const leave = () => act("close", { view: view.id });
  const close = h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: leave }, icon("M5 5l10 10M15 5 5 15"));
  return h("form", { novalidate: true, onsubmit: submit },
    h("div", { class: "dialoghead" }, h("img", { src: "/page/mark.svg", alt: "", width: 24, height: 24 }), h("h2", { id: "modal-title" }, textObject(view.title)), close),
    h("div", { class: "dialogbody" }, blocks(view.blocks, where)),
    h("div", { class: "dialogfoot" },
      h("button", { type: "button", class: "b-button", onclick: leave }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      view.submit ? h("button", { type: "submit", class: "b-button primary send" }, h("span", {}, view.submit.text)) : null));
}

function draw() {
  const view = state.view;
  if (!view) { finish(); return; }
  if (shown?.id === view.id && shown?.hash === view.hash && box) return;
  const kept = shown?.id === view.id ? read() : null;
  const refocus = kept && document.activeElement?.closest(".b-input")?.querySelector("[id]")?.id;
  if (!box) {
    opener = document.activeElement;
    box = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    box.addEventListener("cancel", (event) => { event.preventDefault(); act("close", { view: shown.id }); });
    document.body.append(box);
  }
  shown = view;
  box.replaceChildren(content(view, kept));
  if (!box.open) box.showModal();
  if (!refocus) (fields.values().next().value?.field ?? box.querySelector(".dialogfoot button:last-child")).focus();
}

function finish() {
  box?.close();
  box?.remove();
  box = shown = null;
  fields = new Map();
  if (opener?.isConnected && opener !== document.body) opener.focus();
  else if (opener) byId("write")?.focus();
  opener = null;
}

export function start() {
  on("state", draw);
  on("view", draw);
}
