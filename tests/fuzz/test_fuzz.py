"""A small run of each kind with every test run; the long ones are `python -m tests.fuzz`."""

from pathlib import Path

import pytest

from tests.fuzz.mutations import GUARD
from tests.fuzz.running import KINDS, run


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_makes_it_fail_or_is_written_to_the_log(tmp_path: Path, kind: str) -> None:
    figures = run(tmp_path, kind, 400, seed=7)
    assert figures.failures == []
    assert figures.cases == 400
    met = {what for what, _ in figures.statuses}
    assert met == ({what for what, _ in GUARD} if kind == "guard" else {"payload"})
    assert any(status == 200 for _, status in figures.statuses)
