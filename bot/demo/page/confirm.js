// "Are you sure?": Slack's confirmation dialog object.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

export function confirmed(question) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const danger = question.style === "danger" ? "danger" : "primary";
    const words = h("div", { class: "dialogbody" }, h("p", { id: "confirm-words" }, textObject(question.text)));
    const foot = h("div", { class: "dialogfoot" },
      h("button", { type: "button", class: "b-button", onclick: () => box.close("no") }, question.deny?.text ?? "Cancel"),
      h("button", { type: "button", class: `b-button ${danger}`, onclick: () => box.close("yes") }, question.confirm?.text ?? "Yes"));
    const box = h("dialog", { class: "modal small", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-words" },
      h("div", { class: "dialoghead" }, h("h2", { id: "confirm-title" }, textObject(question.title))), words, foot);
    box.addEventListener("close", () => { box.remove(); before?.focus(); resolve(box.returnValue === "yes"); });
    document.body.append(box);
    box.showModal();
  });
}
