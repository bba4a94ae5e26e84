"""Every kind of question that can be answered."""

from handlers.kinds import (
    agreements,
    benefit,
    benefits,
    brief,
    compare,
    gap,
    helping,
    manager,
    meetings,
    people,
    pipeline,
    portfolio,
    register,
    registration,
    registrations,
    requirements,
    revenue,
    steps,
    tier,
    whatif,
)
from handlers.kinds.skill import Skill
from handlers.question import Kind

SKILLS: tuple[Skill, ...] = (
    agreements.SKILL,
    benefit.SKILL,
    benefits.SKILL,
    brief.SKILL,
    compare.SKILL,
    gap.SKILL,
    manager.SKILL,
    meetings.SKILL,
    people.SKILL,
    pipeline.SKILL,
    portfolio.SKILL,
    register.SKILL,
    registration.SKILL,
    registrations.SKILL,
    requirements.SKILL,
    revenue.SKILL,
    steps.SKILL,
    tier.SKILL,
    whatif.SKILL,
    helping.HELP,
    helping.OUT_OF_SCOPE,
)


def skill(kind: Kind) -> Skill:
    """What answers a kind of question.

    Raises:
        KeyError: nothing does.
    """
    for each in SKILLS:
        if each.kind is kind:
            return each
    raise KeyError(kind)
