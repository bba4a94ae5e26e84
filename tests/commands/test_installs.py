"""`tierline keys`, `tierline installs` and what `tierline doctor` says of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.engine import open_store
from store.migrate import migrate
from store.repositories.installations import Installation, NewInstallation
from store.sealing import Sealer, bot_token, new_key, refresh_token
from tests.commands.conftest import Run
from tests.support.slack import LoopbackSlack, loopback_slack

OLD, NEW = new_key(), new_key()
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'installs.db'}"
    migrate(address)
    return address


def install(url: str, workspace: str, key: str = OLD, refresh: str | None = None) -> None:
    """What an install would have kept."""
    sealer, store = Sealer([key]), open_store(url)
    new = NewInstallation(
        workspace=workspace,
        name=f"Company {workspace}",
        enterprise=None,
        bot_user="UBOT",
        bot="B1",
        token=sealer.seal(f"xoxb-of-{workspace}", bot_token(workspace)),
        refresh_token=sealer.seal(refresh, refresh_token(workspace)) if refresh else None,
        expires_at=AT if refresh else None,
        scopes=("commands",),
        installed_by="U0ADMIN",
        installed_at=AT,
    )
    with store.write() as work:
        work.installations.put(new)
    store.close()


def kept(url: str) -> dict[str, Installation]:
    store = open_store(url)
    with store.read() as work:
        found = {each.workspace: each for each in work.installations.all()}
    store.close()
    return found


def test_a_new_key_is_one_that_can_be_set(tierline: Run, url: str) -> None:
    key = tierline("keys", "new").stdout.strip()
    assert tierline("keys", "rotate", DATABASE_URL=url, TIERLINE_TOKEN_KEYS=key).exit_code == 0
    assert key != tierline("keys", "new").stdout.strip()


def test_rotating_keeps_every_token_under_the_newest_key_alone(tierline: Run, url: str) -> None:
    install(url, "T0ALPHA", refresh="xoxe-1-a")
    install(url, "T0BETA", NEW)
    done = tierline("keys", "rotate", DATABASE_URL=url, TIERLINE_TOKEN_KEYS=f"{NEW}, {OLD}")
    assert done.stdout == "1 of the installations are now kept under the newest key.\n"
    alone, found = Sealer([NEW]), kept(url)
    assert alone.open(found["T0ALPHA"].token, bot_token("T0ALPHA")) == "xoxb-of-T0ALPHA"
    assert alone.open(str(found["T0ALPHA"].refresh_token), refresh_token("T0ALPHA")) == "xoxe-1-a"
    again = tierline("keys", "rotate", DATABASE_URL=url, TIERLINE_TOKEN_KEYS=NEW)
    assert again.stdout.startswith("0 of")


def test_a_lost_key_is_said_and_nothing_changes(tierline: Run, url: str) -> None:
    install(url, "T0ALPHA", NEW)
    install(url, "T0BETA", OLD)
    before = kept(url)
    done = tierline("keys", "rotate", DATABASE_URL=url, TIERLINE_TOKEN_KEYS=NEW)
    assert done.exit_code == 1
    assert "Put the key that sealed it behind the newest one" in done.stderr
    assert kept(url) == before


def test_without_keys_there_is_nothing_to_rotate(tierline: Run, url: str) -> None:
    done = tierline("keys", "rotate", DATABASE_URL=url)
    assert done.exit_code == 1
    assert "TIERLINE_TOKEN_KEYS is not set" in done.stderr


def test_installations_are_listed_without_their_tokens(tierline: Run, url: str) -> None:
    assert tierline("installs", "list", DATABASE_URL=url).stdout == "No workspace has installed the app.\n"
    install(url, "T0ALPHA", refresh="xoxe-1-a")
    install(url, "T0BETA")
    head, alpha, beta = tierline("installs", "list", DATABASE_URL=url).stdout.splitlines()
    assert head.split() == ["WORKSPACE", "NAME", "INSTALLED", "(UTC)", "BY", "TOKEN"]
    assert alpha.split()[0] == "T0ALPHA"
    assert "until 2026-11-20 09:30" in alpha
    assert "does not expire" in beta
    assert kept(url)["T0ALPHA"].token not in alpha


@pytest.mark.parametrize(("typed", "left"), [("n\n", True), ("", True), ("y\n", False)])
def test_removing_asks_first(tierline: Run, url: str, typed: str, left: bool) -> None:
    install(url, "T0ALPHA")
    asked = tierline("installs", "remove", "T0ALPHA", typed=typed, DATABASE_URL=url)
    assert "Remove Company T0ALPHA (T0ALPHA) and its token?" in asked.stdout
    assert ("T0ALPHA" in kept(url)) is left


def test_removing_need_not_ask(tierline: Run, url: str) -> None:
    install(url, "T0ALPHA")
    install(url, "T0BETA")
    done = tierline("installs", "remove", "T0ALPHA", "--yes", DATABASE_URL=url)
    assert done.stdout == "Company T0ALPHA (T0ALPHA) is removed; 0 waiting messages are parked.\n"
    assert list(kept(url)) == ["T0BETA"]
    again = tierline("installs", "remove", "T0ALPHA", "--yes", DATABASE_URL=url)
    assert again.exit_code == 1
    assert "See `tierline installs list`." in again.stderr


@pytest.fixture
def slack() -> Iterator[LoopbackSlack]:
    with loopback_slack(LoopbackSlack()) as loopback:
        yield loopback


def test_doctor_looks_at_keys_and_installations(tierline: Run, url: str, slack: LoopbackSlack) -> None:
    several = {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "very-secret",
        "SLACK_SIGNING_SECRET": "very-secret",
        "SLACK_API_BASE_URL": slack.base_url,
        "TIERLINE_PUBLIC_URL": "https://tierline.example",
        "TIERLINE_TOKEN_KEYS": f"{NEW},{OLD}",
        "TIERLINE_WORKSPACES": "T0ALPHA,T0BETA,T0GAMMA",
        "DATABASE_URL": url,
    }
    install(url, "T0ALPHA", NEW)
    install(url, "T0BETA", OLD)
    install(url, "T0GONE", new_key())
    found = tierline("doctor", **several)
    assert found.exit_code == 1
    assert "ok    Slack settings are there (HTTP, 3 workspaces may install)." in found.stdout
    assert "ok    Slack accepts the token of Company T0ALPHA (T0ALPHA)." in found.stdout
    wrong = [line for line in found.stdout.splitlines() if line.startswith("FAIL")]
    assert [mark for mark in ("T0GAMMA has not installed", "kept under an old key", "is not one of", "cannot be opened")
            if not any(mark in line for line in wrong)] == []  # fmt: skip
    assert len(wrong) == 4
    assert "secret" not in found.output
    offline = tierline("doctor", "--offline", **several)
    assert "Slack accepts" not in offline.stdout
    slack.errors["auth.test"] = "account_inactive"
    refused = tierline("doctor", **several)
    assert "Slack does not accept the token of Company T0ALPHA (T0ALPHA) (account_inactive)." in refused.stdout
