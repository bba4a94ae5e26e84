"""Forms as cards for a dialog, search answers as results, and what was filled in as plain values again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.render.adaptive.card import frame
from bot.render.adaptive.commands import typed, typed_form
from bot.render.adaptive.inputs import FEWEST, field_blocks, result
from bot.render.adaptive.parts import Surface, prose
from bot.render.adaptive.spans import Mentions
from bot.render.adaptive.values import kept, values
from bot.render.adaptive.words import Block, rich, run, spelled
from bot.render.escape import one_line, shorten
from bot.teams.bounds import BUTTON_TEXT, CARD_UNITS, RESULTS, units
from handlers.documents import Choice, Form, Options
from handlers.request import Value

__all__ = ["form", "kept", "options", "values"]

_ALL: Final = 1_000_000


def form(
    form: Form,
    token: str,
    values: Mapping[str, Value | Choice] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Block:
    """A form as the card of a dialog; `token` names the kept form, and comes back with what was filled in.

    With `values` the inputs show what was filled in before, as `kept` gives it. With `errors` a banner says that
    nothing was saved, and each sentence stands below its input; a sentence of no such field stands in the banner.
    Lists of choices that make the card too large are shortened, and say so.
    """
    card: Block = {}
    for most in (_ALL, 100, 50, 25, FEWEST):
        card = _card(typed_form(form), token, values or {}, errors or {}, most)
        if units(card) <= CARD_UNITS:
            break
    return card


def options(found: Options, skip: int = 0, top: int = RESULTS) -> Block:
    """The answer to a search field: `top` choices after the first `skip` ones.

    Source: learn.microsoft.com, "Typeahead search in Adaptive Cards", response.
    """
    first = max(0, skip)
    some = found.choices[first : first + min(max(1, top), RESULTS)]
    return {
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": [result(choice) for choice in some]},
    }


def _card(form: Form, token: str, values: Mapping[str, Any], errors: Mapping[str, str], most: int) -> Block:
    mentions = Mentions()
    intro = list(prose(form.intro, "the introduction", {}, Surface((), True, mentions)))
    body = [*_banner(form, errors), *(block for piece in intro for block in piece.blocks)]
    for field in form.fields:
        body += field_blocks(field, token, values.get(field.name), errors.get(field.name, ""), most)
    people = dict.fromkeys(mention for piece in intro for mention in piece.mentions)
    submit = {
        "type": "Action.Submit",
        "title": shorten(form.submit, BUTTON_TEXT),
        "data": {"form": token},
        "style": "positive",
    }
    words = spelled(shorten(f"{form.title}: this form needs a newer version of Teams.", 200))
    return frame(body, words, [mention.entity() for mention in people]) | {"actions": [submit]}


def _banner(form: Form, errors: Mapping[str, str]) -> Iterator[Block]:
    """What stands on top of a form that was not right: that nothing was saved, and what belongs to no field."""
    if not errors:
        return
    names = {field.name for field in form.fields}
    look = {"color": "Attention"}
    items: list[Block] = [rich(run(_counted(sum(name in names for name in errors)), look, bold=True))]
    loose: Sequence[str] = [typed(one_line(words)) for name, words in errors.items() if name not in names]
    items += [rich(run(spelled(words), look)) | {"spacing": "Small"} for words in loose if words]
    yield {"type": "Container", "style": "attention", "items": items}


def _counted(fields: int) -> str:
    if not fields:
        return "Nothing was saved yet."
    words = "1 field needs" if fields == 1 else f"{fields} fields need"
    return f"Nothing was saved yet: {words} another look."
