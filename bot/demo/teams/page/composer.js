// Where a person writes: messages, and mentions picked from a list after an @. Enter sends.

import { freshId, h, icon } from "/page/dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const TYPED = /(^|\s)@([\p{L}\p{N}]*(?: [\p{L}\p{N}]*)?)$/u;

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
}

function ideas(room, field) {
  const fits = (words) => (room.personal ? words : `@Tierline ${words}`);
  const use = (words) => { field.value = fits(words); field.focus(); grow(field); };
  return h("div", { class: "ideas", role: "group", "aria-label": "Things to try" }, h("span", {}, "Try"), state.suggestions.map((words) => h("button", { type: "button", class: "chipbutton", onclick: () => use(words) }, fits(words))));
}

// The list of people that opens behind an @.
function mentions(room, field) {
  const listId = freshId("people");
  const list = h("ul", { class: "people", id: listId, role: "listbox", "aria-label": "People to mention", hidden: true });
  let offers = [];
  let at = 0;
  const everybody = [state.bot.name, ...room.people.filter((id) => id !== state.me).map((id) => state.people.get(id)?.name).filter(Boolean)];

  function close() { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); }

  function pick(name) {
    const end = field.selectionStart;
    const begin = field.value.slice(0, end).replace(TYPED, (_, before) => `${before}@${name} `);
    field.value = begin + field.value.slice(end);
    field.setSelectionRange(begin.length, begin.length);
    close();
    field.focus();
  }

  function draw() {
    list.replaceChildren(...offers.map((name, number) => h("li", { id: `${listId}-${number}`, role: "option", class: number === at ? "active" : null, "aria-selected": String(number === at), onmousedown: (event) => { event.preventDefault(); pick(name); } }, name)));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-activedescendant", `${listId}-${at}`);
  }

  function look() {
    const typed = TYPED.exec(field.value.slice(0, field.selectionStart))?.[2];
    offers = typed === undefined ? [] : everybody.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()) && name.length > typed.length);
    at = 0;
    if (offers.length) draw(); else close();
  }

  function key(event) {
    if (list.hidden) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); pick(offers[at]); return true; }
    else if (event.key === "Escape") { close(); return true; }
    else return false;
    event.preventDefault();
    draw();
    return true;
  }

  field.setAttribute("aria-controls", listId);
  field.addEventListener("blur", close);
  return { list, look, key };
}

export function composer(room, root = null) {
  const channel = room.kind === "channel";
  const placeholder = root ? "Reply" : channel ? "Start a post: @Tierline …" : "Type a message";
  const field = h("textarea", { id: root ? null : "write", rows: "1", placeholder, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-label": root ? "Reply in this thread" : `Message ${room.name}` });
  const names = mentions(room, field);
  const send = h("button", { type: "submit", class: "sendmessage", "aria-label": "Send" }, icon("M3.5 3.5 17 10 3.5 16.5 6 10zM6 10h6"));
  const address = () => { field.value = `@${state.bot.name} ${field.value}`; field.focus(); grow(field); };
  const at = room.personal ? null : h("button", { type: "button", class: "icon", "aria-label": "Mention Tierline", title: "Mention Tierline", onclick: address }, h("span", { "aria-hidden": "true" }, "@"));
  const form = h("form", { class: root ? "write reply" : "write", onsubmit: deliver }, names.list, field, at, send);

  async function deliver(event) {
    event.preventDefault();
    const words = field.value.trim();
    if (!words) return;
    field.value = "";
    grow(field);
    send.setAttribute("aria-busy", "true");
    await act("say", { room: room.id, text: words, ...(root ? { thread: root.id } : {}) });
    send.removeAttribute("aria-busy");
  }

  field.addEventListener("input", () => { grow(field); names.look(); });
  field.addEventListener("keydown", (event) => {
    if (names.key(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  });
  return root ? [form] : [ideas(room, field), form];
}
