"""Where people live, as a surface says it: kept until the person chooses a zone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.audit import CLOCK, note
from store.review_records import PersonClock
from store.work import Work

KEPT: Final = timedelta(days=7)
"""How long a zone that nobody chose is believed."""


def is_old(clock: PersonClock, since: datetime) -> bool:
    """Whether a zone that nobody chose was told before `since`."""
    return not clock.chosen and clock.changed_at < since


def news(clock: PersonClock | None, zone: str, now: datetime) -> bool:
    """Whether a zone that a surface tells is worth a write."""
    return clock is None or (not clock.chosen and (clock.zone != zone or is_old(clock, now - KEPT)))


def keep_zones(work: Work, found: Mapping[str, str], now: datetime, workspace: str) -> int:
    """Keep the zones (IANA) of people by e-mail address (lower case); how many they were."""
    kept = 0
    for who, zone in found.items():
        before = work.person_clocks.get(who)
        if before is not None and before.chosen:  # by now
            continue
        unset = PersonClock(who, zone, None, None, None, None, None, True, False, now)
        work.person_clocks.put(replace(before or unset, zone=zone, changed_at=now))
        kept += 1
    if kept:
        note(work, now, CLOCK, "zones.kept", "zones", f'{{"people": {kept}}}', workspace=workspace)
    return kept
