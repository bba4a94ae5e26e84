"""The app package: Microsoft's schema takes its manifest, its icons are what Teams asks for, its commands work."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from PIL import Image

from bot.teams.commands import COMMANDS, Scope
from bot.teams.package import App, manifest, package, problems, project_version, read_package
from handlers.answer import Status
from handlers.commands import as_command
from handlers.documents import Form, Reply
from handlers.errors import UserError
from handlers.request import Conversation, Place
from tests.support.desk import NOA, PAM, Desk, fill_database, open_desk

SCHEMA = Path(__file__).parent / "schemas" / "MicrosoftTeams.schema.json"
BOT = "6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64"
PAGE = "https://vendor.example"
APP = App(BOT, "tierline.example.com", "1.2.3", "Tierline", "Vendor Inc.", PAGE, f"{PAGE}/privacy", f"{PAGE}/terms")


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """Read as draft 7: the file names draft 4, but pins the manifest's version by `const`, which is younger."""
    loaded = json.loads(SCHEMA.read_text("utf-8"))
    return Draft7Validator(loaded)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(fill_database(tmp_path_factory.mktemp("desk")))
    yield opened
    opened.store.close()


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_microsofts_schema_takes_the_manifest(schema: Draft7Validator) -> None:
    assert [error.message for error in schema.iter_errors(manifest(APP))] == []


BREAK: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("no name", lambda made: made.pop("name")),
    ("another schema's version", lambda made: made.update(manifestVersion="1.99")),
    ("a bot id that is none", lambda made: made["bots"][0].update(botId="tierline")),
    ("a scope that is none", lambda made: made["bots"][0].update(scopes=["everywhere"])),
    ("a long short name", lambda made: made["name"].update(short="x" * 31)),
    ("a long description", lambda made: made["description"].update(short="x" * 81)),
    ("a color by name", lambda made: made.update(accentColor="teal")),
    ("a page without an address", lambda made: made["developer"].update(privacyUrl="privacy.html")),
    ("a permission that is none", lambda made: made.update(permissions=["everything"])),
    ("a property nobody knows", lambda made: made.update(packageName="tierline")),
    ("two bots", lambda made: made["bots"].append(made["bots"][0])),
    ("thirteen commands", lambda made: made["bots"][0]["commandLists"][0]["commands"].extend([{}] * 13)),
]


@pytest.mark.parametrize(("what", "harm"), BREAK, ids=[what for what, _ in BREAK])
def test_microsofts_schema_sees_what_is_wrong(schema: Draft7Validator, what: str, harm: Callable[..., Any]) -> None:
    made = manifest(APP)
    harm(made)
    assert not schema.is_valid(made), what


HOSTS = st.from_regex(r"[A-Za-z0-9.:/@ -]{0,40}", fullmatch=True) | st.just("tierline.example.com")
ADDRESSES = st.from_regex(r"(?:https?|ftp|HTTPS)://[a-z0-9.:@/?# -]{0,40}", fullmatch=True) | st.just(PAGE)
NAMES = st.text(max_size=40)


@given(
    bot=st.uuids().map(str) | st.text(max_size=40),
    domain=HOSTS,
    version=st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}", fullmatch=True),
    name=NAMES,
    developer=NAMES,
    website=ADDRESSES,
    privacy=ADDRESSES,
    terms=ADDRESSES,
)
def test_what_our_checks_let_through_microsofts_schema_takes(schema: Draft7Validator, **given: str) -> None:
    """Each value is tried alone in an app that is right otherwise, and all of them together."""
    for app in (App(**given), *(replace(APP, **{name: value}) for name, value in given.items())):
        if not problems(app):
            assert [error.message for error in schema.iter_errors(manifest(app))] == []


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("--app-id", {"bot": "tierline"}),
        ("--domain", {"domain": "127.0.0.1"}),
        ("--domain", {"domain": "localhost"}),
        ("--domain", {"domain": "https://tierline.example.com"}),
        ("--domain", {"domain": "*.example.com"}),
        ("--version", {"version": "1.2"}),
        ("--version", {"version": "1.2.3-rc1"}),
        ("--version", {"version": "01.2.3"}),
        ("--name", {"name": "Tierline, the assistant of partners"}),
        ("--name", {"name": ""}),
        ("--developer", {"developer": "Vendor\nInc."}),
        ("--website", {"website": "http://vendor.example"}),
        ("--privacy", {"privacy": "vendor.example/privacy"}),
        ("--privacy", {"privacy": "https://[vendor/privacy"}),
        ("--terms", {"terms": "https://pam:secret@vendor.example/terms"}),
        ("--terms", {"terms": "https://vendor.example:terms"}),
        ("--terms", {"terms": "https://vendor.example/condições"}),
    ],
)
def test_what_teams_would_refuse_is_said_by_option(option: str, wrong: dict[str, str]) -> None:
    (said,) = problems(replace(APP, **wrong))
    assert said.startswith(f"{option}: read ")
    assert "expected" in said
    with pytest.raises(UserError, match="no app that Teams would take"):
        package(replace(APP, **wrong))


@pytest.mark.parametrize(("name", "most"), [("name", 30), ("developer", 32), ("terms", 2048)])
def test_the_longest_that_fits_is_taken_and_one_more_is_not(schema: Draft7Validator, name: str, most: int) -> None:
    longest = f"{PAGE}/".ljust(most, "x") if name == "terms" else "x" * most
    fits, more = replace(APP, **{name: longest}), replace(APP, **{name: longest + "x"})
    assert problems(fits) == []
    assert schema.is_valid(manifest(fits))
    assert len(problems(more)) == 1
    assert not schema.is_valid(manifest(more))


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(UserError) as caught:
        package(App("", "", "", "", "", "", "", ""))
    said = [line.strip().partition(":")[0] for line in caught.value.sentence.splitlines()[1:]]
    options = ["--app-id", "--domain", "--version", "--name", "--developer", "--website", "--privacy", "--terms"]
    assert said == options


