"""Reminders of pipeline reviews, told day by day in New York; the database is real."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from handlers.documents import Buttons, Facts, Note, Reply
from handlers.errors import Conflict, NotFound, TooEarly
from handlers.reviews.held import mark_held
from handlers.reviews.planner import ReminderPlanner
from store.engine import Store
from tests.support.review_desk import MONTHLY, OTHER, PAM, ReviewDesk, at

REVIEW = f"acme|{OTHER}|pipeline_review|2026-11-24"


def labels(reply: Reply) -> list[str]:
    return [button.label for part in reply.parts if isinstance(part, Buttons) for button in part.items]


@pytest.fixture
def desk(store: Store) -> ReviewDesk:
    return ReviewDesk(store)


@pytest.fixture
def acme(desk: ReviewDesk) -> ReviewDesk:
    """Acme with a review on Tuesday, November 24."""
    desk.partner("acme", "Acme Communications", tier="silver")
    desk.meeting("acme", "2026-11-24")
    return desk


def test_the_manager_hears_on_the_morning_before_and_only_once(acme: ReviewDesk) -> None:
    assert acme.plan(at("2026-11-23 08:59")) == 0
    assert acme.plan(at("2026-11-23 09:00")) == 1
    assert acme.plan(at("2026-11-23 09:00")) == 0
    assert acme.plan(at("2026-11-24 16:00")) == 0
    assert acme.planned() == [
        (f"email:{PAM}", "Pipeline review with Acme Communications is tomorrow, Tue Nov 24", "2026-11-23 14:00")
    ]


def test_a_review_on_monday_is_announced_on_friday_and_after_a_holiday_weekend_on_wednesday(desk: ReviewDesk) -> None:
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-11-23")
    desk.meeting("acme", "2026-11-27")
    desk.plan(at("2026-11-20 09:00"))
    desk.plan(at("2026-11-25 09:00"))
    summaries = [(summary, due) for _, summary, due in desk.planned() if "with Acme is" in summary]
    assert summaries == [
        ("Pipeline review with Acme is on Mon Nov 23", "2026-11-20 14:00"),
        ("Pipeline review with Acme is on Fri Nov 27", "2026-11-25 14:00"),
    ]


def test_a_reminder_missed_while_tierline_was_down_is_made_up_once_and_says_so(acme: ReviewDesk) -> None:
    assert acme.plan(at("2026-11-24 11:00")) == 1
    assert acme.plan(at("2026-11-24 11:01")) == 0
    (reply,) = acme.replies()
    assert reply.summary == "Pipeline review with Acme Communications is today, Tue Nov 24 (late reminder)"
    assert any(isinstance(part, Note) for part in reply.parts)


def test_a_review_that_nobody_recorded_is_missed_on_the_next_working_day_once(acme: ReviewDesk) -> None:
    assert acme.plan(at("2026-11-25 08:59")) == 0
    assert acme.plan(at("2026-11-25 09:00")) == 1
    assert acme.plan(at("2026-12-15 09:00")) == 0
    ((_, summary, _),) = acme.planned()
    assert summary == "The pipeline review with Acme Communications on Tue Nov 24 is not recorded as held"


def test_a_later_review_of_the_same_month_stands_for_one_that_was_not_held(acme: ReviewDesk) -> None:
    acme.meeting("acme", "2026-11-30")
    assert acme.plan(at("2026-11-25 10:30")) == 0


def test_a_review_that_was_held_needs_no_reminder(desk: ReviewDesk) -> None:
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-11-24", held_on="2026-11-23")
    assert desk.plan(at("2026-11-24 10:00")) == 0
    assert desk.plan(at("2026-11-25 10:00")) == 0


def test_reviews_of_long_ago_are_let_rest(desk: ReviewDesk) -> None:
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-09-24")
    assert desk.plan(at("2026-11-25 10:00")) == 0


def test_a_program_with_monthly_reviews_asks_for_one_on_the_first_working_day(desk: ReviewDesk) -> None:
    desk.partner("globex", "Globex", MONTHLY)
    desk.partner("initech", "Initech", OTHER)
    desk.partner("hooli", "Hooli", MONTHLY)
    desk.meeting("hooli", "2026-11-19", MONTHLY)
    desk.plan(at("2026-11-01 12:00"))
    desk.plan(at("2026-11-02 09:00"))
    assert desk.plan(at("2026-11-16 09:00")) == 0
    ((_, summary, due),) = [each for each in desk.planned() if "pipeline review" in each[1]]
    assert summary == "No pipeline review with Globex is scheduled for November 2026 yet"
    assert due == "2026-11-02 14:00"


def test_every_month_asks_anew_over_a_year_with_its_clock_changes(desk: ReviewDesk) -> None:
    desk.partner("globex", "Globex", MONTHLY)
    planner = ReminderPlanner(desk.store, desk.catalog, desk.settings)
    moment = at("2026-01-01 12:00")
    while moment < at("2026-12-31 23:00"):
        planner.tick(moment)
        moment += timedelta(days=1)
    dues = [due for _, summary, due in desk.planned() if "pipeline review" in summary]
    assert len(dues) == 12
    assert [due[11:] for due in dues] == ["14:00"] * 3 + ["13:00"] * 7 + ["14:00"] * 2
    assert [due[5:10] for due in dues][:6] == ["01-02", "02-02", "03-02", "04-01", "05-01", "06-01"]


def test_inactive_partners_are_let_alone_and_so_are_enrollments_of_the_future(desk: ReviewDesk) -> None:
    desk.partner("gone", "Gone", MONTHLY, status="inactive")
    desk.partner("soon", "Soon", MONTHLY, enrolled_on=at("2026-12-01 00:00").date())
    assert desk.plan(at("2026-11-23 10:00")) == 0


def test_without_a_manager_and_a_channel_nothing_is_sent_and_the_log_says_so(
    desk: ReviewDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.partner("acme", "Acme", MONTHLY, manager=None)
    assert desk.plan(at("2026-11-23 10:00")) == 0
    assert f"acme/{MONTHLY}" in caplog.text


def test_a_review_channel_gets_all_reminders(store: Store) -> None:
    desk = ReviewDesk(store, review_channel="C42")
    desk.partner("acme", "Acme", MONTHLY, manager=None)
    desk.plan(at("2026-11-23 10:00"))
    assert [target for target, _, _ in desk.planned()] == ["channel:C42"]


def test_the_reminder_brings_what_one_needs_for_the_review(acme: ReviewDesk) -> None:
    acme.meeting("acme", "2026-10-20", held_on="2026-10-21")
    acme.opportunity("O1", "acme", "100000.25")
    acme.opportunity("O2", "acme", "0.75")
    acme.opportunity("O3", "acme", "5000", "EUR")
    acme.opportunity("O4", "acme", None)
    acme.opportunity("O5", "acme", "999999", stage="closed_won")
    acme.registration("DR-1", "acme", "submitted")
    acme.registration("DR-2", "acme", "declined")
    acme.plan(at("2026-11-23 09:00"))
    (reply,) = acme.replies()
    (facts,) = [part for part in reply.parts if isinstance(part, Facts)]
    said = {fact.label: "".join(getattr(span, "text", "") for span in fact.value) for fact in facts.items}
    assert said == {
        "Manager": PAM,
        "Program": acme.catalog.get(OTHER).name,
        "Tier": "Silver",
        "Last held": "Wed Oct 21, 2026",
        "Registrations waiting": "1",
        "Open opportunities": "4",
        "Open pipeline": "EUR 5,000 and $100,001",
    }
    assert "Talk about: " in str(reply)
    (buttons,) = [part for part in reply.parts if isinstance(part, Buttons)]
    assert [(button.label, button.route, button.value) for button in buttons.items] == [
        ("Open the brief", "packs.open", REVIEW),
        ("Mark as held", "reviews.held", REVIEW),
        ("Move", "reviews.move", REVIEW),
        ("Snooze", "reviews.snooze", REVIEW),
        ("Skip", "reviews.skip", REVIEW),
        ("Add commitment", "commitments.add", REVIEW),
        ("What's missing?", "ask", "what's missing for Acme Communications"),
    ]


def test_a_tick_does_nothing_until_something_may_have_become_due(acme: ReviewDesk) -> None:
    planner = ReminderPlanner(acme.store, acme.catalog, acme.settings)
    assert planner.tick(at("2026-11-23 08:00")) == 0
    statements: list[str] = []
    event.listen(acme.store._engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    assert planner.tick(at("2026-11-23 08:30")) == 0
    assert len(statements) <= 2
    assert planner.tick(at("2026-11-23 09:00")) == 1


def test_planning_takes_the_same_few_queries_for_many_partners(store: Store) -> None:
    desk = ReviewDesk(store, review_channel="C42")

    def queries(now: datetime) -> int:
        statements: list[str] = []
        listener = lambda *seen: statements.append(seen[2])  # noqa: E731 - to be removed again by its name
        event.listen(desk.store._engine, "before_cursor_execute", listener)
        desk.plan(now)
        event.remove(desk.store._engine, "before_cursor_execute", listener)
        return sum(not each.startswith("INSERT") for each in statements)

    desk.partner("p0", "Partner 0", MONTHLY)
    one = queries(at("2026-11-23 10:00"))
    for number in range(1, 60):
        desk.partner(f"p{number}", f"Partner {number}", MONTHLY)
    assert queries(at("2026-11-23 10:01")) == one
    assert "with 59 partners" in str(desk.planned())


def test_more_reminders_than_one_transaction_holds_are_all_written(
    desk: ReviewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.reviews.planner.BATCH", 4)
    for number in range(10):
        desk.partner(f"p{number}", f"Partner {number}", MONTHLY)
    assert ReminderPlanner(desk.store, desk.catalog, desk.settings).tick(at("2026-11-23 10:00")) == 10


def test_marking_a_review_as_held_is_recorded_and_rewrites_its_reminders(acme: ReviewDesk) -> None:
    acme.plan(at("2026-11-23 09:00"))
    with acme.store.write() as work:
        reply = mark_held(acme.task(work, REVIEW))
    assert reply.summary.endswith("is recorded as held on Nov 24, 2026.")
    with acme.store.read() as work:
        (meeting,) = work.meetings.of_partner("acme")
        (entry,) = work.audit.of(f"meeting:{REVIEW}")
    assert (str(meeting.held_on), entry.action, entry.actor) == ("2026-11-24", "meeting.held", "T1/U1 Pam")
    reminder, rewritten = acme.replies()
    assert "Mark as held" in labels(reminder)
    assert labels(rewritten) == ["Decisions and commitments", "Add commitment", "Not held after all"]
    assert acme.plan(at("2026-11-25 09:00")) == 0


def test_a_review_is_not_held_before_its_day(acme: ReviewDesk) -> None:
    said = r"This review is on Tue Nov 24, 2026\. Mark it as held from that day on\."
    with acme.store.write() as work, pytest.raises(TooEarly, match=said):
        mark_held(acme.task(work, REVIEW, as_of="2026-11-23"))
    with acme.store.read() as work:
        (meeting,) = work.meetings.of_partner("acme")
        assert work.audit.of(f"meeting:{REVIEW}") == ()
    assert meeting.held_on is None


def test_a_review_that_the_portfolio_says_was_held_early_is_not_called_early(desk: ReviewDesk) -> None:
    desk.partner("acme", "Acme Communications")
    desk.meeting("acme", "2026-11-24", held_on="2026-11-20")
    with desk.store.write() as work, pytest.raises(Conflict, match="Somebody already recorded"):
        mark_held(desk.task(work, REVIEW, as_of="2026-11-23"))


def test_the_second_click_says_who_was_first(acme: ReviewDesk) -> None:
    with acme.store.write() as work:
        mark_held(acme.task(work, REVIEW))
    with acme.store.write() as work, pytest.raises(Conflict, match="Pam already recorded"):
        mark_held(acme.task(work, REVIEW, user="U2", name="Raj"))


@pytest.mark.parametrize("value", ["", "acme", REVIEW.replace("24", "xx"), REVIEW.replace("24", "25")])
def test_a_button_of_a_review_that_is_no_more_says_so(acme: ReviewDesk, value: str) -> None:
    with acme.store.write() as work, pytest.raises(NotFound):
        mark_held(acme.task(work, value))
