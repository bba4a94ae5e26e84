// Where a person writes: messages, mentions and slash commands; Enter sends, ↑ brings back what was sent.

import { prompts } from "./agent.js";
import { h, icon } from "./dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const COMMAND = "/partner";
const sent = [];

const SHORTCUTS = [["Register a deal", "register_deal"]];

async function send(channel, thread, words) {
  if (words.startsWith("/")) {
    const [command, ...rest] = words.split(/\s+/);
    return act("command", { channel: channel.id, command, text: rest.join(" ") });
  }
  const text = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/@tierline\b/gi, `<@${state.bot}>`);
  return act("say", { channel: channel.id, text, ...(thread ? { thread_ts: thread } : {}) });
}

function recall(field, step, position) {
  const next = Math.max(0, Math.min(sent.length, position + step));
  field.value = sent[next] ?? "";
  field.setSelectionRange(field.value.length, field.value.length);
  return next;
}

function shortcuts() {
  const run = (event) => { const box = event.target.closest("details"); box.open = false; act("shortcut", { callback_id: event.target.value }); };
  const menu = h("details", { class: "shortcuts" },
    h("summary", { "aria-label": "Shortcuts", title: "Shortcuts" }, icon("M11 2 4 11h5l-1 7 7-9h-5l1-7z")),
    h("div", { class: "menu", role: "menu" }, h("p", {}, "Shortcuts"), SHORTCUTS.map(([label, id]) => h("button", { type: "button", role: "menuitem", value: id, onclick: run }, label))));
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}

const fits = (words, channel) => (channel.direct || words.startsWith("/") ? words : `@Tierline ${words}`);

function ideas(channel, field) {
  if (channel.direct && state.prompts.length) return prompts(channel);
  const use = (words) => { field.value = fits(words, channel); field.focus(); grow(field); };
  const chips = state.suggestions.map((words) => h("button", { type: "button", class: "idea", onclick: () => use(words) }, fits(words, channel)));
  return h("div", { class: "ideas", role: "group", "aria-label": "Things to try" }, h("span", {}, "Try"), chips);
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
}

export function composer(channel, thread = null) {
  let position = sent.length;
  const name = channel.direct ? "Tierline" : `#${channel.name}`;
  const placeholder = thread ? "Reply…" : channel.direct ? "Ask Tierline…" : "Ask @Tierline, or type /partner";
  const field = h("textarea", { id: thread ? null : "write", rows: "1", placeholder, "aria-label": thread ? "Reply in thread" : `Message ${name}` });
  const hint = h("p", { class: "slash", hidden: true }, h("code", {}, COMMAND), " tier Acme · gap · register · help — or plain words");
  const button = h("button", { type: "submit", class: "sendmessage", "aria-label": "Send" }, icon("M3 10h13M11 5l5 5-5 5"));
  const form = h("form", { class: "write", onsubmit: deliver }, hint, h("div", { class: "line" }, thread ? null : shortcuts(), field, button));

  async function deliver(event) {
    event.preventDefault();
    const words = field.value.trim();
    if (!words) return;
    sent.push(words);
    position = sent.length;
    field.value = "";
    grow(field);
    hint.hidden = true;
    button.setAttribute("aria-busy", "true");
    await send(channel, thread, words);
    button.removeAttribute("aria-busy");
  }

  field.addEventListener("input", () => { hint.hidden = Boolean(thread) || !/^\/[a-z]*$/.test(field.value); grow(field); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    else if (event.key === "ArrowUp" && (field.value === "" || position < sent.length)) { event.preventDefault(); position = recall(field, -1, position); }
    else if (event.key === "ArrowDown" && position < sent.length) { event.preventDefault(); position = recall(field, 1, position); }
    else if (event.key === "Tab" && !event.shiftKey && /^\/[a-z]*$/.test(field.value) && COMMAND.startsWith(field.value) && field.value !== COMMAND) { event.preventDefault(); field.value = `${COMMAND} `; }
  });
  return thread ? [form] : [ideas(channel, field), form];
}
