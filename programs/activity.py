"""Who has gone quiet. Which tiers are looked at, and after how many days, is data in the program's definition."""

from collections.abc import Iterable
from datetime import date

from programs.schema import Program

QUIET_DAYS = 90
"""Where a program does not say after how many days a partner is quiet."""


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


def quiet_days(program: Program) -> int:
    """How many days without activity the program lets pass; `QUIET_DAYS` where it does not say."""
    rule = program.evaluation.activity_check if program.evaluation else None
    return QUIET_DAYS if rule is None else rule.quiet_days


def quiet(program: Program, last: date | None, day: date) -> bool:
    """Whether on `day` more than the program's quiet days have passed since `last`, or nothing was ever done.

    Whatever the tier: whether that puts a partner at risk is for `at_risk`.
    """
    return last is None or (day - last).days > quiet_days(program)
