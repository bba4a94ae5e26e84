// What the renderer lacks or has wrong: a search field (Data.Query and style "filtered"), an empty number, Teams' ProgressBar.

import { h } from "/page/dom.js";
import { combobox } from "./combobox.js";

export function register(AC) {
  class Choices extends AC.ChoiceSetInput {
    internalParse(source, context) {
      super.internalParse(source, context);
      this.query = source["choices.data"];
    }

    get searched() {
      return Boolean(this.query?.dataset) || (this.style === "filtered" && !this.isMultiSelect);
    }

    internalRender() {
      if (!this.searched) return super.internalRender();
      const started = (this.defaultValue ?? "").split(this.isMultiSelect ? "," : "\u0000").filter(Boolean);
      const given = this.choices.map((each) => ({ title: each.title ?? each.value, value: each.value }));
      this.box = combobox({
        label: this.label ?? this.placeholder ?? "Search", required: this.isRequired, placeholder: this.placeholder ?? "Type to search", many: this.isMultiSelect,
        chosen: started.map((value) => given.find((each) => each.value === value) ?? { title: value, value }),
        find: (typed) => this.find(typed, given), changed: () => this.valueChanged(),
      });
      return this.box.node;
    }

    async find(typed, given) {
      const search = this.getRootElement()?.tierlineSearch;
      if (!this.query?.dataset || !search) return given.filter((each) => each.title.toLowerCase().includes(typed.trim().toLowerCase()));
      return search({ dataset: this.query.dataset, text: typed, data: this.query.associatedInputs === "auto" ? this.others() : undefined });
    }

    others() {
      const inputs = this.getRootElement().getAllInputs().filter((each) => each !== this && each.id && each.value !== undefined);
      return Object.fromEntries(inputs.map((each) => [each.id, String(each.value)]));
    }

    isSet() { return this.box ? this.box.chosen().length > 0 : super.isSet(); }

    isValid() { return this.box ? true : super.isValid(); }

    focus() { if (this.box) this.box.field.focus(); else super.focus(); }

    get value() { return this.box ? this.box.chosen().map((each) => each.value).join(",") || undefined : super.value; }
  }

  // 3.0.6 counts an empty number as one below the least and sends it as the text "NaN".
  class Count extends AC.NumberInput {
    get value() { return Number.isNaN(super.value) ? undefined : super.value; }

    isSet() { return this.value !== undefined; }

    isValid() { return this.value === undefined ? !this.isRequired : super.isValid(); }
  }

  class Progress extends AC.CardElement {
    getJsonTypeName() { return "ProgressBar"; }

    internalParse(source, context) {
      super.internalParse(source, context);
      this.told = source;
    }

    internalRender() {
      const most = Number(this.told.max ?? 100);
      const share = Math.max(0, Math.min(100, (100 * Number(this.told.value ?? 0)) / most));
      const filled = h("span", {});
      filled.style.width = `${share}%`;
      return h("div", { class: `progress ${String(this.told.color ?? "").toLowerCase()}`, role: "progressbar", "aria-valuemin": 0, "aria-valuemax": most, "aria-valuenow": this.told.value, "aria-label": "Progress" }, filled);
    }
  }

  AC.GlobalRegistry.elements.register("Input.ChoiceSet", Choices);
  AC.GlobalRegistry.elements.register("ProgressBar", Progress);
  AC.GlobalRegistry.elements.register("Input.Number", Count);
}
