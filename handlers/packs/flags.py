"""What looks wrong about an open opportunity. Nothing is said where a day or an amount is not known. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.numbered import numbered
from handlers.packs.deals import close_dates, linked
from handlers.packs.facts import PackFacts
from handlers.packs.stages import TOO_OLD
from handlers.wording import day, money
from store.records import JoinedOpportunity, Registration
from store.registration_states import OPEN

PUSHES: Final = 2
SILENT_DAYS: Final = 30
CHANGED_BY: Final = Decimal("0.25")


class FlagKind(StrEnum):
    """What a flag is about, the most pressing first."""

    past = "past"
    pushed = "pushed"
    old = "old"
    silent = "silent"
    amount = "amount"
    disagree = "disagree"
    test = "test"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to ask about, in a few words."""

    kind: FlagKind
    words: str


def flags(facts: PackFacts, deal: JoinedOpportunity) -> tuple[Flag, ...]:
    """Everything that looks wrong about an open opportunity, in the order of `FlagKind`."""
    return tuple(_flags(facts, deal))


def pushes(facts: PackFacts, deal: JoinedOpportunity) -> int:
    """How often the close date was moved to a later day, as far as the log goes back."""
    return sum(
        before is not None and after is not None and after > before for _, before, after in close_dates(facts, deal)
    )


def stage_days(facts: PackFacts, deal: JoinedOpportunity) -> int | None:
    """Days since the last change of the stage in our log; None where it has none."""
    changes = [each for each in facts.internal.changes.get(deal.id, ()) if each.field == "stage"]
    return (facts.day - facts.day_of(changes[-1].changed_at)).days if changes else None


def _flags(facts: PackFacts, deal: JoinedOpportunity) -> Iterator[Flag]:
    if deal.close_on is not None and deal.close_on < facts.day:
        yield Flag(FlagKind.past, f"close date {day(deal.close_on)} is past")
    if (often := pushes(facts, deal)) >= PUSHES:
        yield Flag(FlagKind.pushed, f"close date pushed {'twice' if often == PUSHES else f'{often} times'}")
    yield from _old(facts, deal)
    claims = tuple(each for each in linked(facts, deal) if each.state in OPEN)
    yield from _silent(facts, claims)
    yield from _amount(facts, deal)
    for claim in claims:
        yield from _disagree(deal, claim)
    if (deal.customer or "").casefold().split()[:1] in (["test"], ["dummy"], ["demo"]):
        yield Flag(FlagKind.test, "looks like a test record")


def _old(facts: PackFacts, deal: JoinedOpportunity) -> Iterator[Flag]:
    spent, usual = stage_days(facts, deal), facts.internal.medians.get(deal.stage or "")
    if spent is None or usual is None or timedelta(days=spent) <= usual * TOO_OLD:
        return
    yield Flag(FlagKind.old, f"{numbered(spent, 'day')} in {deal.stage}, usually {numbered(usual.days, 'day')}")


def _silent(facts: PackFacts, claims: tuple[Registration, ...]) -> Iterator[Flag]:
    """Without a claim, or without a day on it, nobody knows when the partner last said something."""
    said = [on for each in claims if (on := each.updated_on or each.decided_on or each.submitted_on)]
    if said and (facts.day - max(said)).days >= SILENT_DAYS:
        yield Flag(FlagKind.silent, f"no word of the partner since {day(max(said))}")


def _amount(facts: PackFacts, deal: JoinedOpportunity) -> Iterator[Flag]:
    """Against the amount before its first change since the last review; in one currency only."""
    lately = [each for each in facts.internal.changes.get(deal.id, ()) if facts.day_of(each.changed_at) > facts.since]
    first = next((each.before for each in lately if each.field == "earr"), None)
    if first is None or deal.earr is None or any(each.field == "currency" for each in lately):
        return
    before = Decimal(first)
    if before and abs(deal.earr - before) > abs(before) * CHANGED_BY:
        was = money(before, deal.currency or "")
        yield Flag(FlagKind.amount, f"amount {'up' if deal.earr > before else 'down'} from {was.strip()}")


def _disagree(deal: JoinedOpportunity, claim: Registration) -> Iterator[Flag]:
    known = claim.earr is not None and deal.earr is not None and claim.currency == deal.currency
    if known and claim.earr is not None and claim.earr != deal.earr:
        yield Flag(FlagKind.disagree, f"{claim.id} says {money(claim.earr, claim.currency or '').strip()}")
    both = claim.expected_close_on is not None and deal.close_on is not None
    if both and claim.expected_close_on != deal.close_on:
        yield Flag(FlagKind.disagree, f"{claim.id} says it closes {day(claim.expected_close_on)}")
