"""What people see in Teams: within its limits, literal where foreign, and nothing lost without a word."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.render.adaptive import card
from bot.render.adaptive.words import JOINER, harmless, spelled
from bot.teams.bounds import CARD_UNITS, units
from bot.teams.limits import check_card
from handlers.documents import (
    Button,
    Buttons,
    Confirm,
    Day,
    Divider,
    Fact,
    Facts,
    Feedback,
    Heading,
    Instant,
    Note,
    Paragraph,
    Person,
    Progress,
    Reply,
    Style,
    Table,
    bold,
    text,
)
from scripts.carried import of_teams, squeezed
from tests.render.cards import class_errors, schema_errors
from tests.render.documents import GUID, replies

CALM = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
OURS = re.compile(
    r"<at>[^<>]*</at>|\{\{DATE\([-\dTZ:]+, COMPACT\)\}\} \{\{TIME\([-\dTZ:]+\)\}\}|\*\*(?=\w)|(?<=\w)\*\*"
)
"""What we write ourselves: mentions, moments, and the marks of bold words."""
OTHER = "3f8fad5b-d9cb-469f-a165-70867728950f"


def elements(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Everything of a type in a card, in order."""
    if isinstance(value, list):
        for item in value:
            yield from elements(item, kind)
    elif isinstance(value, dict):
        if value.get("type") == kind:
            yield value
        for key, item in value.items():
            if key not in ("data", "msteams"):
                yield from elements(item, kind)


def markdown(value: Any) -> list[str]:
    """Every text of a card in which Teams reads Markdown."""
    facts = [words for found in elements(value, "FactSet") for fact in found["facts"] for words in fact.values()]
    return [*facts, *(found["text"] for found in elements(value, "TextBlock"))]


def told(*parts: Any, summary: str = "x") -> list[dict[str, Any]]:
    """The elements below the summary."""
    drawn = card.message(Reply(summary, parts), ())
    check_card(drawn)
    assert schema_errors(drawn) == []
    return drawn["body"][1:]


@CALM
@given(replies)
def test_any_reply_keeps_teams_limits_as_message_and_in_a_dialog(reply: Reply) -> None:
    for drawn in (card.message(reply, ()), card.receipt(reply, ())):
        check_card(drawn)
        assert units(drawn) <= CARD_UNITS
    assert 1 <= len(card.notice(reply)) <= 250


@settings(CALM, max_examples=15)
@given(replies)
def test_any_reply_is_a_card_that_others_judge_right(reply: Reply) -> None:
    drawn = card.message(reply, ("a",))
    assert schema_errors(drawn) == []
    assert class_errors(drawn) == []


@CALM
@given(replies)
def test_foreign_words_are_never_markdown_mentions_or_dates(reply: Reply) -> None:
    drawn = card.message(reply, ())
    mentions = {entity["text"] for entity in drawn["msteams"].get("entities", ())}
    for words in markdown(drawn):
        assert set(re.findall("<at>[^<>]*</at>", words)) <= mentions
        rest = OURS.sub("", words)
        assert not set("*_~`<>[]\\") & set(rest), words
        assert re.match(r"\s*([-+#]|\d+[.)])\s", rest) is None, words
    runs = [found["text"] for found in elements(drawn, "TextRun")]
    for words in [*markdown(drawn), *runs, drawn["fallbackText"]]:
        assert re.search(r"<(?=[a-z/!?])|\{\{|\$\{", OURS.sub("", words), re.IGNORECASE) is None, words


@given(st.text())
def test_spelling_changes_nothing_that_is_seen(typed: str) -> None:
    assert squeezed(spelled(typed)) == squeezed(typed)


@pytest.mark.parametrize(
    "words",
    [
        "*a*",
        "_a_",
        "a_b",
        "[a](b)",
        "- a",
        "1. a",
        "2) a",
        "# a",
        "> a",
        "---",
        "<b>",
        "&amp;",
        "https://x.example",
        "`a`",
    ],
)
def test_words_that_markdown_reads_stand_where_none_is_read(words: str) -> None:
    assert not harmless(words)
    (heading,) = told(Heading(words))
    assert heading["type"] == "RichTextBlock"


@pytest.mark.parametrize(
    "words", ["DR-1001", "-5", "$1,200 (70%)", "pam@vendor.example", "Acme & Sons", "7 of 10.", "–"]
)
def test_ordinary_words_are_harmless(words: str) -> None:
    assert harmless(words)


def test_the_first_line_is_the_answer_in_bold() -> None:
    drawn = card.message(Reply("Acme *Corp* is Silver."), ())
    assert drawn["body"][0]["inlines"] == [
        {"type": "TextRun", "text": "Acme *Corp* is Silver.", "size": "Medium", "weight": "Bolder"}
    ]
    assert drawn["fallbackText"] == card.notice(Reply("Acme *Corp* is Silver.")) == "Acme *Corp* is Silver."


