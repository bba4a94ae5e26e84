"""How we prove to Microsoft's login who we are, as plain values: the SDK's room makes a token of them."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret of the app registration: its value, not its id."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A PEM file that holds a certificate of the app registration and its private key, without a passphrase."""

    path: Path


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """The identity that Azure gives to the machine; its client id is the app id."""


Credential = Secret | Certificate | ManagedIdentity


class TokenRefused(Exception):
    """There is no token for what we send: a `sentence` that says why and what to do, without any secret.

    `transient` says whether waiting may help: Microsoft was not reached, or has trouble itself.
    """

    def __init__(self, sentence: str, *, transient: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.transient = transient
