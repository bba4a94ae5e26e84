// Interactive elements in messages, dialogs and the Home tab: they act at once.

import { confirmed } from "./confirm.js";
import { h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { picker } from "./picker.js";

function button(item, block, where) {
  const press = async (event) => {
    if (item.confirm && !(await confirmed(item.confirm))) return;
    if (item.url) window.open(item.url, "_blank", "noopener,noreferrer");
    const fields = { text: item.text, ...(item.value === undefined ? {} : { value: item.value }), ...(item.style ? { style: item.style } : {}) };
    await where.press(block, item, fields, event.target.closest("button"));
  };
  const label = item.accessibility_label;
  return h("button", { type: "button", class: `b-button ${item.style ?? ""}`, "aria-label": label, onclick: press }, h("span", {}, textObject(item.text)));
}

const THUMB = "M7 9v8H4V9zM7 9l3.5-6c1.3 0 2 .9 1.8 2.2L11.8 8h3.7c1.1 0 1.8.9 1.5 2l-1.3 5.5c-.2.9-.9 1.5-1.8 1.5H7";
const rated = new WeakMap();

// Two small buttons in one element: Slack keeps the chosen one marked, and sends the value of the pressed half.
function feedback(item, block, where) {
  const half = (side, kind) => h("button", { type: "button", class: `b-feedback ${kind}`, "aria-pressed": String(rated.get(item) === kind), "aria-label": side.accessibility_label ?? null, title: side.accessibility_label ?? null, onclick: (event) => press(side, kind, event) },
    icon(THUMB), h("span", {}, textObject(side.text)));
  const press = async (side, kind, event) => {
    const pressed = event.currentTarget;
    rated.set(item, kind);
    for (const each of pressed.parentElement.children) each.setAttribute("aria-pressed", String(each === pressed));
    await where.press(block, item, { text: side.text, value: side.value }, pressed);
  };
  return h("span", { class: "b-feedbacks" }, half(item.positive_button, "good"), half(item.negative_button, "bad"));
}

function options(item) {
  const one = (each) => h("option", { value: each.value }, each.text.text);
  if (item.option_groups) return item.option_groups.map((group) => h("optgroup", { label: group.label.text }, group.options.map(one)));
  return item.options.map(one);
}

export const allOptions = (item) => item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);

export function nativeSelect(item, props) {
  const select = h("select", props, h("option", { value: "" }, item.placeholder?.text ?? "Choose…"), options(item));
  select.value = item.initial_option?.value ?? "";
  return select;
}

function select(item, block, where) {
  const act = async (event) => {
    const chosen = allOptions(item).find((each) => each.value === event.target.value);
    if (!chosen || (item.confirm && !(await confirmed(item.confirm)))) return;
    await where.press(block, item, { selected_option: chosen }, event.target);
  };
  return nativeSelect(item, { class: "b-select", "aria-label": item.placeholder?.text ?? "Choose", onchange: act });
}

function overflow(item, block, where) {
  return select({ ...item, placeholder: { text: "More…" } }, block, where);
}

function datepicker(item, block, where) {
  const act = (event) => where.press(block, item, { selected_date: event.target.value || null }, event.target);
  return h("input", { type: "date", class: "b-select", value: item.initial_date ?? "", "aria-label": item.placeholder?.text ?? "Date", onchange: act });
}

function search(item, block, where) {
  const many = item.type.startsWith("multi_");
  const changed = (chosen) => where.press(block, item, many ? { selected_options: chosen } : { selected_option: chosen[0] ?? null }, box.node);
  const box = picker(item, block, where, { label: item.placeholder?.text ?? "Choose", changed });
  return box.node;
}

function choices(item, block, where) {
  const many = item.type === "checkboxes";
  const group = h("div", { class: "choices", role: many ? "group" : "radiogroup" });
  const started = new Set((item.initial_options ?? [item.initial_option]).filter(Boolean).map((each) => each.value));
  const act = () => {
    const chosen = item.options.filter((_, at) => group.querySelectorAll("input")[at].checked);
    return where.press(block, item, many ? { selected_options: chosen } : { selected_option: chosen[0] ?? null }, group);
  };
  group.append(...choiceRows(item, many ? "checkbox" : "radio", started, `${block.block_id}-${item.action_id}`, act));
  return group;
}

export function choiceRows(item, type, started, name, act) {
  return item.options.map((option) => h("label", { class: "choice" },
    h("input", { type, name, value: option.value, checked: started.has(option.value), onchange: act }),
    h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null)));
}

const KINDS = {
  button, feedback_buttons: feedback, overflow, datepicker, static_select: select,
  external_select: search, multi_external_select: search, multi_static_select: search,
  radio_buttons: choices, checkboxes: choices,
  image: (item) => h("img", { src: item.image_url, alt: item.alt_text ?? "" }),
};

export function element(item, block, where) {
  const draw = Object.hasOwn(KINDS, item.type) ? KINDS[item.type] : null;
  return draw ? draw(item, block, where) : h("span", { class: "unsupported" }, `unsupported element: ${item.type}`);
}
