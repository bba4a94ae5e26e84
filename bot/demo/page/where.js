// Connects drawn blocks to the person's client: which message or view they are in, and how a press travels.

import { act } from "./server.js";

export function somewhere(source, more = {}) {
  return {
    ...more,
    async press(block, item, fields, control) {
      control?.setAttribute("aria-busy", "true");
      const action = { type: item.type, action_id: item.action_id, block_id: block.block_id, ...fields };
      const values = more.values ? { values: more.values() } : {};
      await act("press", { ...source, ...values, action });
      control?.removeAttribute("aria-busy");
    },
    options: (block, item, value) => act("options", { ...source, block_id: block.block_id, action_id: item.action_id, value }, true),
  };
}
