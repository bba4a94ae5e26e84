"""One channel's digest as a document."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.digests import sections
from handlers.digests.lines import Line, Section, asking, parts, present, said
from handlers.digests.records import Records, Scope
from handlers.digests.subscription import TOPICS, WORKDAYS, filter_of, often, topics_of
from handlers.documents import Note, Reply, text
from handlers.portfolio_matches import Listed, select
from handlers.portfolio_words import Wording
from handlers.question import Filter
from handlers.workdays import Workdays
from store.records import ChannelSubscription


def channel_digest(
    records: Records, subscription: ChannelSubscription, workdays: Workdays, since: date, *, late: bool
) -> Reply | None:
    """What is pending for a channel; None when nothing is. `since` is the day of its last digest.

    Raises:
        UnknownTier: tiers are asked about, and a recorded one is not in its program.
    """
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
    listed = select(records.books, wanted).listed
    return Scope(frozenset((each.place.partner, each.place.program) for each in listed), records.every)


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
        ready, at_risk = replace(wording.wanted, ready=True), replace(wording.wanted, at_risk=True)
        yield _moves(records, ready, "Ready to advance", ("ready to advance", "ready to advance"))
        yield _moves(records, at_risk, "At risk of a lower tier", ("at risk", "at risk"))
    else:
        yield sections.lapses(records, scope, since)


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
