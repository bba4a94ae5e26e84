"""Channels and their digests, and everybody's own reminders, asked for as in chat; the database is real."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from handlers.digests.channels import ChannelPlanner
from handlers.digests.subscription import CADENCES, following, occurrence
from handlers.documents import FieldErrors, Form, Options, Reply, Table
from handlers.errors import Conflict, NotAllowed, UserError
from handlers.request import Actor, Conversation, Place, Role
from handlers.wire import load
from handlers.workdays import workdays_of
from programs.catalog import Catalog
from store.models import OutboxMessage
from store.records import ChannelSubscription
from tests.support.desk import DANA, NOA, PAM, Desk, fill_database, open_desk
from tests.support.digest_desk import told

HERE = Conversation("C1", Place.channel, joined=True)
FORM = {"what": "everything", "cadence": "workdays", "hour": "9", "zone": "America/New_York", "where": "C1"}
US = workdays_of("US")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_database(tmp_path_factory.mktemp("subscriptions"))


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(Path(copyfile(filled, tmp_path / "desk.db")))
    yield opened
    opened.store.close()


def ask(desk: Desk, words: str, actor: Actor = PAM, where: Conversation = HERE) -> object:
    return desk.assistant.handle(desk.request(actor, conversation=where, text=words))


def press(desk: Desk, route: str, value: str = "", actor: Actor = PAM, where: Conversation = HERE) -> Reply:
    reply = desk.assistant.handle(desk.request(actor, conversation=where, route=route, value=value))
    assert isinstance(reply, Reply)
    return reply


def submit(desk: Desk, values: Mapping[str, str], actor: Actor = PAM, where: Conversation = HERE) -> object:
    asked = desk.request(actor, conversation=where, route="subscriptions.save", values=values)
    return desk.assistant.handle(asked)


def planner(desk: Desk) -> ChannelPlanner:
    return ChannelPlanner(desk.store, Catalog.load(), desk.assistant.desk)


def posted(desk: Desk) -> dict[str, Reply]:
    with desk.store.read() as work:
        rows = work.session.query(OutboxMessage).order_by(OutboxMessage.id)
        return {row.occurrence_key: load(row.document) for row in rows if "digest" in row.kind or "paused" in row.kind}


def test_a_manager_subscribes_a_channel_and_it_gets_one_message_a_working_day(desk: Desk) -> None:
    form = ask(desk, "subscribe")
    assert isinstance(form, Form)
    assert dict(form.state) == {"where": "C1"}
    done = submit(desk, {**FORM, "manager": "pam@vendor.example", "tier": "bronze"})
    assert isinstance(done, Reply)
    assert done.summary == (
        "This channel gets “Everything” every working day at 9:00 (America/New York), from Tue Jul 16, 2024 on, where "
        "something is pending."
    )
    assert "pam@vendor.example looks after 1 Bronze partner" in repr(done.parts)
    morning = datetime(2024, 7, 16, 13, 0, tzinfo=UTC)
    ticking = planner(desk)
    assert ticking.tick(datetime(2024, 7, 15, 20, 0, tzinfo=UTC)) == 0  # it began after nine
    assert ticking.tick(morning - timedelta(minutes=1)) == 0
    assert ticking.tick(morning) == 1
    assert ticking.tick(morning + timedelta(minutes=1)) == 0
    assert planner(desk).tick(morning + timedelta(hours=2)) == 0
    ((key, reply),) = posted(desk).items()
    assert key == "channel_digest:T1/C1/everything/2024-07-16"
    assert reply.summary.startswith("Everything (Bronze partners of pam@vendor.example): ")
    assert "Globex" not in repr(reply)
    assert [entry.action for entry in audit(desk)] == ["subscription.added"]


def audit(desk: Desk) -> list[object]:
    with desk.store.read() as work:
        return list(work.audit.of("subscription:C1/everything"))


def test_tier_moves_are_told_in_the_words_of_the_question(desk: Desk) -> None:
    submit(desk, {**FORM, "what": "tiers"})
    planner(desk).tick(datetime(2024, 7, 16, 13, 0, tzinfo=UTC))
    (reply,) = posted(desk).values()
    risk = told(reply)["At risk of a lower tier"]
    answer = ask(desk, "which partners are at risk")
    assert isinstance(answer, Reply)
    (table,) = [part for part in answer.parts if isinstance(part, Table)]
    assert risk == [f"{row[0]} in {row[1]}: {row[4]}" for row in table.rows]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Conversation("C1", Place.shared, joined=True), "People of another company"),
        (Conversation("C1", Place.guests, joined=True), "Guests read along"),
        (Conversation("D1", Place.direct), "Digests are posted to channels"),
        (Conversation("C1", Place.channel, joined=False), "I am not in this channel"),
        (Conversation("C1", Place.channel), "I am not in this channel"),
    ],
)
def test_a_channel_that_is_not_ours_alone_or_that_the_app_is_not_in_is_refused_at_both_steps(
    desk: Desk, where: Conversation, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        ask(desk, "subscribe", where=where)
    with pytest.raises(UserError, match=words):
        submit(desk, FORM, where=where)


def test_what_was_not_offered_is_refused_at_its_field_and_who_may_not_is_told_whom_to_ask(desk: Desk) -> None:
    wrong = {"what": "gossip", "cadence": "hourly", "hour": "24", "zone": "Mars/Base", "manager": "x@y", "tier": "tin"}
    refused = submit(desk, wrong)
    assert isinstance(refused, FieldErrors)
    assert set(refused.errors) == set(wrong)
    with pytest.raises(NotAllowed):
        ask(desk, "subscribe", replace(PAM, role=Role.viewer))


def test_a_subscription_is_listed_paused_resumed_and_ended_in_its_channel_or_by_an_admin(desk: Desk) -> None:
    assert press(desk, "subscriptions.list").summary.startswith("No digest is subscribed here")
    submit(desk, FORM)
    assert press(desk, "subscriptions.list").summary == "Subscriptions of this channel: 1."
    with pytest.raises(NotAllowed, match="another channel's"):
        press(desk, "subscriptions.pause", "C1|everything", where=replace(HERE, id="C2"))
    press(desk, "subscriptions.pause", "C1|everything")
    with pytest.raises(Conflict):
        press(desk, "subscriptions.pause", "C1|everything", DANA)
    assert planner(desk).tick(datetime(2024, 7, 16, 13, 0, tzinfo=UTC)) == 0
    resumed = press(desk, "subscriptions.resume", "C1|everything", NOA, Conversation("D1", Place.direct))
    assert resumed.summary == "“Everything” goes on from Tue Jul 16, 2024 on."
    assert press(desk, "subscriptions.list", "", NOA, Conversation("D1", Place.direct)).summary.endswith(
        "workspace: 1."
    )
    press(desk, "subscriptions.end", "C1|everything")
    assert planner(desk).tick(datetime(2024, 7, 16, 13, 0, tzinfo=UTC)) == 0
    done = [getattr(entry, "action", "") for entry in audit(desk)]
    assert done == [f"subscription.{each}" for each in ("added", "paused", "resumed", "ended")]


def test_an_archived_channel_is_paused_and_whoever_subscribed_it_is_told_once(desk: Desk) -> None:
    submit(desk, FORM)
    planner(desk).tick(datetime(2024, 7, 16, 13, 0, tzinfo=UTC))
    with desk.store.write() as work:
        row = work.session.query(OutboxMessage).filter(OutboxMessage.kind == "channel_digest").one()
        row.state, row.reason, row.settled_at = "parked", "The channel is archived. (is_archived)", row.due_at
    ticking = planner(desk)
    assert ticking.tick(datetime(2024, 7, 17, 13, 0, tzinfo=UTC)) == 1
    assert ticking.tick(datetime(2024, 7, 18, 13, 0, tzinfo=UTC)) == 0
    summaries = [reply.summary for key, reply in posted(desk).items() if key.startswith("subscription_paused")]
    assert summaries == [
        "The digest “Everything” of a channel that you subscribed is paused: The channel is archived. (is_archived)"
    ]
    press(desk, "subscriptions.resume", "C1|everything")
    assert planner(desk).tick(datetime(2024, 7, 19, 13, 0, tzinfo=UTC)) == 1


def subscribed(cadence: str, zone: str = "America/New_York") -> ChannelSubscription:
    return ChannelSubscription("T1", "C1", "reviews", cadence, zone, "", "U1", hour=9)


def test_each_cadence_comes_once_a_period_on_a_working_day() -> None:
    first = datetime(2026, 1, 1, 18, 30, tzinfo=UTC)
    every = {cadence: set[str]() for cadence in CADENCES}
    days = {cadence: set[date]() for cadence in CADENCES}
    for number in range(365):
        for cadence in CADENCES:
            found = occurrence(subscribed(cadence), first + timedelta(days=number), US)
            if found is not None:
                assert found.period not in every[cadence]
                assert US.is_worked(found.day)
                every[cadence].add(found.period)
                days[cadence].add(found.day)
    counts = {cadence: len(found) for cadence, found in every.items()}
    assert counts["monthly"] == 12
    assert counts["workdays"] == sum(US.is_worked(date(2026, 1, 1) + timedelta(days=n)) for n in range(365))
    assert date(2026, 5, 26) in days["weekly:monday"]  # Memorial Day is moved to Tuesday
    assert date(2026, 12, 24) in days["weekly:friday"]  # Christmas Day is moved before, within its week
    assert all(counts[cadence] in (52, 53) for cadence in CADENCES if cadence.startswith("weekly"))
    after = following(subscribed("monthly"), datetime(2026, 1, 2, 14, 0, tzinfo=UTC), US)
    assert after.day == date(2026, 2, 2)


def test_everybody_sets_their_own_reminders_and_hears_when_the_next_digest_comes(desk: Desk) -> None:
    form = ask(desk, "reminders", where=Conversation("D1", Place.direct))
    assert isinstance(form, Form)
    values = {"zone": "Europe/Berlin", "country": "DE", "morning": "7", "quiet_from": "20", "quiet_until": "7"}
    asked = {**values, "most_a_day": "3", "digest": "on"}
    done = desk.submit("reminders.save", asked)
    assert isinstance(done, Reply)
    assert done.summary == (
        "Saved. Your next digest comes Tue Jul 16, 2024 at 7:00 (Europe/Berlin), if something waits."
    )
    with desk.store.read() as work:
        kept = work.person_clocks.get("pam@vendor.example")
        (entry,) = work.audit.of("reminders")
    assert kept is not None
    assert (kept.zone, kept.quiet_from, kept.most_a_day, kept.chosen) == ("Europe/Berlin", 20, 3, True)
    assert (entry.action, entry.email) == ("reminders.chosen", "pam@vendor.example")
    refused = desk.submit("reminders.save", {**asked, "zone": "Mars/Base", "morning": "x", "country": "XX"})
    assert isinstance(refused, FieldErrors)
    assert set(refused.errors) == {"zone", "morning", "country"}
    with pytest.raises(UserError, match="e-mail"):
        desk.submit("reminders.save", asked, replace(NOA, email=None, user="UNOA"))


def test_zones_are_found_by_city_and_by_name(desk: Desk) -> None:
    for typed, zone in (("new y", "America/New_York"), ("berl", "Europe/Berlin"), ("utc", "UTC")):
        found = desk.assistant.handle(desk.request(PAM, route="zones.search", value=typed))
        assert isinstance(found, Options)
        assert found.choices[0].value == zone


def test_what_was_due_before_a_subscription_began_is_not_made_up() -> None:
    due = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
    now = due + timedelta(hours=6)
    began = replace(subscribed("workdays"), changed_at=due + timedelta(hours=5))
    assert occurrence(began, now, US) is None
    assert occurrence(replace(began, changed_at=due - timedelta(hours=1)), now, US) is not None
