"""A strict Slack with several workspaces behind one address: who may call what is decided by the token alone."""

import asyncio
import base64
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import Morsel, SimpleCookie
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.app import Service, build
from bot.delivery.courier import Pace
from bot.settings import Settings
from store.sealing import new_key
from tests.support.house import MONDAY, PEOPLE, Member, WalkingClock, settings, until
from tests.support.slack import Answer, LoopbackSlack, call
from tests.support.workspace import Workspace

CLIENT_ID, CLIENT_SECRET = "11.22", "client-secret-of-the-test"
PUBLIC = "https://tierline.example"
ALPHA, BETA, FOREIGN = "T0ALPHA", "T0BETA", "T0FOREIGN"
Json = dict[str, Any]


@dataclass
class Grant:
    """What a person allowed: for one use, for the address that was asked for."""

    team: str
    redirect: str
    scopes: str


@dataclass(repr=False)
class SeveralSlack(LoopbackSlack):
    """Installs apps as Slack documents it: codes and refresh tokens are good once, addresses must match.

    `refused` are calls with a token that belongs nowhere; `rotating` makes tokens expire.
    """

    workspaces: dict[str, Workspace] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    exchanges: list[Json] = field(default_factory=list)
    rotating: bool = False
    withheld: frozenset[str] = frozenset()
    whole_organization: bool = False

    def __repr__(self) -> str:
        return "SeveralSlack"

    def add(self, team: str) -> Workspace:
        """One more workspace, with the same user ids as all others and other people behind them."""
        workspace = self.workspaces[team] = Workspace(base_url=self.base_url)
        workspace.answers["auth.test"] = {"team_id": team, "user_id": f"UBOT{team}", "bot_id": f"B{team}"}
        for user, name in PEOPLE.items():
            email = f"{name.split()[0].lower()}@{team.lower()}.example"
            profile = {"real_name": f"{name} of {team}", "email": email}
            workspace.people[user] = {"id": user, "team_id": team, "tz": "America/Los_Angeles", "profile": profile}
        return workspace

    def called(self, authorization: str, method: str, body: Json) -> Json:
        if method == "oauth.v2.access":
            return self._access(authorization, body)
        if method in ("hook", "upload"):
            return self.answer(method, body)
        token = authorization.removeprefix("Bearer ")
        team = self.tokens.get(token)
        if team is None:
            self.refused.append((method, token))
            return {"ok": False, "error": "invalid_auth"}
        if method == "auth.revoke":
            del self.tokens[token]
            return {"ok": True, "revoked": True}
        return self.workspaces[team].answer(method, body)

    def allow(self, address: str, team: str) -> str:
        """A person reads what Slack asks at `address` and allows it for `team`; where the browser goes next."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert urlsplit(address).path == "/oauth/v2/authorize"
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_hex(8)
        self.grants[code] = Grant(team, asked["redirect_uri"], asked["scope"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token_of(self, team: str) -> str:
        """The newest token of a workspace."""
        return [token for token, of in self.tokens.items() if of == team][-1]

    def _access(self, authorization: str, body: Json) -> Json:
        self.exchanges.append(body)
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if tuple(map(unquote, given.split(":"))) != (CLIENT_ID, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        if body.get("grant_type") == "refresh_token":
            team = self.refresh_tokens.pop(body["refresh_token"], None)
            return self._token(team, "") if team else {"ok": False, "error": "invalid_refresh_token"}
        grant = self.grants.pop(body.get("code", ""), None)
        if grant is None:
            return {"ok": False, "error": "invalid_code"}
        if grant.redirect != body.get("redirect_uri"):
            return {"ok": False, "error": "bad_redirect_uri"}
        return self._token(grant.team, grant.scopes) | {"authed_user": {"id": "U0ADMIN"}}

    def _token(self, team: str, scopes: str) -> Json:
        token = f"xoxb-{team}-{secrets.token_hex(4)}"
        self.tokens[token] = team
        granted = ",".join(sorted(set(scopes.split(",")) - self.withheld))
        told: Json = {"ok": True, "access_token": token, "token_type": "bot", "scope": granted}
        told |= {"team": {"id": team, "name": f"Company {team}"}, "is_enterprise_install": self.whole_organization}
        if self.rotating:
            refresh = f"xoxe-1-{secrets.token_hex(4)}"
            self.refresh_tokens[refresh] = team
            told |= {"expires_in": 43_200, "refresh_token": refresh}
        return told


class Colleague(Member):
    """A person of one of several workspaces; user ids mean other people in another one."""

    def _interact(self, payload: Json) -> Answer:
        return super()._interact({"team": {"id": self._who["team_id"], "domain": "x"}} | payload)

    def event(self, event: Mapping[str, Any], **other: Any) -> Answer:
        team = self._who["team_id"]
        here = [{"enterprise_id": None, "team_id": team, "user_id": f"UBOT{team}", "is_bot": True}]
        return super().event(event, **{"team_id": team, "authorizations": here, **other})


@dataclass
class Browser:
    """A browser on its way through an install: keeps its cookies, follows no address by itself."""

    app: ASGIApp
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET") -> Answer:
        """Open an address of Tierline's."""
        where = urlsplit(address)
        assert f"{where.scheme}://{where.netloc}" in (PUBLIC, "://"), "a browser would leave Tierline here"
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = [(b"host", b"tierline.example"), (b"cookie", kept.encode())]
        answer = asyncio.run(call(self.app, b"", headers, method=method, path=where.path, query=where.query))
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
            if morsel["max-age"] == "0":
                del self.cookies[name]
        return answer

    def begin(self) -> str:
        """Open the install page; the address of its one link."""
        page = self.get("/slack/install")
        assert page.status == 200, page.text
        return link(page.text)


