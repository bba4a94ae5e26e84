"""Forms that were opened before somebody else did something, values made by hand, and days that cannot be."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handlers.documents import Reply
from handlers.errors import Conflict, NotFound
from store.engine import Store
from store.personal import Person, erase
from store.records import AuditEntry
from store.review_records import ReviewCadence
from tests.reviews.office import NOA, PAM_ORTIZ, Office
from tests.support.review_desk import MONTHLY, OTHER

ROUTES = (
    "reviews.schedule_now",
    "reviews.skip",
    "reviews.skip_now",
    "reviews.held",
    "commitments.add_now",
    "calendar.meeting",
)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "value",
    [
        f"acme|{OTHER}|qbr|9999-12-31",
        f"acme|{OTHER}|qbr|0001-01-01",
        f"acme|{OTHER}|gossip|2026-12-01",
        f"acme|{MONTHLY}|qbr|2026-12-01",
        "acme|no-such-program|qbr|2026-12-01",
    ],
)
def test_a_value_made_by_hand_writes_nothing(office: Office, store: Store, route: str, value: str) -> None:
    values = {"meeting": value, "reason": "x", "side": "vendor", "what": "w", "owner": "o", "due_on": "2026-12-01"}
    with store.read() as work:
        before = work.portfolio_version()
    with pytest.raises(NotFound):
        office.route(route, value, PAM_ORTIZ, values)
    with store.read() as work:
        assert work.portfolio_version() == before


def test_a_skip_that_was_opened_before_a_move_does_not_undo_it(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    asked = "QBR with Acme Communications is on"
    skip, commitment, move = (office.press(asked, label) for label in ("Skip", "Add commitment", "Move"))
    office.submit(move, day="2026-12-15")
    with pytest.raises(Conflict, match="was moved to Tue Dec 15, 2026 before"):
        office.attempt(skip, reason="VP ill")
    office.submit(commitment, side="vendor", what="Send the paper", owner="Dana", due_on="2026-12-01")
    with office.store.read() as work:
        assert [str(each.moved_to) for each in work.meeting_life.changes("acme")] == ["2026-12-15"]
        assert [str(each.scheduled_on) for each in work.commitments.open_of("acme", OTHER)] == ["2026-12-15"]


def test_a_month_that_has_a_review_by_now_is_not_skipped(office: Office) -> None:
    office.morning("2026-11-02")
    asked = "No pipeline review with Globex Voice is scheduled for November 2026 yet"
    skip, other = office.press(asked, "Skip"), office.press(asked, "Another day")
    office.submit(other, day="2026-11-19")
    with pytest.raises(Conflict, match="There is a pipeline review with Globex Voice on Thu Nov 19, 2026"):
        office.attempt(skip, reason="Nobody there")
    with office.store.read() as work:
        assert work.meeting_life.changes("globex") == ()


def test_nobody_held_a_meeting_years_before_its_day(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-02")
    form = office.route("reviews.outcome", f"acme|{OTHER}|qbr|2026-11-02")
    assert set(office.wrong(form, held_on="0001-01-01")) == {"held_on"}
    office.submit(form, held_on="2026-10-30")


def test_the_day_a_meeting_was_held_on_is_corrected_in_the_form(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-24")
    office.morning("2026-11-23")
    office.morning("2026-11-25")
    office.press("QBR with Acme Communications is tomorrow", "Mark as held")
    form = office.route("reviews.outcome", f"acme|{OTHER}|qbr|2026-11-24")
    office.submit(form, held_on="2026-11-25", decisions="Go on")
    assert [str(each.held_on) for each in office.meetings()] == ["2026-11-25"]
    assert any("recorded as held on Nov 25, 2026 by Pam Ortiz" in each for each in office.arrived())
    assert "meeting.held_corrected" in office.trail()


def test_at_most_five_a_side_however_often_the_form_is_sent(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-02")
    form = office.route("reviews.outcome", f"acme|{OTHER}|qbr|2026-11-02")
    office.submit(form, vendor="\n".join(f"Paper {number}; Dana; Dec 8" for number in range(4)))
    wrong = office.wrong(form, vendor="One more; Dana; Dec 8\nAnother; Dana; Dec 8")
    assert wrong == {"vendor": "4 of this side are open already: at most 5 a meeting. Settle one first."}
    office.submit(form, vendor="One more; Dana; Dec 8", partner="Theirs; Kim; Dec 8")


@pytest.mark.parametrize("every", ["half_year", "year"])
def test_a_review_that_is_months_away_stands_for_a_long_period(office: Office, store: Store, every: str) -> None:
    office.schedule("globex", MONTHLY, "pipeline_review", "2027-06-22")
    exception = ReviewCadence("globex", MONTHLY, "pipeline_review", every, None, "Small", "UPAM Pam", office.now)
    with store.write() as work:
        work.cadences.set(exception)
    assert [each for each in office.morning("2027-01-04") if "pipeline review with Globex" in each] == []


def test_a_snooze_does_not_keep_the_figures_from_being_frozen(office: Office, store: Store) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-02")
    office.submit(office.press("QBR with Acme Communications is on", "Snooze"), day="2026-12-07")
    office.morning("2026-12-04")
    with store.read() as work:
        assert work.frozen_packs.get("acme", OTHER, "qbr", date(2026, 12, 8)) is not None


def test_what_is_made_up_in_quiet_hours_says_the_day_on_which_it_is_read(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-04")
    office.now = datetime(2026, 12, 8, 1, 30, tzinfo=UTC)  # half past eight in the evening of Dec 7
    office.planner.tick(office.now)
    assert "QBR with Acme Communications is today, Tue Dec 8 (late reminder)" in office.arrived()


def test_a_snooze_that_ends_after_the_meeting_asks_whether_it_was_held(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-07")
    office.submit(office.press("QBR with Acme Communications is tomorrow", "Snooze"), day="2026-12-11")
    assert office.morning("2026-12-09")[1:] == []
    assert "The QBR with Acme Communications on Tue Dec 8 is not recorded as held" in office.morning("2026-12-11")


def test_bringing_back_a_month_that_was_skipped_schedules_nothing(office: Office, store: Store) -> None:
    office.morning("2026-11-02")
    asked = "No pipeline review with Globex Voice is scheduled for November 2026 yet"
    skipped = office.submit(office.press(asked, "Skip"), reason="Nobody there")
    back = office.press(skipped, "Bring it back")
    assert isinstance(back, Reply)
    assert back.summary == "The pipeline review with Globex Voice of November 2026 is to be scheduled after all."
    assert office.meetings("globex") == []
    with store.read() as work:
        assert work.meeting_life.changes("globex") == ()
    office.submit(office.press(back, "Schedule"), day="2026-11-19")
    assert [str(each.scheduled_on) for each in office.meetings("globex")] == ["2026-11-19"]


def erased(store: Store, person: Person) -> None:
    told = AuditEntry(
        datetime(2026, 11, 3, tzinfo=UTC), "terminal/op at the terminal", None, "terminal", "", "", *[None] * 3
    )
    with store.write() as work:
        erase(work, person, replace(told, workspace="terminal"))


def test_a_skipped_month_and_a_skipped_meeting_come_back_as_they_were_when_whoever_skipped_is_erased(
    office: Office, store: Store
) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-03")
    office.morning("2026-11-02")
    month = office.submit(
        office.press("No pipeline review with Globex Voice is scheduled for November 2026 yet", "Skip"), reason="Ill"
    )
    meeting = office.submit(office.press("QBR with Acme Communications is tomorrow", "Skip"), reason="Ill, too")
    erased(store, Person("pam@vendor.example", "T1", "UPAM"))
    back = office.press(month, "Bring it back", NOA)
    assert isinstance(back, Reply)
    assert back.summary == "The pipeline review with Globex Voice of November 2026 is to be scheduled after all."
    assert office.meetings("globex") == []
    again = office.press(meeting, "Bring it back", NOA)
    assert isinstance(again, Reply)
    assert again.summary == "The QBR with Acme Communications is on Tue Nov 3, 2026 again."
    assert [str(each.scheduled_on) for each in office.meetings()] == ["2026-11-03"]


def test_a_snooze_ends_on_a_day_on_which_somebody_is_still_told(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-07")
    form = office.press("QBR with Acme Communications is tomorrow", "Snooze")
    assert "Its reminders end on" in office.wrong(form, day="2027-06-01")["day"]
    office.submit(form, day="2027-02-05")
    office.morning("2027-01-15")
    assert "The QBR with Acme Communications on Tue Dec 8 is not recorded as held" in office.morning("2027-02-05")
