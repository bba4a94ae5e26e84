"""Settings from the environment and `.env`, under the names people expect."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.setting_ids import channel, channels, entra_id, harmless, people, users, workspaces
from bot.setting_values import WEB_ADDRESS, is_key, is_safe_address, secret, split_keys, true_or_false

_LIMIT = re.compile(r"[A-Z]{3} [0-9]{1,15}(\.[0-9]{1,4})?")


class BadSettings(ValueError):
    """Settings that cannot work; the text names each variable, what was read and what was expected."""


class Settings(BaseSettings):
    """Everything that can be set. `docs/SETTINGS.md` is written from these descriptions.

    `repr=False` marks what may hold a secret: it is never printed.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: SecretStr | None = Field(
        None, description="Bot token of the Slack app, starts with xoxb-.", repr=False
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret of the Slack app; HTTP mode.", repr=False
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token, starts with xapp-; when set, Slack is reached by Socket Mode.", repr=False
    )
    slack_client_id: str | None = Field(
        None, description="Client id of the Slack app; with it several workspaces install the app by OAuth."
    )
    slack_client_secret: SecretStr | None = Field(
        None, description="Client secret of the Slack app; several workspaces.", repr=False
    )
    slack_api_base_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; changed only for emulators."
    )
    teams_app_id: Annotated[str, AfterValidator(entra_id)] | None = Field(
        None, description="Application (client) id of the Entra app registration that is the bot in Microsoft Teams."
    )
    teams_tenant_id: Annotated[str, AfterValidator(entra_id)] | None = Field(
        None, description="Directory (tenant) id of that registration, which serves one tenant."
    )
    teams_client_secret: SecretStr | None = Field(
        None, description="The value of a client secret of that registration; one of three ways to log in.", repr=False
    )
    teams_certificate_file: Path | None = Field(
        None,
        description="PEM file with a certificate of that registration and its key; one of three ways to log in.",
    )
    teams_managed_identity: Annotated[bool, BeforeValidator(true_or_false)] = Field(
        False,
        description="true when the bot is a managed identity of the machine it runs on; one of three ways to log in.",
    )
    database_url: str = Field(
        "sqlite:///tierline.db",
        description="SQLite file (sqlite:///tierline.db) or PostgreSQL (postgresql://…).",
        repr=False,
    )
    host: str = Field("127.0.0.1", description="Address that the HTTP server listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that the HTTP server listens on.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    tierline_log_format: str = Field("text", description="How the log is written: text, or json (one object a line).")
    tierline_metrics_token: SecretStr | None = Field(
        None,
        description="Token that /metrics asks for (Authorization: Bearer …); without it only this machine may read it.",
        repr=False,
    )
    tierline_public_url: str | None = Field(
        None, description="Where browsers reach Tierline, like https://tierline.example.com; several workspaces, Teams."
    )
    tierline_workspaces: Annotated[tuple[str, ...], NoDecode, AfterValidator(workspaces)] = Field(
        (),
        description="Slack workspace ids (T…) that may install the app, separated by commas; the first is the desk's.",
    )
    tierline_token_keys: SecretStr | None = Field(
        None,
        description="Keys that tokens are kept under, separated by commas, the newest first; see `tierline keys new`.",
        repr=False,
    )
    tierline_deal_desk_channel: Annotated[str, AfterValidator(channels)] | None = Field(
        None,
        description="Channel id where registrations are decided: of Slack like C0123ABCD, of Teams like "
        "19:…@thread.tacv2; of other workspaces T0456:C0123ABCD, of Teams beside Slack TENANT-ID:19:…, "
        "separated by commas.",
    )
    tierline_review_channel: Annotated[str, AfterValidator(channel)] | None = Field(
        None,
        description="Channel id for review reminders, of Slack or Teams as the desk; without it they go to each "
        "partner's manager.",
    )
    tierline_approvers: Annotated[frozenset[str], NoDecode, AfterValidator(users)] = Field(
        frozenset(),
        description="Who may decide registrations: Slack user ids or Entra object ids, separated by commas; "
        "those of other workspaces than the desk's as T0456:U0123ABCD, of Teams beside Slack as TENANT-ID:OBJECT-ID.",
    )
    tierline_admins: Annotated[frozenset[str], NoDecode, AfterValidator(people)] = Field(
        frozenset(),
        description="The first program admins: e-mail addresses, or ids as of approvers, separated by commas.",
    )
    tierline_two_approvers_above: str | None = Field(
        None, description="Approving more than this a year takes two people, like USD 500000."
    )
    tierline_time_zone: str = Field("UTC", description="IANA zone of the desk: its mornings and its today.")
    tierline_country: str = Field("US", description="ISO 3166-1 code of the desk: its holidays.")
    tierline_programs_dir: Path | None = Field(None, description="Folder with program definitions of your own.")

    @field_validator("tierline_approvers", "tierline_admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("tierline_two_approvers_above")
    @classmethod
    def _limit(cls, value: str | None) -> str | None:
        if value is not None and not _LIMIT.fullmatch(value):
            raise ValueError("expected a currency and an amount, like USD 500000")
        return value

    def two_approvers_above(self) -> tuple[Decimal, str] | None:
        """The amount a year, and its currency, above which two people approve; None where one always does."""
        currency, _, amount = (self.tierline_two_approvers_above or "").partition(" ")
        return (Decimal(amount), currency) if amount else None

    @field_validator("tierline_workspaces", mode="before")
    @classmethod
    def _in_order(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        return value

    @field_validator("tierline_token_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not all(map(is_key, split_keys(value))):
            raise ValueError("expected keys as `tierline keys new` prints them, separated by commas, the newest first")
        return value

    @field_validator("tierline_public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is not None and not is_safe_address(value):
            raise ValueError("expected the https address of this server like https://tierline.example.com, no path")
        return value.rstrip("/") if value else value

    @field_validator("slack_api_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not WEB_ADDRESS.fullmatch(value):
            raise ValueError("expected a web address like https://slack.com/api/, without a name and password")
        return value

    @field_validator("tierline_time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as America
            raise ValueError("expected an IANA time zone like America/New_York") from None
        return value

    @field_validator("tierline_country")
    @classmethod
    def _country(cls, value: str) -> str:
        if not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise ValueError("expected an ISO 3166-1 code of two letters like US")
        return value.upper()

    @field_validator("tierline_log_format")
    @classmethod
    def _form(cls, value: str) -> str:
        if value.lower() not in {"text", "json"}:
            raise ValueError("expected text or json")
        return value.lower()

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("expected DEBUG, INFO, WARNING or ERROR")
        return value.upper()


def load_settings(env_file: str | Path | None = ".env") -> Settings:
    """Read the environment, and `env_file` for what it does not say.

    Raises:
        BadSettings: a value cannot be used; every such value is named.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [_problem(each["loc"], each["msg"], each["input"]) for each in error.errors()]
        raise BadSettings("These settings cannot be used:\n  " + "\n  ".join(lines)) from None
    except UnicodeDecodeError:
        raise BadSettings(f"{env_file} is not UTF-8 text. Save it as UTF-8, then try again.") from None
    except OSError as error:
        raise BadSettings(f"{env_file} cannot be read: {error.strerror}. Check its rights.") from None


def by_oauth(settings: Settings) -> bool:
    """Whether several workspaces install the app, each with a token of its own."""
    return bool(settings.slack_client_id or secret(settings.slack_client_secret))


def missing_for_slack(settings: Settings) -> list[str]:
    """What has to be set before Tierline can talk to Slack, in words; empty when nothing is missing."""
    if by_oauth(settings):
        return _missing_for_oauth(settings)
    problems = []
    token = secret(settings.slack_bot_token)
    if not token:
        problems.append("SLACK_BOT_TOKEN is not set: copy it from your app's “OAuth & Permissions” page (xoxb-…).")
    elif not token.startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN does not start with xoxb-: a bot token is needed, not another one.")
    socket = secret(settings.slack_app_token)
    if socket and not socket.startswith("xapp-"):
        problems.append("SLACK_APP_TOKEN does not start with xapp-: an app-level token is needed.")
    if not socket and not secret(settings.slack_signing_secret):
        problems.append(
            "SLACK_SIGNING_SECRET is not set: copy it from “Basic Information”, or set SLACK_APP_TOKEN for Socket Mode."
        )
    return problems


def _missing_for_oauth(settings: Settings) -> list[str]:
    missing = {
        "SLACK_CLIENT_ID is not set: copy it from “Basic Information”.": not settings.slack_client_id,
        "SLACK_CLIENT_SECRET is not set: copy it from “Basic Information”.": not secret(settings.slack_client_secret),
        "SLACK_SIGNING_SECRET is not set: copy it from “Basic Information”.": not secret(settings.slack_signing_secret),
        "TIERLINE_TOKEN_KEYS is not set: tokens are kept under a key that `tierline keys new` makes.": not split_keys(
            settings.tierline_token_keys
        ),
        "TIERLINE_WORKSPACES is not set: name the ids (T…) of your own workspaces, so that no other one can "
        "install the app.": not settings.tierline_workspaces,
        "TIERLINE_PUBLIC_URL is not set: Slack sends browsers back to it after an install.": (
            not settings.tierline_public_url
        ),
        "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: the token is for one workspace, the client id for several. "
        "Take one of them away.": bool(secret(settings.slack_bot_token)),
        "SLACK_APP_TOKEN and SLACK_CLIENT_ID are both set: installs need HTTP, not Socket Mode. "
        "Take SLACK_APP_TOKEN away.": bool(secret(settings.slack_app_token)),
    }
    return [sentence for sentence, wrong in missing.items() if wrong]


def _problem(place: tuple[int | str, ...], message: str, read: Any) -> str:
    """The variable, what was read (unless it may be a secret) and what was expected."""
    name = str(place[0])
    shown = f"read {harmless(read)[:60]!r}; " if isinstance(read, str) and Settings.model_fields[name].repr else ""
    reason = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return f"{name.upper()}: {shown}" + (reason if reason.startswith("expected") else f"expected {reason}")
