"""Options of the whole suite: properties are tried on the same examples each time, however slow the machine is."""

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-postgres", action="store_true", help="leave out what needs the PostgreSQL wheel")
