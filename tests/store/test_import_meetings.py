"""Importing over meetings that were moved, skipped or held here: a folder of yesterday does not bring them back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from store.engine import Store
from store.portfolio.exporting import export_portfolio
from store.portfolio.importing import ImportReport
from store.review_records import MeetingChange, MeetingOutcome
from tests.store.conftest import NOW
from tests.store.folders import write_folder

Load = Callable[[Path], ImportReport]
KEY = ("acme", "launch", "qbr", date(2026, 12, 8))


def days(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as work:
        found = [each for each in work.meetings.of_partner("acme") if each.scheduled_on >= KEY[3]]
    return [
        (str(each.scheduled_on), str(each.held_on) if each.held_on else None) for each in found if each.kind == "qbr"
    ]


def folder_of(store: Store, load: Load, tmp_path: Path) -> Path:
    """A portfolio with a QBR on December 8, as it was exported before anybody did anything."""
    folder = write_folder(tmp_path / "in")
    file = folder / "meetings.csv"
    head = "partner,program,kind,scheduled_on,held_on,notes\n"
    lines = file.read_text(encoding="utf-8") if file.exists() else head
    file.write_text(lines + "acme,launch,qbr,2026-12-08,,\n", encoding="utf-8")
    load(folder)
    export_portfolio(store, tmp_path / "before")
    return tmp_path / "before"


def test_a_meeting_that_was_moved_here_stays_moved(store: Store, load: Load, tmp_path: Path) -> None:
    before = folder_of(store, load, tmp_path)
    with store.write() as work:
        change = MeetingChange(*KEY, "moved", date(2026, 12, 15), "Travel", "UPAM Pam", NOW)
        meeting = work.meeting_life.take_out(change)
        assert meeting is not None
        work.meeting_life.schedule(type(meeting)(*KEY[:3], date(2026, 12, 15), None, meeting.notes))
    report = load(before)
    assert ("2026-12-08", None) not in days(store)
    assert ("2026-12-15", None) in days(store)
    assert any("it was moved to 2026-12-15 here; the row is left out" in str(each) for each in report.warnings)


def test_a_meeting_that_was_skipped_here_stays_skipped(store: Store, load: Load, tmp_path: Path) -> None:
    before = folder_of(store, load, tmp_path)
    with store.write() as work:
        work.meeting_life.take_out(MeetingChange(*KEY, "skipped", None, "Merger", "UPAM Pam", NOW))
    load(before)
    assert days(store) == []


def test_a_meeting_that_was_held_here_stays_held(store: Store, load: Load, tmp_path: Path) -> None:
    before = folder_of(store, load, tmp_path)
    with store.write() as work:
        assert work.meetings.mark_held(*KEY, date(2026, 12, 8))
        work.meetings.record(MeetingOutcome(*KEY, None, "UPAM Pam", NOW))
    load(before)
    assert days(store) == [("2026-12-08", "2026-12-08")]


def test_a_folder_that_says_it_was_held_is_taken(store: Store, load: Load, tmp_path: Path) -> None:
    before = folder_of(store, load, tmp_path)
    with store.write() as work:
        work.meeting_life.take_out(MeetingChange(*KEY, "skipped", None, "Merger", "UPAM Pam", NOW))
    file = before / "meetings.csv"
    words = file.read_text(encoding="utf-8").replace("qbr,2026-12-08,,", "qbr,2026-12-08,2026-12-09,")
    file.write_text(words, encoding="utf-8")
    load(before)
    assert days(store) == [("2026-12-08", "2026-12-09")]
