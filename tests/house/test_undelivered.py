"""Messages that could not be delivered: admins see them where they are, and nobody is told what stands in them."""

import json
from collections.abc import Callable
from datetime import timedelta

from handlers.documents import Reply
from handlers.wire import dump
from store.outbox import NewMessage
from tests.support.house import House, Member, buttons
from tests.support.slack import TEAM
from tests.support.workspace import Workspace

SECRET_WORDS = "Acme will lose Gold"


def park(house: House, key: str, target: str = "email:gone@vendor.example") -> int:
    """A message that cannot be delivered; gives its id."""
    with house.service.store.write() as work:
        now = house.clock.now()
        words = dump(Reply(SECRET_WORDS))
        assert work.outbox.put(NewMessage(key, "pipeline_review", "slack", TEAM, target, words, now), now)
    house.side.courier.wake()
    house.delivered()
    with house.service.store.read() as work:
        return work.outbox.listing(["parked"], 1)[0].id


def test_an_admin_sees_what_was_parked_tries_it_again_and_drops_it(
    house: House, noa: Member, pam: Member, slack: Workspace
) -> None:
    assert noa.say("/partner outbox")["text"] == "Every message was delivered, or is on its way."
    first, second = park(house, "a"), park(house, "b", "email:also@vendor.example")
    shown = noa.say("/partner outbox")
    words = json.dumps(shown, ensure_ascii=False)
    assert "2 messages could not be delivered" in words
    assert "gone@vendor.example" in words
    assert "No Slack user of this workspace has that e-mail address." in words
    assert SECRET_WORDS not in words
    assert "does not include this" in pam.say("/partner outbox")["text"]
    assert "does not include this" in pressed(pam, slack, "outbox.drop", first)

    slack.people["U0ALSO"] = {"id": "U0ALSO", "profile": {"real_name": "Al", "email": "also@vendor.example"}}
    assert f"Message {second} is tried again" in pressed(noa, slack, "outbox.retry", second)
    assert slack.message("DU0ALSO", SECRET_WORDS)
    assert f"Message {first} is dropped" in pressed(noa, slack, "outbox.drop", first)
    assert "is not parked any more" in pressed(noa, slack, "outbox.drop", first)
    house.delivered()
    assert (house.outbox().get("parked"), house.outbox()["dropped"]) == (None, 1)
    assert [each.action for each in house.audit(f"message:{first}")] == ["message.dropped"]
    assert [each.action for each in house.audit(f"message:{second}")] == ["message.retried"]


def pressed(member: Member, slack: Workspace, route: str, id: int) -> str:
    """What is said to whoever presses a button."""
    before = slack.count("hook")
    member.press(route, str(id))
    return str(slack.wait("hook", before + 1)["text"])


def test_the_home_tab_of_an_admin_alone_begins_with_what_was_parked(
    house: House, noa: Member, dana: Member, slack: Workspace
) -> None:
    for number in range(5):
        park(house, f"m{number}")
    views = []
    for number, member in enumerate((dana, noa), 1):
        member.event({"type": "app_home_opened", "user": member.user, "channel": "D1", "tab": "home"})
        views.append(slack.wait("views.publish", number)["view"])
    dana_sees, noa_sees = (json.dumps(view, ensure_ascii=False) for view in views)
    assert "could not be delivered" not in dana_sees
    assert "5 messages could not be delivered" in noa_sees
    assert SECRET_WORDS not in noa_sees
    assert buttons(views[1]).count("Try again") == 3
    assert "2 more: “/partner outbox”" in noa_sees


def test_admins_are_told_once_a_day_of_what_is_new_and_never_of_a_notice(
    open_house: Callable[..., House], slack: Workspace
) -> None:
    """One of the two admins cannot be reached, so that a notice is parked itself."""
    house = open_house(tierline_admins=frozenset({"noa@vendor.example", "nobody@vendor.example"}))

    def ticked() -> list[str]:
        house.tick()
        house.delivered()
        return [each for each in slack.words("DU0NOA") if "could not be delivered" in each]

    assert ticked() == []
    park(house, "a")
    assert len(ticked()) == len(ticked()) == 1
    told = slack.message("DU0NOA", "could not be delivered")
    assert told["text"].startswith("1 message could not be delivered since I last told you.")
    assert SECRET_WORDS not in json.dumps(told)
    assert house.outbox()["parked"] == 2
    house.clock.move_to(house.clock.now() + timedelta(days=1))
    assert len(ticked()) == 1, "nothing new but a notice, nothing sent"
    park(house, "b")
    assert len(ticked()) == 2
    with house.service.store.read() as work:
        written = [each.after for each in work.audit.of("messages")]
    assert written == ['{"messages": 2}'] * 2
