"""Asking for a pack: in words, by buttons, at the terminal; and every page fits a message."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.render.blockkit import message
from bot.settings import Settings
from bot.slack.limits import check_message
from handlers.documents import Button, Reply
from handlers.errors import NotFound
from handlers.packs.asked import CALLED, PackAsked, next_pack
from handlers.packs.build import partner_pack, staff_pack
from handlers.packs.reply import pages, partner_reply, staff_reply
from handlers.request import Place
from store.portfolio.sample import write_sample
from tests.packs.telling import QBR, REVIEW, promise, task
from tests.packs.test_files import big
from tests.support.desk import TODAY, Desk, fill_database, open_desk


def buttons(shown: Reply) -> dict[str, Button]:
    return {each.label: each for part in shown.parts for each in getattr(part, "items", ()) if isinstance(each, Button)}


def shown(desk: Desk, words: str) -> Reply:
    found = desk.say(words)
    assert isinstance(found, Reply)
    return found


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("pack Acme", "Pipeline pack: Acme Communications in Segment 2024, Thu Jul 18, 2024"),
        ("Pack for acme communications", "Pipeline pack: Acme Communications in Segment 2024, Thu Jul 18, 2024"),
        ("pipeline pack kyoto", "Pipeline pack: Kyoto Voice in SellWith8 2023"),
        ("qbr brief Acme", "QBR brief: Acme Communications in Segment 2024"),
        ("QBR pack for Acme", "QBR brief: Acme Communications in Segment 2024"),
        ("executive sheet Acme", "Executive sheet: Acme Communications in Segment 2024"),
        ("qbr brief Globex in Build 2022", "QBR brief: Globex GmbH in Build 2022"),
        ("qbr brief Globex in twilio-segment-2024", "QBR brief: Globex GmbH in Segment 2024"),
    ],
)
def test_a_pack_is_asked_for_in_words(desk: Desk, words: str, title: str) -> None:
    assert shown(desk, words).summary == title


def test_questions_about_meetings_stay_questions(desk: Desk) -> None:
    for words in ("next QBR with Acme", "when is the pipeline review with Acme", "brief Acme", "one pager for Acme"):
        assert "pack" not in repr(buttons(shown(desk, words)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pack Zork", "I know no partner “Zork”. Write its whole name"),
        ("pack Nova", "Several partners fit “Nova”: Nova Partners, Nova Systems."),
        ("pack Acme in Zork", "Acme Communications is in no program called “Zork”"),
        ("pack Lone Star Consulting", "Lone Star Consulting is in no program, so there is no pack"),
    ],
)
def test_what_cannot_be_made_is_said(desk: Desk, words: str, said: str) -> None:
    with pytest.raises(NotFound, match=said):
        desk.say(words)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "acme|x|qbr|",
        "acme|twilio-segment-2024|party|",
        "nobody|twilio-segment-2024|qbr|",
        "a|b|qbr|2024-02-30",
    ],
)
def test_a_made_up_value_opens_nothing(desk: Desk, value: str) -> None:
    for route in ("packs.open", "packs.partner", "packs.pdf", "packs.pptx", "packs.pdf_partner"):
        with pytest.raises(NotFound, match="from an older pack"):
            desk.press(route, value, place=Place.direct)


def test_the_buttons_lead_to_files_and_to_the_partners_view(desk: Desk) -> None:
    first = shown(desk, "pack Acme")
    assert {each.label: (each.route, each.value) for each in buttons(first).values()} == {
        "PDF": ("packs.pdf", REVIEW.value),
        "Slides": ("packs.pptx", REVIEW.value),
        "As the partner sees it": ("packs.partner", REVIEW.value),
    }
    theirs = desk.press("packs.partner", REVIEW.value)
    assert isinstance(theirs, Reply)
    assert "Preview: what people of Acme Communications would be told" in repr(theirs)
    assert set(buttons(theirs)) == {"PDF for the partner"}


def test_a_long_pack_has_pages(desk: Desk) -> None:
    with desk.store.write() as work:
        for number in range(30):
            promise(work, "vendor", f"Promise {number} " + "with many words " * 12, "2024-08-01")
    first = shown(desk, "pack Acme")
    assert "Page 1 of 2" in repr(first)
    next_one = buttons(first)["Page 2 of 2"]
    second = desk.press(next_one.route, next_one.value)
    assert isinstance(second, Reply)
    assert "Page 2 of 2" not in buttons(second)
    assert "What moved" in repr(second)
    for each in (first, second):
        assert "do not fit" not in repr(fits(each))
    assert desk.press("packs.open", f"{REVIEW.value}|99")
    assert desk.press("packs.open", f"{REVIEW.value}|x")


def fits(reply: Reply) -> dict[str, object]:
    payload = message(reply)
    check_message(payload)
    return payload


def test_a_page_of_the_fullest_sheet_fits_a_message() -> None:
    sheet = big("qbr")
    asked = PackAsked("acme", "p", "qbr")
    for page in range(1, len(pages(sheet)) + 1):
        fits(staff_reply(sheet, asked, page))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample portfolio as the demo has it."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "portfolio", TODAY)
    files = {path.name: path.read_text("utf-8") for path in (folder / "portfolio").glob("*.csv")}
    desk = open_desk(fill_database(folder, files))
    yield desk
    desk.store.close()


def test_every_pack_of_the_sample_fits_its_message_and_leaves_nothing_out(sample: Desk) -> None:
    with sample.store.read() as work:
        made = task(work)
        for partner in work.partners.names():
            for kind in CALLED:
                asked = next_pack(made, partner.id, kind)
                for sheet, reply in (
                    (staff_pack(made, asked), staff_reply),
                    (partner_pack(made, asked), partner_reply),
                ):
                    for page in range(1, len(pages(sheet)) + 1):
                        assert "do not fit" not in repr(fits(reply(sheet, asked, page))), sheet.title
                    assert "OPP-" not in repr(sheet.sections)


@pytest.fixture
def typed(lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    url = f"sqlite:///{shutil.copy(lived_in, tmp_path / 'desk.db')}"
    settings = {"DATABASE_URL": url, "TIERLINE_TIME_ZONE": "America/Los_Angeles", "TIERLINE_COUNTRY": "US"}
    return Run(settings)


class Run:
    """`tierline pack …` as an operator types it."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = settings

    def __call__(self, *words: str) -> Result:
        done = CliRunner().invoke(cli, ["pack", *words], env=self._settings, prog_name="tierline")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done


def test_a_pack_at_the_terminal(typed: Run) -> None:
    done = typed("Acme", "--kind", "qbr", "--pdf", "acme.pdf", "--pptx", "acme.pptx")
    assert done.exit_code == 0
    assert done.stdout.startswith("QBR brief: Acme Communications in Segment 2024")
    assert "needed from pam@vendor.example" in done.stdout
    assert "[PDF]" not in done.stdout
    assert Path("acme.pdf").read_bytes().startswith(b"%PDF")
    assert Path("acme.pptx").read_bytes().startswith(b"PK")
    own = typed("acme", "--partner-view", "--program", "Segment 2024")
    assert "pam@vendor.example" not in own.stdout
    assert "For Acme Communications." in own.stdout
    assert typed("Zork").exit_code == 1
    assert typed("acme", "--kind", "party").exit_code == 2


def test_the_next_meeting_of_the_kind_is_meant(desk: Desk) -> None:
    with desk.store.read() as work:
        assert next_pack(task(work), "acme", "pipeline_review") == REVIEW
        assert next_pack(task(work), "acme", "qbr") == QBR
        assert next_pack(task(work, date(2024, 7, 19)), "acme", "pipeline_review").scheduled_on is None
