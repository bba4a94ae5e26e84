"""What becomes of a message, end by end: real databases, a real HTTP client, a clock that moves when told."""

from datetime import datetime, timedelta

import pytest

from bot.slack.transport import SlackTransport, mark
from store.outbox import NewMessage
from tests.support.counting_slack import CountingSlack
from tests.support.couriers import message, slack_transport
from tests.support.delivery_desk import NOW
from tests.support.delivery_desk import DeliveryDesk as Desk
from tests.support.outbox_store import OutboxStore


def test_a_message_is_posted_once_with_a_mark_and_no_unfurling(desk: Desk) -> None:
    desk.put(message("review/acme/2026-11", NOW))
    assert desk.courier.run_once() == 1
    assert desk.courier.run_once() == 0
    (posted,) = desk.slack.messages["C1"]
    assert posted["metadata"]["event_payload"] == {"occurrence": mark("review/acme/2026-11")}
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert "acme" not in str(posted["metadata"])
    assert desk.states() == ["sent"]


def test_the_same_occurrence_planned_twice_is_one_message(desk: Desk) -> None:
    assert desk.put(message("a", NOW), message("a", NOW)) == [True, False]
    assert desk.put(message("a", NOW + timedelta(days=1))) == [False]
    desk.later(days=2)
    desk.courier.run_once()
    assert desk.words() == ["hello"]


def test_nothing_goes_out_before_it_is_due(desk: Desk) -> None:
    desk.put(message("a", NOW + timedelta(hours=1)))
    assert desk.courier.run_once() == 0
    desk.later(hours=1)
    assert desk.courier.run_once() == 1


@pytest.mark.parametrize("fault", ["hang_up", "broken"])
def test_a_message_that_arrived_without_an_answer_is_found_and_not_sent_again(desk: Desk, fault: str) -> None:
    desk.slack.faults.append(fault)
    desk.put(message("a", NOW))
    desk.courier.run_once()
    assert desk.states() == ["pending"]
    desk.later(minutes=1)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_a_message_that_never_arrived_is_sent_again_after_the_look(desk: Desk) -> None:
    desk.slack.faults.append("busy")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    desk.later(minutes=1)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])
    assert desk.slack.calls["conversations.history"] == 1


@pytest.mark.parametrize("trouble", ["limited", "busy"])
def test_a_look_that_fails_is_repeated_before_anything_is_sent_again(desk: Desk, trouble: str) -> None:
    desk.slack.faults.append("hang_up")
    desk.slack.look_faults.extend([trouble, trouble])
    desk.put(message("a", NOW))
    for _ in range(4):
        desk.courier.run_once()
        desk.later(minutes=3)
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])
    assert desk.slack.calls["conversations.history"] == 3


def test_a_message_that_may_have_arrived_where_nobody_can_look_is_left_to_a_person(desk: Desk) -> None:
    desk.slack.faults.append("hang_up")
    desk.slack.look_faults.append("no:missing_scope")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    desk.later(minutes=3)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["parked"], ["hello"])
    assert "may have arrived" in desk.reasons()[0]


class Blind(SlackTransport):
    """A transport that does not look: what this repository must never be."""

    def find(self, message: NewMessage, since: datetime) -> None:
        return None


def test_without_the_look_the_message_would_be_doubled(store: OutboxStore, slack: CountingSlack) -> None:
    seeing = slack_transport(slack.base_url, lambda: 0.0)
    desk = Desk(store, slack, Blind(seeing._client, seeing._render, seeing._addresses))
    slack.faults.append("hang_up")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    desk.later(minutes=1)
    desk.courier.run_once()
    assert desk.words() == ["hello", "hello"]


