"""One channel's digest as a document."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.digests import sections
from handlers.digests.lines import Line, Section, asking, parts, present, said
from handlers.digests.records import Records, Scope
from handlers.digests.subscription import TOPICS, WORKDAYS, filter_of, often, topics_of
from handlers.documents import Note, Reply, text
from handlers.portfolio_matches import Listed, recorded, select
from handlers.portfolio_words import Wording
from handlers.question import Filter
from handlers.workdays import Workdays
from programs.errors import RulesError
from store.records import ChannelSubscription

logger = logging.getLogger(__name__)


def channel_digest(
    records: Records, subscription: ChannelSubscription, workdays: Workdays, since: date, *, late: bool
) -> Reply | None:
    """What is pending for a channel; None when nothing is. `since` is the day of its last digest."""
    wanted = filter_of(subscription)
    wording = Wording(wanted, records.books, own=False)
    scope = _scope(records, wanted)
    found = present(
        section
        for topic in topics_of(subscription)
        for section in _sections(records, scope, wording, topic, workdays, _since(subscription, since))
    )
    if not found:
        return None
    what = TOPICS[subscription.digest].partition(":")[0]
    about = f" ({wording.among(True)})" if wanted != Filter() else ""
    note = f"Posted {often(subscription)}. “/partner subscriptions” pauses or ends it."
    tardy = [Note(text("This digest is late: it could not be posted at its hour."))] if late else []
    summary = f"{what}{about}: {said(found)}{' (late digest)' if late else ''}"
    return Reply(summary, (*parts(found), *tardy, Note(text(note))))


def _since(subscription: ChannelSubscription, since: date) -> date:
    """Where a digest comes rarely it names everything that ends soon; a daily one would only repeat itself."""
    return since if subscription.cadence == WORKDAYS else date.min


def _scope(records: Records, wanted: Filter) -> Scope:
    pairs = frozenset((place.partner, place.program) for place in recorded(records.books, wanted))
    return Scope(pairs, records.every)


def _sections(
    records: Records, scope: Scope, wording: Wording, topic: str, workdays: Workdays, since: date
) -> Iterator[Section]:
    if topic == "reviews":
        yield sections.reviews_ahead(records, scope, workdays)
        yield sections.not_recorded(records, scope)
        yield sections.none_planned(records, scope)
    elif topic == "registrations":
        yield sections.waiting(records, scope)
        yield sections.protection_ending(records, scope)
    elif topic == "tiers":
        try:
            yield from _tiers(records, wording)
        except RulesError as error:  # one partner's records must not keep every channel's digest back
            logger.warning("tier moves are left out of a digest: %s", error)
    else:
        yield sections.lapses(records, scope, since)


def _tiers(records: Records, wording: Wording) -> Iterator[Section]:
    ready, at_risk = replace(wording.wanted, ready=True), replace(wording.wanted, at_risk=True)
    yield _moves(records, ready, "Ready to advance", ("ready to advance", "ready to advance"))
    yield _moves(records, at_risk, "At risk of a lower tier", ("at risk", "at risk"))


def _moves(records: Records, wanted: Filter, heading: str, names: tuple[str, str]) -> Section:
    """The partners that a question for them would list, in its words."""
    wording = Wording(wanted, records.books, own=False)

    def line(each: Listed) -> Line:
        place, program = each.place, records.programs[each.place.program]
        words = f"{place.name} in {program.short_name}: {wording.why(each)}"
        return Line(words, asking(f"Gap: {place.name}", f"what's missing for {place.name}"))

    found = sorted(select(records.books, wanted).listed, key=lambda each: (each.place.name, each.place.program))
    more = wording.ask("All of them", wanted)
    return Section(heading, *names, tuple(map(line, found)), more)
