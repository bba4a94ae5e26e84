"""Buttons in a card: pressed in a chat, opening a dialog, or inside one."""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from bot.render.adaptive.words import Block, rich, run, spelled
from bot.render.arranging import VERDICTS, runs
from bot.render.escape import shorten
from bot.teams.bounds import ACTIONS, BUTTON_TEXT, QUESTION
from handlers.documents import Button, Confirm, Feedback, Style

_STYLES: Final = {Style.primary: "positive", Style.danger: "destructive"}


def sets(items: Sequence[Button], opening: Container[str], *, dialog: bool) -> Iterator[Block]:
    """Buttons in as many sets as they need."""
    for some in runs(items, ACTIONS):
        yield {"type": "ActionSet", "actions": [button(item, opening, dialog=dialog) for item in some]}


def button(item: Button, opening: Container[str], *, dialog: bool) -> Block:
    """A button; one with an address leads there, one that asks first opens a small card with the question."""
    label = shorten(item.label, BUTTON_TEXT)
    if item.url:
        return {"type": "Action.OpenUrl", "title": label, "url": item.url} | _style(item.style)
    if item.confirm is None:
        return press(label, item.route, item.value, opening, dialog=dialog) | _style(item.style)
    go_on = shorten(item.confirm.yes, QUESTION["confirm"])
    yes = press(go_on, item.route, item.value, opening, dialog=dialog) | _style(item.style)
    card = {"type": "AdaptiveCard", "body": list(_question(item.confirm)), "actions": [yes]}
    return {"type": "Action.ShowCard", "title": label, "card": card} | _style(item.style)


def press(title: str, route: str, value: str, opening: Container[str], *, dialog: bool) -> Block:
    """What a press sends: `route` and `value`.

    In a chat it is an Execute (answered at once, in the place of the card), and a Submit for clients without it. A
    route in `opening` asks for a dialog. Inside a dialog it is a plain Submit. Sources: learn.microsoft.com, "Universal
    Actions for Adaptive Cards", backward compatibility; "Dialogs", Adaptive Card with a dialog.
    """
    data: Block = {"route": route, "value": value}
    submit = {"type": "Action.Submit", "title": title}
    if dialog:
        return {**submit, "data": data}
    if route in opening:
        return {**submit, "data": {"msteams": {"type": "task/fetch"}, **data}}
    return {"type": "Action.Execute", "title": title, "verb": route, "data": data, "fallback": {**submit, "data": data}}


def feedback(item: Feedback, opening: Container[str]) -> Block:
    """The two buttons that say whether an answer is right; the value tells which was pressed.

    A wrong answer asks what is right: where the route opens forms, only that button does.
    """
    return {
        "type": "ActionSet",
        "actions": [
            press(label, item.route, f"{verdict}|{item.value}", asks, dialog=False) | {"tooltip": spoken}
            for (verdict, label, spoken), asks in zip(VERDICTS, ((), opening), strict=True)
        ],
    }


def _style(style: Style) -> Block:
    return {"style": _STYLES[style]} if style in _STYLES else {}


def _question(asked: Confirm) -> Iterator[Block]:
    yield rich(run(spelled(shorten(asked.title, QUESTION["title"])), {}, bold=True))
    yield rich(run(spelled(shorten(asked.words, QUESTION["text"])), {})) | {"spacing": "Small"}
