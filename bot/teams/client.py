"""The Bot Connector's few calls that we make, as plain JSON: the SDK's models lose what they do not know.

Source: learn.microsoft.com, "Bot Connector service - Bot Framework REST API reference".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import httpx

from bot.teams.credentials import TokenRefused

Json = dict[str, Any]
CALL_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 3.0
PAGE: Final = 500
MOST_PAGES: Final = 20
"""Members that are looked through: 10,000."""


class Answered(Exception):
    """The service answered, and it was no success.

    `code` is the service's word for it; `retry_after` in seconds, where it says how long to wait.
    """

    def __init__(self, status: int, code: str, retry_after: float | None) -> None:
        super().__init__(f"status {status} {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after


NETWORK: Final = (httpx.HTTPError, httpx.InvalidURL, Answered, TokenRefused)
"""Everything that a call raises when it fails on the way."""


def http_client() -> httpx.Client:
    """Connections that are kept and used again. Nothing is tried twice: a dropped connection may have delivered."""
    limits = httpx.Limits(max_connections=8, max_keepalive_connections=4)
    return httpx.Client(timeout=CALL_SECONDS, limits=limits, transport=httpx.HTTPTransport(retries=0), trust_env=True)


class Connector:
    """Calls the service at the address that a conversation came from. Safe to use from several threads.

    Each method raises one of `NETWORK` when the call fails, and ValueError for an address that is not Microsoft's.
    """

    def __init__(self, http: httpx.Client, token: Callable[[], str], allowed: Callable[[str], bool]) -> None:
        """`token` gives the bearer token of the moment; `allowed` tells which addresses may be handed it."""
        self._http = http
        self._token = token
        self._allowed = allowed

    def post(self, address: str, conversation: str, activity: Json) -> str:
        """Post once; the new message's id."""
        return _id(self._call("POST", address, f"{_of(conversation)}/activities", activity))

    def update(self, address: str, conversation: str, id: str, activity: Json) -> None:
        """Rewrite one of our own messages."""
        self._call("PUT", address, f"{_of(conversation)}/activities/{quote(id, safe='')}", activity)

    def delete(self, address: str, conversation: str, id: str) -> None:
        """Take one of our own messages away."""
        self._call("DELETE", address, f"{_of(conversation)}/activities/{quote(id, safe='')}")

    def personal(self, address: str, tenant: str, bot: str, person: str) -> str:
        """The personal chat with somebody who has the app; its id is the same every time."""
        body = {
            "bot": {"id": bot},
            "isGroup": False,
            "members": [{"id": person}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return _id(self._call("POST", address, "v3/conversations", body))

    def member(self, address: str, conversation: str, person: str) -> Mapping[str, Any]:
        """One of the people in a conversation."""
        path = f"{_of(conversation)}/members/{quote(person, safe='')}"
        return self._call("GET", address, path, seconds=LOOK_SECONDS)

    def members(self, address: str, conversation: str) -> Iterator[Mapping[str, Any]]:
        """Everybody in a conversation, or in a team.

        Raises:
            OverflowError: there are too many to look through.
        """
        path, token = f"{_of(conversation)}/pagedmembers?pageSize={PAGE}", ""
        for _ in range(MOST_PAGES):
            more = f"&continuationToken={quote(token, safe='')}" if token else ""
            page = self._call("GET", address, path + more, seconds=LOOK_SECONDS)
            yield from (each for each in page.get("members") or () if isinstance(each, Mapping))
            token = str(page.get("continuationToken") or "")
            if not token:
                return
        raise OverflowError

    def _call(
        self, method: str, address: str, path: str, body: Json | None = None, seconds: float = CALL_SECONDS
    ) -> Mapping[str, Any]:
        if not self._allowed(address):
            raise ValueError("That is no address of Microsoft's service, so it gets no token of ours.")
        headers = {"Authorization": f"Bearer {self._token()}"}
        url = f"{address.rstrip('/')}/{path}"
        answer = self._http.request(method, url, json=body, headers=headers, timeout=seconds)
        told = _read(answer)
        if not answer.is_success:
            raise Answered(answer.status_code, _code(told), _retry_after(answer.headers.get("retry-after")))
        return told


def _of(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"


def _read(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        told = answer.json() if answer.content else {}
    except ValueError:
        return {}
    return told if isinstance(told, Mapping) else {}


def _id(told: Mapping[str, Any]) -> str:
    return str(told.get("id") or "")


def _code(told: Mapping[str, Any]) -> str:
    inner = told.get("error")
    code = inner.get("code") if isinstance(inner, Mapping) else told.get("code")
    return code if isinstance(code, str) else ""


def _retry_after(value: str | None) -> float | None:
    return max(1.0, float(value)) if value and value.isdigit() else None
