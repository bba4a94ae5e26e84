"""What a partner's own people may see of a pack: their own work, in words and files, and no marked word."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from handlers.documents import Download, Reply
from handlers.errors import NotAllowed
from handlers.outside import own_work
from handlers.packs import build
from handlers.packs.asked import CALLED, PackAsked
from handlers.packs.freezing import freeze
from handlers.request import Conversation, Place
from store.models import CommitmentRow, FrozenPackRow, MeetingOutcomeRow, RegistrationRow
from store.records import Meeting
from tests.leaks.marked import marked_desk, marks
from tests.leaks.test_answers import EVE, NED
from tests.packs.telling import SEGMENT, change, lines, rows, said, staff, task, theirs
from tests.packs.test_files import text_of
from tests.support.desk import NOW, PAM, Desk

ON = date(2024, 7, 18)
MEETING = Meeting("acme", SEGMENT, "pipeline_review", ON, None, None)
PACKS = tuple(PackAsked("acme", SEGMENT, kind, ON if kind == "pipeline_review" else None) for kind in CALLED)
ROUTES = ("packs.open", "packs.partner", "packs.pdf", "packs.pptx", "packs.pdf_partner", "packs.qbr")


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[Desk]:
    """The portfolio of marked words, with commitments, decisions, a log, a registration on hold, and a frozen pack."""
    desk = marked_desk(tmp_path)
    key = {"partner": "acme", "program": SEGMENT, "kind": "qbr", "scheduled_on": date(2024, 5, 18)}
    with desk.store.write() as work:
        for side, what, owner in (
            ("vendor", "Send the price list", "zqowner@vendor.example"),
            ("partner", "Certify two people", "ann@acme.example"),
        ):
            row = {"side": side, "what": what, "owner": owner, "due_on": date(2024, 7, 10), "closed_by": "UZQ Zqcloser"}
            work.session.execute(
                insert(CommitmentRow).values(key | row | {"added_by": "UZQ Zqadder", "added_at": NOW, "state": "open"})
            )
        other = key | {"partner": "zqothera", "side": "partner", "what": "Zqtheir task", "owner": "Zqthey"}
        more = {"due_on": date(2024, 7, 10), "added_by": "U1 P", "added_at": NOW, "state": "open"}
        work.session.execute(insert(CommitmentRow).values(other | more))
        work.session.add(
            MeetingOutcomeRow(**key, decisions="Zqdecided alone", recorded_by="UZQ Zqwriter", recorded_at=NOW)
        )
        change(work, "ZQOPP-2", "close_on", "2024-01-01", "2024-09-10", "2024-07-01")
        work.session.execute(
            update(RegistrationRow).where(RegistrationRow.registration == "DR-2").values(state="conflict_hold")
        )
    with desk.store.write() as work:
        freeze(task(work), MEETING)
    yield desk
    desk.store.close()


def shown_by(desk: Desk, asked: PackAsked) -> Iterator[str]:
    """All that is handed on of the partner's view."""
    yield said(theirs(desk, asked))
    page = desk.press("packs.partner", asked.value, PAM)
    assert isinstance(page, Reply)
    yield repr(page)
    file = desk.press("packs.pdf_partner", asked.value, PAM, Place.direct)
    assert isinstance(file, Download)
    yield text_of(bytes(file.content))  # type: ignore[arg-type]
    yield f"{file.name} {file.words}"


@pytest.mark.parametrize("asked", PACKS, ids=lambda asked: str(asked.kind))
def test_no_marked_word_is_in_the_partners_view(marked: Desk, asked: PackAsked) -> None:
    assert set().union(*(marks(each) for each in shown_by(marked, asked))) == set()


def test_our_own_people_see_what_is_marked(marked: Desk) -> None:
    """The marks are there to be found."""
    found = set().union(*(marks(said(staff(marked, asked))) for asked in PACKS))
    assert found >= {"zqopen", "zqpam", "zqowner", "911073", "zqdecided"}
    with marked.store.read() as work:
        assert marks(work.session.get_one(FrozenPackRow, ("acme", SEGMENT, "pipeline_review", ON)).content)


def test_the_partner_is_told_its_own(marked: Desk) -> None:
    review, brief, year = (theirs(marked, asked) for asked in PACKS)
    assert rows(review, "Last")["Your side"] == (
        "Certify two people",
        "ann@acme.example",
        "Jul 10, 2024",
        "late by 5 days",
    )
    assert rows(review, "Last")["Our side"] == ("Send the price list", "", "Jul 10, 2024", "late by 5 days")
    own = lines(review, "Your deal registrations")
    assert own["Waiting for our answer"] == "1: DR-2 Umbrella"  # on hold for a conflict, which stays here
    assert "held" not in said(review)
    assert lines(brief, "Your tier")["For Silver"].startswith("missing")
    assert lines(brief, "Counted revenue")["365 days to Jul 15, 2024"] == "$50,000"
    assert "weighted" not in said(brief) + said(year)
    assert lines(year, "Please bring")["Your asks"]
    assert {each.audience for each in (review, brief, year)} == {"Acme Communications"}


def _blanks_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own_work, "_commitment", lambda each: each)
    patch.setattr(build.own, "promised", build.review.promised)
    partner = {kind: (build.review.promised, *blocks) for kind, blocks in build.PARTNER.items()}
    patch.setattr(build, "PARTNER", partner)


def _whole_store(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(build, "OwnWork", lambda work, partner: work)
    partner = {kind: (build.review.top_deals, *blocks) for kind, blocks in build.PARTNER.items()}
    patch.setattr(build, "PARTNER", partner)


def _staffs_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own_work, "_enrollment", lambda each: each)
    patch.setattr(build, "PARTNER", build.STAFF)


@pytest.mark.parametrize("removed", [_blanks_nothing, _whole_store, _staffs_words])
def test_a_leak_is_found_when_what_holds_it_back_is_removed(
    marked: Desk, monkeypatch: pytest.MonkeyPatch, removed: Any
) -> None:
    removed(monkeypatch)
    assert set().union(*(marks(said(theirs(marked, asked))) for asked in PACKS))


@pytest.mark.parametrize("route", ROUTES)
def test_people_outside_open_no_pack_by_themselves(marked: Desk, route: str) -> None:
    for actor in (EVE, replace(EVE, partner="acme"), NED):
        for where in (Conversation("C1", Place.shared), Conversation("D1", Place.direct)):
            value = "Acme" if route == "packs.qbr" else PACKS[0].value
            asked = marked.request(actor, conversation=where, route=route, value=value)
            with pytest.raises(NotAllowed) as refused:
                marked.assistant.handle(asked)
            assert marks(refused.value.sentence) == set()
