"""Every kind of question that can be answered."""

from handlers.kinds import agreements, benefit, benefits, gap, helping, manager, meetings, pipeline, register, registration, registrations, requirements, steps, tier
from handlers.kinds.skill import Skill
from handlers.question import Kind

SKILLS: tuple[Skill, ...] = (
    agreements.SKILL,
    benefit.SKILL,
    benefits.SKILL,
    gap.SKILL,
    manager.SKILL,
    meetings.SKILL,
    pipeline.SKILL,
    register.SKILL,
    registration.SKILL,
    registrations.SKILL,
    requirements.SKILL,
    steps.SKILL,
    tier.SKILL,
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