def test_the_look_reads_a_thread_and_further_pages(desk: Desk) -> None:
    desk.slack.faults.append("hang_up")
    desk.put(message("a", NOW, thread="1.000001"))
    desk.courier.run_once()
    desk.slack.messages["C1"] = [
        *(
            {**desk.slack.messages["C1"][0], "metadata": {}, "ts": f"{NOW.timestamp() - n:.6f}"}
            for n in range(250, 0, -1)
        ),
        *desk.slack.messages["C1"],
    ]
    desk.later(minutes=1)
    desk.courier.run_once()
    assert (desk.states(), desk.slack.calls["conversations.replies"]) == (["sent"], 3)
    assert desk.slack.calls["chat.postMessage"] == 1


def test_slack_says_when_to_come_back_and_the_whole_channel_waits(desk: Desk) -> None:
    desk.slack.retry_after = 30
    desk.slack.faults.append("limited")
    desk.put(message("a", NOW), message("b", NOW), message("c", NOW, channel="C2"))
    desk.courier.run_once()
    assert (desk.words("C1"), desk.words("C2")) == ([], ["hello"])
    desk.later(seconds=29)
    desk.courier.run_once()
    assert desk.words("C1") == []
    desk.later(seconds=2)
    desk.courier.run_once()
    desk.later(seconds=2)
    desk.courier.run_once()
    assert desk.words("C1") == ["hello", "hello"]
    assert desk.slack.calls["conversations.history"] == 0


def test_one_channel_gets_a_short_burst_and_then_one_a_second(desk: Desk) -> None:
    desk.put(*(message(f"m{n}", NOW, words=str(n)) for n in range(6)))
    heard = []
    for _ in range(4):
        desk.courier.run_once()
        heard.append(len(desk.words()))
        desk.later(seconds=1)
    assert heard == [3, 4, 5, 6]
    assert desk.words() == ["0", "1", "2", "3", "4", "5"]


def test_a_refusal_for_good_is_parked_with_a_sentence_and_can_be_retried(desk: Desk) -> None:
    desk.slack.faults.append("no:not_in_channel")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    desk.later(days=1)
    assert desk.courier.run_once() == 0
    (reason,) = desk.reasons()
    assert "invite it there" in reason
    with desk.store.write() as work:
        (parked,) = work.outbox.listing(("parked",), 10)
        assert work.outbox.retry(parked.id, desk.clock.now())
        assert not work.outbox.retry(parked.id, desk.clock.now())
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_a_wrong_token_parks_nothing(desk: Desk) -> None:
    desk.slack.faults.append("no:invalid_auth")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    assert "SLACK_BOT_TOKEN" in desk.reasons()[0]
    desk.later(minutes=6)
    desk.courier.run_once()
    assert desk.states() == ["sent"]


def test_a_manager_is_found_by_e_mail_once_for_all_messages(desk: Desk) -> None:
    desk.slack.people["pam@vendor.example"] = "U7"
    desk.put(*(message(f"m{n}", NOW, target="email:pam@vendor.example") for n in range(3)))
    desk.courier.run_once()
    assert desk.words("DU7") == ["hello"] * 3
    assert desk.slack.calls["users.lookupByEmail"] == 1


def test_an_unknown_e_mail_is_parked_and_names_the_address(desk: Desk) -> None:
    desk.put(message("a", NOW, target="email:gone@vendor.example"))
    desk.courier.run_once()
    (reason,) = desk.reasons()
    assert (desk.states(), "gone@vendor.example" in reason) == (["parked"], True)


def test_a_message_that_cannot_be_shown_is_parked_and_the_next_one_goes(desk: Desk) -> None:
    desk.put(message("a", NOW, document="{"), message("b", NOW))
    desk.courier.run_once()
    assert desk.states() == ["parked", "sent"]


def test_what_is_too_late_to_be_of_use_expires_with_a_reason(desk: Desk) -> None:
    desk.put(message("a", NOW, not_after=NOW + timedelta(hours=2)))
    desk.later(hours=3)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["expired"], [])
    assert "Too late" in desk.reasons()[0]


