// The Slack page's lines to the demo server.

import { listen, send } from "./line.js";
import { emit } from "./listeners.js";
import { forget, keep, startOver, state } from "./state.js";

const API = "/demo/api/";

const HEARS = {
  state: (data) => { startOver(data); emit("state"); },
  message: (message) => { emit("message", { message, known: keep(message) }); },
  deleted: (gone) => { forget(gone); emit("deleted", gone); },
  view: (data) => { state.view = data.view; emit("view"); },
  home: (data) => { state.home = data.view; emit("home"); },
  prompts: (data) => { state.prompts = data.prompts; emit("prompts"); },
  status: (told) => { state.statuses.set(`${told.channel} ${told.thread_ts}`, told); emit("status", told); },
};

export const listenAs = (user) => listen(API, user, state, HEARS);
export const act = (verb, body, quietly = false) => send(`${API}${verb}`, { user: state.me, ...body }, quietly);
