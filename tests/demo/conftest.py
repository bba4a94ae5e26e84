"""One played workspace for each test file that asks for it."""

from collections.abc import Iterator

import pytest

from tests.demo.playing import Playing, playing


@pytest.fixture(scope="module")
def play() -> Iterator[Playing]:
    with playing() as running:
        yield running
