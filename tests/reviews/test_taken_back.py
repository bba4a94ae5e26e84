"""Reminders that wait while their meeting moves, is skipped or held, or its manager leaves: nobody gets old words."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from handlers.reviews.planner import ReminderPlanner
from store.engine import Store
from store.models import EnrollmentRow, MeetingRow, OutboxMessage, PartnerRow
from store.repositories.counters import touch_portfolio
from tests.reviews.office import PAM_ORTIZ, Office
from tests.support.review_desk import OTHER

QBR = "QBR with Acme Communications"
AHEAD = f"{QBR} is tomorrow, Tue Dec 8"


def waiting(store: Store) -> list[tuple[str, str]]:
    """Target and key of the posts that would still be sent."""
    with store.read() as work:
        rows = work.session.query(OutboxMessage).filter_by(operation="post").order_by(OutboxMessage.id)
        return [(row.target, row.occurrence_key) for row in rows if row.state in ("pending", "parked", "folded")]


def settle(store: Store, state: str = "sent", **more: Any) -> None:
    with store.write() as work:
        work.session.query(OutboxMessage).filter_by(state="pending").update({"state": state, **more})


@pytest.fixture
def acme(office: Office, store: Store) -> Office:
    """A QBR on Dec 8, whose earlier messages were sent; that of the day before waits for Slack."""
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    settle(store, channel="D1", message_id="1.0")
    assert AHEAD in office.morning("2026-12-07")
    return office


@pytest.mark.parametrize("stands", ["pending", "parked", "folded"])
@pytest.mark.parametrize("route", ["Move", "Skip", "Snooze"])
def test_a_reminder_that_waits_is_not_sent_after_its_meeting_changed(
    acme: Office, store: Store, route: str, stands: str
) -> None:
    settle(store, stands)
    form = acme.press(AHEAD, route)
    acme.submit(form, **{"reason": "VP ill"} | ({} if route == "Skip" else {"day": "2026-12-10"}))
    assert [key for _, key in waiting(store) if "acme" in key] == []


def test_a_reminder_that_may_have_arrived_is_left_to_its_sender_and_rewritten(acme: Office, store: Store) -> None:
    settle(store, "pending", maybe_sent=True)
    acme.submit(acme.press(AHEAD, "Move"), day="2026-12-15")
    assert [key for _, key in waiting(store) if "acme" in key] == [f"qbr:acme/{OTHER}/2026-12-08/ahead/email"]


def test_what_was_taken_back_comes_again_when_the_meeting_is_brought_back(acme: Office) -> None:
    skipped = acme.submit(acme.press(AHEAD, "Skip"), reason="VP ill")
    acme.press(skipped, "Bring it back")
    acme.arrived()
    acme.planner.tick(acme.now)
    assert AHEAD in acme.arrived()


def test_a_meeting_that_was_held_asks_nobody_for_anything(office: Office, store: Store) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-10", held="2026-11-10")
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    office.route(
        "reviews.outcome_now",
        "",
        PAM_ORTIZ,
        {
            "meeting": f"acme|{OTHER}|pipeline_review|2026-11-10",
            "held_on": "2026-11-02",
            "vendor": "Send the security paper; lee@vendor.example; Nov 20",
        },
    )
    office.morning("2026-11-20")
    assert [target for target, key in waiting(store) if key.endswith("freeze/lee@vendor.example")] == [
        "email:lee@vendor.example"
    ]
    office.morning("2026-11-24")
    office.press("Pipeline review with Acme Communications is today", "Mark as held")
    assert [key for _, key in waiting(store) if "/freeze/" in key] == []
    office.arrived()


def test_a_new_manager_gets_what_the_old_one_was_not_sent(acme: Office, store: Store) -> None:
    with store.write() as work:
        work.session.query(EnrollmentRow).filter_by(partner="acme").update({"manager": "new@vendor.example"})
        touch_portfolio(work.session)
    acme.planner.tick(acme.now)
    key = f"qbr:acme/{OTHER}/2026-12-08/ahead/email"
    assert [each for each in waiting(store) if "acme" in each[1]] == [("email:new@vendor.example", key)]


@pytest.mark.parametrize("how", ["gone", "inactive", "held"])
def test_a_meeting_that_an_import_ends_reminds_nobody(acme: Office, store: Store, how: str) -> None:
    with store.write() as work:
        meetings = work.session.query(MeetingRow).filter_by(partner="acme")
        if how == "gone":
            meetings.delete()
        elif how == "held":
            meetings.update({"held_on": date(2026, 12, 7)})
        else:
            work.session.query(PartnerRow).filter_by(partner="acme").update({"status": "inactive"})
        touch_portfolio(work.session)
    acme.planner.tick(acme.now)
    assert [key for _, key in waiting(store) if "acme" in key] == []


def test_a_meeting_that_moves_while_it_is_planned_is_not_announced(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody moves it after the planner read and before it writes."""
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-04")
    write, moved = store.write, SimpleNamespace(once=False)

    def first_moved() -> Any:
        if not moved.once:
            moved.once = True
            value = f"acme|{OTHER}|qbr|2026-12-08"
            office.route("reviews.move_now", "", PAM_ORTIZ, {"meeting": value, "day": "2026-12-15"})
        return write()

    monkeypatch.setattr(store, "write", first_moved)
    assert AHEAD not in office.morning("2026-12-07")
    assert moved.once
    office.planner.tick(office.now)
    assert AHEAD not in office.arrived()


def test_more_than_a_tick_writes_come_with_the_next_ones(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.reviews.planner.MOST_AT_ONCE", 3)
    monkeypatch.setattr("handlers.reviews.planner.MOST_FROZEN", 2)
    for number in range(5):
        office.desk.partner(f"p{number}", f"Partner {number}", OTHER)
        office.schedule(f"p{number}", OTHER, "pipeline_review", "2026-12-08")
    came = [office.morning("2026-12-07"), *(office.morning("2026-12-07") for _ in range(4))]
    assert [len(each) for each in came[:2]] == [3, 3]
    assert sum("is tomorrow" in words for each in came for words in each) == 5
    assert came[-1] == []
    with store.read() as work:
        assert len(work.frozen_packs.known(date(2026, 12, 8), date(2026, 12, 8))) == 5


def test_reviews_of_which_nothing_is_written_cost_no_queries(office: Office, store: Store) -> None:
    def cost(count: int) -> int:
        for number in range(count):
            office.desk.partner(f"{count}-{number}", "Partner", OTHER)
            office.schedule(f"{count}-{number}", OTHER, "pipeline_review", "2026-12-08", held="2026-12-08")
        asked: list[int] = []

        def ask(*_: object) -> None:
            asked.append(1)

        with store.write() as work:
            touch_portfolio(work.session)
        office.morning("2026-12-10")
        office.planner = ReminderPlanner(store, office.desk.catalog, office.desk.settings)
        event.listen(Engine, "before_cursor_execute", ask)
        office.planner.tick(office.now)
        event.remove(Engine, "before_cursor_execute", ask)
        return len(asked)

    assert cost(2) == cost(20)
