"""The home tab on a busy desk: what waits is counted in full, and reading it stays small."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.render.plain import plain
from handlers.documents import Reply
from handlers.request import Actor
from store.models import RegistrationRow
from tests.support.desk import DANA, NOW, PAM, SAM, TODAY, Desk, fill_database, open_desk
from tests.support.lists import PORTFOLIO, buttons

MANY = 300


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk where three hundred registrations were decided after the only ones that wait."""
    with desk.store.write() as work:
        for number, state in ((1, "submitted"), (2, "in_review"), (3, "info_requested")):
            work.session.add(waits(f"OLD-{number}", state))
        for number in range(MANY):
            work.session.add(
                RegistrationRow(registration=f"CRM-{number}", partner="globex", state="won", submitted_on=TODAY)
            )
    return desk


def waits(number: str, state: str) -> RegistrationRow:
    return RegistrationRow(
        registration=number,
        partner="acme",
        customer="Hooli",
        state=state,
        submitted_on=date(2024, 1, 2),
        submitted_by="UPAM Pam Okafor",
        submitted_at=NOW,
        answer_due_on=TODAY + timedelta(days=1),
    )


def opened(desk: Desk, actor: Actor) -> str:
    shown = desk.press("home", actor=actor)
    assert isinstance(shown, Reply)
    return plain(shown)


def test_what_waits_is_seen_however_much_came_after_it(busy: Desk) -> None:
    shown = opened(busy, DANA)
    assert "Waiting for a decision: 2" in shown
    assert "OLD-1, due Jul 16, 2024" in shown
    assert "OLD-2, due Jul 16, 2024" in shown
    assert "Acme Communications with Hooli" in shown


def test_ones_own_are_seen_with_their_state_in_words(busy: Desk) -> None:
    shown = opened(busy, PAM)
    assert "OLD-2, in review" in shown
    assert "OLD-3, info requested" in shown
    assert "Waiting for a decision" not in shown


def test_more_than_the_page_holds_are_counted(desk: Desk) -> None:
    with desk.store.write() as work:
        for number in range(11):
            work.session.add(waits(f"OLD-{number}", "submitted"))
    shown = opened(desk, DANA)
    assert "Waiting for a decision: 11" in shown
    assert "3 more wait" in shown


def test_opening_it_reads_the_few_names_that_it_shows(busy: Desk) -> None:
    busy.assistant.warm()
    asked: list[str] = []
    event.listen(busy.store._engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    opened(busy, DANA)
    reads = [each for each in asked if "FROM partners" in each]
    assert reads
    assert all("WHERE partners.partner IN" in each for each in reads)


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[Desk]:
    """A desk at the portfolio of the stories about lists."""
    told = open_desk(fill_database(tmp_path, PORTFOLIO))
    yield told
    told.store.close()


def test_a_manager_sees_her_own_partners_at_a_glance(lists: Desk) -> None:
    with lists.store.write() as work:
        work.session.add(RegistrationRow(registration="R-1", partner="alder", state="submitted"))
        work.session.add(RegistrationRow(registration="R-2", partner="alder", state="won"))
        work.session.add(RegistrationRow(registration="R-3", partner="cedar", state="submitted"))
    assert own_lines(lists, PAM) == [
        "Your partners: 5",
        "Ready to advance: 1",
        "At risk of a lower tier: 3",
        "One requirement short: none",
        "Reviews in the next 14 days: 1",
        "Registrations waiting: 1",
    ]
    assert own_lines(lists, SAM)[:4] == [
        "Your partners: 3",
        "Ready to advance: none",
        "At risk of a lower tier: none",
        "One requirement short: 1 of Silver",
    ]


def own_lines(desk: Desk, actor: Actor) -> list[str]:
    lines = [line for line in opened(desk, actor).splitlines() if line]
    first = next(place for place, line in enumerate(lines) if line.startswith("Your partners"))
    return lines[first : first + 6]


def test_each_figure_leads_to_its_list(lists: Desk) -> None:
    def asked(actor: Actor) -> dict[str, str]:
        shown = lists.press("home", actor=actor)
        assert isinstance(shown, Reply)
        return {label: each.value for label, each in buttons(shown).items() if each.route == "ask"}

    assert asked(PAM) == {
        "What can I ask?": "help",
        "List my partners": "list my partners",
        "Ready to advance": "which of my partners are ready to advance",
        "At risk": "which of my partners are at risk of a lower tier",
    }
    assert asked(SAM) == {
        "What can I ask?": "help",
        "List my partners": "list my partners",
        "Near Silver": "which of my partners are one requirement short of Silver",
    }


def test_what_can_be_asked_is_said_of_a_partner_of_ones_own(lists: Desk) -> None:
    assert "“what tier is Alder”" in opened(lists, PAM)
    assert "“which partners are ready to advance”" in opened(lists, DANA)


@pytest.mark.parametrize("email", [None, "", "new@vendor.example"])
def test_who_manages_nobody_is_told_so(lists: Desk, email: str | None) -> None:
    shown = opened(lists, replace(PAM, email=email))
    assert "No partner in the portfolio names you as its manager." in shown
    assert "Ready to advance" not in shown


def test_a_glance_asks_the_database_about_ones_own_partners_alone(lists: Desk) -> None:
    asked: list[str] = []
    event.listen(lists.store._engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    opened(lists, PAM)
    reads = [each for each in asked if "FROM people" in each or "FROM opportunity_partners" in each]
    assert reads
    assert all("partner IN" in each for each in reads)
