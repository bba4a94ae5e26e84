"""Senders die by SIGKILL at every step, and at random, while Slack fails too: nothing is lost, nothing is doubled."""

from pathlib import Path

from tests.support.delivery_run import FAULTS, run
from tests.support.killing_ground import POINTS


def test_one_sender_on_sqlite_killed_again_and_again(tmp_path: Path) -> None:
    report = run(f"sqlite:///{tmp_path / 'outbox.db'}", messages=60, workers=1, kills=4, seed=2026)
    assert (report.lost, report.doubled, report.states) == (0, 0, {"sent": 60}), report
    assert report.died_at == list(POINTS)
    assert (report.kills, report.impatient) == (4, 0)
    assert set(report.faults) == set(FAULTS)


def test_two_senders_on_postgresql_killed_again_and_again(postgres_server: str) -> None:
    report = run(postgres_server, messages=60, workers=2, kills=4, seed=7)
    assert (report.lost, report.doubled, report.states) == (0, 0, {"sent": 60}), report
    assert report.died_at == list(POINTS)
    assert report.kills == 4


def test_the_experiment_notices_a_sender_that_does_not_look(tmp_path: Path) -> None:
    report = run(f"sqlite:///{tmp_path / 'outbox.db'}", messages=20, workers=1, kills=0, seed=1, looks=False)
    assert report.doubled >= 1, report
