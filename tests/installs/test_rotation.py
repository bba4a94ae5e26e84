"""Tokens that expire: exchanged ahead of time, once, whoever and however many try."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.several import ROTATE, exchange_of
from bot.slack.installs.rotation import Rotation
from store.engine import open_store
from store.sealing import Sealer, bot_token
from tests.support.several import ALPHA, SeveralSlack, Street

Open = Callable[..., Street]


@pytest.fixture
def rotating(open_street: Open, slack: SeveralSlack) -> Street:
    slack.rotating = True
    street = open_street()
    assert street.install(ALPHA).status == 200
    return street


def refreshes(slack: SeveralSlack) -> int:
    return sum(each.get("grant_type") == "refresh_token" for each in slack.exchanges)


def keys(street: Street) -> str:
    assert street.settings.tierline_token_keys is not None
    return street.settings.tierline_token_keys.get_secret_value()


def test_a_fresh_token_is_left_alone(rotating: Street, slack: SeveralSlack) -> None:
    rotating.service.clockwork.tick_now(ROTATE)
    assert refreshes(slack) == 0


def test_two_hours_before_its_end_it_is_exchanged_and_the_new_one_used(rotating: Street, slack: SeveralSlack) -> None:
    first = slack.token_of(ALPHA)
    assert "Bronze" in rotating.member("U0PAM", ALPHA).say("/partner tier Acme")["text"]
    rotating.clock.move_to(rotating.clock.now() + timedelta(hours=10, seconds=1))
    rotating.service.clockwork.tick_now(ROTATE)
    rotating.service.clockwork.tick_now(ROTATE)
    assert refreshes(slack) == 1
    del slack.tokens[first]  # from here on only the new one is good; the fixture looks whether another was tried
    rotating.member("U0PAM", ALPHA).direct("what tier is Acme")
    assert slack.workspaces[ALPHA].message("DU0PAM", "Bronze")
    kept = rotating.rows(lambda work: work.installations.get(ALPHA))
    assert Sealer([keys(rotating)]).open(kept.token, bot_token(ALPHA)) == slack.token_of(ALPHA)
    assert kept.revision == 2


def test_no_request_waits_for_an_exchange(rotating: Street, slack: SeveralSlack) -> None:
    rotating.clock.move_to(rotating.clock.now() + timedelta(hours=13))
    assert "Bronze" in rotating.member("U0PAM", ALPHA).say("/partner tier Acme")["text"]
    assert refreshes(slack) == 0


def test_several_processes_exchange_it_once(rotating: Street, slack: SeveralSlack) -> None:
    """Eight at once, each with a connection of its own."""
    rotating.clock.move_to(rotating.clock.now() + timedelta(hours=11))
    url = rotating.settings.database_url
    stores = [open_store(url) for _ in range(8)]
    sealer, exchange = Sealer([keys(rotating)]), exchange_of(rotating.settings)
    rotations = [Rotation(each, sealer, exchange, rotating.clock, lambda workspace: None) for each in stores]
    with ThreadPoolExecutor(8) as pool:
        renewed = sum(pool.map(lambda rotation: rotation.tick(), rotations))
    for each in stores:
        each.close()
    assert (renewed, refreshes(slack), len(slack.refresh_tokens)) == (1, 1, 1)


def test_a_refused_refresh_token_keeps_the_token_and_is_not_tried_each_minute(
    rotating: Street, slack: SeveralSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refresh_tokens.clear()
    rotating.clock.move_to(rotating.clock.now() + timedelta(hours=11))
    for _ in range(3):
        rotating.service.clockwork.tick_now(ROTATE)
    assert refreshes(slack) == 1
    assert "install again" in caplog.text
    assert rotating.rows(lambda work: work.installations.get(ALPHA)).revision == 1
    rotating.clock.move_to(rotating.clock.now() + timedelta(hours=1, seconds=1))
    rotating.service.clockwork.tick_now(ROTATE)
    assert refreshes(slack) == 2


def test_an_install_during_an_exchange_wins(rotating: Street) -> None:
    """What the older refresh token brought must not replace what the new install brought."""
    seen = rotating.rows(lambda work: work.installations.get(ALPHA))
    now = rotating.clock.now()
    with rotating.service.store.write() as work:
        assert work.installations.lease(seen, now + timedelta(minutes=2), now)
        assert not work.installations.lease(seen, now + timedelta(minutes=2), now)
    rotating.install(ALPHA)
    with rotating.service.store.write() as work:
        assert not work.installations.extend(seen, now)
        fresh = work.installations.get(ALPHA)
        assert fresh is not None
        assert fresh.revision == 2
        assert work.installations.lease(fresh, now + timedelta(minutes=2), now)
