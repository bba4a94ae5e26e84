"""What the stories in Teams share: waiting for a message that comes unasked, dialogs, a registration."""

import json
from typing import Any

from tests.support.house import until
from tests.support.teams_house import Json, TeamsHouse, TeamsMember, buttons, elements
from tests.support.teams_world import CHANNEL, Person, Posted, TeamsWorld

FIRST: Json = {
    "partner": "acme",
    "customer": "Initrode",
    "customer_domain": "https://www.initrode.example.com/about",
    "country": "GB",
    "products": "twilio-segment-2024/segment",
    "earr": "120k",
    "expected_close_on": "2024-12-31",
    "role": "sourced",
    "evidence": "Workshop with the CTO on July 10",
}
SECOND: Json = {"notes": "They start in fall"}


def came(world: TeamsWorld, words: str, where: str = CHANNEL) -> Posted:
    """The message in `where` that says `words` as it stands now, as soon as it is there."""

    def found() -> list[Posted]:
        everything = [*world.told, *world.posted]
        return [each for each in everything if each.conversation.partition(";")[0] == where and words in each.words]

    until(f"“{words}” stands in {where}", found)
    return found()[-1]


def count(world: TeamsWorld, words: str, where: str) -> int:
    """How many messages in `where` say `words` as they stand now."""
    everything = [*world.told, *world.posted]
    return sum(each.conversation.partition(";")[0] == where and words in each.words for each in everything)


def shown(dialog: Json) -> Json:
    """The card of a dialog."""
    card: Json = dialog["task"]["value"]["card"]["content"]
    return card


def read(dialog: Json) -> str:
    """Everything that is read in an answer to an invoke."""
    return json.dumps(dialog, ensure_ascii=False)


def inputs(dialog: Json) -> dict[str, Json]:
    """The inputs of a dialog, by name."""
    return {each["id"]: each for each in elements(shown(dialog)) if each["type"].startswith("Input.")}


def opened(member: TeamsMember, words: str = "register a deal for Acme") -> Json:
    """The dialog that the button below an answer opens."""
    answer = member.says(words)
    label = next(each for each in buttons(answer.card) if each.startswith("Open"))
    return member.presses(answer, label)


def registered(member: TeamsMember, **other: Any) -> Json:
    """Register a deal through both pages; the receipt."""
    second = member.fills(opened(member), **(FIRST | other))
    receipt = member.fills(second, **SECOND)
    assert "Registered as" in read(receipt), read(receipt)
    return receipt


def roster(world: TeamsWorld, where: str, *people: Person) -> None:
    """Who is in a conversation from now on."""
    world.rosters[where] = people


def outbox(house: TeamsHouse) -> dict[str, int]:
    """How many messages are in each state."""
    with house.service.store.read() as work:
        return work.outbox.counts()


def parked(house: TeamsHouse, kind: str) -> list[str]:
    """The reasons of what is parked of a kind."""
    with house.service.store.read() as work:
        return [each.reason for each in work.undelivered.parked(50) if each.kind == kind]


def registrations(house: TeamsHouse, partner: str = "acme") -> list[tuple[str, str | None, str]]:
    """Number, customer and state of a partner's registrations."""
    with house.service.store.read() as work:
        return [(each.id, each.customer, each.state) for each in work.registrations.of_partner(partner)]
