"""The check names the place of what Slack would refuse."""

from typing import Any

import pytest

from bot.render import blockkit
from bot.slack.limits import PayloadError, check_message, check_options, check_view
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Fact,
    Facts,
    Feedback,
    Field,
    Form,
    Heading,
    Input,
    Note,
    Paragraph,
    Reply,
    Table,
    text,
)
from tests.support.breaking import broken

MESSAGE = blockkit.message(
    Reply(
        "Answer",
        (
            Heading("Head"),
            Facts((Fact("a", text("b")),)),
            Table("t", ("a", "b"), (("1", "2"),)),
            Note(text("note")),
            Buttons((Button("Go", "x.y", "1", confirm=Confirm("Sure?", "It goes.", "Go")), Button("No", "x.n"))),
            Paragraph(text("words")),
            Feedback("17"),
        ),
    )
)
VIEW = blockkit.view(
    Form(
        "x.y",
        "Title",
        "Send",
        (
            Field("a", "A", Input.line, hint="h", placeholder="p"),
            Field("b", "B", Input.choice, choices=(Choice("1", "One", "first"),), initial="1"),
            Field("c", "C", Input.day, initial="2026-11-21"),
        ),
    )
)


def test_what_the_renderer_makes_passes() -> None:
    check_message(MESSAGE)
    check_view(VIEW)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("/text", "x" * 3901, "/text"),
        ("/text", "", "/text"),
        ("/blocks", [{"type": "divider"}] * 51, "/blocks"),
        ("/blocks", "no", "/blocks"),
        ("/blocks/1/text/text", "x" * 151, "/blocks/1/text/text"),
        ("/blocks/1/text/type", "mrkdwn", "/blocks/1/text"),
        ("/blocks/2/fields", [], "/blocks/2/fields"),
        ("/blocks/2/fields/0/text", "x" * 2001, "/blocks/2/fields/0/text"),
        ("/blocks/2/fields", None, "/blocks/2"),
        ("/blocks/4/rows/1", [{"type": "raw_text", "text": "x"}], "/blocks/4/rows/1"),
        ("/blocks/4/rows/1/0/text", "", "/blocks/4/rows/1/0/text"),
        ("/blocks/4/rows/1/0/text", "x" * 10_001, "/blocks/4/rows"),
        ("/blocks/4/rows", [[{"type": "raw_text", "text": "x"}]] * 101, "/blocks/4/rows"),
        ("/blocks/5/elements/0/text", " ", "/blocks/5/elements/0/text"),
        ("/blocks/6/elements/0/text/text", "x" * 76, "/blocks/6/elements/0/text/text"),
        ("/blocks/6/elements/1/action_id", "x.y#1", "/blocks/6/elements/1/action_id"),
        ("/blocks/6/elements/0/value", "x" * 2001, "/blocks/6/elements/0/value"),
        ("/blocks/6/elements/0/style", "default", "/blocks/6/elements/0/style"),
        ("/blocks/6/elements/0/type", "image", "/blocks/6/elements/0/type"),
        ("/blocks/6/elements/0/confirm/title/text", "x" * 101, "/blocks/6/elements/0/confirm/title/text"),
        ("/blocks/6/elements/0/accessibility_label", "x" * 76, "/blocks/6/elements/0/accessibility_label"),
        ("/blocks/7/elements/0/elements/0/text", "", "/blocks/7/elements/0/elements/0/text"),
        ("/blocks/7/elements/0/elements/0/text", "x" * 11_000, "/blocks"),
        ("/blocks/7", MESSAGE["blocks"][4], "/blocks/7"),
        ("/blocks/7", {"type": "input"}, "/blocks/7"),
        ("/blocks/7", "words", "/blocks/7"),
        ("/blocks/8/elements", [], "/blocks/8/elements"),
        ("/blocks/8/elements", [MESSAGE["blocks"][8]["elements"][0]] * 6, "/blocks/8/elements"),
        ("/blocks/8/elements/0/type", "icon_button", "/blocks/8/elements/0/type"),
        ("/blocks/8/elements/0/action_id", "x.y#1", "/blocks/8/elements/0/action_id"),
        ("/blocks/8/elements/0/negative_button", None, "/blocks/8/elements/0/negative_button"),
        ("/blocks/8/elements/0/positive_button/value", "", "/blocks/8/elements/0/positive_button/value"),
        ("/blocks/8/elements/0/positive_button/value", "x" * 2001, "/blocks/8/elements/0/positive_button/value"),
        ("/blocks/8/elements/0/negative_button/text/text", "x" * 76, "/blocks/8/elements/0/negative_button/text/text"),
        (
            "/blocks/8/elements/0/negative_button/accessibility_label",
            "x" * 76,
            "/blocks/8/elements/0/negative_button/accessibility_label",
        ),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused_at_its_place(path: str, value: Any, named: str) -> None:
    with pytest.raises(PayloadError) as error:
        check_message(broken(MESSAGE, path, value))
    assert error.value.path == named


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("/type", "sheet", "/type"),
        ("/title/text", "x" * 25, "/title/text"),
        ("/title", None, "/title"),
        ("/submit", None, "/submit"),
        ("/blocks", [], "/blocks"),
        ("/private_metadata", "x" * 3001, "/private_metadata"),
        ("/callback_id", "x" * 256, "/callback_id"),
        ("/blocks/1/block_id", "a", "/blocks/1/block_id"),
        ("/blocks/0", MESSAGE["blocks"][4], "/blocks/0"),
        ("/blocks/0", MESSAGE["blocks"][8], "/blocks/0"),
        ("/blocks/0/label/text", "x" * 2001, "/blocks/0/label/text"),
        ("/blocks/0/element/max_length", 3001, "/blocks/0/element/max_length"),
        ("/blocks/0/element/initial_value", "x" * 3001, "/blocks/0/element/initial_value"),
        ("/blocks/0/element/placeholder/text", "x" * 151, "/blocks/0/element/placeholder/text"),
        ("/blocks/0/element/type", "button", "/blocks/0/element/type"),
        ("/blocks/1/element/options", [], "/blocks/1/element/options"),
        ("/blocks/1/element/options", None, "/blocks/1/element"),
        ("/blocks/1/element/options/0/value", "x" * 76, "/blocks/1/element/options/0/value"),
        ("/blocks/1/element/options/0/description/text", "", "/blocks/1/element/options/0/description/text"),
        ("/blocks/2/element/initial_date", "2026-02-31", "/blocks/2/element/initial_date"),
        ("/blocks/2/element/initial_date", "20261121", "/blocks/2/element/initial_date"),
    ],
)
def test_a_view_that_slack_would_refuse_is_refused_at_its_place(path: str, value: Any, named: str) -> None:
    with pytest.raises(PayloadError) as error:
        check_view(broken(VIEW, path, value))
    assert error.value.path == named


def test_options_may_not_be_too_many_or_the_same() -> None:
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "x"}
    with pytest.raises(PayloadError, match="used twice"):
        check_options({"options": [option, option]})
    with pytest.raises(PayloadError, match="more than 100"):
        check_options({"options": [option | {"value": str(n)} for n in range(101)]})
