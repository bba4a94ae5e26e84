"""Several people press at the same moment, while the clock plans: one of them is first, and the others hear so."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from handlers.errors import UserError
from store.engine import Store
from store.models import OutboxMessage
from store.review_records import NewCommitment
from tests.reviews.office import PAM_ORTIZ, Office
from tests.support.review_desk import OTHER

DAYS = ("2026-12-08", "2026-12-10")
MEETING = f"acme|{OTHER}|qbr|2026-12-08"


def opened(store: Store) -> Office:
    office = Office(store, now=datetime(2026, 12, 8, 15, 0, tzinfo=UTC))
    office.desk.partner("acme", "Acme Communications", OTHER)
    for day in DAYS:
        office.schedule("acme", OTHER, "qbr", day)
    return office


def at_once(*presses: Callable[[], object]) -> list[bool]:
    """Whether each press was taken."""
    together, taken = threading.Barrier(len(presses)), [False] * len(presses)

    def run(number: int) -> None:
        together.wait(10)
        try:
            presses[number]()
            taken[number] = True
        except UserError:
            pass

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return taken


def test_one_press_of_each_is_first(store: Store) -> None:
    office = opened(store)
    new = NewCommitment(
        "acme", OTHER, "qbr", date(2026, 12, 8), "vendor", "Paper", "Dana", date(2026, 12, 20), "U", office.now
    )
    with store.write() as work:
        promise = work.commitments.add(new)
    done = at_once(*[lambda: office.route("commitments.done", str(promise)) for _ in range(4)])
    assert sum(done) == 1

    def move(key: str, day: str) -> Callable[[], object]:
        return lambda: office.route("reviews.move_now", "", PAM_ORTIZ, {"meeting": key, "day": day})

    ends = at_once(
        lambda: office.route("reviews.held", MEETING),
        lambda: office.route("reviews.held", MEETING),
        move(MEETING, "2026-12-15"),
        move(MEETING, "2026-12-16"),
        lambda: office.planner.tick(office.now),
    )
    assert sum(ends[:4]) == 1
    assert len(office.meetings()) == len(DAYS)


def test_two_meetings_that_are_moved_to_one_day_at_once_stay_two(store: Store) -> None:
    office = opened(store)
    keys = [f"acme|{OTHER}|qbr|{day}" for day in DAYS]
    moved = at_once(
        *[
            lambda key=key: office.route("reviews.move_now", "", PAM_ORTIZ, {"meeting": key, "day": "2026-12-17"})
            for key in keys
        ]
    )
    said = [outcome for outcome in moved if outcome]
    assert len(office.meetings()) == len(DAYS)
    assert said


def test_a_move_while_two_planners_plan_leaves_no_old_reminder(store: Store) -> None:
    office, other = opened(store), Office(store)
    office.now = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)
    at_once(
        lambda: office.planner.tick(office.now),
        lambda: other.planner.tick(office.now),
        lambda: office.route("reviews.move_now", "", PAM_ORTIZ, {"meeting": MEETING, "day": "2026-12-22"}),
    )
    office.planner.tick(office.now)
    with store.read() as work:
        rows = work.session.query(OutboxMessage).filter_by(operation="post", state="pending")
        assert [row.occurrence_key for row in rows if "/2026-12-08/" in row.occurrence_key] == []
