// One message: a bubble in a chat, a post with its replies in a channel.

import { h, icon } from "/page/dom.js";
import { pressOn, searchIn, teller } from "./acting.js";
import { cardNode } from "./card.js";
import { act } from "./server.js";
import { moment, repliesTo, state } from "./state.js";
import { messageWords } from "./words.js";

export function avatar(person, size = "") {
  if (person.bot) return h("img", { class: `avatar app ${size}`, src: "/page/mark.svg", alt: "" });
  const initials = person.name.split(" ").map((word) => word[0]).join("");
  const node = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials);
  node.style.setProperty("--hue", person.hue);
  return node;
}

export const clockTime = (id) => moment(id, { hour: "numeric", minute: "2-digit" });
export const dayOf = (id) => moment(id, { dateStyle: "short" });
const fullTime = (id) => moment(id, { dateStyle: "full", timeStyle: "short" });

export const dayLine = (id) => h("div", { class: "day", role: "separator" }, h("span", {}, moment(id, { weekday: "long", month: "long", day: "numeric" })));

const who = (message) => state.people.get(message.user) ?? { name: message.user, hue: 0 };

function byline(message) {
  const person = who(message);
  const tag = person.guest ? "Guest" : person.external ? "External" : null;
  return h("div", { class: "byline" }, h("strong", {}, person.name), tag ? h("span", { class: "tag" }, tag) : null,
    h("time", { title: fullTime(message.id) }, clockTime(message.id)), message.edited ? h("span", { class: "edited" }, "Edited") : null);
}

function cardsOf(message) {
  return message.cards.map((content) => {
    const below = h("div", { class: "below" });
    const tell = teller(below);
    return [cardNode(content, { press: (action) => pressOn(message, action, tell), search: searchIn({ room: message.room, message: message.id }), label: `Card from ${who(message).name}` }), below];
  });
}

const words = (message) => (message.text ? h("div", { class: "words" }, messageWords(message)) : null);

function suggestions(message) {
  const chips = message.suggested.slice(0, 3).map((each) => h("button", { type: "button", class: "chipbutton", onclick: () => act("say", { room: message.room, text: each.value ?? each.title }) }, each.title));
  return chips.length ? h("div", { class: "suggested", role: "group", "aria-label": "Suggested replies" }, chips) : null;
}

// One message that cannot be drawn must not take the others with it.
function guarded(message, draw) {
  try {
    return draw();
  } catch (error) {
    console.error(error);
    return h("article", { class: "bubble", "data-id": message.id }, h("p", { class: "soft" }, "This message cannot be shown."));
  }
}

const label = (message) => `${who(message).name}, ${clockTime(message.id)}`;

export const bubble = (message) => guarded(message, () => {
  const own = message.user === state.me;
  return h("article", { class: own ? "bubble own" : "bubble", "data-id": message.id, "aria-label": label(message) },
    own ? null : avatar(who(message)),
    h("div", { class: "said" }, byline(message), h("div", { class: message.cards.length && !message.text ? "body bare" : "body" }, words(message), cardsOf(message)), suggestions(message)));
});

export const replyNode = (message) => guarded(message, () => h("article", { class: "replied", "data-id": message.id, "aria-label": label(message) },
  avatar(who(message), "small"), h("div", { class: "said" }, byline(message), words(message), cardsOf(message))));

export const rootNode = (message) => guarded(message, () => h("article", { class: "rootpost", "data-id": message.id },
  avatar(who(message)), h("div", { class: "said" }, byline(message), words(message), cardsOf(message))));

// `composer(root)` makes the field to reply in; it stands there once somebody wants to reply.
export const channelPost = (message, composer) => guarded(message, () => {
  const replies = repliesTo(message);
  const replying = state.replying === message.id;
  const begin = (event) => { state.replying = message.id; const foot = event.currentTarget.parentElement; foot.replaceChildren(...composer(message)); foot.querySelector("textarea").focus(); };
  const foot = replying ? composer(message) : [h("button", { type: "button", class: "replybutton", onclick: begin }, icon("M8 5 3 10l5 5M3 10h8a6 6 0 0 1 6 6"), "Reply")];
  return h("section", { class: "post", "data-post": message.id, "aria-label": `Post by ${label(message)}` },
    rootNode(message), h("div", { class: "replies" }, replies.map(replyNode)),
    h("div", { class: "postfoot" }, foot));
});
