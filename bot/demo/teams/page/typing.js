// "Tierline is typing…", for a few seconds or until it has written.

import { byId } from "/page/dom.js";
import { on } from "/page/listeners.js";
import { state } from "./state.js";

const LASTS = 6000;
let timer = 0;

function clear() {
  clearTimeout(timer);
  byId("typing").textContent = "";
}

export function start() {
  on("typing", (told) => {
    if (told.room !== state.place) return;
    clear();
    byId("typing").textContent = `${state.bot.name} is typing`;
    timer = setTimeout(clear, LASTS);
  });
  on("message", ({ message }) => { if (message.user === state.bot.id && message.room === state.place) clear(); });
  on("state", clear);
}
