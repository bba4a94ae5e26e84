"""Where Microsoft is: the addresses that decide whom we believe and to whom our token goes.

Only tests and the demo have others than these. Sources: learn.microsoft.com, "Authentication with the Bot Connector
API" (metadata, issuer); the hosts are those of Teams' public and United States government clouds, as the Agents SDK
lists them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

OPENID: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER: Final = "https://api.botframework.com"
HOSTS: Final = (
    "smba.trafficmanager.net",
    "*.botframework.com",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
)

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\])(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>(?:/[a-z0-9._~-]*)*)",
    re.IGNORECASE,
)
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the keys of incoming tokens are found, who issues them, and which hosts may be sent our token.

    `hosts` are exact names or `*.name` for everything below it. `loopback` names hosts of this machine that may stand
    in a service address, with any port and without TLS. `token` is our own token for what is sent; None is
    Microsoft's login (`bot.teams.sdk.tokens`).
    """

    openid_url: str = OPENID
    issuer: str = ISSUER
    hosts: tuple[str, ...] = HOSTS
    loopback: frozenset[str] = field(default_factory=frozenset)
    token: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a host of `loopback` that is not this machine."""
        for host in self.loopback:
            if host != "localhost" and not ip_address(host.strip("[]")).is_loopback:
                raise ValueError(f"{host} is not a loopback address")


def service_allowed(url: str, edges: Edges) -> bool:
    """Whether our token may be sent to `url`, which an activity names as the service to answer to.

    True only for plain https addresses of a listed host on the usual port: no user name, query, fragment, escapes or
    `..`. Everything that could be read in two ways is refused, because somebody else's host would get our token.
    """
    match = _URL.fullmatch(url) if len(url) <= _LONGEST else None
    if match is None or ".." in match["path"]:
        return False
    host = match["host"].lower()
    if host in edges.loopback:
        return int(match["port"] or 80) < 65536
    return match["scheme"].lower() == "https" and match["port"] in (None, "443") and _listed(host, edges.hosts)


def _listed(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether a host is on the list; below a `*.name` every label has to be one."""
    if not all(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", label) for label in host.split(".")):
        return False
    return any(host == each or (each.startswith("*.") and host.endswith(each[1:])) for each in hosts)
