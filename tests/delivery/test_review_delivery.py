"""From a due review to the message in Slack: real store, real planner, real Block Kit, and two planners at once."""

import threading
import time
from pathlib import Path

from bot.clock import FrozenClock
from bot.delivery.courier import Pace
from bot.slack import outgoing
from bot.slack.people import Addresses
from bot.slack.transport import SlackTransport, delivery_client
from handlers.reviews.planner import ReminderPlanner
from store.engine import open_store
from store.migrate import migrate
from tests.support.counting_slack import CountingSlack
from tests.support.couriers import courier
from tests.support.review_desk import MONTHLY, PAM, ReviewDesk, at


def test_a_due_review_reaches_its_manager_in_slack_with_its_buttons(database: str, slack: CountingSlack) -> None:
    migrate(database)
    store = open_store(database)
    slack.people[PAM] = "U7"
    desk = ReviewDesk(store)
    desk.partner("acme", "Acme <Communications> & Co")
    desk.meeting("acme", "2026-11-24")
    now = at("2026-11-23 09:00")
    assert ReminderPlanner(store, desk.catalog, desk.settings).tick(now) == 1
    client = delivery_client("xoxb-test", slack.base_url)
    transport = SlackTransport(client, outgoing.stored, Addresses(client, time.monotonic))
    assert courier(store, transport, FrozenClock(now), time.monotonic, Pace()).run_once() == 1
    (posted,) = slack.messages["DU7"]
    assert posted["text"].startswith(
        "Pipeline review with Acme &lt;Communications&gt; &amp; Co is tomorrow, Tue Nov 24"
    )
    buttons = [element for block in posted["blocks"] if block["type"] == "actions" for element in block["elements"]]
    assert [button["action_id"].partition("#")[0] for button in buttons] == [
        *("packs.open", "reviews.held", "reviews.move", "reviews.snooze", "reviews.skip", "commitments.add")
    ]
    store.close()


def test_an_address_that_is_a_guests_gets_nothing_of_ours(database: str, slack: CountingSlack) -> None:
    migrate(database)
    store = open_store(database)
    slack.people[PAM], slack.guests = "U7", {"U7"}
    desk = ReviewDesk(store)
    desk.partner("acme", "Acme")
    desk.meeting("acme", "2026-11-24")
    now = at("2026-11-23 09:00")
    ReminderPlanner(store, desk.catalog, desk.settings).tick(now)
    client = delivery_client("xoxb-test", slack.base_url)
    transport = SlackTransport(client, outgoing.stored, Addresses(client, time.monotonic))
    courier(store, transport, FrozenClock(now), time.monotonic, Pace()).run_once()
    assert sum(map(len, slack.messages.values())) == 0
    with store.read() as work:
        (parked,) = work.undelivered.parked(5)
    assert parked.reason.endswith("our own people (guest)")
    store.close()


def test_planners_in_several_replicas_write_every_reminder_once(database: str, tmp_path: Path) -> None:
    migrate(database)
    first = open_store(database)
    desk = ReviewDesk(first)
    for number in range(30):
        desk.partner(f"p{number}", f"Partner {number}", MONTHLY)
    stores = [open_store(database) for _ in range(3)]
    written: list[int] = []
    together = threading.Barrier(len(stores))

    def plan(planner: ReminderPlanner) -> None:
        together.wait(10)
        written.append(planner.tick(at("2026-11-23 10:00")))

    threads = [
        threading.Thread(target=plan, args=[ReminderPlanner(store, desk.catalog, desk.settings)]) for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 30
    assert len(desk.planned()) == 30
    for store in (first, *stores):
        store.close()
