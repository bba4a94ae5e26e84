"""What the operator reads while something is wrong: sentences, not tracebacks, for what was foreseen."""

import json
import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.house.test_deals import DEAL
from tests.support.house import House, Member, until


def test_a_database_that_is_away_is_logged_as_a_sentence(
    house: House, pam: Member, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house.delivered()
    file = tmp_path / "house.db"
    with caplog.at_level(logging.INFO):
        away = file.rename(tmp_path / "away.db")
        assert "is not there" in pam.say("/partner tier Acme")["text"]
        house.tick()
        house.side.courier.wake()
        until("the courier and the clock have said so", lambda: caplog.text.count("is not there") >= 2)
        away.rename(file)
    assert "Traceback" not in caplog.text
    told = [record for record in caplog.records if record.name == "tierline.surface"]
    assert [(record.levelname, record.message.startswith("The database could not be used")) for record in told] == [
        ("WARNING", True)
    ]
    assert "Bronze" in pam.say("/partner tier Acme")["text"]


def test_a_bug_in_a_statement_becomes_a_reference_and_no_outage(
    house: House, pam: Member, caplog: pytest.LogCaptureFixture
) -> None:
    """A trigger that calls a function which does not exist stands for a wrong statement of ours."""
    form = pam.form()
    with house.service.store.write() as work:
        work.session.execute(
            text("CREATE TRIGGER bug BEFORE INSERT ON registrations BEGIN SELECT no_such_function(); END")
        )
    with caplog.at_level(logging.WARNING):
        words = json.dumps(pam.send(form, DEAL))
    assert "Something went wrong on our side; nothing was changed. Reference " in words
    assert "no such function" in caplog.text
    assert "no such function" not in words
