"""The home tab on a busy desk: what waits is counted in full, and reading it stays small."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from bot.render.plain import plain
from handlers.documents import Reply
from handlers.request import Actor
from store.models import RegistrationRow
from tests.support.desk import DANA, NOW, PAM, TODAY, Desk

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
    asked: list[str] = []
    event.listen(busy.store._engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    opened(busy, DANA)
    reads = [each for each in asked if "FROM partners" in each]
    assert reads
    assert all("WHERE partners.partner IN" in each for each in reads)
