"""Logging set up once, at the start of a command that serves."""

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These libraries write message texts or addresses with secrets at DEBUG.
QUIET = ("slack_sdk", "slack_bolt", "apscheduler", "urllib3")


def start_logging(level: str) -> None:
    """Log to standard error from `level` on; chatty libraries from WARNING on."""
    logging.basicConfig(level=level, format=FORMAT)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # The clients log what they raise as well; whoever catches it says it in words.
    for name in ("slack_sdk.web.base_client", "slack_sdk.webhook.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Bolt warns that it does not use SLACK_BOT_TOKEN itself; the token reaches it by another way.
    logging.getLogger("tierline.slack.bolt").setLevel(logging.ERROR)
