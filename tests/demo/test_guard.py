"""Nobody but the demo's own page on this machine may use the demo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.app_link import AppLink
from bot.demo.events import Feed
from bot.demo.ids import IDS
from bot.demo.loopback import bind, require_loopback
from bot.demo.traffic import Traffic
from handlers.errors import UserError
from tests.demo.playing import Playing
from tests.demo.small_app import TOKEN
from tests.demo.visitor import Visitor


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "example.com", "", "127.0.0.1.example.com"])  # noqa: S104 - refused
def test_any_other_address_than_this_machine_is_refused(host: str) -> None:
    with pytest.raises(UserError, match=r"use 127\.0\.0\.1"):
        bind(host)
    with pytest.raises(UserError):
        AppLink(f"http://{host}:8080", "secret", lambda: 0, Traffic(Feed()))


@given(st.ip_addresses().filter(lambda address: not address.is_loopback))
def test_no_address_of_a_network_passes(address: object) -> None:
    with pytest.raises(UserError):
        require_loopback(str(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_this_machine_passes(host: str) -> None:
    assert require_loopback(host) == host


def test_a_taken_port_is_said_in_words() -> None:
    with bind() as taken:
        taken.listen()
        with pytest.raises(UserError, match="is taken"):
            bind(port=taken.getsockname()[1])


def test_a_foreign_name_that_leads_to_this_machine_is_refused(play: Playing) -> None:
    visitor = Visitor(play.url, IDS.pam)
    for path in ("/", "/api/auth.test", f"/demo/api/events?user={IDS.pam}"):
        status, _, text = visitor.request("GET", path, {"Host": "evil.example:80"})
        assert (status, text) == (403, "Open the demo by the address it printed.")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Cookie": "tierline_demo=guess"},
        {"Cookie": ""},
    ],
)
def test_another_web_site_cannot_act_for_the_person(play: Playing, headers: dict[str, str]) -> None:
    visitor = Visitor(play.url, IDS.pam)
    cookie = visitor.request("GET", "/", {})[1]["set-cookie"].partition(";")[0]
    body = f'{{"user": "{IDS.pam}", "channel": "{IDS.deal_desk}", "text": "forged"}}'
    status, _, _ = visitor.request("POST", "/demo/api/say", {"Cookie": cookie} | headers, body)
    assert status == 403
    assert "forged" not in [each["text"] for each in visitor.messages(IDS.deal_desk)]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
@pytest.mark.parametrize("path", ["/api/chat.postMessage", "/answer/some-key"])
def test_no_web_page_can_act_as_the_bot_even_with_its_token(play: Playing, path: str, headers: dict[str, str]) -> None:
    visitor = Visitor(play.url, IDS.pam)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"token={TOKEN}&channel={IDS.deal_desk}&text=forged"
    status, _, text = visitor.request("POST", path, form | headers, body)
    assert (status, text) == (403, "Only the app may do this, not a web page.")
    assert "forged" not in [each["text"] for each in visitor.messages(IDS.deal_desk)]


def test_what_is_nested_absurdly_deep_is_refused(play: Playing) -> None:
    visitor, deep = Visitor(play.url, IDS.pam), "[" * 200_000
    cookie = visitor.request("GET", "/", {})[1]["set-cookie"].partition(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    assert visitor.request("POST", "/demo/api/say", headers, deep)[0] == 400
    assert visitor.request("POST", "/api/auth.test", {"Content-Type": "application/json"}, deep)[0] == 400
    assert visitor.request("POST", "/answer/some-key", {"Content-Type": "application/json"}, deep)[0] == 400
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.request("POST", "/api/chat.postMessage", form, f"blocks={deep}")[0] == 400


def test_the_page_may_load_nothing_from_elsewhere(play: Playing) -> None:
    _, headers, text = Visitor(play.url, IDS.pam).request("GET", "/", {})
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "SameSite=Strict" in headers["set-cookie"]
    assert "HttpOnly" in headers["set-cookie"]
    assert "http://" not in text
    assert "https://" not in text
