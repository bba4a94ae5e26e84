"""Settings: read from the environment and `.env`, refused all at once and in words, never printed when secret."""

from pathlib import Path

import pytest

from bot.parts import desk_settings
from bot.settings import BadSettings, Settings, load_settings, missing_for_slack

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-hush-hush",
    "SLACK_SIGNING_SECRET": "hush-hush",
    "SLACK_APP_TOKEN": "xapp-hush-hush",
    "SLACK_CLIENT_SECRET": "hush-hush",
    "TEAMS_CLIENT_SECRET": "hush-hush",
    "TIERLINE_METRICS_TOKEN": "hush-hush",
    "TIERLINE_TOKEN_KEYS": "aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2gtaHU=",
    "DATABASE_URL": "postgresql://pam:hush-hush@127.0.0.1/desk",
}

BAD = {
    "SLACK_API_BASE_URL": "slack.com/api",
    "TEAMS_APP_ID": "tierline",
    "TEAMS_TENANT_ID": "vendor.onmicrosoft.com",
    "TEAMS_MANAGED_IDENTITY": "singel-tenant",
    "PORT": "eighty",
    "LOG_LEVEL": "loud",
    "TIERLINE_LOG_FORMAT": "xml",
    "TIERLINE_PUBLIC_URL": "http://tierline.example",
    "TIERLINE_WORKSPACES": "T0ACME,acme",
    "TIERLINE_TOKEN_KEYS": "hush-hush",
    "TIERLINE_DEAL_DESK_CHANNEL": "#deal-desk",
    "TIERLINE_REVIEW_CHANNEL": "general",
    "TIERLINE_APPROVERS": "U0DANA,@sam,dana@vendor.example",
    "TIERLINE_TIME_ZONE": "Mars/Olympus",
    "TIERLINE_COUNTRY": "USA",
}


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch):
    """Set variables of the environment."""

    def into_environment(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return into_environment


def refusal() -> list[str]:
    """The lines that name what cannot be used."""
    with pytest.raises(BadSettings) as caught:
        load_settings()
    head, *lines = str(caught.value).splitlines()
    assert head == "These settings cannot be used:"
    return [line.strip() for line in lines]


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///tierline.db"
    assert settings.port == 8080
    assert settings.slack_bot_token is None


def test_every_bad_value_is_named_at_once(put) -> None:
    put(**BAD)
    lines = refusal()
    assert {line.partition(":")[0] for line in lines} == set(BAD)
    assert all("expected" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "70000", "PORT: read '70000'; expected less than or equal to 65535"),
        ("PORT", "-1", "PORT: read '-1'; expected greater than or equal to 0"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: read 'loud'; expected DEBUG, INFO, WARNING or ERROR"),
        ("TIERLINE_TIME_ZONE", "America", "TIERLINE_TIME_ZONE: read 'America'; expected an IANA time zone"),
        ("TIERLINE_TIME_ZONE", "../UTC", "TIERLINE_TIME_ZONE: read '../UTC'; expected an IANA time zone"),
        ("TIERLINE_COUNTRY", "ÜS", "TIERLINE_COUNTRY: read 'ÜS'; expected an ISO 3166-1 code"),
        ("TIERLINE_DEAL_DESK_CHANNEL", "#desk", "TIERLINE_DEAL_DESK_CHANNEL: read '#desk'; expected a channel's id"),
        (
            "TIERLINE_PUBLIC_URL",
            "http://tierline.example",
            "TIERLINE_PUBLIC_URL: read 'http://tierline.example'; expected",
        ),
        ("TIERLINE_PUBLIC_URL", "https://t.example/app", "TIERLINE_PUBLIC_URL: read 'https://t.example/app'; expected"),
        ("TIERLINE_TOKEN_KEYS", "sesame", "TIERLINE_TOKEN_KEYS: expected keys as `tierline keys new` prints them"),
        ("SLACK_API_BASE_URL", "file:///etc", "SLACK_API_BASE_URL: read 'file:///etc'; expected a web address"),
    ],
)
def test_a_bad_value_is_shown_beside_what_was_expected(put, name: str, value: str, said: str) -> None:
    put(**{name: value})
    (line,) = refusal()
    assert line.startswith(said)


def test_ids_that_are_none_are_picked_out_of_the_list(put) -> None:
    put(TIERLINE_APPROVERS="U0DANA, sam ,W0PAM, @eve")
    (line,) = refusal()
    assert line.endswith("no ids: @eve, sam")


def test_workspaces_are_named_once_and_stay_in_order(put) -> None:
    put(TIERLINE_WORKSPACES="T0BRAVO, T0ALPHA,T0BRAVO,")
    assert load_settings().tierline_workspaces == ("T0BRAVO", "T0ALPHA")


