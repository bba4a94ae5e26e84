"""Who is let in: the whole matrix of tokens over HTTP, with real keys; and what if Microsoft's keys change."""

import asyncio
import gc
import logging
import threading
from collections.abc import Iterator

import pytest
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from bot.clock import steady
from bot.teams.edges import Edges, service_allowed
from bot.teams.listening import Verified
from bot.teams.sdk import metadata
from bot.teams.sdk.metadata import AFTER_FAILURE, FRESH, PAUSE, USABLE
from bot.teams.sdk.verifying import Verifier
from tests.rules.source import ROOT
from tests.support.teams_door import Street, teams_street
from tests.support.teams_keys import APP, SERVICE, TENANT, KeyServer, activity, bearer, key_server, published, token
from tests.support.teams_matrix import CASES, Case, keys, table


class HandClock:
    """Seconds that go forward when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def all_keys() -> Iterator[KeyServer]:
    with key_server() as server:
        server.keys = list(keys())
        yield server


@pytest.fixture(scope="module")
def one_street(all_keys: KeyServer) -> Iterator[Street]:
    with teams_street(all_keys) as street:
        yield street


@pytest.fixture
def microsoft() -> Iterator[KeyServer]:
    with key_server() as server:
        yield server


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def street(microsoft: KeyServer, clock: HandClock) -> Iterator[Street]:
    with teams_street(microsoft, clock) as street:
        yield street


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_the_matrix(case: Case, one_street: Street, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tierline")
    one_street.desk.kept.clear()
    header, body = case.made()
    answer = one_street.post(body, header)
    assert answer.status_code == case.status
    assert one_street.desk.kept == ([body] if case.status == 200 else [])
    if case.word:
        assert answer.json() == {"error": "unauthorized"}
        assert answer.headers["www-authenticate"] == "Bearer"
        assert caplog.messages == [f"Refused a request: {case.word}"]
    assert not header or len(header) < 20 or header.rpartition(" ")[2] not in caplog.text


def test_the_documented_matrix_is_this_one() -> None:
    page = (ROOT / "docs" / "TEAMS_SDK.md").read_text(encoding="utf-8")
    assert table() in page, "run python -m tests.support.teams_matrix and put the table into docs/TEAMS_SDK.md"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net/amer/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/", True),
        ("https://SMBA.trafficmanager.net:443/emea", True),
        ("https://europe.botframework.com", True),
        ("https://smba.infra.gcc.teams.microsoft.com/gcc", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/emea/", False),
        ("https://smba.trafficmanager.net.attacker.example/", False),
        ("https://smba.trafficmanager.net@attacker.example/", False),
        ("https://user:pass@smba.trafficmanager.net/", False),
        ("https://attacker.example\\@smba.trafficmanager.net/", False),
        ("https://attacker.example#.botframework.com", False),
        ("https://attacker.example?.botframework.com", False),
        ("https://evil-botframework.com/", False),
        ("https://botframework.com/", False),
        ("https://.botframework.com/", False),
        ("https://a..botframework.com/", False),
        ("https://smba.trafficmanager.net./", False),
        ("https://smba.trafficmanager.net/emea/../../", False),
        ("https://smba.trafficmanager.net/%2e%2e/", False),
        ("https://smba.trafficmanager.net/emea/\n", False),
        (" https://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.nеt/", False),
        ("http://127.0.0.1:3978/", False),
        ("https://169.254.169.254/metadata", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://smba.trafficmanager.net/" + "a" * 600, False),
    ],
)
def test_our_token_goes_to_microsofts_hosts_alone(url: str, allowed: bool) -> None:
    assert service_allowed(url, Edges()) is allowed


def test_loopback_is_a_service_only_where_it_is_named() -> None:
    played = Edges(loopback=frozenset(("127.0.0.1", "[::1]")))
    assert service_allowed("http://127.0.0.1:3978/teams/", played)
    assert service_allowed("http://[::1]:3978/", played)
    assert not service_allowed("http://127.0.0.2:3978/", played)
    assert not service_allowed("http://127.0.0.1:99999/", played)
    with pytest.raises(ValueError, match="not a loopback address"):
        Edges(loopback=frozenset(("10.0.0.7",)))


@pytest.mark.parametrize(("app", "tenant"), [("", TENANT), (" ", TENANT), (APP, ""), (APP, "  ")])
def test_without_app_or_tenant_nobody_is_verified(app: str, tenant: str) -> None:
    with pytest.raises(ValueError, match="Teams needs an app id and a tenant id"):
        Verifier(app, tenant, Edges())


def test_two_verifiers_share_nothing_and_leave_nothing_behind(microsoft: KeyServer) -> None:
    gc.collect()  # verifiers of other tests
    before = dict(JwtTokenExtractor.metadataCache)
    first, second = (Verifier(APP, TENANT, microsoft.edges()) for _ in range(2))
    added = [found for place, found in JwtTokenExtractor.metadataCache.items() if place not in before]
    assert len(set(map(id, added))) == 2
    del first, second, added
    gc.collect()
    assert JwtTokenExtractor.metadataCache == before


def test_a_new_signing_key_is_accepted_within_a_minute(street: Street, microsoft: KeyServer, clock: HandClock) -> None:
    assert street.post(activity()).status_code == 200
    microsoft.keys.append(published("key-2"))
    clock.seconds += PAUSE + 1
    assert street.post(activity(), bearer(kid="key-2")).status_code == 200
    assert microsoft.asked == 2


def test_a_key_that_microsoft_took_back_is_no_good_after_a_day(
    street: Street, microsoft: KeyServer, clock: HandClock
) -> None:
    assert street.post(activity()).status_code == 200
    microsoft.keys = [published("key-2")]
    assert street.post(activity()).status_code == 200
    clock.seconds += FRESH + 1
    assert street.post(activity()).status_code == 401


def test_invented_keys_do_not_make_us_ask_all_day(street: Street, microsoft: KeyServer, clock: HandClock) -> None:
    for number in range(30):
        assert street.post(activity(), bearer(kid=f"invented-{number}", signed_by="stranger")).status_code == 401
    assert microsoft.asked == 1
    clock.seconds += PAUSE + 1
    for number in range(30):
        assert street.post(activity(), bearer(kid=f"invented-{number}", signed_by="stranger")).status_code == 401
    assert microsoft.asked == 2
    assert street.post(activity()).status_code == 200


def test_unreachable_keys_are_asked_for_again_soon(street: Street, microsoft: KeyServer, clock: HandClock) -> None:
    microsoft.down = True
    assert [street.post(activity()).status_code for _ in range(5)] == [401] * 5
    assert microsoft.asked == 1
    microsoft.down = False
    clock.seconds += AFTER_FAILURE + 1
    assert street.post(activity()).status_code == 200


def test_known_keys_outlive_a_day_of_silence_and_not_two(
    street: Street, microsoft: KeyServer, clock: HandClock
) -> None:
    assert street.post(activity()).status_code == 200
    microsoft.down = True
    clock.seconds += FRESH + 1
    assert street.post(activity()).status_code == 200
    clock.seconds += USABLE - FRESH
    assert street.post(activity()).status_code == 401


@pytest.mark.parametrize(
    "keys",
    [
        [],
        "none",
        {"kid": "key-1"},
        [None, "key-1", 7],
        [{"kid": "key-1", "kty": "RSA", "n": "?", "e": "AQAB"}],
        [{"kid": "key-1", "kty": "oct", "k": "c2VjcmV0"}],
    ],
)
def test_a_list_of_keys_that_is_none_lets_nobody_in(street: Street, microsoft: KeyServer, keys: object) -> None:
    microsoft.keys = keys  # type: ignore[assignment]  # what a broken page might hold
    assert street.post(activity()).status_code == 401


def test_keys_can_be_fetched_before_anybody_knocks(microsoft: KeyServer) -> None:
    verifier = Verifier(APP, TENANT, microsoft.edges())
    verifier.warm()
    began = steady()
    while not microsoft.asked:
        assert steady() - began < 5
    assert asyncio.run(verifier.verify(bearer(), activity())) == Verified(TENANT, SERVICE)
    assert microsoft.asked == 1


def test_one_verifier_serves_several_event_loops(microsoft: KeyServer) -> None:
    microsoft.delay = 0.2
    verifier = Verifier(APP, TENANT, microsoft.edges())
    found: list[Verified] = []

    def ask() -> None:
        found.append(asyncio.run(verifier.verify(bearer(), activity())))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Verified(TENANT, SERVICE)] * 6
    assert microsoft.asked == 1


def test_whoever_gives_up_waiting_for_keys_takes_them_from_nobody_else(microsoft: KeyServer) -> None:
    microsoft.delay = 0.4
    verifier = Verifier(APP, TENANT, microsoft.edges())

    async def two() -> Verified:
        first = asyncio.create_task(verifier.verify(bearer(), activity()))
        second = asyncio.create_task(verifier.verify(bearer(), activity()))
        await asyncio.sleep(0.1)
        first.cancel()
        return await second

    assert asyncio.run(two()) == Verified(TENANT, SERVICE)


def test_keys_are_taken_over_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {Edges().openid_url: {"jwks_uri": "http://login.botframework.com/keys"}}
    monkeypatch.setattr(metadata, "_document", lambda client, url: pages[url])
    with pytest.raises(ValueError, match="only taken over https"):
        metadata.fetched(Edges().openid_url)


def test_slow_keys_keep_nobody_else_waiting(street: Street, microsoft: KeyServer, clock: HandClock) -> None:
    """Somebody's unknown key is being looked up, slowly; all others are answered meanwhile."""
    assert street.post(activity()).status_code == 200
    clock.seconds += PAUSE + 1
    microsoft.delay = 1.5
    stranger = bearer(kid="invented", signed_by="stranger")
    slow = threading.Thread(target=street.post, args=(activity(), stranger))
    began = steady()
    slow.start()
    took = []
    while microsoft.asked < 2:
        assert steady() - began < 5
    for _ in range(10):
        one = steady()
        assert street.post(activity()).status_code == 200
        took.append(steady() - one)
    assert slow.is_alive()
    slow.join()
    assert max(took) < 0.5


def test_the_first_askers_wait_for_one_and_the_same_list(street: Street, microsoft: KeyServer) -> None:
    microsoft.delay = 0.3
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(street.post(activity()).status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    assert microsoft.asked == 1


def test_no_part_of_a_token_is_logged(one_street: Street, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for bad in (token(signed_by="stranger"), token(aud="audience-of-somebody"), token(exp=1)):
        assert one_street.post(activity(), f"Bearer {bad}").status_code == 401
        assert not any(part in caplog.text for part in bad.split("."))
    assert "audience-of-somebody" not in caplog.text
