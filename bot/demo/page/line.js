// The two lines to the demo server, for both pages: listening, and doing.

import { toast } from "./dom.js";
import { emit } from "./listeners.js";

let source = null;

// Hears at `api` what `user` sees. Clock and traffic are kept in `state` here; `hears` has one function for each other event.
export function listen(api, user, state, hears) {
  source?.close();
  source = new EventSource(`${api}events?user=${encodeURIComponent(user)}`);
  const hear = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  for (const [kind, act] of Object.entries(hears)) hear(kind, act);
  hear("clock", (clock) => { state.clock = clock; emit("clock"); });
  hear("end", () => { source.close(); toast("The demo was stopped. Start it again, then reload this page."); });
  hear("traffic", (entry) => { state.traffic = [...state.traffic.slice(-59), entry]; emit("traffic", entry); });
}

// Always gives {ok, ...}; what went wrong is said to the person here, once, unless `quietly`.
export async function send(address, body, quietly) {
  let result;
  try {
    const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const text = await response.text();
    result = text.startsWith("{") ? JSON.parse(text) : { ok: false, problem: text };
  } catch {
    result = { ok: false, problem: "The demo server cannot be reached. Start it again, then load this page anew." };
  }
  if (!result.ok && result.problem && !quietly) toast(result.problem);
  return result;
}
