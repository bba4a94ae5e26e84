"""How much revenue of a partner counts in a period, from which opportunities, and what does not count?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.kinds.revenue import SKILL
from handlers.tiers import Standing
from handlers.wording import cents
from programs.catalog import SHIPPED, Catalog
from programs.loading import load_definition
from programs.windows import Window, calendar_year
from tests.support.asking import Asking, buttons, figures, rows, told
from tests.support.desk import TODAY

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
FILES = {
    "partners.csv": "partner,name\nacme,Acme\nboth,Both\nkyoto,Kyoto Voice\nlone,Lone Star\nhapless,Hapless\n",
    "enrollments.csv": f"""partner,program,tier
acme,{SEGMENT},bronze
both,{SEGMENT},registered
both,{BUILD},silver
both,{EIGHT},
kyoto,{EIGHT},
hapless,{SEGMENT},registered
""",
    "opportunities.csv": """opportunity,customer,stage,earr,professional_services,currency,close_on
O-9,First Day,closed_won,1000.005,,USD,2023-07-17
O-1,Last Day,closed_won,2000.50,700,USD,2024-07-15
O-2,Day Before,closed_won,4000,,USD,2023-07-16
O-3,Day After,closed_won,8000,,USD,2024-07-16
O-4,Euros,closed_won,100,,EUR,2024-03-01
O-5,Late,closed_won,16000,,USD,2024-03-01
O-6,Services,closed_won,,9000,USD,2024-03-01
O-7,Open,proposal,32000,,USD,2024-08-01
O-8,No Day,closed_won,64000,,USD,
""",
    "opportunity_partners.csv": """opportunity,partner,role,added_on
