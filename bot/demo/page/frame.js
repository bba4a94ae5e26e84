// What frames both pages: the rail with its places, the menu that shows it in a narrow window, and who is looking.

import { byId, h } from "./dom.js";

export function fillRail(nodes) {
  const places = () => [...byId("rail").querySelectorAll(".place")];
  const focused = places().indexOf(document.activeElement);
  byId("rail").replaceChildren(...nodes.filter(Boolean));
  places()[focused]?.focus();
}

export const whoami = (person, avatar) => h("div", { class: "whoami" }, avatar, h("p", {}, h("strong", {}, person.name), h("small", {}, person.title)));

export function closeMenu() {
  document.body.classList.remove("railopen");
  byId("menu").setAttribute("aria-expanded", "false");
}

export function offerPeople(state) {
  const humans = [...state.people.values()].filter((each) => !each.bot);
  byId("actas").replaceChildren(...humans.map((each) => h("option", { value: each.id, selected: each.id === state.me }, `${each.name} · ${each.title}`)));
}

export function startFrame(actAs) {
  byId("actas").addEventListener("change", (event) => {
    sessionStorage.setItem("me", event.target.value);
    actAs(event.target.value);
  });
  byId("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("railopen");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
}
