// A search field with suggestions (ARIA combobox): one or several choices, from the app or from a given list.

import { freshId, h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const PAUSE = 140;

const flat = (found) => found.options?.map((option) => ({ option })) ?? (found.option_groups ?? []).flatMap((group) => group.options.map((option) => ({ option, group: group.label.text })));

function local(item, typed) {
  const wanted = typed.trim().toLowerCase();
  const found = flat(item);
  return wanted ? found.filter(({ option }) => option.text.text.toLowerCase().includes(wanted)) : found;
}

export function picker(item, block, where, { label, id, describedBy, chosen: started, changed = () => {} }) {
  const many = item.type.startsWith("multi_");
  const remote = item.type.includes("external");
  const least = remote ? item.min_query_length ?? 3 : 0;
  let chosen = started ?? item.initial_options ?? (item.initial_option ? [item.initial_option] : []);
  let offers = [];
  let at = -1;
  let asked = 0;
  let timer = 0;
  const listId = freshId("list");
  const chips = h("span", { class: "chips" });
  const typed = h("input", { type: "text", id: id ?? freshId("search"), role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, "aria-label": id ? null : label, "aria-describedby": describedBy, placeholder: item.placeholder?.text ?? "Type to search" });
  const list = h("ul", { id: listId, role: "listbox", "aria-label": label, hidden: true, "aria-multiselectable": many ? "true" : null });
  const say = h("span", { class: "sr", role: "status" });
  const node = h("div", { class: "picker" }, h("div", { class: "pickerbox" }, chips, typed), list, say);

  const isChosen = (option) => chosen.some((each) => each.value === option.value);

  function showChosen() {
    if (!many) { typed.value = chosen[0]?.text.text ?? ""; chips.replaceChildren(); return; }
    chips.replaceChildren(...chosen.map((option) => h("span", { class: "chip" }, option.text.text,
      h("button", { type: "button", "aria-label": `Remove ${option.text.text}`, onclick: () => choose(option) }, icon("M6 6l8 8M14 6l-8 8")))));
  }

  // A search that is still on its way must not open the list again.
  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    typed.setAttribute("aria-expanded", "false");
    typed.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    if (many) chosen = isChosen(option) ? chosen.filter((each) => each.value !== option.value) : [...chosen, option];
    else chosen = [option];
    if (many) typed.value = "";
    showChosen();
    close();
    changed(chosen);
    typed.focus();
  }

  function note(words) {
    list.replaceChildren(h("li", { class: "none", role: "presentation" }, words));
    say.textContent = words;
    open();
  }

  function open() {
    list.hidden = false;
    typed.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
  }

  function draw() {
    let group = null;
    const rows = offers.flatMap((offer, number) => {
      const row = h("li", { id: `${listId}-${number}`, role: "option", "aria-selected": String(isChosen(offer.option)), onmousedown: (event) => { event.preventDefault(); choose(offer.option); } },
        h("span", {}, textObject(offer.option.text)), offer.option.description ? h("small", {}, textObject(offer.option.description)) : null);
      const head = offer.group && offer.group !== group ? h("li", { class: "group", role: "presentation" }, (group = offer.group)) : null;
      return head ? [head, row] : [row];
    });
    list.replaceChildren(...rows);
    say.textContent = `${offers.length} suggestions`;
    open();
  }

  async function look() {
    if (typed.value.trim().length < least) { note(`Type at least ${least} character${least === 1 ? "" : "s"}`); return; }
    const mine = ++asked;
    if (remote && !list.childElementCount) note("Searching…");
    const found = remote ? await where.options(block, item, typed.value) : null;
    if (mine !== asked) return;
    if (found && !found.ok) { note(found.problem ?? "The search failed"); return; }
    offers = remote ? flat(found) : local(item, typed.value);
    if (offers.length) draw(); else note("Nothing found");
  }

  function mark(next) {
    if (list.hidden || !offers.length) { look(); return; }
    at = (next + offers.length) % offers.length;
    list.querySelectorAll("[role=option]").forEach((row, number) => row.classList.toggle("active", number === at));
    const row = document.getElementById(`${listId}-${at}`);
    row?.scrollIntoView({ block: "nearest" });
    typed.setAttribute("aria-activedescendant", `${listId}-${at}`);
  }

  typed.addEventListener("input", () => {
    if (!many && chosen.length) { chosen = []; changed(chosen); }
    clearTimeout(timer);
    timer = setTimeout(look, remote ? PAUSE : 0);
  });
  typed.addEventListener("click", () => { if (list.hidden && (many || !chosen.length)) look(); });
  typed.addEventListener("blur", () => { close(); showChosen(); });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    else if (event.key === "Enter" && !list.hidden && offers[at]) { event.preventDefault(); choose(offers[at].option); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    else if (event.key === "Backspace" && many && !typed.value && chosen.length) choose(chosen.at(-1));
  });
  showChosen();
  return { node, field: typed, chosen: () => chosen };
}
