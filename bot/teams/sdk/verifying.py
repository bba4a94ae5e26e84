"""Whether an activity comes from Teams and is meant for us: botbuilder's check of the token, and what it leaves out.

Source of the rules: learn.microsoft.com, "Authentication with the Bot Connector API"; docs/TEAMS_SDK.md lists what is
refused, and why botbuilder alone is not enough.
"""

import weakref
from collections.abc import Callable
from secrets import token_hex
from typing import Any, Final

import jwt
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticationConfiguration, PasswordServiceClientCredentialFactory
from botframework.connector.auth.authentication_constants import AuthenticationConstants as Constants
from botframework.connector.auth.bot_framework_authentication_factory import BotFrameworkAuthenticationFactory
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from bot.clock import steady
from bot.teams.edges import Edges, service_allowed
from bot.teams.listening import Json, Unverified, Verified
from bot.teams.sdk.metadata import Keys

CHANNEL: Final = "msteams"
LONGEST: Final = 16_000
"""Characters of a token; those of the Bot Connector have one to two thousand."""

WORDS: Final = {
    "ExpiredSignatureError": "expired",
    "ImmatureSignatureError": "not_valid_yet",
    "InvalidSignatureError": "wrong_signature",
    "PermissionError": "not_for_us",
}


class Verifier:
    """Checks tokens for one app in one tenant. Safe for threads and event loops.

    Its keys stand in botbuilder's cache, which is one for the process, under a name of this verifier's own: two
    verifiers share nothing, and the name is taken out when the verifier is no more.
    """

    def __init__(
        self,
        app_id: str,
        tenant: str,
        edges: Edges,
        *,
        fetch: Callable[[str], list[Json]] | None = None,
        now: Callable[[], float] = steady,
    ) -> None:
        """`fetch` and `now` are those of `bot.teams.sdk.metadata.Keys`.

        Raises:
            ValueError: no app id, with which botbuilder would let everybody in, or no tenant.
        """
        if not app_id.strip() or not tenant.strip():
            raise ValueError("Teams needs an app id and a tenant id")
        self._app_id = app_id
        self._tenant = tenant.strip().lower()
        self._edges = edges
        self._keys = Keys(edges.openid_url, fetch, now)
        place = f"{edges.openid_url}#{token_hex(8)}"
        JwtTokenExtractor.metadataCache[place] = self._keys
        weakref.finalize(self, JwtTokenExtractor.metadataCache.pop, place, None)
        self._sdk = BotFrameworkAuthenticationFactory.create(
            validate_authority=True,
            to_channel_from_bot_login_url=Constants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX + self._tenant,
            to_channel_from_bot_oauth_scope=Constants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            to_bot_from_channel_token_issuer=edges.issuer,
            oauth_url=Constants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=place,
            # Tokens of the emulator and of skills never get that far (`_claimed`).
            to_bot_from_emulator_open_id_metadata_url=place,
            credential_factory=PasswordServiceClientCredentialFactory(app_id),
            auth_configuration=AuthenticationConfiguration(),
        )

    def warm(self) -> None:
        """Begin to fetch the signing keys, so that the first activity does not wait for them."""
        self._keys.warm()

    async def verify(self, header: str | None, activity: Json) -> Verified:
        """What is certain of `activity`, which came under the `Authorization` header.

        Raises:
            Unverified: nothing is, whatever the reason.
        """
        service_url = self._expected(activity)
        claimed = self._claimed(header)
        asked = Activity(channel_id=CHANNEL, service_url=service_url)
        try:
            result = await self._sdk.authenticate_request(asked, header)
            claims: dict[str, Any] = result.claims_identity.claims
        except Unverified:
            raise
        except Exception as error:  # the edge: botbuilder says "no" with errors of every kind, and may spell the token
            raise Unverified(WORDS.get(type(error).__name__, "not_accepted")) from None
        if claims != claimed:
            raise Unverified("not_accepted")
        return Verified(self._tenant, service_url)

    def _expected(self, activity: Json) -> str:
        """The service address of an activity that could be for us."""
        if activity.get("channelId") != CHANNEL:
            raise Unverified("other_channel")
        service_url = activity.get("serviceUrl")
        if not isinstance(service_url, str) or not service_allowed(service_url, self._edges):
            raise Unverified("service_not_allowed")
        named = {tenant for tenant in _tenants(activity) if tenant is not None}
        if not named:
            raise Unverified("no_tenant")
        if self._tenant not in named or "" in named:  # beside ours may stand that of somebody in a channel we share
            raise Unverified("other_tenant")
        return service_url

    def _claimed(self, header: str | None) -> dict[str, Any]:
        """What a token claims before its signature is looked at, when it claims all that it has to.

        botbuilder lets through what has no `exp`, takes tokens of the emulator and of skills another way, and fails on
        a missing issuer.
        """
        kind, _, token = (header or "").partition(" ")
        if kind != "Bearer" or not token or " " in token or len(token) > LONGEST:
            raise Unverified("no_token")
        try:
            head = jwt.get_unverified_header(token)
            claims = jwt.decode(token, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
            raise Unverified("no_token") from None
        if head.get("alg") != "RS256" or not isinstance(head.get("kid"), str):
            raise Unverified("other_signature")
        if claims.get("iss") != self._edges.issuer:
            raise Unverified("other_issuer")
        if not isinstance(claims.get("exp"), int | float):
            raise Unverified("no_end")
        if claims.get("aud") != self._app_id:
            raise Unverified("other_app")
        if not isinstance(claims.get("serviceurl"), str):
            raise Unverified("no_service")
        return claims


def _tenants(activity: Json) -> tuple[str | None, str | None]:
    """The tenant as the channel and as the conversation name it; None for what names none, "" for what is no text."""
    data, talk = activity.get("channelData"), activity.get("conversation")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    found = (
        tenant.get("id") if isinstance(tenant, dict) else None,
        talk.get("tenantId") if isinstance(talk, dict) else None,
    )
    first, second = (None if each is None else each.strip().lower() if isinstance(each, str) else "" for each in found)
    return first, second