def test_the_zip_has_the_manifest_and_both_icons_at_its_root() -> None:
    found = files(package(APP))
    assert list(found) == ["manifest.json", "color.png", "outline.png"]
    assert json.loads(found["manifest.json"]) == manifest(APP)


def test_the_same_app_is_the_same_file_and_keeps_its_id() -> None:
    assert package(APP) == package(replace(APP))
    with zipfile.ZipFile(io.BytesIO(package(APP))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}, "no clock is asked"
    later = replace(APP, version="2.0.0", name="Partner desk")
    assert later.id == APP.id == replace(APP, bot=BOT.upper()).id
    assert replace(APP, bot=BOT.replace("6", "7")).id != APP.id


def test_the_manifest_names_the_bot_its_scopes_and_its_domain() -> None:
    made = manifest(APP)
    (bot,) = made["bots"]
    assert bot["botId"] == BOT
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsFiles"] is False
    assert made["validDomains"] == ["tierline.example.com"]
    assert made["version"] == "1.2.3"


def test_tierlines_own_version_is_three_numbers() -> None:
    assert problems(replace(APP, version=project_version())) == []


def test_the_color_icon_has_its_symbol_where_no_mask_cuts() -> None:
    picture = Image.open(io.BytesIO(files(package(APP))["color.png"]))
    assert (picture.format, picture.size, picture.mode) == ("PNG", (192, 192), "RGB")
    green = (0x0F, 0x76, 0x6E)
    drawn = [(x, y) for x in range(192) for y in range(192) if picture.getpixel((x, y)) != green]
    assert min(min(each) for each in drawn) >= 48
    assert max(max(each) for each in drawn) < 144
    assert [picture.getpixel((60, y)) for y in (64, 96, 128)] == [(0xF6, 0xC4, 0x53), (0xC9, 0xEF, 0xE6), (255,) * 3]


def test_the_outline_icon_is_white_on_transparent_and_nothing_else() -> None:
    picture = Image.open(io.BytesIO(files(package(APP))["outline.png"]))
    assert (picture.format, picture.size, picture.mode) == ("PNG", (32, 32), "RGBA")
    pixels = [picture.getpixel((x, y)) for x in range(32) for y in range(32)]
    assert {pixel[:3] for pixel in pixels} == {(255, 255, 255)}
    shades = [pixel[3] for pixel in pixels]
    assert {0, 255} <= set(shades)
    between = sum(0 < shade < 255 for shade in shades)
    assert 0 < between < shades.count(255) / 4, "round ends are smoothed, straight edges are crisp"


MEANT = {
    "help": "help",
    "which of my partners are at risk": "portfolio",
    "which partners are at risk": "portfolio",
    "partners ready to advance": "portfolio",
    "register a deal": "register",
    "open registrations": "registrations",
    "open pipeline": "pipeline",
    "calendar": "calendar.show",
    "report last quarter": "reports.deals",
    "reminders": "reminders.own",
    "outbox": "outbox.list",
    "subscribe": "subscriptions.open",
    "subscriptions": "subscriptions.list",
}
"""What each command leads to: a route, or a kind of question."""
PLACES = {Scope.personal: Place.direct, Scope.team: Place.channel, Scope.group: Place.channel}


@pytest.mark.parametrize(("title", "scope"), [(each.title, scope) for each in COMMANDS for scope in each.scopes])
def test_a_command_is_understood_exactly_as_it_is_typed(desk: Desk, title: str, scope: Scope) -> None:
    """Nothing is asked back: whoever clicks a suggestion gets what it says, wherever it is offered."""
    actor = NOA if title == "outbox" else PAM
    where = Conversation("C1", PLACES[scope], joined=True)
    request = replace(desk.request(actor, text=title), conversation=where)
    if as_command(request).route:
        assert as_command(request).route == MEANT[title]
    else:
        turn = desk.assistant.turn(request)
        assert [(answer.kind, answer.status) for answer in turn.answers] == [(MEANT[title], Status.answered)]
    assert isinstance(desk.assistant.handle(request), Reply | Form)


def test_words_that_mean_nothing_would_be_seen(desk: Desk) -> None:
    (answer,) = desk.assistant.turn(desk.request(PAM, text="partner stuff please")).answers
    assert answer.status is not Status.answered


def test_no_client_cuts_the_list_or_a_title() -> None:
    """Ten commands a scope and 32 characters a title are what schemas before 1.24 allow."""
    lists = manifest(APP)["bots"][0]["commandLists"]
    assert [each["scopes"] for each in lists] == [[scope] for scope in Scope]
    assert all(1 <= len(each["commands"]) <= 10 for each in lists)
    titles = [command["title"] for each in lists for command in each["commands"]]
    assert set(titles) == set(MEANT)
    assert max(map(len, titles)) <= 32


def packed(**more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in more.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a zip",
        packed(),
        packed(manifest_json=b"{"),
        packed(manifest_json=b"[]"),
        packed(manifest_json=b'{"version": 3, "id": "x"}'),
        packed(manifest_json=b'{"version": "new", "id": "x"}'),
        packed(manifest_json=b'{"version": "1.0.0"}'),
        packed(manifest_json=b'"\xff"'),
    ],
)
def test_a_file_that_is_no_package_of_ours_is_known_as_none(content: bytes) -> None:
    assert read_package(content) is None
