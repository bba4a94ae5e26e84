"""When Teams stumbles: nothing is lost, nothing is doubled, and whoever looks after it is told what to do."""

import pytest

from handlers.documents import Reply
from handlers.wire import dump
from store.outbox import NewMessage
from tests.support.house import until
from tests.support.teams_house import TeamsHouse, TeamsMember
from tests.support.teams_keys import TENANT
from tests.support.teams_stories import came, count, outbox, parked
from tests.support.teams_world import CHANNEL, DANA, PAM, TeamsWorld


def written(house: TeamsHouse, target: str, kind: str = "reminder", words: str = "Remember the milk") -> None:
    """A message on its way."""
    message = NewMessage(
        occurrence_key=f"{kind}/{target}/{words}",
        kind=kind,
        platform="teams",
        workspace=TENANT,
        target=target,
        document=dump(Reply(words)),
        due_at=house.clock.now(),
    )
    with house.service.store.write() as work:
        work.outbox.put(message, house.clock.now())
    for side in house.service.sides:
        side.wake()


@pytest.mark.parametrize("status", [429, 503, 412])
def test_asked_to_wait_it_waits_and_sends_once(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld, status: int
) -> None:
    world.faults.append((status, "Throttled", {"Retry-After": "1"}))
    assert "ronze" in pam.says("tier of Acme").words
    house.settled()
    assert count(world, "ronze", PAM.chat) == 1
    assert parked(house, "answer") == []


def test_an_answer_whose_end_is_unclear_is_sent_again(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    world.faults.append((502, "", {}))
    assert "ronze" in pam.says("tier of Acme").words


def test_a_reminder_whose_end_is_unclear_waits_for_a_person_who_sends_it_again(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    pam.says("hello")
    house.settled()
    world.faults.append((502, "", {}))
    written(house, f"channel:{CHANNEL}")
    until("it is parked", lambda: parked(house, "reminder"))
    assert "Look in the conversation, then retry or drop it" in parked(house, "reminder")[0]
    assert count(world, "Remember the milk", CHANNEL) == 0
    with house.service.store.write() as work:
        (id,) = work.undelivered.parked_ids("reminder")
        assert work.outbox.retry(id, house.clock.now())
    came(world, "Remember the milk")
    house.settled()
    assert count(world, "Remember the milk", CHANNEL) == 1


@pytest.mark.parametrize(
    ("status", "code", "words", "state"),
    [
        (403, "BotNotInConversationRoster", "add the app there", "removed"),
        (403, "MessageWritesBlocked", "has blocked Tierline", "blocked"),
        (413, "MessageSizeTooBig", "larger than Teams takes", "active"),
        (403, "BotDisabledByAdmin", "A Teams admin has blocked the app", "active"),
    ],
)
def test_a_refusal_for_good_is_parked_with_a_sentence(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld, status: int, code: str, words: str, state: str
) -> None:
    pam.says("hello")
    house.settled()
    world.gone[PAM.chat] = (status, code)
    written(house, f"user:{PAM.object_id}")
    until("it is parked", lambda: parked(house, "reminder"))
    assert words in parked(house, "reminder")[0]
    with house.service.store.read() as work:
        known = work.conversations.get(TENANT, PAM.chat)
    assert known is not None
    assert known.state == state


def test_a_token_that_teams_does_not_take_parks_nothing(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    pam.says("hello")
    house.settled()
    world.faults.append((401, "Unauthorized", {}))
    written(house, f"channel:{CHANNEL}")
    until("it was tried", lambda: not world.faults)
    assert parked(house, "reminder") == []
    assert outbox(house).get("pending", 0) + outbox(house).get("sending", 0) == 1


def test_what_was_parked_for_somebody_goes_out_when_they_say_hello(house: TeamsHouse, world: TeamsWorld) -> None:
    written(house, f"email:{DANA.email}")
    until("it is parked", lambda: parked(house, "reminder"))
    assert "have to add the app and say hello" in parked(house, "reminder")[0]
    house.member(DANA).says("hello")
    came(world, "Remember the milk", DANA.chat)


def test_a_chat_is_opened_for_somebody_who_never_wrote(house: TeamsHouse, pam: TeamsMember, world: TeamsWorld) -> None:
    pam.says("hello")
    written(house, f"user:{DANA.object_id}")
    came(world, "Remember the milk", DANA.chat)
    assert ("POST", "/v3/conversations") in world.calls


def test_the_address_that_teams_named_last_is_written_to(
    house: TeamsHouse, pam: TeamsMember, world: TeamsWorld
) -> None:
    pam.says("hello")
    house.settled()
    with house.service.store.read() as work:
        known = work.conversations.get(TENANT, PAM.chat)
    assert known is not None
    moved = known.__class__(
        **{name: getattr(known, name) for name in known.__slots__} | {"address": "https://smba.invalid.example/x"}
    )
    with house.service.store.write() as work:
        work.conversations.seen(moved)
    assert "ronze" in pam.says("tier of Acme").words
