"""What is not in the log although a library would write it."""

import subprocess
import sys

ASKS = """
import httpx
from bot.logs import start_logging
start_logging("INFO")
played = httpx.MockTransport(lambda request: httpx.Response(200, json={}))
httpx.Client(transport=played).get("https://smba.trafficmanager.net/v3/conversations/a%3Apam/members/29%3Apam")
"""


def test_the_log_does_not_list_whom_we_ask_about() -> None:
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True)
    assert "pam" not in done.stderr
