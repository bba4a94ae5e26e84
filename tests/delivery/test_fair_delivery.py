"""One channel with thousands due, one that is slow, a workspace that is told to slow down: the others go on."""

from datetime import timedelta

import pytest

from bot.delivery.transport import Outcome, always
from bot.slack import outgoing
from bot.slack.people import Addresses
from bot.slack.transport import SlackTransport, delivery_client
from store.outbox import NewMessage
from tests.support.counting_slack import CountingSlack
from tests.support.couriers import message, slack_transport
from tests.support.delivery_desk import NOW
from tests.support.delivery_desk import DeliveryDesk as Desk
from tests.support.outbox_store import OutboxStore


class Dies(BaseException):
    """The process ends here; nothing of ours may catch it."""


def test_a_channel_with_a_backlog_leaves_room_for_the_others_and_keeps_its_order(desk: Desk) -> None:
    desk.put(*(message(f"m{n}", NOW - timedelta(hours=1), words=str(n)) for n in range(30)))
    desk.put(*(message(f"o{n}", NOW, channel=f"C{n}") for n in range(2, 9)))
    desk.courier.run_once()
    assert [len(desk.words(f"C{n}")) for n in range(1, 9)] == [1] * 8
    for _ in range(40):
        desk.courier.run_once()
        desk.later(seconds=1)
    assert desk.words() == [str(n) for n in range(30)]
    assert desk.slack.calls["chat.postMessage"] == 37


def test_a_backlog_takes_no_more_from_the_database_than_it_sends(desk: Desk) -> None:
    desk.put(*(message(f"m{n}", NOW) for n in range(10)))
    for expected in (3, 1, 1):
        with desk.store.write() as work:
            took = work.outbox.claim("x", "slack", desk.clock.now(), 8, timedelta(0), desk.courier._pacer.lanes())
        assert len(took) == expected
        desk.courier.run_once()
        desk.later(seconds=1)


def test_a_slow_channel_rests_while_the_others_are_served(desk: Desk) -> None:
    original, order = desk.transport.post, []

    def slow(waiting: NewMessage, in_time=always) -> Outcome:
        order.append(waiting.target.removeprefix("channel:"))
        desk.later(seconds=5 if waiting.target == "channel:C1" else 0.1)
        return original(waiting, in_time)

    desk.transport.post = slow
    desk.put(*(message(f"m{n}", NOW) for n in range(20)))
    desk.put(*(message(f"o{n}", NOW, channel=f"C{2 + n % 4}") for n in range(40)))
    began = desk.clock.now()
    while desk.clock.now() - began < timedelta(seconds=60):
        if not desk.courier.run_once():
            desk.later(seconds=0.1)
    assert order.count("C1") <= 60 / 5 / 4 + 1
    assert len(order) - order.count("C1") == 40


def test_two_channels_that_are_told_to_slow_down_stop_their_workspace_and_no_other(desk: Desk) -> None:
    desk.slack.retry_after = 30
    desk.slack.faults.extend(["limited", "limited"])
    desk.put(*(message(f"m{n}", NOW, channel=f"C{n}") for n in range(1, 6)))
    desk.courier.run_once()
    assert desk.slack.messages == {}
    assert desk.slack.calls["chat.postMessage"] == 2
    desk.put(NewMessage("other", "reminder", "slack", "T2", "channel:C9", '{"words": "hi"}', NOW))
    desk.later(seconds=29)
    desk.courier.run_once()
    assert list(desk.slack.messages) == ["C9"]
    desk.later(seconds=3)
    desk.courier.run_once()
    assert sorted(desk.slack.messages) == ["C1", "C2", "C3", "C4", "C5", "C9"]


def test_who_takes_over_from_a_dead_sender_can_see_what_it_posted_last(desk: Desk) -> None:
    """Slack's history may lag: nothing is posted so late in a lease that the look at its end would miss it."""
    desk.slack.lag = 19
    original, posted = desk.transport.post, []

    def late(waiting: NewMessage, in_time=always) -> Outcome:
        posted.append(waiting.target)
        outcome = original(waiting, in_time)
        if len(posted) == 2:
            raise Dies
        desk.later(seconds=45)
        return outcome

    desk.transport.post = late
    desk.put(message("a", NOW), message("b", NOW, channel="C2"))
    try:
        desk.courier.run_once()
    except Dies:
        desk.later(seconds=16)
    desk.transport.post = original
    desk.another().run_once()
    assert (desk.words("C1"), desk.words("C2")) == (["hello"], ["hello"])


def test_a_message_whose_place_was_found_too_late_is_not_posted_under_a_lost_lease(
    store: OutboxStore, slack: CountingSlack
) -> None:
    """Who reads along may take many calls to find out; meanwhile somebody else takes the message over."""
    seeing = slack_transport(slack.base_url, lambda: 0.0)
    taken: list[int] = []

    def slow_look(_: NewMessage, channel: str) -> None:
        if not taken:
            taken.append(1)
            desk.later(minutes=2)
            desk.another().run_once()

    transport = SlackTransport(seeing._client, seeing._render, seeing._addresses, slow_look)
    desk = Desk(store, slack, transport)
    desk.put(message("a", NOW))
    desk.courier.run_once()
    desk.later(minutes=2)
    desk.courier.run_once()
    assert slack.calls["chat.postMessage"] == 1
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_a_conversation_too_busy_to_look_through_is_left_to_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.transport.PAGES", 0.02)
    desk.slack.faults.append("hang_up")
    desk.put(message("a", NOW))
    desk.courier.run_once()
    noise = {**desk.slack.messages["C1"][0], "metadata": {}}
    desk.slack.messages["C1"] += [{**noise, "ts": f"{NOW.timestamp() + n:.6f}"} for n in range(5)]
    desk.later(minutes=1)
    desk.courier.run_once()
    assert desk.states() == ["parked"]
    assert "may have arrived" in desk.reasons()[0]


def test_what_has_no_clear_end_for_a_day_is_left_to_a_person_who_may_try_once_more(desk: Desk) -> None:
    desk.slack.choose_fault = lambda: "busy"
    desk.put(message("a", NOW))
    for _ in range(80):
        desk.courier.run_once()
        desk.later(minutes=24)
    assert desk.states() == ["parked"]
    assert "no clear answer for a day" in desk.reasons()[0]
    desk.slack.choose_fault = lambda: None
    with desk.store.write() as work:
        (parked,) = work.outbox.listing(("parked",), 10)
        assert work.outbox.retry(parked.id, desk.clock.now())
    desk.courier.run_once()
    assert (desk.states(), desk.words()) == (["sent"], ["hello"])


def test_the_reason_of_a_parked_message_says_nothing_of_its_words(store: OutboxStore, slack: CountingSlack) -> None:
    client = delivery_client("xoxb-test", slack.base_url)
    desk = Desk(store, slack, SlackTransport(client, outgoing.stored, Addresses(client, lambda: 0.0)))
    desk.put(message("a", NOW, document='{"summary": ["Acme loses Gold"]}'))
    desk.courier.run_once()
    assert desk.states() == ["parked"]
    assert "Acme" not in desk.reasons()[0]
