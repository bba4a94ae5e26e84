"""The first calls to Slack: who the bot is and whether it may connect, or in words why not."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import BadSettings
from bot.slack.errors import NETWORK
from bot.slack.identity import Identity, identify
from bot.slack.socket import SocketDoor


def connect(client: WebClient, named: str = "SLACK_BOT_TOKEN") -> Identity:
    """Ask Slack who the bot is; `named` is how its token is called in words.

    Raises:
        BadSettings: Slack refuses the token, or cannot be reached.
    """
    try:
        return identify(client)
    except SlackApiError as error:
        reason = error.response.get("error") or f"HTTP status {error.response.status_code}"
        raise BadSettings(
            f"Slack does not accept {named} ({reason}). Reinstall the app and copy the token again."
        ) from None
    except NETWORK:
        raise _unreachable(client) from None


def check_connection(connection: SocketDoor, client: WebClient) -> None:
    """Ask Slack whether it takes the app token of Socket Mode.

    Raises:
        BadSettings: Slack refuses the token, or cannot be reached.
    """
    try:
        connection.check()
    except SlackApiError as error:
        raise BadSettings(
            f"Slack does not accept SLACK_APP_TOKEN ({error.response['error']}): "
            "make one with the scope connections:write, and switch Socket Mode on."
        ) from None
    except NETWORK:
        raise _unreachable(client) from None


def _unreachable(client: WebClient) -> BadSettings:
    return BadSettings(f"Slack cannot be reached at {client.base_url}. Check the network or the proxy, then try again.")
