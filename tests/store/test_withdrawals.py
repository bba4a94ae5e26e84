"""Messages that are taken back before they are sent, on both databases."""

from datetime import UTC, datetime, timedelta

from store.engine import Store
from store.outbox import NewMessage

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_what_was_taken_back_may_be_written_again_and_what_is_being_sent_stays(store: Store) -> None:
    message = NewMessage(
        "qbr:acme/ahead", "qbr", "slack", "T1", "email:pam@vendor.example", "{}", NOW, subject="meeting:1"
    )
    with store.write() as work:
        assert work.outbox.put(message, NOW)
        assert work.withdrawals.take_back_of("meeting:1", "moved", NOW) == 1
        assert work.outbox.put(message, NOW)
        (waits,) = work.withdrawals.waiting(("qbr",), NOW)
        assert work.withdrawals.take_back([waits.id], "moved", NOW) == 1
        assert work.outbox.put(message, NOW)
    with store.write() as work:
        (claimed,) = work.outbox.claim("one", "slack", NOW, 8, timedelta(minutes=1))
        assert work.withdrawals.waiting(("qbr",), NOW) == ()
        assert work.withdrawals.take_back([claimed.id], "moved", NOW) == 0
        assert work.outbox.begin_send(claimed)
        assert work.outbox.put_back(claimed, NOW, "no answer", surely_not_sent=False)
        assert work.withdrawals.take_back([claimed.id], "moved", NOW) == 0
        assert work.outbox.counts() == {"dropped": 2, "pending": 1}


def test_what_is_about_one_thing_is_found_on_every_surface(store: Store) -> None:
    def card(platform: str, workspace: str, subject: str = "registration:DR-1") -> NewMessage:
        key = f"{subject}/card@{workspace}"
        return NewMessage(key, "registration", platform, workspace, "channel:C1", "{}", NOW, subject=subject)

    with store.write() as work:
        for message in (card("slack", "T1"), card("teams", "tenant"), card("teams", "tenant", "registration:DR-2")):
            assert work.outbox.put(message, NOW)
        assert work.outbox.workspaces("registration:DR-1") == ("T1", "tenant")
        assert work.outbox.subjects("registration:") == ("registration:DR-1", "registration:DR-2")
        assert len(work.withdrawals.waiting(("registration",), NOW)) == 3
        assert work.withdrawals.take_back_of("registration:DR-1", "overtaken", NOW) == 2
        (left,) = work.outbox.claim("one", "teams", NOW, 8, timedelta(minutes=1))
        assert work.outbox.finish_sent(left, "C1", "m1", NOW)
        assert work.outbox.living("tenant", "registration:DR-2") == (("C1", "m1"),)
        assert work.outbox.living("T1", "registration:DR-2") == ()