def test_a_message_that_had_arrived_in_time_does_not_expire(desk: Desk) -> None:
    desk.slack.faults.append("hang_up")
    desk.put(message("a", NOW, not_after=NOW + timedelta(hours=2)))
    desk.courier.run_once()
    desk.later(hours=3)
    desk.courier.run_once()
    assert desk.states() == ["sent"]


def test_a_decided_card_is_rewritten_wherever_it_was_posted(desk: Desk) -> None:
    desk.put(message("card", NOW, subject="registration:DR-1001", words="waiting"))
    desk.put(message("copy", NOW, channel="C2", subject="registration:DR-1001", words="waiting"))
    desk.put(message("other", NOW, subject="registration:DR-1002", words="waiting"))
    desk.courier.run_once()
    desk.put(message("decided", NOW, subject="registration:DR-1001", operation="update", words="approved"))
    desk.courier.run_once()
    assert (desk.words("C1"), desk.words("C2")) == (["approved", "waiting"], ["approved"])


def test_a_rewrite_waits_for_the_card_itself_and_the_last_word_is_last(desk: Desk) -> None:
    desk.slack.faults.append("busy")
    desk.put(
        message("card", NOW, subject="s", words="waiting"),
        message("first", NOW, subject="s", operation="update", words="approved"),
        message("second", NOW, subject="s", operation="update", words="withdrawn"),
    )
    desk.courier.run_once()
    assert desk.states() == ["pending", "pending", "pending"]
    for _ in range(4):
        desk.later(minutes=1)
        desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"] * 3, ["withdrawn"])


def test_a_rewrite_of_a_deleted_card_is_done(desk: Desk) -> None:
    desk.put(message("card", NOW, subject="s"))
    desk.courier.run_once()
    desk.slack.messages["C1"].clear()
    desk.put(message("decided", NOW, subject="s", operation="update"))
    desk.courier.run_once()
    assert desk.states() == ["sent", "sent"]


def test_a_sender_that_was_frozen_over_its_lease_withdraws_its_second_copy(desk: Desk) -> None:
    """Frozen between its last look at the clock and the post: the one moment that no deadline covers."""
    other = desk.another()
    original = desk.transport.post

    def frozen(waiting: NewMessage, in_time: object):
        desk.transport.post = original
        desk.later(minutes=5)
        other.run_once()
        return original(waiting)

    desk.transport.post = frozen
    desk.put(message("a", NOW))
    desk.courier.run_once()
    assert desk.words() == ["hello", "hello"]
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_a_sender_that_was_frozen_before_sending_does_not_send(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = desk.store.write
    calls = []

    def slow():
        calls.append(1)
        if len(calls) == 2:
            desk.later(seconds=55)
        return begin()

    monkeypatch.setattr(desk.store, "write", slow)
    with begin() as work:
        work.outbox.put(message("a", NOW), NOW)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["pending"], [])
    desk.later(minutes=1)
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_a_stopping_courier_gives_back_what_it_has_not_begun(desk: Desk) -> None:
    desk.put(message("a", NOW))
    assert desk.courier.run_once(lambda: True) == 0
    assert (desk.states(), desk.words()) == (["pending"], [])


def test_two_couriers_never_hold_the_same_message(desk: Desk) -> None:
    desk.put(*(message(f"m{n}", NOW) for n in range(6)))
    lease = timedelta(seconds=60)
    with desk.store.write() as work:
        first = work.outbox.claim("one", "slack", NOW, 4, lease)
    with desk.store.write() as work:
        second = work.outbox.claim("two", "slack", NOW, 4, lease)
    assert (len(first), len(second)) == (4, 2)
    assert not {claimed.id for claimed in first} & {claimed.id for claimed in second}
    desk.later(seconds=61)
    with desk.store.write() as work:
        taken_over = work.outbox.claim("two", "slack", desk.clock.now(), 8, lease)
        assert len(taken_over) == 6
        assert not work.outbox.finish_sent(first[0], "C1", "1.0", NOW)
        assert work.outbox.finish_sent(taken_over[0], "C1", "1.0", NOW)
