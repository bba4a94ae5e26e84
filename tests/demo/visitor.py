"""The page's side of the conversation, without a browser."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class Visitor:
    """Loads the page for its cookie, then does things as `user` and reads what that person sees."""

    def __init__(self, url: str, user: str, *, page: str = "/", api: str = "/demo/api/") -> None:
        self._host = urlsplit(url).netloc
        self._api = api
        self.user = user
        _, headers, _ = self.request("GET", page, {})
        self._cookie = headers["set-cookie"].partition(";")[0]

    def request(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, dict[str, str], str]:
        """One plain HTTP exchange: status, headers in lower case, text."""
        connection = http.client.HTTPConnection(self._host, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
        finally:
            connection.close()

    def does(self, verb: str, **ask: Any) -> dict[str, Any]:
        """Ask the page's API for one thing; the parsed result."""
        headers = {"Cookie": self._cookie, "Content-Type": "application/json"}
        _, _, text = self.request("POST", f"{self._api}{verb}", headers, json.dumps({"user": self.user, **ask}))
        result: dict[str, Any] = json.loads(text)
        return result

    def fetch(self, path: str) -> tuple[int, dict[str, str], str]:
        """Follow a link of the page."""
        return self.request("GET", path, {"Cookie": self._cookie})

    def sees(self) -> dict[str, Any]:
        """The state event that a newly opened page gets."""
        connection = http.client.HTTPConnection(self._host, timeout=10)
        try:
            connection.request("GET", f"{self._api}events?user={self.user}", headers={"Cookie": self._cookie})
            answer = connection.getresponse()
            answer.readline()
            state: dict[str, Any] = json.loads(answer.readline().decode().removeprefix("data: "))
            return state
        finally:
            connection.close()

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What this person can read in a channel, oldest first."""
        return [each for each in self.sees()["messages"] if channel in (each.get("channel"), each.get("room"))]
