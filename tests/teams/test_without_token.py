"""Microsoft's login is away, or refuses us: nothing was sent then, and everybody hears what they need to."""

from collections.abc import Iterator

import pytest

from bot.delivery.transport import Refused
from bot.teams.client import Connector, http_client
from bot.teams.credentials import TokenRefused
from bot.teams.errors import TOKEN_PATIENCE, judge
from bot.teams.people import Audiences, Directory, Where
from handlers.request import Place

ADDRESS = "https://smba.trafficmanager.net/teams/"
HERE = Where("19:x@thread.tacv2", "channel", ADDRESS, "19:x@thread.tacv2")


@pytest.fixture
def connector() -> Iterator[Connector]:
    def refused() -> str:
        raise TokenRefused("The client secret has expired.")

    with http_client() as http:
        yield Connector(http, refused, lambda address: True)


def test_a_message_without_a_token_was_surely_not_sent(connector: Connector) -> None:
    """Else a person would have to look in each conversation whether it arrived."""
    with pytest.raises(TokenRefused) as found:
        connector.post(ADDRESS, "19:x@thread.tacv2", {"type": "message"})
    assert judge(found.value) == Refused("The client secret has expired.", TOKEN_PATIENCE)
    assert isinstance(judge(TokenRefused("Microsoft was not reached.", transient=True)), Refused)


def test_whoever_writes_meanwhile_is_nobody_we_know(connector: Connector) -> None:
    assert Directory(connector, "tenant", lambda: 0.0).find("pam", "29:pam", HERE) is None
    assert Audiences(connector, "tenant", lambda: 0.0, lambda channel: None).place(HERE) is Place.shared