def test_an_address_on_this_machine_needs_no_encryption(put) -> None:
    put(TIERLINE_PUBLIC_URL="http://127.0.0.1:8080/")
    assert load_settings().tierline_public_url == "http://127.0.0.1:8080"


def test_several_workspaces_need_all_of_these_and_no_token_of_one(put) -> None:
    put(SLACK_CLIENT_ID="1.2", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    missing = missing_for_slack(load_settings())
    assert [sentence.partition(" ")[0] for sentence in missing] == [
        "SLACK_CLIENT_SECRET",
        "SLACK_SIGNING_SECRET",
        "TIERLINE_TOKEN_KEYS",
        "TIERLINE_WORKSPACES",
        "TIERLINE_PUBLIC_URL",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]
    assert "both set" in missing[-1]
    assert "both set" in missing[-2]


def test_channels_and_approvers_of_other_workspaces_are_kept_apart(put) -> None:
    put(TIERLINE_DEAL_DESK_CHANNEL="C0HOME, T0BETA:C0BETA", TIERLINE_APPROVERS="U0DANA,T0BETA:U0DANA,T0BETA:U0EVE")
    settings = load_settings()
    desk = desk_settings(settings, "T0HOME")
    assert desk.approvers == {"U0DANA", "T0BETA/U0DANA", "T0BETA/U0EVE"}
    assert desk.deal_desk_of("T0BETA") == ("T0BETA", "C0BETA")
    assert desk.deal_desk_of("T0HOME") == desk.deal_desk_of("T0GAMMA") == ("T0HOME", "C0HOME")


def test_a_list_may_have_spaces_and_a_last_comma(put) -> None:
    put(TIERLINE_APPROVERS=" U0DANA , U0SAM, ")
    assert load_settings().tierline_approvers == {"U0DANA", "U0SAM"}


def test_values_are_read_the_way_people_write_them(put) -> None:
    put(LOG_LEVEL="warning", TIERLINE_COUNTRY="de", TIERLINE_TIME_ZONE="Europe/Berlin", PORT="")
    settings = load_settings()
    assert (settings.log_level, settings.tierline_country, settings.port) == ("WARNING", "DE", 8080)


def test_the_environment_goes_before_the_file(put, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9001\nHOST=127.0.0.9\nSOMETHING_ELSE=1\n", encoding="utf-8")
    put(PORT="9002")
    settings = load_settings()
    assert (settings.port, settings.host) == (9002, "127.0.0.9")


def test_a_bad_value_of_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=eighty\n", encoding="utf-8")
    assert refusal()[0].startswith("PORT: read 'eighty'")


def test_a_file_of_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("HOST=ü\n".encode("utf-16"))
    with pytest.raises(BadSettings, match=r"\.env is not UTF-8 text"):
        load_settings()


def test_secrets_are_never_printed(put) -> None:
    put(**SECRETS)
    settings = load_settings()
    assert "hush" not in repr(settings)
    assert SECRETS["TIERLINE_TOKEN_KEYS"] not in repr(settings)
    assert "hush" not in str(settings)
    put(PORT="eighty")
    assert "hush" not in " ".join(refusal())


def test_everything_that_may_hold_a_secret_is_kept_out_of_messages() -> None:
    hidden = {name.upper() for name, field in Settings.model_fields.items() if not field.repr}
    assert hidden == set(SECRETS)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("TIERLINE_APPROVERS", "U0DANA,xoxb-1-sekret", "no ids: xoxb-…"),
        ("TIERLINE_APPROVERS", "xapp-1-sekret", "no ids: xapp-…"),
        ("TIERLINE_APPROVERS", "@sam=xoxe.xoxp-1-sekret", "no ids: @sam=xoxe.…"),
        ("TIERLINE_DEAL_DESK_CHANNEL", "XOXB-1-sekret", "read 'XOXB-…'"),
        ("LOG_LEVEL", "x" * 50 + "xoxb-1-sekret", "xoxb-…'"),
        ("TEAMS_APP_ID", "Abc8Q~sekret.sekret-sekret_sekret~sekret", "read '…'"),
        ("TIERLINE_ADMINS", "Abc8Q~sekret.sekret-sekret", "neither: …"),
        ("SLACK_API_BASE_URL", "ftp://pam:sekret@slack.example/", "read 'ftp://…@slack.example/'"),
        ("SLACK_API_BASE_URL", "https://pam:sekret@slack.example/", "read 'https://…@slack.example/'"),
        ("SLACK_API_BASE_URL", "https://pam:sek/ret@slack.example/", "read 'https://…@slack.example/'"),
    ],
)
def test_a_token_or_password_in_the_wrong_place_is_not_printed(put, name: str, value: str, shown: str) -> None:
    put(**{name: value})
    (line,) = refusal()
    assert shown in line
    assert "sek" not in line


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1