def link(page: str) -> str:
    """The address of a page's one link."""
    return page.split('href="')[1].split('"')[0].replace("&amp;", "&")


def cookie(answer: Answer) -> "Morsel[str]":
    """The one cookie that an answer sets."""
    found = SimpleCookie(answer.headers["set-cookie"])
    (morsel,) = found.values()
    return morsel


@dataclass(repr=False)
class Street:
    """The running service of several workspaces."""

    slack: SeveralSlack
    settings: Settings
    clock: WalkingClock
    service: Service
    people: int = 0

    def __post_init__(self) -> None:
        self.app = self.service.web()
        self.service.start()

    def browser(self) -> Browser:
        return Browser(self.app)

    def install(self, team: str) -> Answer:
        """Install in a workspace, as its admin would in a browser; the last page."""
        browser = self.browser()
        return browser.get(self.slack.allow(browser.begin(), team))

    def member(self, user: str, team: str) -> Colleague:
        self.people += 1
        view: Any = SimpleNamespace(app=self.app, slack=self.slack.workspaces[team], people=self.people)
        return Colleague(view, user, team)

    def delivered(self) -> None:
        """Wait until nothing is on its way any more; what cannot go yet has a reason."""

        def on_the_way() -> bool:
            waiting = self.rows(lambda work: work.outbox.listing(["pending", "sending"], 999))
            return any(each.reason is None for each in waiting)

        until("everything is delivered", lambda: not on_the_way())

    def rows(self, read: Any) -> Any:
        """What `read` finds in one transaction."""
        with self.service.store.read() as work:
            return read(work)


def several_settings(slack: SeveralSlack, database: str, **other: Any) -> Settings:
    """Settings of a service that two workspaces may install."""
    chosen: Json = {
        "slack_bot_token": None,
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": SecretStr(CLIENT_SECRET),
        "tierline_public_url": PUBLIC,
        "tierline_workspaces": (ALPHA, BETA),
        "tierline_token_keys": SecretStr(new_key()),
        "tierline_deal_desk_channel": f"C0ALPHADEALS,{BETA}:C0BETADEALS",
        "tierline_review_channel": None,
        "tierline_approvers": frozenset({"U0DANA", f"{BETA}:U0SAM"}),
    }
    served: Any = slack
    return settings(served, database, **chosen | other)


@contextmanager
def street(slack: SeveralSlack, database: str, start: datetime = MONDAY, **other: Any) -> Iterator[Street]:
    """The service at work for ALPHA and BETA, installed nowhere yet."""
    clock, chosen = WalkingClock(start), several_settings(slack, database, **other)
    opened = Street(slack, chosen, clock, build(chosen, clock, Pace(interval=0.0)))
    try:
        yield opened
    finally:
        opened.service.stop()


def seen(slack: SeveralSlack, team: str) -> str:
    """Everything that a workspace was told, as text."""
    return json.dumps([call.body for call in slack.workspaces[team].calls])
