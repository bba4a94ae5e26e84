"""A workspace takes the app away: its token is gone at once, its messages are parked, and nobody else notices."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from store.outbox import NewMessage
from tests.support.house import until
from tests.support.several import ALPHA, BETA, Colleague, SeveralSlack, Street
from tests.support.slack import JSON, call, signed

Open = Callable[..., Street]


@pytest.fixture
def pam(installed: Street) -> Colleague:
    return installed.member("U0PAM", ALPHA)


def uninstall(person: Colleague, street: Street, **other: Any) -> None:
    now = int(street.clock.now().timestamp())
    assert person.event({"type": "app_uninstalled"}, **{"event_time": now, "authorizations": [], **other}).status == 200


def waiting(street: Street, workspace: str) -> int:
    """A message that waits until tomorrow; its id."""
    now = street.clock.now()
    message = NewMessage(
        occurrence_key=f"later:{workspace}",
        kind="later",
        platform="slack",
        workspace=workspace,
        target="channel:C0",
        document="{}",
        due_at=now.replace(year=now.year + 1),
    )
    with street.service.store.write() as work:
        assert work.outbox.put(message, now)
        return max(each.id for each in work.outbox.listing(["pending"], 1))


def states(street: Street) -> dict[str, tuple[str, str | None]]:
    found = street.rows(lambda work: work.outbox.listing(["pending", "parked"], 99))
    return {each.occurrence_key: (each.state, each.reason) for each in found if each.kind == "later"}


def test_the_token_is_gone_the_messages_are_parked_and_the_other_workspace_goes_on(
    installed: Street, slack: SeveralSlack, pam: Colleague
) -> None:
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
    waiting(installed, ALPHA), waiting(installed, BETA)
    uninstall(pam, installed)
    assert [each.workspace for each in installed.rows(lambda work: work.installations.all())] == [BETA]
    assert "not installed" in pam.say("/partner tier Acme")["text"]
    assert "Bronze" in installed.member("U0PAM", BETA).say("/partner tier Acme")["text"]
    state, reason = states(installed)[f"later:{ALPHA}"]
    assert state == "parked"
    assert "Install it again" in str(reason)
    assert states(installed)[f"later:{BETA}"] == ("pending", None)


def test_told_twice_it_is_done_once(installed: Street, pam: Colleague) -> None:
    uninstall(pam, installed)
    uninstall(pam, installed)
    assert [each.workspace for each in installed.rows(lambda work: work.installations.all())] == [BETA]


def test_told_late_it_does_not_take_the_new_installation_away(installed: Street, pam: Colleague) -> None:
    long_ago = int(installed.clock.now().timestamp()) - 600
    installed.install(ALPHA)
    uninstall(pam, installed, event_time=long_ago)
    assert len(installed.rows(lambda work: work.installations.all())) == 2


@pytest.mark.parametrize(
    ("tokens", "left"), [({"bot": ["UBOTT0ALPHA"]}, 1), ({"oauth": ["U0PAM"]}, 2), ({"bot": []}, 2), ({}, 2)]
)
def test_a_revoked_bot_token_is_an_uninstall_and_a_persons_token_is_not(
    installed: Street, pam: Colleague, tokens: dict[str, list[str]], left: int
) -> None:
    now = int(installed.clock.now().timestamp())
    pam.event({"type": "tokens_revoked", "tokens": tokens}, event_time=now, authorizations=[])
    assert len(installed.rows(lambda work: work.installations.all())) == left


def test_nobody_but_slack_can_uninstall(installed: Street) -> None:
    body = json.dumps({"type": "event_callback", "team_id": ALPHA, "event": {"type": "app_uninstalled"}}).encode()
    answer = asyncio.run(call(installed.app, body, signed(body, JSON, secret="guessed")))
    assert answer.status == 401
    assert len(installed.rows(lambda work: work.installations.all())) == 2


def test_after_installing_again_everything_works(installed: Street, slack: SeveralSlack, pam: Colleague) -> None:
    id = waiting(installed, ALPHA)
    uninstall(pam, installed)
    installed.install(ALPHA)
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
    with installed.service.store.write() as work:
        assert work.outbox.retry(id, installed.clock.now())


def test_messages_of_a_workspace_that_is_not_allowed_any_more_are_given_up(
    installed: Street, open_street: Open
) -> None:
    url = installed.settings.database_url
    waiting(installed, BETA)
    with installed.service.store.write() as work:
        work.outbox.put(
            NewMessage("now:beta", "later", "slack", BETA, "channel:C0", "{}", installed.clock.now()),
            installed.clock.now(),
        )
    installed.service.stop()
    alone = open_street(database=url, tierline_workspaces=(ALPHA,))
    until("it is parked", lambda: states(alone).get("now:beta", ("", None))[0] == "parked")
    assert "TIERLINE_WORKSPACES" in str(states(alone)["now:beta"][1])
    assert "not installed" in alone.member("U0PAM", BETA).say("/partner tier Acme")["text"]


def test_installs_and_uninstalls_are_in_the_audit_trail(installed: Street, pam: Colleague) -> None:
    uninstall(pam, installed)
    trail = installed.rows(lambda work: work.audit.of(f"installation:{ALPHA}"))
    assert [(each.action, each.workspace) for each in trail] == [
        ("installation.added", ALPHA),
        ("installation.left", ALPHA),
    ]
    assert trail[0].actor.startswith(f"{ALPHA}/U0ADMIN")
