"""What happens after an acknowledgement is bounded: in number, in time, and in what the log says of a failure."""

import logging
import threading
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from bot.slack.aftermath import Aftermath
from bot.slack.posting import NotTaken, Poster
from handlers.documents import Reply
from tests.support.slack import LoopbackSlack, loopback_slack


class HangingSlack(LoopbackSlack):
    """A Slack that takes calls and does not answer them before `answering` is set."""

    answering = threading.Event()

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = super().answer(method, body)
        self.answering.wait(20)
        return answer


@pytest.fixture
def hanging() -> Iterator[HangingSlack]:
    slack = HangingSlack()
    slack.answering = threading.Event()
    with loopback_slack(slack):
        yield slack
        slack.answering.set()


@pytest.fixture
def poster(hanging: HangingSlack) -> Poster:
    return Poster(WebClient("xoxb-test", base_url=hanging.base_url, retry_handlers=[]))


def test_a_slack_that_does_not_answer_is_not_waited_for_at_the_end(hanging: HangingSlack, poster: Poster) -> None:
    after, told = Aftermath(workers=2), list[str]()
    for _ in range(12):
        after.soon(lambda: poster.respond(hanging.hook, Reply("x")), told.append)
    hanging.wait("hook", 2)
    assert not after.close(0.01)
    hanging.answering.set()
    assert after.close()
    assert hanging.count("hook") == 2
    assert told == []


def test_a_call_that_fails_after_the_end_tells_nobody() -> None:
    after, told, go_on = Aftermath(workers=1), list[str](), threading.Event()

    def fail() -> None:
        go_on.wait(20)
        raise NotTaken("status 500")

    after.soon(fail, told.append)
    assert not after.close(0.01)
    go_on.set()
    assert after.close()
    assert told == []


def test_nothing_is_taken_after_the_end(caplog: pytest.LogCaptureFixture) -> None:
    after, done = Aftermath(workers=1), list[int]()
    after.close()
    after.soon(lambda: done.append(1))
    assert done == []
    assert "Stopping: a call to Slack was dropped" in caplog.text


def test_what_waits_for_slack_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    after, done, go_on = Aftermath(workers=1, most=3), list[int](), threading.Event()
    after.soon(lambda: go_on.wait(20))
    for number in range(5):
        after.soon(lambda number=number: done.append(number))
    go_on.set()
    assert after.close()
    assert done == [0, 1]
    assert caplog.text.count("Slack is behind: a call to it was dropped") == 3


@pytest.mark.parametrize("error", [TimeoutError("timed out"), URLError(TimeoutError("timed out"))])
def test_a_call_that_ran_out_of_time_is_followed_by_no_second_one(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    after, told = Aftermath(workers=1), list[str]()

    def fail() -> None:
        raise error

    after.soon(fail, told.append)
    after.close()
    assert told == []
    assert [record.getMessage() for record in caplog.records] == [
        "Slack did not take a call: The connection to Slack broke off (TimeoutError)."
    ]


def test_each_failure_is_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    after = Aftermath(workers=1)

    def fail(*_: object) -> None:
        raise NotTaken("status 500: private")

    with caplog.at_level(logging.DEBUG):
        after.soon(fail, fail)
        after.close()
    assert [record.exc_info for record in caplog.records] == [None, None]
    assert "Could not tell the person that a step had failed (NotTaken)" in caplog.text
    assert "private" not in caplog.text
