"""The audit trail holds together: what is added verifies, and whatever is done to it behind our back is found."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from store.audit_check import Verdict, verify
from store.engine import Store, open_store
from store.records import AuditEntry
from store.repositories.audit import AuditFilter, Head
from tests.store.conftest import NOW

ENTRY = AuditEntry(NOW, "T1/U1 Pam", None, "channel:C1", "registration.approved", "registration:DR-1", None, "{}", "ok")
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(store: Store, *entries: AuditEntry) -> None:
    with store.write() as work:
        for entry in entries:
            work.audit.add(entry)


def check(store: Store, noted: Head | None = None) -> Verdict:
    with store.read() as work:
        return verify(work.session, noted)


def trail(count: int) -> tuple[AuditEntry, ...]:
    return tuple(
        replace(ENTRY, at=NOW + timedelta(minutes=each), reason=f"reason {each}", partner=f"p{each % 3}")
        for each in range(count)
    )


@contextmanager
def behind(store: Store) -> Iterator[Callable[..., Any]]:
    """Write past the triggers, as somebody with the database's password can."""
    with store.write() as work:
        session = work.session
        if session.get_bind().dialect.name == "sqlite":
            names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in names:
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        yield lambda sql, **values: session.execute(text(sql), values)


def empty(store: Store) -> None:
    with behind(store) as sql:
        sql("DELETE FROM audit_entries")
        sql("DELETE FROM audit_details")


def test_what_is_recorded_verifies_and_its_end_can_be_noted(store: Store) -> None:
    assert check(store) == Verdict(0, 0, None, None)
    add(store, *trail(3))
    found = check(store)
    assert (found.entries, found.broken) == (3, None)
    assert found.head is not None
    assert found.head.sequence == 3
    add(store, ENTRY)
    assert check(store, found.head).broken is None


