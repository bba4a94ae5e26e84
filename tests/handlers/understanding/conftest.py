"""The room in which messages are read."""

import pytest

from tests.handlers.understanding.room import Room


@pytest.fixture(scope="session")
def room() -> Room:
    return Room()
