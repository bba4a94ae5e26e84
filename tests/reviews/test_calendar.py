"""The calendar: what it promises is what is posted, and what it hands out is read by calendar programs."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from handlers.documents import Buttons, Download, Reply, Table
from handlers.errors import NotFound
from handlers.reviews.ahead import Sort, ahead
from handlers.reviews.gathering import Gatherer
from handlers.work import Task
from store.engine import Store
from tests.reviews.office import LENA, PAM_ORTIZ, Office
from tests.support.review_desk import MONTHLY, OTHER


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for part in reply.parts if isinstance(part, Table) for row in part.rows]


def events(download: Download) -> list[tuple[str, date, str, int, str]]:
    content = download.content if isinstance(download.content, bytes) else download.content.encode()
    found = Calendar.from_ical(content).walk("VEVENT")
    return [
        (str(each["uid"]), each["dtstart"].dt, str(each["status"]), int(each["sequence"]), str(each["summary"]))
        for each in found
    ]


def test_what_the_calendar_promises_is_what_is_posted(office: Office, store: Store) -> None:
    """A quarter is foretold, then lived day by day with nobody doing anything: the same messages on the same days."""
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.schedule("globex", MONTHLY, "pipeline_review", "2026-12-09")
    office.morning("2026-11-16")
    with store.read() as work:
        task = Task(office.assistant_request(), work, office.desk.catalog, office.desk.settings)
        gatherer = Gatherer(office.desk.catalog, office.desk.settings)
        foretold = ahead(task, gatherer, date(2026, 11, 17), date(2027, 2, 15), None)
    promised = sorted(
        (each.day, each.partner) for each in foretold if each.sort is Sort.message and "frozen" not in each.what
    )
    posted = []
    day = date(2026, 11, 17)
    while day <= date(2027, 2, 15):
        told = [words for words in office.morning(day.isoformat()) if "not recorded as held" not in words]
        posted += [(day, "Acme Communications" if "Acme" in words else "Globex Voice") for words in told]
        day += timedelta(days=1)
    assert sorted(posted) == promised
    assert len(promised) >= 8


def test_ones_own_partners_a_quarter_ahead_with_reasons(office: Office) -> None:
    office.schedule("globex", MONTHLY, "pipeline_review", "2026-11-24")
    office.desk.partner("initech", "Initech", MONTHLY, manager="lena@vendor.example")
    reply = office.say("calendar")
    assert reply.summary.startswith("Reviews of pam@vendor.example, Nov 2, 2026 to Feb 1, 2027: 1 meeting, ")
    assert "Initech" not in str(reply)
    (line,) = [row for row in rows(reply) if row[1] == "Pipeline review"]
    assert line == (
        "Tue Nov 24",
        "Pipeline review",
        "Globex Voice",
        "SellWith8 2023",
        "pam@vendor.example",
        "SellWith8 2023 asks for one every month (8x8 SellWith8 Program Guide 2023, Step 9, Governance)",
    )
    assert any("proposed and not scheduled" in row[1] and "second Tuesday" in row[5] for row in rows(reply))
    assert "Initech" in str(office.say("calendar", LENA))
    assert "Acme" not in str(office.say("calendar for Globex Voice"))


def test_a_period_may_be_named_and_an_empty_calendar_says_so(office: Office) -> None:
    reply = office.say("calendar Acme")
    assert reply.summary == "Reviews with Acme Communications, Nov 2, 2026 to Feb 1, 2027: nothing."
    month = office.say("calendar of Globex Voice in December")
    assert month.summary.startswith("Reviews with Globex Voice, Dec 1, 2026 to Dec 31, 2026")
    with pytest.raises(NotFound):
        office.say("calendar for Nobody Ltd")


def test_long_calendars_go_on_with_a_button_and_lose_no_line(office: Office) -> None:
    for number in range(20):
        office.desk.partner(f"p{number}", f"Partner {number:02}", MONTHLY)
    first = office.say("calendar")
    seen = {row[:3] for row in rows(first)}
    reply, pages = first, 1
    while pages < 20 and any(
        b.label == "Go on" for part in reply.parts if isinstance(part, Buttons) for b in part.items
    ):
        reply = office.press(reply, "Go on")
        assert isinstance(reply, Reply)
        seen |= {row[:3] for row in rows(reply)}
        pages += 1
    whole = office.press(first, "Export CSV")
    assert isinstance(whole, Download)
    assert 1 < pages < 20
    assert len(seen) == len(str(whole.content).strip().splitlines()) - 1


def test_a_calendar_program_moves_its_entry_when_the_meeting_moves(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    before = events(office.press(office.say("calendar Acme"), "For my calendar"))
    office.submit(office.route("reviews.move", f"acme|{OTHER}|qbr|2026-12-08"), day="2026-12-15")
    office.submit(office.route("reviews.move", f"acme|{OTHER}|qbr|2026-12-15"), day="2026-12-16")
    after = events(office.press(office.say("calendar Acme"), "For my calendar"))
    ((uid, on, status, sequence, summary),) = before
    assert (on, status, sequence, summary) == (date(2026, 12, 8), "CONFIRMED", 0, "QBR with Acme Communications")
    assert after == [(uid, date(2026, 12, 16), "CONFIRMED", 2, summary)]
    office.submit(office.route("reviews.skip", f"acme|{OTHER}|qbr|2026-12-16"), reason="Merger")
    office.schedule("acme", OTHER, "qbr", "2027-01-20")
    last = {each[0]: each for each in events(office.press(office.say("calendar Acme"), "For my calendar"))}
    assert last[uid][1:4] == (date(2026, 12, 16), "CANCELLED", 3)


def test_proposals_are_tentative_and_meetings_are_whole_days(office: Office) -> None:
    found = events(office.press(office.say("calendar Globex Voice"), "For my calendar"))
    assert found
    assert {status for _, _, status, _, _ in found} == {"TENTATIVE"}


@pytest.mark.parametrize(
    "value", ["", "{}", '{"from": "2026-01-01"}', '{"from": "2026-01-01", "to": "2036-01-01"}', "[]"]
)
def test_a_button_of_another_time_says_so(office: Office, value: str) -> None:
    for route in ("calendar.again", "calendar.ics", "calendar.csv"):
        with pytest.raises(NotFound):
            office.route(route, value)
    assert PAM_ORTIZ.email
