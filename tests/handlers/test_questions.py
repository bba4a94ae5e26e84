"""Partner managers ask, and get the exact answer with the rule and the records behind it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.render.plain import plain
from handlers.documents import Audience, Buttons, Form, Progress, Reply, Table
from handlers.errors import NotAllowed, NotFound
from handlers.request import Place
from store.repositories.counters import touch_portfolio
from tests.support.desk import DANA, EVE, PAM, Desk


def facts(desk: Desk, text: str) -> list[tuple[str, str, dict[str, object]]]:
    answers = desk.assistant.answers(desk.request(PAM, text=text))
    return [(answer.status, answer.kind, dict(answer.facts)) for answer in answers]


def reply(outcome: object) -> Reply:
    assert isinstance(outcome, Reply)
    return outcome


def test_what_tier_is_acme_and_what_is_missing_for_silver(desk: Desk) -> None:
    assert facts(desk, "what tier is Acme, and what's missing for silver") == [
        (
            "answered",
            "tier",
            {"recorded_tier": "bronze", "since": "2024-03-01", "met_tier": "bronze", "next_tier": "silver"},
        ),
        (
            "answered",
            "gap",
            {
                "recorded_tier": "bronze",
                "target_tier": "silver",
                "met": False,
                "missing": [
                    {"requirement": "technical", "have": "7", "need": "10", "short": "3"},
                    {"requirement": "revenue", "have": "164500.00", "need": "200000.00", "short": "35500.00"},
                ],
            },
        ),
    ]


def test_the_first_line_is_the_answer_and_the_rest_shows_the_way_there(desk: Desk) -> None:
    answer = reply(desk.say("what tier is Acme, and what's missing for silver"))
    assert answer.summary == (
        "Acme Communications is Bronze in Segment 2024 since Mar 1, 2024. For Silver in Segment 2024, "
        "Acme Communications is missing 3 certified technical people and $35,500 of counted revenue."
    )
    steps = [(part.label, part.words) for part in answer.parts if isinstance(part, Progress)]
    assert steps == [
        ("Baseline partner agreement", "in force"),
        ("Certified technical people", "7 of 10, 3 short"),
        ("Sales-trained people", "5 of 5"),
        ("Counted revenue", "$164,500 of $200,000, $35,500 short"),
    ]
    assert "p. 9, Revenue requirements" in plain(answer)


def test_the_evidence_names_what_counted_and_what_did_not_and_why(desk: Desk) -> None:
    shown = reply(desk.press("tiers.evidence", "gap|acme|twilio-segment-2024|silver|2024-07-15"))
    table = next(part for part in shown.parts if isinstance(part, Table))
    assert [row[1:] for row in table.rows if row[0] == "Counted revenue"] == [
        ("Initech (OPP-1)", "May 10, 2024", "$100,000", "yes"),
        ("Hooli (OPP-2)", "Feb 1, 2024", "$64,500 at 1.075 USD per EUR", "yes"),
        ("Umbrella (OPP-3)", "Apr 1, 2024", "", "no: professional services only"),
        ("Stark (OPP-4)", "Jun 1, 2024", "", "no: partner was added after it closed"),
    ]
    assert [row[1:] for row in table.rows if row[0] == "Certified technical people"][-2:] == [
        ("Gone Away (gone@acme.example)", "May 1, 2023", "", "no: has left the partner"),
        ("Old Paper (old@acme.example)", "May 1, 2022", "", "no: expired"),
    ]
    assert "Twilio Segment Partner Program Guide 2024, p. 9, Revenue requirements" in plain(shown)


def test_a_partner_in_two_programs_gets_an_answer_for_each(desk: Desk) -> None:
    assert [found["recorded_tier"] for _, _, found in facts(desk, "tier Globex")] == ["registered", "silver"]
    assert [found["recorded_tier"] for _, _, found in facts(desk, "tier of Globex in build")] == ["silver"]


def test_the_window_is_365_days_with_both_ends(desk: Desk) -> None:
    def missing() -> list[object]:
        found: Any = facts(desk, "gap of Globex for bronze in segment")[0][2]
        return [each["requirement"] for each in found["missing"]]

    desk.as_of = date(2024, 7, 14)  # a deal of July 16, 2023 closed on the second day of this window
    assert missing() == ["technical", "sales"]
    desk.as_of = date(2024, 7, 16)  # and lies one day before the first day of this one
    assert missing() == ["technical", "sales", "revenue"]


def test_a_statement_is_checked(desk: Desk) -> None:
    assert reply(desk.say("is Acme gold?")).summary.startswith("No: Acme Communications is Bronze")
    assert reply(desk.say("is Acme bronze?")).summary.startswith("Yes: Acme Communications is Bronze")


def test_a_button_asks_the_whole_message_again_for_the_partner_that_was_meant(desk: Desk) -> None:
    asked = reply(desk.say("what tier is Nova in segment, and what's missing for gold"))
    buttons = [button for part in asked.parts if isinstance(part, Buttons) for button in part.items]
    again = reply(desk.press("ask", buttons[0].value))
    assert buttons[0].label == "Nova Systems"
    assert again.summary.startswith("Nova Systems is Registered in Segment 2024")
    assert "For Gold in Segment 2024" in again.summary


def test_a_tier_without_thresholds_is_never_given_numbers(desk: Desk) -> None:
    ((status, _, found),) = facts(desk, "gap Acme global strategic")
    assert (status, found["met"], found["missing"]) == ("answered", False, [])
    assert "designation" in reply(desk.say("gap Acme global strategic")).summary


def test_a_program_without_tiers_says_so(desk: Desk) -> None:
    assert "has no tiers" in reply(desk.say("tier Kyoto")).summary


@pytest.mark.parametrize(
    ("words", "status", "hint"),
    [
        ("tier Nova", "ambiguous", "Nova Systems or Nova Partners"),
        ("tier Acmee Comunications", "answered", "Acme Communications is Bronze"),
        ("tier Initech", "not_found", "no partner “Initech”"),
        ("gap Acme platinum", "not_found", "Registered, Bronze, Silver, Gold and Global Strategic"),
        ("tier Lone Star", "not_found", "not enrolled in any program"),
        ("teir Acme", "answered", "Acme Communications is Bronze"),
        ("which partners sing", "not_understood", "Try one of these"),
    ],
)
def test_what_does_not_fit_is_asked_back_with_the_nearest(desk: Desk, words: str, status: str, hint: str) -> None:
    assert facts(desk, words)[0][0] == status
    assert hint in plain(reply(desk.say(words)))


def test_sharing_shows_the_answer_to_everybody_and_says_who_shared_it(desk: Desk) -> None:
    shared = reply(desk.press("ask.share", "2024-07-15|tier Acme"))
    assert shared.audience is Audience.conversation
    assert shared.summary.startswith("Acme Communications is Bronze in Segment 2024")
    assert "Shared by Pam Okafor." in plain(shared)
    assert not any(isinstance(part, Buttons) for part in shared.parts)


def test_figures_are_not_shared_where_another_company_reads_along(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.press("ask.share", "2024-07-15|tier Acme", place=Place.shared)


def test_an_answer_is_shared_as_of_the_day_it_was_given_for(desk: Desk) -> None:
    shared = reply(desk.press("ask.share", "2024-02-01|gap Acme for silver"))
    assert "Feb 1, 2024" in plain(shared)
    assert "Jul 15, 2024" not in plain(shared)
    with pytest.raises(NotFound):
        desk.press("ask.share", "some day|tier Acme")


def test_people_of_another_company_get_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.say("tier Acme", EVE)
    with pytest.raises(NotAllowed):
        desk.press("tiers.evidence", "gap|acme|twilio-segment-2024|silver|2024-07-15", EVE)
    with pytest.raises(NotAllowed):
        desk.press("partners.search", "ac", EVE)


@pytest.mark.parametrize(
    "value",
    ["", "nonsense", "tier|acme|nope|silver|2024-07-15", "tier|acme|twilio-segment-2024|x|2024-07-15", "a|b|c|d|e"],
)
def test_a_button_of_an_older_version_is_explained(desk: Desk, value: str) -> None:
    with pytest.raises(NotFound):
        desk.press("tiers.evidence", value)
    with pytest.raises(NotFound):
        desk.press("no.such.route", value)


def test_register_opens_the_form_with_what_was_said(desk: Desk) -> None:
    form = desk.say("register Acme Hooli Corp")
    assert isinstance(form, Form)
    filled = {field.name: field.initial for field in form.fields if field.initial}
    assert (getattr(filled["partner"], "value", ""), filled["customer"]) == ("acme", "Hooli Corp")


def test_a_change_of_the_portfolio_is_seen_by_the_next_question(desk: Desk) -> None:
    assert facts(desk, "tier Acme")[0][2]["recorded_tier"] == "bronze"
    with desk.store.write() as work:
        work.session.execute(sql("UPDATE enrollments SET tier = 'silver' WHERE partner = 'acme'"))
        touch_portfolio(work.session)
    assert facts(desk, "tier Acme")[0][2]["recorded_tier"] == "silver"


def test_the_home_tab_greets_and_shows_what_comes(desk: Desk) -> None:
    shown = plain(reply(desk.press("home", actor=DANA)))
    assert "Hello Dana Ruiz" in shown
    assert "Nothing waits for the deal desk." in shown
    assert "Pipeline review with Acme Communications" in shown
    assert "Waiting for a decision" not in plain(reply(desk.press("home")))
