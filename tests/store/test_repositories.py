"""What handlers ask of the store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from store.engine import Store
from store.errors import StaleVersion, UnknownRow
from store.portfolio.importing import ImportReport
from store.records import AuditEntry, ChannelSubscription, Invitation, NewRegistration, StepTaken
from tests.store.conftest import NOW
from tests.store.folders import write_folder
from tests.support.deciding import decided

Load = Callable[[Path], ImportReport]
New = Callable[..., NewRegistration]


@pytest.fixture
def filled(store: Store, load: Load, tmp_path: Path) -> Store:
    load(write_folder(tmp_path / "in"))
    return store


def test_partners_are_found_by_the_beginning_of_a_name_first(filled: Store) -> None:
    with filled.read() as work:
        assert [found.id for found in work.partners.search("ACME", 9)] == ["acme", "acme-uk"]
        assert [found.id for found in work.partners.search("fern", 9)] == ["fern"]
        assert [found.id for found in work.partners.search("uk", 9)] == ["acme-uk"]
        assert [found.id for found in work.partners.search("a", 1)] == ["acme"]
        assert work.partners.search("%", 9) == ()
        assert [(name.id, name.active) for name in work.partners.names()] == [
            ("acme", True),
            ("acme-uk", True),
            ("fern", False),
        ]


def test_accents_do_not_hide_a_partner(store: Store, load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in", partners="partner,name\nacme,Société Générale\nfern,Fern\n"))
    with store.read() as work:
        assert [found.id for found in work.partners.search("societe g", 3)] == ["acme"]


def test_enrollments_and_managers(filled: Store) -> None:
    with filled.read() as work:
        assert [each.program for each in work.partners.enrollments("acme")] == ["gems"]
        assert work.partners.managers() == ("pam@vendor.example",)


def test_meetings_are_upcoming_overdue_or_held(filled: Store) -> None:
    day = date(2026, 11, 20)
    with filled.write() as work:
        assert [each.kind for each in work.meetings.upcoming(day, date(2026, 12, 1))] == ["qbr"]
        assert work.meetings.upcoming(day, date(2026, 11, 30)) == ()
        (missed,) = work.meetings.overdue(day)
        version = work.portfolio_version()
        assert work.meetings.mark_held("acme", "gems", missed.kind, missed.scheduled_on, day)
        assert not work.meetings.mark_held("acme", "gems", missed.kind, missed.scheduled_on, day)
        assert work.meetings.overdue(day) == ()
        assert work.portfolio_version() == version + 1


def test_invitations_and_steps_are_those_of_the_partner(filled: Store) -> None:
    with filled.read() as work:
        assert work.invitations.of_partner("acme") == (
            Invitation("acme", "gems", "mdf", date(2026, 3, 1), date(2026, 12, 31)),
        )
        assert work.invitations.of_partner("fern") == ()
        assert work.steps.of_partner("fern") == (
            StepTaken("fern", "launch", "legal", date(2025, 3, 1)),
            StepTaken("fern", "launch", "onboarding", None),
        )
        assert work.steps.of_partner("acme") == ()


def test_a_submitted_registration_takes_the_number_after_the_imported_ones(
    filled: Store, new_registration: New
) -> None:
    with filled.write() as work:
        first = work.registrations.submit(new_registration())
        second = work.registrations.submit(new_registration())
        assert (first.id, second.id) == ("DR-1008", "DR-1009")
        assert work.registrations.get("DR-1008") == first
        assert [each.id for each in work.registrations.submitted_by("U1", 2)] == ["DR-1009", "DR-1008"]
        assert len(work.registrations.of_partner("acme")) == 3


def test_what_waits_is_counted_and_the_earliest_due_comes_first(filled: Store, new_registration: New) -> None:
    with filled.write() as work:
        for days in (3, 1, None, 2):
            due = None if days is None else NOW.date() + timedelta(days=days)
            work.registrations.submit(new_registration(answer_due_on=due))
        work.registrations.submit(new_registration(state="info_requested", answer_due_on=NOW.date()))
        work.registrations.submit(new_registration(state="in_review", answer_due_on=NOW.date()))
        assert [each.id for each in work.registrations.waiting(9)] == [
            f"DR-{number}" for number in (1013, 1009, 1011, 1008, 1010)
        ]
        assert len(work.registrations.waiting(2)) == 2
        assert work.registrations.waiting_count() == 5


def test_ones_own_registrations_are_the_latest_and_nobody_elses(filled: Store, new_registration: New) -> None:
    with filled.write() as work:
        for minute, user in enumerate(("U1 Pam", "U10 Raj", "u1 Eve", "U1 Pamela")):
            work.registrations.submit(new_registration(submitted_by=user, submitted_at=NOW + timedelta(minutes=minute)))
        assert [each.id for each in work.registrations.submitted_by("U1 ", 9)] == ["DR-1011", "DR-1008"]
        assert [each.id for each in work.registrations.submitted_by("U1 ", 1)] == ["DR-1011"]
        assert work.registrations.submitted_by("U2 ", 9) == ()


def test_names_are_read_of_those_asked_for(filled: Store) -> None:
    with filled.read() as work:
        assert work.partners.names_of({"fern", "acme", "nobody"}) == {
            "acme": "Acme Communications",
            "fern": "Silver Fern Digital",
        }
        assert work.partners.names_of(()) == {}


def test_the_first_number_is_1001_and_none_is_used_again(store: Store, new_registration: New, partner: str) -> None:
    with store.write() as work:
        assert work.registrations.submit(new_registration(partner=partner)).id == "DR-1001"
    with pytest.raises(IntegrityError), store.write() as work:
        work.registrations.submit(new_registration(partner="nobody"))
    with store.write() as work:
        assert work.registrations.submit(new_registration(partner=partner)).id == "DR-1002"


def test_a_registration_of_an_unknown_partner_is_refused_by_the_database(store: Store, new_registration: New) -> None:
    with pytest.raises(IntegrityError), store.write() as work:
        work.registrations.submit(new_registration(partner="nobody"))


def test_who_decides_on_an_old_view_is_told_how_it_stands(filled: Store, new_registration: New) -> None:
    def decide(version: int, state: str, by: str) -> None:
        with filled.write() as work:
            decided(work, "DR-1008", version, state, by, NOW)

    with filled.write() as work:
        work.registrations.submit(new_registration())
    decide(1, "approved", "lena")
    with pytest.raises(StaleVersion) as caught:
        decide(1, "declined", "tom")
    assert (caught.value.current.state, caught.value.current.decided_by) == ("approved", "lena")
    with filled.read() as work:
        registration = work.registrations.get("DR-1008")
    assert registration == caught.value.current
    with pytest.raises(UnknownRow, match="no registration DR-9"), filled.write() as work:
        decided(work, "DR-9", 1, "approved", "lena", NOW)


def test_instants_come_back_in_utc_and_naive_ones_are_refused(store: Store) -> None:
    local = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=2)))
    with store.write() as work:
        work.audit.add(AuditEntry(local, "pam", None, "channel", "deal.approve", "registration:DR-1", None, None, "ok"))
        (entry,) = work.audit.of("registration:DR-1")
    assert entry.at == local
    assert entry.at.tzinfo is UTC
    with pytest.raises(Exception, match="naive"), store.write() as work:
        work.inbound.claim("event", datetime(2026, 7, 1))  # noqa: DTZ001 - the naive instant is the point


def test_a_delivery_is_claimed_once_and_forgotten_in_time(store: Store) -> None:
    with store.write() as work:
        assert work.inbound.claim("event:1", NOW)
        assert not work.inbound.claim("event:1", NOW)
        assert work.inbound.forget(NOW) == 0
        assert work.inbound.forget(NOW + timedelta(days=1)) == 1
        assert work.inbound.claim("event:1", NOW)


def test_a_channel_subscribes_pauses_and_leaves(store: Store) -> None:
    weekly = ChannelSubscription("T1", "C1", "reviews", "weekly", "Europe/Berlin", "manager:pam", "U1")
    with store.write() as work:
        work.subscriptions.add(weekly)
        work.subscriptions.add(weekly)
        assert work.subscriptions.list("T1") == (weekly,)
        assert work.subscriptions.pause("T1", "C1", "reviews")
        assert work.subscriptions.list(channel="C1")[0].paused
        assert work.subscriptions.remove("T1", "C1", "reviews")
        assert not work.subscriptions.remove("T1", "C1", "reviews")
        assert work.subscriptions.list() == ()
