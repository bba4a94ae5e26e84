"""Every way to write leaves an entry in the audit trail, or it is listed here why it need not."""

import ast
from collections.abc import Iterator

import pytest

from handlers.routes import routes
from tests.rules.source import Module, modules

ROUTES = {
    "deals.check": set(),
    "deals.keep": set(),
    "deals.submit": {"registration.submitted", "registration.held"},
    "deals.amend_submit": {"registration.amended", "registration.held"},
    "deals.answer_submit": {"registration.answered", "registration.held"},
    "deals.withdraw": {"registration.withdrawn"},
    "deals.extend_submit": {"registration.extended"},
    "deals.appeal_submit": {"registration.appealed"},
    "deals.win_submit": {"registration.won"},
    "deals.lose_submit": {"registration.lost"},
    "deals.reinstate": {"registration.reinstated"},
    "credit.attach": {"credit.attached"},
    "credit.drop": {"credit.dropped"},
    "deals.take": {"registration.taken"},
    "deals.ask_submit": {"registration.info_requested"},
    "deals.looked": {"registration.looked_at"},
    "deals.hold": {"registration.held"},
    "deals.resolve_now": {"registration.resolved", "registration.declined"},
    "deals.approve": {"registration.approved", "registration.approved_first"},
    "deals.split_submit": {"registration.approved", "registration.approved_first"},
    "deals.decline_submit": {"registration.declined"},
    "deals.revoke_submit": {"registration.revoked", "registration.revoked_first"},
    "deals.rule_submit": {"registration.reopened", "registration.appeal_rejected"},
    "outbox.retry": {"message.retried"},
    "outbox.drop": {"message.dropped"},
    "reviews.held": {"meeting.held"},
    "reviews.reopen": {"meeting.reopened"},
    "reviews.outcome_now": {"meeting.outcome"},
    "reviews.move_now": {"meeting.moved"},
    "reviews.skip_now": {"meeting.skipped"},
    "reviews.restore": {"meeting.restored"},
    "reviews.snooze_now": {"meeting.snoozed"},
    "reviews.schedule_now": {"meeting.scheduled"},
    "reviews.schedule_on": {"meeting.scheduled"},
    "reviews.plan_now": {"meeting.scheduled"},
    "commitments.add_now": {"commitment.added"},
    "commitments.done": {"commitment.closed"},
    "commitments.drop": {"commitment.closed"},
    "cadence.save": {"cadence.set"},
    "cadence.clear": {"cadence.cleared"},
    "feedback.rate": {"feedback.rated"},
    "feedback.comment": {"feedback.rated"},
    "reminders.save": {"reminders.chosen"},
    "reminders.here": {"reminders.moved"},
    "subscriptions.save": {"subscription.added", "subscription.changed"},
    "subscriptions.pause": {"subscription.paused"},
    "subscriptions.resume": {"subscription.resumed"},
    "subscriptions.end": {"subscription.ended"},
    "channels.bind_now": {"channel.bound"},
    "channels.release_now": {"channel.released"},
    "staff.save": {"staff.changed", "staff.removed"},
    "staff.stand_in_save": {"staff.stand_in"},
    "staff.stand_in_end": {"staff.stand_in_ended"},
}
"""What each route that writes may leave; a draft is its author's own and leaves nothing."""
WRITERS = {
    "bot.app._ticks": "questions.forgotten",
    "bot.commands.database.note_migration": "schema.migrated",
    "bot.commands.installs.remove": "installation.removed",
    "bot.commands.keys.rotate": "keys.rotated",
    "bot.commands.outbox.drop": "message.dropped",
    "bot.commands.outbox.retry": "message.retried",
    "bot.commands.privacy.erase_command": "privacy.erased",
    "bot.commands.staff._task": "staff.changed",
    "bot.slack.installs.installing.finish": "installation.added",
    "bot.slack.installs.rotation._keep": "token.renewed",
    "bot.slack.leaving._forget": "installation.left",
    "bot.slack.zones._keep": "zones.kept",
    "bot.teams.messages._remember": "zones.kept",
    "handlers.deals.clock._moved": "registration.expired",
    "handlers.deals.clock._sweep": "deals.reminded",
    "handlers.deals.clock._write": "deals.reminded",
    "handlers.delivery.notices._write": "admins.notified",
    "handlers.reviews.planner._freeze": "packs.frozen",
    "handlers.digests.channels._write": "digests.planned",
    "handlers.digests.planner._write": "digests.planned",
    "handlers.reviews.planner._write": "reminders.planned",
    "store.portfolio.importing.import_portfolio": "portfolio.import",
}
"""What else opens a transaction to write, and the entry that it leaves."""
EXCUSED = {
    "handlers.assistant._transaction": "the routes above",
    "handlers.assistant._remember": "a draft is its author's own, forgotten in time",
    "handlers.assistant.answer_later": "a question is a read; it is kept for its thread and forgotten in time",
    "handlers.reviews.planner._plan": "through when was planned; the messages themselves are an entry",
    "bot.delivery.courier": "the outbox itself says what became of each message",
    "bot.slack.installs.pages": "the state of an install that is under way, good for ten minutes",
    "bot.slack.installs.rotation._lease": "who may exchange a token next; the exchange is an entry",
    "bot.slack.installs.rotation._wait": "when it is tried again",
    "bot.slack.replays": "signatures that were seen, kept for minutes",
    "bot.teams.addresses": "where somebody can be written to, as Teams says it",
    "bot.teams.dialogs.keep": "a form that is open, its opener's own, forgotten in time",
    "bot.teams.files.handed": "a file of what may be asked, handed to who asked for an hour",
    "bot.teams.inbox": "what was received and is worked on; what comes of it leaves its own entry",
    "bot.teams.letters": "an answer; the outbox itself says what became of it",
    "bot.teams.messages._write_down": "what was received, and where from",
    "bot.demo.running.load_sample": "the sample of the demo, made anew at each start",
}


