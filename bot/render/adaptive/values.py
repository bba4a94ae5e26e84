"""What an input of a card carries and sends back, and the plain value that it stands for.

Teams sends several chosen values as one text with commas between them (adaptivecards.io, schema, `Input.ChoiceSet`), so
a comma inside a value is written as `%2C`. A choice that was found by searching carries its label too: a form that is
drawn again has nothing else to know it by.
"""

from collections.abc import Mapping

from bot.render.escape import clean
from handlers.documents import Choice, Field, Form, Input
from handlers.request import Value


def one(value: str) -> str:
    """A value without commas, to stand among others."""
    return value.replace("%", "%25").replace(",", "%2C")


def found(choice: Choice) -> str:
    """The value of a choice that was searched for: its own and its label."""
    return f"{one(choice.value)},{one(choice.label)}"


def value(field: Field, sent: object) -> Value:
    """What `sent` means in this field; nothing, when it is no text."""
    several = field.input is Input.choices
    if not isinstance(sent, str):
        return () if several else ""
    if several:
        return tuple(filter(None, map(_read, sent.split(","))))
    return _read(sent.partition(",")[0]) if field.input is Input.search else clean(sent)


def values(form: Form, data: object) -> dict[str, Value]:
    """The inputs of a submitted card as field names with text, ISO day or chosen value; several are a tuple.

    The JSON comes from outside: whatever is no field, or has another shape, is passed over. Teams leaves out inputs
    that are empty: such a field has the value "" or (). A choice that is not offered is for the handler to judge.
    """
    sent = data if isinstance(data, Mapping) else {}
    return {field.name: value(field, sent.get(field.name)) for field in form.fields}


def kept(form: Form, data: object) -> dict[str, Value | Choice]:
    """The same for drawing the form again: what was found by searching keeps the label that it was chosen by."""
    sent = data if isinstance(data, Mapping) else {}
    labels = {field.name: _found(sent.get(field.name)) for field in form.fields if field.input is Input.search}
    return {**values(form, data), **{name: choice for name, choice in labels.items() if choice}}


def _found(sent: object) -> Choice | None:
    if not isinstance(sent, str) or "," not in sent:
        return None
    chosen, _, label = sent.partition(",")
    return Choice(_read(chosen), _read(label)) if _read(chosen) else None


def _read(coded: str) -> str:
    return clean(coded.replace("%2C", ",").replace("%25", "%"))
