"""What Microsoft's login means by its numbers, in words for whoever runs this.

Source of the numbers: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes". The text
that comes with a number is never shown: it names traces and times, and is long.
"""

import re
from typing import Final

from bot.teams.credentials import TokenRefused

UNREACHABLE: Final = (
    "Microsoft's login could not be reached. Check that this machine may connect to login.microsoftonline.com, or, "
    "with a managed identity, that it runs in Azure; behind a proxy set HTTPS_PROXY."
)
TROUBLE: Final = "Microsoft's login has trouble at the moment. Nothing has to be changed here."
KNOWN: Final = {
    "700016": "Microsoft knows no app {app} in the tenant {tenant}. Check the app id and the tenant id: a "
    "single-tenant app exists in its own tenant alone.",
    "7000229": "The app {app} has no service principal in the tenant {tenant}. Have an administrator of the tenant "
    "consent to the app, or correct the tenant id.",
    "7000215": "The client secret of the app {app} is wrong. Copy the value of the secret, not its id, from the app "
    "registration; it is shown only once, so make a new one if need be.",
    "7000222": "The client secret of the app {app} has expired. Make a new one in the app registration and put it into "
    "the settings.",
    "7000112": "The app {app} is disabled in the tenant {tenant}. Have an administrator enable it.",
    "700027": "Microsoft does not accept the certificate of the app {app}. Upload this certificate to the app "
    "registration, and check that it has not expired.",
    "700024": "Microsoft finds our signature too old or too new. Set this machine's clock.",
    "90002": "There is no tenant {tenant}. Check the tenant id.",
    "900023": "{tenant} is no tenant. Check the tenant id.",
}
_TRANSIENT: Final = frozenset(("90033", "90025", "50196", "90055"))


def refusal(said: str, app_id: str, tenant: str) -> TokenRefused:
    """The error with a sentence for what Microsoft's login, MSAL or botbuilder said."""
    found = re.search(r"AADSTS(\d{4,8})", said)
    number = found[1] if found else ""
    if number in KNOWN:
        return TokenRefused(KNOWN[number].format(app=app_id, tenant=tenant))
    if number:
        again = " It is a passing trouble of Microsoft's." if number in _TRANSIENT else ""
        return TokenRefused(
            f"Microsoft's login refused the app {app_id} with AADSTS{number}.{again}", transient=bool(again)
        )
    if "authority configuration" in said:  # MSAL, when the login has no page for the tenant
        return TokenRefused(KNOWN["90002"].format(tenant=tenant))
    if said.startswith("managed identity"):
        return TokenRefused(
            f"Azure gives this machine no token for the identity {app_id}. Assign the user-assigned managed identity "
            "with this client id to it."
        )
    return TokenRefused("Microsoft's login answered something that is no token.", transient=True)
