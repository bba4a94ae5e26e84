// The demo's clock: shows its time, moves it forward.

import { byId } from "/page/dom.js";
import { act } from "./server.js";
import { moment, on, state } from "./state.js";

let heardAt = 0;

function show() {
  if (!state.clock) return;
  const now = state.clock.now * 1000 + performance.now() - heardAt;
  const words = moment(now, { weekday: "short", month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" });
  if (byId("clock").textContent !== words) byId("clock").textContent = words;
}

function set() {
  heardAt = performance.now();
  show();
}

export function start() {
  on("state", set);
  on("clock", set);
  setInterval(show, 5000);
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      await act("clock", { step: button.dataset.step });
      button.removeAttribute("aria-busy");
    });
  }
}
