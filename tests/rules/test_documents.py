"""What is written about the code stays true: settings, commands, make targets, lock files, changelog, spelling."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import Settings
from handlers.helping import COMMANDS as WORDS
from scripts.docs import help_texts, pages
from tests.rules.source import ROOT

README = ROOT / "README.md"
MAKEFILE = ROOT / "Makefile"
CHANGELOG = ROOT / "CHANGELOG.md"
LOCKS = ("requirements.lock", "requirements-dev.lock")
TEXTS = {".css", ".html", ".js", ".md", ".py", ".sh", ".toml", ".yml"}
FOLDERS = ("bench", "bot", "docs", "handlers", "programs", "scripts", "store", "tests")
BRITISH = (
    *("analyse", "authoris", "behaviour", "cancelled", "catalogue", "centre", "colour", "customis", "enrolment"),
    *(
        "favour",
        "honour",
        "labelled",
        "licence",
        "modelled",
        "neighbour",
        "normalis",
        "organis",
        "programme",
        "recognis",
    ),
    *("serialis", "summaris", "synchronis", "utilis", "whilst"),
)
GIVEN = ("CANCELLED", "customise")
"""Words that others laid down: of RFC 5545, and in the name of a method of pydantic-settings."""
AMERICAN_TOO = re.compile(r"programme[rd]|synchronism|organis[mt]|labelledby", re.IGNORECASE)
"""Words that only look British; `aria-labelledby` is an attribute's name."""


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_current(path: Path) -> None:
    assert read(path) == pages()[path], f"{path.name} is older than the code; run `make docs`"


def test_every_setting_is_described() -> None:
    described = read(README) + read(ROOT / "docs" / "SETTINGS.md")
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in described] == []
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_has_its_help_in_the_docs() -> None:
    documented = read(ROOT / "docs" / "COMMANDS.md")
    typed = [words for words, _ in help_texts()]
    assert {f"tierline {name}" for name in COMMANDS} <= set(typed)
    assert [words for words in typed if f"\n## {words}\n" not in documented] == []


def test_the_table_of_commands_names_commands_that_say_the_same_name() -> None:
    shown = dict(help_texts())
    assert [name for name in COMMANDS if f"Usage: tierline {name} " not in shown[f"tierline {name}"]] == []


def test_every_subcommand_is_in_the_readme() -> None:
    rows = [line for line in read(README).splitlines() if line.startswith("|")]
    typed = {" ".join(command.split()[:2]) for command in WORDS}
    assert sorted(words for words in typed if not any(words in row for row in rows)) == []


def test_no_place_of_the_readme_waits_to_be_filled_in() -> None:
    assert _placeholders(read(README)) == []


def test_placeholders_are_seen() -> None:
    page = "# TIERLINE\n\nBENCH\n\n| A |\nWORDS OF ONE LINE\nTODO: figures\nSee the table (TBD).\nNO-OP is fine."
    assert _placeholders(page) == ["BENCH", "WORDS OF ONE LINE", "TODO: figures", "See the table (TBD)."]


