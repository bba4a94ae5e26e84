// Who wants to hear of what happened on a page.

const listeners = new Map();

export function on(kind, act) {
  if (!listeners.has(kind)) listeners.set(kind, []);
  listeners.get(kind).push(act);
}

export function emit(kind, data) {
  for (const act of listeners.get(kind) ?? []) act(data);
}
