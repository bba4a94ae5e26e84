"""What a pipeline pack tells of a partner between two reviews, and what it leaves unsaid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from handlers.packs.stages import LEAST_STAYS
from store.models import MeetingOutcomeRow
from tests.deals.opportunities import opportunity
from tests.packs.telling import QBR, REVIEW, YEAR, change, lines, register, rows, said, staff, stays
from tests.support.desk import NOW, Desk

DEALS = "Top 6 of 6 open opportunities"


def look(desk: Desk, customer: str, day: date = date(2024, 7, 15)) -> str:
    return rows(staff(desk, day=day), "Top")[customer][-1]


def test_the_review_opens_with_what_was_promised_in_the_last_one(desk: Desk) -> None:
    shown = staff(desk)
    assert shown.sections[0].title == "Last commitments"
    grid = shown.sections[0].grid
    assert grid is not None
    assert [(row[0], row[1], row[4]) for row in grid.rows] == [
        ("Our side", "Send the price list", "done Jun 30, 2024"),
        ("Our side", "Name a sponsor", "late by 5 days"),
        ("Partner", "Certify two more people", "done Jul 12, 2024"),
        ("Partner", "Call Pushed Inc", "open"),
    ]
    assert lines(shown, "Last commitments") == {
        "Our side, on time": "50% (1 of 2)",
        "Partner, on time": "0% (0 of 1)",  # it was done two days late, and what was dropped does not count
    }


def test_what_moved_since_the_last_review(desk: Desk) -> None:
    shown = staff(desk)
    assert lines(shown, "What moved") == {
        "New": "1, $10,750 a year: Silent Co",
        "Won": "1, $90,000 a year: Stark",
        "Lost": "1, $15,000 a year: Lost Ltd",
        "Slipped": "1, $30,000 a year: Pushed Inc",
        "Pulled in": "1, $50,000 a year: Grown Up",
    }
    assert "Since the last pipeline review on Jun 18, 2024." in said(shown)


def test_the_open_opportunities_with_what_looks_wrong(desk: Desk) -> None:
    found = rows(staff(desk), DEALS)
    assert list(found) == ["Past Ltd", "Grown Up", "Pushed Inc", "Old Stage", "Silent Co", "Test customer"]
    assert {customer: row[-1] for customer, row in found.items()} == {
        "Past Ltd": "close date Jul 1, 2024 is past",
        "Pushed Inc": "close date pushed twice",
        "Old Stage": "",  # 75 days in its stage, and nobody knows yet whether that is long
        "Silent Co": "no word of the partner since Jun 1, 2024; DR-104 says EUR 12,000",
        "Grown Up": "amount up from $35,000",
        "Test customer": "looks like a test record",
    }
    assert found["Silent Co"][1:3] == ("EUR 10,000", "Dec 1, 2024")
    assert found["Test customer"][1:3] == ("unknown", "unknown")


@pytest.mark.parametrize(("usual", "words"), [(40, "75 days in qualified, usually 40 days"), (50, ""), (60, "")])
def test_a_stage_is_old_past_half_as_much_again_as_usual(desk: Desk, usual: int, words: str) -> None:
    stays(desk, "qualified", [usual] * LEAST_STAYS)
    assert look(desk, "Old Stage") == words


def test_nothing_is_said_of_a_stages_age_without_enough_finished_stays_or_a_trusted_date(desk: Desk) -> None:
    stays(desk, "qualified", [10] * (LEAST_STAYS - 1))
    assert look(desk, "Old Stage") == ""
    stays(desk, "negotiation", [1] * LEAST_STAYS)
    assert "in negotiation" not in look(desk, "Past Ltd")  # its stage never changed in our log


def test_flags_begin_on_their_day(desk: Desk) -> None:
    assert look(desk, "Past Ltd", date(2024, 7, 1)) == ""
    assert look(desk, "Past Ltd", date(2024, 7, 2)) == "close date Jul 1, 2024 is past"
    assert look(desk, "Silent Co", date(2024, 6, 30)) == "DR-104 says EUR 12,000"
    assert look(desk, "Silent Co", date(2024, 7, 1)).startswith("no word of the partner since Jun 1")


def test_an_amount_that_changed_before_the_last_review_is_old_news(desk: Desk) -> None:
    with desk.store.write() as work:
        change(work, "OPP-12", "earr", "1.00", "20000.00", "2024-06-01")
        change(work, "OPP-10", "earr", "32000.00", "40000.00", "2024-07-03")  # by a quarter, not by more
    assert look(desk, "Old Stage") == ""
    assert look(desk, "Past Ltd") == "close date Jul 1, 2024 is past"


def test_registrations_by_what_is_to_be_done(desk: Desk) -> None:
    assert lines(staff(desk), "Registrations") == {
        "Waiting": "2: DR-101 Late Customer, DR-102 Fresh Customer".replace(", DR", " and DR"),
        "Late": "1: DR-101 Late Customer",
        "In conflict": "1: DR-103 Rival Customer",
        "Expire within 30 days": "1: DR-104 Customer 104",
    }


def test_the_tier_and_what_it_loses_before_the_next_review(desk: Desk) -> None:
    found = lines(staff(desk), "Tier")
    assert found["For Silver"] == "missing 3 certified technical people"
    assert found["Leaves the window by Aug 15, 2024"] == "$70,000 of 1 opportunity, the first closed Jul 30, 2023"
    assert "Lapse by Aug 15, 2024" not in found


def test_referrals_are_told_where_the_program_has_them_and_money_is_not_made_up(desk: Desk) -> None:
    with desk.store.write() as work:
        register(work, 110, "won", role="referral")
        register(work, 111, "approved", role="referral")
    found = lines(staff(desk), "Referrals")
    assert found["Registered"] == "2, 1 won"
    assert found["Revenue share"].startswith("needed from pam@vendor.example: neither the share nor")


def test_what_looks_like_the_partners_and_does_not_name_it(desk: Desk) -> None:
    with desk.store.write() as work:
        opportunity(work, "OPP-80", "Customer 106 Inc", "proposal", earr=Decimal(33000))
    assert "Customer 106 Inc" in rows(staff(desk), "Without the partner")


def test_the_most_pressing_comes_first(desk: Desk) -> None:
    assert staff(desk).points == (
        "Our answer is late on 1 registration: DR-101 Late Customer.",
        "We have not done 1 thing that we promised: Name a sponsor.",
        "1 registration is held for a conflict: DR-103.",
    )


def test_the_brief_of_a_quarter(desk: Desk) -> None:
    shown = staff(desk, QBR)
    assert [section.title for section in shown.sections] == [
        *("Tier", "Revenue", "Pipeline", "Registrations", "People", "Funds", "Benefits and papers"),
        *("Last commitments", "Next commitments"),
    ]
    revenue = lines(shown, "Revenue")
    assert revenue["Q2 2024 (Apr 1, 2024 to Jun 30, 2024)"] == "$100,000 counted; $64,500 in Q1 2024 (+55%)"
    assert revenue["365 days to Jul 15, 2024"] == (
        "$324,500 counted: $100,000 sourced, $160,000 influenced and $64,500 resold"
    )
    assert revenue["Against plan"].startswith("needed from pam@vendor.example")
    pipeline = lines(shown, "Pipeline")
    assert pipeline["Open"] == "6, $150,750 a year (1 without an amount or a rate); weighted $76,075"
    assert pipeline["Win rate, 365 days"] == "83% (5 of 6)"
    assert pipeline["Coverage"].endswith("it takes 1.2 open for 1 to win")
    assert lines(shown, "Registrations")["Won of approved, 365 days"] == "33% (1 of 3), 61% by value; 33% expired"
    assert lines(shown, "Tier")["Annual review Jan 1, 2025"].startswith("low Bronze, mid Bronze, high Bronze")


def test_the_sheet_of_a_year(desk: Desk) -> None:
    with desk.store.write() as work:
        key = {"partner": "acme", "program": REVIEW.program, "kind": "qbr"}
        for day, words in ((date(2024, 5, 2), "Two more\npeople by fall"), (date(2023, 5, 2), "Last year's")):
            work.session.add(
                MeetingOutcomeRow(**key, scheduled_on=day, decisions=words, recorded_by="UPAM Pam", recorded_at=NOW)
            )
    shown = staff(desk, YEAR)
    assert lines(shown, "The year")["2023"] == "$70,000 counted, $0 of it by Jul 15, 2023"
    assert lines(shown, "Unresolved") == {"Late": "1: DR-101 Late Customer"}
    assert lines(shown, "Decisions") == {"May 2, 2024": "Two more people by fall"}
    assert set(lines(shown, "To agree on")) == {"Joint number", "Three bets", "Asks", "Roadmap"}
    assert lines(shown, "Benefits")["By invitation, not invited"]


def test_ids_of_ours_are_shown_nowhere(desk: Desk) -> None:
    for asked in (REVIEW, QBR, YEAR):
        assert "OPP-" not in said(staff(desk, asked))


def test_a_partner_without_anything_has_no_ratios_and_says_who_must_bring_what(desk: Desk) -> None:
    for asked in (REVIEW, QBR, YEAR):
        shown = staff(desk, replace(asked, partner="nova-1", scheduled_on=None))
        assert "%" not in said(shown).replace("75%, proposal 50%", "")
        assert "needed from pam@vendor.example" in said(shown)
    kyoto = staff(desk, replace(QBR, partner="kyoto", program="8x8-sellwith8-2023"))
    assert "ramping: at Evaluation, 0 of 5 launch steps done" in kyoto.summary
    assert lines(kyoto, "Tier") == {}
