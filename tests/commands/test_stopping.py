"""`tierline serve` is told to end: what was begun is finished, nothing is doubled, and it ends well."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot.demo.loopback import bind
from handlers.documents import Reply
from handlers.wire import dump
from store.engine import open_store
from store.outbox import NewMessage
from tests.commands.test_serve import OWN, health
from tests.rules.source import ROOT
from tests.support.desk import fill_database
from tests.support.house import until
from tests.support.slack import FORM, SECRET, TEAM, loopback_slack, signed
from tests.support.workspace import Workspace


class Slow(Workspace):
    """Says who somebody is, and takes a message, only when `hold` is set."""

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        told = super().answer(method, body)
        if method == "users.info":
            self.hold.wait(20)
        return told


def test_a_post_and_a_command_under_way_are_finished_before_the_end(tmp_path: Path) -> None:
    url = f"sqlite:///{fill_database(tmp_path)}"
    put(url, "one")
    with bind() as free:
        port = free.getsockname()[1]
    with loopback_slack(Slow()) as slack:
        slack.people["U0PAM"] = {"id": "U0PAM", "profile": {"real_name": "Pam", "email": "pam@vendor.example"}}
        slack.hold.clear()
        serving = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=tmp_path,
            env=environment(url, slack, port),
            stderr=subprocess.PIPE,
        )
        try:
            slack.wait_for("the post has begun", lambda: [c for c in slack.calls if c.method == "chat.postMessage"])
            answers: list[tuple[int, str]] = []
            asking = threading.Thread(target=lambda: answers.append(command(port, "tier Acme")))
            asking.start()
            slack.wait_for("the command has begun", lambda: [c for c in slack.calls if c.method == "users.info"])
            serving.send_signal(signal.SIGTERM)
            until("nothing new is taken", lambda: health(port) == 0)
            assert serving.poll() is None
            slack.hold.set()
            asking.join(10)
            _, said = serving.communicate(timeout=20)
        finally:
            slack.hold.set()
            serving.kill()
        assert serving.returncode == 0, said
        assert b"Traceback" not in said
        assert [(status, "Acme Communications is" in words) for status, words in answers] == [(200, True)]
        assert slack.words("C0CHAN") == ["hello"]
    store = open_store(url)
    with store.read() as work:
        assert "sending" not in work.outbox.counts()
        assert next(each for each in work.outbox.listing(["sent"], 9) if each.occurrence_key == "one")
    store.close()


def put(url: str, key: str) -> None:
    store, now = open_store(url), datetime.now(UTC)
    with store.write() as work:
        words = dump(Reply("hello"))
        work.outbox.put(NewMessage(key, "now", "slack", TEAM, "channel:C0CHAN", words, now, audience="anyone"), now)
    store.close()


def environment(url: str, slack: Workspace, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    own = {"DATABASE_URL": url, "SLACK_API_BASE_URL": slack.base_url, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    return kept | own | {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET}


def command(port: int, words: str) -> tuple[int, str]:
    fields = {"command": "/partner", "text": words, "team_id": TEAM, "channel_id": "C0CHAN", "user_id": "U0PAM"}
    body = urlencode(fields | {"user_name": "pam", "trigger_id": f"t.{time.time()}"}).encode()
    headers = {name.decode(): value.decode() for name, value in signed(body, FORM)}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
