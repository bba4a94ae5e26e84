"""Both pages are made of small files that never turn foreign text into markup; the Slack page loads nothing foreign."""

import re
from pathlib import Path

import pytest

from bot.demo.page_doors import PAGE
from bot.demo.teams.server import PAGE as TEAMS_PAGE

FILES = sorted(each for each in PAGE.iterdir() if each.is_file())
SCRIPTS = sorted([*PAGE.glob("*.js"), *TEAMS_PAGE.glob("*.js")])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: str(each.relative_to(PAGE.parent)))
def test_no_script_parses_markup_or_code(script: Path) -> None:
    words = script.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", words)
    assert len(words.splitlines()) <= 300


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: str(each.relative_to(PAGE.parent)))
def test_every_import_leads_to_a_file_that_exports_it(script: Path) -> None:
    for names, source in re.findall(r'import \{([^}]+)\} from "([^"]+)"', script.read_text()):
        file = script.parent / source if source.startswith("./") else PAGE / source.removeprefix("/page/")
        exported = file.read_text()
        for name in names.split(","):
            assert re.search(rf"export (async )?(function|const) {name.strip()}\b", exported), (script.name, name)


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    addresses = set(re.findall(r"https?://[^\s\"')]+", file.read_text()))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of a vocabulary, never fetched
