"""The whole bot in this process, as `serve` builds it, and how long something takes in it."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from bench.processes import memory
from bot.app import build
from bot.clock import SystemClock
from bot.logs import start_logging
from bot.settings import load_settings
from handlers.assistant import Assistant
from handlers.request import Actor, Conversation, Place, Request, Role
from store.engine import Store

PAM = Actor("T0TEAM", "U0PAM", "Pam", Role.viewer, "manager7@vendor.example")


@contextmanager
def whole() -> Iterator[tuple[Assistant, Store]]:
    """The served bot without its server, on the database of the environment's settings."""
    start_logging("WARNING")
    service = build(load_settings(None), SystemClock())
    with closing(service.store):
        service.assistant.warm()
        yield service.assistant, service.store


def request(text: str) -> Request:
    """A question of a manager, asked now."""
    now = datetime.now(UTC)
    return Request(PAM, Conversation("C0DESK", Place.channel), now, now.date(), text)


def seconds(what: Callable[[], object]) -> float:
    """How long it takes, once."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def resident() -> float:
    """The resident memory of this process in megabytes."""
    return memory(os.getpid())
