"""What people see in Slack: within Slack's limits, literal where foreign, and nothing lost without a word."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.render import blockkit
from bot.render.parts import drafts
from bot.slack.bounds import BLOCKS_TEXT, text_size
from bot.slack.limits import check_message, check_options, check_view
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Day,
    Fact,
    Facts,
    Field,
    Form,
    Heading,
    Input,
    Instant,
    Note,
    Options,
    Paragraph,
    Person,
    Plain,
    Progress,
    Reply,
    Style,
    Table,
    bold,
    text,
)
from tests.render.documents import forms, replies, words

CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
OWN = re.compile(r"<@[UW][A-Z0-9]+>|<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[^<>]*>")


def markup(value: Any) -> Iterator[str]:
    """Every text in a payload that Slack reads markup in."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for item in value.values():
            yield from markup(item)
    elif isinstance(value, list):
        for item in value:
            yield from markup(item)


def shown(value: Any) -> str:
    """All words of a payload, in order."""
    if isinstance(value, dict):
        own = value["text"] if isinstance(value.get("text"), str) else ""
        return own + " ".join(shown(item) for item in value.values())
    return " ".join(map(shown, value)) if isinstance(value, list) else ""


def models_accept(blocks: list[dict[str, Any]]) -> None:
    parsed = Block.parse_all(blocks)
    assert len(parsed) == len(blocks)
    assert None not in parsed
    for block in parsed:
        block.to_dict()


@CALM
@given(replies)
def test_any_reply_keeps_slacks_limits_as_message_receipt_and_home(reply: Reply) -> None:
    payload = blockkit.message(reply)
    check_message(payload)
    models_accept(payload["blocks"])
    check_view(blockkit.receipt(reply))
    check_view(blockkit.home(reply))


@CALM
@given(replies)
def test_foreign_text_never_mentions_links_or_broadcasts(reply: Reply) -> None:
    payload = blockkit.message(reply)
    for words_with_markup in [payload["text"], *markup(payload), *markup(blockkit.home(reply))]:
        rest = OWN.sub("", words_with_markup)
        assert "<" not in rest
        assert ">" not in rest


@CALM
@given(forms)
def test_any_form_is_a_modal_that_slack_accepts(form: Form) -> None:
    view = blockkit.view(form)
    check_view(view)
    View(**view).validate_json()
    assert blockkit.state(view["private_metadata"]) == dict(form.state)


@CALM
@given(st.lists(st.builds(Choice, st.from_regex("[a-z]{1,20}", fullmatch=True), words), unique_by=lambda c: c.value))
def test_search_answers_are_options(choices: list[Choice]) -> None:
    check_options(blockkit.options(Options(tuple(choices))))


def test_the_first_line_is_the_answer_in_bold() -> None:
    payload = blockkit.message(Reply("Acme <Corp> is Silver."))
    assert payload["text"] == "Acme &lt;Corp&gt; is Silver."
    first = payload["blocks"][0]["elements"][0]["elements"][0]
    assert first == {"type": "text", "text": "Acme <Corp> is Silver.", "style": {"bold": True}}


def test_people_moments_and_days_are_structure() -> None:
    spans = text("with ", Person("U012AB3CD", "Pam"), " on ", Day(date(2026, 11, 24)), " at ", Instant(1, "noon"))
    block = blockkit.message(Reply("x", (Paragraph(spans),)))["blocks"][1]
    kinds = [element["type"] for element in block["elements"][0]["elements"]]
    assert kinds == ["text", "user", "text", "text", "text", "date"]
    note = blockkit.message(Reply("x", (Note(spans),)))["blocks"][1]["elements"][0]["text"]
    assert note == "with <@U012AB3CD> on Tue Nov 24, 2026 at <!date^1^{date_short_pretty} at {time}|noon>"


def test_facts_stand_as_fields_and_markup_in_a_name_stays_literal() -> None:
    facts = Facts((Fact("Tier", text(bold("Silver"))), Fact("Partner", text("*Acme* & <Sons>"))))
    fields = blockkit.message(Reply("x", (facts,)))["blocks"][1]["fields"]
    assert fields[0] == {"type": "mrkdwn", "text": "*Tier*\n*Silver*", "verbatim": True}
    assert fields[1] == {"type": "plain_text", "text": "Partner\n*Acme* & <Sons>", "emoji": False}