def test_every_make_target_is_in_make_help() -> None:
    targets = {match for match in re.findall(r"^([a-z][a-z-]*):", read(MAKEFILE), re.MULTILINE)}
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert targets == {line.split()[1] for line in shown.splitlines()}
    phony = re.search(r"^\.PHONY: (.*)$", read(MAKEFILE), re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == targets


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", read(MAKEFILE), re.MULTILINE))
    named = {
        (path.name, target) for path in _texts() if path.suffix == ".md" for target in _targets_named_in(read(path))
    }
    assert sorted(each for each in named if each[1] not in targets) == []


def test_commands_that_documents_name_exist() -> None:
    typed = {tuple(words.split()[1:]) for words, _ in help_texts()}
    groups = {words[:1] for words in typed if len(words) == 2}
    named = {
        (path.name, words) for path in _texts() if path.suffix == ".md" for words in _commands_named_in(read(path))
    }
    wrong = [each for each in named if each[1][:1] not in typed or (each[1][:1] in groups and each[1] not in typed)]
    assert sorted(wrong) == []


def test_the_readme_says_why_each_library_is_there() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    rows = " ".join(line.lower() for line in read(README).splitlines() if line.startswith("|"))
    assert [name for each in project["dependencies"] if (name := _name(each)) not in rows] == []


def test_files_that_documents_name_exist() -> None:
    missing = [(path.name, name) for path in _texts() if path.suffix == ".md" for name in _files_named_in(read(path))]
    assert [(page, name) for page, name in missing if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_index_and_hash_everything(name: str) -> None:
    text = read(ROOT / name)
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|^-", text, re.MULTILINE) == []
    assert [name for name, block in _pins(text).items() if "--hash=sha256:" not in block] == []


def test_everything_that_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    groups = project["dependency-groups"]
    runtime, dev = (_pins(read(ROOT / name)) for name in LOCKS)
    assert {_name(each) for each in project["project"]["dependencies"] + groups["build"]} <= runtime.keys()
    assert {_name(each) for each in groups["dev"]} <= dev.keys()
    assert runtime.keys() <= dev.keys()


def test_the_two_lock_files_agree() -> None:
    runtime, dev = (_pins(read(ROOT / name)) for name in LOCKS)
    assert [name for name, block in runtime.items() if _version(block) != _version(dev[name])] == []


def test_the_changelog_is_kept() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    heads = re.findall(r"^## \[(.+?)\]", read(CHANGELOG), re.MULTILINE)
    assert read(CHANGELOG).startswith("# Changelog\n")
    assert heads[0] == "Unreleased"
    assert project["version"] in heads
    kinds = set(re.findall(r"^### (.+)$", read(CHANGELOG), re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_words_are_spelled_the_american_way() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in _texts()
        for word in _british(read(path))
        if path != Path(__file__)
    ]
    assert found == []


def test_british_words_are_seen() -> None:
    assert _british("The Programme's colour, recognised; programmers synchronize.") == [
        "Programme's",
        "colour",
        "recognised",
    ]


def _placeholders(page: str) -> list[str]:
    """Lines of nothing but capitals, and lines that say themselves that something is missing."""
    waiting = re.compile(r"[A-Z][A-Z ]+|.*\b(TODO|TBD|FIXME|XXX)\b.*")
    return [line for line in page.splitlines() if waiting.fullmatch(line.strip())]


def _texts() -> Iterator[Path]:
    """Every text file that we wrote; libraries of others lie in folders named `vendor`."""
    yield from (path for path in sorted(ROOT.iterdir()) if path.suffix in TEXTS)
    for folder in FOLDERS:
        found = (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXTS)
        yield from (path for path in found if "vendor" not in path.parts)


def _british(text: str) -> list[str]:
    words = re.findall(r"[A-Za-z][A-Za-z']*", text)
    words = [word for word in words if word not in GIVEN]
    return [word for word in words if word.lower().startswith(BRITISH) and not AMERICAN_TOO.match(word)]


def _targets_named_in(text: str) -> Iterator[str]:
    """`make lint` in running text, or on a line of its own in a block of code."""
    yield from re.findall(r"(?:`|^\s*(?:\$ )?)make ([a-z][a-z-]*)", text, re.MULTILINE)


def _commands_named_in(text: str) -> Iterator[tuple[str, ...]]:
    """`tierline programs check` or .venv/bin/tierline import: at most two words, options and arguments left out."""
    for words in re.findall(r"(?:`|bin/)tierline ([a-z-]+(?: [a-z-]+\b)?)", text):
        yield tuple(words.split())


def _files_named_in(text: str) -> Iterator[str]:
    """`bot/slack/guard.py` or [a link](docs/SETTINGS.md); patterns with <, * or spaces are no files."""
    yield from re.findall(r"`((?:bench|bot|docs|handlers|programs|scripts|store|tests)/[\w./-]+)`", text)
    yield from re.findall(
        r"\]\(((?:bench|bot|docs|handlers|programs|scripts|store|tests)/[\w./-]+)(?:#[\w-]+)?\)", text
    )


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _pins(text: str) -> dict[str, str]:
    """Each pinned name with its block of the lock file."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    return {_name(block): block for block in blocks if "==" in block}


def _version(block: str) -> str:
    return block.partition("==")[2].split(maxsplit=1)[0]
