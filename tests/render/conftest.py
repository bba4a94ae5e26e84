"""Everything that the product shows on the sample portfolio, met once."""

import pytest

from scripts.corpus import Shown, corpus


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    return corpus(tmp_path_factory.mktemp("corpus"))
