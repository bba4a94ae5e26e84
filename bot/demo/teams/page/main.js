import * as clock from "/page/clock.js";
import * as inspector from "/page/inspector.js";
import * as rail from "./rail.js";
import * as room from "./room.js";
import { act, listenAs } from "./server.js";
import { state } from "./state.js";
import * as typing from "./typing.js";

const WIRE = {
  directions: { to_app: ["to the app", "activity with a signed token"], connector: ["from the app", "Bot Connector call"] },
  lead: "Every activity carries a token signed as Microsoft signs it, and goes over HTTP to the running app.",
  failed: (entry) => entry.status >= 400 || !entry.status,
};

for (const part of [room, rail, typing]) part.start();
clock.start(state, act);
inspector.start(state, WIRE);
listenAs(sessionStorage.getItem("me") ?? "U0PAM");
