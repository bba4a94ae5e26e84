"""Triggers and answer addresses end when Slack's do."""

import pytest

from bot.demo.events import Feed
from bot.demo.tickets import ANSWER_SECONDS, ANSWER_USES, AnswerAddresses, Triggers
from bot.demo.views import Views
from bot.demo.workspace import SlackRefusal

MODAL = {"type": "modal", "blocks": []}


class Watch:
    """Seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_trigger_opens_one_dialog_for_the_person_it_was_issued_to() -> None:
    triggers = Triggers(Watch())
    trigger = triggers.issue("U1")
    assert triggers.spend(trigger) == "U1"
    with pytest.raises(SlackRefusal, match="exchanged_trigger_id"):
        triggers.spend(trigger)


def test_a_trigger_is_too_old_after_three_seconds() -> None:
    watch = Watch()
    triggers = Triggers(watch)
    in_time, late = triggers.issue("U1"), triggers.issue("U1")
    watch.seconds += 3.0
    assert triggers.spend(in_time) == "U1"
    watch.seconds += 0.1
    with pytest.raises(SlackRefusal, match="expired_trigger_id"):
        triggers.spend(late)


def test_an_answer_address_takes_five_answers_within_half_an_hour() -> None:
    watch = Watch()
    addresses = AnswerAddresses(watch)
    key, other = addresses.issue("C1", "U1"), addresses.issue("C1", "U1")
    for _ in range(ANSWER_USES):
        assert addresses.use(key).channel == "C1"
    with pytest.raises(SlackRefusal, match="used_url"):
        addresses.use(key)
    watch.seconds += ANSWER_SECONDS + 1
    with pytest.raises(SlackRefusal, match="expired_url"):
        addresses.use(other)


def test_three_dialogs_stack_and_a_fourth_is_refused() -> None:
    views = Views(Feed())
    first = views.open("U1", MODAL)
    views.push("U1", MODAL)
    third = views.push("U1", MODAL)
    assert third["root_view_id"] == first["id"]
    with pytest.raises(SlackRefusal, match="push_limit_reached"):
        views.push("U1", MODAL)
    views.close("U1")
    assert views.top("U1") != third


def test_a_dialog_that_changed_meanwhile_is_not_overwritten() -> None:
    views = Views(Feed())
    first = views.open("U1", MODAL)
    second = views.update(MODAL, view_id=first["id"], expected_hash=first["hash"])
    assert second["id"] == first["id"]
    with pytest.raises(SlackRefusal, match="hash_conflict"):
        views.update(MODAL, view_id=first["id"], expected_hash=first["hash"])
    with pytest.raises(SlackRefusal, match="not_found"):
        views.update(MODAL, view_id="V9")
