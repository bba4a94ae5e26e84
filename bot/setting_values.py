"""What single settings hold: ids of several workspaces, keys, addresses."""

import base64
import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.setting_ids import placed

WEB_ADDRESS: Final = re.compile(r"https?://[^\s/@]+(/[^\s@]*)?")


def secret(value: SecretStr | None) -> str:
    """The text of a secret setting; empty when it is not set."""
    return value.get_secret_value() if value else ""


def true_or_false(value: object) -> bool:
    """A switch as people write it.

    Raises:
        ValueError: it is neither; says what is expected.
    """
    word = str(value).strip().lower()
    if word not in {"true", "false", "1", "0", "yes", "no", "on", "off"}:
        raise ValueError("expected true or false")
    return word in {"true", "1", "yes", "on"}


def split_keys(value: SecretStr | None) -> tuple[str, ...]:
    """The keys of TIERLINE_TOKEN_KEYS, the newest first."""
    return tuple(key.strip() for key in secret(value).split(",") if key.strip())


def by_workspace(ids: frozenset[str] | str | None, home: str) -> dict[str, frozenset[str]]:
    """Ids as they are set (`C0123`, `T0456:C0789`) under their workspaces; those without one belong to `home`.

    A tenant of Teams is a workspace, too: `TENANT:19:…@thread.tacv2`.
    """
    parts = ids.split(",") if isinstance(ids, str) else ids or ()
    found: dict[str, set[str]] = {}
    for each in parts:
        workspace, id = placed(each.strip())
        found.setdefault(workspace or home, set()).add(id)
    return {workspace: frozenset(known) for workspace, known in found.items()}


def is_key(key: str) -> bool:
    """Whether it is a key of Fernet: 32 bytes in URL-safe base 64."""
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def is_safe_address(value: str) -> bool:
    """An address without a path that is encrypted, or does not leave this machine."""
    if not WEB_ADDRESS.fullmatch(value):
        return False
    parts = urlsplit(value)
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    return bare and (parts.scheme == "https" or _loopback(parts.hostname or ""))


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
