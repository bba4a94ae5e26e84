// The two lines to the demo server: listening, and doing.

import { toast } from "/page/dom.js";
import { emit, forget, keep, startOver, state } from "./state.js";

let source = null;

export function listenAs(user) {
  source?.close();
  source = new EventSource(`/demo/api/teams/events?user=${encodeURIComponent(user)}`);
  const hear = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  hear("state", (data) => { startOver(data); emit("state"); });
  hear("message", (message) => { emit("message", { message, known: keep(message) }); });
  hear("deleted", (gone) => { forget(gone); emit("deleted", gone); });
  hear("typing", (told) => emit("typing", told));
  hear("installed", (told) => { state.removed = new Set(told.rooms); emit("installed"); });
  hear("clock", (clock) => { state.clock = clock; emit("clock"); });
  hear("traffic", (entry) => { state.traffic = [...state.traffic.slice(-59), entry]; emit("traffic", entry); });
  hear("end", () => { source.close(); toast("The demo was stopped. Start it again, then reload this page."); });
}

// Always gives {ok, ...}; what went wrong is said to the person here, once, unless `quietly`.
export async function act(verb, body, quietly = false) {
  let result;
  try {
    const response = await fetch(`/demo/api/teams/${verb}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user: state.me, ...body }) });
    const text = await response.text();
    result = text.startsWith("{") ? JSON.parse(text) : { ok: false, problem: text };
  } catch {
    result = { ok: false, problem: "The demo server cannot be reached. Start it again, then load this page anew." };
  }
  if (!result.ok && result.problem && !quietly) toast(result.problem);
  return result;
}
