"""Where somebody's own messages go when Tierline is served in Slack and in Microsoft Teams."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.delivery.notices import ParkedNotices
from handlers.digests.budget import TOO_MANY
from handlers.documents import Audience, Button, Buttons, FieldErrors, Form, Reply
from handlers.errors import Conflict, UserError
from handlers.request import Actor, Conversation, Place, Role
from handlers.wire import dump
from store.engine import Store
from store.models import OutboxMessage
from store.outbox import NewMessage
from tests.support.both import NOA_T, PAM_T, TENANT, both_desk, written
from tests.support.desk import NOA, NOW, PAM, Desk, open_desk
from tests.support.digest_desk import DigestDesk
from tests.support.review_desk import at

BOTH = {"platforms": {TENANT: "teams"}, "labels": {"slack": "Slack", "teams": "Microsoft Teams"}}
MORNING = at("2026-11-24 09:00")
OWN = {"zone": "Europe/Berlin", "country": "DE", "morning": "7", "quiet_from": "20", "quiet_until": "7"}
OWN |= {"most_a_day": "3", "digest": "on"}
ALONE = Conversation("D1", Place.direct)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Desk]:
    desk = both_desk(tmp_path)
    yield desk
    desk.store.close()


def buttons(reply: object) -> list[Button]:
    assert isinstance(reply, Reply), reply
    return [button for part in reply.parts if isinstance(part, Buttons) for button in part.items]


def rows(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as work:
        found = work.session.query(OutboxMessage).order_by(OutboxMessage.id)
        return [(row.platform, row.workspace, row.target) for row in found]


def kept(desk: Desk) -> str | None:
    with desk.store.read() as work:
        clock = work.person_clocks.get("pam@vendor.example")
        return clock.workspace if clock else None


def test_the_form_asks_where_only_when_there_is_a_choice(both: Desk, tmp_path: Path) -> None:
    form = both.press("reminders.own", actor=PAM_T)
    assert isinstance(form, Form)
    (field,) = (each for each in form.fields if each.label == "Where")
    assert [each.label for each in field.choices] == ["Slack", "Microsoft Teams"]
    assert field.initial == field.choices[0]
    alone = open_desk(tmp_path / "desk.db").press("reminders.own", actor=PAM)
    assert isinstance(alone, Form)
    assert "Where" not in [each.label for each in alone.fields]


def test_where_is_chosen_in_the_form_and_kept_by_a_form_that_does_not_ask(both: Desk, tmp_path: Path) -> None:
    both.submit("reminders.save", OWN | {"workspace": TENANT}, PAM)
    assert kept(both) == TENANT
    alone = open_desk(tmp_path / "desk.db")
    alone.assistant.handle(alone.request(PAM, route="reminders.save", values=OWN, key="once more"))
    assert kept(both) == TENANT
    refused = both.submit("reminders.save", OWN | {"workspace": "T-SOMEBODY-ELSES"}, PAM)
    assert isinstance(refused, FieldErrors)
    assert (list(refused.errors), kept(both)) == (["workspace"], TENANT)


def test_one_press_has_the_reminders_come_here_and_another_takes_it_back(both: Desk) -> None:
    done = both.press("reminders.here", actor=PAM_T)
    assert isinstance(done, Reply)
    assert done.summary == "Your reminders come to Microsoft Teams from now on, and your digest too."
    assert kept(both) == TENANT
    (undo,) = buttons(done)
    assert undo.label == "Send them to Slack again"
    back = both.press(undo.route, undo.value, PAM_T)
    assert isinstance(back, Reply)
    assert (back.summary.partition(" from")[0], kept(both)) == ("Your reminders come to Slack", "T1")
    again = both.press("reminders.here", actor=PAM)
    assert isinstance(again, Reply)
    assert again.summary == "Your reminders come to Slack already."
    with both.store.read() as work:
        assert [each.action for each in work.audit.of("reminders")] == ["reminders.moved"] * 2


def test_reminders_cannot_be_sent_to_a_place_that_is_not_served(both: Desk) -> None:
    with pytest.raises(Conflict, match="No reminders can be sent to this place"):
        both.press("reminders.here", "T-SOMEBODY-ELSES", PAM)
    with pytest.raises(UserError, match="Microsoft Teams does not tell me your e-mail address"):
        both.press("reminders.here", actor=replace(PAM_T, email=None))
    assert kept(both) is None


def test_digests_and_reminders_of_meetings_go_where_somebody_chose(empty: Path, tmp_path: Path, store: Store) -> None:
    desk = DigestDesk(store, **BOTH)
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-11-25")
    desk.promised("acme", "Send the deck", "2026-11-20")
    desk.lives(workspace=TENANT)
    desk.digests.tick(MORNING)
    desk.plan(MORNING)
    assert len(rows(store)) > 1
    assert set(rows(store)) == {("teams", TENANT, "email:pam@vendor.example")}


def test_a_place_that_is_served_no_more_gives_way_to_the_home(store: Store) -> None:
    desk = DigestDesk(store)
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the deck", "2026-11-20")
    desk.lives(workspace=TENANT)
    desk.digests.tick(MORNING)
    assert rows(store) == [("slack", "T1", "email:pam@vendor.example")]


def test_a_reminder_that_waits_when_somebody_moves_is_written_anew_for_where_they_are(store: Store) -> None:
    desk = DigestDesk(store, **BOTH)
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-11-25")
    desk.plan(MORNING)
    before = rows(store)
    desk.lives(workspace=TENANT)
    desk.plan(MORNING + timedelta(minutes=1))
    with store.read() as work:
        waiting = work.session.query(OutboxMessage).filter(OutboxMessage.state == "pending")
        assert {(row.platform, row.workspace) for row in waiting} == {("teams", TENANT)}
    assert before
    assert {each[:2] for each in before} == {("slack", "T1")}


def test_what_was_held_back_at_home_stands_in_the_one_digest_elsewhere(store: Store) -> None:
    desk = DigestDesk(store, **BOTH)
    desk.partner("acme", "Acme")
    desk.lives(workspace=TENANT)
    now = at("2026-11-23 10:00")
    held = NewMessage("r1", "reminder", "slack", "T1", "email:pam@vendor.example", dump(Reply("Held back")), now)
    with store.write() as work:
        work.outbox.fold(held, now, TOO_MANY)
    assert desk.digests.tick(MORNING) == 1
    assert rows(store)[1:] == [("teams", TENANT, "email:pam@vendor.example")]
    assert "Held back" in repr(desk.sent()[-1])


def test_whoever_has_no_account_at_home_gets_the_next_digest_after_moving(store: Store) -> None:
    desk = DigestDesk(store, **BOTH)
    desk.partner("acme", "Acme")
    desk.promised("acme", "Send the deck", "2026-11-20")
    assert desk.digests.tick(MORNING) == 1
    with store.write() as work:
        (claimed,) = work.outbox.claim("test", "slack", MORNING, 9, timedelta(minutes=1))
        work.outbox.park(claimed, "Nobody is found (users_not_found)", MORNING)
    assert desk.digests.tick(at("2026-11-25 09:00")) == 0
    desk.lives(workspace=TENANT)
    assert desk.digests.tick(at("2026-11-27 09:00")) == 1
    assert rows(store)[-1][0] == "teams"


def test_an_admin_is_told_of_parked_messages_where_they_chose_once_a_day(both: Desk, tmp_path: Path) -> None:
    settings = replace(both.assistant.desk, admins=frozenset({"noa@vendor.example"}))
    with both.store.write() as work:
        message = NewMessage("m1", "reminder", "slack", "T1", "channel:C9", "{}", NOW)
        work.outbox.put(message, NOW)
        (claimed,) = work.outbox.claim("test", "slack", NOW, 9, timedelta(minutes=1))
        work.outbox.park(claimed, "not_in_channel", NOW)
    both.press("reminders.here", actor=NOA_T)
    notices = ParkedNotices(both.store, settings)
    later = NOW + timedelta(hours=1)
    assert notices.tick(later) == 1
    assert (written(both)[-1].platform, written(both)[-1].target) == ("teams", "email:noa@vendor.example")
    both.press("reminders.here", actor=NOA)
    assert notices.tick(later) == 0


def greeted(desk: Desk, actor: Actor, where: Conversation) -> Reply:
    reply = desk.assistant.handle(desk.request(actor, route="welcome", conversation=where))
    assert isinstance(reply, Reply)
    return reply


def test_the_welcome_offers_three_questions_and_to_send_reminders_here(both: Desk) -> None:
    reply = greeted(both, PAM_T, ALONE)
    assert reply.summary.startswith("Hello Pam Okafor. I am Tierline.")
    *questions, last = buttons(reply)
    assert [each.route for each in questions] == ["ask"] * 3
    assert (last.label, last.route) == ("Send my reminders here", "reminders.here")
    for each in questions:
        assert isinstance(both.press(each.route, each.value, PAM_T), Reply)
    both.press(last.route, last.value, PAM_T)
    assert "reminders.here" not in [each.route for each in buttons(greeted(both, PAM_T, ALONE))]


@pytest.mark.parametrize("place", [Place.channel, Place.guests, Place.shared])
def test_the_welcome_in_a_channel_tells_nothing_of_ones_own(both: Desk, place: Place) -> None:
    reply = greeted(both, PAM_T, Conversation("19:c@thread.tacv2", place))
    assert reply.audience is Audience.conversation
    assert [each.route for each in buttons(reply)] == ["ask"] * 3
    assert not any(name in repr(reply) for name in ("Acme", "Pam", "Kyoto", "Nova", "Top"))


def test_where_there_is_one_surface_the_welcome_offers_no_other(tmp_path: Path, both: Desk) -> None:
    alone = open_desk(tmp_path / "desk.db")
    assert [each.route for each in buttons(greeted(alone, PAM, ALONE))] == ["ask"] * 3


def test_whoever_has_no_role_is_greeted_with_whom_to_ask(both: Desk) -> None:
    nobody = replace(PAM_T, email="ned@vendor.example", role=Role.member)
    reply = greeted(both, nobody, ALONE)
    assert reply.summary.startswith("Hello. I am Tierline")
    assert "You are not on the list" in reply.summary
    assert "who can change that" in reply.summary or "Ask whoever runs Tierline" in reply.summary
    assert buttons(reply) == []
