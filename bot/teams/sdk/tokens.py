"""Our own token for what we send to the Bot Connector: fetched once, kept, renewed before it ends.

botbuilder makes new credentials for each turn and logs in on the event loop. Its credential classes are used here one
at a time and for ever; they ask MSAL, which gets a network client with time limits.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import jwt
import msal
import requests
from botframework.connector.auth import CertificateAppCredentials, MicrosoftAppCredentials
from botframework.connector.auth.app_credentials import AppCredentials
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msal.exceptions import MsalServiceError

from bot.clock import Clock
from bot.teams.credentials import Certificate, Credential, ManagedIdentity, Secret, TokenRefused
from bot.teams.sdk.refusals import TROUBLE, UNREACHABLE, refusal

EARLY: Final = 300.0
"""Seconds before its end at which a token is renewed; MSAL gives no older one either."""
LAST: Final = 30.0
"""Seconds before its end until which a token is still used when no new one can be had."""
AGAIN: Final = 30.0
_EACH: Final = 10.0
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Session(requests.Session):
    """A network client that does not wait for ever."""

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        """As in requests, with a time limit for connecting and for each answer."""
        if more.get("timeout") is None:
            more["timeout"] = _EACH
        return super().send(request, **more)


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    ends: float


class Tokens:
    """Gives the bearer token of one app in one tenant. Safe for threads; waits for the network, so never for a loop."""

    def __init__(
        self,
        credential: Credential,
        app_id: str,
        tenant: str,
        clock: Clock,
        *,
        session: Callable[[], requests.Session] = Session,
    ) -> None:
        """`session` makes the network client that MSAL uses.

        Raises:
            ValueError: the app id or the tenant id is missing or is no id.
        """
        for what, given in (("app id", app_id), ("tenant id", tenant)):
            if not _GUID.fullmatch(given):
                raise ValueError(f"The {what} of Teams has to be an id like 00000000-0000-0000-0000-000000000000")
        self._credential = credential
        self._app_id = app_id
        self._tenant = tenant
        self._clock = clock
        self._session = session
        self._lock = Lock()
        self._credentials: AppCredentials | None = None
        self._held: _Held | None = None
        self._not_before = 0.0

    def get(self) -> str:
        """A token that is good for at least half a minute. Waits for Microsoft's login when there is none yet.

        Raises:
            TokenRefused: there is none, with a sentence for whoever runs this.
            RuntimeError: called on an event loop, which it would block.
        """
        held, now = self._held, self._now()
        if held and now < held.ends - EARLY:
            return held.token
        _off_the_loop()
        if held and now < held.ends - LAST:
            return self._renewed(held, now)
        with self._lock:
            held = self._held
            if held and self._now() < held.ends - EARLY:
                return held.token
            return self._fetched()

    def _renewed(self, held: _Held, now: float) -> str:
        """A new token, or the one held: while that is good nobody waits for a thread or fails with a login."""
        if now < self._not_before or not self._lock.acquire(blocking=False):
            return held.token
        try:
            return self._fetched()
        except TokenRefused:
            self._not_before = now + AGAIN
            return held.token
        finally:
            self._lock.release()

    def _fetched(self) -> str:
        try:
            if self._credentials is None:
                self._credentials = self._made()
            token: str = self._credentials.get_access_token()
        except TokenRefused:
            raise
        except (requests.RequestException, OSError) as error:
            if isinstance(error, PermissionError):  # what botbuilder makes of a login that says no
                raise refusal(str(error), self._app_id, self._tenant) from None
            raise TokenRefused(UNREACHABLE, transient=True) from None
        except MsalServiceError:  # an answer that is no answer: 5xx, too many requests
            raise TokenRefused(TROUBLE, transient=True) from None
        except (ValueError, KeyError, TypeError, msal.ManagedIdentityError) as error:
            raise refusal(str(error), self._app_id, self._tenant) from None
        self._held = _Held(token, self._end(token))
        return token

    def _end(self, token: str) -> float:
        """When a token ends, in seconds since the epoch; at once if it does not say, so that MSAL is always asked."""
        try:
            return float(jwt.decode(token, options={"verify_signature": False})["exp"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            return 0.0

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _made(self) -> AppCredentials:
        """botbuilder's credentials, whose login goes through a network client of ours."""
        if isinstance(self._credential, ManagedIdentity):
            managed = _Managed(self._app_id)
            identity = msal.UserAssignedManagedIdentity(client_id=self._app_id)
            managed.app = msal.ManagedIdentityClient(identity, http_client=self._session())
            return managed
        if isinstance(self._credential, Secret):
            made = MicrosoftAppCredentials(self._app_id, self._credential.value, self._tenant)
            proof: Any = self._credential.value
        else:
            key, public = _pem(self._credential)
            made = CertificateAppCredentials(self._app_id, "", key, self._tenant, certificate_public=public)
            # Without a thumbprint MSAL works out the SHA-256 one from the certificate.
            proof = {"private_key": key, "public_certificate": public}
        made.app = msal.ConfidentialClientApplication(
            self._app_id,
            client_credential=proof,
            authority=made.oauth_endpoint,
            http_client=self._session(),
            instance_discovery=False,  # the address is Microsoft's own; asked after it, MSAL may hide a refusal
        )
        return made


class _Managed(ManagedIdentityAppCredentials):  # type: ignore[misc]  # untyped library
    """botbuilder's own says `KeyError: 'access_token'` for every refusal, and shares its tokens with the process."""

    def get_access_token(self, force_refresh: bool = False) -> str:
        found = self.app.acquire_token_for_client(resource=self.oauth_scope)
        if "access_token" not in found:
            raise PermissionError(f"managed identity: {found.get('error_description') or found.get('error')}")
        token: str = found["access_token"]
        return token


def _pem(credential: Certificate) -> tuple[str, str]:
    """The private key and the certificate of a PEM file, both as PEM.

    Raises:
        TokenRefused: there is no such file, or something else in it.
    """
    name = credential.path.name
    try:
        content = credential.path.read_bytes()
        load_pem_private_key(content, password=None)
        x509.load_pem_x509_certificate(content)
        words = content.decode("ascii")
    except OSError:
        raise TokenRefused(f"The certificate file {name} cannot be read. Check its path and who may read it.") from None
    except (ValueError, TypeError):
        # ValueError: something is missing or damaged, or not ASCII. TypeError: the key has a passphrase.
        raise TokenRefused(
            f"The file {name} has to hold a certificate and its private key without a passphrase, both as PEM."
        ) from None
    key = re.search(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", words, re.DOTALL)
    public = re.search(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", words, re.DOTALL)
    if key is None or public is None:  # cannot be: both were read just now
        raise TokenRefused(f"The file {name} holds no certificate with its key.")
    return key[0], public[0]


def _off_the_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("a token is waited for in a thread, never on the event loop")
