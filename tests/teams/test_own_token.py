"""Our own token for what we send: how it is asked for, how long it is kept, and what is said when there is none."""

import asyncio
import datetime
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import jwt
import pytest
from botframework.connector.auth import MicrosoftAppCredentials
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from bot.clock import FrozenClock, SystemClock
from bot.teams.credentials import Certificate, Credential, ManagedIdentity, Secret, TokenRefused
from bot.teams.sdk.tokens import Tokens
from tests.support.teams_keys import APP, TENANT, key
from tests.support.teams_login import PlayedLogin, played_login

SECRET = Secret("s3cr3t~of~the~app")
PEM = PrivateFormat.PKCS8


@pytest.fixture
def login() -> Iterator[PlayedLogin]:
    with played_login() as login:
        yield login


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(SystemClock().now())


def tokens(login: PlayedLogin, clock: FrozenClock, credential: Credential = SECRET, tenant: str = TENANT) -> Tokens:
    return Tokens(credential, APP, tenant, clock, session=login.session)


def number(token: str) -> int:
    found: int = jwt.decode(token, options={"verify_signature": False})["n"]
    return found


def certificate_pem() -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tierline")])
    today = datetime.datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key("own").public_key())
    made = made.serial_number(7).not_valid_before(today).not_valid_after(today + timedelta(days=3650))
    return made.sign(key("own"), hashes.SHA256()).public_bytes(Encoding.PEM)


def key_pem(secured: serialization.KeySerializationEncryption | None = None) -> bytes:
    return key("own").private_bytes(Encoding.PEM, PEM, secured or NoEncryption())


def test_a_secret_gets_a_token_for_the_bot_connector_in_our_tenant(login: PlayedLogin, clock: FrozenClock) -> None:
    assert number(tokens(login, clock).get()) == 1
    assert login.paths == [f"/{TENANT}/oauth2/v2.0/token"]
    asked = login.asked[0]
    assert asked["grant_type"] == "client_credentials"
    assert asked["scope"] == "https://api.botframework.com/.default"
    assert (asked["client_id"], asked["client_secret"]) == (APP, SECRET.value)


def test_a_certificate_signs_instead(login: PlayedLogin, clock: FrozenClock, tmp_path: Path) -> None:
    file = tmp_path / "app.pem"
    file.write_bytes(key_pem() + certificate_pem())
    assert number(tokens(login, clock, Certificate(file)).get()) == 1
    proof = login.asked[0]["client_assertion"]
    assert jwt.decode(proof, key("own").public_key(), ["PS256"], audience=None, options={"verify_aud": False})["iss"]
    printed = x509.load_pem_x509_certificate(certificate_pem()).fingerprint(hashes.SHA256())
    assert jwt.get_unverified_header(proof)["x5t#S256"].rstrip("=") == jwt.utils.base64url_encode(printed).decode()


def test_a_managed_identity_asks_the_machine(
    login: PlayedLogin, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{login.url}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", "of-this-machine")
    assert number(tokens(login, clock, ManagedIdentity()).get()) == 1
    asked = login.asked[0]
    assert asked["resource"] == "https://api.botframework.com"
    assert (asked["client_id"], asked["header"]) == (APP, "of-this-machine")
    login.error = "No User Assigned or Delegated Managed Identity found"
    with pytest.raises(TokenRefused, match="Assign the user-assigned managed identity"):
        tokens(login, clock, ManagedIdentity()).get()


def test_one_token_serves_many_messages(login: PlayedLogin, clock: FrozenClock) -> None:
    ours = tokens(login, clock)
    assert {ours.get() for _ in range(50)} == {ours.get()}
    assert len(login.asked) == 1


def test_many_threads_fetch_one_token(login: PlayedLogin, clock: FrozenClock) -> None:
    login.delay = 0.2
    ours = tokens(login, clock)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ours.get())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(login.asked) == 1


def test_a_token_is_renewed_five_minutes_before_its_end(login: PlayedLogin, clock: FrozenClock) -> None:
    ours = tokens(login, clock)
    ours.get()
    clock.instant += timedelta(minutes=54)
    assert number(ours.get()) == 1
    clock.instant += timedelta(minutes=1, seconds=2)
    assert number(ours.get()) == 2


