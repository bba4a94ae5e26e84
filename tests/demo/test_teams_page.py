"""The Teams page is made of small files that never turn foreign text into markup, and of two libraries as they came."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from bot.demo.page_doors import PAGE as SLACK_PAGE
from bot.demo.teams.server import PAGE

FILES = sorted(each for each in PAGE.iterdir() if each.is_file())
SCRIPTS = [each for each in FILES if each.suffix == ".js"]
VENDOR = {
    "adaptivecards.min.js": "5e7c13f3300ae7b89b34703501e08d709fbb6635f1c6755b92495577a77344f2",
    "markdown-it.umd.min.js": "391f2aa638e75e6c7859d0a5c5650ef0956722a45998f17e05b83bc655778e1e",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_no_script_parses_markup_or_code(script: Path) -> None:
    words = script.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", words)
    assert len(words.splitlines()) <= 300


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.name)
def test_every_import_leads_to_a_file_that_exports_it(script: Path) -> None:
    for names, source in re.findall(r'import \{([^}]+)\} from "([^"]+)"', script.read_text()):
        file = PAGE / source if source.startswith("./") else SLACK_PAGE / source.removeprefix("/page/")
        exported = file.read_text()
        for name in names.split(","):
            assert re.search(rf"export (async )?(function|const) {name.strip()}\b", exported), (script.name, name)


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
