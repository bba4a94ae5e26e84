"""The words alone: whole, in order, and with every figure."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.escape import clean, escape, shorten
from bot.render.plain import plain
from handlers.documents import (
    Button,
    Buttons,
    Day,
    Divider,
    Fact,
    Facts,
    Heading,
    Instant,
    Note,
    Paragraph,
    Person,
    Progress,
    Reply,
    Table,
    text,
)
from tests.render.documents import words

figures = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda amount: f"{amount:,}")
calm = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_reply_reads_like_a_letter() -> None:
    reply = Reply(
        "Acme is Silver.",
        (
            Heading("Missing for Gold"),
            Facts((Fact("Since", text(Day(date(2026, 11, 24)))), Fact("Manager", text(Person("U012AB3CD", "Pam"))))),
            Progress("Technical people", 0.7, False, "7 of 10"),
            Table("Deals", ("Deal", "Amount"), (("DR-1", "1,200.00"), ("DR-1002", ""))),
            Divider(),
            Note(text("As of ", Instant(0, "Jan 1, 1970 at 00:00 UTC"))),
            Buttons((Button("Share here", "tiers.share"),)),
        ),
    )
    assert plain(reply) == "\n\n".join(
        [
            "Acme is Silver.",
            "Missing for Gold",
            "Since: Tue Nov 24, 2026\nManager: @Pam",
            "Technical people ███████░░░ 7 of 10",
            "Deals\nDeal     Amount\nDR-1     1,200.00\nDR-1002  –",
            "As of Jan 1, 1970 at 00:00 UTC",
            "[Share here]",
        ]
    )


@calm
@given(st.lists(figures, min_size=6, max_size=6), words)
def test_every_figure_is_in_the_words(numbers: list[str], around: str) -> None:
    one, two, three, four, five, six = numbers
    reply = Reply(
        f"{one} {around}",
        (
            Paragraph(text(around, " ", two)),
            Facts((Fact(around, text(three)),)),
            Progress(around, 0.5, False, four),
            Table(around, (around, "b"), ((around, five),)),
            Note(text(six)),
        ),
    )
    told = plain(reply)
    assert all(number in told for number in numbers)


def test_a_wide_table_is_not_padded() -> None:
    told = plain(Reply("x", (Table("t", ("a", "b"), (("y" * 200, "1"), ("z", "2"))),)))
    assert "z | 2" in told


@given(st.text())
def test_escaped_words_have_no_markup_left(typed: str) -> None:
    assert not set("<>") & set(escape(typed))


@given(st.text(), st.integers(1, 50))
def test_shortened_words_fit_and_are_never_empty(typed: str, limit: int) -> None:
    assert 1 <= len(shorten(typed, limit)) <= limit


def test_marks_that_turn_the_reading_direction_are_dropped() -> None:
    assert clean("Ac\u202eme\u2066\x00\ud800") == "Acme"