def writers(module: Module) -> Iterator[str]:
    """The functions that open a transaction to write, by full name without classes."""
    for function in module.functions():
        if function.col_offset == 0 or _method(module, function):
            calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
            if any(_writes(call) for call in calls):
                yield f"{module.name}.{function.name}"


def _method(module: Module, function: ast.AST) -> bool:
    return any(isinstance(node, ast.ClassDef) and function in node.body for node in module.nodes)


def _writes(call: ast.Call) -> bool:
    """`store.write()` or `self._store.write()`: a file's takes what it writes."""
    of = call.func
    return isinstance(of, ast.Attribute) and of.attr == "write" and not call.args and not call.keywords


def test_every_transaction_that_writes_is_listed_with_its_entry_or_excused() -> None:
    found = {name for module in modules() for name in writers(module)}
    listed = {name for name in found if name in WRITERS or any(_under(name, each) for each in EXCUSED)}
    assert sorted(found - listed) == []
    assert sorted(set(WRITERS) - found) == []
    assert sorted(each for each in EXCUSED if not any(_under(name, each) for name in found)) == []


def test_every_route_that_writes_is_listed_with_its_entries() -> None:
    assert {name for name, route in routes().items() if route.writes} == set(ROUTES)


@pytest.fixture(scope="module")
def texts() -> frozenset[str]:
    """Every text that stands in the code: read once, because there are many entries to look for."""
    return frozenset(
        node.value
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("action", sorted({*WRITERS.values()}.union(*ROUTES.values())))
def test_every_entry_that_is_promised_is_written_somewhere(action: str, texts: frozenset[str]) -> None:
    kind = action.partition(".")[0]
    words = {action, f"{kind}."}  # `registration.` goes on with the state that was decided
    assert words & texts


def test_a_writer_is_seen_wherever_it_stands() -> None:
    module = Module(
        "bot.x",
        "class A:\n    def f(self):\n        with self._store.write() as work: ...\n"
        "def g(store):\n    def tick():\n        store.write()\n"
        "def h(file):\n    file.write('x')\n",
    )
    assert sorted(writers(module)) == ["bot.x.f", "bot.x.g"]


def _under(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")
