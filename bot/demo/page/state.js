// What the page knows: filled by server-sent events, read by everything that draws.

import { momentIn } from "./clock.js";

export const state = {
  me: "", bot: "", people: new Map(), channels: [], messages: new Map(), clock: null,
  view: null, home: null, traffic: [], suggestions: [], prompts: [], statuses: new Map(), place: "", thread: null, beside: false,
};

const key = (message) => `${message.channel} ${message.ts}`;

export function startOver(data) {
  Object.assign(state, { me: data.me, bot: data.bot, channels: data.channels, clock: data.clock, view: data.view, home: data.home });
  Object.assign(state, { traffic: data.traffic, suggestions: data.suggestions, thread: null });
  state.prompts = data.prompts;
  state.beside = data.beside;
  state.statuses = new Map(data.statuses.map((each) => [`${each.channel} ${each.thread_ts}`, each]));
  state.people = new Map(data.people.map((person) => [person.id, person]));
  state.messages = new Map(data.messages.map((message) => [key(message), message]));
}

export function keep(message) {
  const known = state.messages.has(key(message));
  state.messages.set(key(message), message);
  return known;
}

export const forget = (gone) => state.messages.delete(key(gone));
export const find = (channel, ts) => state.messages.get(`${channel} ${ts}`);
export const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

const inOrder = (one, other) => (one.ts < other.ts ? -1 : 1);

export function messagesOf(channel) {
  return [...state.messages.values()].filter((each) => each.channel === channel && !isReply(each)).sort(inOrder);
}

export function repliesTo(channel, ts) {
  return [...state.messages.values()].filter((each) => each.channel === channel && each.thread_ts === ts && each.ts !== ts).sort(inOrder);
}

// Unread marks are this browser's own affair: kept per person, gone with the tab.
const readKey = (channel) => `read ${state.me} ${channel}`;
export const markRead = (channel) => {
  const newest = messagesIn(channel).at(-1);
  if (newest) sessionStorage.setItem(readKey(channel), newest.ts);
};
export function unread(channel) {
  const seen = sessionStorage.getItem(readKey(channel)) ?? "";
  return messagesIn(channel).filter((each) => each.ts > seen && each.user !== state.me && !each.ephemeral).length;
}
const messagesIn = (channel) => [...state.messages.values()].filter((each) => each.channel === channel).sort(inOrder);

export const moment = (ts, options) => momentIn(state.clock.zone, Number(ts) * 1000, options);
