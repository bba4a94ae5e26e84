// The Teams page's lines to the demo server.

import { listen, send } from "/page/line.js";
import { emit } from "/page/listeners.js";
import { forget, keep, startOver, state } from "./state.js";

const API = "/demo/api/teams/";

const HEARS = {
  state: (data) => { startOver(data); emit("state"); },
  message: (message) => { emit("message", { message, known: keep(message) }); },
  deleted: (gone) => { forget(gone); emit("deleted", gone); },
  typing: (told) => emit("typing", told),
  installed: (told) => { state.removed = new Set(told.rooms); emit("installed"); },
};

export const listenAs = (user) => listen(API, user, state, HEARS);
export const act = (verb, body, quietly = false) => send(`${API}${verb}`, { user: state.me, ...body }, quietly);
