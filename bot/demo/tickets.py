"""Short-lived permissions that Slack hands out with a request: triggers for dialogs and answer addresses."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from bot.demo.workspace import SlackRefusal

TRIGGER_SECONDS = 3.0  # research: slack_sdk and Bolt issues; Slack's own error is `expired_trigger_id`
ANSWER_SECONDS = 1800.0  # docs.slack.dev, "Handling user interaction": five answers within 30 minutes
ANSWER_USES = 5


class Triggers:
    """Each trigger opens one dialog for one person, within three seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._issued: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()
        self._lock = Lock()

    def issue(self, user: str) -> str:
        """A new trigger for `user`."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.token_hex(12)}"
        with self._lock:
            self._issued[trigger] = (user, self._monotonic() + TRIGGER_SECONDS)
        return trigger

    def spend(self, trigger: str) -> str:
        """The person the trigger was issued to.

        Raises:
            SlackRefusal: `exchanged_trigger_id`, `expired_trigger_id` or `invalid_trigger_id`.
        """
        with self._lock:
            if trigger in self._spent:
                raise SlackRefusal("exchanged_trigger_id")
            user, until = self._issued.pop(trigger, ("", 0.0))
            if not user:
                raise SlackRefusal("invalid_trigger_id")
            self._spent.add(trigger)
        if self._monotonic() > until:
            raise SlackRefusal("expired_trigger_id")
        return user


@dataclass(slots=True)
class Answering:
    """Where an answer address leads: a conversation, its asker, and the message whose button was pressed, if any."""

    channel: str
    user: str
    message: str | None
    thread: str | None
    until: float
    left: int = ANSWER_USES


class AnswerAddresses:
    """Addresses (`response_url`) that take up to five answers within half an hour."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._open: dict[str, Answering] = {}
        self._lock = Lock()

    def issue(self, channel: str, user: str, message: str | None = None, thread: str | None = None) -> str:
        """The secret last part of a new address."""
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._open[key] = Answering(channel, user, message, thread, self._monotonic() + ANSWER_SECONDS)
        return key

    def use(self, key: str) -> Answering:
        """Where this address leads; counts as one answer.

        Raises:
            SlackRefusal: `expired_url` or `used_url`.
        """
        with self._lock:
            found = self._open.get(key)
            if found is None or self._monotonic() > found.until:
                raise SlackRefusal("expired_url")
            if found.left == 0:
                raise SlackRefusal("used_url")
            found.left -= 1
            return found
