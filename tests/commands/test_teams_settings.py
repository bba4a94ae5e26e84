"""Microsoft Teams in the settings: what cannot be read, what lacks, and what `tierline doctor` says of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bot.commands.teams_checks import checked
from bot.parts import desk_settings
from bot.settings import BadSettings, load_settings
from bot.teams.certificate import read_certificate
from bot.teams_settings import for_slack, for_teams, missing_for_teams, missing_settings
from tests.commands.conftest import Run

APP, TENANT = "6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64", "0a1b2c3d-1111-2222-3333-444455556666"
DANA = "11111111-aaaa-bbbb-cccc-222222222222"
CHANNEL = "19:Ab_c-1@thread.tacv2"
TEAMS = {
    "TEAMS_APP_ID": APP,
    "TEAMS_TENANT_ID": TENANT,
    "TEAMS_CLIENT_SECRET": "very~secret",
    "TIERLINE_PUBLIC_URL": "https://tierline.example.com",
}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-very-secret", "SLACK_SIGNING_SECRET": "also-very-secret"}
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch):
    """Set variables of the environment, and read the settings."""

    def into_environment(**values: str):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return into_environment


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(key: rsa.RSAPrivateKey, until: datetime = NOW + timedelta(days=365)) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tierline")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(until)
    )
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def pem(key: rsa.RSAPrivateKey, password: bytes | None = None) -> bytes:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def test_complete_settings_lack_nothing(put) -> None:
    settings = put(**TEAMS)
    assert for_teams(settings)
    assert not for_slack(settings)
    assert missing_for_teams(settings) == missing_settings(settings) == []
    assert "very~secret" not in repr(settings)


def test_ids_of_entra_are_read_in_any_case_and_kept_in_lower_case(put) -> None:
    settings = put(TEAMS_APP_ID=f" {APP.upper()} ", TIERLINE_APPROVERS=DANA.upper())
    assert settings.teams_app_id == APP
    assert settings.tierline_approvers == {DANA}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TEAMS_APP_ID", "tierline", "TEAMS_APP_ID: read 'tierline'; expected an id of 32 hexadecimal digits"),
        ("TEAMS_TENANT_ID", "vendor.onmicrosoft.com", "TEAMS_TENANT_ID: read 'vendor.onmicrosoft.com'; expected an id"),
        ("TEAMS_TENANT_ID", "common", "TEAMS_TENANT_ID: read 'common'; expected an id"),
        ("TEAMS_MANAGED_IDENTITY", "singel-tenant", "TEAMS_MANAGED_IDENTITY: read 'singel-tenant'; expected true or"),
        ("TIERLINE_REVIEW_CHANNEL", "Reviews", "TIERLINE_REVIEW_CHANNEL: read 'Reviews'; expected a channel's id like"),
        ("TIERLINE_DEAL_DESK_CHANNEL", "19:abc@unq.gbl.spaces", "TIERLINE_DEAL_DESK_CHANNEL: read '19:abc@unq"),
        ("TIERLINE_DEAL_DESK_CHANNEL", f"{TENANT}:C0123ABCD", f"TIERLINE_DEAL_DESK_CHANNEL: read '{TENANT}:C0"),
        ("TIERLINE_DEAL_DESK_CHANNEL", f"T0456:{CHANNEL}", "TIERLINE_DEAL_DESK_CHANNEL: read 'T0456:19"),
        ("TIERLINE_APPROVERS", f"T0456:{DANA}", "TIERLINE_APPROVERS: expected Slack user ids"),
        ("TIERLINE_ADMINS", "6f2c1d9e", "TIERLINE_ADMINS: expected e-mail addresses"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_was_expected(put, name: str, value: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        put(**{name: value})
    (line,) = str(caught.value).splitlines()[1:]
    assert line.strip().startswith(said)
    assert "expected" in line


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_TENANT_ID", "TIERLINE_PUBLIC_URL"])
def test_each_thing_that_lacks_is_named_with_what_to_do(put, name: str) -> None:
    (said,) = missing_for_teams(put(**TEAMS | {name: ""}))
    assert said.startswith(f"{name} is not set: ")


def test_without_a_way_to_log_in_the_three_ways_are_named(put) -> None:
    (said,) = missing_for_teams(put(**TEAMS | {"TEAMS_CLIENT_SECRET": ""}))
    assert all(name in said for name in ("TEAMS_CLIENT_SECRET", "TEAMS_CERTIFICATE_FILE", "TEAMS_MANAGED_IDENTITY"))


def test_of_two_ways_to_log_in_it_is_said_which_to_take_away(put) -> None:
    settings = put(**TEAMS, TEAMS_MANAGED_IDENTITY="true", TEAMS_CERTIFICATE_FILE="tierline.pem")
    (said,) = missing_for_teams(settings)
    assert said == (
        "TEAMS_CLIENT_SECRET, TEAMS_CERTIFICATE_FILE and TEAMS_MANAGED_IDENTITY are set, and Tierline logs in to "
        "Microsoft in one way. To keep TEAMS_CLIENT_SECRET, take TEAMS_CERTIFICATE_FILE and TEAMS_MANAGED_IDENTITY "
        "away."
    )


def test_a_managed_identity_that_is_switched_off_is_not_set(put) -> None:
    assert not for_teams(put(TEAMS_MANAGED_IDENTITY="false"))
    assert missing_for_teams(put(**TEAMS)) == []
    assert missing_for_teams(put(TEAMS_CLIENT_SECRET="", TEAMS_MANAGED_IDENTITY="true")) == []


def test_the_id_of_a_secret_in_place_of_its_value_is_noticed(put) -> None:
    (said,) = missing_for_teams(put(**TEAMS | {"TEAMS_CLIENT_SECRET": DANA}))
    assert "Secret ID" in said
    assert DANA not in said


def test_ids_of_teams_stand_where_those_of_slack_do(put) -> None:
    name = "Deals%2C%20all"
    link = f"https://teams.microsoft.com/l/channel/19%3aAb_c-1%40thread.tacv2/{name}?groupId={APP}&tenantId={TENANT}"
    people = {"TIERLINE_APPROVERS": DANA, "TIERLINE_ADMINS": f"noa@vendor.example, {TENANT}:{DANA}"}
    settings = put(**TEAMS, **people, TIERLINE_DEAL_DESK_CHANNEL=link, TIERLINE_REVIEW_CHANNEL="19:x@thread.v2")
    desk = desk_settings(settings, TENANT)
    assert desk.deal_desk == CHANNEL
    assert desk.review_channel == "19:x@thread.v2"
    assert desk.approvers == {DANA}
    assert desk.admins == {"noa@vendor.example", DANA}, "the home's own tenant may be named"
    assert missing_settings(settings) == []


def test_a_desk_at_home_in_slack_names_the_tenant_before_ids_of_teams(put) -> None:
    link = "https://teams.cloud.microsoft/l/channel/19%3AAb_c-1%40thread.tacv2/Deals"
    people = {"TIERLINE_APPROVERS": f"U0DANA,{TENANT.upper()}:{DANA}", "TIERLINE_ADMINS": f"{TENANT}:{DANA}"}
    settings = put(**TEAMS, **SLACK, **people, TIERLINE_DEAL_DESK_CHANNEL=f"C0HOME, {TENANT}:{link}")
    desk = desk_settings(settings, "T0HOME")
    assert desk.deal_desk_of(TENANT) == (TENANT, CHANNEL)
    assert desk.deal_desk_of("T0HOME") == ("T0HOME", "C0HOME")
    assert desk.approvers == {"U0DANA", f"{TENANT}/{DANA}"}
    assert desk.admins == {f"{TENANT}/{DANA}"}
    assert missing_settings(settings) == []


@pytest.mark.parametrize(
    ("surfaces", "name", "value", "said"),
    [
        (TEAMS | SLACK, "TIERLINE_DEAL_DESK_CHANNEL", CHANNEL, f"Put the tenant before it: {TENANT}:{CHANNEL}."),
        (TEAMS | SLACK, "TIERLINE_APPROVERS", DANA, f"Put the tenant before it: {TENANT}:{DANA}."),
        (TEAMS | SLACK, "TIERLINE_ADMINS", f"{APP}:{DANA}", "expected the tenant of TEAMS_TENANT_ID"),
        (TEAMS | SLACK, "TIERLINE_REVIEW_CHANNEL", CHANNEL, "expected a channel of Slack"),
        (TEAMS, "TIERLINE_REVIEW_CHANNEL", "C0REVIEWS", "expected a channel of Teams"),
        (TEAMS, "TIERLINE_DEAL_DESK_CHANNEL", "C0DEALS", "an id of Slack, which is not set up"),
        (SLACK, "TIERLINE_DEAL_DESK_CHANNEL", f"C0HOME,{TENANT}:{CHANNEL}", "expected the tenant of TEAMS_TENANT_ID"),
    ],
)
def test_ids_that_nobody_would_be_found_under_are_said_at_the_start(
    put, surfaces: dict[str, str], name: str, value: str, said: str
) -> None:
    (problem,) = missing_settings(put(**surfaces, **{name: value}))
    assert problem.startswith(f"{name}: read ")
    assert said in problem


def test_a_certificate_with_its_key_is_enough(put, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    file = tmp_path / "tierline.pem"
    file.write_bytes(pem(key) + certificate(key))
    settings = put(**TEAMS | {"TEAMS_CLIENT_SECRET": ""}, TEAMS_CERTIFICATE_FILE="tierline.pem")
    assert missing_for_teams(settings) == []
    assert len(read_certificate(file).thumbprint) == 40


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda key: b"", "holds no certificate"),
        (lambda key: pem(key), "holds no certificate"),
        (lambda key: certificate(key), "holds no private key"),
        (lambda key: certificate(key) + pem(key, b"hush"), "under a password"),
        (lambda key: certificate(key) + pem(rsa.generate_private_key(65537, 2048)), "is not the certificate's"),
    ],
)
def test_a_file_that_is_no_certificate_with_its_key_is_said(
    put, key: rsa.RSAPrivateKey, tmp_path: Path, made, why: str
) -> None:
    (tmp_path / "tierline.pem").write_bytes(made(key))
    (said,) = missing_for_teams(put(**TEAMS | {"TEAMS_CLIENT_SECRET": ""}, TEAMS_CERTIFICATE_FILE="tierline.pem"))
    assert said.startswith("TEAMS_CERTIFICATE_FILE: tierline.pem ")
    assert why in said
    assert "PRIVATE" not in said


def test_a_certificate_file_that_is_not_there_is_said(put) -> None:
    (said,) = missing_for_teams(put(**TEAMS | {"TEAMS_CLIENT_SECRET": ""}, TEAMS_CERTIFICATE_FILE="nowhere.pem"))
    assert said.startswith("TEAMS_CERTIFICATE_FILE: nowhere.pem cannot be read: No such file")


@pytest.mark.parametrize(
    ("days", "good", "fatal", "said"),
    [
        (-1, False, True, "expired on 2026-11-25"),
        (10, False, False, "expires on 2026-12-06"),
        (300, True, False, "is good until 2027-09-22"),
    ],
)
def test_doctor_says_how_long_the_certificate_is_good(
    put, key: rsa.RSAPrivateKey, tmp_path: Path, days: int, good: bool, fatal: bool, said: str
) -> None:
    (tmp_path / "tierline.pem").write_bytes(certificate(key, NOW + timedelta(days=days)) + pem(key))
    settings = put(**TEAMS | {"TEAMS_CLIENT_SECRET": ""}, TEAMS_CERTIFICATE_FILE="tierline.pem")
    found = [each for each in checked(settings, NOW) if "tierline.pem" in each[1]]
    assert [each[::2] for each in found] == [(good, fatal)]
    assert said in found[0][1]


def test_doctor_logs_in_where_it_is_told_how(put) -> None:
    settings = put(**TEAMS)
    *_, last = checked(settings, NOW, lambda asked: (asked is settings, "Microsoft gives a token.", True))
    assert last == (True, "Microsoft gives a token.", True)


def test_doctor_finds_teams_alone_complete(tierline: Run, database: str) -> None:
    found = tierline("doctor", "--offline", DATABASE_URL=database, **TEAMS)
    assert found.exit_code == 0
    assert f"ok    Teams settings are there (tenant {TENANT}, login by TEAMS_CLIENT_SECRET)." in found.stdout
    assert "ok    The bot's messaging endpoint is https://tierline.example.com/api/messages." in found.stdout
    assert "teams-package" in found.stdout
    assert "SLACK_" not in found.stdout
    assert "very~secret" not in found.output


def test_doctor_says_that_microsoft_cannot_reach_this_machine(tierline: Run, database: str) -> None:
    own = TEAMS | {"TIERLINE_PUBLIC_URL": "http://127.0.0.1:8080"}
    found = tierline("doctor", "--offline", DATABASE_URL=database, **own)
    assert found.exit_code == 1
    assert "TIERLINE_PUBLIC_URL is http://127.0.0.1:8080, which Microsoft cannot reach" in found.stdout
