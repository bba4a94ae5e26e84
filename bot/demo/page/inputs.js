// Input blocks: a label, one control, a hint, and room for what is wrong with it.
// `where.fields` collects, per block, how to read it; `where.kept` holds what was typed before a redraw.

import { freshId, h } from "./dom.js";
import { allOptions, choiceRows, nativeSelect } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { picker } from "./picker.js";

const TEXT_TYPES = { plain_text_input: "text", number_input: "number", email_text_input: "email", url_text_input: "url" };

function words(item, kept, props) {
  const start = kept?.value ?? item.initial_value ?? "";
  const limits = { placeholder: item.placeholder?.text, maxlength: item.max_length, minlength: item.min_length };
  const numbers = item.type === "number_input" ? { min: item.min_value, max: item.max_value, step: item.is_decimal_allowed ? "any" : "1" } : {};
  const field = item.multiline
    ? h("textarea", { ...props, ...limits, rows: "4", value: start })
    : h("input", { ...props, ...limits, ...numbers, type: TEXT_TYPES[item.type], value: start });
  return { node: field, field, read: () => ({ value: field.value === "" ? null : field.value }), empty: () => field.value.trim() === "" };
}

function select(item, kept, props) {
  const field = nativeSelect(item, props);
  if (kept) field.value = kept.selected_option?.value ?? "";
  const chosen = () => allOptions(item).find((each) => each.value === field.value) ?? null;
  return { node: field, field, read: () => ({ selected_option: chosen() }), empty: () => chosen() === null };
}

function day(item, kept, props) {
  const field = h("input", { ...props, type: "date", value: (kept ? kept.selected_date : item.initial_date) ?? "" });
  return { node: field, field, read: () => ({ selected_date: field.value || null }), empty: () => !field.value };
}

function search(item, kept, props, block, where) {
  const many = item.type.startsWith("multi_");
  const before = kept && (many ? kept.selected_options : [kept.selected_option].filter(Boolean));
  const box = picker(item, block, where, { label: block.label.text, id: props.id, describedBy: props["aria-describedby"], chosen: before });
  const read = () => (many ? { selected_options: box.chosen() } : { selected_option: box.chosen()[0] ?? null });
  return { node: box.node, field: box.field, read, empty: () => box.chosen().length === 0 };
}

function choices(item, kept, props, block) {
  const many = item.type === "checkboxes";
  const before = kept ? kept.selected_options ?? [kept.selected_option] : item.initial_options ?? [item.initial_option];
  const started = new Set(before.filter(Boolean).map((each) => each.value));
  const rows = choiceRows(item, many ? "checkbox" : "radio", started, props.id, null);
  const node = h("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-label": block.label.text, "aria-describedby": props["aria-describedby"] }, rows);
  const boxes = [...node.querySelectorAll("input")];
  boxes[0].id = props.id;
  const chosen = () => item.options.filter((_, at) => boxes[at].checked);
  const read = () => (many ? { selected_options: chosen() } : { selected_option: chosen()[0] ?? null });
  return { node, field: boxes[0], read, empty: () => chosen().length === 0 };
}

const KINDS = {
  plain_text_input: words, number_input: words, email_text_input: words, url_text_input: words,
  static_select: select, datepicker: day, radio_buttons: choices, checkboxes: choices,
  multi_static_select: search, external_select: search, multi_external_select: search,
};

export function input(block, where) {
  const item = block.element;
  const make = Object.hasOwn(KINDS, item.type) ? KINDS[item.type] : null;
  if (!make) return h("p", { class: "unsupported" }, `unsupported element: ${item.type}`);
  const id = freshId("field");
  const kept = where.kept?.[block.block_id]?.[item.action_id];
  const props = { id, "aria-describedby": `${id}-hint ${id}-error`, "aria-required": block.optional ? null : "true" };
  const control = make(item, kept, props, block, where);
  const error = h("p", { class: "error", id: `${id}-error` });
  where.fields?.set(block.block_id, { ...control, block, item, error });
  return h("div", { class: "b-input" },
    h("label", { htmlFor: id }, block.label.text, block.optional ? h("small", {}, " (optional)") : null),
    control.node,
    h("p", { class: "hint", id: `${id}-hint` }, block.hint ? textObject(block.hint) : null),
    error);
}
