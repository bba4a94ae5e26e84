import * as agent from "./agent.js";
import * as clock from "./clock.js";
import * as inspector from "./inspector.js";
import * as modal from "./modal.js";
import * as rail from "./rail.js";
import * as room from "./room.js";
import { listenAs } from "./server.js";
import * as thread from "./thread.js";

for (const part of [room, thread, rail, clock, inspector, modal]) part.start();
agent.start(thread.redraw);
listenAs(sessionStorage.getItem("me") ?? "U0PAM");
