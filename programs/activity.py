"""Who has gone quiet. Which tiers are looked at, and after how many days, is data in the program's definition."""

from collections.abc import Iterable
from datetime import date

from programs.schema import Program


def last_activity(days: Iterable[date | None], day: date) -> date | None:
    """The latest of the known days up to `day` (included); None when there was no activity yet."""
    return max((each for each in days if each is not None and each <= day), default=None)


def at_risk(program: Program, tier: str | None, last: date | None, day: date) -> bool:
    """Whether the program may deactivate a partner of this tier, last active on `last`, when it looks on `day`.

    True when more than the program's quiet days have passed, or nothing was ever done; always False in a program, or
    for a tier, whose activity is not checked.
    """
    rule = program.evaluation.activity_check if program.evaluation else None
    if rule is None or tier not in rule.tiers:
        return False
    return last is None or (day - last).days > rule.quiet_days