O-9,acme,influenced,2023-07-17
O-1,acme,resold,2024-01-01
O-2,acme,resold,2023-01-01
O-3,acme,resold,2023-01-01
O-4,acme,resold,2024-03-01
O-5,acme,influenced,2024-03-02
O-6,acme,influenced,2024-01-01
O-7,acme,influenced,2024-01-01
O-8,acme,influenced,2024-01-01
O-1,both,influenced,2024-01-01
O-1,kyoto,influenced,2024-01-01
O-1,lone,,2024-01-01
O-5,hapless,influenced,
O-6,hapless,influenced,2024-01-01
""",
    "fx_rates.csv": "currency,effective_on,usd\nEUR,2024-01-01,1.05\nEUR,2024-03-01,1.1\nEUR,2024-03-02,1.2\n",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    desk = told(tmp_path_factory.mktemp("revenue"), FILES)
    yield Asking(desk, SKILL)
    desk.store.close()


def test_the_trailing_year_is_365_days_with_both_ends(asking: Asking) -> None:
    answer = asking.one("acme")
    assert answer.facts == {
        "period": {"from": "2023-07-17", "to": "2024-07-15"},
        "amount_usd": "3110.51",
        "opportunities": ["O-1", "O-4", "O-9"],
    }
    assert answer.about == "Acme"
    assert answer.reply.summary == (
        "Acme has $3,110.51 of counted revenue from 3 opportunities in the 365 days that end on Jul 15, 2024."
    )
    assert asking.on(date(2024, 7, 14)).one("acme").facts["opportunities"] == ["O-2", "O-4", "O-9"]
    assert asking.on(date(2024, 7, 16)).one("acme").facts["opportunities"] == ["O-1", "O-3", "O-4"]


def test_what_counted_at_which_rate_and_what_did_not_and_why(asking: Asking) -> None:
    assert rows(asking.one("acme")) == [
        ("O-1", "Last Day", "Jul 15, 2024", "resold", "$2,000.50"),
        ("O-4", "Euros", "Mar 1, 2024", "resold", "$110 at 1.1 USD per EUR, the rate of Mar 1, 2024"),
        ("O-9", "First Day", "Jul 17, 2023", "influenced", "$1,000.01"),
        ("O-5", "Late", "Mar 1, 2024", "partner was added after it closed"),
        ("O-6", "Services", "Mar 1, 2024", "professional services only"),
        ("O-8", "No Day", "unknown", "no close date"),
    ]
    shown = asking.words("acme")
    assert "Also recorded, and not counted: 1 not closed-won and 2 closed outside this period." in shown
    assert "Influenced: $1,000.01\nResold: $2,110.50" in shown


def test_a_period_that_was_named(asking: Asking) -> None:
    answer = asking.one("acme", period=calendar_year(2023), period_words="last year")
    assert answer.facts == {
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "amount_usd": "5000.01",
        "opportunities": ["O-2", "O-9"],
    }
    assert answer.reply.summary == (
        "From Jan 1, 2023 to Dec 31, 2023 (last year), Acme has $5,000.01 of counted revenue from 2 opportunities."
    )
    shown = asking.words("acme", period=calendar_year(2023))
    assert "This is the window of the annual review for program year 2024." in shown
    assert "Silver in Segment 2024 asks for: $200,000 in 365 days, or in the calendar year before" in shown
    assert figures(answer) == []
    one_day = asking.line("acme", period=Window(TODAY, TODAY))
    assert one_day == "From Jul 15, 2024 to Jul 15, 2024, Acme has $2,000.50 of counted revenue from 1 opportunity."


def test_a_period_ahead_has_nothing_yet(asking: Asking) -> None:
    ahead = Window(date(2025, 1, 1), date(2025, 3, 31))
    assert asking.one("acme", period=ahead).facts["amount_usd"] == "0.00"
    assert asking.line("acme", period=ahead, period_words="Q1") == (
        "From Jan 1, 2025 to Mar 31, 2025 (Q1), Acme has no counted revenue; the period lies ahead."
    )


def test_revenue_is_the_partners_and_shown_beside_each_next_tier(asking: Asking) -> None:
    answer = asking.one("both")
    assert (answer.facts["amount_usd"], answer.about) == ("2000.50", "Both")
    assert figures(answer) == [
        ("Bronze in Segment 2024", "$2,000.50 of $20,000, $17,999.50 short"),
        ("Gold in Build 2022", "$2,000.50 of $1,000,000, $997,999.50 short"),
    ]
    assert buttons(answer) == {
        "What's missing?": "what's missing for both",
        "Open pipeline": "pipeline of both",
        "Register a deal": "deals.open both",
    }


def test_without_tiers_or_programs_the_same_rule_counts(asking: Asking) -> None:
    assert asking.one("kyoto").facts == asking.one("lone").facts == asking.one("both").facts
    assert "What's missing?" not in buttons(asking.one("kyoto"))
    assert "Role not recorded: $2,000.50" in asking.words("lone")
    assert asking.one("acme", program=BUILD).status == "not_found"


def test_without_revenue_the_reason_is_near(asking: Asking) -> None:
    answer = asking.one("hapless")
    assert (answer.facts["amount_usd"], answer.facts["opportunities"]) == ("0.00", [])
    assert answer.reply.summary == (
        "Hapless has no counted revenue in the 365 days that end on Jul 15, 2024; 2 won opportunities do not count."
    )
    assert [row[3] for row in rows(answer)] == ["day the partner was added is not known", "professional services only"]


def test_the_window_the_rule_and_our_reading_stand_below(asking: Asking) -> None:
    shown = asking.words("acme")
    assert "Jul 17, 2023 to Jul 15, 2024, both days included, as of Jul 15, 2024." in shown
    assert "Rule: Twilio Segment Partner Program Guide 2024, p. 9, Revenue requirements." in shown
    assert "Our reading: Segment 2024: Thresholds stand in the table on page 5." in shown


def test_it_is_the_revenue_that_the_tiers_count(asking: Asking) -> None:
    program = Catalog.load().get(SEGMENT)
    with asking.desk.store.read() as work:
        file = work.partners.file("acme")
    assert file is not None
    for days in range(-3, 400, 13):
        day = TODAY + timedelta(days)
        gap = Standing(file, file.enrollments[0], program, day).gap("gold")
        have = next(state.have for state in gap.requirements if state.requirement == "revenue")
        assert asking.on(day).one("acme").facts["amount_usd"] == f"{cents(have):f}"


def test_programs_that_count_differently_answer_each(tmp_path: Path) -> None:
    own = (
        (SHIPPED / f"{BUILD}.yml")
        .read_text(encoding="utf-8")
        .replace("amounts: [earr]", "amounts: [earr, professional_services]")
    )
    changed = tmp_path / f"{BUILD}.yml"
    changed.write_text(own, encoding="utf-8")
    desk = told(tmp_path, FILES)
    shipped = [each for each in Catalog.load().programs() if each.id != BUILD]
    desk.assistant._catalog = Catalog([*shipped, load_definition(changed)])
    segment, build = Asking(desk, SKILL).answers("both")
    desk.store.close()
    assert (segment.facts["amount_usd"], build.facts["amount_usd"]) == ("2000.50", "2700.50")
    assert (segment.about, build.about) == ("Both in Segment 2024", "Both in Build 2022")
    assert build.reply.summary == (
        "Both has $2,700.50 of counted revenue, as Build 2022 counts it, from 1 opportunity "
        "in the 365 days that end on Jul 15, 2024."
    )
