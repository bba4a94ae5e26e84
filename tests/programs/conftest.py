import pytest

from programs.catalog import Catalog
from programs.schema import Program


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load()


@pytest.fixture(scope="session")
def segment(catalog: Catalog) -> Program:
    return catalog.get("twilio-segment-2024")


@pytest.fixture(scope="session")
def build(catalog: Catalog) -> Program:
    return catalog.get("twilio-build-2022")
