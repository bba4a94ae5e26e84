"""A manager's morning: one message a day with what waits, told day by day in New York; the database is real."""

from datetime import date

from sqlalchemy import event

from handlers.digests.budget import put_in_budget
from handlers.digests.channels import ChannelPlanner
from handlers.digests.subscription import TOPICS
from handlers.documents import Note, Reply
from handlers.mornings import Mornings
from handlers.wire import dump
from handlers.workdays import Calendars
from store.outbox import NewMessage
from store.records import ChannelSubscription
from store.review_records import ReviewCadence
from store.staff_records import StaffMember
from tests.support.digest_desk import DigestDesk, buttons, told
from tests.support.review_desk import MONTHLY, OTHER, PAM, at

NOA = "email:noa@vendor.example"
MORNING = at("2026-11-24 09:00")
"""A Tuesday."""


def busy(desk: DigestDesk) -> None:
    """Acme has something of everything; its Silver needs seven technical people, and has exactly so many."""
    desk.partner("acme", "Acme Communications", tier="silver")
    desk.partner("quiet", "Quiet Ltd")
    desk.meeting("acme", "2026-11-25")
    desk.meeting("acme", "2026-10-20")
    desk.promised("acme", "Send the price list", "2026-11-20")
    desk.promised("acme", "Train two sellers", "2026-11-27", side="partner")
    desk.promised("acme", "Plan next year", "2026-11-28")
    desk.registered("DR-1", "acme", "submitted", submitted_on=date(2026, 11, 10), answer_due_on=date(2026, 11, 12))
    desk.registered("DR-2", "acme", "submitted", submitted_on=date(2026, 11, 23), answer_due_on=date(2026, 11, 25))
    desk.registered("DR-3", "acme", "approved", protected_until=date(2026, 12, 8))
    desk.registered("DR-4", "acme", "approved", protected_until=date(2026, 12, 9))
    desk.signed("acme", "baseline", "2026-12-01")
    needed = next(each for each in desk.catalog.get(OTHER).requirements if each.id == "technical").thresholds["silver"]
    for number in range(int(needed)):
        expires = "2026-12-24" if number == 0 else None
        desk.certified("acme", f"t{number}@acme.example", "Dana" if number == 0 else f"Tech {number}", expires)


def test_one_message_in_the_morning_has_everything_that_waits_the_most_pressing_first(desk: DigestDesk) -> None:
    busy(desk)
    assert desk.digests.tick(at("2026-11-24 08:59")) == 0
    assert desk.digests.tick(MORNING) == 2
    assert desk.digests.tick(at("2026-11-24 09:01")) == 0
    desk.restart()
    assert desk.digests.tick(at("2026-11-24 16:00")) == 0
    (reply,) = desk.sent()
    assert reply.summary == (
        "Your Tue Nov 24, 2026: 1 review ahead, 1 late answer, 1 review not recorded as held, 2 commitments due, "
        "1 protection ending and 2 lapses ahead"
    )
    deal = "Acme Communications with Initech, an unknown amount"
    assert list(told(reply).items()) == [
        ("Reviews ahead", ["Pipeline review with Acme Communications is tomorrow"]),
        ("Late answers", [f"DR-1, late, was due Nov 12, 2026: {deal} a year"]),
        (
            "Not recorded as held",
            ["Pipeline review with Acme Communications on Tue Oct 20, 2026 is not recorded as held"],
        ),
        (
            "Commitments",
            [
                "Acme Communications: Send the price list (ours, lena@vendor.example; late, was due Nov 20, 2026)",
                "Acme Communications: Train two sellers (the partner's, lena@vendor.example; due Nov 27, 2026)",
            ],
        ),
        ("Protection ending", [f"DR-3 is protected through Dec 8, 2026: {deal} a year"]),
        (
            "About to lapse",
            [
                "Acme Communications: the baseline partner agreement ends in 7 days, after Dec 1, 2026; "
                "without it Silver lacks the baseline partner agreement",
                "Acme Communications: Dana's certificate (certified technical person) ends in 30 days, after "
                "Dec 24, 2026; without it Silver is one person short of 10 certified technical people",
            ],
        ),
    ]
    assert ("reviews.held", f"acme|{OTHER}|pipeline_review|2026-10-20") in [(b.route, b.value) for b in buttons(reply)]
    assert {"ask", "commitments.done", "reviews.held", "deals.extend"} == {button.route for button in buttons(reply)}


def test_whoever_decides_hears_what_waits_for_the_desk_and_nothing_of_partners_that_are_not_theirs(
    desk: DigestDesk,
) -> None:
    busy(desk)
    desk.digests.tick(MORNING)
    (reply,) = desk.sent(NOA)
    assert reply.summary == "Your Tue Nov 24, 2026: 2 registrations to decide"
    assert [(each.label, each.route) for each in buttons(reply)] == [
        ("Open DR-1", "deals.show"),
        ("Open DR-2", "deals.show"),
    ]


