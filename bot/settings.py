"""Settings from the environment and `.env`, under the names people expect."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class BadSettings(ValueError):
    """Settings that cannot work; the text names each variable, what was read and what was expected."""


class Settings(BaseSettings):
    """Everything that can be set. `docs/SETTINGS.md` is written from these descriptions."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of the Slack app, starts with xoxb-.")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret of the Slack app; HTTP mode.")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token, starts with xapp-; when set, Slack is reached by Socket Mode."
    )
    slack_api_base_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; changed only for emulators."
    )
    database_url: str = Field(
        "sqlite:///tierline.db", description="SQLite file (sqlite:///tierline.db) or PostgreSQL (postgresql://…)."
    )
    host: str = Field("127.0.0.1", description="Address that the HTTP server listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that the HTTP server listens on.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    tierline_deal_desk_channel: str | None = Field(
        None, description="Slack channel id where registrations are decided, like C0123ABCD."
    )
    tierline_review_channel: str | None = Field(
        None, description="Slack channel id for review reminders; without it they go to each partner's manager."
    )
    tierline_approvers: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(), description="Slack user ids that may decide registrations, separated by commas."
    )
    tierline_time_zone: str = Field("UTC", description="IANA zone of the desk: its mornings and its today.")
    tierline_country: str = Field("US", description="ISO 3166-1 code of the desk: its holidays.")
    tierline_programs_dir: Path | None = Field(None, description="Folder with program definitions of your own.")

    @field_validator("tierline_approvers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("tierline_time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is no IANA time zone; expected one like America/New_York") from None
        return value

    @field_validator("tierline_country")
    @classmethod
    def _country(cls, value: str) -> str:
        if len(value) != 2 or not value.isalpha():
            raise ValueError("is no ISO 3166-1 code; expected two letters like US")
        return value.upper()

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("is no log level; expected DEBUG, INFO, WARNING or ERROR")
        return value.upper()


def load_settings(env_file: str | Path | None = ".env") -> Settings:
    """Read the environment, and `env_file` for what it does not say.

    Raises:
        BadSettings: a value cannot be used; every such value is named.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, each['loc'])).upper()}: {_reason(each['msg'])}" for each in error.errors()]
        raise BadSettings("These settings cannot be used:\n  " + "\n  ".join(lines)) from None


def missing_for_slack(settings: Settings) -> list[str]:
    """What has to be set before Tierline can talk to Slack, in words; empty when nothing is missing."""
    problems = []
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    if not token:
        problems.append("SLACK_BOT_TOKEN is not set: copy it from your app's “OAuth & Permissions” page (xoxb-…).")
    elif not token.startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN does not start with xoxb-: a bot token is needed, not another one.")
    socket = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    if socket and not socket.startswith("xapp-"):
        problems.append("SLACK_APP_TOKEN does not start with xapp-: an app-level token is needed.")
    if not socket and not (settings.slack_signing_secret and settings.slack_signing_secret.get_secret_value()):
        problems.append(
            "SLACK_SIGNING_SECRET is not set: copy it from “Basic Information”, or set SLACK_APP_TOKEN for Socket Mode."
        )
    return problems


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
