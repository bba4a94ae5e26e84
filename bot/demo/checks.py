"""Refuses what Slack would refuse, with Slack's words for it and the place that offends."""

from bot.demo.events import Json
from bot.demo.workspace import SlackRefusal
from bot.slack.limits import PayloadError, check_message, check_view


def refuse_message(message: Json) -> None:
    """Raises `SlackRefusal("invalid_blocks")` for a message (`text`, `blocks`) beyond Slack's limits."""
    try:
        check_message(message)
    except PayloadError as error:
        raise SlackRefusal("invalid_blocks", str(error)) from error


def refuse_view(view: Json) -> None:
    """Raises `SlackRefusal("invalid_arguments")` for a dialog or Home tab beyond Slack's limits."""
    try:
        check_view(view)
    except PayloadError as error:
        raise SlackRefusal("invalid_arguments", str(error)) from error
