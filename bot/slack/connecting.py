"""The first call to Slack: who the bot is, or in words why Slack would not say."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import BadSettings
from bot.slack.errors import NETWORK
from bot.slack.identity import Identity, identify


def connect(client: WebClient) -> Identity:
    """Ask Slack who the bot is.

    Raises:
        BadSettings: Slack refuses the token, or cannot be reached.
    """
    try:
        return identify(client)
    except SlackApiError as error:
        reason = error.response.get("error") or f"HTTP status {error.response.status_code}"
        raise BadSettings(
            f"Slack does not accept SLACK_BOT_TOKEN ({reason}). Reinstall the app and copy the token again."
        ) from None
    except NETWORK:
        raise BadSettings(
            f"Slack cannot be reached at {client.base_url}. Check the network or the proxy, then try again."
        ) from None
