"""What has to be set for Microsoft Teams, for Slack, or for either, in words."""

from pathlib import Path
from typing import Final

from bot.setting_ids import is_guid, placed
from bot.setting_values import secret
from bot.settings import Settings, missing_for_slack

WAYS: Final = ("TEAMS_CLIENT_SECRET", "TEAMS_CERTIFICATE_FILE", "TEAMS_MANAGED_IDENTITY")
REGISTRATION: Final = "the Overview of the app registration in the Entra admin center"
DESK_IDS: Final = ("tierline_deal_desk_channel", "tierline_approvers", "tierline_admins")


def for_teams(settings: Settings) -> bool:
    """Whether anything of Microsoft Teams is set, so that all of it is needed."""
    return bool(settings.teams_app_id or settings.teams_tenant_id or ways_to_log_in(settings))


def for_slack(settings: Settings) -> bool:
    """Whether anything of Slack is set, so that all of it is needed. The desk is at home in Slack then."""
    secrets = (
        settings.slack_bot_token,
        settings.slack_signing_secret,
        settings.slack_app_token,
        settings.slack_client_secret,
    )
    return bool(settings.slack_client_id or any(map(secret, secrets)))


def ways_to_log_in(settings: Settings) -> list[str]:
    """The variables that are set of those with which the bot logs in to Microsoft; one of them is right."""
    chosen = (
        secret(settings.teams_client_secret),
        settings.teams_certificate_file,
        settings.teams_managed_identity,
    )
    return [name for name, value in zip(WAYS, chosen, strict=True) if value]


def missing_settings(settings: Settings) -> list[str]:
    """What has to be set before Tierline can talk to anybody, in words; empty when nothing is missing."""
    slack, teams = for_slack(settings), for_teams(settings)
    if not slack and not teams:
        return [
            "Neither Slack nor Microsoft Teams is set up, and one of them is needed.",
            *(f"For Slack: {problem}" for problem in missing_for_slack(settings)),
            *(f"For Teams: {problem}" for problem in missing_for_teams(settings)),
        ]
    problems = missing_for_slack(settings) if slack else []
    if teams:
        problems += missing_for_teams(settings)
    return problems + misplaced(settings)


def missing_for_teams(settings: Settings) -> list[str]:
    """What has to be set before Tierline can talk to Microsoft Teams, in words; empty when nothing is missing."""
    missing = {
        f"TEAMS_APP_ID is not set: copy “Application (client) ID” from {REGISTRATION}.": not settings.teams_app_id,
        f"TEAMS_TENANT_ID is not set: copy “Directory (tenant) ID” from {REGISTRATION}. Tierline serves one tenant.": (
            not settings.teams_tenant_id
        ),
    }
    missing[
        "TEAMS_TENANT_ID is the same as TEAMS_APP_ID: copy “Directory (tenant) ID”, which stands below the other."
    ] = bool(settings.teams_app_id) and settings.teams_app_id == settings.teams_tenant_id
    problems = [sentence for sentence, wrong in missing.items() if wrong]
    problems += _credential(settings)
    if not settings.tierline_public_url:
        problems.append(
            "TIERLINE_PUBLIC_URL is not set: it is the https address under which Microsoft reaches this server, and "
            "files that people ask for are links to it."
        )
    return problems


def _credential(settings: Settings) -> list[str]:
    """What is wrong with how the bot logs in; the secret itself is never said."""
    ways = ways_to_log_in(settings)
    if not ways:
        return [
            "No way to log in to Microsoft is set: set TEAMS_CLIENT_SECRET (a secret's value, from “Certificates & "
            "secrets” of the app registration), or TEAMS_CERTIFICATE_FILE, or TEAMS_MANAGED_IDENTITY=true."
        ]
    if len(ways) > 1:
        both, rest = f"{', '.join(ways[:-1])} and {ways[-1]}", " and ".join(ways[1:])
        return [f"{both} are set, and Tierline logs in to Microsoft in one way. To keep {ways[0]}, take {rest} away."]
    if is_guid(secret(settings.teams_client_secret)):
        return [
            "TEAMS_CLIENT_SECRET is an id: copy the secret's “Value”, which Entra shows once, and not its “Secret ID”. "
            "If the value is gone, make a new secret."
        ]
    return _certificate(settings.teams_certificate_file)


def _certificate(file: Path | None) -> list[str]:
    """What is wrong with the certificate's file; nothing where none is set."""
    if file is None:
        return []
    from bot.teams.certificate import BadCertificate, read_certificate  # cryptography is loaded where it is needed

    try:
        read_certificate(file)
    except BadCertificate as error:
        return [error.sentence]
    return []


def misplaced(settings: Settings) -> list[str]:
    """Channels and people of a place that the desk does not serve, in words."""
    problems = [_stranger(settings, name, id) for name in DESK_IDS for id in _ids(settings, name)]
    if (channel := settings.tierline_review_channel) and _of_teams(channel) == for_slack(settings):
        problems.append(
            f"TIERLINE_REVIEW_CHANNEL: read {channel!r}; expected a channel of {_home(settings)}, where the desk is at "
            "home. Give one of there, or leave it out: reminders then go to each partner's manager."
        )
    return [problem for problem in problems if problem]


def _stranger(settings: Settings, name: str, id: str) -> str | None:
    """Why nobody would be found under this id; None where somebody may be."""
    tenant, rest = placed(id)
    tenant = tenant.lower()
    teams = _of_teams(rest)
    read = f"{name.upper()}: read {id!r}; "
    if tenant and teams and tenant != settings.teams_tenant_id:
        return f"{read}expected the tenant of TEAMS_TENANT_ID before the colon. Correct it, or take the id away."
    if teams and not tenant and for_slack(settings):
        return (
            f"{read}this is an id of Teams, and the desk is at home in Slack. Put the tenant before it: "
            f"{settings.teams_tenant_id or 'TENANT-ID'}:{id}."
        )
    if not teams and not for_slack(settings):
        return f"{read}this is an id of Slack, which is not set up. Give one of Teams, or set up Slack."
    return None


def _ids(settings: Settings, name: str) -> list[str]:
    """The ids of a setting, without e-mail addresses."""
    read = getattr(settings, name) or ()
    ids = sorted(read.split(",") if isinstance(read, str) else read)
    return [id.strip().replace("/", ":") for id in ids if "@" not in id or "@thread." in id]


def _of_teams(id: str) -> bool:
    return id.startswith("19:") or is_guid(id)


def _home(settings: Settings) -> str:
    return "Slack" if for_slack(settings) else "Teams"