def test_nothing_pending_nothing_sent_and_what_comes_up_after_the_morning_waits_for_the_next_one(
    desk: DigestDesk,
) -> None:
    desk.partner("acme", "Acme")
    assert desk.digests.tick(MORNING) == 0
    desk.promised("acme", "Send the price list", "2026-11-20")
    assert desk.digests.tick(at("2026-11-24 12:00")) == 0
    assert desk.digests.tick(at("2026-11-25 09:00")) == 1


def test_there_is_none_on_days_off_and_a_missed_morning_is_made_up_once_on_its_day_and_says_so(
    desk: DigestDesk,
) -> None:
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the price list", "2026-11-20")
    for off in ("2026-11-22 10:00", "2026-11-26 10:00"):  # a Sunday, and Thanksgiving
        desk.restart()
        assert desk.digests.tick(at(off)) == 0
    desk.restart()
    assert desk.digests.tick(at("2026-11-24 15:00")) == 1
    assert desk.digests.tick(at("2026-11-24 15:01")) == 0
    (reply,) = desk.sent()
    assert reply.summary == "Your Tue Nov 24, 2026: 1 commitment due (late digest)"
    assert any(isinstance(part, Note) and "is late" in repr(part) for part in reply.parts)


def test_a_missed_morning_is_not_made_up_in_the_quiet_hours_of_the_evening(desk: DigestDesk) -> None:
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the price list", "2026-11-20")
    assert desk.digests.tick(at("2026-11-24 20:00")) == 0
    assert desk.digests.tick(at("2026-11-25 08:00")) == 0
    assert desk.digests.tick(at("2026-11-25 09:00")) == 1


def test_each_morning_comes_where_the_person_lives_and_whoever_wants_none_gets_none(desk: DigestDesk) -> None:
    for number, manager in enumerate(("lena@vendor.example", "ken@vendor.example", "off@vendor.example")):
        desk.partner(f"p{number}", f"Partner {number}", manager=manager)
        desk.promised(f"p{number}", "Something", "2026-11-20")
    desk.lives("lena@vendor.example", zone="Europe/Berlin", country="DE", morning=7)
    desk.lives("ken@vendor.example", zone="Asia/Tokyo", country="JP")
    desk.lives("off@vendor.example", digest=False)
    hours = {hour: desk.digests.tick(at(f"2026-11-24 {hour:02d}:00")) for hour in range(24)}
    assert {hour: count for hour, count in hours.items() if count} == {0: 1, 1: 1, 19: 1}  # the first is late
    dues = {target: due for target, _, due in desk.planned()}
    assert dues == {"email:lena@vendor.example": "2026-11-24 06:00", "email:ken@vendor.example": "2026-11-25 00:00"}


def test_a_stand_in_hears_of_the_partners_while_it_lasts_and_whoever_was_removed_hears_nothing(
    desk: DigestDesk,
) -> None:
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the price list", "2026-11-20")
    first, last = date(2026, 11, 24), date(2026, 11, 24)
    with desk.store.write() as work:
        work.staff.stand_in(PAM, "lena@vendor.example", first, last, "U1 Noa", at("2026-11-20 10:00"))
    desk.digests.tick(MORNING)
    desk.digests.tick(at("2026-11-25 09:00"))
    (reply,) = desk.sent("email:lena@vendor.example")
    assert f"You stand in for {PAM} today" in repr(reply.parts)
    with desk.store.write() as work:
        work.staff.put(StaffMember(PAM, "none", None, "U1 Noa", at("2026-11-25 10:00")))
    before = len(desk.sent())
    desk.digests.tick(at("2026-11-27 09:00"))
    assert len(desk.sent()) == before == 2


def test_a_lapse_is_named_thirty_days_before_and_seven_days_before_and_never_in_between(desk: DigestDesk) -> None:
    desk.partner("acme", "Acme")
    desk.certified("acme", "d@acme.example", "Dana", "2026-12-24")
    days = [f"2026-11-{day}" for day in (20, 23, 24, 25, 27, 30)] + [f"2026-12-{day:02d}" for day in range(1, 25)]
    for day in days:
        desk.digests.tick(at(f"{day} 09:00"))
    assert sorted(key for key in desk.states() if key.startswith("digest:")) == [
        f"digest:{PAM}/2026-11-24",
        f"digest:{PAM}/2026-12-17",
    ]


