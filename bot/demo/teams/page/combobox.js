// A search field with suggestions (ARIA combobox), for one choice or several.

import { freshId, h, icon } from "/page/dom.js";

const PAUSE = 160;

// `find(typed)` gives [{title, value}] or {problem}; `chosen` are those to begin with.
export function combobox({ label, required, placeholder, many = false, chosen: started = [], find, changed }) {
  let chosen = started;
  let offers = [];
  let at = -1;
  let asked = 0;
  let timer = 0;
  const listId = freshId("found");
  const chips = h("span", { class: "chips" });
  const field = h("input", { type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, "aria-label": label, "aria-required": required ? "true" : null, placeholder });
  const list = h("ul", { id: listId, role: "listbox", "aria-label": label, hidden: true });
  const say = h("span", { class: "sr", role: "status" });
  const node = h("div", { class: "combobox" }, h("div", { class: "combofield" }, chips, field, icon("M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12.5 12.5 17 17")), list, say);

  const isChosen = (one) => chosen.some((each) => each.value === one.value);

  function show() {
    if (!many) { field.value = chosen[0]?.title ?? ""; return; }
    chips.replaceChildren(...chosen.map((one) => h("span", { class: "chip" }, one.title, h("button", { type: "button", "aria-label": `Remove ${one.title}`, onclick: () => choose(one) }, icon("M6 6l8 8M14 6l-8 8")))));
  }

  // A search that is still on its way must not open the list again.
  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(one) {
    if (many) { chosen = isChosen(one) ? chosen.filter((each) => each.value !== one.value) : [...chosen, one]; field.value = ""; }
    else chosen = [one];
    show();
    close();
    changed();
    field.focus();
  }

  function open(rows, words) {
    list.replaceChildren(...rows);
    say.textContent = words;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
  }

  const note = (words) => open([h("li", { class: "none", role: "presentation" }, words)], words);

  async function look() {
    const mine = ++asked;
    if (list.hidden) note("Searching…");
    const found = await find(field.value);
    if (mine !== asked) return;
    offers = Array.isArray(found) ? found : [];
    at = -1;
    field.removeAttribute("aria-activedescendant");
    if (found.problem) { note(found.problem); return; }
    if (!offers.length) { note("No results found"); return; }
    open(offers.map((one, number) => h("li", { id: `${listId}-${number}`, role: "option", "aria-selected": String(isChosen(one)), onmousedown: (event) => { event.preventDefault(); choose(one); } }, one.title)), `${offers.length} results`);
  }

  function mark(next) {
    if (list.hidden || !offers.length) { look(); return; }
    at = (next + offers.length) % offers.length;
    list.querySelectorAll("[role=option]").forEach((row, number) => row.classList.toggle("active", number === at));
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `${listId}-${at}`);
  }

  field.addEventListener("input", () => {
    if (!many && chosen.length) { chosen = []; changed(); }
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("click", () => { if (list.hidden && (many || !chosen.length)) look(); });
  field.addEventListener("blur", () => { close(); if (!many) show(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); if (!list.hidden && offers[at]) choose(offers[at]); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    else if (event.key === "Backspace" && many && !field.value && chosen.length) choose(chosen.at(-1));
  });
  show();
  return { node, field, chosen: () => chosen };
}
