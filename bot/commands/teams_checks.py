"""What `tierline doctor` says of Microsoft Teams."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.settings import Settings
from bot.teams.certificate import BadCertificate, read_certificate
from bot.teams.package import project_version

Said = tuple[bool, str, bool]
"""Whether it is well, in words, and whether Tierline cannot run like this."""
Login = Callable[[Settings], Said]
"""Fetches a token from Microsoft with the settings, and says how that went."""
SOON: Final = timedelta(days=30)


def checked(settings: Settings, now: datetime, login: Login | None = None) -> Iterator[Said]:
    """Whether Microsoft can reach this server, the certificate is good at `now` (aware), and `login` works if given.

    The settings are complete: `missing_for_teams` found nothing.
    """
    yield _reachable(settings.tierline_public_url or "")
    if settings.teams_certificate_file:
        yield _certificate(settings.teams_certificate_file, now)
    version = project_version()
    yield True, f"`tierline teams-package` writes the app as version {version}, or as you say with --version.", False
    if login is not None:
        yield login(settings)


def _reachable(address: str) -> Said:
    if not address.startswith("https://"):
        return (
            False,
            f"TIERLINE_PUBLIC_URL is {address}, which Microsoft cannot reach: the messaging endpoint of a bot is "
            "https under a public name. Put a proxy with a certificate before Tierline and give its address.",
            True,
        )
    return True, f"The bot's messaging endpoint is {address}/api/messages.", False


def _certificate(file: Path, now: datetime) -> Said:
    try:
        found = read_certificate(file)
    except BadCertificate as error:
        return False, error.sentence, True
    day = f"{found.expires:%Y-%m-%d}"
    renew = f"Upload a new one to the app registration, then put it into {file}."
    if found.expires <= now:
        return False, f"The certificate in {file} expired on {day}. {renew}", True
    if found.begins > now:
        return False, f"The certificate in {file} is good from {found.begins:%Y-%m-%d} on, not yet.", True
    if found.expires <= now + SOON:
        return False, f"The certificate in {file} expires on {day}. {renew}", False
    return True, f"The certificate in {file} (thumbprint {found.thumbprint}) is good until {day}.", False