def test_a_month_without_a_review_is_named_until_one_is_planned_or_agreed_not_to_be(desk: DigestDesk) -> None:
    desk.partner("kyoto", "Kyoto", MONTHLY)
    desk.partner("osaka", "Osaka", MONTHLY)
    desk.meeting("osaka", "2026-12-08", MONTHLY)
    desk.digests.tick(MORNING)
    lines = told(desk.sent()[0])["No review planned"]
    assert lines[0] == "No pipeline review this month: Kyoto"
    assert not any("pipeline review this month: Osaka" in line for line in lines)
    with desk.store.write() as work:
        for kind in ("pipeline_review", "qbr", "executive"):
            for partner in ("kyoto", "osaka"):
                work.cadences.set(
                    ReviewCadence(partner, MONTHLY, kind, "never", None, "Small", "U1 Pam", at("2026-11-24 10:00"))
                )
    assert desk.digests.tick(at("2026-11-25 09:00")) == 0


def test_long_lists_are_cut_and_counted_and_a_button_asks_for_the_rest(desk: DigestDesk) -> None:
    desk.partner("acme", "Acme")
    for number in range(12):
        on = date(2026, 11, 10)
        desk.registered(f"DR-{number:02d}", "acme", "submitted", submitted_on=on, answer_due_on=on)
    desk.digests.tick(MORNING)
    (reply,) = desk.sent()
    assert len(told(reply)["Late answers"]) == 6
    assert told(reply)["Late answers"][-1] == "… and 7 more"
    assert ("ask", "late registrations") in [(each.route, each.value) for each in buttons(reply)]


def message(key: str, desk: DigestDesk, words: str) -> NewMessage:
    now = at("2026-11-24 10:00")
    return NewMessage(key, "reminder", "slack", desk.settings.workspace, f"email:{PAM}", dump(Reply(words)), now)


def test_what_was_held_back_or_came_too_late_stands_in_one_digest_even_for_whoever_wants_none(
    desk: DigestDesk,
) -> None:
    desk.partner("acme", "Acme")
    desk.lives(most_a_day=1, digest=False)
    with desk.store.read() as work:
        hours = Mornings(desk.settings, work.person_clocks.all(), Calendars()).of(PAM)
    now = at("2026-11-24 10:00")
    with desk.store.write() as work:
        for number in range(3):
            put_in_budget(work, message(f"r{number}", desk, f"Reminder {number}"), hours, now)
    assert [desk.states()[f"r{number}"] for number in range(3)] == ["pending", "folded", "folded"]
    desk.settle("r0", "expired")
    assert desk.digests.tick(at("2026-11-25 09:00")) == 1
    digest = desk.sent()[-1]
    assert told(digest) == {"Also": ["Reminder 0 (came too late to be sent)", "Reminder 1", "Reminder 2"]}
    assert desk.digests.tick(at("2026-11-27 09:00")) == 0
    desk.settle(f"digest:{PAM}/2026-11-25", "expired")  # nobody saw that one either
    desk.restart()
    assert desk.digests.tick(at("2026-11-27 09:05")) == 1


def test_an_address_that_slack_does_not_know_is_tried_again_after_a_week(desk: DigestDesk) -> None:
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the price list", "2026-11-20")
    desk.digests.tick(MORNING)
    desk.settle(f"digest:{PAM}/2026-11-24", "parked", "pam: No Slack user … (users_not_found)")
    days = ("2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02")
    assert [day for day in days if desk.digests.tick(at(f"{day} 09:00"))] == ["2026-12-01", "2026-12-02"]


def test_a_tick_reads_one_number_until_something_changes_or_a_morning_comes(desk: DigestDesk) -> None:
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the price list", "2026-11-20")
    desk.digests.tick(at("2026-11-24 08:00"))
    statements: list[str] = []
    event.listen(desk.store._engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    assert desk.digests.tick(at("2026-11-24 08:59")) == 0
    assert sum(each != "BEGIN" for each in statements) == 1
    assert desk.digests.tick(MORNING) == 1


def test_a_partner_whose_tier_the_program_does_not_know_keeps_nobodys_digest_back(desk: DigestDesk) -> None:
    for partner, tier, manager in (("bad", "bogus", PAM), ("acme", "silver", "lena@vendor.example")):
        desk.partner(partner, partner.title(), tier=tier, manager=manager)
        desk.promised(partner, "Send the price list", "2026-11-20")
        for number in range(7):
            desk.certified(partner, f"t{number}@{partner}.example", "Dana", "2026-12-24")
    for topic in TOPICS:
        began = at("2026-11-01 09:00")
        with desk.store.write() as work:
            work.subscriptions.add(
                ChannelSubscription(
                    "T1", f"C{topic}", topic, "workdays", "America/New_York", "{}", "U1", changed_at=began
                )
            )
    assert desk.digests.tick(MORNING) == 2
    channels = ChannelPlanner(desk.store, desk.catalog, desk.settings)
    assert channels.tick(MORNING) == 2  # of what ends, and of everything: tier moves cannot be told
    assert desk.digests.tick(at("2026-12-01 09:00")) == 2  # the rehearsal is not told, and the log says why
