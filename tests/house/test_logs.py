"""What the operator reads while something is wrong: sentences, not tracebacks, for what was foreseen."""

import logging
from pathlib import Path

import pytest

from tests.support.house import House, Member, until


def test_a_database_that_is_away_is_logged_as_a_sentence(
    house: House, pam: Member, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house.delivered()
    file = tmp_path / "house.db"
    with caplog.at_level(logging.INFO):
        away = file.rename(tmp_path / "away.db")
        pam.say("/partner tier Acme")
        house.tick()
        house.service.courier.wake()
        until("the courier and the clock have said so", lambda: caplog.text.count("is not there") >= 2)
        away.rename(file)
    assert "Traceback" not in caplog.text
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
