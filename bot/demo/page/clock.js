// The demo's clock on both pages: shows its time, moves it forward.

import { byId } from "./dom.js";
import { on } from "./listeners.js";

let heardAt = 0;

export const momentIn = (zone, milliseconds, options) => new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).format(new Date(milliseconds));

function show(clock) {
  const now = clock.now * 1000 + performance.now() - heardAt;
  const shown = momentIn(clock.zone, now, { weekday: "short", month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" });
  if (byId("clock").textContent !== shown) byId("clock").textContent = shown;
}

export function start(state, act) {
  for (const kind of ["state", "clock"]) on(kind, () => { heardAt = performance.now(); show(state.clock); });
  setInterval(() => { if (state.clock) show(state.clock); }, 5000);
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      await act("clock", { step: button.dataset.step });
      button.removeAttribute("aria-busy");
    });
  }
}
