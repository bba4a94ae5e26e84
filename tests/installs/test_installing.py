"""Installing in a browser: what a person sees on every way through it, and what is kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.slack.installs.pages import COOKIE
from bot.slack.scopes import needed
from store.sealing import Sealer, bot_token
from tests.support.several import ALPHA, BETA, FOREIGN, SeveralSlack, Street, cookie, link

Open = Callable[..., Street]


def test_an_admin_installs_and_the_workspace_is_answered(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    before = street.member("U0PAM", ALPHA).say("/partner tier Acme")
    assert "not installed in this workspace" in before["text"]
    page = street.install(ALPHA)
    assert page.status == 200
    assert f"Tierline is installed in Company {ALPHA}" in page.text
    answer = street.member("U0PAM", ALPHA).say("/partner tier Acme")
    assert "Acme Communications is Bronze" in answer["text"]


def test_the_scopes_asked_for_are_exactly_the_needed_ones(open_street: Open) -> None:
    address = open_street().browser().begin()
    scope = address.split("scope=")[1].split("&")[0].replace("%3A", ":").split("%2C")
    assert (sorted(scope), set(scope)) == (scope, needed())


def test_the_token_is_kept_sealed_and_only_for_its_workspace(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    street.install(ALPHA)
    kept = street.rows(lambda work: work.installations.get(ALPHA))
    token = slack.token_of(ALPHA)
    assert token not in repr(kept)
    assert (kept.bot_user, kept.bot, kept.installed_by) == (f"UBOT{ALPHA}", f"B{ALPHA}", "U0ADMIN")
    keys = street.settings.tierline_token_keys
    assert keys is not None
    assert Sealer([keys.get_secret_value()]).open(kept.token, bot_token(ALPHA)) == token


def test_pages_are_readable_by_everybody_and_load_nothing(open_street: Open) -> None:
    page = open_street().browser().get("/slack/install")
    assert '<html lang="en">' in page.text
    assert page.text.count("<h1>") == page.text.count("<main>") == page.text.count("<a ") == 1
    assert "<script" not in page.text
    assert "src=" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    set_cookie = cookie(page)
    assert set_cookie.key == COOKIE
    assert set_cookie["secure"]
    assert set_cookie["httponly"]
    assert (set_cookie["samesite"], set_cookie["path"], set_cookie["max-age"]) == ("lax", "/", "600")


def test_a_refusal_is_said_kindly(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    browser = street.browser()
    state = browser.begin().split("state=")[1]
    page = browser.get(f"/slack/oauth_redirect?error=access_denied&state={state}")
    assert page.status == 403
    assert "You chose not to let it in" in page.text
    assert link(page.text) == "/slack/install"
    assert slack.exchanges == []


def test_an_install_is_finished_once(open_street: Open, slack: SeveralSlack) -> None:
    browser = open_street().browser()
    address = browser.begin()
    back = slack.allow(address, ALPHA)
    assert browser.get(back).status == 200
    again = browser.get(back)
    assert again.status == 400
    assert "finished already" in again.text
    assert len(slack.exchanges) == 1


def test_the_same_state_is_good_for_one_use_even_with_its_cookie(open_street: Open, slack: SeveralSlack) -> None:
    browser = open_street().browser()
    address = browser.begin()
    state = address.split("state=")[1]
    assert browser.get(slack.allow(address, ALPHA)).status == 200
    browser.cookies[COOKIE] = state
    assert browser.get(slack.allow(address, BETA)).status == 400
    assert len(slack.exchanges) == 1


def test_another_browser_cannot_finish_it(open_street: Open, slack: SeveralSlack) -> None:
    browser = open_street().browser()
    back = slack.allow(browser.begin(), ALPHA)
    browser.cookies.clear()
    page = browser.get(back)
    assert page.status == 400
    assert "in another browser" in page.text
    assert slack.exchanges == []


def test_after_ten_minutes_it_is_too_late(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    browser = street.browser()
    back = slack.allow(browser.begin(), ALPHA)
    street.clock.move_to(street.clock.now() + timedelta(minutes=10, seconds=1))
    assert browser.get(back).status == 400
    assert slack.exchanges == []


def test_a_foreign_workspace_is_refused_and_its_token_given_back(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    page = street.install(FOREIGN)
    assert page.status == 403
    assert "This workspace may not use this Tierline" in page.text
    assert street.rows(lambda work: work.installations.all()) == ()
    assert slack.tokens == {}


def test_a_whole_organization_is_told_to_install_in_single_workspaces(open_street: Open, slack: SeveralSlack) -> None:
    slack.whole_organization = True
    page = open_street().install(ALPHA)
    assert page.status == 403
    assert "single workspaces instead" in page.text


def test_a_lacking_permission_is_named(open_street: Open, slack: SeveralSlack) -> None:
    slack.withheld = frozenset({"users:read.email"})
    street = open_street()
    page = street.install(ALPHA)
    assert page.status == 403
    assert "users:read.email" in page.text
    assert street.rows(lambda work: work.installations.get(ALPHA)) is None


def test_what_a_stranger_writes_into_the_address_is_never_shown(open_street: Open) -> None:
    browser = open_street().browser()
    state = browser.begin().split("state=")[1]
    page = browser.get(f"/slack/oauth_redirect?error=<script>alert(1)</script>&state={state}")
    assert page.status == 400
    assert "alert" not in page.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_pages_are_for_looking_at(open_street: Open, method: str) -> None:
    browser = open_street().browser()
    assert browser.get("/slack/install", method).status == 405


def test_installing_again_replaces_the_token(open_street: Open, slack: SeveralSlack) -> None:
    street = open_street()
    street.install(ALPHA)
    first = slack.token_of(ALPHA)
    assert "Bronze" in street.member("U0PAM", ALPHA).say("/partner tier Acme")["text"]
    street.install(ALPHA)
    del slack.tokens[first]
    street.member("U0PAM", ALPHA).direct("what tier is Acme")
    assert slack.workspaces[ALPHA].message("DU0PAM", "Bronze")
    assert street.rows(lambda work: work.installations.get(ALPHA)).revision == 2
    assert [row.workspace for row in street.rows(lambda work: work.installations.all())] == [ALPHA]
