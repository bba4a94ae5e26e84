"""Never more messages a day than a person wants, none in quiet hours, and none lost: sent, or in a digest."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.digests.budget import put_in_budget
from handlers.documents import Reply
from handlers.mornings import Hours
from handlers.wire import dump
from handlers.workdays import workdays_of
from store.engine import Store
from store.models import OutboxMessage
from store.outbox import NewMessage

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DAYS = workdays_of("US")
hours = st.builds(
    Hours,
    st.sampled_from(("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")),
    st.just(DAYS),
    st.just(9),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
    st.integers(0, 4),
)
moments = st.integers(-60, 96).map(lambda hour: NOW + timedelta(hours=hour, minutes=17))
spans = st.one_of(st.none(), st.integers(1, 30))


def message(key: str, target: str, due_at: datetime = NOW, lasts: int | None = None) -> NewMessage:
    until = None if lasts is None else max(due_at, NOW) + timedelta(hours=lasts)
    return NewMessage(key, "reminder", "slack", "T1", target, dump(Reply(key)), due_at, not_after=until)


def rows(store: Store, target: str) -> list[OutboxMessage]:
    with store.read() as work:
        found = work.session.query(OutboxMessage).filter(OutboxMessage.target == target).all()
        work.session.expunge_all()
        return found


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=hours, planned=st.lists(st.tuples(moments, spans), max_size=14))
def test_any_plan_keeps_the_budget_and_the_quiet_hours_and_loses_nothing(
    store: Store, numbers: Iterator[int], own: Hours, planned: list[tuple[datetime, int | None]]
) -> None:
    who = f"email:p{next(numbers)}@vendor.example"
    with store.write() as work:
        for number, (due_at, lasts) in enumerate(planned):
            each = message(f"{who}/{number}", who, due_at, lasts)
            assert put_in_budget(work, each, own, NOW)
            assert not put_in_budget(work, each, own, NOW)
    written = rows(store, who)
    assert len(written) == len(planned)
    going = [row for row in written if row.state == "pending"]
    assert {row.state for row in written} <= {"pending", "folded"}
    days = Counter(own.today(max(row.due_at, NOW)) for row in going)
    assert all(found <= own.most_a_day for found in days.values()), days
    for row in going:
        at = max(row.due_at, NOW)
        assert not quiet(own, at), (at, own.quiet)
        assert row.not_after is None or at <= row.not_after
    with store.read() as work:
        told = {each.id for each in work.noise.unseen(("digest",), NOW - timedelta(days=30)) if each.target == who}
    assert told == {row.id for row in written if row.state == "folded"}


def quiet(own: Hours, at: datetime) -> bool:
    """By a reading of its own: the hours from the first one on, one by one."""
    first, end = own.quiet
    named = set()
    while first != end:
        named.add(first)
        first = (first + 1) % 24
    return at.astimezone(ZoneInfo(own.zone)).hour in named


def test_channels_and_updates_are_none_of_the_budget_and_what_is_urgent_goes_at_once_and_counts(store: Store) -> None:
    own = Hours("UTC", DAYS, quiet=(0, 23), most_a_day=2)
    with store.write() as work:
        for number in range(3):
            put_in_budget(work, message(f"c{number}", "channel:C1"), own, NOW)
        update = replace(message("u", "email:pam@vendor.example"), operation="update", subject="meeting:1")
        put_in_budget(work, update, own, NOW)
        for number in range(3):
            put_in_budget(work, message(f"r{number}", "email:Pam@Vendor.Example"), own, NOW, urgent=number == 0)
    assert [row.state for row in rows(store, "channel:C1")] == ["pending"] * 3
    by_key = {row.occurrence_key: row for row in rows(store, "email:pam@vendor.example")}
    assert {key: row.state for key, row in by_key.items()} == {
        "u": "pending",
        "r0": "pending",
        "r1": "pending",
        "r2": "folded",
    }
    assert by_key["r0"].due_at == NOW
    assert by_key["r1"].due_at == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
