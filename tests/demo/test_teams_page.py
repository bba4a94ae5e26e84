"""The Teams page loads nothing from elsewhere, and has two libraries as they came."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from bot.demo.teams.server import PAGE

FILES = sorted(each for each in PAGE.iterdir() if each.is_file())
VENDOR = {
    "adaptivecards.min.js": "5e7c13f3300ae7b89b34703501e08d709fbb6635f1c6755b92495577a77344f2",
    "markdown-it.umd.min.js": "391f2aa638e75e6c7859d0a5c5650ef0956722a45998f17e05b83bc655778e1e",
}


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    assert not re.findall(r"https?://[^\s\"')]+", file.read_text())


@pytest.mark.parametrize(("name", "digest"), VENDOR.items())
def test_the_libraries_are_as_they_were_published_and_bring_their_licenses(name: str, digest: str) -> None:
    folder = PAGE / "vendor"
    assert sha256((folder / name).read_bytes()).hexdigest() == digest
    stem = name.partition(".")[0]
    assert "Permission is hereby granted" in (folder / f"{stem}.LICENSES.txt").read_text()
    assert f"`{stem}`" in (folder / "README.md").read_text()
