"""Secrets that are kept in the database are sealed: readable only with the keys, and only for what they were sealed.

Keys are those of Fernet (AES-128-CBC with an HMAC-SHA256 over everything). The newest seals, all of them open.
"""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from store.errors import StoreError


class Unreadable(StoreError):
    """A sealed secret cannot be opened with the keys that are there."""


class Sealer:
    """Seals secrets under the first of `keys` and opens them with any. Safe to share between threads."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError when there is no key, or one is no Fernet key."""
        fernets = [Fernet(key) for key in keys]
        self._all = MultiFernet(fernets)
        self._newest = fernets[0]

    def seal(self, secret: str, purpose: str) -> str:
        """`secret` for keeping; `purpose` says whose and what it is, so that it cannot stand in for another."""
        return self._newest.encrypt(json.dumps([purpose, secret]).encode()).decode("ascii")

    def open(self, sealed: str, purpose: str) -> str:
        """The secret.

        Raises:
            Unreadable: no key opens it, or it was sealed for another purpose.
        """
        try:
            found, secret = json.loads(self._all.decrypt(sealed.encode()))
        except (InvalidToken, ValueError):
            raise Unreadable(
                f"What is kept for {purpose} cannot be opened with TIERLINE_TOKEN_KEYS. "
                "Put the key that sealed it behind the newest one, or install the app again."
            ) from None
        if found != purpose:
            raise Unreadable(f"What is kept for {purpose} was sealed for something else. Install the app again.")
        return str(secret)

    def renew(self, sealed: str) -> str:
        """The same secret under the newest key.

        Raises:
            Unreadable: no key opens it.
        """
        try:
            return self._all.rotate(sealed.encode()).decode("ascii")
        except (InvalidToken, ValueError):
            raise Unreadable(
                "A kept token cannot be opened with TIERLINE_TOKEN_KEYS. "
                "Put the key that sealed it behind the newest one, or install the app again."
            ) from None

    def newest(self, sealed: str) -> bool:
        """Whether it is sealed under the newest key."""
        try:
            self._newest.decrypt(sealed.encode())
        except (InvalidToken, ValueError):
            return False
        return True


def new_key() -> str:
    """A key for TIERLINE_TOKEN_KEYS."""
    return Fernet.generate_key().decode("ascii")


def bot_token(workspace: str) -> str:
    """The purpose of a workspace's bot token."""
    return f"{workspace}/bot token"


def refresh_token(workspace: str) -> str:
    """The purpose of a workspace's refresh token."""
    return f"{workspace}/refresh token"