def test_progress_has_a_bar_and_the_exact_words() -> None:
    reply = Reply("x", (Progress("Technical people", 0.7, False, "7 of 10"), Progress("Revenue", 1, True, "$9 of $8")))
    told = shown(blockkit.message(reply)["blocks"][1])
    assert "○ Technical people" in told
    assert "███████░░░ 7 of 10" in told
    assert "✓ Revenue" in told
    assert "██████████ $9 of $8" in told


def test_an_unmet_requirement_never_shows_a_full_bar() -> None:
    told = shown(blockkit.message(Reply("x", (Progress("Revenue", 0.999, False, "$99,900 of $100,000"),))))
    assert "█████████░ $99,900 of $100,000" in told


def numbered(rows: int, width: int = 3) -> Table:
    return Table(
        "Deals", tuple("abcdefgh"[:width]), tuple((f"DR-{n}", *("x" * 20,) * (width - 1)) for n in range(rows))
    )


def test_a_small_table_is_slacks_own_with_figures_to_the_right() -> None:
    table = Table("Deals", ("Partner", "Amount"), (("Acme", "1,200.00"), ("Globex", "")))
    block = blockkit.message(Reply("x", (table,)))["blocks"][2]
    assert block["type"] == "table"
    assert [column["align"] for column in block["column_settings"]] == ["left", "right"]
    assert [[cell["text"] for cell in row] for row in block["rows"]][2] == ["Globex", "–"]


@pytest.mark.parametrize("rows", [80, 300])
def test_a_long_table_says_which_rows_it_shows_and_how_many_it_does_not(rows: int) -> None:
    blocks = blockkit.message(Reply("x", (numbered(rows, 8),)))["blocks"]
    listed = len(blocks[2]["rows"]) - 1
    assert 0 < listed < rows
    assert f"rows 1–{listed} of {rows}" in shown(blocks[1])
    assert f"{rows - listed} more rows" in shown(blocks[3])


def test_the_second_table_of_a_message_is_text_with_every_row() -> None:
    blocks = blockkit.message(Reply("x", (numbered(5), numbered(7))))["blocks"]
    assert [block["type"] for block in blocks].count("table") == 1
    assert all(f"DR-{n} " in shown(blocks[-1]) for n in range(7))
    assert all(block["type"] != "table" for block in blockkit.receipt(Reply("x", (numbered(5),)))["blocks"])


def test_what_does_not_fit_is_named_and_the_buttons_stay() -> None:
    many = tuple(Paragraph(text(f"{n} " + "word " * 500)) for n in range(20))
    payload = blockkit.message(Reply("x", (*many, Heading("Later"), Buttons((Button("Share", "tiers.share"),)))))
    assert text_size(payload["blocks"]) <= BLOCKS_TEXT
    assert payload["blocks"][-2]["type"] == "actions"
    assert "more parts that do not fit here" in shown(payload["blocks"][-1])


def test_long_text_is_split_and_complete() -> None:
    story = " ".join(str(n) for n in range(1800))
    payload = blockkit.message(Reply("x", (Paragraph(text(story)),)))
    assert len(payload["blocks"]) > 2
    assert "".join(shown(block) for block in payload["blocks"][1:]).split() == story.split()


def test_many_buttons_are_split_and_never_share_an_action_id() -> None:
    buttons = Buttons(tuple(Button(f"Deal {n}", "deals.approve", f"DR-{n}") for n in range(60)))
    blocks = blockkit.message(Reply("x", (buttons,)))["blocks"][1:]
    assert [len(block["elements"]) for block in blocks] == [25, 25, 10]
    pressed = [button["action_id"] for block in blocks for button in block["elements"]]
    assert len(set(pressed)) == 60
    assert pressed[0] == "deals.approve#1"
    assert blocks[0]["elements"][7]["value"] == "DR-7"


def test_a_dangerous_button_asks_before_it_acts() -> None:
    ask = Confirm("Decline DR-1001?", "Acme is told.", "Decline")
    shown_button = blockkit.message(
        Reply("x", (Buttons((Button("Decline", "deals.decline", "DR-1001", Style.danger, ask),)),))
    )["blocks"][1]["elements"][0]
    assert shown_button["style"] == "danger"
    assert shown_button["confirm"]["title"]["text"] == "Decline DR-1001?"
    assert shown_button["confirm"]["deny"]["text"] == "Cancel"


