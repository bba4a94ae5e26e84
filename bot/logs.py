"""Logging set up once, at the start of a command that serves: lines for people, or JSON lines for a collector.

The standard library with two formatters of our own: a logging library would only do the same to the lines that other
libraries write, and the one that was measured takes a tenth of the time of a start to import.

What is private stays out: e-mail addresses and tokens are struck out of every line, and a JSON line tells of an error
only its type and where it happened, because the words of an error may hold what somebody typed.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

from bot.references import doing

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s%(where)s: %(message)s"
# These libraries write message texts or addresses with secrets at DEBUG; httpx whom it asks about, at INFO.
QUIET: Final = ("slack_sdk", "slack_bolt", "apscheduler", "urllib3", "httpx", "httpcore", "msal")
MOST_FRAMES: Final = 20
MOST_WORDS: Final = 2_000

_ADDRESS: Final = re.compile(r"[\w.+-]+@([\w-]+\.)+[A-Za-z]{2,}")
_TOKEN: Final = re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+|(?<=[Bb]earer )\S+")


def start_logging(level: str, form: str = "text") -> None:
    """Log to standard error from `level` on, as `text` or `json`; chatty libraries from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else Lines(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # The clients log what they raise as well; whoever catches it says it in words.
    for name in ("slack_sdk.web.base_client", "slack_sdk.webhook.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Bolt warns that it does not use SLACK_BOT_TOKEN itself; the token reaches it by another way.
    logging.getLogger("tierline.slack.bolt").setLevel(logging.ERROR)


class Lines(logging.Formatter):
    """One line for people, with the reference of what was done."""

    def format(self, record: logging.LogRecord) -> str:
        reference = doing().reference
        record.where = f" [{reference}]" if reference else ""
        return without_private(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (UTC), `level`, `logger`, `message`, `request`, `workspace`.

    `reference` is there where a person was told it; `error` has the type of an error and where it came up.
    """

    def format(self, record: logging.LogRecord) -> str:
        now = doing()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_private(record.getMessage())[:MOST_WORDS],
            "request": now.reference or None,
            "workspace": now.workspace or None,
            "reference": getattr(record, "told", None),
            "error": _error(record.exc_info[1]) if record.exc_info else None,
        }
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def without_private(words: str) -> str:
    """The words without e-mail addresses and tokens."""
    return _TOKEN.sub("…", _ADDRESS.sub("…@…", words))


def _error(error: BaseException | None) -> dict[str, Any] | None:
    if error is None:
        return None
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = {"type": type(error).__name__, "at": _frames(error.__traceback__)}
    return told | ({"because": type(cause).__name__} if cause else {})


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return [f"{each.filename.rpartition('/')[2]}:{each.lineno} {each.name}" for each in frames]
