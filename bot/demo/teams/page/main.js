import * as clock from "./clock.js";
import * as inspector from "./inspector.js";
import * as rail from "./rail.js";
import * as room from "./room.js";
import { listenAs } from "./server.js";
import * as typing from "./typing.js";

for (const part of [room, rail, clock, inspector, typing]) part.start();
listenAs(sessionStorage.getItem("me") ?? "U0PAM");