def test_people_moments_and_days_are_structure() -> None:
    spans = text("with ", Person(GUID, "Pam Ortiz"), " on ", Day(date(2026, 11, 24)), " at ", Instant(0, "midnight"))
    drawn = card.message(Reply("x", (Paragraph(spans),)), ())
    assert drawn["body"][1]["text"] == (
        "with <at>Pam Ortiz</at> on Tue Nov 24, 2026 at "
        "{{DATE(1970-01-01T00:00:00Z, COMPACT)}} {{TIME(1970-01-01T00:00:00Z)}}"
    )
    assert drawn["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>Pam Ortiz</at>", "mentioned": {"id": GUID, "name": "Pam Ortiz"}}
    ]


def test_somebody_whom_teams_does_not_know_is_named_only() -> None:
    drawn = card.message(Reply("x", (Paragraph(text("with ", Person("U012AB3CD", "Pam"))),)), ())
    assert of_teams(drawn).words == "xwith@Pam"
    assert "entities" not in drawn["msteams"]


def test_two_people_of_one_name_are_two_mentions() -> None:
    drawn = card.message(Reply("x", (Paragraph(text(Person(GUID, "Pam"), " and ", Person(OTHER, "Pam"))),)), ())
    first, second = drawn["msteams"]["entities"]
    assert first["text"] != second["text"]
    assert drawn["body"][1]["text"] == f"{first['text']} and {second['text']}"
    assert [each["mentioned"]["id"] for each in (first, second)] == [GUID, OTHER]


def test_a_mention_beside_words_that_markdown_reads_follows_below_them() -> None:
    line, mention = told(Paragraph(text("*Acme* waits for ", Person(GUID, "Pam"))))
    assert [run["text"] for run in line["inlines"]] == ["*Acme* waits for @Pam"]
    assert (mention["text"], mention["spacing"]) == ("<at>Pam</at>", "None")


def test_a_mention_that_somebody_typed_is_words() -> None:
    drawn = card.message(Reply("x", (Paragraph(text("<at>Pam</at> ", Person(GUID, "Pam"))),)), ())
    assert f"<{JOINER}at>Pam<{JOINER}/at>" in drawn["body"][1]["inlines"][0]["text"]


def test_braces_of_two_spans_make_no_date() -> None:
    (line,) = told(Paragraph(text("{", "{DATE(2026-11-24T10:00:00Z)}}")))
    assert line["inlines"][0]["text"].startswith("{" + JOINER + "{DATE")


def test_plain_facts_are_a_set_and_others_stand_side_by_side() -> None:
    (simple,) = told(Facts((Fact("Tier", text(bold("Silver"))), Fact("Since", text(Day(date(2026, 1, 2)))))))
    assert simple["facts"] == [{"title": "Tier", "value": "**Silver**"}, {"title": "Since", "value": "Fri Jan 2, 2026"}]
    (beside,) = told(Facts((Fact("Partner", text("*Acme*\nand Sons")),)))
    assert [len(column["items"]) for column in beside["columns"]] == [1, 2]


def test_progress_has_the_exact_words_and_a_bar_for_every_client() -> None:
    line, bar = told(Progress("Revenue", 0.999, False, "$99,900 of $100,000"))
    assert "".join(run["text"] for run in line["inlines"]) == "○ Revenue  $99,900 of $100,000"
    assert (bar["type"], bar["value"], bar["max"]) == ("ProgressBar", 99, 100)
    assert bar["fallback"]["inlines"][0]["text"] == "█████████░"


def numbered(rows: int, width: int = 3) -> Table:
    cells = ("x" * 12,) * (width - 2)
    return Table("Deals", tuple("abcdefgh"[:width]), tuple((f"DR-{n}", f"{n}.00", *cells) for n in range(rows)))


def test_a_table_has_its_names_first_and_figures_to_the_right() -> None:
    caption, table = told(numbered(3))
    assert [cell["items"][0]["text"] for cell in table["rows"][0]["cells"]] == ["a", "b", "c"]
    assert [column.get("horizontalCellContentAlignment") for column in table["columns"]] == [None, "Right", None]
    assert len(caption["inlines"]) == 1


def test_a_long_table_shows_25_rows_and_the_others_behind_buttons() -> None:
    drawn = told(numbered(80, 2))
    assert [block["type"] for block in drawn] == ["RichTextBlock", "Table", *("ActionSet", "Container") * 3]
    tables = list(elements(drawn, "Table"))
    assert [len(table["rows"]) - 1 for table in tables] == [25, 25, 25, 5]
    titles = [action["title"] for block in elements(drawn, "ActionSet") for action in block["actions"]]
    assert titles == ["Rows 26–50 of 80", "Rows 51–75 of 80", "Rows 76–80 of 80"]
    assert not any(block["isVisible"] for block in elements(drawn, "Container"))


