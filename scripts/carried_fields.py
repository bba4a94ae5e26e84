"""What a form asks on each surface, read from what is drawn, so that two can be compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.render.adaptive import values
from handlers.documents import Field, Form
from scripts.carried import Json, squeezed, text_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form: what it is called, how it is filled in, and what may be chosen (value and words)."""

    name: str
    label: str
    kind: str
    required: bool
    limit: int | None
    hint: str
    placeholder: str
    initial: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


KINDS: Final[Mapping[str, str]] = {
    "plain_text_input": "line",
    "datepicker": "day",
    "static_select": "choice",
    "multi_static_select": "choices",
    "external_select": "search",
}


def fields_of_slack(view: Json) -> list[Asked]:
    """The fields of a modal."""
    return [_slack_field(block) for block in view["blocks"] if block["type"] == "input"]


def _slack_field(block: Json) -> Asked:
    element = block["element"]
    kind = "paragraph" if element.get("multiline") else KINDS[element["type"]]
    groups = element.get("option_groups", [{"label": {"text": ""}, "options": element.get("options", ())}])
    choices = tuple((option["value"], _option(option)) for group in groups for option in group["options"])
    chosen = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    start = element.get("initial_value", element.get("initial_date"))
    return Asked(
        block["block_id"],
        text_of(block["label"]),
        kind,
        not block["optional"],
        element.get("max_length"),
        text_of(block["hint"]) if "hint" in block else "",
        text_of(element["placeholder"]) if "placeholder" in element else "",
        tuple(option["value"] for option in chosen) if start is None else (start,),
        choices,
    )


def _option(option: Json) -> str:
    """A choice and its description, as a card has them in one."""
    told = text_of(option["text"])
    return f"{told}({text_of(option['description'])})" if "description" in option else told


def fields_of_teams(card: Json, form: Form) -> list[Asked]:
    """The fields of a card. Its values are read the way a submitted card is read."""
    asked: list[Asked] = []
    by_name = {field.name: field for field in form.fields}
    for block in card["body"]:
        if block["type"].startswith("Input."):
            asked.append(_teams_field(block, by_name[block["id"]]))
        elif asked and _is_hint(block):
            last = asked[-1]
            asked[-1] = Asked(*(getattr(last, name) for name in _BEFORE), _hint(block), *_rest(last))
    return asked


_BEFORE = ("name", "label", "kind", "required", "limit")


def _rest(last: Asked) -> tuple[Any, ...]:
    return last.placeholder, last.initial, last.choices


def _is_hint(block: Json) -> bool:
    return all(run.get("isSubtle") for run in block.get("inlines", [{}]))


def _hint(block: Json) -> str:
    return squeezed("".join(run["text"] for run in block["inlines"]))


def _teams_field(block: Json, field: Field) -> Asked:
    kinds: Mapping[str, Callable[[], str]] = {
        "Input.Text": lambda: "paragraph" if block.get("isMultiline") else "line",
        "Input.Date": lambda: "day",
        "Input.ChoiceSet": lambda: (
            "search" if "choices.data" in block else "choices" if block.get("isMultiSelect") else "choice"
        ),
    }
    start = values.value(field, block.get("value"))
    kind = kinds[block["type"]]()
    offered = () if kind == "search" else block.get("choices", ())
    read = (lambda coded: values.value(field, coded)[0]) if kind == "choices" else str
    return Asked(
        block["id"],
        squeezed(block["label"]),
        kind,
        block.get("isRequired", False),
        block.get("maxLength"),
        "",
        squeezed(block.get("placeholder", "")),
        start if isinstance(start, tuple) else (start,) if start else (),
        tuple((read(choice["value"]), squeezed(choice["title"])) for choice in offered),
    )
