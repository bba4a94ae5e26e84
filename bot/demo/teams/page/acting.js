// What a pressed action of a message's card does: ask the app, open a dialog, open an address.

import { h } from "/page/dom.js";
import { openDialog } from "./dialog.js";
import { act } from "./server.js";

// Every other action happens within the card, and the renderer does it.
export const ASKS = new Set(["Action.Execute", "Action.Submit"]);
const SENT = "Your response was sent to the app";

// `tell(words, bad)` writes below the card.
export async function pressOn(message, action, tell) {
  const where = { room: message.room, message: message.id };
  if (action.type === "Action.OpenUrl") { follow(action.url, tell); return; }
  if (!ASKS.has(action.type)) return;
  action.busy(true);
  tell("");
  const { told, result } = await answered(where, action);
  action.busy(false);
  if (!result.ok) tell(result.problem, true);
  else if (result.task) openDialog(where, result.task);
  else if (result.note ?? told) tell(result.note ?? told);
}

async function answered(where, action) {
  if (action.type === "Action.Execute") {
    const { type, title, id, verb, data } = action;
    return { result: await act("execute", { ...where, action: { type, title, id, verb, data } }, true) };
  }
  const special = action.data.msteams?.type;
  if (special === "task/fetch") return { result: await act("fetch", { ...where, data: action.data }, true) };
  if (special === "imBack" || special === "messageBack") return { result: await act("say", { room: where.room, text: action.data.msteams.value ?? action.data.msteams.text ?? "" }, true) };
  const hidden = action.data.msteams?.feedback?.hide === true;
  return { result: await act("submit", { ...where, data: action.data }, true), told: hidden ? null : SENT };
}

export function follow(address, tell) {
  if (/^(https?:|mailto:)/i.test(address ?? "")) window.open(address, "_blank", "noopener,noreferrer");
  else tell("This address cannot be opened.", true);
}

export const searchIn = (where) => async (query) => {
  const result = await act("search", { ...where, ...query }, true);
  return result.ok ? result.results : { problem: result.problem };
};

export function teller(box) {
  return (words, bad = false) => {
    box.replaceChildren(words ? h("p", { class: bad ? "told bad" : "told", role: bad ? "alert" : "status" }, words) : "");
    if (words) box.scrollIntoView({ block: "nearest" });
  };
}