@pytest.mark.parametrize("rows", [120, 900])
def test_rows_without_room_are_counted(rows: int) -> None:
    drawn = told(numbered(rows, 5))
    listed = sum(len(table["rows"]) - 1 for table in elements(drawn, "Table"))
    assert 25 < listed < rows
    words = of_teams({"body": drawn}).words
    assert f"rows1–{listed}of{rows}" in words
    assert f"{rows - listed}morerows" in words


def test_buttons_come_in_sets_of_six() -> None:
    drawn = told(Buttons(tuple(Button(f"Deal {n}", "deals.approve", f"DR-{n}") for n in range(14))))
    assert [len(block["actions"]) for block in drawn] == [6, 6, 2]


def test_a_button_executes_opens_a_dialog_or_submits_inside_one() -> None:
    reply = Reply("x", (Buttons((Button("Open", "deals.open", "acme", Style.primary), Button("Go", "x.y", "1"))),))
    opens, goes = card.message(reply, {"deals.open"})["body"][1]["actions"]
    assert opens["data"] == {"msteams": {"type": "task/fetch"}, "route": "deals.open", "value": "acme"}
    assert (opens["type"], opens["style"]) == ("Action.Submit", "positive")
    data = {"route": "x.y", "value": "1"}
    assert (goes["type"], goes["verb"], goes["data"]) == ("Action.Execute", "x.y", data)
    assert goes["fallback"] == {"type": "Action.Submit", "title": "Go", "data": data}
    inside = card.receipt(reply, {"deals.open"})["body"][1]["actions"]
    assert [(each["type"], each["data"]["route"]) for each in inside] == [
        ("Action.Submit", "deals.open"),
        ("Action.Submit", "x.y"),
    ]


def test_what_cannot_be_taken_back_asks_first() -> None:
    sure = Confirm("Decline DR-1?", "Acme is told.", "Decline it")
    (block,) = told(Buttons((Button("Decline", "deals.decline", "DR-1", Style.danger, sure),)))
    (action,) = block["actions"]
    assert (action["type"], action["title"], action["style"]) == ("Action.ShowCard", "Decline", "destructive")
    assert of_teams(action["card"]).words == "DeclineDR-1?Acmeistold."
    (yes,) = action["card"]["actions"]
    assert (yes["title"], yes["verb"]) == ("Decline it", "deals.decline")


def test_feedback_is_two_small_buttons_and_none_in_a_dialog() -> None:
    reply = Reply("x", (Feedback("17"),))
    right, wrong = card.message(reply, ())["body"][1]["actions"]
    assert (right["title"], right["data"]["value"]) == ("Right", "good|17")
    assert (wrong["title"], wrong["data"]["value"]) == ("Wrong", "bad|17")
    assert card.receipt(reply, ())["body"][1:] == []


def test_a_divider_is_a_line_above_what_follows() -> None:
    heading, after = told(Divider(), Heading("One"), Divider(), Divider(), Paragraph(text("Two")), Divider())
    assert (heading["separator"], after["separator"]) == (True, True)


def test_what_does_not_fit_is_named_and_the_buttons_stay() -> None:
    many = tuple(Paragraph(text(f"{n} " + "word " * 500)) for n in range(40))
    drawn = told(*many, Heading("Later"), Buttons((Button("Share", "tiers.share"),)))
    assert drawn[-2]["type"] == "ActionSet"
    assert "more parts that do not fit here" in drawn[-1]["text"]


def test_long_text_is_split_and_complete() -> None:
    story = " ".join(str(n) for n in range(5000))
    drawn = told(Paragraph(text(story)))
    assert len(drawn) > 2
    assert of_teams({"body": drawn}).words == squeezed(story)


def test_commands_are_typed_without_a_slash_in_teams() -> None:
    table = Table("Commands", ("Type", "For"), (("/partner tier PARTNER", "/partner of whom"), ("/partner help", "x")))
    facts = Facts((Fact("/partner gap PARTNER", text("what is missing")),))
    drawn = card.message(Reply("“/partner help” says more.", (table, facts, Note(text("“/partner bind” binds.")))), ())
    words = of_teams(drawn).words
    assert words.startswith("“help”saysmore.")
    assert "tierPARTNER" in words
    assert "gapPARTNER" in words
    assert "“bind”binds." in words
    assert "/partnerofwhom" in words, "a column with other words in it is somebody's own"
    assert card.notice(Reply("“/partner help” says more.")) == "“help” says more."


def test_a_table_leaves_room_for_what_else_there_is() -> None:
    """The rest of the answer is not pushed out by a table, and the table is not left out for it."""
    story = tuple(Paragraph(text(f"{n} " + "word " * 400)) for n in range(12))
    drawn = told(numbered(300, 5), *story)
    words = of_teams({"body": drawn}).words
    assert "morepartsthatdonotfithere" not in words
    assert len(list(elements(drawn, "Table"))) >= 1
