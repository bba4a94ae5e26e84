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
        assert work.withdrawals.take_back_of("slack", "meeting:1", "moved", NOW) == 1
        assert work.outbox.put(message, NOW)
        (waits,) = work.withdrawals.waiting("slack", ("qbr",), NOW)
        assert work.withdrawals.take_back([waits.id], "moved", NOW) == 1
        assert work.outbox.put(message, NOW)
    with store.write() as work:
        (claimed,) = work.outbox.claim("one", "slack", NOW, 8, timedelta(minutes=1))
        assert work.withdrawals.waiting("slack", ("qbr",), NOW) == ()
        assert work.withdrawals.take_back([claimed.id], "moved", NOW) == 0
        assert work.outbox.begin_send(claimed)
        assert work.outbox.put_back(claimed, NOW, "no answer", surely_not_sent=False)
        assert work.withdrawals.take_back([claimed.id], "moved", NOW) == 0
        assert work.outbox.counts() == {"dropped": 2, "pending": 1}