def test_a_form_has_every_kind_of_input_with_what_was_filled_in_before() -> None:
    tiers = (Choice("silver", "Silver"), Choice("gold", "Gold", "needs five"))
    form = Form(
        "deals.submit",
        "Register a deal",
        "Register",
        (
            Field("customer", "Customer", Input.line, limit=80, initial="Globex"),
            Field("notes", "Notes", Input.paragraph, hint="For the deal desk", required=False),
            Field("close_on", "Close", Input.day, initial="2026-12-31"),
            Field("tier", "Tier", Input.choice, choices=tiers, initial="gold"),
            Field("products", "Products", Input.choices, choices=tiers, initial=tiers),
            Field("partner", "Partner", Input.search, search="partners.search", initial=Choice("acme", "Acme")),
        ),
        state=(("program", "segment"),),
    )
    view = blockkit.view(form)
    check_view(view)
    elements = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert view["callback_id"] == "deals.submit"
    assert view["private_metadata"] == '{"program":"segment"}'
    assert elements["customer"]["initial_value"] == "Globex"
    assert elements["customer"]["max_length"] == 80
    assert elements["notes"]["multiline"] is True
    assert [block["optional"] for block in view["blocks"]][:2] == [False, True]
    assert elements["close_on"]["initial_date"] == "2026-12-31"
    assert elements["tier"]["initial_option"]["value"] == "gold"
    assert len(elements["products"]["initial_options"]) == 2
    assert elements["partner"]["action_id"] == "partners.search"
    assert elements["partner"]["initial_option"]["text"]["text"] == "Acme"


def test_more_than_a_hundred_choices_become_groups() -> None:
    choices = tuple(Choice(f"p{n}", f"Partner {n}") for n in range(250))
    view = blockkit.view(Form("x.y", "Pick", "Go", (Field("p", "Partner", Input.choice, choices=choices),)))
    check_view(view)
    groups = view["blocks"][0]["element"]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]


def test_submitted_values_come_back_by_field_name() -> None:
    filled = {
        "customer": {"value": {"type": "plain_text_input", "value": "Globex"}},
        "notes": {"value": {"type": "plain_text_input", "value": None}},
        "close_on": {"value": {"type": "datepicker", "selected_date": "2026-12-31"}},
        "tier": {"value": {"type": "static_select", "selected_option": {"value": "gold"}}},
        "none": {"value": {"type": "static_select", "selected_option": None}},
        "products": {"value": {"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}]}},
    }
    assert blockkit.values(filled) == {
        "customer": "Globex",
        "notes": "",
        "close_on": "2026-12-31",
        "tier": "gold",
        "none": "",
        "products": ("a", "b"),
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "selected_option", "selected_options", "a"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@CALM
@given(json_values)
def test_foreign_json_instead_of_values_is_passed_over(value: Any) -> None:
    for name, found in blockkit.values(value).items():
        assert isinstance(name, str)
        assert isinstance(found, str | tuple)
    assert blockkit.state(value) == {} or isinstance(value, str)


def test_the_fallback_text_counts_the_lines_it_leaves_out() -> None:
    payload = blockkit.message(Reply("57 deals", (numbered(900),)))
    kept = payload["text"].split("\n")
    assert kept[0] == "57 deals"
    assert f"and {900 + 4 - (len(kept) - 1)} more lines" in kept[-1]


def test_drafts_number_buttons_across_the_whole_message() -> None:
    one = Buttons((Button("A", "x.y"),))
    planned = list(drafts((one, Paragraph(text(str(Decimal("1.50")))), one), iter(range(1, 9))))
    ids = [
        block["elements"][0]["action_id"] for piece in planned for block in piece.blocks if block["type"] == "actions"
    ]
    assert ids == ["x.y#1", "x.y#2"]


def test_plain_spans_may_be_empty() -> None:
    payload = blockkit.message(Reply("", (Paragraph((Plain(""),)), Note(()), Facts((Fact("", ()),)))))
    check_message(payload)
    assert payload["text"].startswith("–")
