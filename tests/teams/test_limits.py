"""The check names the place of what Teams would refuse."""

from typing import Any

import pytest

from bot.render.adaptive import card, forms
from bot.teams.limits import CARD, CardError, check_card, check_message
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Fact,
    Facts,
    Field,
    Form,
    Input,
    Paragraph,
    Person,
    Progress,
    Reply,
    Table,
    text,
)
from tests.support.breaking import broken

PAM = Person("0f8fad5b-d9cb-469f-a165-70867728950e", "Pam")
REPLY = card.message(
    Reply(
        "Answer",
        (
            Facts((Fact("a", text("b")),)),
            Table("t", ("a", "b"), (("1", "2"),)),
            Buttons((Button("Go", "x.y", "1", confirm=Confirm("Sure?", "It goes.", "Go")), Button("No", "x.n"))),
            Paragraph(text("for ", PAM)),
            Progress("p", 0.5, False, "1 of 2"),
            Table("long", ("a",), tuple((str(n),) for n in range(40))),
        ),
    ),
    (),
)
FORM = forms.form(
    Form(
        "x.y",
        "Title",
        "Send",
        (
            Field("a", "A", Input.line),
            Field("b", "B", Input.choices, choices=(Choice("1", "One"), Choice("2", "Two"))),
        ),
    ),
    "token",
    {"b": ("1",)},
)


def test_what_the_renderer_makes_passes() -> None:
    check_card(REPLY)
    check_card(FORM)
    check_message({"type": "message", "attachments": [{"contentType": CARD, "content": REPLY}]})


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("/type", "Card", "/"),
        ("/version", "1.6", "/version"),
        ("/fallbackText", "", "/fallbackText"),
        ("/body", "no", "/body"),
        ("/body/0", "words", "/body/0"),
        ("/body/0/inlines", [], "/body/0/inlines"),
        ("/body/0/inlines/0/text", "", "/body/0/inlines/0/text"),
        ("/body/0/inlines/0", "words", "/body/0/inlines/0"),
        ("/body/1/facts/0/title", "", "/body/1/facts/0/title"),
        ("/body/3/rows/1/cells", [], "/body/3/rows/1"),
        ("/body/3/columns", [], "/body/3/columns"),
        ("/body/3/rows/0/cells/0/items/0/text", " ", "/body/3/rows/0/cells/0/items/0/text"),
        ("/body/4/actions", [], "/body/4/actions"),
        ("/body/4/actions", [REPLY["body"][4]["actions"][1]] * 7, "/body/4/actions"),
        ("/body/4/actions/1/title", "x" * 76, "/body/4/actions/1/title"),
        ("/body/4/actions/1/style", "primary", "/body/4/actions/1/style"),
        ("/body/4/actions/1/type", "Action.Http", "/body/4/actions/1/type"),
        ("/body/4/actions/1/data", "x.n", "/body/4/actions/1/data"),
        ("/body/4/actions/1/data/value", "x" * 2001, "/body/4/actions/1/data/value"),
        ("/body/4/actions/1/verb", None, "/body/4/actions/1/verb"),
        ("/body/4/actions/1/fallback", None, "/body/4/actions/1/fallback/title"),
        ("/body/4/actions/0/card/body/0/type", "Sheet", "/body/4/actions/0/card/body/0"),
        ("/body/5/text", None, "/body/5/text"),
        ("/body/7/fallback", None, "/body/7"),
        ("/body/10/actions/0/targetElements/0", "gone", "/body/10/actions/0/targetElements/0"),
        ("/body/0/id", REPLY["body"][11]["id"], "/body/11/id"),
        ("/body/0/id", "x" * 256, "/body/0/id"),
        ("/msteams/entities/0/text", "Pam", "/msteams/entities/0/text"),
        ("/msteams/entities/0/mentioned/id", "", "/msteams/entities/0/mentioned/id"),
        ("/body/5/text", "ü" * 40_000, "/"),
    ],
)
def test_a_card_that_teams_would_refuse_is_refused_at_its_place(path: str, value: Any, named: str) -> None:
    with pytest.raises(CardError) as error:
        check_card(broken(REPLY, path, value))
    assert (error.value.path or "/") == named


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("/body/0/id", None, "/body/0/id"),
        ("/body/0/label", "", "/body/0/label"),
        ("/body/0/errorMessage", None, "/body/0/errorMessage"),
        ("/body/0/maxLength", 3001, "/body/0/maxLength"),
        ("/body/1/id", "a", "/body/1/id"),
        ("/body/1/choices/1/value", "1", "/body/1/choices/1/value"),
        ("/body/1/choices/1/value", "1,2", "/body/1/choices/1/value"),
        ("/body/1/choices/0/title", "", "/body/1/choices/0/title"),
        ("/body/1/value", "3", "/body/1/value"),
        ("/actions/0/data", None, "/actions/0/data"),
    ],
)
def test_a_form_that_teams_would_refuse_is_refused_at_its_place(path: str, value: Any, named: str) -> None:
    with pytest.raises(CardError) as error:
        check_card(broken(FORM, path, value))
    assert error.value.path == named


def test_a_message_is_measured_as_a_whole_in_utf_16() -> None:
    attachment = {"contentType": CARD, "content": REPLY}
    with pytest.raises(CardError, match="UTF-16 code units, at most 40000"):
        check_message({"type": "message", "text": "😀" * 20_000, "attachments": [attachment]})
    with pytest.raises(CardError) as error:
        check_message({"attachments": [attachment, {"contentType": CARD, "content": broken(REPLY, "/version", "2")}]})
    assert error.value.path == "/attachments/1/content/version"


def test_nesting_has_an_end() -> None:
    inner: dict[str, Any] = {"type": "TextBlock", "text": "x"}
    for _ in range(13):
        inner = {"type": "Container", "items": [inner]}
    with pytest.raises(CardError, match="nested more than 12 deep"):
        check_card(broken(REPLY, "/body/0", inner))
