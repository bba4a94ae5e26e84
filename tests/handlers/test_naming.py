"""A name that several partners go by is asked back, wherever a command takes one."""

import pytest

from handlers.documents import Reply
from handlers.errors import NotFound
from tests.support.desk import Desk

COMMANDS = ("cadence", "commitments", "pack", "qbr brief", "schedule", "report for")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_with_an_ambiguous_name_asks_which_partner(desk: Desk, command: str) -> None:
    with pytest.raises(NotFound, match="Several partners fit “Nova”: Nova Partners, Nova Systems"):
        desk.say(f"{command} Nova")


@pytest.mark.parametrize("command", COMMANDS[:2])
def test_a_command_with_one_partners_name_beginning_or_id_is_about_it(desk: Desk, command: str) -> None:
    for words in ("nova systems", "nova-1", "Nova Systems"):
        answer = desk.say(f"{command} {words}")
        assert isinstance(answer, Reply)
        assert "Nova Systems" in answer.summary


@pytest.mark.parametrize("command", COMMANDS[:2])
def test_a_command_with_nobodys_name_asks_for_one(desk: Desk, command: str) -> None:
    for words in ("Zork", "oba", "ystems"):
        with pytest.raises(NotFound, match="Of which partner"):
            desk.say(f"{command} {words}")
