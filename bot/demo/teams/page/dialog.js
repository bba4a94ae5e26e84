// A dialog (task module): a native <dialog>, so focus stays inside and Escape closes. What is typed stays until the app has
// answered with another card.

import { byId, h, icon } from "/page/dom.js";
import { ASKS, follow, searchIn, teller } from "./acting.js";
import { cardNode } from "./card.js";
import { HOST } from "./host.js";
import { act } from "./server.js";
import { messageWords } from "./words.js";

const WIDTHS = { small: 400, medium: 560, large: 720 };
const HEIGHTS = { small: 300, medium: 480, large: 640 };

let box = null;
let opener = null;
let where = null;

export function openDialog(place, task) {
  where = place;
  if (!box) {
    opener = document.activeElement;
    box = h("dialog", { class: "task", "aria-labelledby": "task-title" });
    box.addEventListener("close", finish);
    document.body.append(box);
  }
  draw(task);
  if (!box.open) box.showModal();
  focusFirst();
}

const pixels = (named, table, otherwise) => (typeof named === "number" ? named : table[named] ?? otherwise);

function draw(task) {
  const told = h("div", { class: "taskfoot" });
  const body = task.type === "continue" ? continued(task.value, teller(told)) : message(task.value);
  const title = task.value?.title ?? "Tierline";
  const close = h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => box.close() }, icon("M5 5l10 10M15 5 5 15"));
  box.style.width = `min(${pixels(task.value?.width, WIDTHS, 560)}px, calc(100vw - 24px))`;
  box.replaceChildren(h("header", { class: "taskhead" }, h("img", { src: "/page/mark.svg", alt: "", width: 28, height: 28 }), h("h2", { id: "task-title" }, title), close), body, told);
}

function continued(value, tell) {
  const content = value.card?.content ?? value.card;
  const card = cardNode(content, { press: (action) => press(action, tell), search: searchIn(where), label: value.title });
  const body = h("div", { class: "taskbody" }, card);
  body.style.minHeight = `min(${Math.min(pixels(value.height, HEIGHTS, 0), 640)}px, 60vh)`;
  return body;
}

function message(words) {
  const close = h("button", { type: "button", class: "primary", onclick: () => box.close() }, "Close");
  return h("div", { class: "taskbody" }, h("div", { class: "words", role: "status" }, messageWords({ text: String(words ?? ""), format: "markdown" })), h("div", { class: "taskactions" }, close));
}

async function press(action, tell) {
  if (action.type === "Action.OpenUrl") { follow(action.url, tell); return; }
  if (!ASKS.has(action.type)) return;
  const mine = box;
  action.busy(true);
  tell("");
  const result = await act("dialog", { ...where, data: action.data }, true);
  action.busy(false);
  if (mine !== box) return;
  if (!result.ok) tell(result.problem, true);
  else if (result.task) { draw(result.task); focusFirst(); }
  else box.close();
}

// After a mistake the keyboard goes to the field above the first red line, else to the first field, else to a button.
function focusFirst() {
  const fields = [...box.querySelectorAll(".taskbody :is(input, select, textarea)")];
  const probe = h("i", {});
  probe.style.color = HOST.containerStyles.default.foregroundColors.attention.default;
  const red = [...box.querySelectorAll(".taskbody :is(div, span, p)")].filter((each) => each.style.color === probe.style.color && !each.closest("label") && each.textContent.trim());
  const above = red.map((line) => fields.filter((each) => each.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)).find(Boolean);
  (above ?? fields[0] ?? box.querySelector(".taskbody button") ?? box.querySelector("button")).focus();
}

function finish() {
  box.remove();
  box = null;
  if (opener?.isConnected && opener !== document.body) opener.focus();
  else byId("write")?.focus();
}
