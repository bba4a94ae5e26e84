"""A quarter of reviews as partner managers live it: what comes when, and what its buttons do."""

import json
from datetime import date
from decimal import Decimal

import pytest

from handlers.documents import Buttons, Download, Facts, Form, Paragraph, Reply, Table
from handlers.errors import Conflict, NotAllowed, NotFound, TooEarly, TooLate
from store.engine import Store
from store.models import OpportunityPartnerRow, OpportunityRow, PartnerRow
from tests.reviews.office import LENA, Office
from tests.support.review_desk import MONTHLY, OTHER, PAM

QBR = "QBR with Acme Communications"
REVIEW = "Pipeline review with Acme Communications"


def of_acme(summaries: list[str]) -> list[str]:
    return [each for each in summaries if "Acme" in each]


def labels(reply: Reply) -> list[str]:
    return [button.label for part in reply.parts if isinstance(part, Buttons) for button in part.items]


def test_a_qbr_is_prepared_two_weeks_one_week_two_days_and_a_day_before(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    told = {}
    for day in range(16, 31):
        told[day] = of_acme(office.morning(f"2026-11-{day}"))
    for day in range(1, 9):
        told[day] = of_acme(office.morning(f"2026-12-{day:02}"))
    assert {day: words for day, words in told.items() if words} == {
        24: [f"{QBR} is on Tue Dec 8: agree on the day and on who takes part"],
        1: [f"{QBR} is on Tue Dec 8: the first draft of the brief is ready"],
        7: [f"{QBR} is tomorrow, Tue Dec 8"],
    }
    reply = office.message(f"{QBR} is tomorrow")
    facts = {fact.label for part in reply.parts if isinstance(part, Facts) for fact in part.items}
    assert "Who takes part" in facts
    assert labels(reply)[:2] == ["Open the brief", "Mark as held"]


def test_an_executive_meeting_begins_with_its_sponsors(office: Office) -> None:
    office.schedule("globex", MONTHLY, "executive", "2027-02-09")
    days = ["2026-12-24", "2026-12-28", "2027-01-08", "2027-01-26", "2027-02-08"]
    said = {day: [each for each in office.morning(day) if each.startswith("Executive")] for day in days}
    start = "Executive meeting with Globex Voice is"
    assert said == {
        "2026-12-24": [f"{start} on Tue Feb 9: who are the sponsors of both sides?"],
        "2026-12-28": [],
        "2027-01-08": [f"{start} on Tue Feb 9: agree on the day and on who takes part"],
        "2027-01-26": [f"{start} on Tue Feb 9: the first draft of the brief is ready"],
        "2027-02-08": [f"{start} tomorrow, Tue Feb 9"],
    }


def test_steps_go_around_the_holidays_of_both_sides(office: Office, store: Store) -> None:
    """Boxing Day is free in Britain, Thanksgiving in the United States: the day before neither is enough."""
    with store.write() as work:
        work.session.query(PartnerRow).filter_by(partner="acme").update({"country": "GB"})
    office.schedule("acme", OTHER, "qbr", "2026-12-29")
    assert of_acme(office.morning("2026-12-23")) == []
    assert of_acme(office.morning("2026-12-24")) == [f"{QBR} is on Tue Dec 29"]  # Dec 25 and 28 are free in Britain
    assert of_acme(office.morning("2026-12-28")) == []


def test_each_person_is_asked_for_what_is_missing_from_them_and_for_nothing_else(office: Office, store: Store) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    with store.write() as work:
        rows = [
            ("O1", "Initech", "sam@vendor.example", date(2026, 11, 3), "5000.00"),
            ("O2", "Hooli", None, None, None),
        ]
        rows.append(("O3", "Umbrella", "sam@vendor.example", date(2026, 12, 20), "100.00"))
        for id, customer, owner, close, earr in rows:
            amount = Decimal(earr) if earr else None
            row = OpportunityRow(
                opportunity=id, customer=customer, owner=owner, close_on=close, earr=amount, stage="proposal"
            )
            work.session.add(row)
            work.session.flush()
            work.session.add(OpportunityPartnerRow(opportunity=id, partner="acme", role="resold"))
    office.morning("2026-11-20")
    asked = {
        target: {
            fact.label: fact.value[0].text for part in reply.parts if isinstance(part, Facts) for fact in part.items
        }
        for target, _, reply in office.last
        if "missing from you" in reply.summary
    }
    assert asked == {
        "email:sam@vendor.example": {"Initech": "the closing day, Tue Nov 3, 2026, has passed"},
        f"email:{PAM}": {"Hooli": "no closing day and no amount"},
    }
    assert of_acme(office.morning("2026-11-20")) == []


def test_nobody_is_asked_when_nothing_is_missing(office: Office) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    assert of_acme(office.morning("2026-11-20")) == []
    assert of_acme(office.morning("2026-11-23")) == [f"{REVIEW} is tomorrow, Tue Nov 24"]


def test_a_moved_meeting_moves_its_steps_and_its_message_says_so(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    form = office.press(f"{QBR} is on", "Move")
    done = office.submit(form, day="2026-12-15", reason="Their VP travels")
    assert done.summary == "The QBR with Acme Communications is moved from Tue Dec 8, 2026 to Tue Dec 15, 2026."
    assert office.arrived() == [
        "The QBR with Acme Communications is moved from Tue Dec 8, 2026 to Tue Dec 15, 2026 by Pam Ortiz. "
        "Why: Their VP travels"
    ]
    assert of_acme(office.morning("2026-12-01")) == [f"{QBR} is on Tue Dec 15: agree on the day and on who takes part"]
    assert of_acme(office.morning("2026-12-07")) == []
    assert [str(each.scheduled_on) for each in office.meetings()] == ["2026-12-15"]
    assert "meeting.moved" in office.trail()


def test_what_a_move_refuses(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.schedule("acme", OTHER, "qbr", "2026-12-10")
    office.morning("2026-11-24")
    form = office.press(f"{QBR} is on Tue Dec 8", "Move")
    assert office.wrong(form, day="2026-12-08") == {"day": "It is on Tue Dec 8, 2026 already. Choose another day."}
    assert "already" in office.wrong(form, day="2026-12-10")["day"]
    assert "from Tue Nov 24, 2026 on" in office.wrong(form, day="2026-11-23")["day"]
    assert office.wrong(form, day="soon") == {"day": "Choose a day."}
    office.submit(form, day="2026-12-11")
    with pytest.raises(NotFound, match="not in the calendar any more"):
        office.attempt(form, day="2026-12-14")


def test_a_snoozed_meeting_rests_and_comes_back_once(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    form = office.press(f"{QBR} is on", "Snooze")
    office.submit(form, day="2026-12-03")
    assert "rest until Thu Dec 3, 2026" in office.arrived()[0]
    assert of_acme(office.morning("2026-12-01")) == []
    assert of_acme(office.morning("2026-12-03")) == [f"{QBR} is on Tue Dec 8, as you asked to be reminded"]
    assert of_acme(office.morning("2026-12-04")) == []
    assert of_acme(office.morning("2026-12-07")) == [f"{QBR} is tomorrow, Tue Dec 8"]


def test_a_skipped_meeting_asks_nobody_for_anything_until_it_is_brought_back(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    form = office.press(f"{QBR} is on", "Skip")
    assert "Say why" in office.wrong(form, reason=" ")["reason"]
    office.submit(form, reason="Reorganization on their side")
    (rewritten,) = office.arrived()
    assert rewritten.endswith("is skipped by Pam Ortiz: Reorganization on their side")
    assert of_acme(office.morning("2026-12-07")) == []
    back = office.press("is skipped", "Bring it back")
    assert isinstance(back, Reply)
    assert "is on Tue Dec 8, 2026 again" in back.summary
    office.planner.tick(office.now)
    assert f"{QBR} is tomorrow, Tue Dec 8 (late reminder)" not in office.arrived()
    assert [str(each.scheduled_on) for each in office.meetings()] == ["2026-12-08"]
    with pytest.raises(Conflict, match="not skipped"):
        office.press("is skipped", "Bring it back")


def test_a_month_without_a_review_is_scheduled_with_one_click(office: Office) -> None:
    office.morning("2026-12-01")
    gap = office.message("No pipeline review with Globex Voice is scheduled for December 2026 yet")
    assert labels(gap)[:3] == ["Schedule Tue Dec 8", "Another day", "Skip this one"]
    done = office.press(gap, "Schedule Tue Dec 8")
    assert done.summary == "The pipeline review with Globex Voice is scheduled for Tue Dec 8, 2026."
    assert [str(each.scheduled_on) for each in office.meetings("globex")] == ["2026-12-08"]
    assert any("is scheduled for Tue Dec 8, 2026 by Pam Ortiz" in each for each in office.arrived())
    with pytest.raises(Conflict, match="already"):
        office.press(gap, "Schedule Tue Dec 8")
    assert "Pipeline review with Globex Voice is tomorrow, Tue Dec 8" in office.morning("2026-12-07")


def test_a_month_may_be_skipped_with_a_reason(office: Office) -> None:
    office.morning("2026-12-01")
    form = office.press("No pipeline review with Globex Voice", "Skip this one")
    done = office.submit(form, reason="Holidays")
    assert done.summary == "The pipeline review with Globex Voice, December 2026, is skipped."
    office.arrived()
    assert [each for each in office.morning("2026-12-14") if "pipeline review" in each] == []
    assert any("January 2027" in each for each in office.morning("2027-01-04"))


def test_after_the_meeting_decisions_and_commitments_are_kept_and_the_next_one_opens_with_them(office: Office) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    office.schedule("acme", OTHER, "pipeline_review", "2026-12-15")
    office.morning("2026-11-23")
    with pytest.raises(TooEarly, match="from that day on"):
        office.route("reviews.outcome", f"acme|{OTHER}|pipeline_review|2026-11-24")
    office.morning("2026-11-24")
    held = office.press(f"{REVIEW} is tomorrow", "Mark as held")
    form = office.press(held, "Decisions and commitments")
    assert isinstance(form, Form)
    bad = office.wrong(form, vendor="Send the paper\nCall; Dana; last year", held_on="2026-11-30")
    assert bad["vendor"].startswith("Line 1: expected what; who; by when")
    assert "Line 2: “last year” is no day" in bad["vendor"]
    assert "to come" in bad["held_on"]
    ours = "Send the security paper; pam@vendor.example; Dec 8\nBook the lab; Dana Ruiz; in two weeks"
    office.submit(form, decisions="Go for Initech together.", vendor=ours, partner="Name an engineer; Ravi; 2026-12-01")
    said = office.message("recorded as held on Nov 24, 2026 by Pam Ortiz")
    (table,) = [part for part in said.parts if isinstance(part, Table)]
    assert [row[:4] for row in table.rows] == [
        ("Theirs", "Name an engineer", "Ravi", "Dec 1, 2026"),
        ("Ours", "Send the security paper", "pam@vendor.example", "Dec 8, 2026"),
        ("Ours", "Book the lab", "Dana Ruiz", "Dec 8, 2026"),
    ]
    follow = [each for each in office.morning("2026-11-27") if "held Tue Nov 24" in each]
    assert follow == [f"{REVIEW}, held Tue Nov 24, 2026: 3 commitments; the next is Tue Dec 15, 2026"]
    followed = office.message("3 commitments; the next is")
    assert any(isinstance(part, Paragraph) and "Initech together" in part.text[0].text for part in followed.parts)
    asked = [
        reply for _, _, reply in (office.morning("2026-12-11"), office.last)[1] if "missing from you" in reply.summary
    ]
    assert [fact.label for part in asked[0].parts if isinstance(part, Facts) for fact in part.items] == [
        "Send the security paper",
        "Book the lab",
    ]
    office.press(asked[0], "Done: Send the security paper")
    office.morning("2026-12-14")
    ahead = office.message(f"{REVIEW} is tomorrow, Tue Dec 15")
    open_ones = [
        fact.value[0].text
        for part in ahead.parts
        if isinstance(part, Facts)
        for fact in part.items
        if fact.label == "Open commitment"
    ]
    assert open_ones == [
        "Theirs: Name an engineer (Ravi, by Tue Dec 1, 2026)",
        "Ours: Book the lab (Dana Ruiz, by Tue Dec 8, 2026)",
    ]


def test_at_most_five_commitments_a_side(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-24")
    office.morning("2026-11-24")
    key = f"acme|{OTHER}|qbr|2026-11-24"
    form = office.route("reviews.outcome", key)
    six = "\n".join(f"Thing {n}; Pam; Dec 8" for n in range(6))
    assert office.wrong(form, vendor=six)["vendor"].startswith("6 lines: at most 5")
    office.submit(form, vendor="\n".join(six.splitlines()[:5]))
    more = office.route("commitments.add", key)
    wrong = office.wrong(more, side="vendor", what="One more", owner="Pam", due_on="2026-12-08")
    assert "at most 5 a meeting" in wrong["side"]
    office.submit(more, side="partner", what="One of theirs", owner="Ravi", due_on="2026-12-08")


def test_a_commitment_is_settled_once_and_by_those_who_may(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-24")
    office.morning("2026-11-24")
    form = office.route("commitments.add", f"acme|{OTHER}|qbr|2026-11-24")
    added = office.submit(form, side="vendor", what="Send it", owner="lena@vendor.example", due_on="2026-11-30")
    listed = office.press(added, "Open commitments")
    assert listed.summary == "1 commitment is open with Acme Communications."
    with pytest.raises(NotAllowed):
        office.press(listed, "Drop", LENA)
    office.desk.partner("initech", "Initech", OTHER, manager="lena@vendor.example")
    office.morning("2026-12-02")
    late = office.press(listed, "Done", LENA)  # she promised it, although Acme is Pam's
    assert late.summary == "Done: Send it (lena@vendor.example, for Acme Communications). It was late."
    with pytest.raises(Conflict, match="Lena Brandt settled"):
        office.press(listed, "Done")
    assert office.say("commitments Acme").summary == "Nothing that was promised with Acme Communications is open."


def test_a_meeting_marked_as_held_by_mistake_is_taken_back(office: Office) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    office.morning("2026-11-24")
    held = office.route("reviews.held", f"acme|{OTHER}|pipeline_review|2026-11-24")
    back = office.press(held, "Not held after all")
    assert "is not held after all" in back.summary
    office.arrived()
    assert office.meetings()[0].held_on is None
    assert of_acme(office.morning("2026-11-25")) == [
        "The pipeline review with Acme Communications on Tue Nov 24 is not recorded as held"
    ]
    with pytest.raises(Conflict):
        office.press(held, "Not held after all")


def test_a_partner_may_have_another_rhythm_with_a_reason(office: Office) -> None:
    shown = office.say("cadence Acme")
    assert "no rhythm" in str(shown)
    form = office.press(shown, "Change in")
    assert isinstance(form, Form)
    wrong = office.wrong(form, kind="qbr", every="quarter", day="tuesdayish", reason="")
    assert set(wrong) == {"day", "reason"}
    office.submit(form, kind="qbr", every="quarter", day="first Monday of the last month", reason="They asked for it")
    assert "every quarter, first Monday of the last month; set by Pam Ortiz: They asked for it" in str(
        office.say("cadence Acme")
    )
    assert any(
        "No QBR with Acme Communications is scheduled for Q1 2027" in each for each in office.morning("2027-01-04")
    )
    assert "Mon Mar 1" in str(office.say("calendar Acme"))
    back = office.press(office.say("cadence Acme"), "End exception: QBR")
    assert "goes by its program again" in back.summary
    assert of_acme(office.morning("2027-04-01")) == []


def test_never_means_that_nobody_is_asked(office: Office) -> None:
    form = office.route("cadence.edit", f"globex|{MONTHLY}")
    office.submit(form, kind="pipeline_review", every="never", day="", reason="Reviewed by e-mail")
    assert [each for each in office.morning("2026-12-01") if "pipeline review" in each] == []


def test_the_wrong_people_change_nothing(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.desk.partner("initech", "Initech", OTHER, manager="lena@vendor.example")
    key = f"acme|{OTHER}|qbr|2026-12-08"
    for route in (
        "reviews.move",
        "reviews.skip",
        "reviews.snooze",
        "reviews.held",
        "reviews.outcome",
        "commitments.add",
    ):
        with pytest.raises(NotAllowed, match="Acme Communications is looked after by"):
            office.route(route, key, LENA)
    with pytest.raises(NotAllowed):
        office.route("cadence.edit", f"acme|{OTHER}", LENA)


def test_what_was_done_stands_in_the_trail_with_its_reason(office: Office, store: Store) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.submit(office.route("reviews.move", f"acme|{OTHER}|qbr|2026-12-08"), day="2026-12-15", reason="Travel")
    with store.read() as work:
        (entry,) = work.audit.of(f"meeting:acme|{OTHER}|qbr|2026-12-08")
    assert (entry.action, entry.reason, entry.partner) == ("meeting.moved", "Travel", "acme")
    assert json.loads(entry.after or "") == {"scheduled_on": "2026-12-15"}


def test_forms_say_which_meeting_they_are_about(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    for route in ("reviews.move", "reviews.skip", "reviews.snooze", "commitments.add"):
        form = office.route(route, f"acme|{OTHER}|qbr|2026-12-08")
        assert isinstance(form, Form)
        assert "QBR with Acme Communications, Tue Dec 8, 2026" in form.intro[0].text


@pytest.mark.parametrize("value", ["", "acme", "a|b|c|d", f"nobody|{OTHER}|qbr|2026-12-08"])
def test_a_button_that_names_nothing_says_so(office: Office, value: str) -> None:
    for route in ("reviews.move", "reviews.schedule_now", "reviews.restore", "reviews.outcome", "commitments.add"):
        with pytest.raises(NotFound):
            office.route(route, value)


def test_an_old_proposal_is_not_scheduled_into_the_past(office: Office) -> None:
    office.morning("2026-12-20")
    with pytest.raises(TooLate, match="Another day"):
        office.route("reviews.schedule_now", f"globex|{MONTHLY}|pipeline_review|2026-12-08")
    assert office.meetings("globex") == []


def test_what_was_asked_is_rewritten_when_it_is_settled(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-23", held="2026-11-23")
    office.schedule("acme", OTHER, "pipeline_review", "2026-12-01")
    office.morning("2026-11-24")
    key = f"acme|{OTHER}|qbr|2026-11-23"
    for what in ("Send the paper", "Book the lab"):
        form = office.route("commitments.add", key)
        office.submit(form, side="vendor", what=what, owner="Pam", due_on="2026-11-27")
    asked = next(each for each in office.morning("2026-11-27") if "2 things are missing from you" in each)
    office.press(asked, "Done: Send the paper")
    assert office.arrived() == [
        "For the pipeline review with Acme Communications on Tue Dec 1, 2026, 1 thing is missing from you"
    ]
    office.press("1 thing is missing from you", "Done: Book the lab")
    assert office.arrived() == [
        "For the pipeline review with Acme Communications on Tue Dec 1, 2026, nothing is missing from you any more. "
        "Thank you."
    ]


def test_what_was_missed_while_tierline_was_down_stands_in_the_next_message(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-20")
    assert of_acme(office.morning("2026-12-01")) == [f"{QBR} is on Tue Dec 8: the first draft of the brief is ready"]
    note = office.message(f"{QBR} is on Tue Dec 8")
    assert "This message also stands for that of Tue Nov 24, 2026, which could not be sent then." in str(note)


def test_a_meeting_that_was_scheduled_late_missed_nothing(office: Office) -> None:
    office.morning("2026-11-30")
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-01")
    assert "also stands for" not in str(office.message(f"{QBR} is on Tue Dec 8"))


def test_one_meeting_as_a_file(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-11-24")
    file = office.press(f"{QBR} is on", "For my calendar")
    assert isinstance(file, Download)
    assert (file.name, file.media_type) == ("qbr-acme-2026-12-08.ics", "text/calendar")
    assert b"SUMMARY:QBR with Acme Communications" in bytes(file.content)
    with pytest.raises(NotFound, match="not in the calendar"):
        office.route("calendar.meeting", f"acme|{OTHER}|qbr|2026-12-09")


def test_figures_are_frozen_two_working_days_before_and_a_moved_meeting_thaws_them(
    office: Office, store: Store
) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")

    def frozen() -> list[str]:
        with store.read() as work:
            return sorted(str(on) for *_, on in work.frozen_packs.known(date(2026, 11, 1), date(2027, 3, 1)))

    office.morning("2026-12-03")
    assert frozen() == []
    office.morning("2026-12-04")
    assert frozen() == ["2026-12-08"]
    pack = office.route("packs.open", f"acme|{OTHER}|qbr|2026-12-08")
    assert "Figures as of Fri Dec 4" in str(pack)
    office.submit(office.route("reviews.move", f"acme|{OTHER}|qbr|2026-12-08"), day="2026-12-15")
    assert frozen() == []
    office.morning("2026-12-11")
    assert frozen() == ["2026-12-15"]


def test_the_day_before_there_are_talking_points(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-12-08")
    office.morning("2026-12-07")
    reply = office.message(f"{QBR} is tomorrow")
    (points,) = [part for part in reply.parts if isinstance(part, Paragraph)]
    assert points.text[0].text == "Talk about: "
    assert points.text[1].text.startswith("1. ")


def test_many_periods_without_a_review_are_one_message_in_the_channel(store: Store) -> None:
    office = Office(store, review_channel="C42")
    for number in range(12):
        office.desk.partner(f"p{number}", f"Partner {number:02}", MONTHLY)
    office.morning("2026-12-01")
    with store.read() as work:
        assert work.outbox.counts()["folded"] == 12
    reply = office.message("No pipeline review is scheduled for December 2026 yet with 12 partners")
    (table,) = [part for part in reply.parts if isinstance(part, Table)]
    assert [row[0] for row in table.rows] == [f"Partner {number:02}" for number in range(12)]
    office.press(reply, "Partner 00: Tue Dec 8")
    assert [str(each.scheduled_on) for each in office.meetings("p0")] == ["2026-12-08"]
    office.arrived()
    assert [each for each in office.morning("2026-12-02") if "pipeline review" in each] == []


def test_a_few_periods_without_a_review_are_named_one_by_one(store: Store) -> None:
    office = Office(store, review_channel="C42")
    for number in range(3):
        office.desk.partner(f"p{number}", f"Partner {number:02}", MONTHLY)
    told = [each for each in office.morning("2026-12-01") if each.startswith("No pipeline review with")]
    assert len(told) == 3


def test_a_meeting_is_scheduled_by_oneself(office: Office) -> None:
    form = office.say("schedule QBR with Acme Communications")
    assert isinstance(form, Form)
    assert set(office.wrong(form, kind="", program=OTHER, day="2026-10-01")) == {"kind", "day"}
    done = office.submit(form, kind="qbr", program=OTHER, day="2026-12-08")
    assert done.summary == "The QBR with Acme Communications is scheduled for Tue Dec 8, 2026."
    with pytest.raises(Conflict, match="already"):
        office.attempt(form, kind="qbr", program=OTHER, day="2026-12-08")
    with pytest.raises(NotFound, match="I know no partner"):
        office.say("schedule Nobodyland")
    assert of_acme(office.morning("2026-11-24")) == [f"{QBR} is on Tue Dec 8: agree on the day and on who takes part"]


def test_pressed_days_later_it_was_held_on_its_day_and_the_form_corrects_it(office: Office) -> None:
    office.schedule("acme", OTHER, "pipeline_review", "2026-11-24")
    office.morning("2026-12-02")
    held = office.route("reviews.held", f"acme|{OTHER}|pipeline_review|2026-11-24")
    assert str(office.meetings()[0].held_on) == "2026-11-24"
    office.submit(office.press(held, "Decisions and commitments"), held_on="2026-11-25")
    assert str(office.meetings()[0].held_on) == "2026-11-25"


def test_the_same_promise_is_kept_once(office: Office) -> None:
    office.schedule("acme", OTHER, "qbr", "2026-11-24")
    office.morning("2026-11-24")
    key = f"acme|{OTHER}|qbr|2026-11-24"
    form = office.route("reviews.outcome", key)
    twice = "Send it; Pam; Dec 8\nsend it; Pam; Dec 8"
    office.submit(form, vendor=twice)
    office.submit(office.route("reviews.outcome", key), vendor=twice)
    assert office.say("commitments Acme").summary == "1 commitment is open with Acme Communications."
    wrong = office.wrong(
        office.route("commitments.add", key), side="vendor", what="Send it", owner="Pam", due_on="2026-12-08"
    )
    assert "already" in wrong["what"]
