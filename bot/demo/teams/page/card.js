// Draws an adaptive card with Microsoft's own renderer and says which action was pressed, with its values.

import { h } from "/page/dom.js";
import { register } from "./inputs.js";
import { HOST } from "./host.js";
import { cardMarkup, markMentions } from "./words.js";

let ready = false;

function prepare() {
  const AC = window.AdaptiveCards;
  if (ready) return AC;
  ready = true;
  AC.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = cardMarkup(text); result.didProcess = true; };
  AC.GlobalSettings.setTabIndexAtCardRoot = false;
  register(AC);
  return AC;
}

// `press(action)` gets {type, title, verb, id, data, url, busy(on)}; `search(query)` answers search fields.
export function cardNode(content, { press, search, label = "Card" }) {
  const AC = prepare();
  try {
    const card = new AC.AdaptiveCard();
    card.hostConfig = new AC.HostConfig(HOST);
    card.tierlineSearch = search;
    card.onExecuteAction = (action) => press(pressed(action));
    card.onInlineCardExpanded = unfolded;
    const context = new AC.SerializationContext();
    card.parse(content, context);
    const node = card.render();
    const wide = content.msteams?.width?.toLowerCase() === "full";
    const box = h("div", { class: wide ? "card wide" : "card", role: "group", "aria-label": content.speak ?? label }, node);
    nameTables(box);
    markMentions(box, content.msteams?.entities);
    return box;
  } catch (error) {
    console.error(error);
    return h("div", { class: "card broken" }, h("p", {}, content?.fallbackText ?? "This card cannot be shown."));
  }
}

// What a button unfolds may lie below the edge of the room: without this it looks as if nothing had happened.
function unfolded(action, open) {
  if (open) requestAnimationFrame(() => action.card?.renderedElement?.scrollIntoView({ block: "nearest" }));
}

function pressed(action) {
  const button = action.renderedElement;
  return {
    type: action.getJsonTypeName(), title: action.title, id: action.id, verb: action.verb, url: action.url,
    data: action.data ?? {},
    busy(on) {
      if (on) button?.setAttribute("aria-busy", "true");
      else button?.removeAttribute("aria-busy");
    },
  };
}

// Wide tables scroll by themselves, so that the page does not.
function nameTables(box) {
  for (const table of box.querySelectorAll(".ac-table")) table.setAttribute("tabindex", "0");
}
