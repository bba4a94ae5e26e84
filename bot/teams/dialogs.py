"""Forms as dialogs. Teams keeps nothing of a form while it is filled in, so its document waits in our database.

Source: learn.microsoft.com, "Use dialogs in Microsoft Teams bots"; "Dynamic search in Adaptive Cards".
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.render.adaptive import forms
from bot.teams.outgoing import CARD, Drawing
from handlers.documents import Choice, FieldErrors, Form, Options, Reply
from handlers.request import Actor, Value
from handlers.wire import dump_form, load_form
from store.engine import Store
from store.repositories.open_forms import OpenForm

Json = dict[str, Any]
KEPT: Final = timedelta(days=7)
"""How long a form may lie open: over a weekend and a holiday."""
GONE: Final = (
    "This form was opened too long ago, or by somebody else, so nothing was saved. Copy what you typed, close it, and "
    "open it anew."
)
MOST_TITLE: Final = 64


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that came back: its `values` with its state, as a handler takes them; `typed` is what it shows again."""

    token: str
    form: Form
    values: dict[str, Value]
    typed: dict[str, Value | Choice]


@dataclass(frozen=True, slots=True)
class Dialogs:
    """Shows forms and replies as dialogs."""

    store: Store
    drawing: Drawing

    def keep(self, form: Form, actor: Actor, conversation: str, now: datetime) -> str:
        """Keep a form for whoever opens it; the token that names it on its card."""
        token = secrets.token_urlsafe(16)
        with self.store.write() as work:
            work.open_forms.keep(token, actor.workspace, actor.user, OpenForm(dump_form(form), conversation, now))
        return token

    def find(self, token: str, actor: Actor) -> Form | None:
        """The form of a token; None when it is not the actor's, or not there any more."""
        with self.store.read() as work:
            found = work.open_forms.get(token, actor.workspace, actor.user)
        try:
            return load_form(found.document) if found else None
        except ValueError:  # written by an older version
            return None

    def filled(self, token: str, actor: Actor, data: Mapping[str, Any]) -> Filled | None:
        """What was filled in; None when the form is not the actor's, or not there any more."""
        form = self.find(token, actor)
        if form is None:
            return None
        values = forms.values(form, data)
        return Filled(token, form, {**dict(form.state), **values}, forms.kept(form, data))

    def form(self, form: Form, token: str, typed: Mapping[str, Value | Choice], wrong: FieldErrors) -> Json:
        """A dialog with a form, with what was typed and what was wrong with it."""
        return _dialog(form.title, self.drawing.form(form, token, dict(typed), dict(wrong.errors)), "large")

    def reply(self, reply: Reply) -> Json:
        """A dialog to read."""
        lines = len(reply.parts)
        height = "small" if lines < 2 else "medium" if lines < 4 else "large"
        return _dialog("Tierline", self.drawing.dialog(reply), height)

    def options(self, found: Options, asked: Mapping[str, Any]) -> Json:
        """The answer to a search field, in the pages that Teams asks for."""
        paging = asked.get("queryOptions")
        paging = paging if isinstance(paging, Mapping) else {}
        return self.drawing.options(found, _count(paging.get("skip"), 0), _count(paging.get("top"), 15))


def _dialog(title: str, card: Json, height: str) -> Json:
    value = {
        "title": title[:MOST_TITLE],
        "height": height,
        "width": "medium",
        "card": {"contentType": CARD, "content": card},
    }
    return {"task": {"type": "continue", "value": value}}


def _count(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 <= value <= 10_000 else otherwise