def test_a_token_that_is_still_good_outlives_a_login_that_is_down(
    login: PlayedLogin, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tokens(login, clock)
    ours.get()
    tries: list[object] = []
    asked = MicrosoftAppCredentials.get_access_token

    def counted(credentials: MicrosoftAppCredentials) -> str:
        tries.append(credentials)
        token: str = asked(credentials)
        return token

    monkeypatch.setattr(MicrosoftAppCredentials, "get_access_token", counted)
    login.down = True
    clock.instant += timedelta(minutes=57)
    assert {number(ours.get()) for _ in range(10)} == {1}
    assert len(tries) == 1  # the login is not asked for each message
    clock.instant += timedelta(seconds=31)
    assert number(ours.get()) == 1
    assert len(tries) == 2
    clock.instant += timedelta(minutes=4)
    with pytest.raises(TokenRefused) as refused:
        ours.get()
    assert refused.value.transient
    login.down = False
    assert number(wait_for(ours)) > 1


def wait_for(ours: Tokens) -> str:
    """A token, once MSAL, which throttles after a failure, asks again."""
    for _ in range(80):
        try:
            return ours.get()
        except TokenRefused:
            threading.Event().wait(0.1)
    return ours.get()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("AADSTS700016: Application with identifier", f"no app {APP} in the tenant {TENANT}. Check the app id"),
        ("AADSTS7000215: Invalid client secret provided.", "is wrong. Copy the value of the secret, not its id"),
        ("AADSTS7000222: The provided client secret keys are expired", "has expired. Make a new one"),
        ("AADSTS7000229: missing service principal", "has no service principal in the tenant"),
        ("AADSTS7000112: disabled", "is disabled in the tenant"),
        ("AADSTS700027: certificate", "Upload this certificate"),
        ("AADSTS700024: assertion not within its valid time range", "Set this machine's clock"),
        ("AADSTS50196: loop", "AADSTS50196. It is a passing trouble"),
        (
            "AADSTS53003: blocked by policy, trace 123",
            "refused the app 11111111-2222-3333-4444-555555555555 with AADSTS5",
        ),
        ("something else", "something that is no token"),
    ],
)
def test_a_refusal_says_what_to_do(login: PlayedLogin, clock: FrozenClock, said: str, sentence: str) -> None:
    login.error = said
    with pytest.raises(TokenRefused) as refused:
        tokens(login, clock).get()
    assert sentence in refused.value.sentence
    assert "trace" not in refused.value.sentence


def test_a_refusal_is_over_once_it_is_mended(login: PlayedLogin, clock: FrozenClock) -> None:
    ours = tokens(login, clock)
    login.error = "AADSTS7000215: Invalid client secret provided."
    with pytest.raises(TokenRefused):
        ours.get()
    login.error = ""
    assert wait_for(ours)


def test_an_unknown_tenant_is_named(login: PlayedLogin, clock: FrozenClock) -> None:
    with pytest.raises(TokenRefused, match=r"There is no tenant 99999999-0000-0000-0000-000000000000. Check"):
        tokens(login, clock, tenant="99999999-0000-0000-0000-000000000000").get()


def test_a_login_that_cannot_be_reached_is_no_refusal(login: PlayedLogin, clock: FrozenClock) -> None:
    login.url = "http://127.0.0.1:9"
    with pytest.raises(TokenRefused, match="could not be reached") as refused:
        tokens(login, clock).get()
    assert refused.value.transient


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no PEM at all \xff",
        certificate_pem(),
        key_pem(),
        key_pem(BestAvailableEncryption(b"pass")) + certificate_pem(),
        key_pem().replace(b"MII", b"AAA") + certificate_pem(),
    ],
    ids=["empty", "not PEM", "no key", "no certificate", "passphrase", "damaged"],
)
def test_a_file_that_is_no_certificate_with_its_key_is_named(
    login: PlayedLogin, clock: FrozenClock, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "app.pem"
    file.write_bytes(content)
    with pytest.raises(TokenRefused, match=r"app\.pem has to hold a certificate and its private key") as refused:
        tokens(login, clock, Certificate(file)).get()
    assert str(tmp_path) not in refused.value.sentence
    assert login.asked == []


def test_a_missing_certificate_file_is_named(login: PlayedLogin, clock: FrozenClock, tmp_path: Path) -> None:
    with pytest.raises(TokenRefused, match=r"none\.pem cannot be read"):
        tokens(login, clock, Certificate(tmp_path / "none.pem")).get()


@pytest.mark.parametrize(("app", "tenant"), [("", TENANT), (APP, ""), (APP, "common"), (APP, "botframework.com")])
def test_app_and_tenant_are_ids(clock: FrozenClock, app: str, tenant: str) -> None:
    with pytest.raises(ValueError, match="has to be an id like"):
        Tokens(SECRET, app, tenant, clock)


def test_a_token_is_never_waited_for_on_an_event_loop(login: PlayedLogin, clock: FrozenClock) -> None:
    ours = tokens(login, clock)

    async def ask() -> str:
        return ours.get()

    with pytest.raises(RuntimeError, match="never on the event loop"):
        asyncio.run(ask())
    ours.get()
    assert asyncio.run(ask()) == ours.get()  # what is there already may be taken anywhere


def test_the_secret_is_shown_nowhere(login: PlayedLogin, clock: FrozenClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    login.error = f"AADSTS7000215: Invalid client secret {SECRET.value}"
    with pytest.raises(TokenRefused) as refused:
        tokens(login, clock).get()
    assert SECRET.value not in caplog.text + refused.value.sentence + repr(SECRET) + repr(refused.value)