@pytest.mark.parametrize("table", ["audit_entries", "audit_details"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 'x' WHERE sequence = 1", "DELETE FROM {} WHERE sequence = 1"])
def test_the_database_itself_refuses_to_change_an_entry(store: Store, table: str, change: str) -> None:
    add(store, ENTRY)
    column = "action" if table == "audit_entries" else "reason"
    with pytest.raises(Exception, match="audit trail"), store.write() as work:
        work.session.execute(text(change.format(table, column)))
    assert check(store).broken is None


def test_postgresql_refuses_to_empty_the_trail(store: Store) -> None:
    if store.url.get_backend_name() == "sqlite":
        return  # it has no TRUNCATE
    add(store, ENTRY)
    with pytest.raises(DatabaseError, match="never changed or deleted"), store.write() as work:
        work.session.execute(text("TRUNCATE audit_entries"))


def test_an_end_that_was_cut_off_shows_by_a_noted_head_alone(store: Store) -> None:
    add(store, *trail(5))
    head = check(store).head
    with behind(store) as sql:
        sql("DELETE FROM audit_entries WHERE sequence > 3")
        sql("DELETE FROM audit_details WHERE sequence > 3")
    assert check(store).broken is None
    broken = check(store, head).broken
    assert broken is not None
    assert (broken.sequence, broken.kind) == (4, "missing")
    add(store, *trail(2))
    broken = check(store, head).broken
    assert broken is not None
    assert "not the one that was noted" in broken.sentence


CHAINED = ("at", "workspace", "place", "action", "subject", "partner", "commitments", "previous", "hash")
ASIDE = ("actor", "email", "on_behalf_of", "before", "after", "reason", "salts", "place", "subject")


@SLOW
@given(length=st.integers(1, 6), data=st.data())
def test_any_single_change_is_found_and_located(store: Store, length: int, data: st.DataObject) -> None:
    empty(store)
    add(store, *trail(length))
    at = data.draw(st.integers(1, length))
    table, column = data.draw(
        st.sampled_from([("audit_entries", name) for name in CHAINED] + [("audit_details", name) for name in ASIDE])
    )
    value = "2020-01-01 00:00:00.000000" if column == "at" else "{}" if column in ("salts", "commitments") else "x"
    with behind(store) as sql:
        sql(f"UPDATE {table} SET {column} = :value WHERE sequence = :at", value=value, at=at)
    broken = check(store).broken
    assert broken is not None
    assert broken.kind == "changed"
    assert broken.sequence == at


@SLOW
@given(length=st.integers(2, 6), data=st.data())
def test_any_deletion_before_the_end_is_found_and_located(store: Store, length: int, data: st.DataObject) -> None:
    empty(store)
    add(store, *trail(length))
    at = data.draw(st.integers(1, length - 1))
    tables = data.draw(st.sampled_from([("audit_entries",), ("audit_details",), ("audit_entries", "audit_details")]))
    closed = "audit_entries" in tables and data.draw(st.booleans())
    with behind(store) as sql:
        for table in tables:
            sql(f"DELETE FROM {table} WHERE sequence = :at", at=at)
        if closed:  # the numbers are closed up, to hide it
            for table in ("audit_entries", "audit_details"):
                for each in range(at + 1, length + 1):
                    sql(f"DELETE FROM {table} WHERE sequence = :before", before=each - 1)
                    sql(f"UPDATE {table} SET sequence = sequence - 1 WHERE sequence = :each", each=each)
    broken = check(store).broken
    assert broken is not None
    assert (broken.sequence, broken.kind) == (at, "missing")


@SLOW
@given(length=st.integers(1, 6), data=st.data())
def test_any_insertion_is_found_and_located(store: Store, length: int, data: st.DataObject) -> None:
    empty(store)
    add(store, *trail(length))
    at = data.draw(st.integers(1, length))
    model = data.draw(st.integers(1, length))
    with behind(store) as sql:
        shift(sql, at, length)
        copied = model if model < at else model + 1
        columns = ", ".join(CHAINED)
        sql(f"INSERT INTO audit_entries (sequence, {columns}) SELECT {at}, {columns} FROM audit_entries "
            f"WHERE sequence = {copied}")  # fmt: skip
        columns = ", ".join(ASIDE)
        sql(f"INSERT INTO audit_details (sequence, {columns}) SELECT {at}, {columns} FROM audit_details "
            f"WHERE sequence = {copied}")  # fmt: skip
    broken = check(store).broken
    assert broken is not None
    assert broken.sequence in (at, at + 1)
    assert broken.kind == "inserted" or (copied > at and broken.kind == "reordered")


def shift(sql: Callable[..., Any], at: int, length: int) -> None:
    for table in ("audit_entries", "audit_details"):
        for each in range(length, at - 1, -1):
            sql(f"UPDATE {table} SET sequence = sequence + 1 WHERE sequence = :each", each=each)


@SLOW
@given(length=st.integers(2, 6), data=st.data())
def test_any_two_entries_that_changed_places_are_found(store: Store, length: int, data: st.DataObject) -> None:
    empty(store)
    add(store, *trail(length))
    one, other = sorted(data.draw(st.sets(st.integers(1, length), min_size=2, max_size=2)))
    with behind(store) as sql:
        for table in ("audit_entries", "audit_details"):
            for old, new in ((one, 99), (other, one), (99, other)):
                sql(f"UPDATE {table} SET sequence = :new WHERE sequence = :old", old=old, new=new)
    broken = check(store).broken
    assert broken is not None
    assert (broken.sequence, broken.kind) == (one, "reordered")


def test_a_transaction_that_fails_leaves_no_entry(store: Store) -> None:
    add(store, ENTRY)

    def fail() -> None:
        with store.write() as work:
            work.audit.add(ENTRY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.write() as work:
        work.audit.add(ENTRY)
        work.session.rollback()
    assert check(store).entries == 1


@pytest.mark.parametrize("stores", [1, 2])
def test_many_who_record_at_once_keep_one_chain(store: Store, database: str, stores: int) -> None:
    opened = [store] + [open_store(database) for _ in range(stores - 1)]
    barrier = threading.Barrier(6)

    def record(number: int) -> None:
        barrier.wait()
        for _ in range(8):
            add(opened[number % stores], ENTRY, ENTRY)

    threads = [threading.Thread(target=record, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in opened[1:]:
        each.close()
    found = check(store)
    assert (found.entries, found.broken) == (96, None)


def test_the_trail_is_asked_by_partner_day_action_and_person(store: Store) -> None:
    add(store, *trail(6), replace(ENTRY, action="meeting.held", email="lena@vendor.example", actor="T1/U2 Lena"))
    with store.read() as work:

        def found(**asked: Any) -> list[int]:
            return [each.sequence for each in work.audit.found(AuditFilter(**asked))]

        assert found(partner="p1") == [2, 5]
        assert found(since=NOW + timedelta(minutes=4), until=NOW + timedelta(minutes=5)) == [5]
        assert found(action="meeting") == found(action="meeting.held") == found(who="LENA@vendor") == [7]
        assert found(who="U2") == found(who="lena") == [7]
        assert found(action="meet") == found(who="%") == []
        assert [each.sequence for each in work.audit.found(AuditFilter(), limit=2)] == [6, 7]
        assert work.audit.count(AuditFilter()) == 7
