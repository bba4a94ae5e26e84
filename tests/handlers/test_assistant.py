"""What holds for every request, whatever it asks: definitions that changed, and who waits for whom."""

from dataclasses import replace

import pytest

from bot.render.plain import plain
from handlers.assistant import Assistant
from handlers.documents import Buttons, Reply
from handlers.errors import UserError
from programs.catalog import Catalog
from programs.schema import Program
from store.engine import Store, open_store
from tests.handlers.test_deals import DEAL
from tests.support.desk import NOW, PAM, Desk

SEGMENT = "twilio-segment-2024"


def desk_with(desk: Desk, catalog: Catalog) -> Desk:
    """The same desk and portfolio under other program definitions."""
    return replace(desk, assistant=Assistant(desk.store, catalog, desk.assistant.desk))


@pytest.fixture
def without_bronze(desk: Desk) -> Desk:
    """Acme is recorded as Bronze, and the program has no such tier any more."""
    segment = Catalog.load().get(SEGMENT)
    left = tuple(tier for tier in segment.tiers if tier.id != "bronze")
    return desk_with(desk, Catalog([segment.model_copy(update={"tiers": left})]))


def test_a_recorded_tier_that_the_changed_program_lacks_is_said_in_words(without_bronze: Desk) -> None:
    with pytest.raises(UserError, match=f"do not fit together: {SEGMENT} has no tier 'bronze'.*`tierline doctor`"):
        without_bronze.say("tier Acme")


def test_such_a_question_is_one_refused_answer_among_many(without_bronze: Desk) -> None:
    (answer,) = without_bronze.assistant.answers(without_bronze.request(PAM, text="tier Acme"))
    assert (answer.status, answer.kind) == ("refused", "tier")
    assert "has no tier 'bronze'" in plain(answer.reply)


def test_a_message_about_such_a_tier_is_told_and_not_taken_for_answered(without_bronze: Desk) -> None:
    request = without_bronze.request(PAM, text="tier Acme")
    with pytest.raises(UserError, match="has no tier 'bronze'"):
        without_bronze.assistant.answer_later(request, "channel:C1", None)
    with without_bronze.store.write() as work:
        assert work.inbound.claim(request.key, NOW)


def test_a_deal_of_a_partner_whose_program_is_gone_is_refused_in_words(desk: Desk) -> None:
    changed = desk_with(desk, Catalog([each for each in Catalog.load().programs() if each.id != SEGMENT]))
    with pytest.raises(UserError, match=f"There is no program '{SEGMENT}'"):
        changed.submit("deals.submit", DEAL | {"products": ("twilio-build-2022/flex",)})


def test_a_tier_is_understood_by_the_aliases_of_its_definition(desk: Desk) -> None:
    segment = Catalog.load().get(SEGMENT)
    silver = segment.tier("silver").model_copy(update={"aliases": ("Argent Plus",)})
    renamed = tuple(silver if tier.id == "silver" else tier for tier in segment.tiers)
    shown = desk_with(desk, Catalog([segment.model_copy(update={"tiers": renamed})])).say("gap Acme argent plus")
    assert isinstance(shown, Reply)
    assert unpressed(shown) == unpressed(desk.say("gap Acme silver"))
    assert "Silver" in plain(shown)


def unpressed(outcome: object) -> tuple[object, ...]:
    """A reply without its buttons, which carry the words that were typed."""
    assert isinstance(outcome, Reply)
    return outcome.summary, *(part for part in outcome.parts if not isinstance(part, Buttons))


class Interrupting(Catalog):
    """A catalog in whose reading somebody else writes to the database."""

    def __init__(self, programs: tuple[Program, ...], other: Store) -> None:
        super().__init__(programs)
        self.other = other
        self.written = 0

    def programs(self) -> tuple[Program, ...]:
        with self.other.write() as work:
            work.inbound.claim(f"other-{self.written}", NOW)
        self.written += 1
        return super().programs()


def test_others_can_write_while_an_answer_by_message_is_worked_out(desk: Desk) -> None:
    other = open_store(desk.store.url.render_as_string(), patience=0)
    catalog = Interrupting(Catalog.load().programs(), other)
    changed = desk_with(desk, catalog)
    before = catalog.written
    changed.assistant.answer_later(changed.request(PAM, text="tier Acme"), "channel:C1", None)
    other.close()
    assert catalog.written > before
    with desk.store.read() as work:
        assert work.outbox.counts() == {"pending": 1}


def test_the_same_message_again_is_answered_once(desk: Desk) -> None:
    request = desk.request(PAM, text="tier Acme")
    for _ in range(2):
        desk.assistant.answer_later(request, "channel:C1", None)
    with desk.store.read() as work:
        assert work.outbox.counts() == {"pending": 1}
