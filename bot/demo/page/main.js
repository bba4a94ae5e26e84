import * as agent from "./agent.js";
import * as clock from "./clock.js";
import * as inspector from "./inspector.js";
import * as modal from "./modal.js";
import * as rail from "./rail.js";
import * as room from "./room.js";
import { act, listenAs } from "./server.js";
import { state } from "./state.js";
import * as thread from "./thread.js";

const WIRE = {
  directions: { to_app: ["to the app", "signed request"], web_api: ["from the app", "Web API call"], answer: ["from the app", "answer address"] },
  lead: "Every request is signed like Slack's and goes over HTTP to the running app.",
  failed: () => true,
};

for (const part of [room, thread, rail]) part.start();
clock.start(state, act);
inspector.start(state, WIRE);
modal.start();
agent.start(thread.redraw);
listenAs(sessionStorage.getItem("me") ?? "U0PAM");
