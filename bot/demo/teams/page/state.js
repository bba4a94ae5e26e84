// What the page knows: filled by server-sent events, read by everything that draws.

import { momentIn } from "/page/clock.js";

export const state = {
  me: "", bot: null, people: new Map(), rooms: [], removed: new Set(), messages: new Map(), clock: null,
  traffic: [], suggestions: [], place: "", replying: null,
};

const key = (message) => `${message.room} ${message.id}`;

export function startOver(data) {
  Object.assign(state, { me: data.me, bot: data.bot, rooms: data.rooms, clock: data.clock, traffic: data.traffic, suggestions: data.suggestions, replying: null });
  state.removed = new Set(data.removed);
  state.people = new Map(data.people.map((person) => [person.id, person]));
  state.messages = new Map(data.messages.map((message) => [key(message), message]));
}

export function keep(message) {
  const known = state.messages.has(key(message));
  state.messages.set(key(message), message);
  return known;
}

export const forget = (gone) => state.messages.delete(key(gone));

const inOrder = (one, other) => Number(one.id) - Number(other.id);
const within = (fits) => [...state.messages.values()].filter(fits).sort(inOrder);

export const roomOf = (id) => state.rooms.find((each) => each.id === id);
export const postsIn = (room) => within((each) => each.room === room && !each.thread);
export const repliesTo = (post) => within((each) => each.room === post.room && each.thread === post.id);

// Unread marks are this browser's own affair: kept per person, gone with the tab.
const readKey = (room) => `read teams ${state.me} ${room}`;
export function markRead(room) {
  const newest = within((each) => each.room === room).at(-1);
  if (newest) sessionStorage.setItem(readKey(room), newest.id);
}
export function unread(room) {
  const seen = Number(sessionStorage.getItem(readKey(room)) ?? 0);
  return within((each) => each.room === room && Number(each.id) > seen && each.user !== state.me).length;
}
export const newest = (room) => within((each) => each.room === room).at(-1);

export const moment = (id, options) => momentIn(state.clock.zone, Number(id), options);
